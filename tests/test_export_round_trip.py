"""Files of a plan that come back: one that nobody has touched changes nothing, and a changed cell changes that alone."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from benchmarks.plan import SEEDS
from strategies.dates import Period
from strategies.differences import differences
from strategies.exports.about import About
from strategies.exports.columns import HEADS
from strategies.exports.csv_file import defused, fused
from strategies.exports.errors import FileError
from strategies.exports.formats import FORMATS, format_of
from strategies.exports.returned import returned
from strategies.exports.table_losses import table_losses
from strategies.markdown import read_plan
from strategies.plan import Element, Plan, Statement
from strategies.publishing.public import public_plan
from tests.plans import plans

ABOUT = About("provplan", 3, address="https://portalen.example/strategier/provplan/utgavor/3/")
checked = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
forms = pytest.mark.parametrize("name", FORMATS)


def uploaded(name: str, now: Plan, data: bytes | None = None) -> Plan:
    """The working copy `now` after its own public file, or that file as `data` has it, has come back."""
    form, public = FORMATS[name], public_plan(now)
    sent = form.write(public, ABOUT) if data is None else data
    said = form.read(sent, public)
    return returned(now, now, form.carried(public, ABOUT).plan, said.plan).plan


@checked
@given(plan=plans())
def test_a_file_that_nobody_has_touched_changes_nothing(plan: Plan) -> None:
    assume(plan.elements)
    for name in FORMATS:
        assert uploaded(name, plan) == plan, name


@forms
@checked
@given(plan=plans())
def test_an_untouched_file_says_what_its_format_carries(name: str, plan: Plan) -> None:
    assume(plan.elements)
    form, public = FORMATS[name], public_plan(plan)
    assert form.read(form.write(public, ABOUT), public) == form.carried(public, ABOUT)


@forms
def test_a_file_says_what_it_was_made_from(name: str) -> None:
    form, address = FORMATS[name], "https://portalen.example/redigera/provplan/"
    copy = About("provplan", address=address, moment=4711)
    plan = small()
    written = form.write(plan, copy)
    assert form.about(written).moment == 4711
    assert form.read(written, plan) == form.carried(plan, ABOUT)
    edition = form.about(form.write(plan, ABOUT))
    # An edition's JSON is the plan and nothing else, so that anybody can check its hash.
    assert edition == (About("") if name == "plan.json" else About("provplan", 3))


@forms
def test_a_real_plan_comes_back_as_it_went(name: str) -> None:
    for seed in SEEDS.glob("*.md"):
        plan = read_plan(seed.read_text())
        assert uploaded(name, plan) == plan, seed


# --- what somebody has changed


def action(title: str, **fields: object) -> Element:
    return Element.model_validate({"kind": "action", "title": title} | fields)


def small() -> Plan:
    """Direction A with actions a and b, direction B; somebody who is held back."""
    ties = [{"actor": "Almi", "role": "ansvarig"}, {"actor": "Region Prov", "role": "medverkar"}]
    first = action("a", involvements=ties, period={"start": "2026", "end": "2027"}, label="1")
    return Plan.model_validate(
        {
            "title": "Provplanen",
            "kind": "handlingsplan",
            "persons": [{"name": "Hemlig Hansson"}],
            "elements": [
                {"kind": "direction", "title": "A", "elements": [first, action("b")]},
                {"kind": "direction", "title": "B"},
            ],
        }
    )


Rows = list[dict[str, str]]


def rows_of(plan: Plan) -> Rows:
    data = FORMATS["plan.csv"].write(public_plan(plan), ABOUT).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline=""), delimiter=";"))


def as_csv(rows: Rows, separator: str = ";") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


CHANGES = {
    "titel": ("nytt", "Titel"),
    "text": ("-5 grader\noch kallt", "Text"),
    "syfte": ("=därför", "Syfte"),
    "börjar": ("2025-03", "Period"),
    "slutar": ("", "Period"),
    "målgrupper": ("Unga\nFöretag", "Målgrupper"),
    "ansvarig": ("Almi | rådgivning\nALMI Väst", "Aktörer"),
    "utförare": ("Region Prov", "Aktörer"),
    "genomsyrar de andra": ("ja", "Genomsyrar de andra"),
}


@pytest.mark.parametrize("head", CHANGES)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_changed_cell_changes_that_alone(head: str, separator: str) -> None:
    plan, rows = small(), rows_of(small())
    rows = rows_of(plan)
    rows[1][head], field = CHANGES[head]
    changes = differences(plan, uploaded("plan.csv", plan, as_csv(rows, separator)))
    assert [(change.what, change.field, change.key) for change in changes] == [
        ("ändrad", field, plan.elements[0].elements[0].key)
    ]


def test_a_role_that_changes_leaves_the_others_in_their_order() -> None:
    plan = small()
    rows = rows_of(plan)
    rows[1]["ansvarig"] = "Nya Almi"
    ties = uploaded("plan.csv", plan, as_csv(rows)).elements[0].elements[0].involvements
    assert [(tie.actor, tie.role) for tie in ties] == [
        ("Nya Almi", "ansvarig"),
        ("Region Prov", "medverkar"),
    ]


def test_rows_can_be_added_moved_and_taken_away() -> None:
    plan = small()
    rows = rows_of(plan)
    top, first, second, other = rows
    second["överordnad"] = other["nyckel"]
    new = dict.fromkeys(rows[0], "") | {
        "nivå": "Insats",
        "titel": "c",
        "överordnad": other["nyckel"],
    }
    found = uploaded("plan.csv", plan, as_csv([other, new, second, top]))
    assert [(depth, part.title) for depth, part in found.walk()] == [
        (0, "B"),
        (1, "c"),
        (1, "b"),
        (0, "A"),
    ]
    assert found.persons == plan.persons
    assert first["nyckel"] not in found.model_dump_json()


@pytest.mark.parametrize(
    ("head", "written", "told"),
    [
        ("nyckel", "7", "”7” är ingen nyckel"),
        ("nivå", "kapitel", "”kapitel” är ingen nivå"),
        ("titel", "", "titeln saknas"),
        ("börjar", "jan-26", "”jan-26” är inget datum"),
        ("överordnad", "00000000-0000-4000-8000-000000000000", "finns inte i filen"),
        ("genomsyrar de andra", "kanske", "varken ja eller nej"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_by_row(head: str, written: str, told: str) -> None:
    plan = small()
    rows = rows_of(plan)
    rows[1][head] = written
    with pytest.raises(FileError) as refused:
        uploaded("plan.csv", plan, as_csv(rows))
    assert refused.value.lines[0].startswith("Rad 3: ")
    assert told in refused.value.lines[0]


def test_parts_in_a_ring_or_twice_are_refused() -> None:
    plan = small()
    rows = rows_of(plan)
    rows[0]["överordnad"] = rows[1]["nyckel"]
    with pytest.raises(FileError, match="ligger under sig själv"):
        uploaded("plan.csv", plan, as_csv(rows))
    rows = rows_of(plan)
    with pytest.raises(FileError, match="står redan på rad 2"):
        uploaded("plan.csv", plan, as_csv([*rows, rows[0]]))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"hej", b"<a/>", b"{}", b"PK\x03\x04"])
def test_files_that_are_something_else_are_refused_in_swedish(name: str, data: bytes) -> None:
    with pytest.raises(FileError) as refused:
        uploaded(name, small(), data)
    assert all(line[0].isupper() or line[0] == "”" for line in refused.value.lines)


def test_a_format_that_is_not_read_is_refused() -> None:
    assert format_of("min plan.XLSX") is FORMATS["plan.xlsx"]
    with pytest.raises(FileError, match=r"\.xlsx, \.csv, \.json, \.md, \.xml"):
        format_of("plan.odt")


def test_another_plans_file_is_refused() -> None:
    other = Plan.model_validate({"title": "En annan", "kind": "program", "elements": [action("x")]})
    with pytest.raises(FileError, match="är en annan plan: ”En annan”"):
        uploaded("plan.json", small(), FORMATS["plan.json"].write(other, ABOUT))


def test_a_workbook_that_a_program_has_made_dates_and_numbers_in_is_read() -> None:
    plan = small()
    book = load_workbook(io.BytesIO(FORMATS["plan.xlsx"].write(plan, ABOUT)))
    sheet = book["Delar"]
    row = next(row for row in sheet if row[HEADS.index("titel")].value == "a")
    row[HEADS.index("beteckning")].value = 7
    row[HEADS.index("börjar")].value = date(2026, 3, 1)
    row[HEADS.index("slutar")].value = 2028
    saved = io.BytesIO()
    book.save(saved)
    found = uploaded("plan.xlsx", plan, saved.getvalue()).elements[0].elements[0]
    assert found.label == "7"
    assert found.period == Period(start="2026-03-01", end="2028")


# --- the sheets beside the parts


def whole() -> Plan:
    """A plan with something on every sheet."""
    plan = small()
    area = {"title": "=1+1", "challenges": [{"title": "Under"}], "shared_by": ["A", "B"]}
    goal = {"kind": "mål", "text": "Fler", "statements": [{"kind": "delmål", "text": "Tio"}]}
    top = plan.elements[0].model_copy(update={"statements": (Statement(kind="mål", text="Av A"),)})
    said = {
        "summary": "Kort sagt.",
        "decisions": [{"body": "Fullmäktige", "date": {"value": "2018-06-14"}}],
        "statements": [goal],
        "challenges": [area],
        "involvements": [{"actor": "Almi", "role": "ansvarig", "note": "allt"}],
        "mandates": [{"actor": "Almi", "role": "samordnare", "given_by": "Regeringen"}],
        "elements": (top, *plan.elements[1:]),
        "resources": [{"title": "Tid", "low": 2, "unit": "h", "per": "år", "element": top.key}],
    }
    return Plan.model_validate(plan.model_dump() | said)


def workbook(plan: Plan) -> Workbook:
    return load_workbook(io.BytesIO(FORMATS["plan.xlsx"].write(plan, ABOUT)))


def resaved(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def notes_of(plan: Plan, book: Workbook) -> tuple[str, ...]:
    """What is told of the workbook when it comes back, having changed nothing."""
    form, data = FORMATS["plan.xlsx"], resaved(book)
    assert uploaded("plan.xlsx", plan, data) == plan
    return form.read(data, public_plan(plan)).unread(form.carried(public_plan(plan), ABOUT))


def rows_on(book: Workbook, name: str) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in book[name].iter_rows(values_only=True)]


def test_the_sheets_say_what_the_rows_of_parts_do_not() -> None:
    plan = whole()
    book = workbook(plan)
    assert book.sheetnames == [
        "Delar", "Om planen", "Uttalanden", "Utmaningar", "Aktörer", "Om filen",
    ]  # fmt: skip
    about = [tuple(row) for row in rows_on(book, "Om planen")]
    assert ("beslut", "antagen 14 juni 2018, Fullmäktige", "") in about
    assert ("sammanfattning", "Kort sagt.", "") in about
    assert ("resurs", "Tid, 2 h per år", "A") in about
    assert [row[2:6] for row in rows_on(book, "Uttalanden")[1:]] == [
        ["mål", "", "Fler", ""],
        ["delmål", "", "Tio", ""],
        ["mål", "", "Av A", "A"],
    ]
    _, above, below = rows_on(book, "Utmaningar")
    assert (above[2], above[4], below[1], below[2]) == ("=1+1", "A\nB", above[0], "Under")
    assert rows_on(book, "Aktörer")[1:] == [
        ["Almi", "ansvarig", "allt", ""],
        ["Almi", "samordnare", "", "Regeringen"],
    ]
    assert notes_of(plan, book) == ()


def test_no_cell_of_any_sheet_is_a_formula() -> None:
    cells = [cell for sheet in workbook(whole()) for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}


@pytest.mark.parametrize("name", ["Om planen", "Uttalanden", "Utmaningar", "Aktörer"])
def test_what_is_changed_on_a_sheet_beside_is_told_and_not_read(name: str) -> None:
    plan = whole()
    changed, added, shorter = workbook(plan), workbook(plan), workbook(plan)
    changed[name]["B2"] = "Något annat"
    added[name].append(["Ny", "rad"])
    rows = shorter[name].max_row
    shorter[name].delete_rows(rows)
    for book, row in ((changed, 2), (added, rows + 1), (shorter, rows)):
        (note,) = notes_of(plan, book)
        assert note.startswith(f"Bladet ”{name}” läses inte in, men rad {row} där säger")


def test_sheets_that_are_gone_or_new_are_told_and_their_order_is_free() -> None:
    plan = whole()
    book = workbook(plan)
    book.move_sheet("Utmaningar", -3)
    assert book.sheetnames[0] == "Utmaningar"
    assert notes_of(plan, book) == ()
    del book["Utmaningar"]
    book.create_sheet("Mina idéer").append(["Hej"])
    gone, new = notes_of(plan, book)
    assert gone.startswith("Filen saknar ”Utmaningar”. De bladen läses aldrig in")
    assert new.startswith("Bladet ”Mina idéer” läses inte in.")


LOST = {
    "summary": "Kort sagt.",
    "decisions": [{"body": "Fullmäktige"}],
    "statements": [{"kind": "vision", "text": "Bäst"}],
    "challenges": [{"title": "Brist"}],
    "involvements": [{"actor": "Almi", "role": "ansvarig"}],
    "mentioned_actors": ["Almi"],
    "relations": [{"kind": "utgår från", "to": "RUS"}],
    "participants": [{"name": "Företagare"}],
    "persons": [{"name": "Anna", "name_approved": True}],
    "quotes": [{"text": "Så är det."}],
    "resources": [{"title": "Tid"}],
    "milestones": [{"title": "Start"}],
    "forums": [{"name": "Rådet"}],
    "bases": [{"kind": "trend", "text": "Åldrande"}],
    "mandates": [{"actor": "Almi", "role": "samordnare"}],
    "documents": [{"title": "Källan"}],
    "flags": [{"kind": "stavning"}],
    "passages": [{"text": "Här"}],
    "level_synonyms": {"action": ["Åtgärd"]},
    "stated_counts": {"action": 2},
}
ALWAYS_TOLD = {
    *("key", "format", "slug", "title", "kind", "level", "legal_weight", "first_of_kind"),
    *("owners", "regions", "period", "target_groups", "level_words", "elements"),
}


def test_every_field_of_a_plan_is_in_the_tables_or_among_what_they_lose() -> None:
    assert Plan.model_fields.keys() == LOST.keys() | ALWAYS_TOLD


@pytest.mark.parametrize("field", LOST)
def test_what_tables_have_no_place_for_is_told(field: str) -> None:
    plan = Plan.model_validate(small().model_dump() | {"persons": []})
    assert len(table_losses(plan)) == 1
    told = table_losses(Plan.model_validate(plan.model_dump() | {field: LOST[field]}))
    assert len(told) == 2
    assert told[1].gone == ("varken" in told[1].becomes)


def test_a_text_that_excel_cuts_is_told() -> None:
    long = small().model_copy(update={"elements": (action("a", text="å" * 40_000),)})
    assert any("32 767" in loss.becomes for loss in table_losses(long))
    assert uploaded("plan.xlsx", long) == long


# --- when the working copy is no longer what the file was made from


def both(base: Plan, now: Plan, rows: Rows) -> Plan:
    form, public = FORMATS["plan.csv"], public_plan(base)
    said = form.read(as_csv(rows), public)
    return returned(now, base, form.carried(public, ABOUT).plan, said.plan).plan


def with_action(plan: Plan, number: int, **fields: object) -> Plan:
    top, *others = plan.elements
    children = list(top.elements)
    children[number] = children[number].model_copy(update=fields)
    changed = top.model_copy(update={"elements": tuple(children)})
    return plan.model_copy(update={"elements": (changed, *others)})


def test_what_others_have_changed_since_is_left_alone() -> None:
    base = small()
    now, rows = with_action(base, 0, title="a i dag"), rows_of(base)
    rows[2]["titel"] = "b i filen"
    found = both(base, now, rows)
    assert [part.title for _, part in found.walk()] == ["A", "a i dag", "b i filen", "B"]


def test_a_list_that_both_have_changed_is_refused_by_name() -> None:
    base = small()
    top, last = base.elements
    now = base.model_copy(update={"elements": (top.model_copy(update={"elements": ()}), last)})
    rows = rows_of(base)
    with pytest.raises(FileError, match="under ”A” har ändrats både"):
        both(base, now, [rows[0], rows[2], rows[1], rows[3]])


def test_people_in_a_public_file_are_not_the_whole_list_and_are_left() -> None:
    plan = small()
    form, public = FORMATS["plan.json"], public_plan(plan)
    said = json.loads(form.write(public, ABOUT))
    said["persons"] = [{"name": "Ny Nilsson", "name_approved": True}]
    found = returned(plan, plan, public, form.read(json.dumps(said).encode(), public).plan)
    assert found.plan == plan
    assert found.notes[0].startswith("Personer ändras inte")


def test_what_stratml_has_only_as_text_is_told_when_it_was_changed() -> None:
    plan = small()
    form = FORMATS["stratml-2.xml"]
    written = form.write(plan, ABOUT).decode()
    carried = form.carried(plan, ABOUT)
    assert "Tid: 2026–2027" in written
    untouched = form.read(written.encode(), plan)
    assert untouched.unread(carried) == ()
    changed = form.read(written.replace("Tid: 2026–2027", "Tid: 2030").encode(), plan)
    assert changed.unread(carried) == (
        "OtherInformation i ”a” läses inte in. Ändra det i portalen.",
    )


@given(cell=st.text(st.sampled_from("'=+-@\t\ra1"), max_size=6))
def test_a_defused_cell_is_no_formula_and_is_itself_again(cell: str) -> None:
    assert fused(defused(cell)) == cell
    assert defused(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r")
