"""The shelf: a page is made once, sent with one query, and made again when anything that it depends on has changed."""

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.plan import make_plan
from strategies.dates import Period
from strategies.models import RenderedPage, Strategy
from strategies.plan import Element, Involvement, Relation
from strategies.publishing.publish import publish
from strategies.reading import shelf
from tests.factories import make_actor, make_member, make_region, make_strategy

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture(autouse=True)
def _empty_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "at_hand", shelf.AtHand())


def big(branches: int) -> Strategy:
    make_region("Örebro län")
    make_actor(name="Region Örebro län")
    plan = make_plan([make_actor().name for _ in range(40)], branches)
    strategy = make_strategy(plan)
    publish(strategy, user=None)
    return strategy


def queries(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(url, headers=GZIP | headers)
    return len(asked)


def test_a_kept_page_costs_one_query_whatever_its_size(client: Client) -> None:
    url = big(6).get_absolute_url()
    cold, warm = queries(client, url), queries(client, url)
    assert warm == 1
    assert cold <= 8


def test_the_queries_of_a_page_that_is_made_do_not_grow_with_the_plan(client: Client) -> None:
    small = make_strategy(
        published=True,
        relations=(Relation(kind="utgår från", to="RUS"),),
        elements=(Element(kind="action", title="A", involvements=(Involvement(actor="B", role="ansvarig"),)),),
    )  # fmt: skip
    # A relation is one query more, and the large plan has none.
    assert (
        queries(client, small.get_absolute_url()) == queries(client, big(6).get_absolute_url()) + 1
    )


def test_a_plan_of_120_actions_is_under_100_kb_and_20_kb_compressed(client: Client) -> None:
    url = big(6).get_absolute_url()
    packed = client.get(url, headers=GZIP).content
    page = client.get(url).content
    assert gzip.decompress(packed) == page
    assert len(page) < 100_000
    assert len(packed) < 20_000


def test_another_process_finds_the_page_on_the_shelf(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = make_strategy(published=True).get_absolute_url()
    first = client.get(url, headers=GZIP)
    monkeypatch.setattr(shelf, "at_hand", shelf.AtHand())
    assert queries(client, url) == 1
    assert client.get(url, headers=GZIP).content == first.content


def test_a_visitor_who_has_the_page_gets_304_without_a_body(client: Client) -> None:
    url = make_strategy(published=True).get_absolute_url()
    for headers in (GZIP, {"accept-encoding": "identity"}):
        etag = client.get(url, headers=headers).headers["ETag"]
        answer = client.get(url, headers=headers | {"if-none-match": f'"other", {etag}'})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["ETag"] == etag
    assert queries(client, url, **{"if-none-match": etag}) == 1


def test_compressed_and_plain_bytes_have_etags_of_their_own(client: Client) -> None:
    url = make_strategy(published=True).get_absolute_url()
    packed, plain = client.get(url, headers=GZIP), client.get(url)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert {"Accept-Encoding", "Cookie"} <= set(plain.headers["Vary"].split(", "))
    assert "no-cache" in plain.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("identity", False), ("", False)],
)  # fmt: skip
def test_only_those_who_take_gzip_get_it(client: Client, accepted: str, packed: bool) -> None:
    url = make_strategy(published=True).get_absolute_url()
    answer = client.get(url, headers={"accept-encoding": accepted})
    assert ("Content-Encoding" in answer.headers) is packed


def remade(client: Client, strategy: Strategy, change: Callable[[], Any]) -> bool:
    """Whether a change has the page made again, seen by what it was made for."""
    client.get(strategy.get_absolute_url())
    before = RenderedPage.objects.get(edition__strategy=strategy).made_for
    change()
    client.get(strategy.get_absolute_url())
    return RenderedPage.objects.get(edition__strategy=strategy).made_for != before


def test_the_page_is_made_again_when_another_plan_is_published(client: Client) -> None:
    strategy = make_strategy(published=True)
    assert not remade(client, strategy, lambda: None)
    assert remade(client, strategy, lambda: make_strategy(published=True))


def test_the_page_is_made_again_when_an_actor_moves(client: Client) -> None:
    actor = make_actor()
    strategy = make_strategy(published=True, owners=(actor.name,))

    def move() -> None:
        actor.slug = "annan-adress"
        actor.save()

    assert remade(client, strategy, move)
    assert "/aktorer/annan-adress/" in client.get(strategy.get_absolute_url()).content.decode()


def test_the_page_is_made_again_when_its_period_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = make_strategy(published=True, period=Period(start="2018", end="2022"))
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2022, 12, 31))
    assert "Perioden har löpt ut" not in client.get(strategy.get_absolute_url()).content.decode()
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2023, 1, 1))
    assert "Perioden har löpt ut" in client.get(strategy.get_absolute_url()).content.decode()


def test_the_page_is_made_again_for_a_new_release(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = make_strategy(published=True)
    assert remade(client, strategy, lambda: monkeypatch.setattr(shelf, "release", lambda: "ny"))


def test_nothing_of_a_visitor_gets_onto_the_shelf(client: Client) -> None:
    strategy = make_strategy(published=True)
    url = strategy.get_absolute_url()
    client.cookies["annan"] = "kaka-1234"
    page = client.get(f"{url}?fraga=spar-1234", headers={"user-agent": "agent-1234"})
    assert b"1234" not in page.content
    assert b"csrf" not in page.content
    assert "Set-Cookie" not in page.headers


def test_somebody_signed_in_gets_a_page_of_their_own_and_leaves_the_shelf_alone(
    client: Client,
) -> None:
    strategy = make_strategy(published=True)
    user = make_member(make_actor(), name="Eva Redaktör")
    client.force_login(user)
    answer = client.get(strategy.get_absolute_url())
    assert "Eva Redaktör" in answer.content.decode()
    assert "private" in answer.headers["Cache-Control"]
    assert not RenderedPage.objects.exists()
    assert "Eva Redaktör" not in Client().get(strategy.get_absolute_url()).content.decode()


def test_a_session_that_has_ended_is_nobody(client: Client) -> None:
    strategy = make_strategy(published=True)
    client.cookies["sessionid"] = "gammal"
    assert client.get(strategy.get_absolute_url()).status_code == 200
    assert RenderedPage.objects.exists()


def test_what_is_at_hand_has_a_limit() -> None:
    hand = shelf.AtHand(most=2)
    for slug in ("a", "b", "c"):
        hand.put(slug, shelf.Kept(slug, b""))
    assert list(hand.pages) == ["b", "c"]
