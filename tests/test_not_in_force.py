"""Plans that no longer count say so everywhere they appear: replaced, repealed, over, decided long ago, withdrawn."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import MembershipRole
from strategies.dates import PartialDate, Period
from strategies.models import Decision as DecisionRow
from strategies.models import StepKind, Strategy
from strategies.paper.imprint import decided
from strategies.plan import Decision, Element, Involvement, Plan, Relation
from strategies.publishing.order import Said
from strategies.publishing.publish import publish
from strategies.publishing.states import State, public_state
from strategies.publishing.steps import take
from strategies.reading.standing import Standing
from strategies.reading.terms import term_began, term_words
from tests.factories import make_actor, make_member, make_region, make_strategy

pytestmark = pytest.mark.django_db

OLD, NEW = "Gammal plan för företag", "Ny plan för företag"


class Place:
    """A region with a plan, where its pages, and all others that name it, can be read."""

    def __init__(self, **fields: Any) -> None:
        self.owner = make_actor("Region Prov", slug="region-prov")
        make_region("Prov län", slug="prov-lan")
        tie = Involvement(actor=self.owner.name, role="ansvarig")
        action = Element(kind="action", title="Stöd företag", involvements=(tie,))
        common: dict[str, Any] = {
            "title": OLD,
            "owners": (self.owner.name,),
            "regions": ("Prov län",),
            "elements": (action,),
        }
        self.old = make_strategy(published=True, **common | fields)
        self.element = self.old.elements.get()

    def replaced(self, **fields: Any) -> Strategy:
        return make_strategy(
            published=True,
            title=NEW,
            owners=(self.owner.name,),
            relations=(Relation(kind="ersätter", to=OLD),),
            **fields,
        )

    def pages(self) -> dict[str, str]:
        home = self.old.get_absolute_url()
        addresses = {
            "start": reverse("start"),
            "list": f"{reverse('strategy-list')}?q=Gammal",
            "region": reverse("region", args=["prov-lan"]),
            "search": f"{reverse('search')}?q=företag",
            "actor": reverse("actor", args=["region-prov"]),
            "plan": home,
            "element": f"{home}{str(self.element.key)[:8]}/",
            "edition": f"{home}utgavor/1/",
            "wording": f"{home}utgavor/1/{str(self.element.key)[:8]}/",
            "editions": f"{home}utgavor/",
            "compared": f"{home}utgavor/1/mot/{self.old.editions.count()}/",
            "checked": f"{home}utgavor/1/kontroll/",
        }
        return {name: Client().get(address).text for name, address in addresses.items()}


LISTS = ("start", "list", "region", "search", "actor")
OLDER = ("edition", "wording", "editions", "compared", "checked")
OWN = ("plan", "element", *OLDER)


def told(pages: dict[str, str], words: str, names: tuple[str, ...]) -> dict[str, bool]:
    return {name: words in pages[name] for name in names}


def test_a_replaced_plan_says_so_everywhere() -> None:
    place = Place(period=Period(start="2020", end="2190"))
    assert not any(told(place.pages(), 'past">Ersatt<', LISTS).values())
    newer = place.replaced()
    pages = place.pages()
    assert all(told(pages, 'past">Ersatt<', LISTS).values()), told(pages, 'past">Ersatt<', LISTS)
    assert all(told(pages, "Planen är ersatt av en annan:", OWN).values())
    assert all(told(pages, newer.get_absolute_url(), OWN).values())


def test_a_plan_of_which_a_part_is_replaced_goes_on() -> None:
    place = Place(period=Period(start="2020", end="2190"))
    chapter = Relation(kind="ersätter", to=OLD, part="kapitlet om turism")
    make_strategy(published=True, title=NEW, owners=(place.owner.name,), relations=(chapter,))
    pages = place.pages()
    assert not any(told(pages, 'past">Ersatt<', (*LISTS, "plan")).values())
    assert not any(told(pages, "ersätta", OWN).values())
    assert re.search(r"Ersätts av.*?kapitlet om turism", pages["plan"], re.DOTALL)
    assert public_state(place.old) == State.PUBLISHED


def test_a_plan_whose_successor_has_not_begun_still_counts() -> None:
    place = Place(period=Period(start="2020", end="2190"))
    place.replaced(period=Period(start="2150"))
    pages = place.pages()
    assert not any(told(pages, 'past">Ersatt<', LISTS).values())
    assert "Planen ersätts 1 januari 2150 av en annan:" in pages["plan"]
    assert "Planen är ersatt" not in pages["plan"]


def test_a_successor_that_is_withdrawn_or_changes_its_mind_replaces_nothing() -> None:
    place = Place()
    newer = place.replaced()
    newer.relations.all().delete()
    publish(newer, None, "Ersätter inget")
    assert "Planen är ersatt" not in place.pages()["plan"]


@pytest.mark.parametrize(
    ("fields", "in_lists", "on_its_own"),
    [
        ({"decisions": (Decision(kind="upphävd"),)}, "Upphävd", "Planen är upphävd."),
        ({"period": Period(start="2001", end="2002")}, "Avslutad", "Perioden har löpt ut."),
    ],
    ids=["repealed", "over"],
)
def test_a_plan_that_is_repealed_or_over_says_so_everywhere(
    fields: dict[str, Any], in_lists: str, on_its_own: str
) -> None:
    pages = Place(**fields).pages()
    assert all(told(pages, f'past">{in_lists}<', LISTS).values()), told(
        pages, f'past">{in_lists}<', LISTS
    )
    assert all(told(pages, on_its_own, OWN).values()), told(pages, on_its_own, OWN)


def test_an_old_edition_tells_what_has_been_decided_since() -> None:
    place = Place(period=Period(start="2020", end="2190"))
    assert 'strong">Gällande<' in place.pages()["edition"]
    DecisionRow.objects.create(strategy=place.old, kind="upphävd")
    publish(place.old, None, "Upphävd")
    pages = place.pages()
    assert all(told(pages, "Planen är upphävd.", OWN).values()), told(
        pages, "Planen är upphävd.", OWN
    )
    assert 'past">Tidigare utgåva<' in pages["edition"]
    assert 'strong">Gällande<' not in pages["edition"]
    assert 'past">Upphävd<' in pages["plan"]


def test_an_old_edition_tells_what_was_decided_of_its_own_words() -> None:
    place = Place(period=Period(start="2020", end="2190"))
    DecisionRow.objects.create(strategy=place.old, date=PartialDate(value="2020-06-14"))
    publish(place.old, None, "Antagen")
    first = place.pages()["edition"]
    assert "Den här utgåvan säger inget om något beslut. Det gör en senare." in first
    assert "mandatperiod" not in first
    assert "mandatperiod" in place.pages()["plan"]
    place.old.decisions.all().delete()
    publish(place.old, None, "Utan beslut")
    second = Client().get(f"{place.old.get_absolute_url()}utgavor/2/").text
    assert "Inget beslut är känt" not in second
    assert "Antagen 14 juni 2020" in second
    assert "Inget beslut är känt" in place.pages()["plan"]


@pytest.mark.parametrize(
    ("decisions", "line", "notice"),
    [
        (
            (Decision(kind="reviderad", body="Nämnden", date=PartialDate(value="2026-11-21", precision="day")),),
            "Reviderad 21 november 2026 av Nämnden",
            "",
        ),
        (
            (
                Decision(body="Regionen", date=PartialDate(value="2026", precision="year")),
                Decision(body="Nämnden", date=PartialDate(value="2026-11-20", precision="day")),
            ),
            "Antagen 20 november 2026 av Nämnden",
            "",
        ),
        ((Decision(kind="reviderad", body="Nämnden"),), "Reviderad av Nämnden", "Planen är reviderad, men inget beslutsdatum är känt."),
        ((Decision(kind="förlängd", date=PartialDate(value="2026")),), "", "Inget beslut är känt"),
    ],
    ids=["revised", "adopted twice", "of no day", "prolonged"],
)  # fmt: skip
def test_the_headline_is_the_decision_that_the_plan_rests_on(
    decisions: tuple[Decision, ...], line: str, notice: str
) -> None:
    page = Place(decisions=decisions).pages()["plan"]
    assert line in page
    assert notice in page
    assert ("Inget beslut är känt" in page) == (notice == "Inget beslut är känt")


@pytest.mark.parametrize(
    ("standing", "titles"), [(Standing.REPLACED, [OLD]), (Standing.REPEALED, [])]
)
def test_the_list_can_be_narrowed_to_those(
    client: Client, standing: Standing, titles: list[str]
) -> None:
    Place().replaced()
    answer = client.get(reverse("strategy-list"), {"status": standing.value})
    assert [edition.title for edition in answer.context["page"].object_list] == titles


# --- terms of office


@pytest.mark.parametrize(
    ("day", "began"),
    [
        (date(2022, 10, 14), date(2018, 10, 15)),
        (date(2022, 10, 15), date(2022, 10, 15)),
        (date(2025, 6, 1), date(2022, 10, 15)),
        (date(2026, 9, 13), date(2022, 10, 15)),
        (date(2026, 11, 27), date(2026, 10, 15)),
        (date(2014, 12, 31), date(2014, 10, 15)),
        (date(2011, 1, 1), date(2010, 10, 15)),
    ],
)
def test_a_term_begins_on_15_october_after_an_election(day: date, began: date) -> None:
    assert term_began(day) == began


FORMER = "Planen är antagen under föregående mandatperiod."
EARLIER = "Planen är antagen under en tidigare mandatperiod."


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("antagen", "2022-10-15", ""),
        ("antagen", "2022-10-14", FORMER),
        ("antagen", "2018-10-15", FORMER),
        ("antagen", "2018-06-14", EARLIER),
        ("antagen", "2022", ""),
        ("antagen", "2022-09", FORMER),
        ("antagen", "", ""),
        ("upphävd", "2019", ""),
    ],
)
def test_a_plan_of_a_former_term_is_told_to_be(kind: Any, day: str, words: str) -> None:
    decision = Decision(kind=kind, date=PartialDate(value=day))
    plan = Plan(title="Plan", kind="strategi", decisions=(decision,))
    assert term_words(plan, date(2025, 1, 1)) == words


def test_a_plan_that_this_term_has_revised_is_this_terms() -> None:
    old, new = (
        Decision(date=PartialDate(value="2016-06-14")),
        Decision(kind="reviderad", date=PartialDate(value="2023-02-01")),
    )
    plan = Plan(title="Plan", kind="strategi", decisions=(old, new))
    assert term_words(plan, date(2025, 1, 1)) == ""


def test_a_national_plan_has_no_term_of_fullmaktige() -> None:
    decision = Decision(date=PartialDate(value="2016-06-14"))
    plan = Plan(title="Plan", kind="strategi", level="nationell", decisions=(decision,))
    assert term_words(plan, date(2025, 1, 1)) == ""


def test_the_page_tells_it_from_the_day_when_it_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = Decision(date=PartialDate(value="2025-06-14"))
    place = Place(period=Period(start="2025", end="2190"), decisions=(decision,))
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 10, 14))
    assert "mandatperiod" not in place.pages()["plan"]
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 10, 15))
    assert FORMER in place.pages()["plan"]


@pytest.mark.parametrize(
    ("period", "also"),
    [
        (Period(start="2027", end="2030"), "Planen har inte börjat gälla."),
        (Period(start="2024", end="2025"), "Perioden har löpt ut."),
    ],
    ids=["to come", "over"],
)
def test_a_plan_of_which_there_is_more_to_tell_tells_both(
    monkeypatch: pytest.MonkeyPatch, period: Period, also: str
) -> None:
    decision = Decision(date=PartialDate(value="2024-06-14"))
    place = Place(period=period, decisions=(decision,))
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 28))
    page = place.pages()["plan"]
    assert also in page
    assert FORMER in page


# --- withdrawn


@pytest.fixture
def withdrawn() -> Place:
    place = Place()
    user = make_member(place.owner, MembershipRole.APPROVER)
    take(place.old, StepKind.WITHDRAW, user, Said("Fel <bilaga>."))
    return place


@pytest.mark.parametrize(
    "below", ["", "utgavor/", "utgavor/1/", "utgavor/1/kontroll/", "kallor/1/", "utgavor/7/"]
)
def test_a_withdrawn_plan_tells_when_and_why_at_all_its_addresses(
    client: Client, withdrawn: Place, below: str
) -> None:
    answer = client.get(f"{withdrawn.old.get_absolute_url()}{below}")
    assert answer.status_code == 410
    assert "Fel &lt;bilaga&gt;." in answer.text
    assert f"Planen återkallades {timezone.localdate().day} " in answer.text
    assert "Stöd företag" not in answer.text
    assert "noindex" in answer.text


def test_a_withdrawn_plan_is_in_no_list(withdrawn: Place) -> None:
    pages = withdrawn.pages()
    for name in LISTS:
        assert f'href="{withdrawn.old.get_absolute_url()}' not in pages[name], name
        assert "Stöd företag" not in pages[name], name


def test_a_plan_that_never_was_published_is_only_not_found(client: Client) -> None:
    assert client.get(make_strategy().get_absolute_url()).status_code == 404


def test_a_relation_to_a_withdrawn_plan_says_that_it_is_withdrawn(
    client: Client, withdrawn: Place
) -> None:
    elsewhere = Relation(kind="utgår från", to="En plan någon annanstans")
    newer = withdrawn.replaced()
    other = make_strategy(published=True, relations=(elsewhere,))
    gone, unknown = "Planen är återkallad.", "Planen är inte inläst i portalen."
    page = client.get(newer.get_absolute_url()).text
    assert (gone in page, unknown in page) == (True, False)
    page = client.get(other.get_absolute_url()).text
    assert (gone in page, unknown in page) == (False, True)
    publish(withdrawn.old, None, "Rätt bilaga")
    page = client.get(newer.get_absolute_url()).text
    assert gone not in page
    assert f'<a href="{withdrawn.old.get_absolute_url()}">{OLD}</a>' in page


def test_a_plan_that_is_published_again_is_no_longer_withdrawn(
    client: Client, withdrawn: Place
) -> None:
    publish(withdrawn.old, None, "Rätt bilaga")
    assert client.get(withdrawn.old.get_absolute_url()).status_code == 200
    assert client.get(f"{withdrawn.old.get_absolute_url()}utgavor/1/").status_code == 200
    assert client.get(f"{withdrawn.old.get_absolute_url()}utgavor/9/").status_code == 404


# --- where the decision can be read


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ("https://prov.example/protokoll.pdf", 'href="https://prov.example/protokoll.pdf"'),
        ("Protokoll 2018-06-14", "Beslutet: Protokoll 2018-06-14"),
        ("javascript:alert(1)", "Beslutet: javascript:alert(1)"),
    ],
)
def test_a_decision_leads_to_its_document(client: Client, document: str, shown: str) -> None:
    strategy = make_strategy(published=True, decisions=(Decision(document=document),))
    page = client.get(strategy.get_absolute_url()).text
    assert shown in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("44", "(KS 2024/312, § 44)"),
        ("§ 44", "(KS 2024/312, § 44)"),
        ("12 och 13", "(KS 2024/312, §§ 12 och 13)"),
        ("§ 12, 14 a samt 15", "(KS 2024/312, §§ 12, 14 a samt 15)"),
        ("§§ 12–13", "(KS 2024/312, §§ 12–13)"),
        ("12 och bilaga 3", "(KS 2024/312, § 12 och bilaga 3)"),
        ("2018-77", "(KS 2024/312, § 2018-77)"),
        ("", "(KS 2024/312)"),
    ],
)
def test_a_paragraph_is_told_with_its_sign(client: Client, written: str, shown: str) -> None:
    decision = Decision(case_number="KS 2024/312", paragraph=written)
    strategy = make_strategy(published=True, decisions=(decision,))
    assert shown in client.get(strategy.get_absolute_url()).text
    assert decided(decision).endswith(shown.strip("()"))


# --- replaced by a plan that nobody has adopted


ADOPTION = Decision(body="Nämnden", date=PartialDate(value="2020-06-14"))


def test_a_plan_that_nobody_has_adopted_does_not_end_one_that_is() -> None:
    place = Place(decisions=(ADOPTION,), period=Period(start="2020", end="2190"))
    newer = place.replaced()
    pages = place.pages()
    assert not any(told(pages, 'past">Ersatt<', (*LISTS, "plan")).values())
    assert not any(told(pages, "Planen är ersatt", OWN).values())
    assert "En annan plan ska ersätta den, men inget beslut om den är känt:" in pages["plan"]
    assert "Ska ersättas av" in pages["plan"]
    assert newer.get_absolute_url() in pages["plan"]
    assert public_state(place.old) == State.PUBLISHED
    assert not place.old.steps.filter(kind=StepKind.SUPERSEDE).exists()


def test_the_former_plan_ends_when_its_successor_is_adopted() -> None:
    place = Place(decisions=(ADOPTION,), period=Period(start="2020", end="2190"))
    newer = place.replaced()
    DecisionRow.objects.create(strategy=newer, date=PartialDate(value="2024-06-14"))
    publish(newer, None, "Antagen")
    pages = place.pages()
    assert all(told(pages, 'past">Ersatt<', (*LISTS, "plan")).values())
    assert all(told(pages, "Planen är ersatt av en annan:", OWN).values())
    assert public_state(place.old) == State.SUPERSEDED
    assert place.old.steps.filter(kind=StepKind.SUPERSEDE).count() == 1


def test_a_plan_that_was_made_by_hand_is_not_said_to_have_a_source(client: Client) -> None:
    page = client.get(make_strategy(published=True).get_absolute_url()).text
    assert "Inget beslut är känt: det finns ingen uppgift om när planen antogs" in page
    assert "källan" not in page
