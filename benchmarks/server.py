"""A gunicorn to measure: started as the portal is, with the workers that a measurement asks for, and stopped again."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A gunicorn's address, and its master process."""

    address: str
    process: int

    def cpu(self) -> float | None:
        """Seconds of processor time that its workers have taken; None where the system does not tell."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        if not children.exists():
            return None
        return sum(_ticks(int(child)) for child in children.read_text().split()) / TICKS


def _ticks(process: int) -> int:
    # The command's name, in parentheses, may hold anything; user and system time are the 12th and 13th word after it.
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(words[11]) + int(words[12])


@contextmanager
def serving(settings: str, environment: dict[str, str], *options: str) -> Iterator[Server]:
    """gunicorn with the portal's configuration, and `options` that differ."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
    command += [*options, "--log-level", "warning", "portal.wsgi:application"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env=environment | {"DJANGO_SETTINGS_MODULE": settings, "PORTAL_BIND": f"127.0.0.1:{port}"},
    )
    try:
        _wait(port, process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(timeout=40)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start")
