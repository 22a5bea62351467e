"""The API: what is public and nothing else, page by page, with tags, a limit, and the examples of its own page."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from benchmarks.plan import SEEDS
from strategies.api.docs import EXAMPLES
from strategies.api.v1 import api
from strategies.load import load
from strategies.models import StepKind, Strategy
from strategies.plan import Person, Plan
from strategies.publishing.order import Said
from strategies.publishing.publish import publish
from strategies.publishing.steps import take
from strategies.publishing.withholding import withhold
from tests.factories import make_actor, make_region, make_strategy, make_user, publish_again

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    cache.clear()


def action(title: str, **fields: object) -> dict[str, object]:
    return {"kind": "action", "title": title} | fields


def published(*titles: str, **fields: Any) -> Strategy:
    return make_strategy(published=True, elements=tuple(map(action, titles)), **fields)


def ask(client: Client, path: str, **options: Any) -> Any:
    return client.get(f"{ROOT}{path}", **options)


@pytest.fixture
def seeds(register: None) -> None:
    for path in sorted(SEEDS.glob("*.md")):
        publish(load(path).strategy, None, "Första")


# --- the examples that the page shows


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path)
def test_an_example_of_the_page_gives_what_it_says(
    client: Client, seeds: None, example: Any
) -> None:
    answer = ask(client, example.path)
    assert answer.status_code == 200
    assert set(example.gives) <= answer.json().keys()
    if "items" in example.gives:
        assert answer.json()["items"]
    if "next" in example.gives and answer.json()["next"]:
        assert answer.json()["next"].endswith(f"offset={len(answer.json()['items'])}")


def test_the_examples_ask_every_address_of_lists_and_the_search() -> None:
    asked = {example.path.partition("?")[0].partition("/")[0] for example in EXAMPLES}
    assert asked == {"strategier", "delar", "aktorer", "regioner", "sok"}


def test_the_page_tells_every_address_and_parameter_without_scripts_of_others(
    client: Client,
) -> None:
    page = client.get("/api/").text
    for path, operations in api.get_openapi_schema(path_prefix="")["paths"].items():
        assert f"<code>{path.lstrip('/')}</code>" in page
        for parameter in operations["get"]["parameters"]:
            if parameter["in"] == "query":
                assert f"<code>{parameter['name']}</code>" in page
    assert "<script" not in page
    assert client.get(ROOT).headers["Location"] == "/api/"
    assert client.get(f"{ROOT}docs").status_code == 404


# --- what is public


def test_drafts_and_withdrawn_plans_are_nowhere(client: Client) -> None:
    draft = make_strategy(elements=(action("Utkast"),))
    gone = published("Borta")
    take(gone, StepKind.WITHDRAW, make_user(is_superuser=True), Said("Dubblett"))
    for path in ("strategier", "delar", "sok?q=utkast", "sok?q=borta", "sok?q=provplan"):
        answer = ask(client, path)
        assert answer.json()["items"] == [], path
    for below in ("", "/utgavor", "/utgavor/1", "/delar"):
        missing = ask(client, f"strategier/{draft.slug}{below}")
        assert (missing.status_code, list(missing.json())) == (404, ["detail"])
        withdrawn = ask(client, f"strategier/{gone.slug}{below}")
        assert withdrawn.status_code == 410
        assert "Dubblett" in withdrawn.json()["detail"]


def test_nobody_who_has_not_agreed_is_named_and_a_withheld_name_goes_at_once(
    client: Client,
) -> None:
    people = (Person(name="Hemlig Hansson"), Person(name="Synlig Svensson", name_approved=True))
    strategy = published("A", persons=people)
    path = f"strategier/{strategy.slug}"
    before = ask(client, path)
    assert "Hemlig" not in before.text
    assert "Synlig" in before.text
    withhold(strategy, "Synlig Svensson", None)
    after = ask(client, path, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Synlig" not in after.text


def test_a_plan_is_a_plan_and_an_edition_stays(client: Client) -> None:
    strategy = published("A", "B")
    publish_again(strategy)
    now, first = (
        ask(client, f"strategier/{strategy.slug}{below}").json() for below in ("", "/utgavor/1")
    )
    assert (now["number"], now["current"], first["number"], first["current"]) == (2, True, 1, False)
    assert [element.title for _, element in Plan.model_validate(now["plan"]).walk()] == ["A", "B"]
    assert first["plan"]["summary"] != now["plan"]["summary"]
    assert [
        row["number"] for row in ask(client, f"strategier/{strategy.slug}/utgavor").json()["items"]
    ] == [2, 1]


def test_elements_have_their_place(client: Client) -> None:
    tree = {"kind": "direction", "title": "A", "elements": [action("a")]}
    strategy = make_strategy(published=True, elements=(tree, action("b")))
    rows = ask(client, f"strategier/{strategy.slug}/delar").json()["items"]
    assert [(row["depth"], row["element"]["title"]) for row in rows] == [
        (0, "A"),
        (1, "a"),
        (0, "b"),
    ]
    assert rows[1]["parent"] == rows[0]["element"]["key"]
    assert rows[0]["element"]["elements"] == []
    for row in rows:
        assert client.get(row["url"].removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_an_actor_comes_with_what_plans_say_of_it(client: Client) -> None:
    owner = make_actor("Region Åre")
    strategy = make_strategy(published=True, owners=(owner.name,))
    told = ask(client, f"aktorer/{owner.slug}").json()
    assert (told["name"], told["plan_count"], told["tie_count"]) == ("Region Åre", 1, 1)
    assert (told["ties"][0]["role"], told["ties"][0]["strategy"]) == ("ägare", strategy.slug)
    assert ask(client, "aktorer/finns-inte").status_code == 404


# --- the search


def found_in_plans(client: Client) -> tuple[Strategy, Any]:
    owner, region = make_actor("Region Åre"), make_region("Åre län")
    text = "Vi bygger " + "fler & fler laddstolpar för elbilar " * 20
    tree = {"kind": "direction", "title": "Resor", "elements": [action("Elbilar", text=text)]}
    strategy = make_strategy(
        published=True,
        elements=(tree,),
        title="Resplanen",
        owners=(owner.name,),
        regions=(region.name,),
        period={"start": "2020", "end": "2021"},
    )
    return strategy, ask(client, "sok?q=elbilar").json()


def test_a_hit_says_which_plan_whose_it_is_where_and_in_which_words(client: Client) -> None:
    strategy, answer = found_in_plans(client)
    (hit,) = answer["items"]
    assert (answer["count"], answer["more"]) == (1, False)
    assert (hit["kind"], hit["title"], hit["path"]) == ("insats", "Elbilar", ["Resor"])
    assert "fler & fler laddstolpar för elbilar" in hit["passage"]
    assert "<" not in hit["passage"]
    assert len(hit["passage"]) < 400
    plan = hit["plan"]
    assert plan == ask(client, f"strategier?agare={plan_owner(plan)}").json()["items"][0]
    assert (plan["slug"], plan["title"], plan["status"]) == (strategy.slug, "Resplanen", "avslutad")
    assert [one["name"] for one in plan["owners"] + plan["regions"]] == ["Region Åre", "Åre län"]
    assert (plan["first_day"], plan["last_day"]) == ("2020-01-01", "2021-12-31")


def plan_owner(plan: Any) -> str:
    return str(plan["owners"][0]["url"].rstrip("/").rpartition("/")[2])


def test_an_actor_that_is_found_stands_in_no_plan(client: Client) -> None:
    make_actor("Almi Prov")
    (hit,) = ask(client, "sok?q=almi").json()["items"]
    assert (hit["title"], hit["plan"], hit["path"], hit["passage"]) == ("Almi Prov", None, [], "")


def test_a_search_is_narrowed_by_theme(client: Client, seeds: None) -> None:
    every = ask(client, "sok?q=företag&limit=100").json()["count"]
    narrowed = ask(client, "sok?q=företag&amne=kompetensforsorjning&limit=100").json()["count"]
    assert 0 < narrowed < every


def test_the_pages_of_a_search_are_all_that_is_counted(client: Client) -> None:
    published(*(f"Elbil {number}" for number in range(5)))
    make_actor("Elbil Sverige")
    path, found = "sok?q=elbil&limit=4", []
    while path:
        answer = ask(client, path).json()
        assert answer["count"] == 6
        found += [row["title"] for row in answer["items"]]
        path = (answer["next"] or "").rpartition(ROOT)[2]
    assert len(set(found)) == 6
    assert found[-1] == "Elbil Sverige"


# --- pages of a list


def test_the_pages_of_a_list_are_the_list(client: Client) -> None:
    for _ in range(5):
        published("A")
    path, found = "strategier?limit=2&slag=handlingsplan", []
    while path:
        answer = ask(client, path).json()
        assert answer["count"] == 5
        found += [row["slug"] for row in answer["items"]]
        path = (answer["next"] or "").rpartition(ROOT)[2]
    assert len(found) == len(set(found)) == 5
    assert ask(client, "strategier?limit=2&offset=3").json()["previous"].endswith("offset=1")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("strategier?limit=0", "limit"),
        ("strategier?limit=1000", "limit"),
        ("strategier?offset=-1", "offset"),
        ("strategier?status=x", "status"),
        ("strategier?region=atlantis", "region"),
        ("strategier?ar=i%20fjol", "ar"),
        ("strategier?q=%00", "q"),
        ("delar?kind=kapitel", "kind"),
        ("aktorer?slag=x", "slag"),
        ("sok", "q"),
        ("sok?q=export&amne=finns-inte", "amne"),
        ("sok?q=export&limit=0", "limit"),
        ("sok?q=export&region=export", "region"),
        ("sok?q=export&region=a%00", "region"),
    ],
)
def test_a_value_that_cannot_be_understood_is_refused_by_name(
    client: Client, path: str, name: str
) -> None:
    answer = ask(client, path)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"Värdet går inte att förstå: {name}.")


@pytest.mark.parametrize(
    "path", ["strategier", "delar", "aktorer", "regioner", "sok", "strategier/{slug}"]
)
@pytest.mark.parametrize("odd", ["ämne", "sida", "asked"])
def test_a_parameter_that_does_not_exist_is_refused_by_name(
    client: Client, path: str, odd: str
) -> None:
    address = path.format(slug=published("A").slug)
    answer = ask(client, f"{address}?{odd}=1" + ("&q=a" if path == "sok" else ""))
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(f"Det här finns inte att välja: {odd}.")


def test_the_queries_of_a_list_do_not_grow(client: Client) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ask(client, path).status_code == 200
        return len(queries)

    paths = ("strategier", "delar", "aktorer", "regioner", "sok?q=laddstolpe")
    published("Laddstolpe")
    asked("regioner")
    few = [asked(path) for path in paths]
    for _ in range(4):
        published("Laddstolpe A", "Laddstolpe B")
    assert [asked(path) for path in paths] == few


# --- the door


def test_who_has_an_answer_is_told_so_until_something_is_published(client: Client) -> None:
    strategy = published("A")
    first = ask(client, "strategier")
    tag = {"if-none-match": first["ETag"]}
    again = ask(client, "strategier", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert ask(client, "delar", headers=tag).status_code == 200
    publish_again(strategy)
    assert ask(client, "strategier", headers=tag).status_code == 200


def test_pages_of_other_sites_may_ask(client: Client) -> None:
    answer = ask(client, "strategier", headers={"origin": "https://annan.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    first = client.options(f"{ROOT}strategier")
    assert first.status_code == 204
    assert first["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{ROOT}strategier").status_code == 405


def test_head_is_answered_without_a_body(client: Client) -> None:
    answer = client.head(f"{ROOT}strategier")
    assert (answer.status_code, answer.content) == (200, b"")


def test_who_asks_too_often_is_told_how_long_to_wait(client: Client, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    assert [ask(client, "regioner").status_code for _ in range(3)] == [200] * 3
    refused = ask(client, "strategier")
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert f"Vänta {refused['Retry-After']} sekunder" in refused.json()["detail"]
    assert ask(client, "regioner", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_an_ipv6_network_is_one_client_and_no_address_is_kept(
    client: Client, settings: Any
) -> None:
    settings.API_REQUESTS_A_MINUTE = 1
    assert ask(client, "regioner", REMOTE_ADDR="2001:db8::1").status_code == 200
    assert ask(client, "regioner", REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert ask(client, "regioner", REMOTE_ADDR="2001:db8:0:1::1").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM portal_cache")
        assert not [key for (key,) in cursor.fetchall() if "2001:db8" in key]


# --- what nobody thought of


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The test's own connection through requests that do not come from Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("seeds", "_one_connection")
def test_schemathesis_finds_no_500_and_answers_that_fit_the_schema(settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 10**9
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", WSGIHandler())
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 10
    for operation in operations:
        _ask_oddly(operation)


def _ask_oddly(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        answer = case.call()
        assert answer.status_code < 500, (case.formatted_path, case.query, answer.text[:500])
        if answer.status_code in (200, 404, 422):
            operation.validate_response(answer)

    asked()
