"""The shelf: a page is made once, sent with one query, and made again when anything that it depends on has changed.

Tests ask the database at every request (conftest.py); what is kept between requests is in test_door.py.
"""

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any

import brotli
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import get_language, override

from benchmarks.plan import make_plan
from strategies.dates import Period
from strategies.models import RenderedPage, Strategy
from strategies.plan import Element, Involvement, Relation
from strategies.publishing.publish import publish
from strategies.reading import shelf
from strategies.reading.encodings import best_encoding
from tests.factories import current, make_actor, make_member, make_region, make_strategy

pytestmark = pytest.mark.django_db

GZIP = {"accept-encoding": "gzip"}
BROTLI = {"accept-encoding": "gzip, deflate, br, zstd"}


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
    # Two looks at the shelf, lock, plan, names, themes, plans that refer to this one or replace it, the page put there, and a savepoint of the test's.
    assert cold <= 10


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
    gzipped, packed = client.get(url, headers=GZIP), client.get(url, headers=BROTLI)
    page = client.get(url).content
    assert gzip.decompress(gzipped.content) == page
    assert brotli.decompress(packed.content) == page
    assert len(page) < 100_000
    assert len(packed.content) < len(gzipped.content) < 20_000


def test_gzip_is_made_of_the_kept_page_when_somebody_asks_for_it(client: Client) -> None:
    strategy = make_strategy(published=True)
    made = []

    def render(request: HttpRequest, slug: str, place: shelf.Place) -> str:
        made.append(slug)
        return "En plan, åäö"

    def visit(accept: str) -> HttpResponse:
        request = RequestFactory(headers={"accept-encoding": accept}).get("/")
        return shelf.from_shelf(request, strategy.slug, render)

    packed = visit("br")
    assert RenderedPage.objects.get().gzipped is None
    gzipped = visit("gzip")
    assert gzip.decompress(gzipped.content).decode() == "En plan, åäö"
    assert visit("identity").content.decode() == "En plan, åäö"
    assert bytes(RenderedPage.objects.get().gzipped) == gzipped.content == visit("gzip").content
    assert visit("br").content == packed.content
    assert made == [strategy.slug]
    etags = [answer.headers["ETag"].removesuffix('"') for answer in (packed, gzipped)]
    assert etags[0].removesuffix("-br") == etags[1].removesuffix("-gzip")


def test_a_page_that_is_made_again_leaves_no_old_gzip(client: Client) -> None:
    url = make_strategy(published=True, title="Förra planen").get_absolute_url()
    client.get(url, headers=GZIP)
    make_strategy(published=True, title="Nästa plan")
    client.get(url, headers=BROTLI)
    assert RenderedPage.objects.get().gzipped is None


def test_another_process_finds_the_page_on_the_shelf(client: Client) -> None:
    url = make_strategy(published=True).get_absolute_url()
    first = client.get(url, headers=GZIP)
    # A client has middleware of its own, as a process has.
    assert queries(other := Client(), url) == 1
    assert other.get(url, headers=GZIP).content == first.content


@pytest.mark.parametrize("accept", [GZIP, BROTLI, {"accept-encoding": "identity"}])
def test_a_visitor_who_has_the_page_gets_304_without_a_body(
    client: Client, accept: dict[str, str]
) -> None:
    url = make_strategy(published=True).get_absolute_url()
    etag = client.get(url, headers=accept).headers["ETag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = client.get(url, headers=accept | {"if-none-match": known})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["ETag"] == etag
    for unknown in ('"other"', etag.replace('"', ""), ""):
        assert client.get(url, headers=accept | {"if-none-match": unknown}).status_code == 200
    assert queries(client, url, **accept, **{"if-none-match": etag}) == 1


def test_each_encoding_has_an_etag_of_its_own_that_begins_with_the_editions_hash(
    client: Client,
) -> None:
    strategy = make_strategy(published=True)
    url = strategy.get_absolute_url()
    answers = [client.get(url, headers=headers) for headers in (GZIP, BROTLI, {})]
    etags = [answer.headers["ETag"] for answer in answers]
    assert len(set(etags)) == 3
    assert all(etag.startswith(f'"{current(strategy).sha256[:16]}-') for etag in etags)
    assert [answer.headers.get("Content-Encoding") for answer in answers] == ["gzip", "br", None]
    for answer in answers:
        assert set(answer.headers["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
        assert answer.headers["Cache-Control"] == "public, no-cache"
    # What one has is not what another was promised.
    answer = client.get(url, headers=GZIP | {"if-none-match": etags[1]})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("br;q=0.5, gzip", "gzip"), ("BR , GZIP;Q=0.8", "br"),
        ("br;q=0, gzip", "gzip"), ("gzip;q=0", ""), ("gzip;q=0.000, br;q=0", ""), ("identity", ""), ("", ""), ("deflate, zstd", ""),
        ("*", "br"), ("*;q=0", ""), ("br;q=0, *", "gzip"), ("gzip;q=0.5, identity", ""), ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("gzip;q=2, br;q=x", ""), ("gzip;level=9", ""), (",,;", ""),
    ],
)  # fmt: skip
def test_visitors_get_the_encoding_that_they_like_best(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == (encoding or "identity")


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


def test_a_page_that_is_made_again_with_the_same_bytes_keeps_its_etag(client: Client) -> None:
    strategy = make_strategy(published=True)
    etag = client.get(strategy.get_absolute_url()).headers["ETag"]
    assert remade(client, strategy, lambda: make_strategy(published=True))
    assert client.get(strategy.get_absolute_url()).headers["ETag"] == etag


def test_the_page_is_made_once_for_each_language(client: Client) -> None:
    strategy = make_strategy(published=True)
    made = []

    def render(request: HttpRequest, slug: str, place: shelf.Place) -> str:
        made.append(get_language())
        return f"På {made[-1]}"

    for language in ("sv", "en", "sv", "en"):
        with override(language):
            answer = shelf.from_shelf(RequestFactory().get("/"), strategy.slug, render)
            assert answer.content.decode() == f"På {language}"
    assert made == ["sv", "en"]


def test_the_page_is_made_again_for_a_new_release(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = make_strategy(published=True)
    url = strategy.get_absolute_url()
    etag = client.get(url).headers["ETag"]
    before = RenderedPage.objects.get().made_for
    monkeypatch.setattr(shelf, "release", lambda: "ny")
    # A release comes with processes of its own.
    assert Client().get(url).headers["ETag"] == etag
    assert RenderedPage.objects.get().made_for != before


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
