"""Everything at one address: the stream of all elements, the catalogue, and the way for search engines."""

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from lxml import etree, html
from pyshacl import validate
from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef

from benchmarks.plan import SEEDS
from strategies.exports.columns import HEADS
from strategies.exports.linked_data import data_block
from strategies.load import load
from strategies.models import Strategy
from strategies.plan import Element, Person, Plan
from strategies.publishing.public import public_plan
from strategies.publishing.publish import publish
from strategies.taking import everything, sitemaps
from strategies.taking.everything import MOST_AT_ONCE, Stream
from tests.factories import make_actor, make_region, make_strategy, publish_again
from tests.plans import plans

pytestmark = pytest.mark.django_db
SHAPES = Graph().parse(Path(__file__).parent / "dcat_shapes.ttl")


@pytest.fixture
def seeds(register: None) -> list[Strategy]:
    """The five real plans, published."""
    found = [load(path).strategy for path in sorted(SEEDS.glob("*.md"))]
    for strategy in found:
        publish(strategy, None, "Första")
    return found


def stream(client: Client, ending: str = "csv", **options: Any) -> Any:
    return client.get(reverse("all-elements", args=[ending]), **options)


def rows(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


# --- all elements


def test_the_stream_has_the_rows_that_each_plan_has_in_its_own_file(
    client: Client, seeds: list[Strategy]
) -> None:
    odd = {
        "kind": "action",
        "title": "=1+1",
        "text": "Ett\n;”två”",
        "label": "'-a",
        "purpose": "-x",
    }
    ties = [{"actor": make_actor("Zebra").name, "role": "ansvarig", "note": "a; b"}]
    ties += [{"actor": make_actor("Apa").name, "role": "ansvarig"}]
    element = Element.model_validate(odd | {"involvements": ties, "period": {"end": "2027"}})
    made = make_strategy(published=True, elements=(element,))
    response = stream(client)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    found = rows(response.getvalue())
    assert list(found[0]) == HEADS
    own = [
        row
        for strategy in [*seeds, made]
        for row in rows(client.get(reverse("plan-file", args=[strategy.slug, "plan.csv"])).content)
    ]
    assert len(own) > 50
    assert found == own


def test_the_lines_of_json_say_the_same_undefused(client: Client, seeds: list[Strategy]) -> None:
    make_strategy(
        published=True, elements=(Element(kind="action", title='=1+1 "å\\', text="a\nb"),)
    )
    lines = stream(client, "jsonl").getvalue().decode().splitlines()
    found = [json.loads(line) for line in lines]
    assert list(found[0]) == HEADS
    assert found[-1]["titel"] == '=1+1 "å\\'
    assert found[-1]["text"] == "a\nb"
    assert [one["titel"].lstrip("'=") for one in found] == [
        row["titel"].lstrip("'=") for row in rows(stream(client).getvalue())
    ]


def test_the_stream_is_called_what_it_holds(client: Client) -> None:
    levels = {"kind": "direction", "title": "A", "elements": [{"kind": "action", "title": "a"}]}
    make_strategy(published=True, elements=(levels,))
    answer = stream(client)
    assert {row["nivå"] for row in rows(answer.getvalue())} == {"inriktning", "insats"}
    assert 'filename="alla-delar-' in answer["Content-Disposition"]
    page = client.get(reverse("open-data")).text
    assert "Alla delar (CSV)" in page
    assert "Alla insatser" not in page


def test_drafts_and_former_editions_are_not_in_the_stream(client: Client) -> None:
    action = Element(kind="action", title="Nu")
    strategy = make_strategy(published=True, elements=(action,))
    strategy.elements.update(title="Ändrad i arbetsversionen")
    make_strategy(elements=(Element(kind="action", title="Utkast"),))
    assert [row["titel"] for row in rows(stream(client).getvalue())] == ["Nu"]
    publish(strategy, None, "Andra")
    assert [row["utgåva"] for row in rows(stream(client).getvalue())] == ["2"]


@given(plan=plans())
@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_the_stream_reads_is_the_same_in_public(plan: Plan) -> None:
    public = public_plan(plan)
    assert (public.elements, public.level_words) == (plan.elements, plan.level_words)


def test_nobody_is_named_in_the_stream(client: Client) -> None:
    secret = Person(name="Hemlig Hansson", email="hemlig@prov.example")
    make_strategy(published=True, persons=(secret,), elements=(Element(kind="action", title="A"),))
    assert "emlig" not in stream(client).getvalue().decode()


def test_few_stream_at_once_and_the_next_is_asked_to_wait(client: Client) -> None:
    make_strategy(published=True, elements=(Element(kind="action", title="A"),))
    held = [stream(client) for _ in range(MOST_AT_ONCE)]
    waiting = stream(client)
    assert waiting.status_code == 503
    assert waiting["Retry-After"] == "30"
    assert "Försök igen" in waiting.text
    for response in held:
        response.getvalue()
    assert rows(stream(client).getvalue())[0]["titel"] == "A"


def test_a_reader_who_leaves_halfway_leaves_nothing_behind(
    seeds: list[Strategy], monkeypatch: Any
) -> None:
    monkeypatch.setattr(everything, "BLOCK", 1)
    for _ in range(MOST_AT_ONCE + 1):
        left = Stream("csv")
        assert left.held
        assert next(iter(left)).startswith(b"\xef\xbb\xbfstrategi;")
        left.close()
    assert Strategy.objects.published().count() == len(seeds)


def test_who_has_the_stream_is_told_so_and_head_reads_nothing(client: Client) -> None:
    make_strategy(published=True, elements=(Element(kind="action", title="A"),))
    first = stream(client)
    first.getvalue()
    assert stream(client, headers={"if-none-match": first["ETag"]}).status_code == 304
    head = client.head(reverse("all-elements", args=["csv"]))
    assert (head.status_code, head.content) == (200, b"")
    make_strategy(published=True)
    again = stream(client, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    again.getvalue()


def test_the_stream_asks_a_number_of_queries_that_does_not_grow(
    client: Client, seeds: list[Strategy]
) -> None:
    with CaptureQueriesContext(connection) as asked:
        stream(client).getvalue()
    # The moment, a savepoint of the test's and its end, the time limit; COPY is none of Django's.
    assert len(asked) <= 5


# --- the catalogue


def catalogue(client: Client) -> Graph:
    response = client.get("/datasets/dcat")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rdf+xml")
    return Graph().parse(data=response.content, format="xml")


@pytest.fixture
def _publisher(settings: Any) -> None:
    settings.RESPONSIBLE_BODY, settings.CONTACT_EMAIL = "Region Prov", "data@prov.example"
    cache.clear()


@pytest.mark.usefixtures("_publisher")
def test_the_catalogue_holds_what_dcat_ap_se_requires(client: Client) -> None:
    region = make_region("Provlän å", code="99")
    strategy = make_strategy(
        published=True, regions=(region.name,), period={"start": "2018", "end": "2022"}
    )
    graph = catalogue(client)
    assert validate(graph, shacl_graph=SHAPES)[0]
    (about,) = graph.subjects(DCTERMS.title, Literal(strategy.title, lang="sv"))
    assert str(about).endswith(strategy.get_absolute_url())
    assert len(list(graph.objects(about, DCAT.distribution))) == 5
    assert str(
        graph.value(predicate=DCTERMS.title, object=Literal(region.name, lang="sv"))
    ).endswith(region.get_absolute_url())


@pytest.mark.usefixtures("_publisher")
@pytest.mark.parametrize(
    "path",
    [
        DCTERMS.title,
        DCTERMS.publisher,
        DCTERMS.license,
        DCAT.accessURL,
        DCAT.endpointURL,
        DCTERMS.type,
    ],
)
def test_a_catalogue_that_lacks_something_is_seen_to(client: Client, path: URIRef) -> None:
    make_strategy(published=True)
    graph = catalogue(client)
    graph.remove((None, path, None))
    assert not validate(graph, shacl_graph=SHAPES)[0]


def test_the_catalogue_is_made_once_and_anew_when_something_is_published(client: Client) -> None:
    cache.clear()
    strategy = make_strategy(published=True)
    first = client.get("/datasets/dcat")
    with CaptureQueriesContext(connection) as asked:
        again = client.get("/datasets/dcat")
    assert again.content == first.content
    assert len(asked) <= 2  # the moment, and the cache
    assert client.get("/datasets/dcat", headers={"if-none-match": first["ETag"]}).status_code == 304
    publish_again(strategy)
    assert client.get("/datasets/dcat", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_data_are_as_new_as_the_newest_edition_and_not_as_today(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    strategy = make_strategy(published=True)
    later = timezone.now() + timedelta(days=9)
    monkeypatch.setattr(timezone, "now", lambda: later)
    cache.clear()
    days = catalogue(client).objects(None, DCTERMS.modified)
    published = timezone.localdate(strategy.editions.get().published_at)
    assert {day.toPython() for day in days} == {published}


def test_the_catalogue_says_what_kind_of_body_answers_for_it(client: Client, settings: Any) -> None:
    for kind in ("RegionalAuthority", "LocalAuthority"):
        settings.BODY_TYPE = kind
        types = {str(one) for one in catalogue(client).objects(None, DCTERMS.type)}
        assert f"http://purl.org/adms/publishertype/{kind}" in types


def test_a_draft_is_not_in_the_catalogue(client: Client) -> None:
    cache.clear()
    draft = make_strategy()
    assert draft.title not in client.get("/datasets/dcat").text


# --- for search engines


def test_the_map_lists_every_page_that_lasts_with_its_day(client: Client) -> None:
    strategy, draft = make_strategy(published=True), make_strategy()
    index = etree.fromstring(client.get("/sitemap.xml").content)
    parts = [node.text for node in index.iter("{*}loc")]
    assert len(parts) == len(sitemaps.MAPS)
    found = etree.fromstring(client.get("/sitemap-strategier.xml").content)
    places = [node.text for node in found.iter("{*}loc")]
    assert [place.endswith(strategy.get_absolute_url()) for place in places] == [True]
    assert draft.slug not in "".join(places)
    day = next(found.iter("{*}lastmod")).text
    assert day == timezone.localdate(strategy.current_edition.published_at).isoformat()
    for part in ("sidor", "regioner", "aktorer"):
        assert client.get(f"/sitemap-{part}.xml").status_code == 200
    assert client.get("/sitemap-annat.xml").status_code == 404


def test_a_large_map_is_in_several_files(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(sitemaps.Strategies, "limit", 1)
    for _ in range(3):
        make_strategy(published=True)
    index = client.get("/sitemap.xml").text
    assert "sitemap-strategier.xml?p=3" in index
    pages = [client.get(f"/sitemap-strategier.xml?p={number}").content for number in (1, 2, 3)]
    assert len({re.search(rb"<loc>(.*?)</loc>", page)[1] for page in pages}) == 3  # type: ignore[index]
    assert client.get("/sitemap-strategier.xml?p=4").status_code == 404
    assert client.get("/sitemap-strategier.xml?p=x").status_code == 404


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-amnen.xml", "/robots.txt"])
def test_addresses_for_search_engines_are_the_portals_whatever_a_visitor_calls_it(
    client: Client, settings: Any, address: str
) -> None:
    text = client.get(address, headers={"Host": "localhost:666"}).text
    assert ":666" not in text
    assert settings.PORTAL_ADDRESS in text


def test_robots_are_told_where_the_map_is_and_where_not_to_go(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /redigera/" in text
    assert text.rstrip().endswith("/sitemap.xml")


def linked(page: str) -> dict[str, Any]:
    (block,) = html.fromstring(page).xpath('//script[@type="application/ld+json"]')
    said: dict[str, Any] = json.loads(block.text)
    assert said["@context"] == "https://schema.org"
    return said


def test_pages_tell_search_engines_what_they_are_about(client: Client, settings: Any) -> None:
    region = make_region("Provlän ö", code="98")
    actor = make_actor("Region </script><b>", region=region)
    strategy = make_strategy(
        published=True,
        title="Plan </script> & <b>",
        regions=(region.name,),
        owners=(actor.name,),
        period={"start": "2018"},
    )
    plan = linked(client.get(strategy.get_absolute_url()).text)
    assert plan["@type"] == "Report"
    assert plan["name"] == "Plan </script> & <b>"
    assert plan["temporalCoverage"] == "2018-01-01/.."
    assert plan["url"] == settings.PORTAL_ADDRESS + strategy.get_absolute_url()
    assert linked(client.get(actor.get_absolute_url()).text)["@type"] == "GovernmentOrganization"
    assert linked(client.get(region.get_absolute_url()).text)["identifier"] == "98"


def test_a_block_of_data_cannot_end_itself() -> None:
    block = data_block({"name": "</script><!--<script>&"})
    assert block.count("<") == 2
    assert "&" not in block


# --- the page


def test_the_page_of_open_data_leads_to_all_of_it(client: Client, settings: Any) -> None:
    settings.LICENCE, settings.LICENCE_NAME = "https://licens.example/by", "Egen licens"
    page = client.get("/oppna-data/").text
    for address in ("insatser.csv", "/datasets/dcat", "/api/", "/sitemap.xml", "lista.xlsx"):
        assert address in page
    assert '<a href="https://licens.example/by" rel="license">Egen licens</a>' in page
    for head in HEADS:
        assert head in page
    assert client.get("/").text.count('href="/oppna-data/"') == 1


def test_every_link_of_the_page_answers(client: Client) -> None:
    make_strategy(published=True, elements=(Element(kind="action", title="A"),))
    page = html.fromstring(client.get("/oppna-data/").text)
    for address in page.xpath("//main//a/@href"):
        if address.startswith("/"):
            response = client.get(address)
            assert response.status_code == 200, address
            response.getvalue()


def test_the_view_of_everything_takes_no_other_method(client: Client) -> None:
    assert client.post(reverse("all-elements", args=["csv"])).status_code == 405
