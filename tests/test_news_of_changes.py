"""News that a plan is withdrawn, or replaced by another: by mail, in feeds, and on the page of whoever follows it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actors.merge import merge
from actors.models import MembershipRole
from strategies.dates import Period
from strategies.models import Announcement, Delivery, Step, StepKind, Strategy
from strategies.news.announce import announce
from strategies.news.links import end_link, manage_link
from strategies.news.send import send
from strategies.plan import Decision, Relation
from strategies.publishing.order import Said
from strategies.publishing.publish import publish
from strategies.publishing.steps import take
from tests.factories import (
    make_actor,
    make_member,
    make_region,
    make_strategy,
    make_subscription,
    publish_again,
)
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db

HERE = "http://127.0.0.1:8000"
REASON = "Fel bilaga & fel <siffror>.\n\nEn rättad plan kommer."


def withdraw(strategy: Strategy, reason: str = REASON) -> Step:
    approver = make_member(strategy.owners.get(), MembershipRole.APPROVER)
    return take(strategy, StepKind.WITHDRAW, approver, Said(reason))


def replacing(old: Strategy, title: str = "Ny plan", **fields: Any) -> Strategy:
    """Another plan of the same owner, published, that takes the place of the old one."""
    owner = old.owners.get().name
    relation = Relation(kind="ersätter", to=old.title)
    return make_strategy(
        title=title, owners=(owner,), relations=(relation,), published=True, **fields
    )


def entries(client: Client, address: str) -> list[tuple[str, str]]:
    """What a feed's entries are called, and all that they say."""
    found = client.get(address).text.split("<entry>")[1:]
    return [(re.findall("<title>(.*?)</title>", one)[0], one) for one in found]


class Followed:
    """A plan with a region, an owner and a body that it names, and all who follow it, told of what there was."""

    def __init__(self) -> None:
        self.county = make_region("Provlän", slug="provlan")
        self.kommun = make_region(
            "Provkommun", slug="provkommun", kind="kommun", parent=self.county
        )
        self.owner = make_actor("Ägaren", slug="agaren")
        self.body = make_actor("Nämnden", slug="namnden")
        self.strategy = make_strategy(
            title="Planen",
            owners=(self.owner.name,),
            regions=(self.county.name,),
            decisions=(Decision(body=self.body.name, date={"value": "2018-06-14"}),),
            published=True,
        )
        announce()
        targets: list[dict[str, Any]] = [
            {"strategy": self.strategy},
            {"region": self.county},
            {"region": self.kommun},
            {"actor": self.owner},
            {"actor": self.body},
            {},
        ]
        self.followers = [make_subscription(**target) for target in targets]
        others: list[dict[str, Any]] = [
            {"strategy": make_strategy()},
            {"region": make_region()},
            {"actor": make_actor()},
            {"confirmed_at": None},
        ]
        for target in others:
            make_subscription(**target)


def test_all_whom_a_withdrawn_plan_concerned_are_told_once(mail_server: MailServer) -> None:
    followed = Followed()
    withdraw(followed.strategy)
    assert send() == {"sent": len(followed.followers)}
    assert sorted(mail_server.recipients) == sorted(one.email for one in followed.followers)
    announce()
    assert send() == {}
    assert len(mail_server.got) == len(followed.followers)


def test_the_mail_of_a_withdrawal_says_what_when_why_and_where(mail_server: MailServer) -> None:
    strategy = make_strategy(title="Plan för åar & älvar", published=True)
    announce()
    make_subscription(strategy=strategy)
    step = withdraw(strategy)
    send()
    (mail,) = mail_server.mails()
    assert mail["Subject"] == "Återkallad: Plan för åar & älvar"
    text = mail.get_content().replace("\r\n", "\n")
    assert f"Skälet är:\n{REASON}\n" in text
    when = timezone.localtime(step.taken_at)
    assert f"Återkallad, {strategy.owners.get()}, {when.day} " in text
    assert f"\n{HERE}{strategy.get_absolute_url()}\n" in text
    assert "för att du följer Plan för åar & älvar." in text
    page = Client().get(strategy.get_absolute_url())
    assert page.status_code == 410


def test_a_withdrawal_waits_for_those_who_are_told_by_the_week(
    mail_server: MailServer, monkeypatch: Any
) -> None:
    strategy = make_strategy(published=True)
    announce()
    make_subscription(frequency="varje vecka")
    withdraw(strategy)
    assert send() == {}
    later = timezone.now() + timedelta(weeks=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert send() == {"sent": 1}
    assert send() == {}
    assert mail_server.mails()[0]["Subject"].startswith("Återkallad: ")


def test_a_mail_of_several_news_tells_each(mail_server: MailServer, monkeypatch: Any) -> None:
    make_subscription(frequency="varje vecka")
    strategy = make_strategy(title="Den gamla", published=True)
    withdraw(strategy)
    make_strategy(title="Den nya", published=True)
    later = timezone.now() + timedelta(weeks=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    send()
    (mail,) = mail_server.mails()
    assert mail["Subject"] == "Nytt från Strategiportalen: 2 nyheter"
    text = mail.get_content().replace("\r\n", "\n")
    # An edition that nobody can read any more is not told of.
    assert re.findall(r"^Den (?:gamla|nya)\n(\w+ ?\w*)", text, re.M) == ["Ny plan", "Återkallad"]


def test_a_withdrawal_orders_the_mail_as_it_commits(
    mail_server: MailServer, django_capture_on_commit_callbacks: Any
) -> None:
    strategy = make_strategy(published=True)
    announce()
    make_subscription()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(strategy)
    assert [mail["Subject"][:10] for mail in mail_server.mails() if mail["List-Id"]] == [
        "Återkallad"
    ]


def test_a_plan_that_is_back_before_the_mail_left_is_not_told_to_be_gone(
    mail_server: MailServer,
) -> None:
    strategy = make_strategy(title="Planen", published=True)
    announce()
    make_subscription()
    withdraw(strategy)
    announce()
    assert Delivery.objects.get().step.kind == StepKind.WITHDRAW
    publish(strategy, None, "Rätt bilaga")
    assert send() == {"sent": 1}
    assert mail_server.mails()[0]["Subject"] == "Ny utgåva: Planen"


def test_nobody_is_told_of_a_withdrawal_from_before_they_followed(
    mail_server: MailServer,
) -> None:
    withdraw(make_strategy(published=True))
    late = timezone.now() + timedelta(seconds=1)
    make_subscription(requested_at=late, confirmed_at=late)
    assert send() == {}
    assert Announcement.objects.count() == 1


def test_a_plan_that_is_withdrawn_again_is_told_of_again(mail_server: MailServer) -> None:
    strategy = make_strategy(published=True)
    announce()
    make_subscription()
    for reason in ("Det första felet.", "Det andra felet."):
        withdraw(strategy, reason)
        assert send() == {"sent": 1}
        assert reason in mail_server.texts()[-1]
        publish(strategy, None, "Igen")
        assert send() == {"sent": 1}


# --- replaced


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Ersätts av ”Ny plan”."),
        ({"period": Period(start="2150")}, "Ersätts den 1 januari 2150 av ”Ny plan”."),
    ],
    ids=["now", "to come"],
)
def test_those_who_follow_a_replaced_plan_are_led_to_the_other(
    mail_server: MailServer, fields: dict[str, Any], said: str
) -> None:
    followed = Followed()
    new = replacing(followed.strategy, decisions=(Decision(body="Ägaren"),), **fields)
    send()
    mine = followed.followers[0].email
    told = [mail for mail in mail_server.mails() if mail["To"] == mine]
    assert [mail["Subject"] for mail in told] == ["Ersätts av en annan plan: Planen"]
    text = told[0].get_content().replace("\r\n", "\n")
    assert f"\n{said}\n" in text
    assert f"Planen som ersätter den:\n{HERE}{new.get_absolute_url()}\n" in text
    # The others are told of the plan that takes its place, and of nothing else.
    subjects = {mail["Subject"] for mail in mail_server.mails() if mail["To"] != mine}
    assert subjects == {"Ny plan: Ny plan"}
    assert send() == {}


def test_a_plan_that_is_replaced_no_longer_says_so(mail_server: MailServer, client: Client) -> None:
    old = make_strategy(title="Planen", published=True)
    announce()
    make_subscription(strategy=old)
    new = replacing(old)
    assert send() == {"sent": 1}
    withdraw(new)
    assert send() == {"sent": 1}
    mail = mail_server.mails()[-1]
    assert mail["Subject"] == "Ersätts inte längre av en annan plan: Planen"
    assert "Ersätts inte längre av ”Ny plan”." in mail.get_content()
    assert "Planen som ersätter den" not in mail.get_content()
    titles = [title for title, _text in entries(client, f"{old.get_absolute_url()}nytt.atom")]
    assert titles == ["Planen ersätts inte längre av en annan plan", "Planen"]


def test_what_was_undone_before_the_mail_left_is_told_as_it_stands(
    mail_server: MailServer,
) -> None:
    old = make_strategy(title="Planen", published=True)
    announce()
    make_subscription(strategy=old)
    new = replacing(old)
    announce()
    withdraw(new)
    assert send() == {"sent": 1}
    assert mail_server.mails()[-1]["Subject"].startswith("Ersätts inte längre")


def test_a_replaced_plan_that_is_withdrawn_is_told_to_be_withdrawn_alone(client: Client) -> None:
    old = make_strategy(title="Planen", published=True)
    new = replacing(old)
    withdraw(old)
    feed = f"{old.get_absolute_url()}nytt.atom"
    assert [title for title, _text in entries(client, feed)] == ["Planen är återkallad"]
    withdraw(new)
    publish(old, None, "Åter")
    titles = [title for title, _text in entries(client, feed)]
    assert titles == ["Planen, utgåva 2", "Planen"]


def test_a_replaced_plans_own_feed_leads_to_the_other(client: Client) -> None:
    old = make_strategy(title="Planen", published=True)
    new = replacing(old)
    (title, text), _edition = entries(client, f"{old.get_absolute_url()}nytt.atom")
    assert title == "Planen ersätts av en annan plan"
    assert "Ersätts av ”Ny plan”." in text
    assert f"{HERE}{new.get_absolute_url()}" in text
    assert [title for title, _text in entries(client, "/nytt.atom")] == ["Ny plan", "Planen"]


# --- feeds


def test_every_feed_that_had_a_withdrawn_plan_says_that_it_is_and_why(client: Client) -> None:
    followed = Followed()
    publish_again(followed.strategy)
    feeds = [
        "/nytt.atom",
        "/strategier/planen/nytt.atom",
        "/regioner/provlan/nytt.atom",
        "/regioner/provkommun/nytt.atom",
        "/aktorer/agaren/nytt.atom",
        "/aktorer/namnden/nytt.atom",
    ]
    before = {feed: client.get(feed) for feed in feeds}
    step = withdraw(followed.strategy)
    for feed in feeds:
        ((title, text),) = entries(client, feed)
        assert title == "Planen är återkallad", feed
        assert "Fel bilaga &amp;amp; fel &amp;lt;siffror&amp;gt;." in text, feed
        assert step.taken_at.isoformat()[:19] in text, feed
        assert f'href="http://testserver{followed.strategy.get_absolute_url()}"' in text, feed
        etag = before[feed]["ETag"]
        assert client.get(feed, headers={"if-none-match": etag}).status_code == 200
    publish(followed.strategy, None, "Rätt bilaga")
    for feed in feeds:
        assert "återkallad" not in client.get(feed).text, feed


def test_whom_a_withdrawn_plan_named_is_known_by_the_actor_that_it_became(
    client: Client, mail_server: MailServer
) -> None:
    followed = Followed()
    withdraw(followed.strategy)
    kept = make_actor("Storägaren", slug="storagaren")
    merge(kept, followed.body)
    assert len(entries(client, "/aktorer/storagaren/nytt.atom")) == 1
    send()
    assert followed.followers[4].email in mail_server.recipients


@pytest.mark.parametrize(
    "address", ["/nytt.atom", "/regioner/provlan/nytt.atom", "/aktorer/agaren/nytt.atom"]
)
def test_queries_do_not_grow_with_what_is_withdrawn(
    count_queries: Callable[..., int], address: str
) -> None:
    county, owner = make_region("Provlän", slug="provlan"), make_actor("Ägaren", slug="agaren")

    def gone() -> None:
        withdraw(make_strategy(owners=(owner.name,), regions=(county.name,), published=True))

    gone()
    few = count_queries(address)
    for _more in range(3):
        gone()
    assert count_queries(address) == few <= 4


def test_queries_of_a_plans_feed_do_not_grow_with_its_changes(
    count_queries: Callable[..., int],
) -> None:
    old = make_strategy(title="Planen", published=True)
    replacing(old)
    address = f"{old.get_absolute_url()}nytt.atom"
    few = count_queries(address)
    for number in range(2):
        publish_again(old)
        replacing(old, f"Ny plan {number}")
    assert count_queries(address) == few


# --- the page of whoever follows it


def test_the_page_of_a_subscription_says_which_plan_is_withdrawn_when_and_why(
    client: Client,
) -> None:
    strategy = make_strategy(title="Planen", published=True)
    row = make_subscription(strategy=strategy)
    step = withdraw(strategy)
    for link in (manage_link(row), end_link(row)):
        text = client.get(link.removeprefix(HERE)).text
        assert f'<a href="{strategy.get_absolute_url()}">Planen</a>' in text
        assert f"Planen återkallades {timezone.localtime(step.taken_at).day} " in text
        assert "Fel bilaga &amp; fel &lt;siffror&gt;." in text
        assert "inte längre är publicerat" not in text
    publish(strategy, None, "Rätt bilaga")
    assert "återkallades" not in client.get(manage_link(row).removeprefix(HERE)).text
