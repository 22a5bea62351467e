"""A portal as `make run` starts it, and a browser that visits it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal.database import Cluster
from portal.management.commands.demonstration import PASSWORD
from tests.chromium import chromium
from tests.mail_server import MailServer

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a real browser (in one process: tests/conftest.py), or is left out without one."""
    missing = (
        None
        if chromium()
        else pytest.mark.skip(reason="ingen Chromium finns: python -m tests.chromium")
    )
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(missing)


class Server:
    """A gunicorn that can be stopped and started again, at the same address."""

    def __init__(self, port: int, environment: dict[str, str]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.environment = environment
        self.start()

    def start(self) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
        self.process = subprocess.Popen(
            gunicorn, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        _wait_for(f"{self.address}/halsa/redo")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def letters() -> Iterator[MailServer]:
    """Where the portal's mail goes."""
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server(letters: MailServer) -> Iterator[Server]:
    """A demonstration with the five plans, on a database of its own."""
    data = ROOT / ".data" / f"browser-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    port = _free_port()
    environment = os.environ | {
        "PORTAL_DEMO": "1",
        "PORTAL_DATA": str(data),
        "PORTAL_STATIC": os.environ.get("PORTAL_STATIC", str(ROOT / ".static")),
        "PORTAL_BIND": f"127.0.0.1:{port}",
        "PORTAL_WORKERS": "1",
        # Documents are read as in `make run`, by a process beside the server.
        "PORTAL_READER": "1",
        "PORTAL_TASKS": "django_tasks_db.DatabaseBackend",
        "PORTAL_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "PORTAL_SMTP_HOST": "127.0.0.1",
        "PORTAL_SMTP_PORT": str(letters.port),
    }
    environment.pop("DATABASE_URL", None)
    cluster = Cluster(data / "postgres", durable=False)
    cluster.remove()
    cluster.start()
    manage = [sys.executable, "manage.py", "demonstration", "--port", str(port)]
    subprocess.run(manage, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    server = Server(port, environment)
    try:
        yield server
    finally:
        server.stop()
        cluster.remove()


@pytest.fixture(scope="session")
def portal(server: Server) -> str:
    """The address of the demonstration."""
    return server.address


def _free_port() -> int:
    """A port below those that clients are given, so that nobody takes it meanwhile; another process begins to look elsewhere."""
    for port in range(21_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urlopen(url, timeout=5):  # noqa: S310
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright leaves an event loop in this thread, where Django would refuse the database to the tests that follow.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # The sandbox needs rights that root in a container does not have.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the portal in a browser of its own; what it asks for elsewhere, or complains of, fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: str = "/", width: int = 1280, **options: object) -> Page:
        context = browser.new_context(
            base_url=portal, viewport={"width": width, "height": 900}, locale="sv-SE", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                said.type == "error"
                and "status of 4" not in said.text
                # A connection that a test has cut, in the browser's words and in htmx's.
                and not re.search("net::ERR_|htmx:(afterRequest|sendError)", said.text)
                and faults.append(f"{page.url}: {said.text}")
            ),
        )
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((portal, portal.replace("127.0.0.1", "localhost"), "data:"))
                or faults.append(f"{page.url} asks for {asked.url}")
            ),
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def signed_in(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page as one of the demonstration's accounts ("redaktor", "godkannare", "administrator")."""

    def open_page(name: str, path: str = "/redigera/", **options: object) -> Page:
        page = visit("/konto/logga-in/", **options)
        page.get_by_label("E-post").fill(f"{name}@demo.example")
        page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url("**/redigera/")
        if path != "/redigera/":
            page.goto(path)
        return page

    return open_page
