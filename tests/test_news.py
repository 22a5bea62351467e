"""News by e-mail, read back from a real mail server: what it says, to whom, when, and what becomes of it."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from actors.models import User
from strategies.dates import PartialDate
from strategies.models import Announcement, Delivery, Strategy, Subscription
from strategies.models.subscription import latest_monday
from strategies.news.announce import announce
from strategies.news.send import WAITS, send, send_news
from strategies.plan import Decision
from strategies.publishing.publish import publish
from tests.factories import (
    current,
    make_actor,
    make_member,
    make_region,
    make_strategy,
    make_subscription,
    make_user,
    publish_again,
)
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db

HERE = "http://127.0.0.1:8000"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 11, 30, 7, tzinfo=STOCKHOLM)


class Clock:
    """What time it is, for whoever asks django.utils.timezone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def pass_by(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_mail_says_what_is_new(mail_server: MailServer) -> None:
    owner = make_actor("Region Örebro län")
    decided = Decision(body="Regionfullmäktige", date={"value": "2018-06-14"})
    strategy = make_strategy(
        title="Plan för åar & älvar", owners=(owner.name,), decisions=(decided,), published=True
    )
    announce()
    follower = make_subscription("nils@prov.example", strategy=strategy)
    publish_again(strategy, note="Målen för 2027 är skarpare.\n.Punkt först på raden")
    assert send() == {"sent": 1}
    (mail,) = mail_server.mails()
    assert mail_server.recipients == ["nils@prov.example"]
    assert mail["To"] == "nils@prov.example"
    assert mail["Subject"] == "Ny utgåva: Plan för åar & älvar"
    assert mail.get_content_type() == "text/plain"
    text = mail.get_content().replace("\r\n", "\n")
    assert "Vad som är nytt: Målen för 2027 är skarpare.\n.Punkt först" in text
    assert "Texten har ändrats sedan den antogs (utgåva 1)." in text
    assert "Beslut:" not in text
    assert "Utgåva 2, Region Örebro län, " in text
    assert f"{HERE}{strategy.get_absolute_url()}\n" in text
    assert f"{HERE}{current(strategy).get_absolute_url()}\n" in text
    assert "för att du följer Plan för åar & älvar." in text
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "Strategiportalen <nytt.127.0.0.1>"
    assert mail["Message-ID"] == f"<{follower.deliveries.get().key}@127.0.0.1>"
    assert states() == ["lämnad"]


def test_a_mail_of_the_adopted_text_says_what_was_decided(mail_server: MailServer) -> None:
    make_subscription()
    strategy = make_strategy(published=True)
    announce()
    strategy.decisions.create(
        kind="antagen",
        date=PartialDate(value="2018-06-14"),
        body=make_actor("Nämnden"),
        case_number="18RS5123",
        paragraph="44",
    )
    publish(strategy, user=None, note="Antagen")
    send()
    text = mail_server.texts()[-1]
    assert "Beslut: Antagen 14 juni 2018, Nämnden, 18RS5123, § 44\n" in text.replace("\r", "")
    assert "har ändrats sedan" not in text


@pytest.mark.parametrize(
    ("note", "said"), [("", "\nRättelse.\n"), ("Fel årtal", "\nRättelse: Fel årtal\n")]
)
def test_a_mail_of_a_correction_says_that_it_is_one(
    mail_server: MailServer, note: str, said: str
) -> None:
    strategy = make_strategy(title="Planen", published=True)
    announce()
    make_subscription(strategy=strategy)
    Strategy.objects.update(summary="Rättad")
    publish(strategy, user=None, note=note, correction=True)
    send()
    (mail,) = mail_server.mails()
    assert mail["Subject"] == "Rättelse: Planen"
    text = mail.get_content().replace("\r\n", "\n")
    assert said in text
    assert "Vad som är nytt" not in text


def test_the_mails_own_button_ends_it(mail_server: MailServer, client: Client) -> None:
    make_subscription()
    make_strategy(published=True)
    send()
    (mail,) = mail_server.mails()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(rf"<{HERE}(\S+)>", mail["List-Unsubscribe"])
    assert found
    assert f"{HERE}{found[1]}" in mail.get_content()
    client.post(found[1], {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.exists()


def test_links_are_https_where_the_portal_is_no_demonstration(
    mail_server: MailServer, settings: Any
) -> None:
    settings.PORTAL_ADDRESS = "https://portalen.example"
    make_subscription()
    make_strategy(published=True)
    send()
    (mail,) = mail_server.mails()
    assert mail["List-Unsubscribe"].startswith("<https://portalen.example/folj/")
    assert mail["Message-ID"].endswith("@portalen.example>")
    assert "http://" not in mail.get_content()


def test_a_new_plan_is_told_to_be_new(mail_server: MailServer) -> None:
    make_subscription()
    make_strategy(title="Planen", published=True)
    send()
    assert mail_server.mails()[0]["Subject"] == "Ny plan: Planen"
    assert "för att du följer allt nytt i Strategiportalen" in mail_server.texts()[0]


def test_publishing_orders_the_mail(
    mail_server: MailServer, django_capture_on_commit_callbacks: Any
) -> None:
    make_subscription()
    strategy = make_strategy()
    with django_capture_on_commit_callbacks(execute=True):
        publish(strategy, user=None)
    assert len(mail_server.got) == 1


def test_a_queue_that_fails_does_not_undo_a_publication(
    monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def fail() -> None:
        raise OSError

    strategy = make_strategy()
    monkeypatch.setattr(type(send_news), "enqueue", lambda _task: fail())
    with django_capture_on_commit_callbacks(execute=True):
        publish(strategy, user=None)
    assert current(strategy).number == 1


# --- to whom


def test_only_those_are_told_whom_it_concerns(mail_server: MailServer) -> None:
    county = make_region("Provlän")
    kommun = make_region("Provkommun", kind="kommun", parent=county)
    elsewhere = make_region("Grannlän")
    owner, body, other = make_actor("Ägaren"), make_actor("Nämnden"), make_actor("Någon annan")
    strategy = make_strategy(
        owners=(owner.name,),
        regions=(county.name,),
        decisions=(Decision(body=body.name),),
        published=True,
    )
    away = make_strategy(published=True)
    announce()
    told: list[dict[str, Any]] = [
        {},
        {"strategy": strategy},
        {"region": county},
        {"region": kommun},
        {"actor": owner},
        {"actor": body},
    ]
    others: list[dict[str, Any]] = [{"strategy": away}, {"region": elsewhere}, {"actor": other}]
    wanted = sorted(make_subscription(**target).email for target in told)
    for target in others:
        make_subscription(**target)
    make_subscription(confirmed_at=None)
    publish_again(strategy)
    send()
    assert sorted(mail_server.recipients) == wanted


def test_nobody_is_told_what_was_there_before_they_came(mail_server: MailServer) -> None:
    make_strategy(published=True)
    late = timezone.now() + timedelta(seconds=1)
    make_subscription(requested_at=late, confirmed_at=late)
    assert send() == {}
    assert Announcement.objects.count() == 1


def test_one_address_gets_one_mail_of_an_edition_however_it_is_followed(
    mail_server: MailServer,
) -> None:
    county = make_region("Provlän")
    strategy = make_strategy(regions=(county.name,), published=True)
    announce()
    make_subscription("nils@prov.example", frequency="varje vecka", strategy=strategy)
    make_subscription("nils@prov.example")
    chosen = make_subscription("Nils@prov.example", region=county)
    publish_again(strategy)
    send()
    assert mail_server.recipients == ["Nils@prov.example"]
    assert Delivery.objects.get().subscription == chosen


def test_a_plan_that_was_taken_back_is_not_told_of(mail_server: MailServer) -> None:
    make_subscription()
    strategy = make_strategy(published=True)
    announce()
    Strategy.objects.filter(pk=strategy.pk).update(current_edition=None)
    assert send() == {}


def test_announcing_costs_no_more_for_many(
    django_assert_num_queries: Any,
) -> None:
    make_strategy(published=True)
    for _one in range(3):
        make_subscription()
    with django_assert_num_queries(10):
        announce()
    make_strategy(published=True)
    for _one in range(6):
        make_subscription()
    with django_assert_num_queries(10):
        announce()


# --- when


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (MONDAY, MONDAY),
        (MONDAY - timedelta(seconds=1), MONDAY - timedelta(weeks=1)),
        (MONDAY + timedelta(days=6), MONDAY),
        # Clocks went back on 25 October: it is seven by the clock on the wall.
        (
            datetime(2026, 10, 26, 6, 30, tzinfo=STOCKHOLM),
            datetime(2026, 10, 19, 7, tzinfo=STOCKHOLM),
        ),
        (
            datetime(2026, 10, 26, 7, 30, tzinfo=STOCKHOLM),
            datetime(2026, 10, 26, 7, tzinfo=STOCKHOLM),
        ),
    ],
)
def test_the_weekly_mail_is_due_on_monday_at_seven(now: datetime, due: datetime) -> None:
    assert latest_monday(now) == due


def test_a_week_is_one_mail(mail_server: MailServer, clock: Clock) -> None:
    clock.now = MONDAY + timedelta(days=1)
    make_subscription(frequency="varje vecka")
    titles = ["Plan Ett", "Plan Två", "Plan Tre"]
    for title in titles:
        clock.pass_by(timedelta(hours=1))
        make_strategy(title=title, published=True)
        assert send() == {}
    clock.now = MONDAY + timedelta(weeks=1)
    assert send() == {"sent": 1}
    assert send() == {}
    (mail,) = mail_server.mails()
    assert mail["Subject"] == "Nytt från Strategiportalen: 3 utgåvor"
    places = [mail.get_content().index(title) for title in titles]
    assert places == sorted(places, reverse=True)
    clock.pass_by(timedelta(weeks=1))
    assert send() == {}  # a week without news is no mail


def test_a_late_timer_sends_the_week_late_and_leaves_what_is_newer(
    mail_server: MailServer, clock: Clock
) -> None:
    clock.now = MONDAY + timedelta(days=1)
    make_subscription(frequency="varje vecka")
    make_strategy(title="Förra veckan", published=True)
    clock.now = MONDAY + timedelta(weeks=1, days=2)
    make_strategy(title="Den här veckan", published=True)
    send()
    (text,) = mail_server.texts()
    assert "Förra veckan" in text
    assert "Den här veckan" not in text


def test_who_changes_to_at_once_gets_what_waits(mail_server: MailServer, clock: Clock) -> None:
    clock.now = MONDAY + timedelta(days=1)
    follower = make_subscription(frequency="varje vecka")
    make_strategy(published=True)
    assert send() == {}
    Subscription.objects.filter(pk=follower.pk).update(frequency="direkt")
    assert send() == {"sent": 1}


# --- what becomes of it


def told_to(user: User) -> str:
    """What the user's desk says of subscriptions that have ended."""
    client = Client()
    client.force_login(user)
    found = re.search(
        r"\d+ prenumeration\w* på nyheter har avslutats", client.get("/redigera/").text
    )
    return found[0] if found else ""


def test_a_server_that_is_away_loses_nothing(settings: Any, mail_server: MailServer) -> None:
    make_subscription()
    make_strategy(published=True)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    assert send() == {}
    assert states() == ["väntar"]
    settings.EMAIL_PORT = port
    assert send() == {"sent": 1}


def test_a_server_that_wants_nothing_from_us_blames_no_mailbox(
    settings: Any, mail_server: MailServer
) -> None:
    settings.DEFAULT_FROM_EMAIL = "portalen@fel.example"
    mail_server.refuse_sender["portalen@fel.example"] = "550 who are you"
    make_subscription()
    make_strategy(published=True)
    assert send() == {}
    assert Delivery.objects.get().attempts == 0


def test_a_dead_mailbox_is_tried_again_and_then_ended_without_its_address(
    mail_server: MailServer, clock: Clock, caplog: Any, capsys: Any
) -> None:
    dead = make_subscription("borta@prov.example")
    make_subscription("kvar@prov.example")
    make_strategy(published=True)
    mail_server.refuse["borta@prov.example"] = "550 borta@prov.example finns inte"
    assert send() == {"sent": 1, "later": 1}
    for wait in WAITS[:-1]:
        clock.pass_by(wait - timedelta(seconds=1))
        assert send() == {}
        clock.pass_by(timedelta(seconds=1))
        assert send() == {"later": 1}
    clock.pass_by(WAITS[-1])
    call_command("send_news")
    assert "1 avslutade prenumerationer" in capsys.readouterr().out
    dead.refresh_from_db()
    assert dead.email == ""
    assert mail_server.recipients == ["kvar@prov.example"]
    assert "A subscription is ended: its mailbox took no mail (550)" in caplog.text
    assert "borta" not in caplog.text
    assert told_to(make_user(is_superuser=True)) == "1 prenumeration på nyheter har avslutats"
    assert told_to(make_member(make_actor(), "administrator")) == ""
    # It is followed anew by who asks anew, and forgotten after a month.
    make_subscription("borta@prov.example")
    clock.pass_by(timedelta(days=31))
    send()
    assert not Subscription.objects.refused().exists()


@pytest.mark.parametrize("reply", ["452 full", "554 no spam here"])
def test_what_is_no_fault_of_the_mailbox_does_not_end_a_subscription(
    mail_server: MailServer, clock: Clock, reply: str
) -> None:
    make_subscription("nils@prov.example")
    make_strategy(published=True)
    mail_server.refuse_content["nils@prov.example"] = reply
    for wait in WAITS:
        assert send() == {"later": 1}
        clock.pass_by(wait)
    assert send() == {"failed": 1}
    assert states() == ["misslyckades"]
    assert Subscription.objects.standing().count() == 1
    mail_server.refuse_content.clear()
    make_strategy(published=True)
    assert send() == {"sent": 1}


def test_a_mail_is_called_the_same_however_often_it_is_tried(
    mail_server: MailServer, clock: Clock
) -> None:
    follower = make_subscription("nils@prov.example")
    make_strategy(published=True)
    mail_server.refuse["nils@prov.example"] = "450 later"
    send()
    name = follower.deliveries.get().key
    mail_server.refuse.clear()
    clock.pass_by(WAITS[0])
    send()
    assert mail_server.mails()[0]["Message-ID"] == f"<{name}@127.0.0.1>"


def test_one_that_the_server_leaves_in_peace_does_not_stop_the_others(
    mail_server: MailServer,
) -> None:
    first = make_subscription("forst@prov.example")
    make_subscription("sist@prov.example")
    make_strategy(published=True)

    def leave(stage: str, recipient: str) -> None:
        if (stage, recipient) == ("RCPT", first.email):
            raise OSError

    mail_server.at = leave
    assert send() == {"later": 1, "sent": 1}
    assert mail_server.recipients == ["sist@prov.example"]


def test_a_server_that_is_lost_in_the_midst_of_a_mail_gets_it_no_second_time(
    mail_server: MailServer, caplog: Any
) -> None:
    make_subscription("ett@prov.example")
    make_subscription("tva@prov.example")
    make_strategy(published=True)

    def leave(stage: str, recipient: str) -> None:
        if (stage, recipient) == (".", "ett@prov.example"):
            raise OSError

    mail_server.at = leave
    assert send() == {"uncertain": 1}
    assert send() == {"sent": 1}
    assert send() == {}
    assert mail_server.recipients == ["ett@prov.example", "tva@prov.example"]
    assert states() == ["lämnas", "lämnad"]
    assert "is not sent again" in caplog.text


def test_one_talk_carries_many_mails(mail_server: MailServer) -> None:
    for _one in range(3):
        make_subscription()
    make_strategy(published=True)
    assert send() == {"sent": 3}
    assert mail_server.talks == 1


def test_other_ways_to_send_mail_are_used_too(mailoutbox: list[Any]) -> None:
    make_subscription("nils@prov.example")
    make_strategy(published=True)
    assert send() == {"sent": 1}
    assert mailoutbox[0].to == ["nils@prov.example"]


def test_what_was_sent_long_ago_is_forgotten_and_not_repeated(
    mail_server: MailServer, clock: Clock
) -> None:
    make_subscription()
    make_strategy(published=True)
    send()
    clock.pass_by(timedelta(days=91))
    assert send() == {}
    assert not Delivery.objects.exists()
    assert len(mail_server.got) == 1


def test_the_command_tells_in_a_line_what_it_did(mail_server: MailServer, capsys: Any) -> None:
    call_command("send_news")
    make_subscription()
    make_strategy(published=True)
    call_command("send_news")
    assert capsys.readouterr().out == "Brev: inga att skicka.\nBrev: 1 skickade.\n"
