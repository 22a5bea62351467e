import os
from collections.abc import Callable, Iterator
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from xdist.scheduler import LoadScopeScheduling

from actors.register import load_register
from strategies.reading.body import BODIES
from strategies.reading.editions import PLANS
from strategies.reading.since_adopted import FOUND
from tests.editing import Desk
from tests.factories import make_member
from tests.mail_server import MailServer

HTMX = {"HX-Request": "true"}


class OneBrowser(LoadScopeScheduling):
    """All browser tests in one process, which starts one portal and one browser, and every other test wherever there is room.

    What `--dist loadgroup` is for; but pytest-xdist 3.8 does not find its groups in pytest 9.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there is nothing to schedule
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowser | None:
    return OneBrowser(config, log) if config.getvalue("dist") == "loadgroup" else None


# The tables that the database never lets anybody empty, as Django does after a test with transactions of its own.
NEVER_EMPTIED = (
    "strategies.Edition:editions_are_kept",
    "strategies.EditionOwner:edition_owners_are_kept",
    "strategies.EditionRegion:edition_regions_are_kept",
    "strategies.Step:steps_are_kept",
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Any:
    with pgtrigger.ignore(*NEVER_EMPTIED):
        return (yield)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process's database begins as a copy of the one that has been migrated (environment.py)."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ["PORTAL_TEST_TEMPLATE"]


@pytest.fixture
def register(db: None) -> None:
    """The territories and actors of the reference register."""

    load_register()


@pytest.fixture
def desk(client: Client) -> Desk:
    """A plan, with its editor signed in."""
    desk = Desk()
    client.force_login(desk.editor)
    return desk


@pytest.fixture
def colleague(desk: Desk) -> Client:
    """The browser of another editor of the same plan."""
    client = Client()
    client.force_login(make_member(desk.owner, name="Kalle Kollega"))
    return client


@pytest.fixture
def count_queries(client: Client) -> Callable[..., int]:
    """Count the queries of a GET, after one that fills what is kept between requests."""

    def count(url: str, **options: Any) -> int:
        assert client.get(url, **options).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, **options).status_code == 200
        return len(queries)

    return count


@pytest.fixture(autouse=True)
def _light_surroundings(settings: Any) -> None:
    """Mail stays in the process, a password costs no time, a page at hand is asked about each time, and no other test's plan is at hand: not what tests ask about."""
    settings.PUBLIC_PAGE_SECONDS = 0
    PLANS.clear()
    BODIES.clear()
    FOUND.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mail_server(settings: Any, _light_surroundings: None) -> Iterator[MailServer]:
    """A real mail server on the loopback, which the portal sends its mail to."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()
