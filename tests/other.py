"""Another session of the tests' database, and what another process needs to open it."""

import os
from typing import Any

import psycopg
from django.db import connection


def in_another_session(statements: str) -> Any:
    """Run the statements and commit; the first value of the last one's answer, if it has any."""
    settings = connection.settings_dict
    words = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    given = {word: settings[name] for word, name in words.items() if settings[name]}
    with psycopg.connect(**given) as other:
        cursor = other.execute(statements)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0] if cursor.description else None


def environment() -> dict[str, str]:
    """The environment of a process with the portal's settings and the tests' database."""
    settings = connection.settings_dict
    url = "postgresql:///?" + "&".join(
        f"{word}={settings[name]}"
        for word, name in (("dbname", "NAME"), ("user", "USER"), ("host", "HOST"), ("port", "PORT"))
        if settings[name]
    )
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONIOENCODING": "utf-8",
    }
