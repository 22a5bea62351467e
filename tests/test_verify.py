"""An edition's hash: recomputed by a command, on a page, and by anyone with the bytes that the page gives."""

import hashlib
import json
import re
from importlib import import_module
from io import StringIO
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from strategies.adopted import adopted_edition, adopted_number
from strategies.models import Decision, Edition, Strategy
from strategies.plan import Decision as PlanDecision
from strategies.plan import Forum, Participant, Person, Plan, Quote
from strategies.publishing.canonical import canonical_json, public_part, sha256
from strategies.publishing.publish import publish
from strategies.publishing.withholding import withhold
from tests.factories import current, make_actor, make_element, make_strategy

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("verify_edition", *arguments, stdout=told, stderr=told)
    return told.getvalue()


def tamper(edition: Edition, sql: str) -> None:
    """Change an edition as only somebody with all rights over the database can: past its trigger."""
    trigger = "strategies.Edition:edition_is_immutable"
    with pgtrigger.ignore(trigger), connection.cursor() as cursor:
        cursor.execute(f"UPDATE strategies_edition SET {sql} WHERE id = %s", [edition.pk])


def page(edition: Edition, name: str = "edition-check") -> str:
    return reverse(name, args=[edition.strategy.slug, edition.number])


# --- the command


def test_an_edition_that_is_as_it_was_agrees() -> None:
    strategy = make_strategy(published=True)
    make_element(strategy)
    publish(strategy, None, "Mer")
    assert run(strategy.slug, "1") == "Utgåvor som stämmer med sin kontrollsumma: 1.\n"
    assert run(strategy.slug) == run("--all") == "Utgåvor som stämmer med sin kontrollsumma: 2.\n"


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("""plan = jsonb_set(plan, '{title}', '"Ändrad"')""", "hela planen"),
        ("""plan = jsonb_set(plan, '{persons}', '[]')""", "hela planen"),
        ("sha256 = repeat('0', 64)", "hela planen"),
        ("public_sha256 = repeat('0', 64)", "den offentliga delen"),
    ],
)
def test_an_edition_that_was_tampered_with_is_told_of(sql: str, what: str) -> None:
    edition = current(make_strategy(published=True, persons=(Person(name="Eva Ek"),)))
    tamper(edition, sql)
    told = StringIO()
    with pytest.raises(CommandError, match="1 av 1 utgåvor stämmer inte"):
        call_command("verify_edition", "--all", stderr=told)
    assert f"{edition.strategy.slug}, utgåva 1: {what} stämmer inte." in told.getvalue()


@pytest.mark.parametrize("arguments", [(), ("finns-inte",), ("en-plan", "--all")])
def test_the_command_says_what_it_wants(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"Skriv planens adress|finns inte"):
        run(*arguments)


# --- the page


def test_anyone_can_recompute_the_hash_from_the_bytes_of_the_page(client: Client) -> None:
    edition = current(make_strategy(published=True, title="Plan för Åmål"))
    told = client.get(page(edition)).text
    content = client.get(page(edition, "edition-bytes")).content
    digest = hashlib.sha256(content).hexdigest()
    assert digest in told
    assert re.search(r"räknat om den nu,\s+och den stämmer", told)
    assert page(edition, "edition-bytes") in told
    assert json.loads(content)["title"] == "Plan för Åmål"
    assert "Plan för Åmål".encode() in content


def test_the_bytes_hold_nobody_and_their_hash_is_not_moved_by_who_is_shown(client: Client) -> None:
    person = Person(name="Eva Ek", phone="019-12 34 56")
    strategy = make_strategy(published=True, persons=(person,))
    content = client.get(page(current(strategy), "edition-bytes")).content
    assert b"Eva Ek" not in content
    strategy.persons.update(name_approved=True)
    publish(strategy, None, "Namnet visas")
    first, second = Edition.objects.order_by("number")
    assert first.public_sha256 == second.public_sha256
    assert first.sha256 != second.sha256


def test_the_bytes_hold_nobody_who_is_a_member_of_a_forum(client: Client) -> None:
    strategy = make_strategy(
        published=True,
        persons=(Person(name="Eva Ek", email="eva@prov.example"),),
        participants=(
            Participant(kind="person", name="Bo Alm", approved=True),
            Participant(kind="organisation", name="Almi"),
        ),
        quotes=(Quote(text="Bra.", person="Åsa Öst"),),
        forums=(
            Forum(name="Rådet", members=("Almi", "eva  EK (ordförande)", "Bo Alm", "Ekbacken")),
            Forum(name="Nätverket", members=("Åsa Öst", "Eva Eks kansli", "eva@prov.example")),
        ),
    )
    edition = current(strategy)
    content = client.get(page(edition, "edition-bytes")).content
    forums = json.loads(content)["forums"]
    assert [forum["members"] for forum in forums] == [["Almi", "Ekbacken"], []]
    assert hashlib.sha256(content).hexdigest() == edition.public_sha256
    assert "stämmer" in run(strategy.slug)
    strategy.persons.update(name_approved=True)
    withhold(strategy, "Bo Alm", None)
    publish(strategy, None, "Andra namn visas")
    first, second = Edition.objects.order_by("number")
    assert first.public_sha256 == second.public_sha256
    assert "medlemmar i forum som är personer" in client.get(page(second)).text


# The JSON of an edition, and its public digest as it was when this was written.
STORED = {
    "format": 1,
    "title": "Plan för Åmål",
    "persons": [{"name": "Bo", "name_approved": False}, {"name": "Evelina Hemlig"}],
    "participants": [{"kind": "organisation", "name": "Almi"}],
    "quotes": [{"text": "Vi är redo.", "person": ""}],
    "forums": [
        {"name": "Rådet", "members": ["Almi", "Boverket", "Hemliga klubben"]},
        {"name": "Nätverket", "members": []},
    ],
}
DIGEST = "b07426bc3a933a4d138beb87198292eaed98b63987ef86782b329ec6e69fc26f"


@pytest.mark.parametrize("more", [(), ("Bo",), ("Evelina Hemlig", "BO")])
def test_the_public_digest_of_an_edition_never_moves(more: tuple[str, ...]) -> None:
    """Nor does it tell whether people are members of a forum."""
    council, network = STORED["forums"]
    council = council | {"members": [*more, *council["members"]]}  # type: ignore[operator,index]
    stored = STORED | {"forums": [council, network]}
    assert sha256(canonical_json(public_part(stored))) == DIGEST


def test_the_public_part_of_an_edition_from_before_forums_has_none() -> None:
    stored = {name: told for name, told in STORED.items() if name != "forums"}
    assert sha256(canonical_json(public_part(stored))) == (
        "bd7ca73f7091ad097f2b92abd5009fa9bd67598a05a711a85a1d4de7fb949466"
    )


def test_editions_from_before_get_the_digest_of_what_is_left() -> None:
    """Those that have people in their forums, and agreed; no others."""
    migration = import_module("strategies.migrations.0028_current_edition_and_public_part")
    people = (Person(name="Eva Ek"),)
    with_her, without, forged = (
        current(
            make_strategy(
                published=True, persons=people, forums=(Forum(name="Rådet", members=members),)
            )
        )
        for members in (("Almi", "Eva Ek"), ("Almi",), ("Eva Ek",))
    )
    agreed = with_her.public_sha256
    tamper(with_her, f"public_sha256 = '{digest_of_public(with_her.plan)}'")
    tamper(forged, "public_sha256 = repeat('0', 64)")
    migration.leave_people_out_of_public_parts(apps, None)
    found = [Edition.objects.get(pk=one.pk).public_sha256 for one in (with_her, without, forged)]
    assert found == [agreed, without.public_sha256, "0" * 64]
    assert digest_of_public(without.plan) == without.public_sha256
    with pytest.raises(DatabaseError, match="immutable"):  # the guard stands again
        Edition.objects.filter(pk=with_her.pk).update(note="Ny")


def test_the_page_says_when_the_edition_does_not_agree(client: Client) -> None:
    edition = current(make_strategy(published=True))
    tamper(edition, """plan = jsonb_set(plan, '{title}', '"Ändrad"')""")
    assert "stämmer inte med sin kontrollsumma" in client.get(page(edition)).text


@pytest.mark.parametrize("name", ["edition-check", "edition-bytes"])
def test_what_is_not_published_has_nothing_to_check(client: Client, name: str) -> None:
    strategy = make_strategy()
    assert client.get(reverse(name, args=[strategy.slug, 1])).status_code == 404


def test_a_field_that_came_later_does_not_move_an_old_hash() -> None:
    """An edition from before decisions had documents: its JSON lacks the field, and still agrees with its own hash."""
    edition = current(make_strategy(published=True, decisions=(PlanDecision(),)))
    old = json.loads(json.dumps(edition.plan))
    del old["decisions"][0]["document"]
    content = json.dumps(old, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    digest = hashlib.sha256(content).hexdigest()
    tamper(edition, f"plan = plan #- '{{decisions,0,document}}', sha256 = '{digest}'")
    assert Plan.model_validate(current(edition.strategy).plan).decisions[0].document == ""
    with pytest.raises(CommandError):  # the public part's was not told
        run(edition.strategy.slug)
    tamper(edition, f"public_sha256 = '{digest_of_public(old)}'")
    assert "stämmer" in run(edition.strategy.slug)
    with pytest.raises(Exception, match="Inget är ändrat"):
        publish(edition.strategy, None, "Inget nytt")


def digest_of_public(plan: dict[str, Any]) -> str:
    left = ("persons", "participants", "quotes", "documents", "passages", "flags")
    public = {name: part for name, part in plan.items() if name not in left}
    content = json.dumps(public, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


# --- what was adopted


def decisions(*words: str) -> list[dict[str, Any]]:
    """ "a" is an adoption, "r1:2020-03" a revision in March 2020, "f" a prolongation; before the colon stands its key."""
    kinds = {"a": "antagen", "r": "reviderad", "f": "förlängd", "u": "upphävd"}
    parts = (word.partition(":") for word in words)
    return [{"key": key, "kind": kinds[key[0]], "date": {"value": day}} for key, _, day in parts]


@pytest.mark.parametrize(
    ("editions", "adopted"),
    [
        ([], None),
        ([()], None),
        ([("a",)], 1),
        ([(), ("a",)], 2),
        ([(), ("a:2018",), ("a:2018",)], 2),
        ([("a:2018",), ("a:2018", "f:2020")], 1),
        ([("a:2018",), ("a:2018", "r:2020"), ("a:2018", "r:2020")], 2),
        ([("a1:2018",), ("a2:2020",)], 2),
        ([("a",), ()], None),
        ([("a:2018",), ("a:2018", "u:2020")], 1),
        # What was decided earlier and is written down later was not about the newer words.
        ([("a1:2018-06-14",), ("a1:2018-06-14", "a2:2017-05-02")], 1),
        # Removed and entered again it is the same, however exact its day is by then.
        ([("a1:2018-06-14",), ("a2:2018-06-14",)], 1),
        ([("a1:2018-06-14",), (), ("a2:2018",)], 1),
        ([("a1",), ("a2:2018",)], 1),
        # A day that was corrected is no new decision.
        ([("a:2018",), ("a:2026",)], 1),
        # Without a day it cannot be the later one.
        ([("a:2018",), ("a:2018", "r")], 1),
        ([("a",), ("a", "r")], 1),
        # Of those that may be the latest, the one whose words are oldest.
        ([("a1:2018",), ("a1:2018", "a2:2018-06-14")], 1),
        ([("a1:2018-06-14",), ("a2:2018-06-14", "a1:2018-06-14")], 1),
        ([("a1:2018",), ("a1:2018", "a2:2020-01-01"), ("a1:2018", "a2:2020-01-01")], 2),
        # What is revised on a day was adopted before it.
        ([("a:2026-11-20",), ("a:2026-11-20", "r:2026-11-20")], 2),
        ([("a:2026",), ("a:2026", "r:2026")], 1),
        # A revision on the day of the adoption is told of as another decision.
        ([("a:2018",), ("r:2020",), ("a2:2020", "r:2020")], 2),
    ],
)
def test_the_adopted_edition_is_the_first_that_tells_of_the_latest_decision(
    editions: list[tuple[str, ...]], adopted: int | None
) -> None:
    rows = [(number, decisions(*words)) for number, words in enumerate(editions, 1)]
    assert adopted_number(rows) == adopted


def test_the_edition_that_was_adopted_is_marked_where_editions_are(client: Client) -> None:
    strategy = make_strategy(published=True)
    Decision.objects.create(strategy=strategy, body=make_actor("Fullmäktige"))
    publish(strategy, None, "Antagen")
    make_element(strategy)
    publish(strategy, None, "Rättad stavning", correction=True)
    adopted = adopted_edition(Strategy.objects.get(pk=strategy.pk))
    assert adopted
    assert adopted.number == 2
    listed = client.get(reverse("edition-list", args=[strategy.slug])).text
    listed = listed[listed.index("reversed") :]  # after the form that chooses two of them
    second = listed[listed.index("Utgåva 2") : listed.index("Utgåva 1")]
    assert listed.count("Utgåvan som antogs") == second.count("Utgåvan som antogs") == 1
    assert "Det här är utgåvan som antogs." in client.get(page(adopted)).text


def test_being_adopted_follows_from_a_decision_and_is_typed_nowhere() -> None:
    """No column of the plan, and no field of its value, says that it is adopted."""
    columns = {field.name for field in Strategy._meta.get_fields()}
    assert not {
        name for name in [*columns, *Plan.model_fields] if "adopt" in name or "antag" in name
    }
