"""Anybody can say what does not work, without script or name; nothing that was sent is lost, and what it says of people goes again."""

from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from actors.models import MembershipRole, User
from portal.legal.models import FaultReport
from tests.factories import make_actor, make_member, make_user

pytestmark = pytest.mark.django_db

FORM = "/om/tillganglighet/anmal/"
THANKS = "/om/tillganglighet/anmal/tack/"
LIST = "/om/tillganglighet/anmalningar/"
SENT = {
    "text": "Kartan läses inte upp.\r\n\r\nJag hör bara ”bild”.",
    "page": "Startsidan",
    "aid": "NVDA",
    "email": "ada@prov.example",
    "website": "",
}


@pytest.fixture(autouse=True)
def _counted(db: None) -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def administrator() -> User:
    return make_user(is_superuser=True, name="Pia Portal")


@pytest.fixture
def reader(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


# --- reporting


def test_a_report_is_stored_and_thanked_for(client: Client) -> None:
    answer = client.post(FORM, SENT)
    assert (answer.status_code, answer["Location"]) == (303, THANKS)
    assert "Tack för din anmälan" in client.get(THANKS).text
    stored = FaultReport.objects.get()
    assert stored.text == "Kartan läses inte upp.\n\nJag hör bara ”bild”."
    assert (stored.page, stored.aid, stored.email) == ("Startsidan", "NVDA", "ada@prov.example")
    assert stored.state == "ny"
    assert mail.outbox == []


def test_only_what_does_not_work_has_to_be_told(client: Client) -> None:
    assert client.post(FORM, {"text": "Går inte att läsa."}).status_code == 303
    assert FaultReport.objects.get().email == ""


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "  "}, "Skriv vad som inte fungerar."),
        ({"text": "x" * 4001}, "4000"),
        ({"page": "x" * 501}, "500"),
        ({"aid": "x" * 201}, "200"),
        ({"email": "ada"}, "giltig e-postadress"),
        ({"email": f"{'a' * 250}@prov.example"}, "254"),
    ],
)
def test_what_cannot_be_stored_is_said_and_nothing_that_was_written_is_lost(
    client: Client, sent: dict[str, str], said: str
) -> None:
    answer = client.post(FORM, SENT | sent)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    for name in ("page", "aid", "email"):
        assert (SENT | sent)[name] in answer.text
    assert not FaultReport.objects.exists()


def test_a_program_that_fills_in_every_field_is_refused_and_a_person_told_why(
    client: Client,
) -> None:
    assert 'class="trap"' in client.get(FORM).text
    answer = client.post(FORM, SENT | {"website": "https://köp.example"})
    assert answer.status_code == 422
    assert 'class="trap"' not in answer.text
    assert "Töm det, och skicka igen." in answer.text
    assert not FaultReport.objects.exists()


def test_too_many_from_one_place_have_to_wait_with_their_words_kept(client: Client) -> None:
    for _ in range(10):
        assert client.post(FORM, SENT).status_code == 303
    answer = client.post(FORM, SENT)
    assert answer.status_code == 429
    assert "Vänta en stund" in answer.text
    assert "Jag hör bara ”bild”." in answer.text
    assert FaultReport.objects.count() == 10
    # Somebody elsewhere is not kept out.
    assert client.post(FORM, SENT, REMOTE_ADDR="192.0.2.7").status_code == 303


def test_a_form_that_cannot_be_stored_is_not_counted(client: Client) -> None:
    for _ in range(11):
        client.post(FORM, {"text": ""})
    assert client.post(FORM, SENT).status_code == 303


def test_another_site_cannot_report_for_a_visitor(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FORM, SENT).status_code == 403
    assert not FaultReport.objects.exists()


# --- the mail


def test_the_report_is_mailed_without_the_address_of_who_sent_it(
    client: Client, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "portalen@provland.example"
    client.post(FORM, SENT)
    (letter,) = mail.outbox
    assert letter.to == ["portalen@provland.example"]
    assert letter.subject == "Anmäld brist i tillgängligheten: Strategiportalen"
    assert "Jag hör bara ”bild”." in letter.body
    assert f"http://testserver{LIST}{FaultReport.objects.get().pk}/" in letter.body
    assert "vill ha svar" in letter.body
    assert "ada@prov.example" not in str(letter.message())


def test_a_mail_that_cannot_be_sent_loses_no_report(
    client: Client, settings: Any, caplog: Any
) -> None:
    settings.CONTACT_EMAIL = "portalen@provland.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # where nobody listens
    assert client.post(FORM, SENT).status_code == 303
    assert FaultReport.objects.count() == 1
    assert "could not be mailed: ConnectionRefusedError" in caplog.text
    assert "provland" not in caplog.text


# --- handling


def test_a_report_is_read_and_handled(reader: Client, administrator: User) -> None:
    Client().post(FORM, SENT)
    number = FaultReport.objects.get().pk
    listed = reader.get(LIST).text
    assert "Kartan läses inte upp." in listed
    assert "(1 ny)" in reader.get("/om/tillganglighet/").text
    page = reader.get(f"{LIST}{number}/").text
    assert "ada@prov.example" in page
    answer = reader.post(f"{LIST}{number}/", {"state": "åtgärdad", "note": "Ny karta på plats."})
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    stored = FaultReport.objects.get()
    assert (stored.state, stored.note, stored.handled_by) == (
        "åtgärdad",
        "Ny karta på plats.",
        administrator,
    )
    assert "av Pia Portal" in reader.get(f"{LIST}{number}/").text
    reader.post(f"{LIST}{number}/", {"state": "ny", "note": ""})
    assert FaultReport.objects.get().handled_at is None


def test_the_list_shows_one_state_at_a_time(reader: Client) -> None:
    FaultReport.objects.create(text="Den nya")
    FaultReport.objects.create(text="Den gamla", state="besvarad", handled_at=timezone.now())
    assert "Den gamla" not in reader.get(LIST, {"lage": "ny"}).text
    assert "Den nya" not in reader.get(LIST, {"lage": "besvarad"}).text
    for lage in ("", "finns inte"):
        text = reader.get(LIST, {"lage": lage}).text
        assert "Den nya" in text
        assert "Den gamla" in text
    assert "Ingen anmälan är i det läget." in reader.get(LIST, {"lage": "åtgärdad"}).text


@pytest.mark.parametrize("sent", [{"state": "glömd"}, {"state": "besvarad", "note": "x" * 2001}])
def test_a_handling_that_cannot_be_stored_is_refused(reader: Client, sent: dict[str, str]) -> None:
    report = FaultReport.objects.create(text="Går inte.")
    assert reader.post(f"{LIST}{report.pk}/", sent).status_code == 422
    assert FaultReport.objects.get().state == "ny"


def test_only_the_portals_administrators_read_what_was_reported(client: Client) -> None:
    report = FaultReport.objects.create(text="Hemlig text", email="ada@prov.example")
    own = make_member(make_actor(), MembershipRole.ADMINISTRATOR)
    for user in (own, make_user(), make_user(is_staff=True)):
        client.force_login(user)
        assert client.get(LIST).status_code == 404
        for ask in (client.get, client.post):
            assert ask(f"{LIST}{report.pk}/", {"state": "besvarad"}).status_code == 404
    client.logout()
    assert client.get(LIST).status_code == 302
    assert FaultReport.objects.get().state == "ny"


def test_the_list_costs_as_many_queries_however_long_it_is(
    client: Client, administrator: User, count_queries: Any
) -> None:
    client.force_login(administrator)
    FaultReport.objects.create(text="Ett")
    few = count_queries(LIST)
    for _ in range(5):
        FaultReport.objects.create(
            text="Fler", handled_by=administrator, state="besvarad", handled_at=timezone.now()
        )
    assert count_queries(LIST) == few


def test_what_people_wrote_is_in_no_history(client: Client) -> None:
    client.post(FORM, SENT)
    FaultReport.objects.update(note="Ringde Ada", state="besvarad", handled_at=timezone.now())
    events = FaultReport.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [event.state for event in events] == ["ny", "besvarad"]
    kept = {field.name for field in events.model._meta.fields}
    assert not kept & {"page", "text", "aid", "email", "note"}
