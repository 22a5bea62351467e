"""The pages of history: what they tell, whom, and bringing back what was."""

from typing import Any
from uuid import uuid4

import pghistory
import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from strategies.acts import acts_of
from strategies.differences import placed
from strategies.editing import pages
from strategies.models import Element, Involvement, Statement, Strategy
from strategies.past import plan_at
from strategies.plan import Plan
from strategies.snapshot import snapshot
from strategies.words import marked, woven
from tests.editing import Desk
from tests.factories import make_actor, make_member, make_user

pytestmark = pytest.mark.django_db


def write(client: Client, desk: Desk, title: str, **fields: Any) -> None:
    element = desk.element(title)
    kept = {"title": title, "kind": element.kind, "text": element.text, "version": element.version}
    assert client.post(desk.edit_url(element), kept | fields).status_code == 303


def remove(client: Client, desk: Desk, title: str) -> Element:
    element = desk.element(title)
    assert client.post(desk.url("remove-part", "delar", element.key)).status_code == 303
    return element


def latest(desk: Desk) -> Any:
    return acts_of(desk.strategy, limit=1)[0]


def now(desk: Desk) -> Plan:
    return snapshot(Strategy.objects.get(pk=desk.strategy.pk))


def bring_back(client: Client, url: str, **data: str) -> Any:
    """Read the page, and press its button."""
    shown = client.get(url)
    assert shown.status_code == 200
    return client.post(url, {"sha256": shown.context["sha256"]} | data)


def pages_of(desk: Desk) -> list[str]:
    moment, key = latest(desk).last, desk.element("Insats a").key
    return [
        desk.url("plan-history"),
        desk.url("part-history", "delar", key),
        desk.url("restore-plan", moment),
        desk.url("restore-part", "delar", key, moment),
    ]


# --- who


@pytest.mark.parametrize("role", ["reader", None])
def test_who_may_not_edit_the_plan_finds_none_of_its_history(client: Client, role: str) -> None:
    desk = Desk(published=True)
    client.force_login(make_member(desk.owner, role) if role else make_member(make_actor()))
    for url in pages_of(desk):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code in (404, 405)


def test_history_asks_for_a_signed_in_user(client: Client) -> None:
    desk = Desk(published=True)
    for url in pages_of(desk):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("name", ["plan-history", "part-history"])
def test_history_is_only_read(client: Client, desk: Desk, name: str) -> None:
    arguments = ["delar", desk.element("Insats a").key] if name == "part-history" else []
    assert client.post(desk.url(name, *arguments)).status_code == 405


# --- the plan's history


def test_a_change_is_told_with_its_person_its_reason_and_its_words(
    client: Client, desk: Desk
) -> None:
    write(client, desk, "Insats a", text="Vi stärker all rådgivning.", reason="Efter remissen")
    text = client.get(desk.url("plan-history")).text
    assert "Disa Redaktör" in text
    assert "”Efter remissen”" in text
    assert '<ins><span class="visually-hidden">tillagt: </span>all ' in text
    assert "Insats: Insats a" in text
    assert "allt om en del" in text


def test_a_change_from_an_address_that_is_no_more_is_called_editing(
    client: Client, desk: Desk
) -> None:
    with pghistory.context(user=desk.editor.pk, url="/fanns-forr/"):
        Statement.objects.filter(strategy=desk.strategy).update(text="Nytt.")
    assert "<span>redigering</span>" in client.get(desk.url("plan-history")).text


def test_what_a_hand_in_the_database_did_is_told(client: Client, desk: Desk) -> None:
    key = desk.element("Insats a").key
    with connection.cursor() as cursor:
        cursor.execute("UPDATE strategies_element SET title = 'Rå' WHERE key = %s", [key])
    assert "Rå" in client.get(desk.url("plan-history")).text
    assert "Rå" in client.get(desk.url("part-history", "delar", key)).text


def test_history_can_be_asked_for_one_person_or_one_kind(client: Client, desk: Desk) -> None:
    write(client, desk, "Insats a", text="Delen är ny.")
    other = make_member(desk.owner, name="Alva Annan")
    with pghistory.context(user=other.pk):
        Statement.objects.filter(strategy=desk.strategy).update(text="Uttalandet är nytt.")
    url = desk.url("plan-history")
    of_other = client.get(url, {"person": other.pk}).text
    assert "Uttalandet" in of_other
    assert "Delen" not in of_other
    of_parts = client.get(url, {"slag": "delar"}).text
    assert "Delen" in of_parts
    assert "Uttalandet" not in of_parts
    assert "Uttalandet" in client.get(url, {"slag": "fel", "person": "fel"}).text
    assert "Inga ändringar" in client.get(url, {"slag": "ovrigt"}).text


def test_a_long_history_has_pages_that_lead_back_and_forth(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_ACTS", 2)
    for number in range(5):
        write(client, desk, "Insats a", text=f"Text {number}.")
    everything = [act.id for act in acts_of(desk.strategy)]
    url, seen, place = desk.url("plan-history"), [], {}
    while True:
        page = client.get(url, place).context["page"]
        seen += [act.id for act in page.acts]
        if page.older is None:
            break
        place = {"fore": page.older}
    assert seen == everything
    back = client.get(url, {"efter": page.newer}).context["page"]
    assert [act.id for act in back.acts] == everything[2:4]
    first = client.get(url, {"efter": back.newer}).context["page"]
    assert ([act.id for act in first.acts], first.newer) == (everything[:2], None)


@pytest.mark.parametrize("number", ["-1", "x", "9" * 30, "٣"])
def test_an_odd_number_in_the_address_shows_the_latest(
    client: Client, desk: Desk, number: str
) -> None:
    page = client.get(desk.url("plan-history"), {"fore": number, "efter": number})
    assert page.context["page"].acts == acts_of(desk.strategy)


def test_queries_do_not_grow_with_the_history(
    client: Client, desk: Desk, count_queries: Any
) -> None:
    write(client, desk, "Insats a", text="Text.")
    remove(client, desk, "Insats b")
    key = desk.element("Insats a").key
    urls = [desk.url("plan-history"), desk.url("part-history", "delar", key)]
    few = [count_queries(url) for url in urls]
    for number in range(6):
        write(client, desk, "Insats a", text=f"Text {number}.")
    remove(client, desk, "Riktning B")
    assert [count_queries(url) for url in urls] == few


# --- one part


def test_a_part_tells_its_own_changes_and_those_of_its_actors(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    write(client, desk, "Insats b", text="Annan.")
    with pghistory.context(user=desk.editor.pk):
        Involvement.objects.create(
            strategy=desk.strategy, element=element, actor=make_actor("Bolaget"), role="utförare"
        )
    text = client.get(desk.url("part-history", "delar", element.key)).text
    assert "Bolaget" in text
    assert "Annan" not in text


def test_a_removed_part_has_a_history_and_comes_back_with_all_below_it(
    client: Client, desk: Desk
) -> None:
    before = now(desk)
    area = remove(client, desk, "Område A1")
    page = client.get(desk.url("part-history", "delar", area.key))
    assert "borttagen" in page.text
    url = desk.url("restore-part", "delar", area.key, latest(desk).id - 1)
    assert url in page.text
    plans = client.get(desk.url("plan-history")).text
    assert url in plans
    assert "med 1 del under sig" in plans
    answer = bring_back(client, url, reason="Togs bort av misstag")
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"#d-{str(area.key)[:8]}")
    assert now(desk) == before
    act = latest(desk)
    assert act.user == desk.editor
    assert act.reason.startswith("Återställd till ")
    assert act.reason.endswith(": Togs bort av misstag")
    assert url not in client.get(desk.url("plan-history")).text


@pytest.mark.parametrize("noun", ["uttalanden", "utmaningar", "beslut"])
def test_every_kind_of_part_comes_back(client: Client, desk: Desk, noun: str) -> None:
    before, key = now(desk), desk.part(noun).key
    client.post(desk.url("remove-part", noun, key))
    assert key not in placed(now(desk))
    bring_back(client, desk.url("restore-part", noun, key, latest(desk).id - 1))
    assert now(desk) == before


def test_an_earlier_text_of_a_part_comes_back_and_nothing_else(client: Client, desk: Desk) -> None:
    moment = latest(desk).last
    write(client, desk, "Insats a", text="Ny text.")
    write(client, desk, "Insats b", text="Annan text.")
    element = desk.element("Insats a")
    url = desk.url("restore-part", "delar", element.key, moment)
    assert "Annan" not in client.get(url).text
    bring_back(client, url)
    assert desk.element("Insats a").text == "Vi stärker rådgivningen."
    assert desk.element("Insats b").text == "Annan text."


def test_a_branch_whose_parent_is_gone_comes_to_the_top_and_the_page_says_so(
    client: Client, desk: Desk
) -> None:
    area = remove(client, desk, "Område A1")
    moment = latest(desk).id - 1
    remove(client, desk, "Riktning A")
    url = desk.url("restore-part", "delar", area.key, moment)
    assert "finns inte längre" in client.get(url).text
    bring_back(client, url)
    assert desk.element("Område A1").parent is None


# --- the whole plan


def test_the_whole_plan_comes_back(client: Client, desk: Desk) -> None:
    before, moment = now(desk), latest(desk).last
    write(client, desk, "Insats a", text="Ny text.")
    remove(client, desk, "Riktning B")
    url = desk.url("restore-plan", moment)
    assert url in client.get(desk.url("plan-history")).text
    assert bring_back(client, url).status_code == 303
    assert now(desk) == before
    assert plan_at(desk.strategy, latest(desk).last) == before
    assert "redan så" in client.get(url).text


def test_what_nobody_has_seen_is_not_overwritten(client: Client, desk: Desk) -> None:
    moment = latest(desk).last
    write(client, desk, "Insats a", text="Ny text.")
    url = desk.url("restore-plan", moment)
    seen = client.get(url).context["sha256"]
    write(client, desk, "Insats b", text="Någon annans text.")
    answer = client.post(url, {"sha256": seen})
    assert answer.status_code == 409
    assert "Någon annans text." in answer.text
    assert desk.element("Insats b").text == "Någon annans text."
    assert client.post(url, {"sha256": answer.context["sha256"]}).status_code == 303


def test_a_refused_restoring_says_why_and_leaves_nothing(client: Client, desk: Desk) -> None:
    bodies = [make_actor("Ett bolag"), make_actor("Ett annat bolag")]
    tie = Involvement.objects.create(strategy=desk.strategy, actor=bodies[0], role="utförare")
    moment = latest(desk).last
    with pghistory.context(reason="Bort"):
        tie.delete()
    # The name is gone, and two others go by it: the portal cannot know which is meant.
    bodies[0].delete()
    for actor in (bodies[1], make_actor("Ett tredje bolag")):
        actor.aliases = ["Ett bolag"]
        actor.save()
    url, before, acts = desk.url("restore-plan", moment), now(desk), acts_of(desk.strategy)
    answer = bring_back(client, url)
    assert answer.status_code == 422
    assert "kan betyda flera aktörer" in answer.text
    assert now(desk) == before
    assert acts_of(desk.strategy) == acts


def test_an_actor_that_will_be_made_again_is_named_first(client: Client, desk: Desk) -> None:
    actor = make_actor("Bolaget")
    tie = Involvement.objects.create(strategy=desk.strategy, actor=actor, role="utförare")
    moment = latest(desk).last
    with pghistory.context(reason="Bort"):
        tie.delete()
    actor.delete()
    assert "”Bolaget” finns inte längre" in client.get(desk.url("restore-plan", moment)).text


def test_moments_that_are_none_are_not_found(client: Client, desk: Desk) -> None:
    act, key = latest(desk), desk.element("Insats a").key
    for moment in (0, act.id - 1, act.last - 1, 10**30):
        assert client.get(desk.url("restore-plan", moment)).status_code == 404
    assert client.get(desk.url("restore-part", "delar", uuid4(), act.last)).status_code == 404
    assert client.get(desk.url("restore-part", "delar", key, act.id - 1)).status_code == 404
    assert client.get(desk.url("part-history", "delar", uuid4())).status_code == 404


def test_a_person_without_a_right_to_a_plan_cannot_restore_it(client: Client) -> None:
    desk = Desk(published=True)
    moment, before = latest(desk).last, now(desk)
    Element.objects.filter(title="Insats a").update(text="Ny")
    client.force_login(make_user())
    assert client.post(desk.url("restore-plan", moment), {"sha256": "x"}).status_code == 404
    assert now(desk) != before


# --- words


def test_two_texts_are_woven_into_one() -> None:
    told = [
        (piece.text, piece.what) for piece in woven("Vi stöder företag.", "Vi hjälper företag.")
    ]
    assert told == [
        ("Vi ", "kvar"),
        ("stöder", "bort"),
        ("hjälper", "nytt"),
        (" företag.", "kvar"),
    ]


def test_words_that_follow_each_other_change_together() -> None:
    told = [(piece.text, piece.what) for piece in woven("Vi a b c nu.", "Vi d e f nu.")]
    assert told == [("Vi ", "kvar"), ("a b c", "bort"), ("d e f", "nytt"), (" nu.", "kvar")]
    assert [piece.what for piece in woven("", "ny")] == ["nytt"]
    assert woven("", "") == []


@given(before=st.text("ab .\n", max_size=30), after=st.text("ab .\n", max_size=30))
def test_nothing_of_either_text_is_lost(before: str, after: str) -> None:
    told = woven(before, after)
    assert "".join(piece.text for piece in told if piece.what != "nytt") == before
    assert "".join(piece.text for piece in told if piece.what != "bort") == after


def test_what_is_the_same_in_long_texts_is_cut_short() -> None:
    long = "ord " * 200
    told = woven(f"{long}bort {long}", f"{long}nytt {long}")
    assert [piece.what for piece in told] == ["kvar", "bort", "nytt", "kvar"]
    assert told[0].text.startswith("… ")
    assert told[-1].text.endswith(" …")
    assert max(len(piece.text) for piece in told) < 200


LONG = "".join(
    f"Mening {n} om företag och jobb i länet.{' ' if n % 5 else chr(10) * 2}" for n in range(2_500)
)


def changes(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.text, piece.what) for piece in woven(before, after) if piece.what != "kvar"]


def test_one_word_of_a_text_of_twenty_thousand_is_marked_alone() -> None:
    assert len(LONG.split()) == 20_000
    after = LONG.replace("Mening 1250 om företag", "Mening 1250 om föreningar")
    assert changes(LONG, after) == [("företag", "bort"), ("föreningar", "nytt")]


def test_words_far_apart_in_a_long_text_are_marked_one_by_one() -> None:
    after = LONG.replace("Mening 9 om företag", "Mening 9 om alla företag")
    after = after.replace("Mening 2000 om företag och jobb", "Mening 2000 om jobb")
    assert changes(LONG, after) == [("alla ", "nytt"), (" företag och", "bort")]


def test_a_word_that_is_another_in_every_sentence_of_a_long_text_is_marked_in_each() -> None:
    told = changes(LONG, LONG.replace("länet", "regionen"))
    assert told == [("länet", "bort"), ("regionen", "nytt")] * 2_500


def test_nothing_of_long_texts_is_lost_where_their_sentences_are_compared() -> None:
    before, after = marked(LONG, LONG.replace("e", "a", 9_000).replace("Maning 7", "\n\nNy."))
    assert "".join(piece.text for piece in before) == LONG
    kept = ["".join(one.text for one in side if not one.only_here) for side in (before, after)]
    assert kept[0] == kept[1] != ""


def test_texts_too_long_to_compare_are_both_shown_whole() -> None:
    before, after = " ".join(["a"] * 5000), " ".join(["b"] * 5000)
    assert [piece.what for piece in woven(before, after)] == ["bort", "nytt"]
