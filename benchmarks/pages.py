"""The public strategy page against a bare Django view that returns the same bytes, in one run of about a minute.

python -m benchmarks.pages        (make bench; what is measured and how to read it: benchmarks/README.md)
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.load import Target, requests_per_second, tool
from portal.database import Cluster

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
SECONDS = 1.0
PAGE = "/strategier/matplan/"
GOALS = {"warm": 0.25, "cold": 0.02}


def main() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    cluster = Cluster(scratch / "data" / "postgres", durable=False)
    environment = _environment(scratch)
    try:
        cluster.start()
        facts = _prepare(environment)
        with ExitStack() as stack:
            portal = stack.enter_context(_server("portal.settings", environment))
            bare = stack.enter_context(_server("benchmarks.bare_settings", environment))
            rates = _measure(_targets(portal, bare, _etag(portal + PAGE)), scratch)
    finally:
        cluster.stop()
        shutil.rmtree(scratch, ignore_errors=True)
    _report(rates, facts)


def _environment(scratch: Path) -> dict[str, str]:
    return os.environ | {
        "PORTAL_DEMO": "1",
        "PORTAL_HOSTS": "*",
        "PORTAL_DATA": str(scratch / "data"),
        "PORTAL_STATIC": str(scratch / "static"),
        "BENCH_BODY": str(scratch / "body.gz"),
        "PYTHONPATH": str(ROOT),
    }


def _prepare(environment: dict[str, str]) -> dict[str, str]:
    """Fill the database and count what each kind of request asks of it, in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare", PAGE],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    ).stdout  # fmt: skip
    return dict(line.split("=", 1) for line in said.splitlines() if "=" in line)


@contextmanager
def _server(settings: str, environment: dict[str, str]) -> Iterator[str]:
    """gunicorn with one worker, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
    command += ["--workers", "1", "--worker-class", "sync"]
    command += ["--log-level", "warning", "portal.wsgi:application"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env=environment | {"DJANGO_SETTINGS_MODULE": settings, "PORTAL_BIND": f"127.0.0.1:{port}"},
    )
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


def _etag(url: str) -> str:
    """The ETag of the page as this server sends it: links in it name the host, so another host's is another."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return str(answer.headers["ETag"])


def _targets(portal: str, bare: str, etag: str) -> dict[str, Target]:
    compressed = {"Accept-Encoding": "gzip"}
    return {
        "bare": Target(f"{bare}/bare/", headers=compressed),
        "warm": Target(portal + PAGE, headers=compressed),
        "304": Target(portal + PAGE, 304, compressed | {"If-None-Match": etag}),
        "cold": Target(portal + PAGE, headers=compressed, fresh_hosts=True),
    }


def _measure(targets: dict[str, Target], scratch: Path) -> dict[str, list[float]]:
    """Rounds of all targets, one after the other, so that a slow moment of the machine meets them all."""
    for target in targets.values():
        requests_per_second(target, SECONDS, scratch)
    rates: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, target in targets.items():
            rates[name].append(requests_per_second(target, SECONDS, scratch))
            _settle(targets["warm"])
    return rates


def _settle(warm: Target) -> None:
    """Wait for what the last load left behind in the server's queue, and have the page on the shelf again."""
    request = urllib.request.Request(warm.url, headers=warm.headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        answer.read()


def _report(rates: dict[str, list[float]], facts: dict[str, str]) -> None:
    print(
        f"Last: {tool()}, 8 klienter, {ROUNDS} varv à {SECONDS:.0f} s; en gunicorn-process av var sort"
    )
    print(
        f"Sidan: {facts['raw']} byte, {facts['compressed']} komprimerad; {facts['plan']} byte JSON\n"
    )
    print(
        f"{'':6}{'svar/s':>10}{'(min–max)':>16}{'av bar vy':>11}{'(min–max)':>15}{'frågor':>8}{'mål':>7}"
    )
    for name, found in rates.items():
        ratios = [rate / bare for rate, bare in zip(found, rates["bare"], strict=True)]
        span = f"({min(found):.0f}–{max(found):.0f})"
        ratio_span = f"({min(ratios):.3f}–{max(ratios):.3f})"
        print(
            f"{name:6}{statistics.median(found):>10.0f}{span:>16}{statistics.median(ratios):>11.3f}"
            f"{ratio_span:>15}{facts.get(f'queries_{name}', ''):>8}{GOALS.get(name, ''):>7}"
        )


if __name__ == "__main__":
    main()
