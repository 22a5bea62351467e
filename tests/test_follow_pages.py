"""Signing up for news by e-mail: by the holder of the address alone, and as easy to end as to begin."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.merge import merge
from strategies.models import Delivery, Strategy, Subscription
from strategies.news.links import end_link, manage_link
from strategies.news.send import forget
from tests.factories import (
    make_actor,
    make_region,
    make_strategy,
    make_subscription,
    publish_again,
)
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db

FOLLOW = "/folj/"
ADDRESS = "nils@prov.example"
HERE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _attempts(db: None) -> None:
    """The table that counts attempts."""
    call_command("createcachetable", verbosity=0)


def ask(client: Client, address: str = FOLLOW, email: str = ADDRESS, often: str = "direkt") -> Any:
    return client.post(address, {"email": email, "frequency": often})


def links(text: str) -> list[str]:
    """The paths in a mail that lead to the portal."""
    return re.findall(rf"{HERE}(/folj/\S+)", text)


def latest_link() -> str:
    return links(mail.outbox[-1].body)[0]


def path(link: str) -> str:
    return link.removeprefix(HERE)


def test_nobody_is_written_to_before_the_holder_has_confirmed(client: Client) -> None:
    assert ask(client)["Location"] == reverse("follow-sent")
    assert "Titta i din e-post" in client.get(reverse("follow-sent")).text
    row = Subscription.objects.get()
    assert row.confirmed_at is None
    assert not Subscription.objects.standing().exists()
    assert mail.outbox[0].to == [ADDRESS]
    assert "Gör du ingenting får du inga brev" in mail.outbox[0].body
    reader = Client()
    page = reader.get(latest_link())
    assert "Ja, jag vill följa" in page.text
    assert (
        not Subscription.objects.standing().exists()
    )  # a filter that follows links confirms nothing
    answer = reader.post(latest_link(), follow=True)
    assert "Tack, nu är det klart" in answer.text
    assert Subscription.objects.standing().get().email == ADDRESS


def test_the_confirmation_is_a_real_mail(client: Client, mail_server: MailServer) -> None:
    make_region("Örebro län", slug="orebro-lan")
    ask(client, f"{FOLLOW}?region=orebro-lan", often="varje vecka")
    (sent,) = mail_server.mails()
    assert isinstance(sent, EmailMessage)
    assert sent["Subject"] == "Bekräfta att du vill följa"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert mail_server.recipients == [ADDRESS]
    text = sent.get_content()
    assert "som rör Örebro län" in text
    assert "en gång i veckan" in text
    assert client.get(links(text)[0]).status_code == 200


@pytest.mark.parametrize(
    ("word", "field", "said"),
    [
        ("strategi", "strategy", "Planen"),
        ("region", "region", "Provlän"),
        ("aktor", "actor", "Ägaren"),
    ],
)
def test_each_thing_can_be_followed(client: Client, word: str, field: str, said: str) -> None:
    owner, county = make_actor("Ägaren", slug="det"), make_region("Provlän", slug="det")
    strategy = make_strategy(title="Planen", owners=(owner.name,), published=True)
    Strategy.objects.filter(pk=strategy.pk).update(slug="det", title="Bara i arbetsversionen")
    address = f"{FOLLOW}?{word}=det"
    assert said in client.get(address).text
    ask(client, address)
    row = Subscription.objects.get()
    assert getattr(row, field).slug == "det"
    assert row.target in (owner, county, strategy)
    assert said in mail.outbox[0].body
    page = client.get(latest_link()).text
    assert said in page
    assert "arbetsversionen" not in page + mail.outbox[0].body


@pytest.mark.parametrize(
    "asked", ["strategi=skiss", "region=finnsinte", "aktor=hemlig", "region=%00"]
)
def test_what_readers_do_not_see_cannot_be_followed(client: Client, asked: str) -> None:
    make_actor(slug="hemlig", listed=False)
    draft = make_strategy()
    Strategy.objects.filter(pk=draft.pk).update(slug="skiss")
    wanted = 200 if asked == "region=%00" else 404
    assert client.get(f"{FOLLOW}?{asked}").status_code == wanted
    assert ask(client, f"{FOLLOW}?strategi=skiss").status_code == 404
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ingen adress",
        "a@b@c.se",
        "nils@prov.example\nBcc: x@y.se",
        f"a@{'å' * 60}.se",
        "a@\u200b.se",
    ],
)
def test_an_address_that_is_none_is_told(client: Client, email: str) -> None:
    answer = ask(client, email=email)
    assert answer.status_code == 422
    assert "e-postadress" in answer.text
    assert not mail.outbox
    often = ask(client, often="varje timme")
    assert often.status_code == 422
    (field,) = re.findall(r'class="error-summary".*?href="#([^"]+)', often.text, re.DOTALL)
    assert f'id="{field}"' in often.text
    assert not Subscription.objects.exists()


def test_the_answer_does_not_tell_whether_an_address_is_known(client: Client) -> None:
    unknown = ask(client)
    known = make_subscription("kand@prov.example", frequency="varje vecka")
    answer = ask(client, email="KAND@prov.example")
    assert (answer.status_code, answer["Location"]) == (unknown.status_code, unknown["Location"])
    assert answer.content == unknown.content
    # The holder alone is told, at the address as it was confirmed; nothing has changed for it.
    assert mail.outbox[-1].to == [known.email]
    assert "Dem får du redan" in mail.outbox[-1].body
    known.refresh_from_db()
    assert known.frequency == "varje vecka"
    assert Subscription.objects.count() == 2


def test_who_asks_again_before_confirming_gets_what_was_asked_last(client: Client) -> None:
    ask(client)
    ask(client, email=ADDRESS.upper(), often="varje vecka")
    assert Subscription.objects.get().frequency == "varje vecka"
    assert len(mail.outbox) == 2


def test_a_link_that_is_old_confirms_nothing(client: Client, monkeypatch: Any) -> None:
    ask(client)
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    for answer in (client.get(latest_link()), client.post(latest_link())):
        assert answer.status_code == 410
        assert "gäller inte längre" in answer.text
    assert not Subscription.objects.standing().exists()


@pytest.mark.parametrize(
    ("word", "name"),
    [("strategi", "Planen"), ("region", "Provlän"), ("aktor", "Ägaren")],
)
def test_a_link_that_is_old_leads_to_the_form_for_what_it_was_about(
    client: Client, monkeypatch: Any, word: str, name: str
) -> None:
    owner = make_actor("Ägaren", slug="det")
    make_region("Provlän", slug="det")
    strategy = make_strategy(title="Planen", owners=(owner.name,), published=True)
    Strategy.objects.filter(pk=strategy.pk).update(slug="det")
    ask(client, f"{FOLLOW}?{word}=det")
    later = timezone.now() + timedelta(days=3, minutes=1)
    forget(later)  # the address is gone, and the link still knows
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    text = client.get(latest_link()).text
    form = f"{FOLLOW}?{word}=det"
    assert f'<a href="{form}">Be om en ny länk för {name}</a>' in text
    assert client.get(form).status_code == 200
    # What has gone from the readers' sight since is not told of.
    Strategy.objects.update(current_edition=None)
    owner.listed = False
    owner.save()
    assert (name in client.get(latest_link()).text) == (word == "region")


def test_a_link_that_is_old_names_the_links_of_pages_as_they_do(
    client: Client, monkeypatch: Any
) -> None:
    make_region(slug="det")
    ask(client)
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    said = "välj <em>Med e-post</em> vid <em>Följ</em>"
    for address in (latest_link(), reverse("confirm-subscription", args=["x"])):
        answer = client.get(address)
        assert answer.status_code == 410
        assert said in answer.text
    page = client.get("/regioner/det/").text
    assert re.search("<dt>Följ</dt><dd><a [^>]*>Med e-post</a>", page)


def test_a_guess_or_another_links_secret_confirms_nothing(client: Client) -> None:
    row = make_subscription(confirmed_at=None)
    forged = TimestampSigner(sep=".", salt="something else").sign(row.key.hex)
    other = path(manage_link(row)).strip("/").split("/")[-1]
    for token in (forged, other, row.key.hex, "x"):
        address = reverse("confirm-subscription", args=[token])
        assert client.post(address).status_code == 410
    for token in (forged, row.key.hex, "x"):
        assert client.get(reverse("subscription", args=[token])).status_code == 404
        assert client.post(reverse("end-subscription", args=[token])).status_code == 404
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_confirming_twice_changes_nothing(client: Client) -> None:
    ask(client)
    client.post(latest_link())
    first = Subscription.objects.get()
    page = client.get(latest_link()).text
    assert "Du följer redan det här" in page
    assert "Ja, jag vill följa" not in page
    assert f'href="{path(manage_link(first))}"' in page
    client.post(latest_link())
    assert Subscription.objects.get().confirmed_at == first.confirmed_at


def test_how_often_is_changed_by_the_mails_link(client: Client) -> None:
    row = make_subscription()
    page = path(manage_link(row))
    assert "Du följer" in client.get(page).text
    answer = client.post(page, {"frequency": "varje vecka"}, follow=True)
    assert "Ändringen är sparad" in answer.text
    row.refresh_from_db()
    assert row.frequency == "varje vecka"
    assert client.post(page, {"frequency": "alltid"}).status_code == 422


def test_one_click_ends_a_subscription(client: Client) -> None:
    """RFC 8058: a mail program posts this, without a cookie, and is not led elsewhere."""
    row = make_subscription()
    Delivery.objects.create(subscription=row, step=make_strategy(published=True).steps.get())
    program = Client(enforce_csrf_checks=True)
    address = path(end_link(row))
    assert program.get(address).status_code == 200
    assert Subscription.objects.exists()  # looking ends nothing
    sent = {"List-Unsubscribe": "One-Click"}
    for _again in range(2):
        answer = program.post(address, sent)
        assert answer.status_code == 200
        assert "inga fler brev" in answer.text
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()
    assert "inga fler brev" in client.get(address).text
    assert client.get(path(manage_link(row))).status_code == 410


def test_what_is_no_longer_public_can_still_be_left(client: Client) -> None:
    strategy = make_strategy(title="Tagen tillbaka", published=True)
    row = make_subscription(strategy=strategy)
    Strategy.objects.filter(pk=strategy.pk).update(current_edition=None)
    for link in (manage_link(row), end_link(row)):
        page = client.get(path(link))
        assert page.status_code == 200
        assert "inte längre är publicerat" in page.text
        assert "Tagen tillbaka" not in page.text
    client.post(path(end_link(row)))
    assert not Subscription.objects.exists()


def test_no_page_shows_an_address(client: Client) -> None:
    row = make_subscription(ADDRESS)
    for link in (manage_link(row), end_link(row)):
        page = client.get(path(link))
        assert page.status_code == 200
        assert "nils" not in page.text
        assert "no-store" in page["Cache-Control"]


def test_attempts_are_limited_by_place_and_by_address(client: Client) -> None:
    for _one in range(5):
        assert ask(client).status_code == 302
    assert ask(client, email=ADDRESS.upper()).status_code == 429
    assert len(mail.outbox) == 5
    for number in range(15):
        ask(client, email=f"nils{number}@prov.example")
    refused = ask(client, email="en.till@prov.example")
    assert refused.status_code == 429
    assert "För många försök" in refused.text
    # The limit is no way to learn who is known.
    assert not Subscription.objects.filter(email="en.till@prov.example").exists()


class Refusing(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({ADDRESS: (550, b"nils@prov.example finns inte")})


def test_a_mail_that_cannot_be_sent_is_told_and_the_address_stays_out_of_the_log(
    client: Client, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    answer = ask(client)
    assert answer.status_code == 503
    assert "gick inte att skicka" in answer.text
    assert ADDRESS in answer.text  # what one typed is still there
    assert "SMTPRecipientsRefused" in caplog.text
    assert "nils" not in caplog.text


def test_addresses_are_in_no_log(client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(client)
        client.post(latest_link())
    assert "nils" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert "nils" not in f"{Subscription.objects.get()} {Subscription.objects.get()!r}"


def test_addresses_that_nobody_confirmed_are_forgotten_after_three_days(client: Client) -> None:
    ask(client)
    kept = make_subscription()
    forget(timezone.now() + timedelta(days=2, hours=23))
    assert Subscription.objects.count() == 2
    forget(timezone.now() + timedelta(days=3))
    assert list(Subscription.objects.all()) == [kept]


def test_those_who_follow_an_actor_follow_what_it_is_merged_into() -> None:
    kept, removed = make_actor(), make_actor()
    moved = make_subscription(actor=removed)
    both = [make_subscription(ADDRESS, actor=actor) for actor in (kept, removed)]
    strategy = make_strategy(owners=(removed.name,), published=True)
    Delivery.objects.create(
        subscription=both[1],
        step=strategy.steps.get(),
        state="lämnad",
        handed_at=timezone.now(),
    )
    merge(kept, removed)
    assert set(Subscription.objects.filter(actor=kept)) == {moved, both[0]}


def test_queries_do_not_grow_with_who_follows(count_queries: Callable[..., int]) -> None:
    strategy = make_strategy(published=True)
    address = f"{FOLLOW}?strategi={strategy.slug}"
    few = count_queries(address)
    for _more in range(3):
        make_subscription(strategy=strategy)
        publish_again(strategy)
    assert count_queries(address) == few
