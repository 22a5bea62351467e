from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.register import load_register

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
def _light_surroundings(settings: Any) -> None:
    """Mail stays in the process, and a password costs no time: neither is what tests ask about."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
