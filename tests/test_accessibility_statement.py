"""The statement says what has been assessed, all of it, and nothing else; only the portal's administrators write it."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import MembershipRole, User
from portal.legal.models import AccessibilityStatement, Shortcoming, last_changed
from tests.factories import make_actor, make_member, make_user
from tests.test_strategy_page import Text

pytestmark = pytest.mark.django_db

PAGE = "/om/tillganglighet/"
EDIT = "/om/tillganglighet/andra/"
NEW = "/om/tillganglighet/brister/ny/"
ASSESSED = {
    "conformance": "delvis",
    "assessed_on": "2026-11-20",
    "method": "extern",
    "method_text": "Prövad av en skärmläsaranvändare.",
}
MAP = {
    "kind": "brist",
    "situation": "utan-syn",
    "text": "Kartan har inga namn.",
    "reason": "Den ritades om i somras.",
    "mended_by": "2190-03-01",
}


@pytest.fixture
def administrator() -> User:
    return make_user(is_superuser=True, name="Pia Portal")


@pytest.fixture
def writer(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def told(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return str(Text(answer.text))


# --- what it says


def test_without_an_assessment_nothing_is_claimed(client: Client) -> None:
    text = told(client)
    assert "Ingen bedömning är registrerad." in text
    assert "förenlig" not in text
    assert "Det betyder inte att det inte finns några." in text
    assert "Redogörelsen har inte uppdaterats sedan portalen startade." in text
    assert not AccessibilityStatement.objects.exists()


def test_a_statement_holds_the_eleven_points(client: Client, writer: Client, settings: Any) -> None:
    settings.RESPONSIBLE_BODY = "Region Provland"
    settings.CONTACT_EMAIL = "portalen@provland.example"
    assert writer.post(EDIT, ASSESSED).status_code == 303
    assert writer.post(NEW, MAP).status_code == 303
    burden = {
        "kind": "oskäligt",
        "text": "Äldre inskannade beslut.",
        "reason": "De är 4 000 sidor.",
    }
    outside = {"kind": "utanför", "text": "Kartor från andra.", "reason": "Vi råder inte över dem."}
    for one in (burden, outside):
        assert writer.post(NEW, MAP | one | {"mended_by": ""}).status_code == 303
    text = told(client)
    for said in (
        "Region Provland står bakom Strategiportalen.",
        "Redogörelsen gäller Strategiportalen på http://testserver/",
        "Portalen är delvis förenlig med lagens krav.",
        "Användning utan synförmåga Kartan har inga namn. Varför: Den ritades om i somras.",
        "Ska vara åtgärdat den 1 mars 2190.",
        "Bedömningen gjordes den 20 november 2026",
        "Redogörelsen uppdaterades senast den",
        "genom granskning av en extern part. Prövad av en skärmläsaranvändare.",
        "Anmäl brister i tillgängligheten eller skriv till portalen@provland.example",
        "(12 § i lagen) Äldre inskannade beslut.",
        "(9 §) Kartor från andra.",
    ):
        assert said in text, said
    page = client.get(PAGE).text
    assert 'href="https://www.digg.se/tdosanmalan"' in page
    assert 'href="/om/tillganglighet/anmal/"' in page


def test_a_fault_is_not_mended_on_a_day_that_has_been(writer: Client) -> None:
    yesterday = str(timezone.localdate() - timedelta(days=1))
    refused = writer.post(NEW, MAP | {"mended_by": yesterday})
    assert refused.status_code == 422
    assert "Dagen har redan varit." in refused.text
    assert MAP["text"] in refused.text
    assert not Shortcoming.objects.exists()


def test_the_statement_and_personal_data_are_linked_from_every_page(client: Client) -> None:
    for address in ("/", "/strategier/", "/om/", "/konto/logga-in/", "/finns-inte/", PAGE):
        page = client.get(address).text
        footer = page[page.index("<footer") :]
        assert 'href="/om/tillganglighet/"' in footer, address
        assert 'href="/om/personuppgifter/"' in footer, address


def test_shortcomings_stand_in_the_order_of_situations_however_they_were_written(
    client: Client, writer: Client
) -> None:
    for situation in ("kognition", "utan-syn", "kognition"):
        writer.post(NEW, MAP | {"situation": situation, "text": f"Fel för {situation}."})
    text = told(client)
    assert text.index("utan synförmåga") < text.index("kognitiv nedsättning")
    assert text.count("Användning med kognitiv nedsättning") == 1


def test_a_fault_that_comes_later_makes_full_conformance_partial(
    client: Client, writer: Client
) -> None:
    writer.post(EDIT, ASSESSED | {"conformance": "helt"})
    assert "helt förenlig" in told(client)
    writer.post(NEW, MAP)
    assert "helt förenlig" not in told(client)
    assert "delvis förenlig" in told(client)
    number = Shortcoming.objects.get().pk
    writer.post(f"/om/tillganglighet/brister/{number}/ta-bort/")
    assert "helt förenlig" in told(client)


def test_words_that_look_like_markup_are_text(client: Client, writer: Client) -> None:
    script = "<script>alert(1)</script>"
    writer.post(EDIT, ASSESSED | {"method_text": script})
    writer.post(NEW, MAP | {"text": script, "reason": script})
    page = client.get(PAGE).text
    assert script not in page
    assert script in str(Text(page))


def test_the_page_costs_as_many_queries_however_long_the_list_is(
    writer: Client, count_queries: Any
) -> None:
    writer.post(NEW, MAP)
    few = count_queries(PAGE)
    for _ in range(5):
        writer.post(NEW, MAP)
    assert count_queries(PAGE) == few


@pytest.mark.parametrize("kind", ["brist", "oskäligt", "utanför"])
def test_a_shortcoming_tells_how_one_gets_the_content_otherwise(
    client: Client, writer: Client, kind: str
) -> None:
    one = MAP | {"kind": kind, "mended_by": ""}
    assert writer.post(NEW, one).status_code == 303
    assert "Tillgängligt alternativ" not in told(client)
    address = f"/om/tillganglighet/brister/{Shortcoming.objects.get().pk}/"
    other_way = {"alternative": "Listan över regioner.\nEller ring 019-12 34 56."}
    assert writer.post(address, one | other_way).status_code == 303
    assert "Tillgängligt alternativ: Listan över regioner. Eller ring 019-12 34 56." in told(client)
    assert "Eller ring 019-12 34 56." in writer.get(address).text


# --- writing it


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"method": ""}, "både resultat, datum och metod"),
        ({"conformance": ""}, "både resultat, datum och metod"),
        ({"assessed_on": ""}, "både resultat, datum och metod"),
        ({"assessed_on": "2126-01-01"}, "kan inte vara gjord efter i dag"),
        ({"assessed_on": "i våras"}, "giltigt datum"),
        ({"conformance": "nog"}, "Välj ett giltigt alternativ"),
        ({"method_text": "x" * 1001}, "1000"),
    ],
)
def test_half_an_assessment_is_refused_with_a_reason(
    writer: Client, sent: dict[str, str], said: str
) -> None:
    answer = writer.post(EDIT, ASSESSED | sent)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert not AccessibilityStatement.objects.exists()


def test_full_conformance_is_refused_while_faults_are_listed(writer: Client) -> None:
    writer.post(NEW, MAP)
    answer = writer.post(EDIT, ASSESSED | {"conformance": "helt"})
    assert answer.status_code == 422
    assert "inte helt förenlig så länge" in answer.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": " "}, "Skriv vad som inte går att använda."),
        ({"reason": ""}, "Lagen kräver skälen."),
        ({"situation": ""}, "Välj vem det gäller."),
        ({"kind": "utanför"}, "Bara en brist som ska åtgärdas har ett datum"),
        ({"text": "x" * 2001}, "2000"),
        ({"alternative": "x" * 2001}, "2000"),
    ],
)
def test_a_shortcoming_without_what_the_law_asks_is_refused(
    writer: Client, sent: dict[str, str], said: str
) -> None:
    answer = writer.post(NEW, MAP | sent)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert not Shortcoming.objects.exists()


def test_a_shortcoming_can_be_changed(client: Client, writer: Client) -> None:
    writer.post(NEW, MAP)
    address = f"/om/tillganglighet/brister/{Shortcoming.objects.get().pk}/"
    assert "Kartan har inga namn." in writer.get(address).text
    assert writer.post(address, MAP | {"text": "Kartan är liten."}).status_code == 303
    assert "Kartan är liten." in told(client)
    assert "Kartan är liten." in writer.get(EDIT).text


def test_the_history_keeps_every_change_with_who_made_it(
    writer: Client, administrator: User
) -> None:
    writer.post(EDIT, ASSESSED)
    writer.post(EDIT, ASSESSED | {"conformance": "inte"})
    writer.post(NEW, MAP)
    writer.post(f"/om/tillganglighet/brister/{Shortcoming.objects.get().pk}/ta-bort/")
    events = AccessibilityStatement.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [event.conformance for event in events] == ["delvis", "inte"]
    gone = Shortcoming.pgh_event_model.objects.get(pgh_label="delete")  # type: ignore[attr-defined]
    assert (gone.text, gone.pgh_context.metadata["user"]) == (MAP["text"], administrator.pk)
    assert last_changed() == gone.pgh_created_at


def test_an_assessment_is_asked_for_again_after_a_year(client: Client, writer: Client) -> None:
    asked = "mer än ett år gammal"
    writer.post(EDIT, ASSESSED | {"assessed_on": timezone.localdate().isoformat()})
    assert asked not in writer.get(PAGE).text
    old = timezone.localdate() - timedelta(days=366)
    writer.post(EDIT, ASSESSED | {"assessed_on": old.isoformat()})
    assert asked in writer.get(PAGE).text
    assert asked not in client.get(PAGE).text


# --- who


def test_nobody_but_the_portals_administrators_writes_it(client: Client, writer: Client) -> None:
    writer.post(NEW, MAP)
    number = Shortcoming.objects.get().pk
    shortcoming = f"/om/tillganglighet/brister/{number}/"
    own = make_member(make_actor(), MembershipRole.ADMINISTRATOR)
    for user in (own, make_user(), make_user(is_staff=True)):
        client.force_login(user)
        for address in (EDIT, NEW, shortcoming):
            assert client.get(address).status_code == 404
            assert client.post(address, ASSESSED | MAP).status_code == 404
        assert client.post(f"{shortcoming}ta-bort/").status_code == 404
        assert "Ändra redogörelsen" not in client.get(PAGE).text
    client.logout()
    for address in (EDIT, NEW, shortcoming):
        assert client.get(address).status_code == 302
    assert "Ändra redogörelsen" in writer.get(PAGE).text
    assert Shortcoming.objects.get().text == MAP["text"]


def test_removing_is_by_post_and_what_is_gone_is_not_found(writer: Client) -> None:
    assert writer.get(reverse("remove-shortcoming", args=[1])).status_code == 405
    assert writer.post(reverse("remove-shortcoming", args=[1])).status_code == 404
    assert writer.get(reverse("edit-shortcoming", args=[1])).status_code == 404
