"""Lists as files: all that the page lists, with the same filters, and nothing that the page would not show."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from actors.merge import merge
from strategies.plan import Element, Involvement
from tests.factories import make_actor, make_region, make_strategy

pytestmark = pytest.mark.django_db
every_ending = pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])


def rows(answer: Any, ending: str) -> list[dict[str, str]]:
    assert answer.status_code == 200
    if ending == "json":
        found: list[dict[str, str]] = answer.json()
        return found
    if ending == "csv":
        text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
        return list(csv.DictReader(text, delimiter=";"))
    heads, *values = load_workbook(io.BytesIO(answer.content)).worksheets[0].values
    return [dict(zip(heads, [value or "" for value in row], strict=True)) for row in values]  # type: ignore[misc]


def get(client: Client, name: str, ending: str, query: str = "", *args: str) -> Any:
    return client.get(f"{reverse(name, args=[*args, ending])}?{query}")


@every_ending
def test_the_list_of_strategies_has_its_filters_and_all_pages(client: Client, ending: str) -> None:
    region, owner = make_region("Provlän åäö"), make_actor("Region =Prov")
    for number in range(52):
        make_strategy(
            published=True, title=f"Plan {number}", regions=(region.name,), owners=(owner.name,)
        )
    make_strategy(published=True, title="En policy", kind="policy")
    make_strategy(title="Ett utkast")
    found = rows(get(client, "strategy-list-file", ending, "sida=2"), ending)
    assert len(found) == 53
    (policy,) = rows(get(client, "strategy-list-file", ending, "slag=policy"), ending)
    assert policy["titel"] == "En policy"
    here = rows(get(client, "strategy-list-file", ending, f"region={region.slug}"), ending)
    assert len(here) == 52
    assert here[0]["områden"] == "Provlän åäö"
    assert here[0]["ägare"].endswith("Region =Prov")
    assert here[0]["utgåva"] == "1"


@every_ending
def test_the_list_of_actors_and_an_actors_page(client: Client, ending: str) -> None:
    actor = make_actor("Almi Prov")
    tie = Involvement(actor=actor.name, role="ansvarig", note="stöd")
    make_strategy(
        published=True,
        title="Planen",
        elements=(Element(kind="action", title="+Stöd företag", involvements=(tie,)),),
    )
    make_actor("Dold", listed=False)
    (found,) = rows(get(client, "actor-list-file", ending, "q=almi"), ending)
    assert (found["namn"], found["planer"]) == ("Almi Prov", "1")
    assert rows(get(client, "actor-list-file", ending, "q=dold"), ending) == []
    (role,) = rows(get(client, "actor-file", ending, "", actor.slug), ending)
    assert (role["roll"], role["plan"], role["i vad"]) == ("ansvarig", "Planen", "stöd")
    assert role["del"] == ("'+Stöd företag" if ending == "csv" else "+Stöd företag")


@every_ending
def test_what_a_search_finds(client: Client, ending: str) -> None:
    actions = tuple(Element(kind="action", title=f"Elbil {number}") for number in range(12))
    top = Element(kind="direction", title="Resor", elements=actions)
    owners, regions = [make_actor("Region Åre").name, make_actor("Ö").name], [make_region("Z").name]
    fields = {"owners": owners, "regions": regions, "period": {"start": "2020", "end": "2021-06"}}
    make_strategy(published=True, title="Resplanen", elements=(top,), **fields)
    make_actor("Elbil Sverige")
    make_strategy(elements=(Element(kind="action", title="Elbil i ett utkast"),))
    found = rows(get(client, "search-file", ending, "q=elbil"), ending)
    assert len(found) == 13
    part = found[0]
    assert (part["slag"], part["plan"], part["sökväg"]) == ("insats", "Resplanen", "Resor")
    assert (part["ägare"], part["områden"], part["status"]) == ("Region Åre\nÖ", "Z", "avslutad")
    assert (part["börjar"], part["slutar"]) == ("2020-01-01", "2021-06-30")
    assert found[-1]["titel"] == "Elbil Sverige"
    assert found[-1]["plan"] == found[-1]["ägare"] == ""
    assert rows(get(client, "search-file", ending, "q="), ending) == []


def test_the_lists_lead_to_their_files_with_their_filters(client: Client) -> None:
    make_strategy(published=True, kind="policy")
    page = client.get("/strategier/?slag=policy").text
    assert 'href="/strategier/lista.csv?slag=policy"' in page
    assert 'href="/aktorer/lista.xlsx"' in client.get("/aktorer/").text


def test_an_actor_that_was_merged_leads_to_the_other_and_one_that_is_not_listed_has_no_file(
    client: Client,
) -> None:
    kept, gone, hidden = make_actor("Kvar"), make_actor("Borta"), make_actor("Dold", listed=False)
    merge(kept, gone)
    answer = get(client, "actor-file", "csv", "", gone.slug)
    assert (answer.status_code, answer["Location"]) == (301, f"/aktorer/{kept.slug}/roller.csv")
    assert get(client, "actor-file", "csv", "", hidden.slug).status_code == 404


@pytest.mark.parametrize("name", ["strategy-list-file", "actor-list-file"])
def test_the_queries_of_a_list_do_not_grow(client: Client, count_queries: Any, name: str) -> None:
    make_strategy(published=True)
    url = reverse(name, args=["csv"])
    few = count_queries(url)
    for _ in range(3):
        make_strategy(published=True)
    assert count_queries(url) == few
