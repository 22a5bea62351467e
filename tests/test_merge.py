"""Two actors made one: nothing points at the one that is gone, nothing that was said is lost, and history keeps."""

import random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pghistory.models import Context

from actors.merge import merge, pointers
from actors.models import (
    Actor,
    FormerActor,
    Invitation,
    Membership,
    MembershipRole,
    User,
    taken_addresses,
)
from actors.register import load_register
from strategies.models import (
    Decision,
    EntryActor,
    Involvement,
    Mention,
    Passage,
    StepKind,
    Strategy,
    StrategyOwner,
)
from strategies.names import find_or_make_actors
from strategies.plan import Plan
from strategies.publishing.order import Said
from strategies.publishing.publish import publish
from strategies.publishing.steps import take
from strategies.snapshot import snapshot
from tests.factories import (
    current,
    make_actor,
    make_element,
    make_involvement,
    make_member,
    make_region,
    make_strategy,
    make_subscription,
)

pytestmark = pytest.mark.django_db

ROLES = ("ansvarig", "utförare", "medverkar", "finansierar", "informeras")


def full_plan(actor: str, title: str = "Planen") -> Plan:
    """A plan that names the actor in every way there is."""
    return Plan.model_validate(
        {
            "title": title,
            "kind": "strategi",
            "owners": [actor],
            "decisions": [{"body": actor, "date": {"value": "2020-01-01"}}],
            "involvements": [{"actor": actor, "role": "ansvarig"}],
            "mentioned_actors": [actor],
            "participants": [{"name": "Någon", "actor": actor}],
            "persons": [{"name": "Kim", "actor": actor}],
            "mandates": [{"actor": actor, "role": "Samordnare"}],
            "forums": [{"name": "Rådet", "members": [actor]}],
            "elements": [
                {
                    "kind": "action",
                    "title": "Insats",
                    "involvements": [{"actor": actor, "role": "utförare"}],
                }
            ],
        }
    )


def pointing_at(number: int) -> list[str]:
    """The tables with a row that points at the actor of that number, history's left out."""
    return [
        str(field)
        for field in pointers(Actor)
        if field.model._base_manager.filter(**{field.attname: number}).exists()
    ]


def ties() -> set[tuple[Any, ...]]:
    return set(Involvement.objects.values_list("strategy", "element", "role", "note"))


def test_nothing_points_at_the_one_that_is_gone_and_all_is_the_others() -> None:
    kept, removed = make_actor("ALMI"), make_actor("Almi AB")
    make_actor(parent=removed)
    invite(removed, "ny@prov.example", make_member(removed))
    make_subscription(actor=removed)
    strategy = make_strategy(full_plan("Almi AB"), published=True)
    gone = make_strategy(full_plan("Almi AB", "Återkallad"), published=True)
    take(gone, StepKind.WITHDRAW, make_member(removed, MembershipRole.APPROVER), Said("Fel."))
    number, before = removed.pk, pointing_at(removed.pk)
    # Every table there is, but that of actors merged before, has a row.
    assert len(before) == len(pointers(Actor)) - 1
    merge(kept, removed)
    assert not Actor.objects.filter(pk=number).exists()
    assert pointing_at(number) == []
    assert set(pointing_at(kept.pk)) >= set(before)
    assert snapshot(strategy).owners == ("ALMI",)


def invite(actor: Actor, email: str, by: User) -> None:
    Invitation(actor=actor, email=email, invited_by=by).renew()


def test_somebody_who_is_invited_by_both_is_invited_once() -> None:
    kept, removed = make_actor("ALMI"), make_actor("Almi AB")
    by = make_member(kept)
    invite(kept, "ny@prov.example", by)
    invite(removed, "NY@prov.example", by)
    invite(removed, "annan@prov.example", by)
    merge(kept, removed)
    invited = Invitation.objects.filter(actor=kept).values_list("email", flat=True)
    assert sorted(invited) == ["annan@prov.example", "ny@prov.example"]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_two_do_the_roles_afterwards_are_the_union(seed: int) -> None:
    chance = random.Random(seed)
    kept, removed, other = make_actor(), make_actor(), make_actor()
    actors = [kept, removed, other]
    for _ in range(3):
        strategy = make_strategy(owners=(chance.choice(actors).name,))
        elements = [None, *(make_element(strategy) for _ in range(3))]
        wanted = {
            (chance.choice(elements), chance.choice(actors), chance.choice(ROLES), note)
            for note in ("", "i del") * 12
        }
        for element, actor, role, note in wanted:
            Involvement.objects.create(
                strategy=strategy, element=element, actor=actor, role=role, note=note
            )
        for actor in chance.sample(actors, 2):
            Mention.objects.get_or_create(strategy=strategy, actor=actor)
            StrategyOwner.objects.get_or_create(
                strategy=strategy, actor=actor, defaults={"position": chance.randrange(4)}
            )
    before, number = ties(), removed.pk
    pair = [kept.pk, removed.pk]
    theirs = set(
        Involvement.objects.filter(actor__in=pair).values_list(
            "strategy", "element", "role", "note"
        )
    )
    owned = set(StrategyOwner.objects.filter(actor__in=pair).values_list("strategy", flat=True))
    merge(kept, removed)
    assert pointing_at(number) == []
    assert ties() == before
    columns = ("strategy", "element", "role", "note")
    found = list(kept.involvements.values_list(*columns))
    assert set(found) == theirs
    assert len(found) == len(theirs)
    assert set(kept.owner_rows.values_list("strategy", flat=True)) == owned


def test_of_two_memberships_the_higher_role_stays() -> None:
    kept, removed = make_actor(), make_actor()
    user = make_member(kept, MembershipRole.READER)
    Membership.objects.create(user=user, actor=removed, role=MembershipRole.APPROVER)
    other = make_member(kept, MembershipRole.ADMINISTRATOR)
    Membership.objects.create(user=other, actor=removed, role=MembershipRole.EDITOR)
    merge(kept, removed)
    assert user.memberships.get().role == MembershipRole.APPROVER
    assert other.memberships.get().role == MembershipRole.ADMINISTRATOR


def test_the_first_owner_stays_the_first() -> None:
    kept, other, removed = make_actor("K"), make_actor("O"), make_actor("R")
    strategy = make_strategy(owners=("R", "O", "K"))
    merge(kept, removed)
    assert [row.actor for row in strategy.owner_rows.all()] == [kept, other]


def test_one_decision_told_twice_is_one_with_all_that_was_said_of_it() -> None:
    kept, removed = make_actor("Regionstyrelsen"), make_actor("Regionstyrelse")
    date = {"value": "2020-01-01"}
    strategy = make_strategy(
        Plan.model_validate(
            {
                "title": "Planen",
                "kind": "strategi",
                "decisions": [
                    {"body": "Regionstyrelsen", "date": date},
                    {"body": "Regionstyrelse", "date": date, "case_number": "20RS1"},
                ],
                "documents": [{"title": "Källan"}],
            }
        )
    )
    source, second = strategy.documents.get(), strategy.decisions.last()
    Passage.objects.create(strategy=strategy, source=source, decision=second, text="beslutade")
    merge(kept, removed)
    decision = Decision.objects.get()
    assert (decision.body, decision.case_number) == (kept, "20RS1")
    assert Passage.objects.get().decision == decision


def test_names_become_aliases_and_what_only_one_told_is_kept() -> None:
    region = make_region()
    kept = make_actor("ALMI", aliases=["Almi"], listed=False)
    removed = make_actor("Almi AB", aliases=["Almi", "ALMI", "Almi Prov"], region=region)
    Actor.objects.filter(pk=removed.pk).update(text="Ger råd.", homepage="https://almi.example/")
    merged = merge(kept, removed)
    assert merged.aliases == ["Almi", "Almi AB", "Almi Prov"]
    assert (merged.text, merged.homepage) == ("Ger råd.", "https://almi.example/")
    assert (merged.region, merged.listed) == (region, True)
    assert find_or_make_actors(["Almi AB"]) == {"Almi AB": kept}


def test_a_name_goes_on_meaning_one_actor() -> None:
    kept, removed = make_actor("ALMI"), make_actor("Rådgivarna")
    third = make_actor("Tredje", aliases=["Rådgivarna", "Tredje AB"])
    merge(kept, removed)
    assert find_or_make_actors(["Rådgivarna"]) == {"Rådgivarna": kept}
    assert Actor.objects.get(pk=third.pk).aliases == ["Tredje AB"]


# --- above and below


def parents(*actors: Actor) -> list[Actor | None]:
    return [Actor.objects.get(pk=actor.pk).parent for actor in actors]


def test_those_below_follow_along() -> None:
    kept, removed = make_actor(), make_actor()
    child = make_actor(parent=removed)
    merge(kept, removed)
    assert parents(child) == [kept]


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_one_that_was_below_the_removed_takes_its_place(depth: int) -> None:
    top = make_actor()
    removed = make_actor(parent=top)
    chain = [removed]
    for _ in range(depth):
        chain.append(make_actor(parent=chain[-1]))
    kept = make_actor(parent=chain[-1])
    merge(kept, removed)
    assert parents(kept) == [top]
    assert parents(*chain[1:]) == [kept, *chain[1:]][:depth]


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_one_that_was_above_the_removed_stays_where_it_is(depth: int) -> None:
    kept = make_actor()
    chain = [kept]
    for _ in range(depth):
        chain.append(make_actor(parent=chain[-1]))
    removed = make_actor(parent=chain[-1])
    child = make_actor(parent=removed)
    merge(kept, removed)
    assert parents(kept, child) == [None, kept]


def test_an_actor_is_not_merged_with_itself() -> None:
    actor = make_actor()
    with pytest.raises(ValueError, match="itself"):
        merge(actor, actor)


# --- what is published, and addresses


def test_a_published_plan_leads_to_the_one_that_stayed(client: Client) -> None:
    kept, removed = make_actor("ALMI"), make_actor("Almi AB", slug="almi-ab")
    strategy = make_strategy(full_plan("Almi AB"), published=True)
    page = reverse("strategy", args=[strategy.slug])
    assert "/aktorer/almi-ab/" in client.get(page).text
    sha256 = current(strategy).sha256
    merge(kept, removed)
    text = client.get(page).text
    assert "/aktorer/almi-ab/" not in text
    assert f'href="{kept.get_absolute_url()}">Almi AB</a>' in text
    assert current(strategy).sha256 == sha256
    said = client.get(kept.get_absolute_url()).text
    assert "Planen" in said
    assert "Insats" in said


def test_what_both_were_named_for_is_told_once(client: Client) -> None:
    kept, removed = make_actor("ALMI"), make_actor("Almi AB")
    plan = full_plan("Almi AB").model_dump()
    plan["elements"][0]["involvements"] += ({"actor": "ALMI", "role": "utförare"},)
    strategy = make_strategy(Plan.model_validate(plan), published=True)
    merge(kept, removed)
    assert EntryActor.objects.filter(actor=kept, role="utförare").count() == 1
    publish(strategy, user=None, note="Efteråt")
    assert EntryActor.objects.filter(actor=kept, role="utförare").count() == 1


def test_the_old_address_leads_to_the_new_and_goes_on_doing_so(client: Client) -> None:
    first, second, third = make_actor(slug="a"), make_actor(slug="b"), make_actor(slug="c")
    merge(second, first)
    answer = client.get("/aktorer/a/")
    assert (answer.status_code, answer["Location"]) == (301, "/aktorer/b/")
    merge(third, second)
    assert client.get("/aktorer/a/")["Location"] == "/aktorer/c/"
    assert client.get("/aktorer/b/")["Location"] == "/aktorer/c/"


def test_an_address_of_one_that_readers_do_not_meet_is_not_found(client: Client) -> None:
    kept, removed = make_actor(listed=False), make_actor(slug="a", listed=False)
    merge(kept, removed)
    assert client.get("/aktorer/a/").status_code == 404
    assert client.get("/aktorer/finns-inte/").status_code == 404


def test_no_new_actor_gets_an_address_that_led_elsewhere() -> None:
    merge(make_actor(slug="b"), make_actor("Nämnd", slug="almi"))
    assert "almi" in taken_addresses()
    assert find_or_make_actors(["Almi"])["Almi"].slug == "almi-2"


def test_the_register_does_not_bring_back_what_people_have_merged() -> None:
    load_register()
    kept = make_actor("Vinnovas vänner")
    merge(kept, Actor.objects.get(slug="vinnova"))
    count = Actor.objects.count()
    assert load_register().actors_added == 0
    assert Actor.objects.count() == count


# --- history


def test_history_keeps_what_it_said_and_tells_of_the_merger() -> None:
    kept, removed = make_actor("ALMI"), make_actor("Almi AB")
    make_involvement(make_element(make_strategy()), removed)
    number = removed.pk
    event: Any = Involvement.pgh_event_model.objects  # type: ignore[attr-defined]
    merge(kept, removed)
    assert event.filter(actor_id=number, pgh_label="insert").exists()
    assert event.filter(actor_id=kept.pk, pgh_label="update").exists()
    assert "”Almi AB” slogs ihop med ”ALMI”" in [
        context.metadata.get("reason") for context in Context.objects.all()
    ]
    former = FormerActor.objects.get(number=number)
    assert (former.actor, former.name, former.key) == (kept, "Almi AB", removed.key)


def test_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, removed = make_actor(), make_actor("Almi")
    make_strategy(full_plan("Almi"))
    before = pointing_at(removed.pk)

    def fail(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(FormerActor.objects, "create", fail)
    with pytest.raises(RuntimeError):
        merge(kept, removed)
    assert pointing_at(removed.pk) == before


def test_queries_do_not_grow_with_what_is_moved(django_assert_max_num_queries: Any) -> None:
    kept, removed = make_actor(), make_actor()
    strategy: Strategy = make_strategy()
    for _ in range(40):
        make_involvement(make_element(strategy), removed)
    with django_assert_max_num_queries(84):
        merge(kept, removed)
