"""Atom feeds of what is new: valid, stable, and of what readers see."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from actors.merge import merge
from actors.models import MembershipRole, Region
from strategies.following.feeds import MOST_ENTRIES
from strategies.models import StepKind, Strategy
from strategies.plan import Decision, Plan
from strategies.publishing.order import Said
from strategies.publishing.public import public_plan
from strategies.publishing.publish import publish
from strategies.publishing.steps import take
from strategies.reading.coverage import concerning
from tests.factories import (
    current,
    make_actor,
    make_member,
    make_region,
    make_strategy,
    publish_again,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
ALL = "/nytt.atom"
ADOPTED = Decision(body="Regionfullmäktige", date={"value": "2018-06-14"})


def read(client: Client, address: str = ALL) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert faults(feed) == []
    return feed


def faults(feed: Any) -> list[str]:
    """What RFC 4287 asks of a feed (4.1.1) and its entries (4.1.2), and does not find."""
    told = [] if feed.tag == f"{ATOM}feed" else ["the root is no feed"]
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        told += [
            f"{part.tag} has {len(part.findall(ATOM + name))} {name}"
            for name in ("id", "title", "updated")
            if len(part.findall(ATOM + name)) != 1
        ]
        told += [f"{one.text} is no IRI" for one in part.findall(f"{ATOM}id") if not _iri(one.text)]
        for name in ("updated", "published"):
            for when in part.findall(ATOM + name):
                if datetime.fromisoformat(when.text).tzinfo is None:
                    told.append(f"{when.text} has no zone")
        for person in part.findall(f"{ATOM}author"):
            if not person.findtext(f"{ATOM}name"):
                told.append("an author has no name")
        told += [
            f"{link.get('href')} is no address"
            for link in part.findall(f"{ATOM}link")
            if not link.get("href", "").startswith("http://testserver/")
        ]
    if feed.find(f"{ATOM}author") is None:
        told.append("the feed has no author")
    itself = [one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    return told if len(itself) == 1 else [*told, "the feed does not tell its own address"]


def _iri(text: str) -> bool:
    return re.match(r"(https?://|urn:uuid:[0-9a-f-]{36}$)", text) is not None


def texts(feed: Any, name: str) -> list[str]:
    return [entry.findtext(ATOM + name) for entry in feed.findall(f"{ATOM}entry")]


def test_the_check_finds_what_is_missing() -> None:
    feed = etree.fromstring(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id></entry></feed>'
    )
    assert len(faults(feed)) > 6


def test_an_entry_tells_title_number_note_change_day_and_owners(client: Client) -> None:
    owners = tuple(make_actor(name).name for name in ("Region Ett", "Region Två & Tre"))
    strategy = make_strategy(
        title="Plan för <alla>", owners=owners, decisions=(ADOPTED,), kind="policy", published=True
    )
    publish_again(strategy, note="Mål 3 & 4 <ändrade>")
    entry = read(client).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Plan för <alla>, utgåva 2"
    text = entry.findtext(f"{ATOM}summary")
    assert "Mål 3 &amp; 4 &lt;ändrade&gt;" in text
    assert "Texten har ändrats sedan den antogs (utgåva 1)." in text
    assert "Utgåva 2" in text
    assert [one.text for one in entry.findall(f"{ATOM}author/{ATOM}name")] == list(owners)
    edition = current(strategy)
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == edition.published_at
    link = entry.find(f"{ATOM}link").get("href")
    assert link == f"http://testserver{edition.get_absolute_url()}"
    assert entry.find(f"{ATOM}category").get("term") == "policy"


def test_ids_stay_when_the_portal_moves(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    strategy = make_strategy(published=True)
    publish_again(strategy)
    before = texts(read(client), "id")
    assert len(set(before)) == 2
    Strategy.objects.filter(pk=strategy.pk).update(slug="nytt-namn")
    moved = etree.fromstring(client.get(ALL, headers={"host": "ny.example"}).content)
    assert texts(moved, "id") == before


def test_the_newest_stands_first_and_the_oldest_are_left_out(client: Client) -> None:
    strategy = make_strategy(published=True)
    for _more in range(MOST_ENTRIES + 1):
        publish_again(strategy)
    titles = texts(read(client, reverse("strategy-feed", args=[strategy.slug])), "title")
    assert len(titles) == MOST_ENTRIES == 50
    assert titles[0].endswith(f"utgåva {MOST_ENTRIES + 2}")


def test_each_feed_is_about_its_own(client: Client) -> None:
    county = make_region("Provlän", slug="provlan")
    kommun = make_region("Provkommun", slug="provkommun", kind="kommun", parent=county)
    make_region("Grannlän", slug="grannlan")
    owner, helper = make_actor("Ägaren", slug="agaren"), make_actor("Hjälparen", slug="hjalparen")
    tie = {"actor": helper.name, "role": "medverkar"}
    ours = Plan.model_validate(
        {
            "title": "Vår",
            "kind": "policy",
            "owners": [owner.name],
            "regions": [county.name],
            "involvements": [tie],
        }
    )
    make_strategy(ours, published=True)
    make_strategy(title="Deras", regions=("Grannlän",), published=True)
    wanted = {
        "/nytt.atom": ["Deras", "Vår"],
        "/strategier/var/nytt.atom": ["Vår"],
        "/regioner/provlan/nytt.atom": ["Vår"],
        f"/regioner/{kommun.slug}/nytt.atom": ["Vår"],
        "/regioner/grannlan/nytt.atom": ["Deras"],
        "/aktorer/agaren/nytt.atom": ["Vår"],
        "/aktorer/hjalparen/nytt.atom": ["Vår"],
    }
    assert {address: texts(read(client, address), "title") for address in wanted} == wanted


def test_an_owner_that_gave_the_plan_away_keeps_its_old_editions(client: Client) -> None:
    owner, other = make_actor(), make_actor()
    strategy = make_strategy(owners=(owner.name,), published=True)
    strategy.owner_rows.update(actor=other)
    publish_again(strategy)
    assert len(texts(read(client, f"{owner.get_absolute_url()}nytt.atom"), "id")) == 1
    assert len(texts(read(client, f"{other.get_absolute_url()}nytt.atom"), "id")) == 1


def test_drafts_and_plans_that_were_taken_back_are_in_no_feed(client: Client) -> None:
    draft = make_strategy()
    assert client.get(reverse("strategy-feed", args=[draft.slug])).status_code == 404
    gone = make_strategy(published=True)
    Strategy.objects.filter(pk=gone.pk).update(current_edition=None)
    assert texts(read(client), "id") == []
    assert client.get(reverse("strategy-feed", args=[gone.slug])).status_code == 404


def test_the_feed_of_a_withdrawn_plan_says_that_it_is_and_why(client: Client) -> None:
    strategy = make_strategy(title="Planen", published=True)
    publish_again(strategy)
    approver = make_member(strategy.owners.get(), MembershipRole.APPROVER)
    take(strategy, StepKind.WITHDRAW, approver, Said("Fel <bilaga>."))
    address = reverse("strategy-feed", args=[strategy.slug])
    feed = read(client, address)
    assert texts(feed, "title") == ["Planen är återkallad"]
    (entry,) = feed.findall(f"{ATOM}entry")
    assert "Fel &lt;bilaga&gt;." in entry.findtext(f"{ATOM}summary")
    assert entry.find(f"{ATOM}link").get("href").endswith(strategy.get_absolute_url())
    assert texts(read(client, address), "id") == texts(feed, "id")
    publish(strategy, None, "Rätt bilaga")
    assert len(texts(read(client, address), "id")) == 3


@pytest.mark.parametrize("room", ["strategier", "regioner", "aktorer"])
def test_what_is_not_there_has_no_feed(client: Client, room: str) -> None:
    make_actor(slug="skiss", listed=False)
    assert client.get(f"/{room}/finns-inte/nytt.atom").status_code == 404
    assert client.get("/aktorer/skiss/nytt.atom").status_code == 404


def test_a_merged_actors_feed_leads_to_the_others(client: Client) -> None:
    kept, removed = make_actor(slug="kvar"), make_actor(slug="borta")
    merge(kept, removed)
    answer = client.get("/aktorer/borta/nytt.atom")
    assert (answer.status_code, answer["Location"]) == (301, "/aktorer/kvar/nytt.atom")


def test_a_feed_tells_nothing_that_is_held_back(client: Client) -> None:
    secret = Plan.model_validate(
        {
            "title": "Planen",
            "kind": "policy",
            "owners": [make_actor().name],
            "decisions": [ADOPTED],
            "persons": [{"name": "Hemlig Hemligsson", "phone": "070-000 00 00"}],
        }
    )
    make_strategy(secret, published=True)
    shown = public_plan(secret)
    # What feeds and mail take from a plan without asking what is public is the same in what is.
    assert (shown.title, shown.decisions, shown.owners) == (
        secret.title,
        secret.decisions,
        secret.owners,
    )
    text = client.get(ALL).text
    assert "Planen" in text
    assert "Hemlig" not in text
    assert "070" not in text


def test_an_empty_feed_is_valid_and_always_the_same(client: Client) -> None:
    make_region(slug="tomt")
    feed = read(client, "/regioner/tomt/nytt.atom")
    assert feed.findtext(f"{ATOM}updated").startswith("1970-01-01")


def test_what_the_reader_has_is_not_sent_again(client: Client) -> None:
    strategy = make_strategy(published=True)
    first = client.get(ALL)
    assert first["Cache-Control"] == "public, no-cache"
    for condition in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
    ):
        again = client.get(ALL, headers=condition)
        assert (again.status_code, again.content) == (304, b"")
    publish_again(strategy)
    newer = client.get(ALL, headers={"if-none-match": first["ETag"]})
    assert newer.status_code == 200
    assert newer["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "address", [ALL, "/regioner/provlan/nytt.atom", "/aktorer/agaren/nytt.atom"]
)
def test_queries_do_not_grow_with_what_is_new(
    count_queries: Callable[..., int], address: str
) -> None:
    county = make_region("Provlän", slug="provlan")
    owner = make_actor("Ägaren", slug="agaren")
    make_strategy(owners=(owner.name,), regions=(county.name,), published=True)
    few = count_queries(address)
    for _more in range(4):
        others = (owner.name, make_actor().name)
        make_strategy(owners=others, regions=(county.name,), published=True)
    assert count_queries(address) == few <= 4


def test_pages_lead_to_their_feeds_and_to_the_sign_up(client: Client) -> None:
    county = make_region("Provlän", slug="provlan")
    owner = make_actor("Ägaren", slug="agaren")
    make_strategy(title="Vår", owners=(owner.name,), regions=(county.name,), published=True)
    pages = {
        "/strategier/var/": ("/strategier/var/nytt.atom", "/folj/?strategi=var"),
        "/regioner/provlan/": ("/regioner/provlan/nytt.atom", "/folj/?region=provlan"),
        "/aktorer/agaren/": ("/aktorer/agaren/nytt.atom", "/folj/?aktor=agaren"),
        "/": ("/nytt.atom", "/folj/"),
        "/strategier/": ("/nytt.atom", "/folj/"),
        "/strategier/var/utgavor/": ("/strategier/var/nytt.atom", "/folj/"),
    }
    for page, (feed, follow) in pages.items():
        text = client.get(page).text
        found = re.findall(
            r'<link rel="alternate" type="application/atom\+xml"[^>]* href="(.*?)"', text
        )
        assert found == [feed], page
        assert f'href="{follow}"' in text, page
        assert client.get(feed).status_code == 200
        assert client.get(follow).status_code == 200


def test_a_preview_has_nothing_to_follow(client: Client, desk: Any) -> None:
    text = client.get(desk.url("preview")).text
    assert "nytt.atom" not in text


def test_whom_a_plan_concerns_and_what_concerns_a_region_are_one_rule() -> None:
    country = make_region("Sverige", kind="land")
    counties = [make_region() for _one in range(3)]
    kommuner = [make_region(f"Kommun i {one}", kind="kommun", parent=one) for one in counties]
    large = make_region("Storprov", kind="storregion")
    large.parts.set(counties[:2])
    everywhere = {country, large, *counties, *kommuner}
    for place in everywhere:
        edition = make_strategy(regions=(place.name,), published=True).current_edition
        concerned = set(Region.objects.concerned_by(Region.objects.filter(pk=place.pk)))
        assert concerned == {one for one in everywhere if edition in concerning(one)}, place
