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
from statistics import quantiles
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


@dataclass(frozen=True)
class Load:
    """Answers a second, and how long half of them and 99 of 100 took at the most, in milliseconds."""

    rate: float
    p50: float
    p99: float


class LoadError(Exception):
    """The server answered otherwise than it should."""


def tool() -> str:
    """What makes the load, for the report."""
    return "wrk" if shutil.which("wrk") else "en egen klient i Python (wrk finns inte)"


def load(target: Target, seconds: float, scratch: Path, clients: int = CLIENTS) -> Load:
    """Ask for `target` from so many clients at once, as often as it is answered."""
    check(target)
    if shutil.which("wrk"):
        return _wrk(target, seconds, scratch, clients)
    return _own(target, seconds, clients)


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


def _wrk(target: Target, seconds: float, scratch: Path, clients: int) -> Load:
    command = ["wrk", "-t1", "--latency", f"-c{clients}", f"-d{seconds:.0f}s"]
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
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said
    return Load(float(rate[1]), _milliseconds("50%", said), _milliseconds("99%", said))


def _milliseconds(share: str, said: str) -> float:
    found = re.search(rf"\s{share}\s+([\d.]+)(us|ms|s)\b", said)
    assert found, said
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def _own(target: Target, seconds: float, clients: int) -> Load:
    times: list[float] = []
    wrong = count()
    hosts = count(int(time.time()) * 10_000)
    end = time.monotonic() + seconds

    def client() -> None:
        while (began := time.monotonic()) < end:
            host = {"Host": f"h{next(hosts)}.example"} if target.fresh_hosts else {}
            status = _ask(target, target.headers | host)
            if status == target.status:
                times.append(time.monotonic() - began)
            else:
                next(wrong)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed := next(wrong):
        raise LoadError(f"{target.url}: {failed} answers were not {target.status}")
    rate = len(times) / (time.monotonic() - started)
    hundredths = [1000 * cut for cut in quantiles(times, n=100)]
    return Load(rate, hundredths[49], hundredths[98])
