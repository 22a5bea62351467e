"""Load on a server, and what it answered: wrk where it is installed, and otherwise a client of our own."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

CLIENTS = 8

# Each request names a host that has not been heard of, so that no kept page is for it.
FRESH_HOSTS = """
local n = 0
request = function()
    n = n + 1
    wrk.headers["Host"] = "h" .. n .. "-" .. os.time() .. ".example"
    return wrk.format()
end
"""


@dataclass(frozen=True)
class Target:
    """Something to ask for. `fresh_hosts` makes every request one for a host of its own."""

    url: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fresh_hosts: bool = False


class LoadError(Exception):
    """The server answered otherwise than it should."""


def tool() -> str:
    """What makes the load, for the report."""
    return "wrk" if shutil.which("wrk") else "en egen klient i Python (wrk finns inte)"


def requests_per_second(target: Target, seconds: float, scratch: Path) -> float:
    """Ask for `target` from eight clients at once, as often as it is answered."""
    check(target)
    if shutil.which("wrk"):
        return _wrk(target, seconds, scratch)
    return _own(target, seconds)


def check(target: Target) -> None:
    """Ask once: wrk does not tell 200 from 304, and would measure the wrong one in silence."""
    status = _ask(target, target.headers)
    if status != target.status:
        raise LoadError(f"{target.url}: {status} instead of {target.status}")


def _ask(target: Target, headers: dict[str, str]) -> int:
    address = urlsplit(target.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    connection.request("GET", address.path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _wrk(target: Target, seconds: float, scratch: Path) -> float:
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s"]
    for name, value in target.headers.items():
        command += ["-H", f"{name}: {value}"]
    if target.fresh_hosts:
        script = scratch / "fresh_hosts.lua"
        script.write_text(FRESH_HOSTS)
        command += ["-s", str(script)]
    said = subprocess.run([*command, target.url], check=True, capture_output=True, text=True).stdout
    # wrk counts 304 as an answer like any other, and 4xx and 5xx as failures.
    if failed := re.search(r"Non-2xx or 3xx responses: (\d+)", said):
        raise LoadError(f"{target.url}: {failed[1]} answers were errors")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def _own(target: Target, seconds: float) -> float:
    answers, wrong = count(), count()
    hosts = count(int(time.time()) * 10_000)
    end = time.monotonic() + seconds

    def client() -> None:
        while time.monotonic() < end:
            host = {"Host": f"h{next(hosts)}.example"} if target.fresh_hosts else {}
            status = _ask(target, target.headers | host)
            next(answers if status == target.status else wrong)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed := next(wrong):
        raise LoadError(f"{target.url}: {failed} answers were not {target.status}")
    return next(answers) / (time.monotonic() - started)
