"""A name is shown when it is approved, and no longer when a role has ended: in no public answer, of no edition, from one moment to the next."""

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from actors.models import MembershipRole, User
from strategies.acts import acts_of
from strategies.models import Edition, Strategy, WithheldName
from strategies.plan import (
    Document,
    Element,
    Flag,
    Forum,
    Participant,
    Passage,
    Person,
    Plan,
    Quote,
)
from strategies.publishing.canonical import digest
from strategies.publishing.public import UNNAMED, public_plan, without_approval
from strategies.publishing.publish import publish
from strategies.publishing.withholding import show_again, withhold
from strategies.receive import store
from tests.factories import make_actor, make_member, make_strategy, make_user
from tests.plans import plans

NAME, PHONE, EMAIL, PARTY = (
    "Evelina Hemlig",
    "070-765 43 21",
    "evelina@prov.example",
    "Hemligpartiet",
)
SECRETS = ("Evelina", "Hemlig", "765 43 21", "7654321", "evelina@")
TEXT = f"""Program för Prov

Kontakt: Evelina
Hemlig, 0707654321, {EMAIL}

Vi ska erbjuda rådgivning till alla nya företag.
Evelina Hemligs ord var sista punkten."""
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def named_plan(**fields: Any) -> Plan:
    """A plan that names one person everywhere where it can, all approved."""
    action = Element(kind="action", title="Rådgivning")
    words = "rådgivning till alla nya företag"
    at = TEXT.index(words)
    person = Person(
        name=NAME,
        titles=("regionråd",),
        party=PARTY,
        phone=PHONE,
        email=EMAIL,
        name_approved=True,
        contact_approved=True,
    )
    parts: dict[str, Any] = {
        "persons": (person,),
        "participants": (
            Participant(kind="person", name=NAME, role="ordförande", approved=True),
            Participant(name="Näringslivsrådet", note=f"Leddes av {NAME}"),
        ),
        "quotes": (Quote(text="Vi är redo.", person=NAME),),
        "forums": (Forum(name="Rådet", members=("Almi", NAME)),),
        "documents": (Document(title="Nyhet", page_owner=NAME, sha256=SHA256, file="nyhet.txt"),),
        "passages": (
            Passage(on=action.key, field="title", start=at, end=at + len(words), text=words),
            Passage(on=action.key, field="text", text=f"Kontakt: {NAME}, {PHONE}"),
            Passage(text=f"{NAME}s ord"),
        ),
        "flags": (Flag(kind="stavning", text=f"Källan skriver {NAME.upper()}s namn fel."),),
        "elements": (action,),
    }
    base: dict[str, Any] = {"title": "Provprogrammet", "kind": "program"}
    return Plan(**base | {"owners": (make_actor().name,)} | parts | fields)


def without_consent(plan: Plan) -> Plan:
    return without_approval(plan, [NAME])


@pytest.fixture
def strategy(db: None) -> Strategy:
    """Two editions of the plan, and its source, which readers may read."""
    file = store("nyhet.txt", TEXT.encode(), None).draft.source
    file.text, file.publishable = TEXT, True
    file.save()
    made = make_strategy(named_plan(), published=True)
    Strategy.objects.filter(pk=made.pk).update(summary="Nu med sammanfattning.")
    publish(made, user=None, note="Sammanfattning")
    made.refresh_from_db()
    return made


def addresses(strategy: Strategy) -> list[str]:
    """Everything that the public can ask for about a plan."""
    home = strategy.get_absolute_url()
    part = f"{home}{str(strategy.elements.get().key)[:8]}/"
    about = [home, part, f"{part}kalla/", f"{home}kallor/1/", f"{home}kallor/1/original"]
    editions = [f"{home}utgavor/", f"{home}utgavor/1/", f"{home}utgavor/2/"]
    found = [f"{reverse('search')}?q={word}" for word in ("Evelina", "Hemlig", "rådgivning")]
    lists = [reverse(name) for name in ("start", "strategy-list", "actor-list", "region-list")]
    actor = reverse("actor", args=[strategy.owners.get().slug])
    return [*about, *editions, *found, *lists, actor, f"{lists[1]}?q=Hemlig"]


def told(client: Client, strategy: Strategy) -> dict[str, list[str]]:
    """The secrets that the public answers hold, by address; what the visitor asked for is no secret told."""
    found = {}
    for address in addresses(strategy):
        answer = client.get(address)
        assert answer.status_code in {200, 404}, address
        text = b"".join(answer).decode().replace(f'value="{address.partition("=")[2]}"', "")  # type: ignore[arg-type]
        asked = address.partition("=")[2]
        said = [word for word in SECRETS if word in text and word != asked]
        if said:
            found[address] = said
    return found


# --- hidden until approved


def test_what_is_approved_is_shown(client: Client, strategy: Strategy) -> None:
    assert {strategy.get_absolute_url(), f"{strategy.get_absolute_url()}utgavor/1/"} <= set(
        told(client, strategy)
    )


def test_no_public_answer_holds_what_nobody_has_approved(client: Client, db: None) -> None:
    file = store("nyhet.txt", TEXT.encode(), None).draft.source
    file.text, file.publishable = TEXT, True
    file.save()
    made = make_strategy(without_consent(named_plan()), published=True)
    Strategy.objects.filter(pk=made.pk).update(summary="Nu med sammanfattning.")
    publish(made, user=None, note="Sammanfattning")
    made.refresh_from_db()
    assert told(client, made) == {}
    assert "[visas inte]" in client.get(f"{made.get_absolute_url()}kallor/1/").text


def test_a_source_that_names_nobody_is_given_as_it_is(client: Client, strategy: Strategy) -> None:
    answer = client.get(f"{strategy.get_absolute_url()}kallor/1/original")
    assert b"".join(answer) == TEXT.encode()  # type: ignore[arg-type]


# --- hidden again


def test_no_public_answer_holds_the_name_once_the_role_has_ended(
    client: Client, strategy: Strategy
) -> None:
    assert told(client, strategy)  # and now the pages are on the shelf
    withhold(strategy, NAME, None)
    assert told(client, strategy) == {}
    page = client.get(strategy.get_absolute_url()).text
    assert UNNAMED in page
    assert "regionråd" in page.casefold()


def test_the_preview_shows_what_the_published_page_will(client: Client, strategy: Strategy) -> None:
    client.force_login(make_member(strategy.owners.get()))
    preview = reverse("preview", args=[strategy.slug])
    assert NAME in client.get(preview).text
    withhold(strategy, NAME, None)
    assert not [word for word in SECRETS if word in client.get(preview).text]


def test_staff_who_read_the_published_page_see_what_readers_see(
    client: Client, strategy: Strategy
) -> None:
    client.force_login(make_member(strategy.owners.get()))
    withhold(strategy, NAME, None)
    assert told(client, strategy) == {}


def test_a_new_edition_does_not_bring_the_name_back(client: Client, strategy: Strategy) -> None:
    withhold(strategy, NAME, None)
    Strategy.objects.filter(pk=strategy.pk).update(summary="Ny igen.")
    publish(strategy, user=None, note="Igen")
    assert told(client, strategy) == {}


def test_a_name_can_be_shown_again(client: Client, strategy: Strategy) -> None:
    before = told(client, strategy)
    withhold(strategy, "  evelina   HEMLIG ", None)
    withhold(strategy, NAME, None)
    assert WithheldName.objects.count() == 1
    show_again(strategy, NAME)
    assert told(client, strategy) == before


def test_another_plan_that_names_the_person_is_not_touched(
    client: Client, strategy: Strategy
) -> None:
    other = make_strategy(named_plan(title="En annan", owners=()), published=False)
    withhold(other, NAME, None)
    assert NAME in client.get(strategy.get_absolute_url()).text


def test_no_edition_changes_and_neither_does_its_hash(strategy: Strategy) -> None:
    before = list(Edition.objects.order_by("pk").values_list("plan", "sha256"))
    withhold(strategy, NAME, None)
    after = list(Edition.objects.order_by("pk").values_list("plan", "sha256"))
    assert after == before
    assert all(digest(Plan.model_validate(plan)) == sha256 for plan, sha256 in after)


def test_the_public_is_answered_with_as_many_queries(
    client: Client, strategy: Strategy, count_queries: Any
) -> None:
    home = strategy.get_absolute_url()
    kept = [home, f"{home}utgavor/1/", f"{home}kallor/1/"]
    before = [count_queries(address) for address in kept]
    for name in (NAME, "Bo Alm", "Eva Ek", "Åsa Öst"):
        withhold(strategy, name, None)
    assert [count_queries(address) for address in kept] == before


# --- what the database sees to


@pytest.mark.parametrize(
    "write",
    [
        lambda plan: WithheldName.objects.bulk_create([WithheldName(strategy=plan, name="Bo")]),
        lambda plan: plan.withheld_names.update(name="Någon annan"),
        lambda plan: plan.withheld_names.all().delete(),
    ],
    ids=["insert", "update", "delete"],
)
def test_every_change_is_a_change_of_the_strategy_for_what_is_kept_of_it(
    client: Client, strategy: Strategy, write: Any
) -> None:
    WithheldName.objects.create(strategy=strategy, name=NAME)
    version, page = Strategy.objects.get().version, client.get(strategy.get_absolute_url())
    write(strategy)
    assert Strategy.objects.get().version > version
    changed = client.get(strategy.get_absolute_url())
    if write is not None and strategy.withheld_names.filter(name=NAME).exists():
        assert changed.content == page.content
    else:
        assert changed["ETag"] != page["ETag"]


def test_raw_sql_hides_too(client: Client, strategy: Strategy) -> None:
    assert NAME in client.get(strategy.get_absolute_url()).text
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO strategies_withheldname (strategy_id, name, withheld_at) VALUES (%s, %s, now())",
            [strategy.pk, NAME],
        )
    assert told(client, strategy) == {}


def test_a_draft_with_a_withheld_name_can_be_removed(db: None) -> None:
    draft = make_strategy(named_plan())
    withhold(draft, NAME, None)
    draft.delete()
    assert not WithheldName.objects.exists()


def test_a_name_is_withheld_once(strategy: Strategy) -> None:
    withhold(strategy, NAME, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        WithheldName.objects.create(strategy=strategy, name=NAME)


# --- the value


@settings(max_examples=25, deadline=None)
@given(plans(), st.integers(min_value=0))
def test_withholding_a_name_is_as_if_it_had_never_been_approved(plan: Plan, place: int) -> None:
    names = [person.name for person in plan.persons] or ["Någon Som Inte Finns"]
    name = names[place % len(names)]
    public = public_plan(plan, [name])
    assert public == public_plan(without_approval(plan, [name]))
    assert public_plan(public, [name]) == public
    assert all(person.name.casefold() != name.casefold() for person in public.persons)
    assert Plan.model_validate(public.model_dump()) == public


def test_nobody_else_is_hidden_by_a_name_within_a_word() -> None:
    bo = Person(name="Bo")
    flags = (
        Flag(kind="stavning", text="Bostäder är rätt stavat."),
        Flag(kind="stavning", text="Bos namn är fel."),
    )
    plan = Plan(title="Plan", kind="strategi", persons=(bo,), flags=flags)
    assert [flag.text for flag in public_plan(plan).flags] == ["Bostäder är rätt stavat."]


@pytest.mark.parametrize(
    "written", ["070-765 43 21", "0707654321", "(070) 765-43-21", "070/7654321"]
)
def test_a_number_is_known_however_its_groups_are_written(written: str) -> None:
    plan = Plan(
        title="Plan",
        kind="strategi",
        persons=(Person(name="Eva Ek", phone=PHONE, name_approved=True),),
        flags=(Flag(kind="stavning", text=f"Ring {written}."),),
    )
    assert public_plan(plan).flags == ()


# --- the page


def page(strategy: Strategy) -> str:
    return reverse("plan-people", args=[strategy.slug])


@pytest.fixture
def editor(strategy: Strategy) -> User:
    return make_member(strategy.owners.get(), name="Disa Redaktör")


@pytest.fixture
def approver(strategy: Strategy) -> User:
    return make_member(strategy.owners.get(), MembershipRole.APPROVER)


def test_an_editor_ends_a_role_and_only_who_publishes_takes_it_back(
    client: Client, strategy: Strategy, editor: User, approver: User
) -> None:
    client.force_login(editor)
    before = client.get(page(strategy)).text
    assert "utgåvorna 1, 2" in before
    answer = client.post(reverse("withhold-name", args=[strategy.slug]), {"name": NAME})
    assert (answer.status_code, answer["Location"]) == (303, page(strategy))
    after = client.get(page(strategy)).text
    assert "av Disa Redaktör" in after
    assert "Visa igen" not in after
    assert told(Client(), strategy) == {}

    again = reverse("show-name-again", args=[strategy.slug])
    assert client.post(again, {"name": NAME}).status_code == 404
    assert told(Client(), strategy) == {}
    client.force_login(approver)
    assert "Visa igen" in client.get(page(strategy)).text
    assert client.post(again, {"name": NAME}).status_code == 303
    assert NAME in Client().get(strategy.get_absolute_url()).text


def test_a_name_that_the_plan_does_not_have_is_not_found(
    client: Client, strategy: Strategy, editor: User
) -> None:
    client.force_login(editor)
    for name in ("Någon Annan", "", "\x00"):
        answer = client.post(reverse("withhold-name", args=[strategy.slug]), {"name": name})
        assert answer.status_code == 404
    assert not WithheldName.objects.exists()


def test_a_stranger_meets_404_and_a_visitor_the_sign_in(client: Client, strategy: Strategy) -> None:
    hide = reverse("withhold-name", args=[strategy.slug])
    assert client.get(page(strategy)).status_code == 302
    assert client.post(hide, {"name": NAME}).status_code in {302, 401}
    for user in (
        make_user(),
        make_member(make_actor()),
        make_member(strategy.owners.get(), "reader"),
    ):
        client.force_login(user)
        assert client.get(page(strategy)).status_code == 404
        assert client.post(hide, {"name": NAME}).status_code == 404
    assert not WithheldName.objects.exists()


def test_the_history_tells_who_hid_a_name_and_why_but_not_whose(
    client: Client, strategy: Strategy, editor: User
) -> None:
    client.force_login(editor)
    reason = "En roll har upphört, och namnet är dolt för läsarna"
    client.post(reverse("withhold-name", args=[strategy.slug]), {"name": NAME, "reason": reason})
    (act,) = acts_of(strategy, limit=1)
    assert (act.user, act.reason) == (editor, reason)
    assert reason in client.get(reverse("plan-history", args=[strategy.slug])).text


def test_undoing_passes_by_a_hidden_name(client: Client, strategy: Strategy, editor: User) -> None:
    client.force_login(editor)
    action = strategy.elements.get()
    write = reverse("write-element", args=[strategy.slug, action.key])
    client.post(write, {"title": "Annan rådgivning", "version": action.version})
    action.refresh_from_db()
    assert action.title == "Annan rådgivning"
    client.post(reverse("withhold-name", args=[strategy.slug]), {"name": NAME})
    client.post(reverse("undo", args=[strategy.slug]))
    action.refresh_from_db()
    assert action.title == "Rådgivning"
    assert WithheldName.objects.exists()


def test_somebody_whom_no_edition_shows_has_nothing_to_hide(client: Client, db: None) -> None:
    made = make_strategy(without_consent(named_plan()), published=True)
    client.force_login(make_member(made.owners.get()))
    text = client.get(page(made)).text
    assert NAME in text
    assert "Ingen utgåva har namnet godkänt" in text
    assert "Rollen har upphört" not in text


def test_a_plan_that_names_nobody_says_so(client: Client, db: None) -> None:
    made = make_strategy()
    client.force_login(make_member(made.owners.get()))
    assert "Planen nämner inga personer." in client.get(page(made)).text


def test_queries_do_not_grow_with_people_or_editions(
    client: Client, strategy: Strategy, editor: User, count_queries: Any
) -> None:
    client.force_login(editor)
    few = count_queries(page(strategy))
    for number in range(5):
        strategy.persons.create(name=f"Person {number}", actor=strategy.owners.get())
        WithheldName.objects.create(strategy=strategy, name=f"Dold {number}", withheld_by=editor)
    publish(strategy, user=None, note="Fler")
    assert count_queries(page(strategy)) == few
