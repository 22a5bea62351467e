"""How gunicorn serves the portal (deploy/gunicorn.py): evenly behind a proxy, and without one so that nobody holds up the others."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]


@pytest.fixture
def port() -> Iterator[int]:
    """Where a gunicorn with one process serves visitors without a proxy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    environment = {
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_WORKERS": "1",
        "PORTAL_BEHIND_PROXY": "",
    }
    server = subprocess.Popen(
        GUNICORN, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=40)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")


def test_browsers_that_have_only_connected_hold_nobody_up(port: int) -> None:
    with ExitStack() as silent:
        for _ in range(3):
            silent.enter_context(socket.create_connection(("127.0.0.1", port)))
        visitor = silent.enter_context(
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20))
        )
        visitor.request("GET", "/halsa/levande")
        assert visitor.getresponse().status == 200


@pytest.mark.parametrize(
    ("proxy", "told"), [("1", ("sync", "1", "4")), ("", ("gthread", "4", "2"))]
)
def test_a_proxy_decides_how_the_processes_work(proxy: str, told: tuple[str, ...]) -> None:
    environment = os.environ | {"PORTAL_BEHIND_PROXY": proxy}
    environment.pop("PORTAL_WORKERS", None)
    said = subprocess.run(
        [*GUNICORN, "--print-config"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    chosen = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
    settings = {name.strip(): value.strip().strip("'") for name, value in chosen.items()}
    assert tuple(settings[name] for name in ("worker_class", "threads", "workers")) == told
