"""The golden thread, challenges with what answers them, and networks: what the values say, and what the pages tell."""

from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actors.models import MembershipRole, RegionKind
from strategies.connections.answers import coverage
from strategies.connections.gaps import beside, gaps
from strategies.connections.network import network
from strategies.connections.picture import WIDTH, draw
from strategies.connections.steps import Step, downwards, upwards
from strategies.connections.thread import Node, Thread, Tie, thread_of, threads_among
from strategies.models import EntryRelation, StepKind, Strategy
from strategies.plan import Challenge, Element, Forum, Involvement, Link, Mandate, Plan, Relation
from strategies.publishing.order import Said
from strategies.publishing.steps import take
from tests.factories import make_actor, make_member, make_region, make_strategy, publish_again

pytestmark = pytest.mark.django_db

RUS = "regional utvecklingsstrategi"


def plan(title: str, *relations: tuple[str, str], **fields: object) -> Strategy:
    """A published plan with relations told as (kind, title)."""
    ties = tuple(Relation(kind=kind, to=to) for kind, to in relations)  # type: ignore[arg-type]
    return make_strategy(published=True, title=title, relations=ties, **fields)


def withdraw(strategy: Strategy) -> None:
    user = make_member(strategy.owners.get(), MembershipRole.APPROVER)
    take(strategy, StepKind.WITHDRAW, user, Said("Fel text"))


def chain() -> tuple[Strategy, Strategy, Strategy]:
    rus = plan("RUS för Provlän", kind=RUS)
    regional = plan("Näringslivsplanen", ("utgår från", "RUS för Provlän"))
    programme = plan("Programmet", ("bidrar till", "Näringslivsplanen"))
    return rus, regional, programme


def told(steps: list[Step]) -> list[str]:
    return [
        line
        for step in steps
        for line in (
            f"{step.words} {step.node.title}",
            *(f"  {below}" for below in told(step.steps)),
        )
    ]


def test_the_thread_goes_all_the_way_up_and_down() -> None:
    rus, regional, programme = chain()
    assert told(upwards(thread_of(programme.pk), programme.pk)) == [
        "Bidrar till Näringslivsplanen",
        "  Utgår från RUS för Provlän",
    ]
    assert told(downwards(thread_of(rus.pk), rus.pk)) == [
        "Är grund för Näringslivsplanen",
        "  Får bidrag från Programmet",
    ]
    middle = thread_of(regional.pk)
    assert set(middle.nodes) == {rus.pk, regional.pk, programme.pk}
    assert told(upwards(middle, regional.pk)) == ["Utgår från RUS för Provlän"]


def test_a_plan_beside_is_not_in_the_thread() -> None:
    rus, regional, _programme = chain()
    sibling = plan("Kulturplanen", ("utgår från", "RUS för Provlän"))
    assert sibling.pk not in thread_of(regional.pk).nodes
    assert sibling.pk in thread_of(rus.pk).nodes


def test_what_includes_another_stands_above_it() -> None:
    inner = plan("Delen")
    whole = plan("Helheten", ("innefattar", "Delen"))
    assert told(upwards(thread_of(inner.pk), inner.pk)) == ["Ingår i Helheten"]
    assert told(downwards(thread_of(whole.pk), whole.pk)) == ["Innefattar Delen"]


def test_to_replace_is_no_tie_between_levels() -> None:
    old = plan("Gamla planen")
    new = plan("Nya planen", ("ersätter", "Gamla planen"))
    assert not thread_of(new.pk).ties
    assert not thread_of(old.pk).ties


def test_a_plan_that_is_only_mentioned_has_its_name_and_nothing_else() -> None:
    lower = plan("Planen", ("utgår från", "En nationell strategi"))
    thread = thread_of(lower.pk)
    (tie,) = thread.above(lower.pk)
    assert thread.nodes[tie.upper] == Node(tie.upper, "En nationell strategi")


def test_a_draft_is_called_what_the_published_plan_calls_it() -> None:
    lower = plan("Planen", ("utgår från", "Strategin"))
    Strategy.objects.filter(title="Strategin").update(title="Hemligt arbetsnamn", stub=False)
    (tie,) = thread_of(lower.pk).above(lower.pk)
    assert thread_of(lower.pk).nodes[tie.upper].title == "Strategin"


def test_a_withdrawn_plan_is_told_of_no_longer() -> None:
    rus, regional, programme = chain()
    withdraw(regional)
    assert not thread_of(rus.pk).ties
    (tie,) = thread_of(programme.pk).ties
    assert not thread_of(programme.pk).nodes[tie.upper].known


def test_the_index_follows_the_edition_and_not_the_working_copy() -> None:
    _rus, regional, _programme = chain()
    regional.relations.all().delete()
    assert EntryRelation.objects.filter(strategy=regional).count() == 1
    publish_again(regional)
    assert not EntryRelation.objects.filter(strategy=regional).exists()


def test_a_circle_of_plans_ends() -> None:
    first = plan("Ett")
    second = plan("Två", ("utgår från", "Ett"))
    EntryRelation.objects.create(strategy=first, to=second, kind="utgår från", name="Två")
    assert told(upwards(thread_of(first.pk), first.pk)) == ["Utgår från Två", "  Utgår från Ett"]
    assert draw(thread_of(second.pk), second.pk).boxes


def test_many_ways_to_one_plan_are_told_and_what_is_above_it_once() -> None:
    plan("RUS", kind=RUS)
    plan("Mitten", ("utgår från", "RUS"))
    lower = plan("Planen", ("utgår från", "Mitten"), ("bidrar till", "Mitten"))
    steps = upwards(thread_of(lower.pk), lower.pk)
    assert [(step.words, step.again, len(step.steps)) for step in steps] == [
        ("Bidrar till", False, 1),
        ("Utgår från", True, 0),
    ]


def test_threads_are_fetched_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rus, *_ = chain()
    for number in range(6):
        plan(f"Kommunplan {number}", ("utgår från", "RUS för Provlän"))
    with django_assert_num_queries(3):
        assert len(thread_of(rus.pk).nodes) == 9
    ids = list(Strategy.objects.values_list("pk", flat=True))
    with django_assert_num_queries(3):
        assert len(threads_among(ids).nodes) == 9


# --- where it is broken


def test_gaps_are_plans_without_a_way_up_and_ties_that_lead_astray() -> None:
    rus = plan("RUS för Provlän", kind=RUS)
    orphan = plan("Ensam plan")
    over = plan("Gammal plan", period={"start": "2010", "end": "2012"})
    leaning = plan("Lutande plan", ("utgår från", "Gammal plan"), ("bidrar till", "Okänd plan"))
    ids = [rus.pk, orphan.pk, over.pk, leaning.pk]
    found = gaps(threads_among(ids), ids)
    assert [node.title for node in found.orphans] == ["Ensam plan"]
    assert [node.title for node in found.unused] == ["RUS för Provlän"]
    assert {(one.teller.title, one.other.title) for one in found.broken} == {
        ("Lutande plan", "Gammal plan"),
        ("Lutande plan", "Okänd plan"),
    }


def test_a_national_plan_needs_nothing_above_it() -> None:
    national = plan("Nationell strategi", level="nationell")
    regional = plan("Regional plan", level="regional")
    ids = [national.pk, regional.pk]
    assert [node.title for node in gaps(threads_among(ids), ids).orphans] == ["Regional plan"]


def test_what_is_over_or_national_and_tied_to_nothing_stands_beside_and_is_no_gap() -> None:
    past = {"period": {"start": "2010", "end": "2012"}}
    plans = [
        plan("Gammal och ensam", **past),
        plan("Nationell och ensam", level="nationell"),
        plan("Nationell grund", level="nationell"),
        plan("Gammal och bunden", ("utgår från", "Nationell grund"), **past),
        plan("Nationell utveckling", kind=RUS, level="nationell"),
        plan("Gällande och ensam"),
    ]
    ids = [one.pk for one in plans]
    thread = threads_among(ids)
    outside = [node.title for node in beside(thread, ids)]
    assert outside == ["Gammal och ensam", "Nationell och ensam"]
    found = gaps(thread, ids)
    assert [node.title for node in found.orphans] == ["Gällande och ensam"]
    assert [node.title for node in found.unused] == ["Nationell utveckling"]


def test_a_whole_thread_has_no_gaps() -> None:
    ids = [one.pk for one in chain()]
    assert not gaps(threads_among(ids), ids)


# --- the picture


def drawn(*ties: tuple[int, int]) -> Thread:
    nodes = {pk: Node(pk, f"Plan {pk}", href="/") for pair in ties for pk in pair}
    return Thread(nodes, tuple(Tie(low, high, "utgår från", "", "", low) for low, high in ties))


def test_a_lower_plan_is_drawn_below_the_upper() -> None:
    boxes = {box.node.id: box for box in draw(drawn((3, 2), (2, 1), (3, 1))).boxes}
    assert boxes[1].foot < boxes[2].y
    assert boxes[2].foot < boxes[3].y


def test_boxes_do_not_overlap_and_lie_within_the_picture() -> None:
    picture = draw(drawn(*((low, 0) for low in range(1, 11))))
    assert len(picture.paths) == 10
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - WIDTH
        assert box.foot <= picture.height
    rows: dict[int, list[int]] = {}
    for box in picture.boxes:
        rows.setdefault(box.y, []).append(box.x)
    for xs in rows.values():
        assert all(right - left >= WIDTH for left, right in pairwise(sorted(xs)))


def test_a_long_title_is_cut_to_lines_that_fit() -> None:
    long = Node(1, "Näringslivsutvecklingsstrategisamverkansplattform för " + "hela länet " * 20)
    (box,) = draw(Thread({1: long}, ())).boxes
    assert len(box.lines) == 4
    assert all(len(line) <= 22 for _, line in box.lines)
    assert box.lines[-1][1].endswith("…")


# --- challenges


def with_challenges() -> Plan:
    keys = [uuid4() for _ in range(4)]
    answer = Link(kind="svarar på", to=keys[0])
    by_editors = Link(kind="svarar på", to=keys[2], origin="redaktionell")
    return Plan(
        title="Plan med utmaningar",
        kind="handlingsplan",
        owners=(make_actor().name,),
        challenges=(
            Challenge(key=keys[0], title="Få söker utbildning"),
            Challenge(
                key=keys[1],
                title="Bolag växer inte",
                challenges=(Challenge(key=keys[2], title="Kapital saknas"),),
            ),
            Challenge(key=keys[3], title="Näten räcker inte"),
        ),
        elements=(
            Element(
                kind="direction",
                title="Kompetens",
                links=(answer,),
                elements=(
                    Element(kind="action", title="Börja mässa"),
                    Element(kind="action", title="Öppna lärcenter", links=(by_editors,)),
                ),
            ),
            Element(
                kind="direction",
                title="Annat",
                elements=(Element(kind="action", title="Måla huset"),),
            ),
        ),
    )


def test_challenges_are_covered_by_themselves_or_through_their_parts() -> None:
    found = coverage(with_challenges())
    assert (found.total, found.covered, found.editorial) == (3, 2, 1)
    assert (found.parts, found.covered_parts) == (1, 1)
    schooling, growth, grid = found.challenges
    assert [answer.part.title for answer in schooling.answers] == ["Kompetens"]
    assert not growth.open
    assert not growth.answers
    assert growth.inner[0].answers[0].editorial
    assert grid.open


def test_actions_answer_through_what_they_stand_under() -> None:
    found = coverage(with_challenges())
    assert (found.actions, found.answering) == (3, 2)
    (branch,) = found.silent
    assert branch.top
    assert branch.top.title == "Annat"
    assert [action.title for action in branch.actions] == ["Måla huset"]


def test_the_challenges_page_tells_the_source_from_the_editors(client: Client) -> None:
    home = make_strategy(with_challenges(), published=True).get_absolute_url()
    page = client.get(f"{home}utmaningar/").content.decode()
    assert (
        "2 av 3 utmaningar har något i planen som svarar på dem. 1 av 1 delutmaning har det."
        in page
    )
    assert 'Utmaningarna <span class="count">3</span>' in page
    assert "Under dem står 1 delutmaning." in page
    assert "2 av 3 insatser" in page
    assert page.count("Portalens tolkning</span>") == 1
    assert page.count("Inget svarar") == 1
    assert f"{home}utmaningar/" in client.get(home).content.decode()


def test_a_plan_whose_challenges_have_no_answers_is_not_blamed(client: Client) -> None:
    strategy = make_strategy(
        published=True,
        challenges=(Challenge(title="Få söker utbildning"), Challenge(title="Näten räcker inte")),
        elements=(Element(kind="action", title="Måla huset"),),
    )
    page = client.get(f"{strategy.get_absolute_url()}utmaningar/").content.decode()
    assert "Det betyder inte att svar saknas" in page
    assert '<span class="count">2</span>' in page
    assert "delutmaning" not in page
    assert "Inget svarar" not in page
    assert "Insatser som inte svarar" not in page


def test_a_plan_without_challenges_says_so_and_does_not_lead_there(client: Client) -> None:
    home = make_strategy(published=True).get_absolute_url()
    assert "beskriver inga utmaningar" in client.get(f"{home}utmaningar/").content.decode()
    assert "utmaningar/" not in client.get(home).content.decode()


# --- networks


def test_a_network_is_those_with_roles_in_the_same_parts() -> None:
    almi, region, college, named = (
        make_actor(name) for name in ("Almi", "Regionen", "Högskolan", "SCB")
    )
    together = (
        Involvement(actor="Regionen", role="ansvarig"),
        Involvement(actor="Almi", role="medverkar"),
    )
    strategy = make_strategy(
        published=True,
        title="Planen",
        owners=("Regionen",),
        mentioned_actors=("SCB", "Almi"),
        elements=(
            Element(kind="action", title="Ett", involvements=together),
            Element(kind="action", title="Två", involvements=together),
            Element(
                kind="action",
                title="Tre",
                involvements=(Involvement(actor="Högskolan", role="utförare"),),
            ),
        ),
    )
    (partner,) = network(almi).partners
    assert (partner.actor, partner.parts, partner.plans) == (region, 2, 1)
    (plan,) = partner.together
    assert plan.edition.strategy == strategy
    assert plan.roles == [("medverkar", "ansvarar", 2)]
    assert not network(college).partners
    assert not network(named).partners


def test_members_of_one_forum_know_each_other() -> None:
    almi, region, other = (make_actor(name) for name in ("Almi", "Regionen", "Annan"))
    make_strategy(
        published=True,
        forums=(
            Forum(name="Rådet", members=("Almi", "Regionen")),
            Forum(name="Nätet", members=("Annan",)),
        ),
    )
    assert [partner.actor for partner in network(almi).partners] == [region]
    assert not network(other).partners


def test_who_gave_a_mandate_meets_who_has_it_and_nobody_else(client: Client) -> None:
    giver, holder, owner = (make_actor(name) for name in ("Regeringen", "Regionen", "Ägaren"))
    make_strategy(
        published=True,
        owners=("Ägaren",),
        mandates=(
            Mandate(actor="Regionen", role="utvecklingsansvarig", given_by="Regeringen"),
            Mandate(actor="Ägaren", role="värd"),
        ),
    )
    assert [partner.actor for partner in network(giver).partners] == [holder]
    assert giver in [partner.actor for partner in network(holder).partners]
    assert giver not in [partner.actor for partner in network(owner).partners]
    told = " ".join(client.get(f"{giver.get_absolute_url()}natverk/").text.split())
    assert "Regeringen gav uppdrag, Regionen har uppdrag" in told


def test_the_network_page_tells_roles_and_its_queries_do_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    almi = make_actor("Almi", slug="almi")
    for number in range(4):
        make_actor(f"Partner {number}")
        ties = (
            Involvement(actor="Almi", role="ansvarig"),
            Involvement(actor=f"Partner {number}", role="finansierar"),
        )
        make_strategy(
            published=True, elements=(Element(kind="action", title="Ett", involvements=ties),)
        )
    with django_assert_max_num_queries(5):
        page = client.get("/aktorer/almi/natverk/").content.decode()
    assert "Almi ansvarar, Partner 3 finansierar" in " ".join(page.split())
    assert "/aktorer/almi/natverk/" in client.get(almi.get_absolute_url()).content.decode()


def test_an_actor_without_company_is_told_so(client: Client) -> None:
    actor = make_actor()
    assert (
        "delar ännu ingen del av en publicerad plan med någon annan aktör."
        in client.get(f"{actor.get_absolute_url()}natverk/").content.decode()
    )


# --- pages


def test_the_page_of_a_thread_tells_it_in_words_and_picture(client: Client) -> None:
    rus, regional, programme = chain()
    page = client.get(f"{regional.get_absolute_url()}roda-traden/").content.decode()
    assert "<svg" in page
    for other in (rus, programme):
        assert (
            page.count(f'href="{other.get_absolute_url()}"') == 2
        )  # in the picture and in the list
    assert "Där tråden brister" not in page
    assert (
        f"{regional.get_absolute_url()}roda-traden/"
        in client.get(regional.get_absolute_url()).content.decode()
    )


def test_a_plan_that_is_tied_to_nothing_says_so(client: Client) -> None:
    page = client.get(f"{plan('Ensam').get_absolute_url()}roda-traden/").content.decode()
    assert "<svg viewBox" not in page.split("<main", 1)[1]
    assert "Planen säger inte att den utgår från" in page
    assert "Ingen publicerad plan säger" in page


def test_a_region_shows_its_threads_and_gaps(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    county = make_region("Provlän")
    town = make_region("Provstad", kind=RegionKind.MUNICIPALITY, parent=county)
    plan("RUS för Provlän", kind=RUS, regions=("Provlän",))
    for number in range(5):
        plan(f"Program {number}", ("utgår från", "RUS för Provlän"), regions=("Provstad",))
    plan("Lös plan", regions=("Provstad",))
    with django_assert_max_num_queries(7):
        page = client.get(f"{county.get_absolute_url()}roda-traden/").content.decode()
    assert "Är grund för" in page
    assert "1 plan hänger inte ihop" in page
    assert "Den säger inte vad den utgår från" in page
    assert "Lös plan" in page
    plan("Lös plan till", regions=("Provstad",))
    page = client.get(f"{county.get_absolute_url()}roda-traden/").content.decode()
    assert "2 planer hänger inte ihop" in page
    assert "De säger inte vad de utgår från" in page
    assert (
        f"{town.get_absolute_url()}roda-traden/"
        in client.get(town.get_absolute_url()).content.decode()
    )


def test_what_hangs_loose_is_not_told_of_a_thread_that_is_cut(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = make_region("Provlän")
    rus, *_others = chain()
    for number in range(2):
        plan(f"Program {number}", ("utgår från", "RUS för Provlän"), regions=("Provlän",))
    address = f"{county.get_absolute_url()}roda-traden/"
    whole = client.get(address).text
    monkeypatch.setattr("strategies.connections.thread.MOST_TIES", 1)
    for page in (address, f"{rus.get_absolute_url()}roda-traden/"):
        cut = client.get(page).text
        assert "fler samband än vad som får plats" in cut
        assert "hänger inte ihop" not in cut
    assert "fler samband" not in whole


def test_a_region_tells_of_every_plan_also_those_outside_the_threads(client: Client) -> None:
    county = make_region("Provlän")
    old = plan("Gammal plan", regions=("Provlän",), period={"start": "2015", "end": "2018"})
    address = f"{county.get_absolute_url()}roda-traden/"
    page = " ".join(client.get(address).text.split())
    assert "Planen har inga samband med andra planer. Det är ingen brist" in page
    assert f'<a href="{old.get_absolute_url()}">Gammal plan</a>' in page
    assert '<span class="tag past">Avslutad</span>' in page
    assert "Ingen publicerad plan" not in page
    plan("Ännu äldre plan", regions=("Provlän",), period={"start": "2005", "end": "2008"})
    assert "Planerna har inga samband med andra planer." in client.get(address).text


def test_a_tie_that_leads_astray_is_told_in_a_sentence(client: Client) -> None:
    lower = plan("Underlaget", ("inspel till", "Den stora planen"))
    page = client.get(f"{lower.get_absolute_url()}roda-traden/").text
    assert "</a> är inspel till Den stora planen." in page


def test_an_empty_region_says_so(client: Client) -> None:
    page = client.get(f"{make_region('Tomlän').get_absolute_url()}roda-traden/").content.decode()
    assert "ingen tråd att visa" in page


@pytest.mark.parametrize("page", ["roda-traden", "utmaningar"])
def test_only_what_is_published_has_these_pages(client: Client, page: str) -> None:
    draft = make_strategy()
    assert client.get(f"{draft.get_absolute_url()}{page}/").status_code == 404
    published = make_strategy(published=True)
    withdraw(published)
    assert client.get(f"{published.get_absolute_url()}{page}/").status_code == 410


@pytest.mark.parametrize("address", ["/regioner/saknas/roda-traden/", "/aktorer/saknas/natverk/"])
def test_a_miss_is_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
