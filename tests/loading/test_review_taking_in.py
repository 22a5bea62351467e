"""From the review into the working copy: what will happen is told first, and what stands in the way is led to."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actors.models import Actor, MembershipRole, User
from strategies.models import Draft, Strategy
from strategies.plan import Flag, Plan
from strategies.snapshot import snapshot
from strategies.take_in import take_in
from tests.factories import make_actor, make_member, make_strategy
from tests.loading.drafts import action, make_draft, program

pytestmark = pytest.mark.django_db

OWNER = "Provköpings kommun"


@pytest.fixture
def owner(db: None) -> Actor:
    return make_actor(OWNER)


@pytest.fixture
def loader(client: Client, owner: Actor) -> User:
    user = make_member(owner, MembershipRole.ADMINISTRATOR)
    client.force_login(user)
    return user


def url(draft: Draft) -> str:
    return reverse("take-in", args=[draft.key])


def owned(*titles: str, **fields: Any) -> Plan:
    return program(*(action(title) for title in titles), **{"owners": (OWNER,)} | fields)


def take(client: Client, draft: Draft, *lines: str, follow: bool = False) -> HttpResponse:
    answer: Any = client.post(url(draft), {"version": draft.version, "rad": lines}, follow=follow)
    return answer


def titles(strategy: Strategy) -> list[str]:
    return [element.title for _, element in snapshot(strategy).walk()]


def test_a_new_plan_is_taken_in_and_leads_to_its_working_copy(client: Client, loader: User) -> None:
    draft = make_draft(owned("Rådgivning", mentioned_actors=("Nya bolaget AB",)), loader)
    page = client.get(url(draft)).text
    assert "blir en ny plan" in page
    assert "Nya bolaget AB" in page
    answer = take(client, draft)
    strategy = Strategy.objects.get()
    assert answer["Location"] == reverse("edit-strategy", args=[strategy.slug])
    assert titles(strategy) == ["Rådgivning"]
    assert strategy.current_edition is None


def test_what_is_left_to_look_at_is_told_and_does_not_stop(client: Client, loader: User) -> None:
    draft = make_draft(owned("Rådgivning", flags=(Flag(kind="stavning", text="Stavat?"),)), loader)
    page = client.get(url(draft)).text
    assert "2 delar av förslaget är inte granskade än" in page
    assert "En anmärkning är inte avgjord" in page
    assert take(client, draft).status_code == 303


@pytest.mark.parametrize(
    ("fields", "reason", "field"),
    [
        ({"owners": ()}, "Planen har ingen ägare", "#fakta-owners_1"),
        ({"regions": ("Ingenstans län",)}, "Det finns inget område", "#fakta-regions_1"),
    ],
)
def test_what_stands_in_the_way_leads_to_the_very_field(
    client: Client, loader: User, fields: dict[str, Any], reason: str, field: str
) -> None:
    draft = make_draft(owned("Rådgivning", **fields), loader)
    page = client.get(url(draft)).text
    assert reason in page
    assert field in page
    facts = client.get(reverse("draft-facts", args=[draft.key])).text
    assert f'id="{field[1:]}"' in facts
    assert take(client, draft).status_code == 422
    assert not Strategy.objects.exists()


def test_a_name_that_can_be_several_leads_to_the_choice(client: Client, loader: User) -> None:
    for name in ("ALMI Syd", "ALMI Nord"):
        make_actor(name, aliases=["Almi"])
    draft = make_draft(owned("Rådgivning", mentioned_actors=("Almi",)), loader)
    page = client.get(url(draft)).text
    assert "kan vara flera aktörer" in page
    assert reverse("draft-actor", args=[draft.key]) in page
    assert take(client, draft).status_code == 422


def test_a_plan_of_an_owner_that_the_loader_does_not_edit_for_is_refused(
    client: Client, loader: User
) -> None:
    make_actor("Grannköpings kommun")
    draft = make_draft(owned("Rådgivning", owners=("Grannköpings kommun",)), loader)
    answer = take(client, draft)
    assert answer.status_code == 422
    assert "Du får inte lägga in en plan" in answer.text
    assert not Strategy.objects.exists()


def test_a_plan_that_the_loader_may_not_edit_is_not_changed(client: Client, loader: User) -> None:
    other = make_actor("Grannköpings kommun")
    strategy = make_strategy(program(action("Deras"), owners=(other.name,)))
    draft = make_draft(program(action("Vår"), owners=(other.name,)), loader)
    assert take(client, draft).status_code == 422
    assert titles(strategy) == ["Deras"]


def test_a_newer_version_is_taken_in_line_by_line(client: Client, loader: User) -> None:
    strategy = take_in(make_draft(owned("Rådgivning", "Mentorer"), loader), loader)
    draft = make_draft(owned("Rådgivning", "Lokaler"), loader)
    page = client.get(url(draft))
    assert str(strategy) in page.text
    lines = {one.line.what: one.line.id for one in page.context["lines"]}
    assert set(lines) == {"tillagd", "borttagen"}
    take(client, draft, lines["tillagd"])
    strategy.refresh_from_db()
    assert sorted(titles(strategy)) == ["Lokaler", "Mentorer", "Rådgivning"]


def test_what_was_changed_by_hand_is_said_to_be_and_is_not_ticked(
    client: Client, loader: User
) -> None:
    strategy = take_in(make_draft(owned("Rådgivning"), loader), loader)
    strategy.elements.update(title="Rådgivning till alla")
    page = client.get(url(make_draft(owned("Rådgivning"), loader)))
    assert "Ändrat för hand" in page.text
    assert [one.chosen for one in page.context["lines"]] == [False]


def test_an_old_page_takes_nothing_in(client: Client, loader: User) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    draft.save_plan(owned("Annat"), draft.version)
    answer = client.post(url(draft), {"version": "1"})
    assert answer.status_code == 409
    assert "har ändrats sedan" in answer.text
    assert not Strategy.objects.exists()


def test_a_draft_that_is_taken_in_leads_to_its_plan_and_stays_as_it_is(
    client: Client, loader: User
) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    take(client, draft)
    draft.refresh_from_db()
    page = client.get(url(draft), follow=True).text
    assert "kan inte ändras längre" in page
    assert draft.strategy is not None
    assert reverse("edit-strategy", args=[draft.strategy.slug]) in page
    assert 'name="gor"' not in page
    assert take(client, draft, follow=True).status_code == 200
    assert Strategy.objects.count() == 1
