"""A portal of 3,000 plans with 120 actions each, made for searching: filled by COPY, and then asked by SQL alone.

Prints name=value lines, in milliseconds. Run by benchmarks.search, with the environment that it has set up.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.http import QueryDict  # noqa: E402 - models need the settings above

from actors.models import Actor, Region, RegionKind  # noqa: E402
from actors.register import load_register  # noqa: E402
from benchmarks.plan import Writer  # noqa: E402
from benchmarks.questions import OFTEN, QUESTIONS  # noqa: E402
from strategies.models import THEME_MARK, Edition, Entry, EntryActor, Strategy, Term, ThemeLink  # noqa: E402
from strategies.reading.search.facets import FACETS  # noqa: E402
from strategies.reading.search.finding import ask, by_index, found_by  # noqa: E402
from strategies.search.analyser import VERSION  # noqa: E402
from strategies.search.query import read_query  # noqa: E402
from strategies.search.vectors import vector, words_of  # noqa: E402
from strategies.vocabulary import THEMES  # noqa: E402

PLANS, ACTIONS = 3_000, 120
TEXTS = 12_000  # different ones, each of which stands in some thirty places
TERMS = 60_000  # as many as the plans of a country have
THEMED = 0.5  # actions that have a theme
ROUNDS = 15

Text = tuple[str, str, str]  # title, text, vector


def main() -> None:
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_register()
    chance = random.Random(2026)  # noqa: S311 - the same portal every time, and no secret
    started = time.monotonic()
    writer = Writer()
    texts = [_text(writer, chance) for _ in range(TEXTS)]
    _terms(writer, texts, chance)
    strategies = _plans(chance)
    links: list[dict[str, Any]] = []
    with connection.cursor() as cursor:
        # An index is made quicker of all rows than row by row.
        cursor.execute("DROP INDEX entry_vector")
        _copy(cursor, Entry, list(_entries(strategies, texts, chance, links)))
        cursor.execute("CREATE INDEX entry_vector ON strategies_entry USING gin (vector)")
    _ties(chance)
    _themes(links)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"made={time.monotonic() - started:.0f}")
    print(f"entries={Entry.objects.count()}")
    for name, address in QUESTIONS.items():
        _ask(name, QueryDict(address))


def _text(writer: Writer, chance: random.Random) -> Text:
    """An action as plans have them, with some of the words that are asked for."""
    title, text = writer.sentence(6), writer.text(2)
    for word, often in OFTEN.items():
        if chance.random() < often:
            text += f" {word.capitalize()}."
        if chance.random() < often / 10:
            title += f" {word}"
    return title, text, vector(words_of(title), words_of(text), ["Region Örebro län"])


def _terms(writer: Writer, texts: list[Text], chance: random.Random) -> None:
    terms: dict[str, bool] = {}
    for title, text, _ in texts:
        for token in words_of(f"{title} {text}"):
            terms |= {part.lexeme: token.familiar for part in token.lexemes}
    while len(terms) < TERMS:
        one, other = chance.choices(writer.words, k=2)
        terms.setdefault(one + other, chance.random() < 0.98)
    Term.objects.bulk_create(
        (Term(word=word, familiar=familiar) for word, familiar in terms.items()), batch_size=5_000
    )


def _plans(chance: random.Random) -> list[Strategy]:
    owners = list(Actor.objects.filter(kind__in=["region", "kommun"]))
    counties = list(Region.objects.filter(kind=RegionKind.COUNTY))
    strategies = Strategy.objects.bulk_create(
        Strategy(slug=f"plan-{n}", title=f"Handlingsplan {n}", kind="handlingsplan")
        for n in range(PLANS)
    )
    editions = Edition.objects.bulk_create(
        Edition(
            strategy=strategy,
            number=1,
            plan={},
            sha256="0" * 64,
            public_sha256="0" * 64,
            title=strategy.title,
            kind=strategy.kind,
            first_day=date(2020 + n % 5, 1, 1),
            last_day=date(2025 + n % 5, 12, 31),
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for n, strategy in enumerate(strategies)
    )
    for through, name, rows in (
        (Edition.owners.through, "actor_id", owners),
        (Edition.regions.through, "region_id", counties),
    ):
        through.objects.bulk_create(
            through(edition_id=edition.pk, **{name: chance.choice(rows).pk}) for edition in editions
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE strategies_strategy AS s SET current_edition_id = e.id"
            " FROM strategies_edition AS e WHERE e.strategy_id = s.id"
        )
    return strategies


def _entries(
    strategies: list[Strategy],
    texts: list[Text],
    chance: random.Random,
    links: list[dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Rows of the index; what they are about is put among `links`."""
    counties = dict(Edition.regions.through.objects.values_list("edition__strategy", "region"))
    for strategy in strategies:
        common = {
            "strategy_id": strategy.pk,
            "path": [],
            "counties": [counties[strategy.pk]],
            "analyser": VERSION,
            "ends": date(2030, 12, 31),
        }
        marks = f" '#{{}}' '#{counties[strategy.pk]}'"
        whole = vector(words_of(strategy.title), [])
        yield common | _row(chance, "strategy", (strategy.title, "", whole + marks), 0)
        for position in range(1, ACTIONS + 1):
            title, text, words = chance.choice(texts)
            theme = chance.choice(list(THEMES)) if chance.random() < THEMED else ""
            about = f" '#{THEME_MARK}{theme}'" if theme else ""
            row = _row(chance, "action", (title, text, words + marks + about), position)
            if theme:
                link = {"key": row["key"], "theme": theme, "words": ["ord"], "state": "proposed"}
                links.append({"strategy_id": strategy.pk} | link)
            yield common | row


def _row(chance: random.Random, kind: str, text: Text, position: int) -> dict[str, Any]:
    return {
        "key": UUID(int=chance.getrandbits(128)),
        "kind": kind,
        "word": kind,
        "title": text[0],
        "text": text[1],
        "vector": text[2].replace("{}", kind),
        "position": position,
    }


def _ties(chance: random.Random) -> None:
    """An actor with a role in each action, and an owner of each plan."""
    actors = list(Actor.objects.values_list("pk", flat=True))
    rows = Entry.objects.order_by("pk").values_list("pk", "strategy", "kind")
    ties = (
        {
            "entry_id": entry,
            "strategy_id": strategy,
            "actor_id": chance.choice(actors),
            "role": "ägare" if kind == "strategy" else "ansvarig",
            "note": "",
        }
        for entry, strategy, kind in rows.iterator()
    )
    with connection.cursor() as cursor:
        _copy(cursor, EntryActor, list(ties))


def _themes(links: list[dict[str, Any]]) -> None:
    """What actions are about. The counter of public changes need not count them one by one, and entries have their marks."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE strategies_themelink DISABLE TRIGGER USER")
        _copy(cursor, ThemeLink, links)
        cursor.execute("ALTER TABLE strategies_themelink ENABLE TRIGGER USER")


def _copy(cursor: Any, model: type, rows: list[dict[str, Any]]) -> None:
    columns = ", ".join(rows[0])
    with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(list(row.values()))


def _ask(name: str, address: QueryDict) -> None:
    """How long the one query for hits takes, and how many there are."""
    chosen = {facet: address[facet.name] for facet in FACETS if facet.name in address}
    asked = ask(read_query(address["q"]))
    times = []
    with by_index() as cursor:
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found_by(cursor, asked, chosen)
            times.append(1000 * (time.perf_counter() - started))
    print(f"sql_{name}={statistics.median(times):.1f}")
    print(f"hits_{name}={Entry.objects.filter(vector=asked.anywhere).count()}")


if __name__ == "__main__":
    main()
