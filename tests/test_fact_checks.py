"""A fact check: somebody without an account is asked by mail about an element, comments on it, and staff settle what was said."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategies.models import Comment, Element, PreviewLink
from strategies.models.preview import LONGEST_COMMENT, MOST_COMMENTS
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_comment, make_member, make_strategy

pytestmark = pytest.mark.django_db

ASKED = {"email": "sakkunnig@prov.example", "question": "Stämmer antalet?"}


@pytest.fixture
def element(desk: Desk) -> Element:
    return desk.element("Insats a")


@pytest.fixture
def outsider(client: Client, desk: Desk, element: Element) -> Client:
    """Somebody without an account, who has opened the mail's link."""
    ask(client, desk, element)
    outsider = Client()
    assert outsider.get(link(), follow=True).status_code == 200
    return outsider


def ask(client: Client, desk: Desk, element: Element, **fields: str) -> None:
    day = str(timezone.localdate() + timedelta(days=7))
    sent = ASKED | {"last_day": day} | fields
    assert client.post(desk.url("invite-fact-check", element.key), sent).status_code == 303


def link() -> str:
    """The path of the link in the latest mail."""
    found = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def here() -> str:
    return reverse("fact-check", args=[PreviewLink.objects.latest("pk").pk])


# --- asking


def test_the_mail_says_who_asks_what_of_which_part(
    client: Client, desk: Desk, element: Element
) -> None:
    ask(client, desk, element)
    (message,) = mail.outbox
    assert message.to == ["sakkunnig@prov.example"]
    assert message.subject == "Faktakoll: Provplanen"
    assert "Disa Redaktör skriver på Provplanen" in message.body
    assert "Insats a" in message.body
    assert "Stämmer antalet?" in message.body
    assert "Länken gäller till och med den" in message.body


def test_a_mail_that_cannot_be_sent_leaves_no_link_and_loses_nothing(
    client: Client, desk: Desk, element: Element, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise SMTPRecipientsRefused({"sakkunnig@prov.example": (550, b"no")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    sent = ASKED | {"last_day": str(timezone.localdate())}
    answer = client.post(desk.url("invite-fact-check", element.key), sent)
    assert answer.status_code == 422
    assert "Brevet gick inte att skicka. Försök igen om en stund." in answer.text
    assert "Stämmer antalet?" in answer.text
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email": ""}, "Skriv en e-postadress."),
        ({"email": "sakkunnig"}, "Det där är ingen e-postadress."),
        ({"email": f"a@{'å' * 60}.se"}, "Det där är ingen e-postadress."),
        ({"question": "x" * 1001}, "för lång: högst 1000 tecken"),
        ({"last_day": "2001-01-01"}, "Dagen har redan varit."),
    ],
)
def test_what_cannot_be_sent_is_told(
    client: Client, desk: Desk, element: Element, wrong: dict[str, str], told: str
) -> None:
    sent = ASKED | {"last_day": str(timezone.localdate())} | wrong
    answer = client.post(desk.url("invite-fact-check", element.key), sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert not mail.outbox
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("role", ["reader", None])
def test_who_may_not_edit_asks_nobody(
    client: Client, desk: Desk, element: Element, role: str | None
) -> None:
    comment = make_comment(element, desk.editor)
    client.force_login(make_member(desk.owner, role) if role else make_member(make_actor()))
    asking, settling = (
        desk.url("invite-fact-check", element.key),
        desk.url("settle-comment", comment.pk),
    )
    sent = ASKED | {"last_day": str(timezone.localdate()), "outcome": "inarbetad"}
    answers = [
        *(client.get(url) for url in (desk.url("fact-checks"), asking)),
        *(client.post(url, sent) for url in (asking, settling)),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert not mail.outbox


# --- what the outsider meets


def test_the_element_is_seen_in_its_place_with_the_question(outsider: Client) -> None:
    page = outsider.get(here()).text
    assert "<h1>Insats a</h1>" in page
    assert "Vi stärker rådgivningen." in page
    assert "Prioritering: Riktning A" in page
    assert "Område A1" in page
    assert "Stämmer antalet?" in page
    assert "Disa Redaktör frågar dig" in page
    assert "<strong>Utkast.</strong>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "sakkunnig@prov.example" not in page


def test_every_link_of_the_page_leads_somewhere(outsider: Client, element: Element) -> None:
    page = outsider.get(here()).text
    hrefs = set(re.findall(r'href="(/forhandsvisning/[^"#]*)', page))
    assert hrefs == {reverse("shared-preview", args=[PreviewLink.objects.get().pk])}
    whole = outsider.get(hrefs.pop())
    assert f'id="d-{str(element.key)[:8]}"' in whole.text
    assert 'href=""' not in page


def test_a_comment_comes_to_those_who_write_the_plan(
    client: Client, desk: Desk, outsider: Client, element: Element
) -> None:
    sent = {"text": "Det är tolv <företag>.\r\n\r\nInte tio.", "name": " Siv  Sakkunnig "}
    answer = outsider.post(here(), sent, follow=True)
    assert "Tack! Kommentaren är sparad" in answer.text
    comment = Comment.objects.get()
    assert (comment.name, comment.text) == (
        "Siv Sakkunnig",
        "Det är tolv <företag>.\n\nInte tio.",
    )
    for page in (
        client.get(desk.url("edit-element", element.key)).text,
        client.get(desk.url("fact-checks")).text,
        outsider.get(here()).text,
    ):
        assert "Siv Sakkunnig" in page
        assert "Det är tolv &lt;företag&gt;." in page


def test_a_comment_changes_nothing_in_the_plan(desk: Desk, outsider: Client) -> None:
    before = snapshot(desk.strategy)
    outsider.post(here(), {"text": "Tolv."})
    assert snapshot(desk.strategy) == before


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": "", "name": "Siv"}, "Skriv en kommentar."),
        ({"text": "\u200b", "name": "Siv"}, "Skriv en kommentar."),
        ({"text": "x" * (LONGEST_COMMENT + 1), "name": "Siv"}, "högst 5000 tecken"),
        ({"text": "Tolv.", "name": "Siv" * 50}, "Siv"),
    ],
)
def test_a_comment_that_cannot_be_kept_is_told_and_stays(
    outsider: Client, sent: dict[str, str], told: str
) -> None:
    answer = outsider.post(here(), sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert sent["name"] in answer.text
    assert not Comment.objects.exists()


def test_a_comment_that_is_sent_twice_is_there_once(outsider: Client) -> None:
    for _time in range(2):
        assert outsider.post(here(), {"text": "Tolv.", "name": "Siv"}).status_code == 302
    assert Comment.objects.count() == 1


def test_comments_of_a_link_have_a_bound_which_the_database_knows(outsider: Client) -> None:
    link = PreviewLink.objects.get()
    for number in range(1, MOST_COMMENTS + 1):
        assert outsider.post(here(), {"text": f"Nummer {number}"}).status_code == 302
    refused = outsider.post(here(), {"text": "En till"})
    assert refused.status_code == 422
    assert "så många har det blivit" in refused.text
    assert "En till" in refused.text
    assert "så många kommentarer som den tar emot" in outsider.get(here()).text
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(link=link, number=MOST_COMMENTS + 1, text="En till")


def test_nothing_is_said_through_a_link_that_has_ended(outsider: Client) -> None:
    PreviewLink.objects.get().end()
    answer = outsider.post(here(), {"text": "Tolv."})
    assert answer.status_code == 410
    assert not Comment.objects.exists()


@pytest.mark.parametrize("how", ["ended", "over", "forgotten", "element gone"])
def test_what_was_typed_while_the_fact_check_ended_is_on_the_page(
    outsider: Client, element: Element, how: str
) -> None:
    typed = "Det är <b>tolv</b>.\n" + "Och mer. " * 1_000
    link = PreviewLink.objects.get()
    if how == "ended":
        link.end()
    elif how == "over":
        past = timezone.now() - timedelta(minutes=1)
        PreviewLink.objects.update(made_at=past - timedelta(days=1), ends_at=past)
    elif how == "forgotten":
        outsider.cookies.pop("sessionid")
    else:
        element.delete()
    answer = outsider.post(here(), {"text": typed})
    assert answer.status_code == 410
    found = re.search(r"<textarea[^>]* readonly>(.*?)</textarea>", answer.text, re.DOTALL)
    assert found
    assert unescape(found[1]) == typed.strip()
    assert "Det du skrev är inte sparat" in answer.text
    # Who asked is told to those who came through the link.
    assert ("Disa Redaktör" in answer.text) == (how != "forgotten")
    assert ("Öppna sedan länken i brevet igen" in answer.text) == (how == "forgotten")
    assert not Comment.objects.exists()
    for nothing in (outsider.get(here()), outsider.post(here(), {"text": " "})):
        assert nothing.status_code == 410
        assert "inte sparat" not in nothing.text


def test_nothing_is_said_through_a_link_that_asks_nothing(desk: Desk) -> None:
    link = PreviewLink(strategy=desk.strategy, made_by=desk.editor)
    token = link.store(timezone.localdate())
    reader = Client()
    reader.get(reverse("open-preview", args=[token]))
    for answer in (reader.get(here()), reader.post(here(), {"text": "Tolv."})):
        assert answer.status_code == 404
    assert not Comment.objects.exists()


def test_a_form_from_another_site_is_refused(client: Client, desk: Desk, element: Element) -> None:
    ask(client, desk, element)
    outsider = Client(enforce_csrf_checks=True)
    outsider.get(link())
    assert outsider.post(here(), {"text": "Tolv."}).status_code == 403
    assert not Comment.objects.exists()


def test_an_element_that_has_gone_is_told_of(
    client: Client, desk: Desk, outsider: Client, element: Element
) -> None:
    outsider.post(here(), {"text": "Tolv."})
    element.delete()
    answer = outsider.post(here(), {"text": "Elva."})
    assert answer.status_code == 410
    assert "Delen finns inte längre i utkastet" in answer.text
    assert Comment.objects.count() == 1
    page = client.get(desk.url("fact-checks")).text
    assert "En del som har tagits bort" in page
    assert "Tolv." in page


# --- settling


@pytest.fixture
def comment(desk: Desk, element: Element) -> Comment:
    return make_comment(element, desk.editor)


def settle(client: Client, desk: Desk, comment: Comment, **sent: str) -> int:
    return client.post(desk.url("settle-comment", comment.pk), sent).status_code


def test_a_comment_is_worked_in(client: Client, desk: Desk, comment: Comment) -> None:
    assert "1 kommentar att ta ställning till." in client.get(desk.url("fact-checks")).text
    assert settle(client, desk, comment, outcome="inarbetad") == 303
    comment.refresh_from_db()
    assert (comment.outcome, comment.settled_by) == ("inarbetad", desk.editor)
    page = client.get(desk.url("fact-checks")).text
    assert "Inga kommentarer väntar." in page
    assert "Avvisa<" not in page


def test_a_comment_is_rejected_with_a_word_why_which_the_outsider_sees(
    client: Client, desk: Desk, outsider: Client
) -> None:
    outsider.post(here(), {"text": "Det är tolv."})
    comment = Comment.objects.get()
    refused = client.post(desk.url("settle-comment", comment.pk), {"outcome": "avvisad"})
    assert refused.status_code == 422
    field = f"kommentar-{comment.pk}-reason"
    assert f'<a href="#{field}">Svar: Skriv varför kommentaren avvisas.</a>' in refused.text
    assert f'id="{field}"' in refused.text
    comment.refresh_from_db()
    assert comment.outcome == ""
    assert settle(client, desk, comment, outcome="avvisad", reason="SCB säger tio.") == 303
    page = outsider.get(here()).text
    assert "SCB säger tio." in page
    assert "avvisad" in page


@pytest.mark.parametrize("outcome", ["", "kanske"])
def test_another_outcome_is_refused(
    client: Client, desk: Desk, comment: Comment, outcome: str
) -> None:
    assert settle(client, desk, comment, outcome=outcome) == 422
    comment.refresh_from_db()
    assert comment.outcome == ""


def test_a_comment_is_settled_once(
    client: Client, desk: Desk, comment: Comment, colleague: Client
) -> None:
    settle(colleague, desk, comment, outcome="inarbetad")
    answer = client.post(
        desk.url("settle-comment", comment.pk), {"outcome": "avvisad", "reason": "Nej"}, follow=True
    )
    assert "redan avgjord" in answer.text
    comment.refresh_from_db()
    assert comment.outcome == "inarbetad"


def test_nobody_settles_another_plans_comment(client: Client, desk: Desk, comment: Comment) -> None:
    other = make_strategy()
    client.force_login(make_member(other.owners.get()))
    there = reverse("settle-comment", args=[other.slug, comment.pk])
    assert client.post(there, {"outcome": "inarbetad"}).status_code == 404
    assert settle(client, desk, comment, outcome="inarbetad") == 404


def test_the_panel_swaps_its_comments_alone(
    client: Client, desk: Desk, comment: Comment, element: Element
) -> None:
    url = desk.url("settle-comment", comment.pk)
    refused = client.post(url, {"outcome": "avvisad"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Skriv varför" in refused.text
    answer = client.post(url, {"outcome": "inarbetad"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="kommentarer"' in answer.text
    assert "inarbetad" in answer.text
    assert 'id="kommentarer"' in client.get(desk.url("edit-element", element.key)).text


def test_the_queries_of_the_page_do_not_grow(
    client: Client, desk: Desk, comment: Comment, count_queries: Callable[..., int]
) -> None:
    few = count_queries(desk.url("fact-checks"))
    for number in range(2, 6):
        Comment.objects.create(link=comment.link, number=number, text="Mer.")
        make_comment(desk.element("Insats b"), desk.editor)
    assert count_queries(desk.url("fact-checks")) == few
