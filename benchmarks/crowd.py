"""A crowd that comes at the same moment to a page that has to be made, and how many times it was made."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from urllib.parse import urlsplit

import psycopg

from benchmarks.load import LoadError

CROWD = 32
# The scratch portal counts what is put on the shelf; the real one has no need to.
COUNTED = """
    CREATE SEQUENCE bench_made MINVALUE 0 START 0;
    CREATE FUNCTION bench_count() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM nextval(''bench_made''); RETURN NULL; END';
    CREATE TRIGGER bench_count AFTER INSERT OR UPDATE ON strategies_renderedpage
        FOR EACH ROW EXECUTE FUNCTION bench_count();
    SELECT nextval('bench_made');
"""


def made(database: str) -> int:
    """How many pages have been made in the scratch portal."""
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT last_value FROM bench_made").fetchone()
        return int(row[0]) if row else 0


def come(url: str, host: str) -> None:
    """Ask for a page of a host that has not been heard of, from all of the crowd at once. Raises LoadError unless all get the same."""
    gate = threading.Barrier(CROWD)
    address = urlsplit(url)

    def visit(_: int) -> str:
        with closing(
            http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        ) as line:
            line.connect()
            gate.wait()
            line.request("GET", address.path, headers={"Host": host, "Accept-Encoding": "br"})
            answer = line.getresponse()
            return f"{answer.status} {sha256(answer.read()).hexdigest()}"

    with ThreadPoolExecutor(CROWD) as threads:
        told = set(threads.map(visit, range(CROWD)))
    if len(told) != 1 or not min(told).startswith("200"):
        raise LoadError(f"{url}: the crowd got {len(told)} different answers: {sorted(told)}")
