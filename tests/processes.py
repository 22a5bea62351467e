"""Work of the portal beside the tests, on the database of the test that asks for it."""

import os

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
