"""A part of an earlier plan is put back into a later one."""

from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.branches import put_back
from strategies.differences import differences, placed
from strategies.plan import (
    Document,
    Element,
    Forum,
    Link,
    Milestone,
    Passage,
    Plan,
    Resource,
    Statement,
)
from tests.plans import plans

KEY = uuid4()
A = Element(kind="action", title="Insats a", text="Före")
AREA = Element(kind="focus_area", title="Område", elements=(A,))
B = Element(kind="action", title="Insats b", links=(Link(kind="bidrar till", to=AREA.key),))
TOP = Element(kind="direction", title="Riktning", elements=(AREA, B))


def plan(*elements: Element, **fields: Any) -> Plan:
    values = {"key": KEY, "title": "Plan", "kind": "handlingsplan", "elements": elements}
    return Plan(**values | fields)


def under(part: Element, *elements: Element, **fields: Any) -> Element:
    return part.model_copy(update={"elements": elements} | fields)


def unlinked(part: Element) -> Element:
    return part.model_copy(update={"links": ()})


def test_a_part_that_is_there_gets_its_own_fields_back_and_nothing_else_changes() -> None:
    new = under(A, text="Efter")
    now = plan(under(TOP, B, under(AREA, new)), title="Ny titel")
    back = put_back(now, plan(TOP), A.key)
    (change,) = differences(now, back.plan)
    assert (change.field, change.after) == ("Text", "Före")
    assert back.notes == ()


def test_a_branch_that_is_gone_comes_back_to_where_it_hung_with_its_links() -> None:
    then = plan(TOP)
    now = plan(under(TOP, unlinked(B)))
    assert put_back(now, then, AREA.key).plan == then


def test_what_has_moved_away_from_the_branch_stays_where_it_is() -> None:
    now = plan(under(TOP, unlinked(B), A))
    back = put_back(now, plan(TOP), AREA.key).plan
    assert back.elements == (under(TOP, under(AREA), B, A),)


def test_a_branch_without_its_parent_comes_to_the_top_and_it_is_said() -> None:
    other = Element(kind="direction", title="Annan")
    back = put_back(plan(other), plan(TOP), AREA.key)
    assert back.plan.elements == (other, AREA)
    assert "finns inte längre" in back.notes[0]


def test_a_branch_whose_parent_has_another_level_comes_to_the_top() -> None:
    now = plan(under(TOP, kind="action"))
    back = put_back(now, plan(TOP), AREA.key)
    assert back.plan.elements == (under(TOP, kind="action"), AREA)
    assert "annan nivå" in back.notes[0]


def test_a_level_that_no_longer_fits_stays_as_it_is() -> None:
    then = plan(Element(key=A.key, kind="direction", title="Insats a"))
    now = plan(under(TOP, A))
    back = put_back(now, then, A.key)
    assert back.plan.elements[0].elements[0].kind == "action"
    assert "Nivån" in back.notes[0]


def test_a_link_to_what_is_gone_does_not_come_back() -> None:
    back = put_back(plan(unlinked(B)), plan(AREA, B), B.key)
    assert back.plan.elements[0].links == ()
    assert "koppling" in back.notes[0]


def test_passages_come_back_to_their_document_and_what_belongs_to_it_to_their_element() -> None:
    one, other = Document(title="Ett"), Document(title="Annat")
    forum = Forum(name="Rådet", element=A.key)
    passages = (Passage(document=1, on=A.key), Passage(document=2, on=A.key))
    cost, start = Resource(title="Medel", element=A.key), Milestone(title="Start", element=A.key)
    held = {"forums": (forum,), "resources": (cost,), "milestones": (start,)}
    then = plan(A, documents=(one, other), passages=passages, **held)
    loose = then.rehung(lambda _: None)
    back = put_back(plan(documents=(other,), **loose), then, A.key)
    assert [(p.document, p.on) for p in back.plan.passages] == [(1, A.key)]
    assert list(back.plan.belonging()) == [cost, start, forum]
    assert "Källställen" in back.notes[0]


def test_a_statement_comes_back_under_its_element() -> None:
    goal = Statement(kind="mål", text="Fler företag")
    then = plan(under(A, statements=(goal,)))
    assert put_back(plan(A), then, goal.key).plan == then


@settings(max_examples=25, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(then=plans(), data=st.data())
def test_any_branch_that_was_cut_can_be_put_back_as_it_was(then: Plan, data: st.DataObject) -> None:
    keys: list[UUID] = list(placed(then))
    if not keys:
        return
    key = data.draw(st.sampled_from(keys))
    now = then.model_copy(
        update={"elements": (), "statements": (), "challenges": (), "decisions": ()}
    )
    now = Plan.model_validate(
        now.model_dump() | {"passages": [], "flags": [], "forums": [], "key": then.key}
    )
    back = put_back(now, then, key).plan
    assert key in placed(back)
    assert put_back(back, then, key).plan == back
