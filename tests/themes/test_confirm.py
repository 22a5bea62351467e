"""Editors confirm, reject and add themes, part by part; it shows at once, and nothing in the plan changes."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from strategies.copy import copy_to_next_period
from strategies.dates import Period
from strategies.models import Element, ThemeLink
from strategies.publishing.publish import publish
from tests.editing import HTMX, Desk
from tests.factories import current, make_actor, make_element, make_member, make_strategy

pytestmark = pytest.mark.django_db
TOKEN = r'name="csrfmiddlewaretoken" value="[^"]*"'


@pytest.fixture
def exporting(client: Client) -> Desk:
    """A published plan whose direction A is about export, with its editor signed in."""
    desk = Desk()
    Element.objects.filter(title="Riktning A").update(title="Export")
    publish(desk.strategy, user=None, note="Första")
    client.force_login(desk.editor)
    return desk


def link(desk: Desk) -> ThemeLink:
    return desk.strategy.theme_links.get(theme="internationalisering")


def decide(client: Client, desk: Desk, title: str = "Export", **said: str) -> int:
    url = desk.url("decide-theme", desk.element(title).key)
    return client.post(url, said, headers=HTMX).status_code


def test_a_proposal_is_confirmed_with_who_and_when(client: Client, exporting: Desk) -> None:
    assert decide(client, exporting, bekrafta="internationalisering") == 200
    confirmed = link(exporting)
    assert (confirmed.state, confirmed.decided_by) == ("confirmed", exporting.editor)
    assert confirmed.decided_at
    assert confirmed.words == ["export"]


def test_a_rejected_one_is_kept_from_readers_at_once_and_can_be_taken_back(
    client: Client, exporting: Desk
) -> None:
    page = exporting.strategy.get_absolute_url()
    assert "/amnen/internationalisering/" in Client().get(page).text
    decide(client, exporting, avvisa="internationalisering")
    assert "/amnen/internationalisering/" not in Client().get(page).text
    decide(client, exporting, angra="internationalisering")
    taken_back = link(exporting)
    assert (taken_back.state, taken_back.decided_by, taken_back.decided_at) == (
        "proposed",
        None,
        None,
    )
    assert "/amnen/internationalisering/" in Client().get(page).text


def test_a_theme_that_the_portal_has_not_seen_is_added_and_taken_away(
    client: Client, exporting: Desk
) -> None:
    decide(client, exporting, title="Riktning B", nytt="energi", gor="nytt")
    added = exporting.strategy.theme_links.get(theme="energi")
    assert (added.key, added.state, added.words) == (
        exporting.element("Riktning B").key,
        "confirmed",
        [],
    )
    decide(client, exporting, title="Riktning B", angra="energi")
    assert not exporting.strategy.theme_links.filter(theme="energi").exists()


def test_the_edition_and_its_hash_stay_as_they_are(client: Client, exporting: Desk) -> None:
    before = current(exporting.strategy).sha256, exporting.strategy.editions.count()
    version = exporting.strategy.version
    decide(client, exporting, bekrafta="internationalisering")
    exporting.strategy.refresh_from_db()
    assert (current(exporting.strategy).sha256, exporting.strategy.editions.count()) == before
    assert exporting.strategy.version == version


def test_all_proposals_that_were_seen_are_confirmed_and_no_others(
    client: Client, exporting: Desk
) -> None:
    seen = list(exporting.strategy.theme_links.values_list("pk", flat=True))
    unseen = ThemeLink.objects.create(
        strategy=exporting.strategy, key=exporting.strategy.key, theme="energi", words=["elnät"]
    )
    foreign = make_strategy(published=True)
    theirs = ThemeLink.objects.create(
        strategy=foreign, key=foreign.key, theme="energi", words=["elnät"]
    )
    answer = client.post(
        exporting.url("plan-themes"), {"sedda": [*seen, theirs.pk, "x"]}, follow=True
    )
    assert "bekräftade" in answer.text or "bekräftat" in answer.text
    states = dict(ThemeLink.objects.values_list("pk", "state"))
    assert {states[pk] for pk in seen} == {"confirmed"}
    assert states[unseen.pk] == states[theirs.pk] == "proposed"


def test_the_page_shows_every_part_with_proposals_and_why(client: Client, exporting: Desk) -> None:
    page = client.get(exporting.url("plan-themes")).text
    for title in ("Provplanen", "Få nya företag", "Export", "Insats a", "Riktning B"):
        assert f"{title}</h2>" in page
    assert "föreslaget utifrån ”export”" in page
    assert "Prioritering</span> Export" in page


def test_without_javascript_the_answer_leads_back_to_the_row(
    client: Client, exporting: Desk
) -> None:
    element = exporting.element("Export")
    url = exporting.url("decide-theme", element.key)
    answer = client.post(url, {"bekrafta": "internationalisering"})
    assert answer.status_code == 303
    assert answer["Location"] == f"{exporting.url('plan-themes')}#amnen-{str(element.key)[:8]}"


def test_the_row_is_a_piece_of_the_page(client: Client, exporting: Desk) -> None:
    url = exporting.url("decide-theme", exporting.element("Export").key)
    row = client.post(url, {"avvisa": "internationalisering"}, headers=HTMX).text
    assert "<html" not in row
    piece = re.sub(TOKEN, "", row.split("<div")[0]).split()
    page = re.sub(TOKEN, "", client.get(exporting.url("plan-themes")).text).split()
    assert len(piece) > 50
    assert " ".join(piece) in " ".join(page)


def test_adding_without_a_choice_asks_for_one(client: Client, exporting: Desk) -> None:
    url = exporting.url("decide-theme", exporting.element("Export").key)
    answer = client.post(url, {"nytt": "", "gor": "nytt"}, headers=HTMX)
    assert answer.status_code == 200
    assert "Välj ett ämne i listan först." in answer.text
    assert link(exporting).state == "proposed"


@pytest.mark.parametrize("said", [{}, {"bekrafta": "astrologi"}, {"nytt": "astrologi"}, {"x": "y"}])
def test_what_no_button_says_is_not_found(
    client: Client, exporting: Desk, said: dict[str, str]
) -> None:
    assert decide(client, exporting, **said) == 404


def test_a_part_of_another_plan_is_not_found(client: Client, exporting: Desk) -> None:
    other = make_element(make_strategy())
    for key in (other.key, UUID(int=7)):
        url = exporting.url("decide-theme", key)
        assert client.post(url, {"nytt": "energi"}).status_code == 404
    assert not ThemeLink.objects.filter(theme="energi").exists()


def test_staff_of_another_organisation_find_nothing_and_change_nothing(
    client: Client, exporting: Desk
) -> None:
    client.force_login(make_member(make_actor(), "administrator"))
    assert client.get(exporting.url("plan-themes")).status_code == 404
    assert (
        client.post(exporting.url("plan-themes"), {"sedda": link(exporting).pk}).status_code == 404
    )
    assert decide(client, exporting, bekrafta="internationalisering") == 404
    assert link(exporting).state == "proposed"


def test_a_plan_that_is_not_published_says_when_proposals_come(client: Client, desk: Desk) -> None:
    page = client.get(desk.url("plan-themes")).text
    assert "Portalen föreslår ämnen när den blir det." in page
    assert "Bekräfta alla" not in page


def test_queries_do_not_grow_with_the_plan(
    exporting: Desk, count_queries: Callable[..., int]
) -> None:
    few = count_queries(exporting.url("plan-themes"))
    for number in range(6):
        make_element(exporting.strategy, title=f"Export {number}")
    publish(exporting.strategy, user=None, note="Fler")
    assert count_queries(exporting.url("plan-themes")) == few


def test_what_people_have_decided_comes_along_to_the_next_period(
    client: Client, exporting: Desk
) -> None:
    decide(client, exporting, bekrafta="internationalisering")
    decide(client, exporting, "Insats a", bekrafta="innovation")
    decide(client, exporting, avvisa="innovation")
    period = Period(start="2031", end="2035")
    made = copy_to_next_period(exporting.strategy, title="Ny plan", period=period, bring=())
    decided = {(one.theme, one.state, one.decided_by) for one in made.theme_links.all()}
    assert decided == {
        ("internationalisering", "confirmed", exporting.editor),
        ("innovation", "confirmed", exporting.editor),
        ("innovation", "rejected", exporting.editor),
    }
    copied = made.theme_links.get(theme="internationalisering")
    assert copied.key == made.elements.get(title="Export").key
