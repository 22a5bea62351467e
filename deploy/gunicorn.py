"""How gunicorn serves the portal: in a demonstration as it is, in production behind a proxy that buffers (docs/operation.md)."""

import gc
import os
import subprocess
import sys
from pathlib import Path

from strategies.search.words import dictionary

bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
wsgi_app = "portal.wsgi"
# Behind a proxy that buffers no visitor is slow, and processes that do one thing at a time are the most even. Without it, a browser that
# has only connected would occupy one: threads wait for it instead (docs/decisions/0025-even-answers.md).
behind_proxy = os.environ.get("PORTAL_BEHIND_PROXY") == "1"
worker_class, threads = ("sync", 1) if behind_proxy else ("gthread", 4)
workers = int(os.environ.get("PORTAL_WORKERS", "4" if behind_proxy else "2"))
timeout = 60
graceful_timeout = 30
max_requests = 100_000
max_requests_jitter = 10_000
preload_app = True  # the pool opens at the first query, which is after the fork
control_socket_disable = True
accesslog = None
forwarder_headers = ""  # nobody tells the portal that it is elsewhere than it is


# A demonstration's documents are read by a process of its own; in production the system starts it (docs/operation.md).
reader: subprocess.Popen[bytes] | None = None
READER = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--verbosity=0"]


def pre_fork(server: object, worker: object) -> None:
    """Leave what the release consists of out of every later collection: a tenth of a second less at the 99th percentile.

    A page makes some thousand objects, and loses them all at once when it has been sent.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def on_starting(server: object) -> None:
    """Load the words that search knows before the fork, once for all workers: most of a second and 115 MB."""
    dictionary()


def when_ready(server: object) -> None:
    """Start what reads documents, where that is wanted, and say what to open."""
    global reader  # noqa: PLW0603 - gunicorn's hooks share nothing else
    if os.environ.get("PORTAL_READER") == "1":
        reader = subprocess.Popen(READER, cwd=Path(__file__).resolve().parent.parent)  # noqa: S603 - our own command
    print(f"Portalen är igång: öppna http://{bind}/ i webbläsaren. Avsluta med Ctrl-C.", flush=True)  # noqa: T201


def on_exit(server: object) -> None:
    """Stop what reads documents together with the server; what it is reading may be finished first."""
    if reader and reader.poll() is None:
        reader.terminate()
        try:
            reader.wait(timeout=graceful_timeout)
        except subprocess.TimeoutExpired:
            reader.kill()
