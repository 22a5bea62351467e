"""Taking in: what people have approved becomes the working copy, in one go, by who may, and nothing that staff have written is lost."""

from typing import Any

import pytest
from pghistory.models import Context

from actors.models import Actor, Membership, MembershipRole, User
from strategies.models import Draft, Edition, Element, Strategy
from strategies.models import Flag as FlagRow
from strategies.models.intake import mark_of
from strategies.names import PlanError
from strategies.plan import Flag, Involvement, Passage, Plan
from strategies.snapshot import snapshot
from strategies.take_in import RefusedError, lines, take_in, target
from tests.factories import make_actor, make_member, make_strategy, make_user
from tests.loading.drafts import action, make_draft, program

pytestmark = pytest.mark.django_db

OWNER = "Provköpings kommun"


@pytest.fixture
def owner(db: None) -> Actor:
    return make_actor(OWNER, aliases=["Provköping"])


@pytest.fixture
def loader(owner: Actor) -> User:
    return make_member(owner, MembershipRole.ADMINISTRATOR)


def owned(*titles: str, **fields: Any) -> Plan:
    return program(*(action(title) for title in titles), **{"owners": (OWNER,)} | fields)


def titles(strategy: Strategy) -> list[str]:
    return [element.title for _, element in snapshot(strategy).walk()]


def taken_in(user: User, *titles: str, **fields: Any) -> Strategy:
    return take_in(make_draft(owned(*titles, **fields), user), user)


def test_a_draft_becomes_a_new_working_copy_and_nothing_public(loader: User) -> None:
    draft = make_draft(owned("Rådgivning", "Mentorer"), loader)
    assert lines(draft) == ()

    strategy = take_in(draft, loader)

    assert titles(strategy) == ["Rådgivning", "Mentorer"]
    assert strategy.current_edition is None
    assert not Edition.objects.exists()
    assert (draft.state, draft.strategy, draft.taken_in_by) == ("inläst", strategy, loader)
    assert draft.taken_in_at is not None


def test_the_keys_of_the_draft_are_those_of_the_strategy(loader: User) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    strategy = take_in(draft, loader)
    assert strategy.elements.get().key == draft.current_plan().elements[0].key


def test_history_says_who_took_it_in_and_from_what(loader: User) -> None:
    strategy = take_in(make_draft(owned("Rådgivning"), loader, name="program.docx.txt"), loader)
    event = Strategy.pgh_event_model.objects.get(pgh_obj=strategy)  # type: ignore[attr-defined]
    assert event.pgh_context.metadata == {
        "reason": "Läst från program.docx.txt",
        "user": loader.pk,
    }
    assert Context.objects.count() == 1


def test_the_strategy_names_its_source(loader: User) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    draft.save_plan(owned("Rådgivning", documents=()), 1)
    (document,) = snapshot(take_in(draft, loader)).documents
    assert (document.file, document.sha256) == (draft.source.name, draft.source.sha256)


def test_what_people_have_corrected_is_taken_in_and_not_what_was_read(loader: User) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    draft.save_plan(owned("Rådgivning åt alla"), 1)
    assert titles(take_in(draft, loader)) == ["Rådgivning åt alla"]


def test_flags_that_a_person_has_settled_stay_behind(loader: User) -> None:
    flags = (Flag(kind="stavning", text="Tillväkst"), Flag(kind="stavning", text="Närigsliv"))
    draft = make_draft(owned(flags=flags), loader)
    draft.save_plan(draft.current_plan(), 1, settled=[mark_of(flags[0])])
    take_in(draft, loader)
    assert [flag.text for flag in FlagRow.objects.all()] == ["Närigsliv"]


def test_a_draft_is_taken_in_once(loader: User) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    take_in(draft, loader)
    with pytest.raises(RefusedError, match="inläst"):
        take_in(draft, loader)
    assert Strategy.objects.count() == 1


@pytest.mark.parametrize("state", ["väntar", "läses", "avvisat"])
def test_only_a_draft_under_review_is_taken_in(loader: User, state: str) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    Draft.objects.update(state=state)
    with pytest.raises(RefusedError, match=state):
        take_in(draft, loader)
    assert not Strategy.objects.exists()


def test_all_or_nothing(loader: User) -> None:
    twice = (Involvement(actor="Bolaget", role="ansvarig"),) * 2
    draft = make_draft(owned("Rådgivning", involvements=twice), loader)
    with pytest.raises(PlanError, match="två gånger"):
        take_in(draft, loader)
    draft.refresh_from_db()
    assert draft.state == "att granska"
    assert not Strategy.objects.exists()
    assert not Actor.objects.filter(name="Bolaget").exists()


def test_a_strategy_that_others_mention_gets_its_content(loader: User) -> None:
    stub = make_strategy(title="Program för Prov", owners=())
    Strategy.objects.filter(pk=stub.pk).update(stub=True)
    strategy = taken_in(loader, "Rådgivning")
    assert (strategy.pk, strategy.stub) == (stub.pk, False)
    assert titles(strategy) == ["Rådgivning"]


# --- a newer version


def test_a_newer_version_changes_what_staff_have_not_touched(loader: User) -> None:
    strategy = taken_in(loader, "Rådgivning till nya företag", "Mentorer", "Lots")
    mentors = strategy.elements.get(title="Mentorer")
    Element.objects.filter(pk=mentors.pk).update(title="Mentorer för unga")
    newer = make_draft(owned("Rådgivning till alla företag", "Mentorerna", "Testbädd"), loader)

    assert target(newer) == strategy
    assert [(line.what, line.subject, line.proposed) for line in lines(newer)] == [
        ("ändrad", "Insats: Rådgivning till nya företag", True),
        ("ändrad", "Insats: Mentorer för unga", False),
        ("tillagd", "Insats: Testbädd", True),
        ("borttagen", "Insats: Lots", True),
    ]
    before = set(strategy.elements.values_list("key", flat=True))
    assert take_in(newer, loader) == strategy
    assert titles(strategy) == ["Rådgivning till alla företag", "Mentorer för unga", "Testbädd"]
    assert len(before & set(strategy.elements.values_list("key", flat=True))) == 2


def test_only_the_chosen_lines_are_taken_in(loader: User) -> None:
    strategy = taken_in(loader, "Rådgivning", "Mentorer")
    newer = make_draft(owned("Rådgivning", "Testbädd"), loader)
    added = next(line for line in lines(newer) if line.what == "tillagd")
    take_in(newer, loader, {added.id})
    assert titles(strategy) == ["Rådgivning", "Testbädd", "Mentorer"]


def test_no_chosen_line_leaves_the_working_copy_as_it_was(loader: User) -> None:
    strategy = taken_in(loader, "Rådgivning")
    before = snapshot(strategy)
    newer = make_draft(owned("Testbädd"), loader)
    take_in(newer, loader, set())
    assert snapshot(strategy) == before
    assert newer.state == "inläst"


def test_a_third_version_is_compared_with_the_second(loader: User) -> None:
    strategy = taken_in(loader, "Rådgivning", "Mentorer")
    take_in(make_draft(owned("Rådgivning", "Mentorer", "Testbädd"), loader), loader)
    third = make_draft(owned("Rådgivning", "Mentorer"), loader)
    assert [(line.what, line.subject, line.proposed) for line in lines(third)] == [
        ("borttagen", "Insats: Testbädd", True)
    ]
    take_in(third, loader)
    assert titles(strategy) == ["Rådgivning", "Mentorer"]


def test_a_correction_made_in_review_is_not_undone_by_the_next_version(loader: User) -> None:
    first = make_draft(owned("Radgivning", "Mentorer"), loader)
    read = first.current_plan()
    mended = read.elements[0].model_copy(update={"title": "Rådgivning"})
    first.save_plan(read.model_copy(update={"elements": (mended, read.elements[1])}), 1)
    take_in(first, loader)
    (line,) = lines(make_draft(owned("Radgivning", "Mentorer"), loader))
    assert (line.touched, line.said_before) == (True, True)


def test_another_name_of_the_same_actor_is_no_change(loader: User) -> None:
    roles = (Involvement(actor="Provköping", role="ansvarig"),)
    taken_in(loader, "Rådgivning", owners=("Provköping",), involvements=roles)
    again = make_draft(owned("Rådgivning", owners=("Provköping",), involvements=roles), loader)
    assert lines(again) == ()


def test_another_document_about_a_strategy_is_no_newer_version_of_the_first(loader: User) -> None:
    taken_in(loader, "Rådgivning", "Mentorer", "Lots")
    news = make_draft(owned("Pressmeddelande om något annat"), loader)
    assert [line.proposed for line in lines(news)] == [False] * 4


def test_what_others_wrote_without_a_document_is_only_changed_by_choice(loader: User) -> None:
    strategy = make_strategy(owned("Rådgivning"))
    draft = make_draft(owned("Mentorer"), loader)
    assert len(lines(draft)) == 2
    take_in(draft, loader)
    assert titles(strategy) == ["Rådgivning"]


def test_the_strategy_that_the_loader_has_picked_goes_before_the_one_that_is_found(
    loader: User,
) -> None:
    found, picked = make_strategy(owned("Rådgivning")), make_strategy(owned(title="Ett annat namn"))
    draft = make_draft(owned("Rådgivning"), loader)
    assert target(draft) == found
    draft.strategy = picked
    draft.save(update_fields=["strategy"])
    assert take_in(draft, loader) == picked


def test_passages_of_the_newer_version_point_at_its_document(loader: User) -> None:
    strategy = taken_in(loader, "Rådgivning")
    value = owned("Rådgivning", "Testbädd")
    passage = Passage(on=value.elements[1].key, start=3, end=11, text="Testbädd", rule="R12")
    newer = make_draft(value.model_copy(update={"passages": (passage,)}), loader)
    take_in(newer, loader)
    plan = snapshot(strategy)
    assert plan.documents[1].sha256 == newer.source.sha256
    assert [(one.document, one.text, one.rule) for one in plan.passages] == [(2, "Testbädd", "R12")]


# --- who


def test_who_does_not_edit_the_strategy_may_not_change_it(loader: User) -> None:
    make_strategy(program(action("Rådgivning"), owners=(make_actor("Annan kommun").name,)))
    draft = make_draft(program(action("Mentorer"), owners=("Annan kommun",)), loader)
    assert draft.strategy
    with pytest.raises(RefusedError, match="får inte ändra"):
        take_in(draft, loader, set())
    draft.refresh_from_db()
    assert draft.state == "att granska"


def test_a_new_plan_is_for_owners_that_the_loader_edits_for(loader: User) -> None:
    other = make_actor("Annan kommun")
    draft = make_draft(
        owned("Rådgivning", owners=(OWNER, "Annan kommun", "Okända bolaget")), loader
    )
    with pytest.raises(RefusedError, match="ägare"):
        take_in(draft, loader)
    Membership.objects.create(user=loader, actor=other, role=MembershipRole.EDITOR)
    take_in(draft, loader)


@pytest.mark.parametrize("owners", [(), ("Okända bolaget",)])
def test_a_plan_that_nobody_could_correct_afterwards_is_for_the_portals_administrators(
    loader: User, owners: tuple[str, ...]
) -> None:
    draft = make_draft(owned("Rådgivning", owners=owners), loader)
    with pytest.raises(RefusedError, match="ägare"):
        take_in(draft, loader)
    take_in(draft, make_user(is_superuser=True))


def test_nobody_takes_in_somebody_elses_draft(owner: Actor, loader: User) -> None:
    draft = make_draft(owned("Rådgivning"), loader)
    for stranger in (
        make_member(owner, MembershipRole.ADMINISTRATOR),
        make_member(owner, MembershipRole.EDITOR),
        make_user(is_superuser=True, is_active=False),
    ):
        with pytest.raises(RefusedError, match="arbetar inte"):
            take_in(draft, stranger)


def test_the_command_line_may_all(owner: Actor) -> None:
    draft = make_draft(owned("Rådgivning", owners=()))
    take_in(draft, None)
    assert (draft.state, draft.taken_in_by) == ("inläst", None)
