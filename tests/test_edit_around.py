"""Other plans, forums, mandates, what a plan builds on and people: each kind of what stands around a plan's tree, in the browser."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from strategies.editing.around import AROUND
from strategies.models import Person, Relation, Strategy
from strategies.plan import Basis, Forum, Mandate, Participant, Quote
from strategies.plan import Person as Named
from strategies.plan import Relation as Tie
from strategies.publishing.publish import publish
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_strategy

pytestmark = pytest.mark.django_db

# What is sent for each kind, the value that the plan then has, and what it is called.
SENT: dict[str, tuple[dict[str, Any], str, Any, str]] = {
    "samband": (
        {"kind": "utgår från", "to": "En plan som ingen har läst in", "part": "Mål 2", "note": "Se s. 4"},
        "relations",
        Tie(kind="utgår från", to="En plan som ingen har läst in", part="Mål 2", note="Se s. 4"),
        "Utgår från En plan som ingen har läst in",
    ),
    "forum": (
        {
            "name": "Tillväxtrådet", "kind": "råd", "text": "Möts ofta.", "members": ["ALMI", "", "LRF"],
            "planned": "on", "rhythm": "två gånger om året", "form": "avtal", "origin": "bildat 2016",
        },
        "forums",
        Forum(
            name="Tillväxtrådet", kind="råd", text="Möts ofta.", members=("ALMI", "LRF"),
            planned=True, rhythm="två gånger om året", form="avtal", origin="bildat 2016",
        ),
        "Tillväxtrådet",
    ),
    "uppdrag": (
        {
            "actor": "Region Provland", "role": "utvecklingsansvarig", "given_by": "Regeringen",
            "text": "Sedan 2019.", "areas": ["kultur", "transporter"], "open_ended": "on",
        },
        "mandates",
        Mandate(
            actor="Region Provland", role="utvecklingsansvarig", given_by="Regeringen",
            text="Sedan 2019.", areas=("kultur", "transporter"), open_ended=True,
        ),
        "Region Provland: utvecklingsansvarig",
    ),
    "underlag": (
        {"kind": "analys", "text": "En analys av näringslivet", "regions": ["Örebro län"]},
        "bases",
        Basis(kind="analys", text="En analys av näringslivet", regions=("Örebro län",)),
        "En analys av näringslivet",
    ),
    "deltagare": (
        {"kind": "remiss", "name": "Remissinstanser", "actor": "", "role": "svarade", "count": "240", "note": "våren"},
        "participants",
        Participant(kind="remiss", name="Remissinstanser", role="svarade", count=240, note="våren"),
        "Remissinstanser",
    ),
    "personer": (
        {
            "name": "Åsa Öberg", "titles": ["ordförande", ""], "actor": "Region Provland", "party": "S",
            "phone": "019-602 10 00", "email": "asa@provland.example", "name_approved": "on",
        },
        "persons",
        Named(
            name="Åsa Öberg", titles=("ordförande",), actor="Region Provland", party="S",
            phone="019-602 10 00", email="asa@provland.example", name_approved=True,
        ),
        "Åsa Öberg",
    ),
    "citat": (
        {"text": "Vi vill mer.", "person": "Åsa Öberg"},
        "quotes",
        Quote(text="Vi vill mer.", person="Åsa Öberg"),
        "Vi vill mer.",
    ),
}  # fmt: skip
FIRST = {
    "samband": ("to", "Skriv vilken plan det är."),
    "forum": ("name", "Skriv vad det heter."),
    "uppdrag": ("role", "Skriv vilket uppdraget är."),
    "underlag": ("text", "Skriv vad planen bygger på."),
    "deltagare": ("name", "Skriv vem eller vilka det är."),
    "personer": ("name", "Skriv personens namn."),
    "citat": ("text", "Skriv vad som sägs."),
}


def add(client: Client, desk: Desk, word: str, **sent: Any) -> Any:
    return client.post(desk.url("add-surrounding", word), sent, headers=HTMX)


def only(desk: Desk, field: str) -> Any:
    (part,) = getattr(snapshot(desk.strategy), field)
    return part


@pytest.mark.parametrize("word", SENT)
def test_each_kind_is_written_changed_removed_and_brought_back(
    client: Client, desk: Desk, word: str
) -> None:
    sent, field, wanted, name = SENT[word]
    answer = add(client, desk, word, **sent)
    assert answer["HX-Retarget"] == f"#{word}"
    assert name in answer.text
    assert only(desk, field) == wanted
    assert name in client.get(desk.url("plan-surroundings")).text

    row = AROUND[word].model.objects.get()
    url = desk.url("edit-surrounding", word, row.pk)
    form = client.get(url, headers=HTMX).text
    assert all(value in form for value in texts(sent))
    first, refusal = FIRST[word]
    changed = sent | {"version": row.version, first: f"{sent[first]} igen"}
    assert client.post(url, changed, headers=HTMX).status_code == 200
    again = only(desk, field)
    assert getattr(again, first) == f"{sent[first]} igen"
    assert again.model_copy(update={first: sent[first]}) == wanted

    refused = client.post(url, changed | {first: " "}, headers=HTMX)
    assert refused.status_code == 422
    assert refusal in refused.text
    client.post(desk.url("remove-surrounding", word, row.pk), headers=HTMX)
    assert getattr(snapshot(desk.strategy), field) == ()
    client.post(desk.url("undo"))
    assert only(desk, field) == again


def texts(sent: dict[str, Any]) -> list[str]:
    values = [value for one in sent.values() for value in (one if isinstance(one, list) else [one])]
    return [value for value in values if value != "on"]


@pytest.mark.parametrize("word", SENT)
def test_a_colleagues_newer_text_is_not_overwritten(
    client: Client, desk: Desk, colleague: Client, word: str
) -> None:
    sent = SENT[word][0]
    add(client, desk, word, **sent)
    row = AROUND[word].model.objects.get()
    url = desk.url("edit-surrounding", word, row.pk)
    first = FIRST[word][0]
    theirs = sent | {"version": row.version, first: "Deras ord"}
    colleague.post(url, theirs, headers=HTMX)
    before = snapshot(desk.strategy)
    plans = Strategy.objects.count()
    mine = client.post(url, theirs | {first: "Mina ord"}, headers=HTMX)
    assert mine.status_code == 409
    assert "Mina" in mine.text
    assert "Kalle Kollega har sparat en nyare text" in mine.text
    assert snapshot(desk.strategy) == before
    assert Strategy.objects.count() == plans  # no stub is left of what was not saved


@pytest.mark.parametrize("word", [*SENT, "resurser", "milstolpar"])
def test_without_htmx_each_kind_has_a_page_and_leads_back(
    client: Client, desk: Desk, word: str
) -> None:
    home = f"{desk.url('plan-surroundings')}#{word}"
    adding = desk.url("add-surrounding", word)
    page = client.get(adding).text
    assert "<h1" in page
    assert f'href="{home}"' in page
    sent = SENT[word][0] if word in SENT else {"title": "Projektmedel"}
    assert client.post(adding, sent)["Location"] == home


@pytest.mark.parametrize(
    "word", ["samband", "uppdrag", "underlag", "deltagare", "personer", "citat"]
)
def test_what_is_the_whole_plans_cannot_belong_to_an_element(
    client: Client, desk: Desk, word: str
) -> None:
    of = f"{desk.url('add-surrounding', word)}?del={desk.element('Insats a').key}"
    assert client.get(of).status_code == 404


def test_the_panel_has_the_kinds_that_can_belong_to_an_element(client: Client, desk: Desk) -> None:
    panel = client.get(desk.url("edit-element", desk.element("Insats a").key), headers=HTMX).text
    for word in ("resurser", "milstolpar", "forum"):
        assert f'id="{word}"' in panel
    for word in ("samband", "personer", "citat"):
        assert f'id="{word}"' not in panel


def test_the_page_takes_as_many_queries_however_many_there_are(client: Client, desk: Desk) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(desk.url("plan-surroundings"))
        return len(queries)

    for word, (sent, *_rest) in SENT.items():
        add(client, desk, word, **sent)
    few = count()
    for word, (sent, *_rest) in SENT.items():
        for number in range(4):
            add(client, desk, word, **sent | {FIRST[word][0]: f"Nummer {number}"})
    assert count() == few


# --- other plans


def test_a_plan_in_the_portal_is_meant_by_its_title_or_its_address(
    client: Client, desk: Desk
) -> None:
    old = make_strategy(title="Näringslivsprogram", published=True)
    for typed in (
        "Näringslivsprogram",
        old.get_absolute_url(),
        f"https://portalen.example{old.get_absolute_url()}",
    ):
        add(client, desk, "samband", kind="ersätter", to=typed)
        tie = Relation.objects.get(strategy=desk.strategy)
        assert (tie.to, tie.kind) == (old, "ersätter")
        tie.delete()
    assert "Näringslivsprogram" in client.get(desk.url("add-surrounding", "samband")).text


def test_of_plans_with_one_title_the_address_tells_which(client: Client, desk: Desk) -> None:
    one, other = (make_strategy(title="Utvecklingsstrategi", published=True) for _ in range(2))
    refused = add(client, desk, "samband", kind="ersätter", to="Utvecklingsstrategi")
    assert refused.status_code == 422
    assert "Flera planer heter så" in refused.text
    assert one.get_absolute_url() in refused.text
    add(client, desk, "samband", kind="ersätter", to=other.get_absolute_url())
    assert Relation.objects.get(strategy=desk.strategy).to == other
    # Another field of it is changed without asking which again.
    row = Relation.objects.get(strategy=desk.strategy)
    sent = {
        "version": row.version,
        "kind": "ersätter",
        "to": "Utvecklingsstrategi",
        "note": "Från 2022",
    }
    assert (
        client.post(desk.url("edit-surrounding", "samband", row.pk), sent, headers=HTMX).status_code
        == 200
    )
    assert Relation.objects.filter(to=other, note="Från 2022").exists()


def test_an_address_without_a_plan_is_told(client: Client, desk: Desk) -> None:
    draft = make_strategy(title="Hemligt utkast")
    for address in ("/strategier/finns-inte/", draft.get_absolute_url()):
        refused = add(client, desk, "samband", kind="ersätter", to=address)
        assert refused.status_code == 422
        assert "På den adressen finns ingen plan" in refused.text
    assert "Hemligt utkast" not in client.get(desk.url("add-surrounding", "samband")).text


def test_a_refused_tie_leaves_no_stub(client: Client, desk: Desk) -> None:
    refused = add(client, desk, "samband", kind="ersätter", to="En okänd plan", note="x" * 501)
    assert refused.status_code == 422
    assert not Strategy.objects.filter(title="En okänd plan").exists()


def test_a_replaced_plan_says_so_when_the_tie_is_published(client: Client, desk: Desk) -> None:
    old = make_strategy(title="Näringslivsprogram", published=True)
    add(client, desk, "samband", kind="ersätter", to=old.title)
    reader = Client()
    assert "Planen är ersatt av en annan" not in reader.get(old.get_absolute_url()).text
    publish(desk.strategy, None)
    assert "Planen är ersatt av en annan" in reader.get(old.get_absolute_url()).text


# --- people


def test_a_name_is_shown_to_readers_once_somebody_has_approved_it(
    client: Client, desk: Desk
) -> None:
    told = {"name": "Åsa Öberg", "titles": ["ordförande"], "phone": "019-602 10 00"}
    add(client, desk, "personer", **told)
    row = Person.objects.get()
    reader, address = Client(), desk.strategy.get_absolute_url()

    def save(**more: str) -> str:
        row.refresh_from_db()
        url = desk.url("edit-surrounding", "personer", row.pk)
        client.post(url, told | {"version": row.version} | more, headers=HTMX)
        publish(desk.strategy, None, "Namn är godkända eller inte")
        return reader.get(address).text

    hidden = save()
    assert "Ordförande" in hidden
    assert "Åsa Öberg" not in hidden
    assert "Åsa Öberg" not in save(contact_approved="on")
    named = save(name_approved="on")
    assert "Åsa Öberg" in named
    assert "019-602 10 00" not in named
    assert "019-602 10 00" in save(name_approved="on", contact_approved="on")
    assert "Åsa Öberg" not in save()


def test_the_page_of_people_and_their_forms_lead_to_one_another(client: Client, desk: Desk) -> None:
    people = client.get(desk.url("plan-people")).text
    assert f"{desk.url('plan-surroundings')}#personer" in people
    assert desk.url("plan-people") in client.get(desk.url("plan-surroundings")).text


@pytest.mark.parametrize("word", ["uppdrag", "deltagare", "personer"])
def test_an_actor_that_the_register_lacks_is_told(client: Client, desk: Desk, word: str) -> None:
    make_actor("Almi Företagspartner Provland AB")
    refused = add(client, desk, word, **SENT[word][0] | {"actor": "Almi Företagspartner Provland"})
    assert refused.status_code == 422
    assert "Menade du ”Almi Företagspartner Provland AB”?" in refused.text


def test_nobody_is_cut_at_the_length_of_the_column(client: Client, desk: Desk) -> None:
    for word in SENT:
        first = FIRST[word][0]
        if first == "text" and word == "citat":
            continue  # a paragraph has room for a book
        refused = add(client, desk, word, **SENT[word][0] | {first: "å" * 501})
        assert refused.status_code == 422, word
        assert "Texten är för lång: högst 500 tecken, och den har 501" in refused.text
