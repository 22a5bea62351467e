"""The door: pages at hand cost no query, are never older than a second, and leave as they would from inside the house."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor
from strategies.dates import Period
from strategies.models import Strategy
from strategies.publishing.publish import publish
from strategies.reading import moment
from strategies.reading.at_hand import AROUND, Answer, AtHand
from strategies.reading.moment import Moment
from tests.factories import make_actor, make_member, make_strategy

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip"}
WITHOUT_DOOR = [name for name in settings.MIDDLEWARE if "Door" not in name]
PRODUCTION = {"DEMO": False, "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000}


class Clock:
    """Seconds that pass only when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.PUBLIC_PAGE_SECONDS = 1.0
    monkeypatch.setattr(moment, "monotonic", clock := Clock())
    return clock


@pytest.fixture
def strategy(client: Client) -> Strategy:
    """A published plan whose page the client's process has at hand."""
    strategy = make_strategy(published=True, title="Gammal titel")
    client.get(strategy.get_absolute_url(), headers=GZIP)
    # The process asks for the moment when it is to give what it has for the first time.
    client.get(strategy.get_absolute_url(), headers=GZIP)
    return strategy


def text(client: Client, strategy: Strategy, **options: Any) -> str:
    return client.get(strategy.get_absolute_url(), **options).content.decode()


def queries(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def renamed(strategy: Strategy, title: str) -> None:
    strategy.title = title
    strategy.save()
    publish(strategy, user=None, note="Ny titel")


def test_a_page_at_hand_costs_no_query(client: Client, strategy: Strategy) -> None:
    url = strategy.get_absolute_url()
    etag = client.get(url, headers=GZIP).headers["ETag"]
    assert queries(lambda: client.get(url, headers=GZIP)) == 0
    assert queries(lambda: client.head(url, headers=GZIP)) == 0
    assert queries(lambda: client.get(url, headers=GZIP | {"if-none-match": etag})) == 0


def test_the_counter_is_asked_once_a_second_at_the_most(
    client: Client, strategy: Strategy, clock: Clock
) -> None:
    def visits() -> None:
        for _ in range(5):
            client.get(strategy.get_absolute_url(), headers=GZIP)

    clock.now += 0.9
    assert queries(visits) == 0
    clock.now += 0.1
    assert queries(visits) == 1


def test_a_publication_is_seen_within_a_second(
    client: Client, strategy: Strategy, clock: Clock
) -> None:
    text(client, strategy)
    renamed(strategy, "Ny titel")
    clock.now += 0.99
    assert "Gammal titel" in text(client, strategy)
    clock.now += 0.01
    assert "Ny titel" in text(client, strategy)


def test_what_the_database_said_is_as_old_as_the_question(
    client: Client, strategy: Strategy, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow() -> Moment:
        found = present()
        clock.now += 0.7
        return found

    present = moment.present
    monkeypatch.setattr(moment, "present", slow)
    text(client, strategy)
    clock.now += 1.0
    text(client, strategy)
    renamed(strategy, "Ny titel")
    clock.now += 0.3
    assert "Ny titel" in text(client, strategy)


def test_a_renamed_actor_is_seen_within_a_second(client: Client, clock: Clock) -> None:
    actor = make_actor(name="Region Prov", slug="gammal")
    strategy = make_strategy(published=True, owners=("Region Prov",))
    assert "/aktorer/gammal/" in text(client, strategy)
    text(client, strategy)
    Actor.objects.filter(pk=actor.pk).update(slug="ny")
    assert "/aktorer/gammal/" in text(client, strategy)
    clock.now += 1
    assert "/aktorer/ny/" in text(client, strategy)


def test_a_plan_that_is_no_longer_published_is_gone_within_a_second(
    client: Client, strategy: Strategy, clock: Clock
) -> None:
    Strategy.objects.filter(pk=strategy.pk).update(current_edition=None)
    clock.now += 1
    assert client.get(strategy.get_absolute_url(), headers=GZIP).status_code == 404


def test_a_period_that_ends_at_midnight_is_over_a_second_later(
    client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = make_strategy(published=True, period=Period(start="2018", end="2022"))
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2022, 12, 31))
    for _ in range(2):
        assert "Perioden har löpt ut" not in text(client, strategy)
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2023, 1, 1))
    clock.now += 1
    assert "Perioden har löpt ut" in text(client, strategy)


def test_staff_see_the_present_at_once(client: Client, strategy: Strategy) -> None:
    text(client, strategy)
    renamed(strategy, "Ny titel")
    assert "Gammal titel" in text(client, strategy)
    client.force_login(make_member(make_actor()))
    assert "Ny titel" in text(client, strategy)


@pytest.mark.parametrize("production", [False, True])
@pytest.mark.parametrize("accepted", ["gzip", "br", "identity"])
def test_a_page_at_hand_has_the_headers_and_bytes_of_one_from_inside(
    client: Client, settings: Any, accepted: str, production: bool
) -> None:
    for name, value in PRODUCTION.items() if production else ():
        setattr(settings, name, value)
    url = make_strategy(published=True).get_absolute_url()
    headers = {"accept-encoding": accepted}
    settings.MIDDLEWARE = WITHOUT_DOOR
    inside = Client().get(url, headers=headers, secure=production)
    settings.MIDDLEWARE = ["strategies.reading.door.DoorMiddleware", *WITHOUT_DOOR]
    first, at_hand = (client.get(url, headers=headers, secure=production) for _ in range(2))
    for answer in (first, at_hand):
        assert dict(answer.headers) == dict(inside.headers)
        assert answer.content == inside.content
    assert {"Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
            "Cross-Origin-Opener-Policy", "Vary", "ETag", "Cache-Control", "Content-Length"} <= set(at_hand.headers)  # fmt: skip
    assert ("Strict-Transport-Security" in at_hand.headers) is production


def test_304_has_all_headers_but_those_of_the_body(client: Client, strategy: Strategy) -> None:
    url = strategy.get_absolute_url()
    whole = client.get(url, headers=GZIP)
    answer = client.get(url, headers=GZIP | {"if-none-match": whole.headers["ETag"]})
    of_body = {"Content-Type", "Content-Length", "Content-Encoding"}
    assert dict(answer.headers) == {k: v for k, v in whole.headers.items() if k not in of_body}


def test_head_has_the_headers_of_get(client: Client, strategy: Strategy) -> None:
    url = strategy.get_absolute_url()
    head = client.head(url, headers=GZIP)
    assert dict(head.headers) == dict(client.get(url, headers=GZIP).headers)
    assert head.content == b""


def test_a_host_that_is_not_ours_is_refused(client: Client, strategy: Strategy) -> None:
    assert client.get(strategy.get_absolute_url(), headers=GZIP, SERVER_NAME="ond.example").status_code == 400  # fmt: skip


def test_each_host_has_links_of_its_own(client: Client, strategy: Strategy) -> None:
    other = text(client, strategy, SERVER_NAME="127.0.0.1")
    assert "http://127.0.0.1/" in other
    assert "http://127.0.0.1/" not in text(client, strategy, SERVER_NAME="localhost")


def test_in_production_a_page_is_the_same_at_every_port(client: Client, settings: Any) -> None:
    settings.DEMO = False
    strategy = make_strategy(published=True)
    url = strategy.get_absolute_url()
    for _ in range(2):
        client.get(url)
    assert queries(lambda: client.get(url, SERVER_PORT="8123")) == 0
    assert "8123" not in text(client, strategy, SERVER_PORT="8123")


def test_plain_http_is_led_to_https_whatever_is_at_hand(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    url = make_strategy(published=True).get_absolute_url()
    for _ in range(2):
        assert client.get(url, secure=True).status_code == 200
        assert client.get(url).status_code == 301


def test_whoever_asks_otherwise_goes_in(client: Client, strategy: Strategy) -> None:
    url = strategy.get_absolute_url()
    assert client.post(url, headers=GZIP).status_code == 405
    with_query = client.get(f"{url}?x=1", headers=GZIP)
    assert with_query.content == client.get(url, headers=GZIP).content
    assert queries(lambda: client.get(f"{url}?x=1", headers=GZIP)) == 1


def test_other_cookies_make_no_difference(client: Client, strategy: Strategy) -> None:
    client.cookies["annan"] = "kaka"
    assert queries(lambda: client.get(strategy.get_absolute_url(), headers=GZIP)) == 0


def test_an_answer_that_sets_a_cookie_is_nobody_elses(client: Client) -> None:
    url = make_strategy(published=True).get_absolute_url()
    client.cookies["sessionid"] = "gammal"
    for _ in range(2):
        assert "sessionid" in client.get(url, headers=GZIP).cookies
        client.cookies["sessionid"] = "gammal"
    del client.cookies["sessionid"]
    for _ in range(2):
        assert not client.get(url, headers=GZIP).cookies


def test_what_is_not_there_is_not_kept(client: Client, strategy: Strategy) -> None:
    draft = make_strategy()
    assert client.get(draft.get_absolute_url(), headers=GZIP).status_code == 404
    publish(draft, user=None)
    assert client.get(draft.get_absolute_url(), headers=GZIP).status_code == 200


# --- memory


def answer(size: int) -> Answer:
    return Answer(Moment(1, date(2026, 11, 27)), '"a"', {}, b"x" * size)


def test_what_is_asked_for_least_makes_room() -> None:
    hand: AtHand[str] = AtHand(most=3_000)
    for key in "abc":
        hand.put(key, "kept", 1_000)
    hand.get("a")
    hand.put("d", "kept", 1_000)
    assert [hand.get(key) is not None for key in "abcd"] == [True, False, True, True]


def test_what_is_put_again_takes_its_room_once() -> None:
    hand: AtHand[Answer] = AtHand(most=100_000)
    for size in (1_000, 2_000, 500):
        hand.put("a", answer(size), answer(size).size)
    assert (len(hand), hand.size) == (1, AROUND + 500)


def test_what_is_larger_than_everything_is_not_kept() -> None:
    hand: AtHand[str] = AtHand(most=1_000)
    hand.put("a", "kept", 2_000)
    assert (len(hand), hand.size, hand.get("a")) == (0, 0, None)


def test_threads_keep_within_the_limit() -> None:
    hand: AtHand[int] = AtHand(most=20_000)

    def busy(thread: int) -> None:
        for number in range(2_000):
            hand.put((thread * number) % 97, number, 1_000 + number % 3_000)
            hand.get(number % 97)
            assert hand.size <= hand.most + 4_000

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(busy, range(8)))
    assert hand.size <= hand.most
    assert 0 < len(hand) <= 20


def test_a_process_keeps_no_more_than_the_setting_says(settings: Any) -> None:
    settings.PUBLIC_PAGE_BYTES = AROUND
    client = Client()
    url = make_strategy(published=True).get_absolute_url()
    for _ in range(2):
        client.get(url)
    assert queries(lambda: client.get(url)) == 1
