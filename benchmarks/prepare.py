"""Make the scratch portal that is measured: database, static files, one published plan; then count queries and bytes.

Prints name=value lines. Run by benchmarks.pages, with the environment that it has set up.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from actors.models import Actor  # noqa: E402 - models need the settings above
from actors.register import load_register  # noqa: E402
from benchmarks.plan import OWNER, make_plan  # noqa: E402
from strategies.apply import apply  # noqa: E402
from strategies.publishing.publish import publish  # noqa: E402


def main(page: str) -> None:
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_register()
    # Real names have real lengths; every third is enough to choose from.
    actors = list(Actor.objects.exclude(name=OWNER).order_by("pk").values_list("name", flat=True))
    plan = make_plan(actors[::3])
    publish(apply(plan), user=None)
    _count(page)
    print(f"plan={len(plan.model_dump_json().encode())}")


def _count(page: str) -> None:
    host = settings.ALLOWED_HOSTS[0].replace("*", "localhost")
    client = Client(headers={"host": host, "accept-encoding": "gzip"})
    for name in ("cold", "warm"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer.status_code == 200, answer.status_code
        print(f"queries_{name}={len(queries)}")
    Path(os.environ["BENCH_BODY"]).write_bytes(answer.content)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page, headers={"if-none-match": answer["ETag"]}).status_code == 304
    print(f"queries_304={len(queries)}")
    print(f"compressed={len(answer.content)}")
    print(f"raw={len(client.get(page, headers={'accept-encoding': 'identity'}).content)}")


if __name__ == "__main__":
    main(sys.argv[1])
