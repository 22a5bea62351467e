"""The review page: the plan beside its source, and what each press does to the draft."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actors.models import MembershipRole
from strategies.loading.rules import TITLES
from strategies.models import Draft
from strategies.models.intake import mark_of
from strategies.plan import Challenge, Decision, Element, Flag, Passage, Person, Plan, Statement
from tests.conftest import HTMX
from tests.factories import make_actor, make_member, make_user
from tests.loading.drafts import make_draft

pytestmark = pytest.mark.django_db

SOURCE = "Programmet\nKompetens\nErbjud rådgivning\nStarta ett nätverk\nMark\nPlanlägg mark & vägar"


RULE = min(TITLES)


def passage(part: Any, certainty: Any = "säker", rule: str = RULE) -> Passage:
    start = SOURCE.index(part.title)
    return Passage(
        start=start,
        end=start + len(part.title),
        text=part.title,
        on=part.key,
        field="title",
        rule=rule,
        certainty=certainty,
    )


def action(title: str) -> Element:
    return Element(kind="action", title=title)


@pytest.fixture
def plan() -> Plan:
    advice, network, land = (
        action(title)
        for title in ("Erbjud rådgivning", "Starta ett nätverk", "Planlägg mark & vägar")
    )
    skills = Element(kind="direction", title="Kompetens", elements=(advice, network))
    ground = Element(kind="direction", title="Mark", elements=(land,))
    return Plan(
        title="Programmet",
        kind="näringslivsprogram",
        owners=("Provköpings kommun",),
        level_words={"direction": "Fokusområde"},
        decisions=(Decision(body="Kommunfullmäktige", date={"value": "2024-06-14"}),),
        statements=(Statement(kind="vision", text="Alla trivs."),),
        challenges=(Challenge(title="Få företag"),),
        elements=(skills, ground),
        mentioned_actors=("Nyföretagarcentrum Prov",),
        persons=(Person(name="Eva Prov"),),
        passages=(
            passage(skills),
            passage(advice),
            passage(network, "osäker"),
            passage(ground),
            passage(land),
        ),
        flags=(Flag(kind="tomt avsnitt", text="Nästan tomt.", on=ground.key),),
    )


@pytest.fixture
def draft(client: Client, plan: Plan) -> Draft:
    """A draft of the signed-in loader's."""
    loader = make_member(make_actor("Provköpings kommun"), MembershipRole.ADMINISTRATOR)
    client.force_login(loader)
    return make_draft(plan, loader, text=SOURCE)


def url(draft: Draft, name: str = "review", *args: Any) -> str:
    return reverse(name, args=[draft.key, *args])


def part(draft: Draft, title: str) -> Any:
    """The part of the draft as it is now."""
    draft.refresh_from_db()
    return next(one for one in draft.current_plan().keyed() if getattr(one, "title", "") == title)


def press(client: Client, draft: Draft, title: str, word: str, **sent: Any) -> HttpResponse:
    """Press one of the buttons of a part."""
    address = url(draft, "draft-act", part(draft, title).key)
    sent = {"version": draft.version, "gor": word} | sent
    answer: Any = client.post(address, sent)
    draft.refresh_from_db()
    return answer


def outline(draft: Draft) -> list[str]:
    return [f"{'-' * depth}{one.title}" for depth, one in draft.current_plan().walk()]


# --- what is seen


def test_every_part_tells_what_it_is_how_sure_and_by_which_rule(
    client: Client, draft: Draft
) -> None:
    page = client.get(url(draft)).text
    assert "Fokusområde" in page
    assert "Osäker" in page
    assert f"{RULE}: {TITLES[RULE]}" in page
    assert "Kommunfullmäktige" in page
    assert "Eva Prov" in page


def test_the_source_is_whole_and_what_was_read_leads_to_its_part(
    client: Client, draft: Draft
) -> None:
    answer = client.get(url(draft))
    words = "".join(piece.text for line in answer.context["lines"] for piece in [*line.pieces])
    assert words == SOURCE.replace("\n", "")
    short = str(part(draft, "Planlägg mark & vägar").key)[:8]
    assert f'href="?del={short}#d-{short}" id="k-{short}"' in answer.text
    assert "Planlägg mark &amp; vägar</a>" in answer.text
    assert f'href="?del={short}#k-{short}"' in answer.text


def test_without_javascript_the_pointed_at_part_is_marked_on_both_sides(
    client: Client, draft: Draft
) -> None:
    short = str(part(draft, "Mark").key)[:8]
    page = client.get(url(draft), {"del": short}).text
    assert page.count("chosen") == 2


def test_known_actors_are_linked_and_new_ones_are_said_to_be_new(
    client: Client, draft: Draft
) -> None:
    page = client.get(url(draft)).text
    assert 'href="/aktorer/' in page
    assert page.count("ny aktör – skapas") == 2  # the body that decided, and the centre
    assert "Nyföretagarcentrum Prov" in page


def test_queries_do_not_grow_with_the_plan(
    client: Client, plan: Plan, count_queries: Callable[..., int]
) -> None:
    loader = make_user(is_superuser=True)
    client.force_login(loader)
    small = make_draft(Plan(title="Liten", kind="annat"), loader, text="Liten")
    many = tuple(action(f"Insats {n}") for n in range(30))
    large = make_draft(plan.model_copy(update={"elements": (*plan.elements, *many)}), loader)
    assert count_queries(url(large)) <= count_queries(url(small))


def test_a_large_plan_is_shown_within_the_pages_budget(
    client: Client, plan: Plan, count_queries: Callable[..., int]
) -> None:
    client.force_login(make_user(is_superuser=True))
    assert count_queries(url(make_draft(plan, make_user()))) <= 7


# --- pressing


def test_accepting_a_part_counts_and_pressing_again_takes_it_back(
    client: Client, draft: Draft
) -> None:
    press(client, draft, "Mark", "godta")
    assert draft.accepted == [str(part(draft, "Mark").key)]
    assert "<strong>1</strong> av 9 granskade" in client.get(url(draft)).text
    press(client, draft, "Mark", "godta")
    assert draft.accepted == []


def test_a_branch_is_accepted_in_one_press(client: Client, draft: Draft) -> None:
    press(client, draft, "Kompetens", "godta-gren")
    assert len(draft.accepted) == 3


def test_all_that_is_sure_and_unflagged_is_accepted_in_one_press(
    client: Client, draft: Draft
) -> None:
    client.post(url(draft, "accept-sure"), {"version": draft.version})
    draft.refresh_from_db()
    sure = ["Kompetens", "Erbjud rådgivning", "Planlägg mark & vägar"]
    assert set(draft.accepted) == {str(part(draft, title).key) for title in sure}


def test_the_facts_are_accepted_by_themselves(client: Client, draft: Draft) -> None:
    client.post(url(draft, "accept-facts"), {"version": draft.version})
    draft.refresh_from_db()
    assert draft.accepted == ["plan"]


@pytest.mark.parametrize(
    ("title", "word", "wanted"),
    [
        ("Mark", "upp", ["Mark", "-Planlägg mark & vägar", "Kompetens"]),
        ("Kompetens", "ned", ["Mark", "-Planlägg mark & vägar", "Kompetens"]),
        ("Starta ett nätverk", "ut", ["Kompetens", "-Erbjud rådgivning", "Starta ett nätverk"]),
        ("Mark", "in", ["Kompetens", "-Erbjud rådgivning", "-Starta ett nätverk", "-Mark"]),
        ("Mark", "bort", ["Kompetens", "-Erbjud rådgivning", "-Starta ett nätverk"]),
        (
            "Mark",
            "bort-ensam",
            ["Kompetens", "-Erbjud rådgivning", "-Starta ett nätverk", "Planlägg mark & vägar"],
        ),
        (
            "Starta ett nätverk",
            "ihop-titel",
            ["Kompetens", "-Erbjud rådgivning Starta ett nätverk", "Mark"],
        ),
        ("Starta ett nätverk", "ihop-text", ["Kompetens", "-Erbjud rådgivning", "Mark"]),
    ],
)
def test_a_press_corrects_the_plan(
    client: Client, draft: Draft, title: str, word: str, wanted: list[str]
) -> None:
    answer = press(client, draft, title, word)
    assert answer.status_code == 303
    assert outline(draft)[: len(wanted)] == wanted
    assert draft.version == 2


def test_a_part_becomes_something_else(client: Client, draft: Draft) -> None:
    press(client, draft, "Starta ett nätverk", "slag", slag="mål")
    (goal,) = draft.current_plan().elements[0].statements
    assert (goal.kind, goal.text) == ("mål", "Starta ett nätverk")


@pytest.mark.parametrize(("word", "sent"), [("flyg", {}), ("slag", {"slag": "bild"}), ("", {})])
def test_a_word_that_no_button_has_is_404(
    client: Client, draft: Draft, word: str, sent: dict[str, str]
) -> None:
    assert press(client, draft, "Mark", word, **sent).status_code == 404


def test_what_cannot_be_done_is_told_and_changes_nothing(client: Client, draft: Draft) -> None:
    press(client, draft, "Kompetens", "upp")
    assert draft.version == 1
    assert "Delen står redan först." in client.get(url(draft)).text


def test_the_last_steps_are_undone_one_by_one(client: Client, draft: Draft) -> None:
    before = outline(draft)
    press(client, draft, "Mark", "bort")
    press(client, draft, "Kompetens", "bort")
    for _ in range(2):
        client.post(url(draft, "undo-correction"), {"version": draft.version})
        draft.refresh_from_db()
    assert outline(draft) == before
    page = client.post(url(draft, "undo-correction"), {"version": draft.version}, follow=True)
    assert "Det finns inget att ångra." in page.text


def test_a_flag_is_settled_and_opened_again(client: Client, draft: Draft) -> None:
    (flag,) = draft.open_flags()
    sent = {"version": 1, "marke": mark_of(flag)}
    client.post(url(draft, "settle-flag"), sent)
    draft.refresh_from_db()
    assert draft.open_flags() == ()
    client.post(url(draft, "settle-flag"), sent | {"version": 2})
    draft.refresh_from_db()
    assert draft.open_flags() == (flag,)
    client.post(url(draft, "settle-flag"), {"version": 3, "marke": "påhittad"})
    draft.refresh_from_db()
    assert draft.version == 3


def test_a_person_is_struck_out(client: Client, draft: Draft) -> None:
    sent = {"version": 1, "lista": "persons", "plats": "0"}
    client.post(url(draft, "remove-listed"), sent)
    draft.refresh_from_db()
    assert draft.current_plan().persons == ()
    for wrong in ({"plats": "7"}, {"plats": "x"}, {"lista": "elements"}):
        client.post(url(draft, "remove-listed"), sent | {"version": 2} | wrong)
    draft.refresh_from_db()
    assert draft.version == 2


def test_a_persons_name_is_shown_to_readers_when_the_reviewer_says_so(
    client: Client, draft: Draft
) -> None:
    assert "Visa namnet" in client.get(url(draft)).text
    sent = {"version": 1, "lista": "persons", "plats": "0"}
    client.post(url(draft, "show-name"), sent)
    draft.refresh_from_db()
    assert draft.current_plan().persons[0].name_approved
    page = client.get(url(draft)).text
    assert "Eva Prov" in page
    assert "Eva Prov, ja" not in page


# --- two who review the same draft


EVERY_ACT: list[tuple[str, dict[str, str]]] = [
    ("draft-act", {"gor": "upp"}),
    ("draft-act", {"gor": "godta"}),
    ("accept-facts", {}),
    ("accept-sure", {}),
    ("undo-correction", {}),
    ("settle-flag", {}),
    ("show-name", {"lista": "persons", "plats": "0"}),
    ("remove-listed", {"lista": "persons", "plats": "0"}),
    ("draft-actor", {"namn": "Provköpings kommun", "ingen": "1"}),
]


@pytest.mark.parametrize(("name", "sent"), EVERY_ACT)
@pytest.mark.parametrize("version", ["1", "", "x", "99"])
def test_who_has_seen_an_old_version_changes_nothing_and_is_told(
    client: Client, draft: Draft, name: str, sent: dict[str, str], version: str
) -> None:
    press(client, draft, "Kompetens", "ned")
    args = [part(draft, "Mark").key] if name == "draft-act" else []
    (flag,) = draft.open_flags()
    now = outline(draft)
    address = url(draft, name, *args)
    answer = client.post(address, {"version": version, "marke": mark_of(flag)} | sent, headers=HTMX)
    draft.refresh_from_db()
    assert (outline(draft), draft.version) == (now, 2)
    assert answer.status_code == 409
    assert "inte sparat" in answer.text
    assert "<html" not in answer.text


def test_a_part_that_somebody_has_removed_is_told_of(client: Client, draft: Draft) -> None:
    missing = uuid4()
    sent = {"version": 1, "gor": "godta"}
    answer = client.post(url(draft, "draft-act", missing), sent, follow=True)
    assert "inte sparat" in answer.text
    assert client.get(url(draft, "edit-draft-part", missing)).status_code == 404
    typed = {"title": "Mitt långa förslag"}
    answer = client.post(url(draft, "edit-draft-part", missing), typed)
    assert answer.status_code == 409
    assert "Mitt långa förslag" in answer.text


# --- a draft that is no longer to be reviewed


@pytest.mark.parametrize("state", ["avvisat"])
def test_a_draft_that_is_settled_shows_and_does_nothing(
    client: Client, draft: Draft, state: str
) -> None:
    Draft.objects.filter(pk=draft.pk).update(state=state)
    page = client.get(url(draft)).text
    assert "Kompetens" in page
    assert 'name="gor"' not in page
    answer = press(client, draft, "Mark", "upp")
    assert draft.version == 1
    assert answer.status_code == 303
    for name in ("edit-draft-part", "split-draft-part", "draft-tools"):
        assert client.get(url(draft, name, part(draft, "Mark").key)).status_code == 404
    for name in ("draft-facts", "add-draft-part", "add-draft-decision"):
        assert client.get(url(draft, name)).status_code == 404


# --- htmx


def test_a_row_comes_alone_and_brings_the_count_along(client: Client, draft: Draft) -> None:
    key = part(draft, "Mark").key
    answer = client.post(url(draft, "draft-act", key), {"version": 1, "gor": "godta"}, headers=HTMX)
    assert "<html" not in answer.text
    assert f'id="rad-{str(key)[:8]}"' in answer.text
    assert "<strong>1</strong> av 9" in answer.text
    assert 'data-version="2"' in answer.text
    page = client.get(url(draft)).text
    row = answer.text.split('<div id="lage"')[0].strip()
    assert squeezed(row) in squeezed(page)


def squeezed(html: str) -> str:
    """Without the token, which is new in every answer, and the spaces between tags."""
    parts = html.split('name="csrfmiddlewaretoken" value="')
    return (
        "".join([parts[0], *(text.split('"', 1)[1] for text in parts[1:])])
        .replace("\n", "")
        .replace(" ", "")
    )


def test_a_correction_swaps_the_whole_review(client: Client, draft: Draft) -> None:
    key = part(draft, "Mark").key
    answer = client.post(url(draft, "draft-act", key), {"version": 1, "gor": "upp"}, headers=HTMX)
    assert answer.text.lstrip().startswith("{#") or 'id="granskning"' in answer.text
    assert f'data-focus="upp-{str(key)[:8]}"' in answer.text
    assert "är flyttad uppåt" in answer.text


def test_an_act_among_the_tools_leaves_the_focus_at_what_opens_them(
    client: Client, draft: Draft
) -> None:
    """The tools close when the review is swapped, and their buttons with them."""
    key = part(draft, "Mark").key
    sent = {"version": 1, "gor": "slag", "slag": "challenge"}
    answer = client.post(url(draft, "draft-act", key), sent, headers=HTMX)
    focus = f"fler-{str(key)[:8]}"
    assert f'data-focus="{focus}"' in answer.text
    assert f'id="{focus}"' in answer.text


def test_the_tools_answer_as_a_piece_and_as_a_page(client: Client, draft: Draft) -> None:
    address = url(draft, "draft-tools", part(draft, "Mark").key)
    piece, page = client.get(address, headers=HTMX).text, client.get(address).text
    assert "<html" not in piece
    assert "<h1" in page
    assert squeezed(piece) in squeezed(page)
    assert client.get(url(draft, "draft-tools", uuid4())).status_code == 404


def test_the_draft_is_locked_while_it_changes(client: Client, draft: Draft) -> None:
    assert client.get(url(draft, "draft-act", part(draft, "Mark").key)).status_code == 405
