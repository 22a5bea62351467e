from collections.abc import Callable, Iterator
from typing import Any

import pytest
from actors.register import load_register
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HTMX = {"HX-Request": "true"}


@pytest.fixture
def register(db: None) -> None:
    """The territories and actors of the reference register."""

    load_register()


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
def _mail_stays_here(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    yield
