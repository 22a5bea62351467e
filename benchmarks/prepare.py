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
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from actors.models import Actor  # noqa: E402 - models need the settings above
from actors.register import load_register  # noqa: E402
from benchmarks.crowd import COUNTED  # noqa: E402
from benchmarks.plan import OWNER, make_plan  # noqa: E402
from benchmarks.tally import CONTROL  # noqa: E402
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
    client = Client(headers={"host": host, "accept-encoding": "br"})
    elsewhere = Client(headers={"host": f"annan.{host}", "accept-encoding": "br"})
    _ask(elsewhere, page, "first")
    # The first visit within the house has the page made, the second asks for the moment, and the third asks nothing.
    for name in ("cold", "", "warm"):
        answer = _ask(client, page, name)
    Path(os.environ["BENCH_BODY"]).write_bytes(answer.content)
    _ask(client, page, "304", etag=answer["ETag"])
    _ask(client, f"{page}?utm=1", "query")
    print(f"br={len(answer.content)}")
    for encoding in ("gzip", "identity"):
        size = len(client.get(page, headers={"accept-encoding": encoding}).content)
        print(f"{encoding}={size}")
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)


def _ask(client: Client, page: str, name: str, etag: str = "") -> HttpResponse:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page, headers={"if-none-match": etag})
    assert answer.status_code == (304 if etag else 200), answer.status_code
    asked = [query for query in queries if query["sql"].split()[0] not in CONTROL]
    print(f"queries_{name}={len(asked)}")
    return answer


if __name__ == "__main__":
    main(sys.argv[1])
