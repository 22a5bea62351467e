"""What is held back stays back, wherever in a plan somebody wrote it."""

import re
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.plan import Document, Flag, Forum, Participant, Passage, Person, Plan, Quote
from strategies.publishing.canonical import public_part
from strategies.publishing.public import UNNAMED, public_plan
from tests.plans import plans

SECRET = re.compile(r"hemlig\d+")


@st.composite
def plans_with_secrets(draw: st.DrawFn) -> Plan:
    """A plan where everybody is somebody whom nobody has approved, and remarks and quotes repeat their names."""
    number = count()

    def secret() -> str:
        return f"Hemlig{next(number)}"

    plan = draw(plans())
    people = [
        person.model_copy(
            update={"name": secret(), "phone": secret(), "email": secret(), "name_approved": False}
        )
        for person in plan.persons
    ]
    participants = [
        part.model_copy(update={"kind": "person", "name": secret(), "approved": False})
        for part in plan.participants
    ]
    names = [part.name for part in (*people, *participants)] or [secret()]
    told = st.sampled_from(names)
    update: dict[str, Any] = {
        "persons": tuple(people),
        "participants": tuple(participants),
        "quotes": (Quote(text="Bra så.", person=draw(told)),),
        "documents": (Document(title="Nyhet", page_owner=draw(told)),),
        "flags": (Flag(kind="stavning", text=f"Källan skriver {draw(told).upper()}s namn."),),
        "passages": (Passage(text=f"säger {draw(told)}."),),
    }
    return plan.model_copy(update=update)


@settings(max_examples=15, deadline=None)
@given(plans_with_secrets())
def test_nothing_that_is_withheld_is_in_the_public_plan(plan: Plan) -> None:
    public = public_plan(plan).model_dump_json().casefold()
    # A quote's or page owner's name that no person in the plan has is withheld too.
    assert not SECRET.search(public)


@settings(max_examples=15, deadline=None)
@given(plans_with_secrets())
def test_no_member_that_may_be_held_back_is_in_the_part_that_is_hashed(plan: Plan) -> None:
    secrets = {found[0] for found in SECRET.finditer(plan.model_dump_json().casefold())}
    forum = Forum(name="Rådet", members=("Almi", *(f"{name} från Almi" for name in secrets)))
    value = plan.model_copy(update={"forums": (forum,)}).model_dump(mode="json")
    assert public_part(value)["forums"][0]["members"] == ["Almi"]


@settings(max_examples=15, deadline=None)
@given(plans())
def test_the_public_plan_of_a_public_plan_is_the_same(plan: Plan) -> None:
    once = public_plan(plan)
    assert public_plan(once) == once
    # It is still a plan: nothing was left pointing at what was taken away.
    assert Plan.model_validate(once.model_dump()) == once


def plan_with(**parts: Any) -> Plan:
    return Plan(title="Plan", kind="strategi", **parts)


def test_approved_names_and_contacts_are_shown() -> None:
    person = Person(
        name="Anna Ek", phone="1", email="a@b.se", name_approved=True, contact_approved=True
    )
    quote = Quote(text="Ja.", person="Anna Ek")
    plan = plan_with(persons=(person,), quotes=(quote,))
    assert public_plan(plan) == plan


def test_an_approved_name_does_not_bring_the_phone_number() -> None:
    person = Person(name="Anna Ek", phone="070-1", email="a@b.se", name_approved=True)
    (shown,) = public_plan(plan_with(persons=(person,))).persons
    assert (shown.name, shown.phone, shown.email) == ("Anna Ek", "", "")


def test_somebody_without_an_approved_name_keeps_title_and_organisation_but_not_party() -> None:
    person = Person(name="Bo Alm", titles=("chef",), actor="Växjö kommun", party="X", phone="070-1")
    (shown,) = public_plan(plan_with(persons=(person,))).persons
    assert shown == Person(name=UNNAMED, titles=("chef",), actor="Växjö kommun")


def test_participants_without_an_approved_name_are_counted_by_organisation() -> None:
    people = tuple(Participant(kind="person", name=f"N{n}", actor="Växjö kommun") for n in range(2))
    other = Participant(kind="person", name="Eva", actor="Ljungby kommun", approved=True)
    shown = public_plan(plan_with(participants=(*people, other))).participants
    assert [(part.name, part.actor, part.count) for part in shown] == [
        (UNNAMED, "Växjö kommun", 2),
        ("Eva", "Ljungby kommun", None),
    ]


def test_flags_about_personal_data_are_for_editors() -> None:
    flags = (Flag(kind="personuppgift", text="Får inte visas."), Flag(kind="stavning", text="Fel."))
    assert [flag.text for flag in public_plan(plan_with(flags=flags)).flags] == ["Fel."]
