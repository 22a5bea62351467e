"""Work, processes and sessions beside a test, on its database."""

import os
from typing import Any

import psycopg
from django.db import connection
from django_tasks_db.management.commands.db_worker import Worker


def database_url() -> str:
    """The libpq address of the test's database."""
    settings = connection.settings_dict
    words = (("dbname", "NAME"), ("user", "USER"), ("host", "HOST"), ("port", "PORT"))
    return "postgresql:///?" + "&".join(
        f"{word}={settings[name]}" for word, name in words if settings[name]
    )


def environment(**more: str) -> dict[str, str]:
    """The surroundings of such a process. It sees only what has been committed."""
    return os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def in_another_session(statements: str) -> Any:
    """Run the statements and commit; the first value of the last one's answer, if it has any."""
    with psycopg.connect(database_url()) as other:
        cursor = other.execute(statements)
        while cursor.nextset():
            pass
        return cursor.fetchone()[0] if cursor.description else None


def work() -> None:
    """Do what waits in the queue, as `manage.py db_worker` does it, in this process."""
    Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        backend_name="default",
        worker_id="prov",
        interval=0,
        batch=True,
        max_tasks=None,
        startup_delay=False,
    ).run()
