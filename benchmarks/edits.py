"""Open a plan, change a title and a field, move a branch: in the outline of large and small plans, and in Django's admin.

Run by benchmarks.editing, with the environment that it has set up.
"""

import statistics
import time
from collections.abc import Callable

import django
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

django.setup()

from actors.models import Actor, Membership, MembershipRole, User  # noqa: E402 - models need the settings above
from actors.register import load_register  # noqa: E402
from benchmarks.plan import OWNER, Writer  # noqa: E402
from benchmarks.tally import BACK, CONTROL, QUERIES, Form, Row  # noqa: E402
from strategies.apply import apply  # noqa: E402
from strategies.models import Element, Strategy  # noqa: E402
from strategies.plan import Element as PlanElement  # noqa: E402
from strategies.plan import ElementKind, Involvement, Plan  # noqa: E402

ROUNDS = 9
HTMX = {"HX-Request": "true"}
PAGE = 1_500_000  # bytes of a plan of 1,000 elements
LARGE, SMALL = 25, 3  # branches of 40 elements
Step = tuple[
    str, dict[str, str | list[str]] | None
]  # an address, and what is posted to it, if anything


def main() -> None:
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_register()
    large, small = make_plan(LARGE), make_plan(SMALL)
    rows = [*outline(large), *outline(small), *admin(small)]
    print(f"Median av {ROUNDS} varv (min–max), i en process, utan nät\n")
    print(f"{'':38}{'ms':>8}{'':>14}{'byte upp':>9}{'tillbaka':>10}{'frågor':>8}   mål")
    for row in rows:
        print(row.line())
    opened, saved = rows[0], rows[2]
    told = {"öppna": (rows[-2], opened), "spara ett fält": (rows[-1], saved)}
    for name, (theirs, ours) in told.items():
        ratio = statistics.median(theirs.times) / statistics.median(ours.times)
        size = theirs.back / ours.back
        print(
            f"\n{name}: admin med 120 tar {ratio:.1f} gånger så lång tid som planen med 1 000",
            end="",
        )
        print(f" och svarar med {size:.1f} gånger så många byte", end="")
    print()


def make_plan(branches: int) -> Strategy:
    """A working copy of branches of 40 elements: a direction, three focus areas, twelve actions in each."""
    writer = Writer()
    actors = list(Actor.objects.exclude(name=OWNER).order_by("pk").values_list("name", flat=True))

    def element(kind: ElementKind, below: list[PlanElement]) -> PlanElement:
        ties = [Involvement(actor=writer.random.choice(actors), role="ansvarig")]
        return PlanElement(
            kind=kind,
            title=writer.sentence(8),
            text=writer.text(2),
            involvements=tuple(ties if kind == "action" else []),
            elements=tuple(below),
        )

    def branch() -> PlanElement:
        areas = [
            element("focus_area", [element("action", []) for _ in range(12)]) for _ in range(3)
        ]
        return element("direction", areas)

    plan = Plan(
        title=f"En plan med {branches * 40} delar",
        kind="handlingsplan",
        owners=(OWNER,),
        elements=tuple(branch() for _ in range(branches)),
    )
    return apply(plan)


def outline(strategy: Strategy) -> list[Row]:
    """What an editor does in the outline."""
    owner = Actor.objects.get(name=OWNER)
    editor = User.objects.get_or_create(email="redaktor@prov.example", name="Disa Redaktör")[0]
    Membership.objects.get_or_create(user=editor, actor=owner, role=MembershipRole.EDITOR)
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)
    size = strategy.elements.count()
    action = strategy.elements.filter(kind="action").order_by("pk")[5]
    branch = strategy.elements.filter(kind="direction").order_by("position")[0]
    page = reverse("edit-strategy", args=[strategy.slug])

    def fresh() -> Element:
        return Element.objects.get(pk=action.pk)

    def title(number: int) -> Step:
        sent = {"version": str(fresh().version), "title": f"{action.title} {number}"}
        return reverse("write-element", args=[strategy.slug, action.key]), sent

    def panel(number: int) -> Step:
        """All that the panel's form sends, with another text."""
        address = reverse("edit-element", args=[strategy.slug, action.key])
        return address, fields(client.get(address, headers=HTMX)) | {
            "text": f"{action.text} {number}"
        }

    def move(number: int) -> Step:
        address = reverse("write-element", args=[strategy.slug, branch.key])
        return address, {"till": "upp" if number % 2 else "ned"}

    def step(name: str, what: Callable[[int], Step], back: int | None = BACK) -> Row:
        return measure(f"{size} delar: {name}", client, what, back=back)

    return [
        step("öppna", lambda _: (page, None), back=PAGE),
        step("ändra en titel", title),
        step("ändra en text i panelen", panel),
        step("flytta en gren på 40", move),
    ]


def admin(strategy: Strategy) -> list[Row]:
    """The same plan as one form."""
    staff = {"email": "personal@prov.example", "is_staff": True, "is_superuser": True}
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create(**staff))
    address = f"/admin/strategies/strategy/{strategy.pk}/change/"
    size = strategy.elements.count()

    def save(number: int) -> Step:
        return address, fields(client.get(address)) | {"elements-0-text": f"Ändrad {number}"}

    return [
        measure(f"admin, {size} delar: öppna", client, lambda _: (address, None), queries=None),
        measure(f"admin, {size} delar: ändra en text", client, save, queries=None),
    ]


def measure(
    name: str,
    client: Client,
    what: Callable[[int], Step],
    *,
    back: int | None = None,
    queries: int | None = QUERIES,
) -> Row:
    """Do it once to count, then again and again with the clock on. What makes the step ready is not measured."""
    htmx = {} if name.startswith("admin") else HTMX

    def ask(step: Step) -> HttpResponse:
        address, sent = step
        if sent is None:
            return client.get(address)
        return client.post(address, sent, headers=htmx)

    step = what(0)
    with CaptureQueriesContext(connection) as asked:
        answer = ask(step)
    assert_done(answer)
    up = int(answer.wsgi_request.META.get("CONTENT_LENGTH") or 0)  # type: ignore[attr-defined]
    size = len(answer.content)
    count = sum(not query["sql"].startswith(CONTROL) for query in asked)
    times = []
    for number in range(1, ROUNDS + 1):
        step = what(number)
        started = time.perf_counter()
        answer = ask(step)
        times.append((time.perf_counter() - started) * 1000)
        assert_done(answer)
    return Row(name, times, up, size, count, back, queries)


def assert_done(answer: HttpResponse) -> None:
    """The admin leads on when it has saved, and shows the form again when it has not."""
    posted = answer.wsgi_request.method == "POST"  # type: ignore[attr-defined]
    admins = answer.wsgi_request.path.startswith("/admin/")  # type: ignore[attr-defined]
    assert answer.status_code == (302 if posted and admins else 200), answer.content[:2000]


def fields(answer: HttpResponse) -> dict[str, str | list[str]]:
    """What the first POST form of a page would send as it stands."""
    form = Form()
    form.feed(answer.content.decode())
    return form.values


if __name__ == "__main__":
    main()
