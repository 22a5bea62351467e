"""The desk tells what there is to do: what is missing, what one answers for, and what others have changed."""

from datetime import datetime, timedelta
from typing import Any

import pghistory
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import MembershipRole, User
from strategies.editing.news import news
from strategies.models import Challenge, Element, Flag, Strategy, Visit
from strategies.models.visit import ONE_VISIT
from strategies.plan import Plan
from tests.editing import Desk
from tests.factories import (
    make_actor,
    make_element,
    make_involvement,
    make_member,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db

DESK = reverse("desk")


def section(page: str, name: str) -> str:
    """The part of the desk whose heading has that id."""
    start = page.index(f'aria-labelledby="{name}"')
    return page[start : page.index("</section>", start)]


def was_here(user: User, when: datetime) -> None:
    """Note that the user came, was away, and comes again."""
    Visit.objects.update_or_create(user=user, defaults={"seen_at": when})


# --- what is missing


def test_each_plan_leads_to_its_list(client: Client, desk: Desk) -> None:
    plans = section(client.get(DESK).text, "planer")
    assert f'href="{desk.url("plan-todo")}"' in plans
    assert "saker att göra" in plans


def test_what_is_missing_is_told_over_all_plans_the_most_important_first(
    client: Client, desk: Desk
) -> None:
    other = make_strategy(title="Andra planen", owners=(desk.owner.name,))
    Flag.objects.create(strategy=other, kind="stavning", text="Härr?")
    missing = section(client.get(DESK).text, "att-gora")
    names = ["Perioden är slut", "Anmärkningar att", "Insatser utan ansvarig", "Delar utan text"]
    assert sorted(names, key=missing.index) == names
    anchor = f"{desk.url('edit-strategy')}#d-{str(desk.element('Insats a').key)[:8]}"
    assert f'href="{anchor}"' in missing
    assert "Andra planen" in missing
    assert "Stavning: Härr?" in missing


def test_of_many_places_the_first_are_shown_and_the_rest_counted(
    client: Client, desk: Desk
) -> None:
    for number in range(10):
        make_element(desk.strategy, title=f"Utan {number}", text="Vi gör.")
    missing = section(client.get(DESK).text, "att-gora")
    assert "Och 7 till." in missing


def test_other_peoples_plans_are_not_in_the_list(client: Client, desk: Desk) -> None:
    other = make_strategy(title="Grannens plan", published=True)
    Flag.objects.create(strategy=other, kind="stavning", text="Grannens fel")
    page = client.get(DESK).text
    assert "Grannens" not in page


# --- what one answers for


def duty_plan(actor: str, role: str = "ansvarig", action: str = "Bygga bron") -> Plan:
    return Plan.model_validate(
        {
            "title": "Grannens plan",
            "kind": "strategi",
            "owners": ["Grannkommunen"],
            "elements": [
                {
                    "kind": "action",
                    "title": action,
                    "involvements": [{"actor": actor, "role": role}],
                }
            ],
        }
    )


@pytest.mark.parametrize("role", ["ansvarig", "utförare"])
def test_actions_of_ones_organisation_are_listed_with_the_place(
    client: Client, desk: Desk, role: str
) -> None:
    action = desk.element("Insats b")
    make_involvement(action, desk.owner, role)
    duties = section(client.get(DESK).text, "ansvar")
    assert f'href="{desk.url("edit-strategy")}#d-{str(action.key)[:8]}">Insats b' in duties
    assert f"{desk.owner}: {role}" in duties


def test_in_the_plans_of_others_it_is_the_edition_that_counts(client: Client, desk: Desk) -> None:
    other = make_strategy(duty_plan(desk.owner.name), published=True)
    Element.objects.filter(strategy=other).update(title="Hemligt utkast")
    make_involvement(make_element(other, title="Annat utkast"), desk.owner, "ansvarig")
    duties = section(client.get(DESK).text, "ansvar")
    assert "Bygga bron" in duties
    assert "Grannens plan" in duties
    assert f'href="{reverse("strategy", args=[other.slug])}#d-' in duties
    assert "utkast" not in duties
    assert reverse("edit-strategy", args=[other.slug]) not in duties


@pytest.mark.parametrize("role", ["medverkar", "finansierar", "informeras"])
def test_taking_part_is_not_to_answer_for(client: Client, desk: Desk, role: str) -> None:
    make_involvement(desk.element("Insats b"), desk.owner, role)
    make_strategy(duty_plan(desk.owner.name, role), published=True)
    assert "Ingen insats har din organisation" in section(client.get(DESK).text, "ansvar")


def test_a_draft_of_others_is_nobodys_business(client: Client, desk: Desk) -> None:
    make_strategy(duty_plan(desk.owner.name, action="Hemlig bro"))
    assert "Hemlig bro" not in client.get(DESK).text


def test_a_reader_sees_what_is_public_of_the_own_organisation(client: Client) -> None:
    owner = make_actor("Region Läs")
    make_strategy(duty_plan("Region Läs"), published=True)
    client.force_login(make_member(owner, MembershipRole.READER))
    assert "Bygga bron" in section(client.get(DESK).text, "ansvar")


def test_two_roles_in_an_action_are_one_line(client: Client, desk: Desk) -> None:
    for role in ("ansvarig", "utförare"):
        make_involvement(desk.element("Insats b"), desk.owner, role)
    duties = section(client.get(DESK).text, "ansvar")
    assert duties.count(">Insats b</a>") == 1
    assert "utförare" in duties


def test_whoever_is_no_member_is_not_told_of_duties(client: Client) -> None:
    client.force_login(make_user(is_superuser=True))
    assert "Det du ansvarar för" not in client.get(DESK).text


# --- what others have changed


def test_what_others_changed_since_the_last_visit_is_told(client: Client, desk: Desk) -> None:
    colleague = make_member(desk.owner, name="Kim Kollega")
    with pghistory.context(user=colleague.pk):
        make_element(desk.strategy)
    with pghistory.context(user=colleague.pk):
        Challenge.objects.update(title="Annan utmaning")
    was_here(desk.editor, timezone.now() - timedelta(days=2))
    told = section(client.get(DESK).text, "nytt")
    assert "Ändrat sedan du var här" in told
    assert "Provplanen" in told
    assert "Kim Kollega" in told
    assert "2 ändringar" in told


def told_of(desk: Desk, since: datetime) -> list[tuple[str, int]]:
    """Who has changed something since then, and how often; the plan's making, which nobody did, is left out."""
    found = news(desk.editor, Strategy.objects.all(), since)
    changes = [change for of_plan in found for change in of_plan.changes if change.user]
    return [(str(change.user), change.count) for change in changes]


# The database's clock stands still during a transaction, and a test is one.
BEFORE, AFTER = timedelta(minutes=-5), timedelta(minutes=5)


def test_one_save_of_many_rows_is_one_change(desk: Desk) -> None:
    with pghistory.context(user=make_user(name="Kim").pk):
        Element.objects.update(text="Ny text.")
        Strategy.objects.update(summary="Ny.")
    assert told_of(desk, timezone.now() + BEFORE) == [("Kim", 1)]


def test_ones_own_changes_and_older_ones_are_not_news(desk: Desk) -> None:
    with pghistory.context(user=desk.editor.pk):
        Challenge.objects.update(title="Egen")
    assert told_of(desk, timezone.now() + BEFORE) == []
    with pghistory.context(user=make_user(name="Kim").pk):
        Challenge.objects.update(title="Kims")
    assert told_of(desk, timezone.now() + BEFORE) == [("Kim", 1)]
    assert told_of(desk, timezone.now() + AFTER) == []


def test_what_a_command_did_has_no_name(client: Client, desk: Desk) -> None:
    told = section(client.get(DESK).text, "nytt")
    assert "Ändrat den senaste veckan" in told
    assert "Vid inläsning" in told


def test_a_removed_part_is_a_change_too(desk: Desk) -> None:
    with pghistory.context(user=make_user(name="Kim").pk):
        desk.element("Insats b").delete()
    assert told_of(desk, timezone.now() + BEFORE) == [("Kim", 1)]


def test_changes_in_the_plans_of_others_are_not_told(client: Client, desk: Desk) -> None:
    was_here(desk.editor, timezone.now() - timedelta(days=2))
    Strategy.objects.exclude(pk=desk.strategy.pk).delete()
    with pghistory.context(user=make_user(name="Okänd Granne").pk):
        make_strategy(title="Grannens plan")
    assert "Granne" not in client.get(DESK).text


# --- visits


def test_a_visit_within_the_hour_is_the_same(desk: Desk) -> None:
    start = timezone.now()
    assert Visit.begun(desk.editor, start).previous is None
    assert Visit.begun(desk.editor, start + ONE_VISIT).previous is None
    later = start + ONE_VISIT + timedelta(minutes=1)
    assert Visit.begun(desk.editor, later).previous == start
    assert Visit.begun(desk.editor, later + timedelta(minutes=5)).previous == start
    stored = Visit.objects.get()
    assert (stored.seen_at, stored.previous) == (later, start)


def test_the_desk_notes_the_visit_and_no_history_of_it(client: Client, desk: Desk) -> None:
    before = pghistory.models.Context.objects.count()
    client.get(DESK)
    client.get(DESK)
    assert Visit.objects.get().user == desk.editor
    assert pghistory.models.Context.objects.count() == before


# --- cost


def test_queries_do_not_grow_with_plans_parts_and_people(
    client: Client, desk: Desk, count_queries: Any
) -> None:
    with pghistory.context(user=make_user().pk):
        make_involvement(desk.element("Insats b"), desk.owner, "ansvarig")
    make_strategy(duty_plan(desk.owner.name), published=True)
    make_strategy(title="Första planen", owners=(desk.owner.name,), published=True)
    few = count_queries(DESK)
    for number in range(4):
        plan = make_strategy(title=f"Plan {number}", owners=(desk.owner.name,), published=True)
        make_strategy(duty_plan(desk.owner.name), published=True)
        with pghistory.context(user=make_user().pk):
            for _ in range(5):
                make_involvement(make_element(plan), desk.owner, "ansvarig")
                Flag.objects.create(strategy=plan, kind="stavning")
    assert count_queries(DESK) == few
