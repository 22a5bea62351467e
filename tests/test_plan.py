"""The value that everything flows through: frozen, tidy, closed to unknown words, and pointing only at itself."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from strategies.plan import (
    RANK,
    Challenge,
    Document,
    Element,
    ElementKind,
    Flag,
    Forum,
    Link,
    Milestone,
    Part,
    Passage,
    Plan,
    Resource,
    Statement,
    one_line,
    prose,
)
from strategies.publishing.canonical import canonical, digest
from tests.plans import plans

checked = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def small(**fields: Any) -> Plan:
    return Plan(**{"title": "Provplan", "kind": "handlingsplan"} | fields)


@settings(checked, max_examples=30)
@given(plans())
def test_a_plan_survives_its_json_and_has_one_canonical_form(plan: Plan) -> None:
    again = Plan.model_validate_json(canonical(plan))
    assert again == plan
    assert canonical(again) == canonical(plan)
    assert digest(plan) == digest(again)


@checked
@given(st.text())
def test_tidying_a_text_twice_changes_nothing_more(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert prose(prose(text)) == prose(text)
    assert "\n" not in one_line(text)
    assert "\n\n\n" not in prose(text)
    one_line(text).encode()  # no half characters


def test_texts_lose_what_cannot_be_seen() -> None:
    plan = small(
        title=" Om\u00adställning\u200b\tnu\x00\ud800 ", summary="Ett \r\n\r\n\r\n två\u2028tre\n"
    )
    assert plan.title == "Omställning nu"
    assert plan.summary == "Ett\n\ntvå\ntre"
    assert one_line("e\u0301") == "é"


@pytest.mark.parametrize("title", ["", "   ", "\u00ad", "\x00", "x" * 501])
def test_a_title_says_something_and_not_too_much(title: str) -> None:
    with pytest.raises(ValidationError):
        small(title=title)
    with pytest.raises(ValidationError):
        small(owners=(title,))


@pytest.mark.parametrize("text", ["", " \n ", "\u200b"])
def test_a_statement_says_something(text: str) -> None:
    with pytest.raises(ValidationError):
        Statement(kind="mål", text=text)


@pytest.mark.parametrize("slug", ["Stor", "å", "a--b", "-a", "a-", "a_b", "a b", "a\n", "x" * 101])
def test_an_address_is_lower_case_ascii_words(slug: str) -> None:
    with pytest.raises(ValidationError):
        small(slug=slug)


def test_words_that_the_plan_does_not_know_are_refused() -> None:
    for fields in ({"colour": "red"}, {"kind": "roman"}, {"format": 2}):
        with pytest.raises(ValidationError):
            small(**fields)


def test_a_plan_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        small().title = "Ny"  # type: ignore[misc]


def test_every_part_is_frozen_and_closed() -> None:
    parts = [Part, *Part.__subclasses__()]
    assert len(parts) > 15
    for part in parts:
        assert part.model_config["frozen"]
        assert part.model_config["extra"] == "forbid"


@pytest.mark.parametrize("parent", get_args(ElementKind))
@pytest.mark.parametrize("child", get_args(ElementKind))
def test_a_child_ranks_below_its_parent(parent: ElementKind, child: ElementKind) -> None:
    below = (Element(kind=child, title="Barn"),)
    if RANK[child] > RANK[parent]:
        assert Element(kind=parent, title="Förälder", elements=below).elements == below
    else:
        with pytest.raises(ValidationError, match="”Barn” kan inte ligga under ”Förälder”"):
            Element(kind=parent, title="Förälder", elements=below)


def test_only_actions_have_a_time_of_their_own() -> None:
    assert Element(kind="action", title="Rusta", period={"start": "2019"}).period
    with pytest.raises(ValidationError, match="Bara insatser har en egen tid"):
        Element(kind="focus_area", title="Rusta", period={"start": "2019"})


@pytest.mark.parametrize(
    "fields",
    [
        {"flags": (Flag(kind="stavning", on=uuid4()),)},
        {"flags": (Flag(kind="dubblett", refers_to=uuid4()),)},
        {"passages": (Passage(on=uuid4()),)},
        {"forums": (Forum(name="Rådet", element=uuid4()),)},
        {"resources": (Resource(title="Medel", element=uuid4()),)},
        {"milestones": (Milestone(title="Start", element=uuid4()),)},
        {
            "elements": (
                Element(kind="action", title="A", links=(Link(kind="svarar på", to=uuid4()),)),
            )
        },
    ],
)
def test_what_points_outside_the_plan_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="pekar på något som inte finns"):
        small(**fields)


def test_links_go_to_elements_and_challenges_and_forums_belong_to_elements() -> None:
    challenge, goal = Challenge(title="Flytt"), Statement(kind="mål", text="Fler.")
    linked = Element(kind="action", title="A", links=(Link(kind="svarar på", to=challenge.key),))
    assert small(elements=(linked,), challenges=(challenge,))
    wrong = Element(kind="action", title="A", links=(Link(kind="svarar på", to=goal.key),))
    with pytest.raises(ValidationError, match="En koppling går till"):
        small(elements=(wrong,), statements=(goal,))
    with pytest.raises(ValidationError, match="ett forum hör till en del"):
        small(challenges=(challenge,), forums=(Forum(name="Rådet", element=challenge.key),))


def test_no_two_parts_share_a_key_and_none_has_the_plans() -> None:
    goal = Statement(kind="mål", text="Fler.")
    with pytest.raises(ValidationError, match="samma nyckel"):
        small(statements=(goal,), elements=(Element(kind="action", title="A", statements=(goal,)),))
    with pytest.raises(ValidationError, match="samma nyckel"):
        small(statements=(goal,), key=goal.key)


def test_a_span_is_in_order_and_amounts_have_one_form() -> None:
    assert Resource(title="Medel", low="1.50", high="1e1") == Resource(
        title="Medel", low=Decimal("1.5"), high=10
    )
    dumped = Resource(title="Medel", low="10.00").model_dump(mode="json")
    assert dumped["low"] == "10"
    for low, high in ((2, 1), (None, 1), (-1, None)):
        with pytest.raises(ValidationError):
            Resource(title="Medel", low=low, high=high)


def test_an_instant_keeps_its_offset_in_whole_minutes() -> None:
    odd = timezone(timedelta(hours=1, minutes=12, seconds=12))
    instant = datetime(1879, 1, 1, 12, 0, tzinfo=odd)
    kept = Document(title="Källa", published_at=instant).published_at
    assert kept == instant
    assert kept is not None
    assert kept.utcoffset() == timedelta(hours=1, minutes=12)


def test_the_tree_is_walked_in_reading_order_with_its_depth() -> None:
    action = Element(kind="action", title="Ett")
    area = Element(kind="focus_area", title="Område", elements=(action,))
    plan = small(elements=(area, Element(kind="action", title="Två")))
    assert [(depth, element.title) for depth, element in plan.walk()] == [
        (0, "Område"),
        (1, "Ett"),
        (0, "Två"),
    ]


def test_the_canonical_form_has_sorted_names_and_plain_letters() -> None:
    text = canonical(small(title="Åäö")).decode()
    assert '"title":"Åäö"' in text
    assert text.index('"bases"') < text.index('"title"')
    assert digest(small(title="Åäö")) != digest(small(title="Åäo"))
