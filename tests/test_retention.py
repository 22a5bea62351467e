"""What is kept about people goes when its time is out: by one table, which the page about personal data shows too."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account import app_settings as account_settings
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import Invitation, User
from portal.legal import retention
from portal.legal.management.commands import remove_expired
from portal.legal.models import FaultReport
from portal.legal.retention import RULES, Rule, in_words
from strategies.models import (
    Comment,
    Delivery,
    Draft,
    Presence,
    PreviewLink,
    Subscription,
    Visit,
)
from tests.factories import (
    make_actor,
    make_comment,
    make_element,
    make_strategy,
    make_subscription,
    make_user,
)
from tests.loading.drafts import action, make_draft, program
from tests.test_strategy_page import Text

pytestmark = pytest.mark.django_db

PAGE = "/om/personuppgifter/"
REMOVING = [rule for rule in RULES if rule.remove]
A_MOMENT = timedelta(minutes=1)


def rule(key: str) -> Rule:
    return next(rule for rule in RULES if rule.key == key)


def kept(key: str) -> timedelta:
    time = rule(key).kept
    assert time is not None
    return time


def make_session(when: datetime) -> Callable[[], bool]:
    key = f"k{when.timestamp():.0f}"
    expires = when + kept("sessions")
    Session.objects.create(session_key=key, session_data="", expire_date=expires)
    UserSession.objects.create(session_key=key, user=make_user(), ip="192.0.2.1", user_agent="X")
    return lambda: (
        Session.objects.filter(pk=key).exists()
        and UserSession.objects.filter(session_key=key).exists()
    )


def make_attempt(when: datetime) -> Callable[[], bool]:
    key = f"attempt-{when.timestamp():.0f}"
    cache.set(key, [1], kept("attempts").total_seconds())
    expires = when + kept("attempts")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_cache SET expires = %s WHERE cache_key LIKE %s",
            [expires, f"%{key}"],
        )

    def there() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM portal_cache WHERE expires = %s", [expires])
            return cursor.fetchone() is not None

    return there


def make_presence(when: datetime) -> Callable[[], bool]:
    row = Presence.objects.create(strategy=make_strategy(), user=make_user(), seen_at=when)
    return Presence.objects.filter(pk=row.pk).exists


def make_invitation(when: datetime) -> Callable[[], bool]:
    row = Invitation(
        actor=make_actor(), email=f"ny{when:%H%M}@prov.example", invited_by=make_user()
    )
    row.renew()
    row.withdraw()
    # The one that expired by itself and the one that was withdrawn go after the same time.
    Invitation.objects.filter(pk=row.pk).update(
        sent_at=when - timedelta(days=14), expires_at=when, withdrawn_at=None
    )
    events = Invitation.pgh_event_model.objects.filter(email=row.email)  # type: ignore[attr-defined]
    return lambda: Invitation.objects.filter(pk=row.pk).exists() or events.exists()


def make_rejected(when: datetime) -> Callable[[], bool]:
    draft = make_draft(program(action("Ett")), make_user())
    Draft.objects.filter(pk=draft.pk).update(state="avvisat", created_at=when)
    return Draft.objects.filter(pk=draft.pk).exists


def make_leaver(when: datetime) -> Callable[[], bool]:
    user = make_user(name="Lo Slutade", is_active=False)
    User.pgh_event_model.objects.filter(pgh_obj_id=user.pk).update(pgh_created_at=when)  # type: ignore[attr-defined]
    Authenticator.objects.create(user=user, type="totp", data={})
    EmailAddress.objects.create(user=user, email=user.email)
    Visit.objects.create(user=user, seen_at=when)
    return lambda: (
        Authenticator.objects.filter(user=user).exists()
        and EmailAddress.objects.filter(user=user).exists()
        and Visit.objects.filter(user=user).exists()
        and User.objects.get(pk=user.pk).has_usable_password()
    )


def make_fact_check(when: datetime) -> Callable[[], bool]:
    comment = make_comment(make_element(make_strategy()), make_user())
    PreviewLink.objects.filter(pk=comment.link.pk).update(
        made_at=when - timedelta(days=1), ends_at=when
    )
    return Comment.objects.filter(pk=comment.pk).exists


def make_unconfirmed(when: datetime) -> Callable[[], bool]:
    made = make_subscription(requested_at=when, confirmed_at=None)
    return Subscription.objects.filter(pk=made.pk).exists


def make_delivery(when: datetime) -> Callable[[], bool]:
    step = make_strategy(published=True).steps.get()
    made = Delivery.objects.create(
        subscription=make_subscription(), step=step, state="lämnad", handed_at=when
    )
    return Delivery.objects.filter(pk=made.pk).exists


def make_report(when: datetime) -> FaultReport:
    report = FaultReport.objects.create(text="Går inte.", email="ada@prov.example")
    FaultReport.objects.filter(pk=report.pk).update(reported_at=when)
    return report


def make_reporter(when: datetime) -> Callable[[], bool]:
    report = make_report(when)
    return FaultReport.objects.filter(pk=report.pk, email="ada@prov.example").exists


def make_old_report(when: datetime) -> Callable[[], bool]:
    return FaultReport.objects.filter(pk=make_report(when).pk).exists


# For each rule that removes: makes a row that began to be kept at a moment, and says whether it is there.
MADE: dict[str, Callable[[datetime], Callable[[], bool]]] = {
    "sessions": make_session,
    "attempts": make_attempt,
    "presence": make_presence,
    "invitations": make_invitation,
    "rejected": make_rejected,
    "left": make_leaver,
    "fact-checks": make_fact_check,
    "unconfirmed": make_unconfirmed,
    "deliveries": make_delivery,
    "reporters": make_reporter,
    "reports": make_old_report,
}


@pytest.fixture(autouse=True)
def _cache_table(db: None) -> None:
    call_command("createcachetable", verbosity=0)


def run() -> str:
    out = StringIO()
    call_command("remove_expired", stdout=out)
    return out.getvalue()


# --- removing


def test_every_rule_that_removes_is_tested() -> None:
    assert set(MADE) == {rule.key for rule in REMOVING}
    assert all((rule.kept is None) == (rule.remove is None) for rule in RULES)
    assert all(rule.counted for rule in REMOVING)
    assert len({rule.key for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("key", MADE)
def test_what_is_too_old_goes_and_what_is_not_stays(key: str) -> None:
    now = timezone.now()
    # Presence is forgotten within a minute.
    moment = min(A_MOMENT, kept(key) / 3)
    old = MADE[key](now - kept(key) - moment)
    fresh = MADE[key](now - kept(key) + moment)
    assert old()
    assert fresh()
    said = run()
    assert not old()
    assert fresh()
    assert str(rule(key).counted) in said
    assert run() == "Borttaget: inget var för gammalt.\n"
    assert fresh()


def test_an_accepted_invitation_stays_as_long_as_the_membership_is_history() -> None:
    row = Invitation(actor=make_actor(), email="ny@prov.example", invited_by=make_user())
    row.renew()
    row.accept(make_user())
    long_ago = timezone.now() - timedelta(days=999)
    Invitation.objects.update(sent_at=long_ago - timedelta(days=14), expires_at=long_ago)
    run()
    assert Invitation.objects.exists()


def test_who_has_left_is_still_named_by_the_history() -> None:
    make_leaver(timezone.now() - kept("left") - A_MOMENT)
    run()
    user = User.objects.get(name="Lo Slutade")
    assert user.email
    events = User.pgh_event_model.objects.filter(pgh_obj_id=user.pk)  # type: ignore[attr-defined]
    assert [event.name for event in events] == ["Lo Slutade"]


def test_who_works_here_is_left_alone_however_long_ago_the_account_was_made() -> None:
    user = make_user()
    long_ago = timezone.now() - timedelta(days=9999)
    User.pgh_event_model.objects.update(pgh_created_at=long_ago)  # type: ignore[attr-defined]
    Authenticator.objects.create(user=user, type="totp", data={})
    run()
    assert Authenticator.objects.exists()
    assert User.objects.get().has_usable_password()


def test_one_kind_that_fails_keeps_no_other_and_fails_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(now: datetime) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM finns_inte")
        return 0

    broken = Rule("x", "x", "x", "x", "x", timedelta(days=1), fails, "trasiga")
    monkeypatch.setattr(remove_expired, "RULES", (broken, *RULES))
    old = make_presence(timezone.now() - timedelta(days=1))
    out = StringIO()
    with pytest.raises(CommandError, match=r"trasiga \(ProgrammingError\)"):
        call_command("remove_expired", stdout=out)
    assert not old()
    assert "1 närvarande" in out.getvalue()


def test_without_a_cache_table_nothing_is_counted_and_nothing_fails() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE portal_cache")
    assert retention.forget_attempts(timezone.now()) == 0


def test_no_rate_limit_counts_longer_than_the_table_says() -> None:
    rates = [rate for text in account_settings.RATE_LIMITS.values() for rate in parse_rates(text)]
    assert max(rate.duration for rate in rates) <= kept("attempts").total_seconds()


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=1), "1 dag"),
        (timedelta(days=180), "180 dagar"),
        (timedelta(hours=12), "12 timmar"),
        (timedelta(hours=1), "1 timme"),
        (timedelta(seconds=45), "45 sekunder"),
    ],
)
def test_a_time_is_told_in_its_largest_unit(time: timedelta, words: str) -> None:
    assert in_words(time) == words


# --- the page


def test_the_page_tells_of_everything_that_is_kept_and_how_long(
    client: Client, settings: Any
) -> None:
    settings.RESPONSIBLE_BODY = "Region Provland"
    settings.CONTACT_EMAIL = "portalen@provland.example"
    settings.DATA_PROTECTION_EMAIL = "ombud@provland.example"
    answer = client.get(PAGE)
    text = str(Text(answer.text))
    for one in RULES:
        for said in (one.what, one.why, one.ground, one.how_long):
            assert str(said) in text
    assert "180 dagar efter att anmälan kom in" in text
    assert "Region Provland är personuppgiftsansvarig" in text
    assert "portalen@provland.example" in text
    assert "ombud@provland.example" in text
    assert "12 timmar" in text
    assert not answer.cookies


def test_without_settings_the_page_says_that_nobody_is_named(client: Client) -> None:
    text = str(Text(client.get(PAGE).text))
    assert "Vem som är personuppgiftsansvarig är inte angivet" in text
    assert "nås på" not in text


@pytest.mark.parametrize("address", ["/", "/om/tillganglighet/", PAGE, "/strategier/"])
def test_who_only_reads_gets_no_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


def test_the_report_of_a_fault_sets_only_the_cookie_that_is_told_of(client: Client) -> None:
    cookies = client.get("/om/tillganglighet/anmal/").cookies
    assert list(cookies) == ["csrftoken"]
    assert "csrftoken" in client.get(PAGE).text


def test_every_cookie_of_who_answers_a_fact_check_is_told_of_with_its_length(
    client: Client,
) -> None:
    element = make_element(make_strategy())
    link = PreviewLink(
        strategy=element.strategy,
        made_by=make_user(),
        email="sakkunnig@prov.example",
        element_key=element.key,
    )
    opened = client.get(reverse("open-preview", args=[link.store(timezone.localdate())]))
    cookies = dict(opened.cookies)
    cookies |= client.get(opened["Location"]).cookies
    said = client.post(opened["Location"], {"text": "Det är tolv."})
    cookies |= said.cookies
    page = Client().get(PAGE).text
    told = page[page.index("Kakor") : page.index("Vad som sparas")]
    assert {name for name, sent in cookies.items() if f"<code>{name}</code>" in told} == set(
        cookies
    )
    assert set(cookies) == {"sessionid", "csrftoken", "messages"}
    lengths = {
        name: in_words(timedelta(seconds=int(sent["max-age"] or 0)))
        for name, sent in cookies.items()
    }
    assert lengths == {"sessionid": "12 timmar", "csrftoken": "364 dagar", "messages": "0 dagar"}
    assert "i högst 12 timmar" in told
    assert "finns kvar i 364 dagar" in told
    # The word that went well is taken away where it has been read.
    assert client.get(opened["Location"]).cookies["messages"].value == ""
