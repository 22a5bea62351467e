"""How gunicorn serves the portal: in a demonstration as it is, in production behind a proxy that buffers (docs/operation.md)."""

import gc
import os

bind = os.environ.get("PORTAL_BIND", "127.0.0.1:8000")
wsgi_app = "portal.wsgi"
workers = int(os.environ.get("PORTAL_WORKERS", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 10_000
max_requests_jitter = 1_000
preload_app = True  # the pool opens at the first query, which is after the fork
control_socket_disable = True
accesslog = None
forwarder_headers = ""  # nobody tells the portal that it is elsewhere than it is


def pre_fork(server: object, worker: object) -> None:
    """Leave what the release consists of out of every later collection: a tenth of a second less at the 99th percentile."""
    gc.freeze()


def when_ready(server: object) -> None:
    """Say what to open."""
    print(f"Portalen är igång: öppna http://{bind}/ i webbläsaren. Avsluta med Ctrl-C.", flush=True)  # noqa: T201
