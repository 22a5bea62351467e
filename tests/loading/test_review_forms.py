"""What a reviewer types: a part's texts, the plan's facts, decisions, where to divide, words out of the source, who an actor is."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actors.models import MembershipRole
from strategies.models import Draft
from strategies.plan import Challenge, Decision, Element, Involvement, Passage, Plan, Statement
from tests.conftest import HTMX
from tests.factories import make_actor, make_member, make_region
from tests.loading.drafts import make_draft

pytestmark = pytest.mark.django_db

SOURCE = "Programmet\n\nErbjud rådgivning. Starta ett nätverk\nVi vill  bli\nfler."


@pytest.fixture
def draft(client: Client) -> Draft:
    """A draft of the signed-in loader's, with a part of every sort."""
    loader = make_member(make_actor("Provköpings kommun"), MembershipRole.ADMINISTRATOR)
    client.force_login(loader)
    advice = Element(
        kind="action",
        title="Erbjud rådgivning. Starta ett nätverk",
        involvements=(Involvement(actor="Almi Prov", role="ansvarig"),),
    )
    start = SOURCE.index("Erbjud")
    passage = Passage(
        start=start, end=start + len(advice.title), text=advice.title, on=advice.key, field="title"
    )
    plan = Plan(
        title="Programmet",
        kind="näringslivsprogram",
        owners=("Provköpings kommun",),
        decisions=(Decision(body="Fullmäktige", date={"value": "2024-06-14", "written": "i dag"}),),
        statements=(Statement(kind="vision", text="Alla trivs."),),
        challenges=(Challenge(title="Få företag"),),
        elements=(advice,),
        passages=(passage,),
    )
    return make_draft(plan, loader, text=SOURCE)


def first(draft: Draft, group: str = "elements") -> Any:
    draft.refresh_from_db()
    return getattr(draft.current_plan(), group)[0]


def url(draft: Draft, name: str, *args: Any) -> str:
    return reverse(name, args=[draft.key, *args])


def fields(answer: HttpResponse) -> dict[str, Any]:
    """What the form on the page would send, untouched."""
    context: Any = answer.context  # type: ignore[attr-defined]
    form = context["form"]
    told = {name: form[name].value() for name in form.fields}
    told = {name: getattr(v, "value", v) for name, v in told.items() if v not in (None, False)}
    return told | {"seen": context.get("seen", ""), "version": context["draft"].version}


def send(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Open a form, type, and send it."""
    answer: Any = client.post(address, fields(client.get(address)) | typed)
    return answer


# --- a part


@pytest.mark.parametrize(
    ("group", "typed"),
    [
        ("elements", {"title": "Erbjud råd", "starts": "2024", "text": "Snart."}),
        ("challenges", {"title": "För få företag", "shared_by": ["Norrland"]}),
        ("statements", {"text": "Alla trivs bra."}),
        ("decisions", {"body": "Kommunfullmäktige", "paragraph": "§ 12"}),
    ],
)
def test_every_sort_of_part_is_corrected_in_its_form_and_accepted(
    client: Client, draft: Draft, group: str, typed: dict[str, Any]
) -> None:
    part = first(draft, group)
    answer = send(client, url(draft, "edit-draft-part", part.key), **typed)
    assert answer.status_code == 303
    saved = first(draft, group)
    for name, value in typed.items():
        if name == "starts":
            assert saved.period.start == value
        else:
            assert getattr(saved, name) in (value, tuple(value))
    assert draft.accepted == [str(part.key)]


def test_what_was_not_typed_stays_as_it_was_read(client: Client, draft: Draft) -> None:
    before = first(draft, "decisions")
    send(client, url(draft, "edit-draft-part", before.key), case_number="KS 12")
    assert first(draft, "decisions") == before.model_copy(update={"case_number": "KS 12"})


def test_an_empty_title_is_refused_in_words(client: Client, draft: Draft) -> None:
    answer = send(client, url(draft, "edit-draft-part", first(draft).key), title=" ")
    assert answer.status_code == 422
    assert "Skriv en titel." in answer.text
    draft.refresh_from_db()
    assert draft.version == 1


def test_the_form_stands_in_the_rows_place(client: Client, draft: Draft) -> None:
    address = url(draft, "edit-draft-part", first(draft).key)
    piece = client.get(address, headers=HTMX)
    assert "<html" not in piece.text
    sent = fields(client.get(address)) | {"title": "Nytt"}
    row = client.post(address, sent, headers=HTMX).text
    assert 'data-version="2"' in row
    assert "Nytt" in row
    assert "Rättat" in row


def test_two_who_correct_the_same_part_see_both_texts(client: Client, draft: Draft) -> None:
    address = url(draft, "edit-draft-part", first(draft).key)
    opened = fields(client.get(address))
    send(client, address, title="Den andras titel")
    answer = client.post(address, opened | {"title": "Min titel"})
    assert answer.status_code == 409
    assert 'value="Min titel"' in answer.text
    assert "andras" in answer.text
    assert first(draft).title == "Den andras titel"
    # Saved again, what stands in the form counts.
    again = opened | {"title": "Min titel", "seen": answer.context["seen"]}
    assert client.post(address, again).status_code == 303
    assert first(draft).title == "Min titel"


def test_two_who_correct_different_parts_do_not_meet(client: Client, draft: Draft) -> None:
    address = url(draft, "edit-draft-part", first(draft).key)
    opened = fields(client.get(address))
    other = first(draft, "challenges").key
    send(client, url(draft, "edit-draft-part", other), title="För få företag")
    assert client.post(address, opened | {"title": "Min titel"}).status_code == 303
    assert first(draft).title == "Min titel"
    assert first(draft, "challenges").title == "För få företag"


# --- the facts


def test_the_facts_are_corrected_and_accepted(client: Client, draft: Draft) -> None:
    make_region("Provlands län")
    typed = {
        "title": "Näringslivsprogram",
        "legal_weight": "styrdokument",
        "owners": ["Provköpings kommun", "Nya bolaget AB"],
        "regions": ["Provlands län"],
        "starts": "2024",
        "ends": "2027",
        "direction_word": "Fokusområde",
    }
    assert send(client, url(draft, "draft-facts"), **typed).status_code == 303
    draft.refresh_from_db()
    plan = draft.current_plan()
    assert (plan.title, plan.legal_weight) == ("Näringslivsprogram", "styrdokument")
    assert plan.owners == ("Provköpings kommun", "Nya bolaget AB")
    assert (str(plan.period), plan.regions) == ("2024–2027", ("Provlands län",))
    assert plan.level_words.direction == "Fokusområde"
    assert draft.accepted == ["plan"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"title": ""}, "Skriv en titel."),
        ({"regions": ["Ingenstans län"]}, "Det finns inget område"),
        ({"starts": "2027", "ends": "2024"}, "slutar innan den börjar"),
        ({"starts": "i våras"}, "är inget datum"),
    ],
)
def test_facts_that_cannot_be_are_told_at_their_fields(
    client: Client, draft: Draft, typed: dict[str, Any], reason: str
) -> None:
    answer = send(client, url(draft, "draft-facts"), **typed)
    assert answer.status_code == 422
    assert reason in answer.text


def test_two_who_correct_the_facts_see_both(client: Client, draft: Draft) -> None:
    address = url(draft, "draft-facts")
    opened = fields(client.get(address))
    send(client, address, title="Den andras")
    answer = client.post(address, opened | {"title": "Min"})
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.current_plan().title == "Den andras"


def test_a_decision_that_was_missed_is_added(client: Client, draft: Draft) -> None:
    typed = {"kind": "reviderad", "body": "Kommunstyrelsen", "date": "2025-01"}
    assert send(client, url(draft, "add-draft-decision"), **typed).status_code == 303
    draft.refresh_from_db()
    added = draft.current_plan().decisions[1]
    assert (added.body, str(added.date)) == ("Kommunstyrelsen", "januari 2025")
    assert str(added.key) in draft.accepted
    answer = send(client, url(draft, "add-draft-decision"), kind="antagen", date="x")
    assert answer.status_code == 422


# --- dividing


def test_a_part_is_divided_at_a_seam(client: Client, draft: Draft) -> None:
    address = url(draft, "split-draft-part", first(draft).key)
    (seam,) = client.get(address).context["form"].seams()
    client.post(address, {"version": 1, "vid": seam.value})
    draft.refresh_from_db()
    titles = [element.title for element in draft.current_plan().elements]
    assert titles == ["Erbjud rådgivning.", "Starta ett nätverk"]


def test_a_part_is_divided_before_words_that_are_typed(client: Client, draft: Draft) -> None:
    address = url(draft, "split-draft-part", first(draft).key)
    client.post(address, {"version": 1, "words": "ett nätverk"})
    draft.refresh_from_db()
    assert draft.current_plan().elements[1].title == "ett nätverk"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({}, "Välj var delen ska delas."),
        ({"words": "finns inte"}, "står inte i delen"),
        ({"words": "Erbjud"}, "kvar på båda sidor"),
        ({"vid": "title:9999"}, "kvar på båda sidor"),
        ({"vid": "key:3"}, "Välj var"),
    ],
)
def test_where_nothing_can_be_divided_is_told(
    client: Client, draft: Draft, sent: dict[str, str], reason: str
) -> None:
    answer = client.post(url(draft, "split-draft-part", first(draft).key), {"version": 1} | sent)
    assert answer.status_code == 422
    assert reason in answer.text
    draft.refresh_from_db()
    assert draft.version == 1


# --- words out of the source


def test_chosen_words_become_a_part_with_their_place(client: Client, draft: Draft) -> None:
    start = SOURCE.index("Vi vill")
    address = f"{url(draft, 'add-draft-part')}?fran={start}&till={len(SOURCE)}"
    page = client.get(address)
    assert page.context["form"]["words"].value() == SOURCE[start:]
    sent = {"version": 1, "sort": "vision", "words": "Vi vill bli fler.", "fran": start}
    client.post(url(draft, "add-draft-part"), sent)
    draft.refresh_from_db()
    plan = draft.current_plan()
    added = plan.statements[-1]
    (passage,) = [p for p in plan.passages if p.on == added.key]
    assert SOURCE[passage.start : passage.end] == "Vi vill  bli\nfler."
    assert str(added.key) in draft.accepted


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"sort": "action", "words": "Står inte där"}, "Så står det inte i källtexten"),
        ({"sort": "action", "words": " "}, "Skriv de ord"),
        ({"sort": "bild", "words": "Programmet"}, "bild"),
    ],
)
def test_what_the_source_does_not_say_is_not_added(
    client: Client, draft: Draft, sent: dict[str, str], reason: str
) -> None:
    answer = client.post(url(draft, "add-draft-part"), {"version": 1} | sent)
    assert answer.status_code == 422
    assert reason in answer.text


@pytest.mark.parametrize("name", ["split-draft-part", "add-draft-part"])
def test_an_old_page_divides_and_adds_nothing(client: Client, draft: Draft, name: str) -> None:
    part = first(draft)
    args = [part.key] if name == "split-draft-part" else []
    sent = {"version": 7, "words": "Starta ett nätverk", "sort": "action"}
    answer = client.post(url(draft, name, *args), sent, follow=True)
    assert "inte sparat" in answer.text
    assert first(draft) == part


# --- who an actor is


def actor_url(draft: Draft, name: str) -> str:
    return f"{url(draft, 'draft-actor')}?namn={name}"


def test_a_name_becomes_an_actor_of_the_register_everywhere(client: Client, draft: Draft) -> None:
    known = make_actor("ALMI Företagspartner Prov")
    page = client.get(actor_url(draft, "Almi Prov"), {"namn": "Almi Prov", "q": "företagspartner"})
    assert "ALMI Företagspartner Prov" in page.text
    sent = {"version": 1, "namn": "Almi Prov", "actor": known.pk}
    assert client.post(url(draft, "draft-actor"), sent).status_code == 303
    assert first(draft).involvements[0].actor == "ALMI Företagspartner Prov"


def test_typing_fetches_the_matches_alone(client: Client, draft: Draft) -> None:
    make_actor("ALMI Företagspartner Prov")
    sent = {"namn": "Almi Prov", "q": "almi"}
    piece = client.get(url(draft, "draft-actor"), sent, headers=HTMX).text
    assert "<html" not in piece
    assert "ALMI Företagspartner Prov" in piece


def test_a_new_actor_gets_the_name_that_is_typed(client: Client, draft: Draft) -> None:
    sent = {"version": 1, "namn": "Almi Prov", "ny": " Almi  Provland "}
    client.post(url(draft, "draft-actor"), sent)
    assert first(draft).involvements[0].actor == "Almi Provland"


def test_what_is_no_actor_is_taken_away(client: Client, draft: Draft) -> None:
    sent = {"version": 1, "namn": "Almi Prov", "ingen": "1"}
    client.post(url(draft, "draft-actor"), sent)
    assert first(draft).involvements == ()


@pytest.mark.parametrize("sent", [{}, {"actor": "0"}, {"actor": "x"}, {"ny": " "}])
def test_nothing_chosen_is_told(client: Client, draft: Draft, sent: dict[str, str]) -> None:
    sent = {"version": "1", "namn": "Almi Prov"} | sent
    answer = client.post(url(draft, "draft-actor"), sent)
    assert answer.status_code == 422
    assert "Inget är valt" in answer.text


def test_a_name_that_the_draft_does_not_have_is_404(client: Client, draft: Draft) -> None:
    assert client.get(actor_url(draft, "Någon annan")).status_code == 404
