"""The five plans in seeds/ say everything that their sources say, and say it in our own words."""

import csv
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from strategies.markdown import read_plan, write_plan
from strategies.plan import Challenge, Document, Element, Plan, Segment
from tests.seed_facts import (
    askersund,
    kronoberg,
    kronoberg_areas,
    kronoberg_challenges,
    kronoberg_model,
    norra_mellansverige,
    orebro,
    stockholm,
)
from tests.seed_facts.fact import Fact

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
FACT_LIST = ROOT.parent / "shared" / "seed-facts.md"
REGISTER = ROOT / "actors" / "data"
RAW = ROOT.parent / "shared" / "seeds"
TABLES = (
    orebro,
    stockholm,
    askersund,
    kronoberg,
    kronoberg_challenges,
    kronoberg_model,
    kronoberg_areas,
    norra_mellansverige,
)
CASES = [(table.FILE, fact) for table in TABLES for fact in table.FACTS]
FILES = sorted(path.name for path in SEEDS.glob("*.md"))
# Eight words in a row are somebody's sentence; seven may be the name of something.
RUN = 8


@cache
def plan_in(file: str) -> Plan:
    return read_plan((SEEDS / file).read_text(encoding="utf-8"), file)


@pytest.mark.parametrize(("file", "fact"), CASES, ids=[str(fact) for _, fact in CASES])
def test_the_plan_holds_the_fact(file: str, fact: Fact) -> None:
    assert fact.holds(plan_in(file))


def test_no_fact_is_listed_twice() -> None:
    names = [str(fact) for _, fact in CASES]
    assert len(set(names)) == len(names)


def test_every_seed_file_has_its_facts() -> None:
    assert sorted({table.FILE for table in TABLES}) == FILES


def test_addresses_are_permanent() -> None:
    assert {plan_in(file).slug for file in FILES} == {
        "handlingsplan-for-naringsliv-och-entreprenorskap-orebro-lan",
        "naringslivs-och-tillvaxtstrategi-stockholms-lan",
        "naringslivsprogram-2020-2023-askersunds-kommun",
        "smaland-business-region-inspel-till-rus-kronobergs-lan",
        "strategi-for-industriell-omvandling-i-norra-mellansverige",
    }


def test_only_spokespersons_are_named_in_public_and_no_phone_is() -> None:
    plans = [plan_in(file) for file in FILES]
    persons = [person for plan in plans for person in plan.persons]
    public = {person.name for person in persons if person.name_approved}
    assert public == {"Irén Lejegren", "Anton Västberg"}
    assert not any(person.contact_approved for person in persons)
    assert not any(taker.approved for plan in plans for taker in plan.participants)


@pytest.mark.parametrize("file", FILES)
def test_every_actor_and_region_is_in_the_register(file: str) -> None:
    plan = plan_in(file)
    assert not set(actors_of(plan)) - register("actors.csv")
    assert not set(regions_of(plan)) - register("regions.csv")


def register(name: str) -> set[str]:
    """The names and aliases in one of the files of reference data."""
    with (REGISTER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {known for row in rows for known in (row["name"], *row["aliases"].split("|"))}


def actors_of(plan: Plan) -> Iterator[str]:
    yield from plan.owners
    yield from plan.mentioned_actors
    yield from (decision.body for decision in plan.decisions)
    yield from (involvement.actor for involvement in plan.involvements)
    yield from (i.actor for _, element in plan.walk() for i in element.involvements)
    yield from (participant.actor for participant in plan.participants if participant.actor)
    yield from (person.actor for person in plan.persons if person.actor)
    yield from (name for m in plan.mandates for name in (m.actor, m.given_by) if name)
    yield from (member for forum in plan.forums for member in forum.members)


def regions_of(plan: Plan) -> Iterator[str]:
    yield from plan.regions
    yield from (region for basis in plan.bases for region in basis.regions)
    yield from (region for challenge in plan.challenges for region in challenge.shared_by)


@pytest.mark.parametrize("file", FILES)
def test_a_seed_file_survives_being_written_and_read(file: str) -> None:
    assert read_plan(write_plan(plan_in(file))) == plan_in(file)


@pytest.mark.skipif(
    not FACT_LIST.exists(), reason="listan över fakta (seed-facts.md) finns inte här"
)
def test_every_bullet_of_the_list_of_facts_has_a_case() -> None:
    assert sorted(bullets(FACT_LIST.read_text(encoding="utf-8"))) == sorted(
        {fact.bullet for _, fact in CASES}
    )


def bullets(listing: str) -> Iterator[str]:
    """ "000.01" and on: each section's number, and each bullet's place within it."""
    for section in listing.split("\n## Seed ")[1:]:
        count = len(re.findall(r"^- ", section, flags=re.MULTILINE))
        yield from (f"{section[:3]}.{n:02}" for n in range(1, count + 1))


@pytest.mark.skipif(not RAW.exists(), reason="källdokumenten finns inte här")
@pytest.mark.parametrize("file", FILES)
def test_prose_is_told_in_our_own_words(file: str) -> None:
    plan = plan_in(file)
    source = (RAW / plan.documents[0].file).read_text(encoding="utf-8")
    borrowed = runs(source)
    assert not [run for text in prose_of(plan) for run in sorted(runs(text) & borrowed)]


@pytest.mark.skipif(not RAW.exists(), reason="källdokumenten finns inte här")
@pytest.mark.parametrize("file", FILES)
def test_passages_stand_where_they_say_in_the_source(file: str) -> None:
    plan = plan_in(file)
    source = (RAW / plan.documents[0].file).read_text(encoding="utf-8").replace("\u00a0", " ")
    assert not [p.text for p in plan.passages if source[p.start : p.end] != p.text]


@pytest.mark.skipif(not RAW.exists(), reason="källdokumenten finns inte här")
@pytest.mark.parametrize("file", FILES)
def test_the_source_is_the_one_that_was_read(file: str) -> None:
    document = plan_in(file).documents[0]
    assert hashlib.sha256((RAW / document.file).read_bytes()).hexdigest() == document.sha256


def runs(text: str) -> set[str]:
    """Every run of eight words in the text, without case and punctuation."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def prose_of(value: object) -> Iterator[str]:
    """Every string in a plan, save titles and segments, which stand as their source has them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from prose_of(item)
    elif isinstance(value, BaseModel) and not isinstance(value, Segment):
        named = isinstance(value, Plan | Element | Challenge | Document)
        for field in type(value).model_fields:
            if not (named and field == "title"):
                yield from prose_of(getattr(value, field))
