"""A plan on paper: what stands on which page, that everybody can read it, and that nothing in a plan can keep it from being made."""

import dataclasses
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
import typst
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.plan import make_plan
from strategies.dates import Period
from strategies.markdown import read_plan
from strategies.paper.changes import changes_sheets
from strategies.paper.child import TEMPLATE, pdf_of
from strategies.paper.contents import plan_sheets
from strategies.paper.signs import COVERED, STAND_IN, printable
from strategies.paper.typesetting import PaperError, typeset
from strategies.plan import (
    Challenge,
    Decision,
    Document,
    Element,
    Forum,
    Involvement,
    LevelWords,
    Link,
    Milestone,
    Participant,
    Person,
    Plan,
    Quote,
    Resource,
    Statement,
)
from strategies.publishing.public import public_plan
from tests.papers import MADE, faults, imprint, lines, pages, paper
from tests.plans import plans

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("*.md"))
MARKUP = '#read("/etc/passwd") *fet* _kursiv_ $x^2$ @ref <etikett> = Rubrik #import "@preview/x:1.0.0" \\u{41} // slut'

MM = 72 / 25.4  # of a point

challenge = Challenge(title="Flytten från länet", text="Unga flyttar.")
action = Element(
    kind="action",
    title="Rådgivning på Åsön",
    text="Ge råd åt nya företag.",
    involvements=(
        Involvement(actor="Almi", role="ansvarig"),
        Involvement(actor="Öppna skolan", role="medverkar", note="lokaler"),
    ),
    links=(Link(kind="svarar på", to=challenge.key),),
)
area = Element(kind="focus_area", label="1.1", title="Nya företag", elements=(action,))
direction = Element(
    kind="direction",
    label="1",
    title="Innovation",
    text="Första stycket.\n\nAndra stycket.",
    elements=(area,),
)
PLAN = Plan(
    title="Handlingsplan för näringsliv i Örebro län",
    kind="handlingsplan",
    owners=("Region Örebro län",),
    level_words=LevelWords(direction="Prioritering", focus_area="Fokusfråga", action="Åtgärd"),
    decisions=(
        Decision(
            body="Regionfullmäktige",
            date={"value": "2026-06-14"},
            case_number="26RS77",
            paragraph="§ 8",
        ),
    ),
    statements=(
        Statement(kind="vision", text="Länet där alla vill bo."),
        Statement(kind="mål", text="Fler företag."),
    ),
    challenges=(challenge,),
    elements=(direction,),
    involvements=(Involvement(actor="Zonta", role="finansierar"),),
    mentioned_actors=("Regeringen",),
    resources=(Resource(title="Projektledare", low=2_000_000, unit="kr"),),
    milestones=(Milestone(title="Halvtid", date={"value": "2027-03"}),),
    documents=(Document(title="Pressmeddelande", url="https://lanet.example/nyhet"),),
    persons=(Person(name="Eva Hemlig", name_approved=True),),
    participants=(Participant(kind="person", name="Bo Hemlig", approved=True),),
    quotes=(Quote(text="Så sa jag.", person="Eva Hemlig"),),
)


@pytest.fixture(scope="module")
def printed() -> list[str]:
    with override("sv"):
        return pages(paper(PLAN))


def meeting_version(old: Plan, new: Plan) -> bytes:
    return typeset(changes_sheets(old, new, imprint(2), imprint(3)), MADE)


def page_with(found: list[str], text: str) -> int:
    """The number of the page where the text stands, counted from the end: contents come first."""
    return max(number for number, page in enumerate(found, 1) if text in page)


# --- what stands there


def test_the_cover_tells_what_it_is_and_what_was_decided(printed: list[str]) -> None:
    for text in (
        PLAN.title,
        "Region Örebro län",
        "HANDLINGSPLAN",
        "Antagen 14 juni 2026, Regionfullmäktige, 26RS77, § 8",
        "3, publicerad 27 november 2026",
    ):
        assert text in printed[0]


def test_every_page_but_the_cover_has_its_number(printed: list[str]) -> None:
    last = len(printed)
    assert "Sida" not in printed[0]
    for number, page in enumerate(printed[1:], 2):
        assert f"Sida {number} av {last}" in page
        assert f"{PLAN.title}, utgåva 3" in page


def test_the_list_of_contents_leads_to_the_pages(printed: list[str]) -> None:
    for title in ("Vision och mål", "Utmaningar", "Innovation", "Nya företag", "Aktörer"):
        stated = re.search(rf"{title}[ .]+(\d+)", printed[1])
        assert stated
        assert title in printed[int(stated[1]) - 1]


def test_all_of_the_plan_is_there_in_its_own_words(printed: list[str]) -> None:
    text = " ".join(printed)
    for said in (
        *("Länet där alla vill bo.", "Fler företag.", "Flytten från länet", "Unga flyttar."),
        *("PRIORITERING 1", "FOKUSFRÅGA 1.1", "ÅTGÄRD", "Första stycket.", "Andra stycket."),
        *("Ansvarig: Almi", "Medverkar: Öppna skolan (lokaler)", "2\u00a0000\u00a0000 kr"),
        *("Mars 2027", "Halvtid", "https://lanet.example/nyhet", "Nämns också: Regeringen"),
    ):
        assert " ".join(said.split()) in text


def test_the_index_of_actors_is_alphabetical_and_has_the_right_pages(printed: list[str]) -> None:
    index = " ".join(printed)
    index = index[index.rindex("Finansierar") - 400 :]
    names = [index.rindex(name) for name in ("Almi", "Zonta", "Öppna skolan")]
    assert names == sorted(names)
    own = page_with(printed, "Ge råd åt nya företag.")
    assert f"Ansvarig: Rådgivning på Åsön {own}" in index
    assert f"Medverkar: Rådgivning på Åsön {own}" in index
    assert "Finansierar: hela planen" in index


def test_a_challenge_and_what_answers_it_name_each_others_pages(printed: list[str]) -> None:
    text = " ".join(printed)
    asked = page_with(printed, "Unga flyttar.")
    answered = page_with(printed, "Ge råd åt nya företag.")
    assert f"Svarar på: Flytten från länet (s. {asked})" in text
    assert f"Besvaras av: Rådgivning på Åsön (s. {answered})" in text


def test_the_last_page_has_decision_checksum_and_where_to_compare_it(printed: list[str]) -> None:
    for text in (
        *("Regionfullmäktige", "26RS77", "§ 8", "14 juni 2026", "Ny tidplan"),
        *("01234567 89abcdef", "https://strategiportalen.example/strategier/prov/utgavor/3/"),
    ):
        assert text in printed[-1]


def test_people_are_not_printed(printed: list[str]) -> None:
    assert "Hemlig" in public_plan(PLAN).model_dump_json()
    assert "Hemlig" not in " ".join(printed)


@pytest.mark.parametrize("name", ["Eva Hemlig", "Bo Hemlig", "Eva  hemlig (ordförande)"])
def test_people_are_not_printed_as_members_of_a_forum_either(name: str) -> None:
    """Eva and Bo have agreed to be named, which holds for the page and not for paper."""
    plan = PLAN.model_copy(update={"forums": (Forum(name="Rådet", members=(name, "Almi")),)})
    assert len(public_plan(plan).forums[0].members) == 2
    without = plan.model_copy(update={"forums": ()})
    with override("sv"):
        for pdf in (paper(plan), meeting_version(without, plan), meeting_version(plan, without)):
            text = " ".join(pages(pdf))
            assert "Rådet" in text
            assert "Almi" in text
            assert "hemlig" not in text.casefold()


def test_somebody_who_is_no_longer_of_the_plan_is_not_printed_as_changed() -> None:
    forum = Forum(name="Rådet", members=("Eva Hemlig", "Almi"))
    old = PLAN.model_copy(update={"forums": (forum,)})
    renamed = forum.model_copy(update={"name": "Styrgruppen"})
    new = PLAN.model_copy(update={"forums": (renamed,), "persons": (), "quotes": ()})
    with override("sv"):
        assert "Hemlig" not in " ".join(pages(meeting_version(old, new)))


# --- decisions on the cover


REPEALED = PLAN.model_copy(
    update={
        "period": Period(start="2018", end="2021"),
        "decisions": (
            Decision(body="Regionfullmäktige", date={"value": "2018-06-14"}),
            Decision(kind="reviderad", body="Regionstyrelsen", date={"value": "2019-11-14"}),
            Decision(
                kind="upphävd",
                body="Regionfullmäktige",
                date={"value": "2022-01-10"},
                case_number="22RS1",
                paragraph="12 och 13",
            ),
        ),
    }
)


def test_each_decision_has_a_row_of_its_own_on_the_cover() -> None:
    with override("sv"):
        found = lines(paper(REPEALED))
    at = found.index("BESLUT Antagen 14 juni 2018, Regionfullmäktige")
    assert found[at + 1 : at + 3] == [
        "Reviderad 14 november 2019, Regionstyrelsen",
        "Upphävd 10 januari 2022, Regionfullmäktige, 22RS1, §§ 12 och 13",
    ]


def test_that_a_plan_is_repealed_stands_by_itself_on_the_cover() -> None:
    with override("sv"):
        assert "Upphävd 10 januari 2022" in lines(paper(REPEALED))
        assert "Upphävd 10 januari 2022" in lines(meeting_version(PLAN, REPEALED))
        assert "Upphävd" not in " ".join(pages(paper(PLAN)))


def test_a_period_is_not_said_to_be_in_force() -> None:
    plan = read_plan((SEEDS[0]).read_text(encoding="utf-8"), name=SEEDS[0].name)
    with override("sv"):
        text = " ".join(pages(paper(plan)))
    assert "GÄLLER" not in text
    assert text.count("PERIOD ") == 2


# --- what goes together


@pytest.mark.parametrize("rows", range(36, 43))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(rows: int) -> None:
    before = Element(kind="action", title="Den förra", text="\n".join(["En rad."] * rows))
    child = Element(kind="action", title="Barn", text="Barnets text.")
    inner = Element(kind="focus_area", title="Ensam inuti", open_ended=True, elements=(child,))
    outer = Element(kind="direction", title="Ensam rubrik", elements=(inner,))
    with override("sv"):
        found = pages(paper(Plan(title="Plan", kind="strategi", elements=(before, outer))))
    assert page_with(found, "Ensam rubrik") == page_with(found, "Barnets text.")


@pytest.mark.parametrize("rows", range(29, 36))
def test_the_heading_of_a_list_goes_with_its_beginning(rows: int) -> None:
    aim = Statement(kind="mål", text="\n".join(["En rad."] * rows))
    principles = (
        Statement(kind="princip", text=f"Den {nth} principen.") for nth in ("första", "andra")
    )
    with override("sv"):
        found = pages(paper(Plan(title="Plan", kind="strategi", statements=(aim, *principles))))
    assert page_with(found, "Principer") == page_with(found, "Den första principen.")


@pytest.mark.parametrize("actors", range(26, 32))
def test_an_entry_of_the_index_is_not_parted_from_its_name(actors: int) -> None:
    ties = tuple(
        Involvement(actor=f"Aktör {number}", role=role, note="tillsammans med andra i länet")
        for number in range(actors)
        for role in ("ansvarig", "medverkar", "finansierar")
    )
    with override("sv"):
        tops = column_tops(paper(Plan(title="Plan", kind="strategi", involvements=ties)))
    assert len(tops) > 1
    assert [top for top in tops if not top.startswith("Aktör")] == []


def column_tops(pdf: bytes) -> list[str]:
    """The first line of each column of the index of actors but the first, which has the section's heading above it."""
    columns = ((0, 103 * MM), (103 * MM, 210 * MM))
    texts = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    found = [
        text.get_text_bounded(left=left, right=right, bottom=25 * MM).strip()
        for text in texts
        for left, right in columns
    ]
    return [text.splitlines()[0] for text in found if "Ansvarig: hela planen" in text][1:]


# --- addresses and long words


ADDRESS = "https://strategiportalen.example/strategier/handlingsplan-for-naringsliv-och-entreprenorskap-i-lan/utgavor/1/kontroll/"
WORD = "Realisationsvinstbeskattningsanpassningsmyndighetssamordningskommittéordförandeskap"
LETTERS = "å" * 300
LONG_ONES = PLAN.model_copy(
    update={
        "title": f"Plan för {WORD}",
        "summary": f"Läs mer på {ADDRESS}. Eller på www.lank.example/{'sida' * 60}, och hör av dig till namn.efternamn@regionorebrolan-och-halland.example i dag.",
        "elements": (
            Element(kind="direction", title=LETTERS, text=f"Om {WORD} och {LETTERS}."),
            Element(kind="action", title="Samverkansöverenskommelseförberedelserna", text=WORD),
        ),
        "resources": (Resource(title=WORD, text=LETTERS, low=1, unit="kr", excludes=ADDRESS),),
        "documents": (Document(title="Pressmeddelande", url=ADDRESS),),
    }
)


@pytest.fixture(scope="module")
def long_ones() -> bytes:
    whole = dataclasses.replace(imprint(), check=ADDRESS)
    with override("sv"):
        return typeset(plan_sheets(LONG_ONES, whole), MADE)


def test_an_address_is_divided_after_a_slash_alone(long_ones: bytes) -> None:
    parts = re.findall(r"(?:https?://)?[^/]+/", ADDRESS)
    text = "\n".join(lines(long_ones))
    found = re.findall("\n?".join(map(re.escape, parts)) + "(.?)", text)
    # In the summary, where the plan itself has a full stop after it, among the sources, and last where the checksum is.
    assert found == [".", "", ""]
    assert "namn.efternamn@regionorebrolan-och-halland.example" in text


def test_an_address_that_is_wider_than_the_line_is_whole_without_hyphens(long_ones: bytes) -> None:
    text = "".join(lines(long_ones))
    assert f"www.lank.example/{'sida' * 60}, och" in text


def test_long_words_are_hyphenated_and_nothing_unseen_is_in_them(long_ones: bytes) -> None:
    found = pages(long_ones)
    text = " ".join(found)
    assert "\u200b" not in text
    assert f"Plan för {WORD}" in found[0]
    assert f"Om {WORD} och" in text
    assert "ÅTGÄRD Samverkansöverenskommelseförberedelserna" in lines(long_ones)


def test_a_word_that_nobody_can_divide_breaks_after_any_letter(long_ones: bytes) -> None:
    text = "".join(lines(long_ones))
    assert f"{LETTERS}Om" in text
    assert f"{LETTERS}." in text


def test_an_actor_of_many_parts_has_their_pages_alone() -> None:
    actions = tuple(
        Element(
            kind="action",
            title=f"Insats {n}",
            text="Lång text. " * 60,
            involvements=(Involvement(actor="Almi", role="ansvarig"),),
        )
        for n in range(12)
    )
    with override("sv"):
        found = pages(paper(Plan(title="Plan", kind="strategi", elements=actions)))
    own = sorted({page_with(found[:-1], f"Insats {n} Lång") for n in range(12)})
    assert len(own) > 2
    assert f"Almi Ansvarig: {', '.join(map(str, own))}" in " ".join(found)


# --- that everybody can read it


def test_both_checkers_fail_a_file_that_is_no_pdf_ua(tmp_path: Path) -> None:
    document = json.dumps(plan_sheets(PLAN, imprint()).value())
    unmarked = typst.compile(TEMPLATE, root=TEMPLATE.parent, sys_inputs={"paper": document})
    found = " ".join(faults(unmarked, tmp_path))
    assert "outloud: fail" in found
    assert "pdfua: UA-28-004" in found


LONG = "Samverkansöverenskommelse för " + "näringslivsutvecklingsstrategier och " * 12
VARIANTS = {
    "the plan": PLAN,
    "an empty plan": Plan(title="Tom", kind="policy"),
    "long titles": PLAN.model_copy(
        update={
            "title": LONG[:500],
            "elements": (Element(kind="action", title="å" * 500), Element(kind="action", title=LONG[:500])),
        }
    ),
    "other scripts": PLAN.model_copy(update={"title": "Ŋuorttat 漢字 🙂 Ελλάδα Москва\u200b"}),
    "long words": LONG_ONES.model_copy(update={"summary": "", "resources": ()}),
    "a repealed plan": REPEALED,
    "markup": PLAN.model_copy(update={"title": MARKUP, "owners": (MARKUP,)}),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_both_checkers_pass(name: str, tmp_path: Path) -> None:
    with override("sv"):
        assert faults(paper(VARIANTS[name]), tmp_path) == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_both_checkers_pass_the_real_plans(seed: Path, tmp_path: Path) -> None:
    plan = read_plan(seed.read_text(encoding="utf-8"), name=seed.name)
    with override("sv"):
        assert faults(paper(plan), tmp_path) == []


def test_a_plan_of_a_thousand_parts_is_printed_whole() -> None:
    plan = make_plan([f"Aktör {number}" for number in range(60)], branches=42)
    elements = [element for __, element in plan.walk()]
    assert len(elements) > 1_000
    text = "".join(pages(paper(plan)))
    squeezed = text.replace(" ", "")
    assert [one.title for one in elements if one.title.replace(" ", "") not in squeezed] == []


# --- that nothing can keep it from being made


def test_the_line_breaks_of_a_text_are_kept_and_are_no_markup() -> None:
    listed = "Vi ska:\n- stärka #linebreak()\n+ stödja \\\n= växa\n\nDet är allt."
    plan = Plan(
        title="Provplan",
        kind="program",
        elements=(Element(kind="action", title="Råd", text=listed),),
        resources=(Resource(title="Medel", text="Ett.\nTvå."),),
    )
    found = lines(paper(plan))
    at = found.index("Vi ska:")
    told = ["Vi ska:", "- stärka #linebreak()", "+ stödja \\", "= växa", "Det är allt."]
    assert found[at : at + len(told)] == told
    assert "Ett." in found[found.index("Två.") - 1]


def test_the_line_breaks_of_what_has_changed_are_kept() -> None:
    old, new = (
        Plan(key=UUID(int=1), title="Provplan", kind="program", summary=text)
        for text in ("Vi ska:\n- stärka\n- stödja", "Vi ska:\n- stärka\n- växa\n- leda")
    )
    found = lines(meeting_version(old, new))
    at = found.index("- stärka")
    assert found[at : at + 3] == ["- stärka", "- [−stödja] [+växa", "- leda]"]


def test_markup_is_text() -> None:
    first, *__, last = pages(paper(VARIANTS["markup"]))
    assert " ".join(MARKUP.split()) in first
    assert "root:" not in first + last


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_no_plan_is_refused(plan: Plan) -> None:
    assert pdf_of(json.dumps(plan_sheets(plan, imprint()).value()), MADE).startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_refused(text: str) -> None:
    sheets = plan_sheets(PLAN, imprint(note=text)).value()
    assert pdf_of(json.dumps(sheets), MADE).startswith(b"%PDF")


def test_all_signs_that_are_let_through_are_in_the_fonts() -> None:
    signs = "".join(f"a{chr(sign)} " for first, last in COVERED for sign in range(first, last + 1))
    source = """
        #set document(title: "x")
        #set text(lang: "sv", font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
        #for style in ("normal", "italic") {
          for weight in ("regular", "semibold", "bold") { text(style: style, weight: weight, sys.inputs.x) }
        }
    """
    made = typst.compile(
        source.encode(), ignore_system_fonts=True, sys_inputs={"x": signs}, pdf_standards=["ua-1"]
    )
    assert made.startswith(b"%PDF")


def test_a_sign_that_cannot_be_printed_is_told_and_an_unseen_one_goes() -> None:
    assert printable({"a": ["漢 å", "e\u0301\u200b"]}) == {"a": [f"{STAND_IN} å", "é"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Väx 🚀 nu", "Väx (symbol) nu"),
        ("Väx🚀🌱!", "Väx (symbol)!"),
        ("👩🏽‍🌾 och 🇸🇪", "(symbol) och (symbol)"),
        ("1️⃣ Först™️", "1 Först™"),
    ],
)
def test_a_picture_is_said_in_a_word(text: str, said: str) -> None:
    assert printable(text) == said


def test_the_same_edition_is_the_same_bytes() -> None:
    assert paper(PLAN) == paper(PLAN)


def test_a_machine_without_room_costs_an_error_that_says_so() -> None:
    with pytest.raises(PaperError, match="ended with"):
        typeset(plan_sheets(PLAN, imprint()), MADE, memory=1024 * 1024)


def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(PaperError, match="too long"):
        typeset(plan_sheets(PLAN, imprint()), datetime(2026, 1, 1, tzinfo=UTC), seconds=0.01)
