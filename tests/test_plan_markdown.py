"""Plan-Markdown: what people write is read exactly, and what is wrong is told so that they can mend it."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.markdown import PlanMarkdownError, read_plan, write_plan
from strategies.markdown.layouts import (
    DECISION,
    FRONT,
    ITEMS,
    LEVEL_MAPS,
    LEVELS,
    RELATION,
    SECTIONS,
    SEGMENT,
)
from strategies.plan import Challenge, Element, Flag, Passage, Plan, Statement
from tests.plans import plans

ROOT = Path(__file__).parent.parent
SPECIFICATION = (ROOT / "docs" / "plan-markdown.md").read_text(encoding="utf-8")
CHAPTERS = re.split(r"^## (?=The|A short|Front|Flags|`#)", SPECIFICATION, flags=re.MULTILINE)
EXAMPLE = re.findall(r"^```markdown\n(---\n.*?)^```", SPECIFICATION, re.DOTALL | re.MULTILINE)[0]
FRONT_MATTER = "---\ntitel: Plan\nslag: strategi\nbeslut:\n  - organ: Nämnden\n---\n"
# Parts for the references of the specification's examples.
TARGETS = "# Utmaningar\n- En\n# Innehåll\n## A\n- b\n- c\n## B\n- d\n## C\n- e\n"
# The same examples every time, so that a failing one fails for everybody.
steady = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def plan(body: str, front: str = "") -> Plan:
    return read_plan(FRONT_MATTER.replace("beslut", f"{front}\nbeslut") + body)


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PlanMarkdownError) as caught:
        read_plan(text)
    return [(e.line, f"{e.message} {e.remedy}") for e in caught.value.errors]


def body_faults(body: str) -> list[tuple[int, str]]:
    """Faults with lines counted from the body's first."""
    return [(line - 6, words) for line, words in faults(FRONT_MATTER + body)]


@settings(steady, max_examples=250)
@given(plans())
def test_every_plan_is_read_back_as_it_was(written):
    text = write_plan(written)
    assert read_plan(text) == written
    assert write_plan(read_plan(text)) == text


@settings(steady, max_examples=150)
@given(st.data())
def test_a_damaged_file_is_read_or_told_of_in_swedish(data):
    lines = EXAMPLE.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(
            st.sampled_from([lines[place][1:], lines[place] * 2, " " + lines[place]])
        )
        sign = data.draw(
            st.sampled_from(["", "# ", "- ", "= ", "@ ", "+ ", "! ", "~ ", "(", '"', ": "])
        )
        lines[place] = sign + change
    try:
        found = read_plan("\n".join(lines))
    except PlanMarkdownError as error:
        told = error.errors
    else:
        told = ()
        assert read_plan(write_plan(found)) == found
    for fault in told:
        assert 1 <= fault.line <= len(lines)
        assert not re.search(r"\b(should|input|value|string|must|expected)\b", str(fault))


def test_the_example_of_the_specification_says_what_it_seems_to():
    found = read_plan(EXAMPLE)
    assert (found.slug, found.kind, found.legal_weight) == (
        "naringslivsprogram-exempelby",
        "näringslivsprogram",
        "styrdokument",
    )
    assert found.period
    assert (found.period.start, found.period.end) == ("2020", "2023")
    assert found.stated_counts.direction == 2
    assert found.decisions[0].date.value == "2020-06-15"
    assert found.relations[0].part == "näringsliv"
    assert found.statements[1].statements[0].kind == "delmål"
    assert found.challenges[0].challenges[0].text == "Byggandet går långsamt."
    first, second = found.elements
    assert (first.kind, first.label, first.short_title) == ("direction", "1", "Klimat")
    assert first.open_ended
    assert not second.open_ended
    assert [child.label for child in first.elements] == ["a", "b"]
    assert first.links[0].to == found.challenges[0].key
    assert first.involvements[0].note == "innehåll och åtgärder"
    assert found.mentioned_actors == ("Business Region Exempel",)
    assert [flag.on for flag in found.flags] == [first.key, None]


def test_the_example_is_written_as_people_wrote_it():
    assert write_plan(read_plan(EXAMPLE)) == EXAMPLE


def section_examples() -> list[tuple[str, str]]:
    """Each section's examples in the specification, with the section's heading before them."""
    found = []
    for chapter in CHAPTERS:
        if title := re.match(r"`# (.+?)`", chapter):
            blocks = re.findall(r"^```markdown\n(.*?)^```", chapter, re.DOTALL | re.MULTILINE)
            found += [(title[1], block) for block in blocks]
    return found


@pytest.mark.parametrize(("title", "block"), section_examples(), ids=lambda value: value[:20])
def test_examples_of_sections_are_read(title, block):
    others = re.sub(rf"# {title}\n(?:[^#]|##)*(?=\n# |\Z)", "", TARGETS)
    found = plan(f"{others}\n# {title}\n{block}")
    assert getattr(found, SECTIONS[title])
    assert read_plan(write_plan(found)) == found


def test_every_section_with_parts_has_an_example():
    titles = {SECTIONS[title] for title, _ in section_examples()}
    assert titles >= {"statements", "involvements", *ITEMS} - {"challenges"}


def test_examples_of_flags_and_passages_are_read():
    chapter = CHAPTERS[-1]
    block = re.findall(r"```markdown\n(.*?)```", chapter, re.DOTALL)[0].splitlines()
    flags = "\n".join(line for line in block if line.startswith("!"))
    passages = "\n".join(line for line in block if line.startswith("~"))
    found = plan(f"{TARGETS}# Anmärkningar\n{flags}\n# Källställen\n{passages}\n")
    assert found.flags[0].refers_to == found.elements[1].elements[0].key
    assert found.flags[2].on == found.decisions[0].key
    assert (found.passages[0].start, found.passages[0].end) == (120, 180)
    assert found.passages[0].corrected
    assert (found.passages[1].document, found.passages[1].field) == (2, "title")


def test_rows_of_the_table_of_elements_are_read():
    chapter = next(chapter for chapter in CHAPTERS if chapter.startswith("`# Innehåll`"))
    rows = re.findall(r"^\| (`[+@=].*?) \| ", chapter, re.MULTILINE)
    lines = [line for row in rows for line in re.findall(r"`(.+?)`", row)]
    notation = "".join(f"  {line}\n" for line in lines)
    element = plan(f"{TARGETS}##\n- Sista\n{notation}").elements[-1]
    unset = {name for name in Element.model_fields if not getattr(element, name)}
    assert unset == {"label", "text", "elements"}


def test_the_specification_names_every_field_and_every_word():
    words = [prop.word for prop in (*FRONT, *LEVEL_MAPS, *RELATION, *DECISION.properties)]
    fields = [prop.fields for prop in (*FRONT, *LEVEL_MAPS, *RELATION, *DECISION.properties)]
    for layout in (*ITEMS.values(), SEGMENT):
        words += [prop.word for prop in layout.properties]
        fields += [prop.fields for prop in layout.properties]
    names = {name for group in fields for name in group} | set(Plan.model_fields)
    for part in (Challenge, Element, Statement, Flag, Passage):
        names |= set(part.model_fields)
    prose = re.sub(r"```.*?```", "", SPECIFICATION, flags=re.DOTALL)
    told = {code.removeprefix("+ ").split(":")[0] for code in re.findall(r"`([^`]+)`", prose)}
    missing = (names | set(words) | set(LEVELS)) - told
    assert not missing


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.md")), ids=lambda path: path.stem)
def test_the_seeds_are_the_same_after_a_round(path):
    found = read_plan(path.read_text(encoding="utf-8"), path.name)
    assert read_plan(write_plan(found)) == found
    assert "{#" not in write_plan(found)


def test_empty_headings_close_their_level():
    found = plan("# Innehåll\n## A\n### B\n- c\n###\n- d\n##\n- e\n### F\n")
    assert [e.title for e in found.elements] == ["A", "e", "F"]
    assert [e.title for e in found.elements[0].elements] == ["B", "d"]
    assert [e.kind for e in found.elements] == ["direction", "action", "focus_area"]


def test_a_backslash_makes_notation_text():
    element = plan(
        "# Innehåll\n## \\[a] X\n\\- inte en punkt\n\\# 1\n\\\\ två\n-5 grader\n"
    ).elements[0]
    assert (element.label, element.title) == ("", "[a] X")
    assert element.text == "- inte en punkt\n# 1\n\\ två\n-5 grader"


def test_text_runs_on_in_indented_lines():
    found = plan("# Vision och mål\n= princip: Ett.\n  Två.\n\n  Tre.\n# Citat\n- Fyra\n\n  Fem.\n")
    assert found.statements[0].text == "Ett.\nTvå.\n\nTre."
    assert found.quotes[0].text == "Fyra\n\nFem."


def test_files_from_windows_are_read_alike():
    assert read_plan("\ufeff" + EXAMPLE.replace("\n", "\r\n")) == read_plan(EXAMPLE)


@pytest.mark.parametrize(
    ("written", "value", "words", "inferred"),
    [
        ("2018-06-14", "2018-06-14", "", False),
        ("14 juni 2018", "2018-06-14", "", False),
        ("juni 2018", "2018-06", "", False),
        ("Våren 2014", "2014-21", "", False),
        ("okänt (skrivet i våras)", "", "i våras", False),
        ('2018 (härlett, skrivet "i år, (ja)")', "2018", "i år, (ja)", True),
    ],
)
def test_dates_are_read_as_people_write_them(written, value, words, inferred):
    date = plan(f"# Milstolpar\n- Möte\n  + datum: {written}\n").milestones[0].date
    assert (date.value, date.written, date.inferred) == (value, words, inferred)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2018–2022", "2018", "2022"),
        ("2018-2022", "2018", "2022"),
        ("2018-01 – 2022-06-30", "2018-01", "2022-06-30"),
        ("januari 2018–2022", "2018-01", "2022"),
        ("2018", "2018", "2018"),
        ("från 2018", "2018", ""),
        ("till och med 2022", "", "2022"),
    ],
)
def test_periods_are_read_as_people_write_them(written, start, end):
    period = plan("", f"period: {written}").period
    assert period
    assert (period.start, period.end) == (start, end)


def test_front_matter_is_text_whatever_yaml_takes_it_for():
    found = plan("", "ägare: [nej, 2018, null]\nregioner: Ja; 2018-01-01\nord: {inriktning: no}")
    assert found.owners == ("nej", "2018", "null")
    assert found.regions == ("Ja", "2018-01-01")
    assert found.level_words.direction == "no"


def test_keys_stay_when_texts_change_and_parts_move():
    before = plan("# Innehåll\n## A\nText.\n- b\n- c\n", "adress: plan")
    after = plan("# Innehåll\n## D\n- c\n## A\nAnnan text.\n", "adress: plan\nägare: Region")
    keys = {element.title: element.key for _, element in before.walk()}
    assert before.key == after.key
    assert {e.title: e.key for _, e in after.walk() if e.title in keys} == {
        "A": keys["A"],
        "c": keys["c"],
    }


def test_a_written_key_keeps_the_part_when_its_title_changes():
    old = plan("# Innehåll\n- Gammal titel\n", "adress: plan").elements[0]
    found = plan(f"# Innehåll\n- Ny titel {{#{old.key}}}\n", "adress: plan")
    assert (found.elements[0].key, found.elements[0].title) == (old.key, "Ny titel")
    assert f"- Ny titel {{#{old.key}}}\n" in write_plan(found)


def test_flags_in_another_order_than_the_parts_are_kept_in_theirs():
    found = plan(
        "# Innehåll\n- a\n- b\n# Anmärkningar\n! stavning (gäller 2)\n! dubblett (gäller 1, se 2)\n"
    )
    assert [flag.kind for flag in found.flags] == ["stavning", "dubblett"]
    assert read_plan(write_plan(found)) == found


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("# Innehål\n", 1, "Menade du ”# Innehåll”?"),
        ("# Innehåll\n# Innehåll\n", 2, "Avsnittet finns redan på rad 7"),
        ("- En punkt\n", 1, "inte i något avsnitt"),
        ("# Innehåll\nText.\n", 1, "Text direkt under"),
        ("# Innehåll\n- A\n  + målgruper: unga\n", 3, "Menade du ”målgrupper”?"),
        ("# Innehåll\n- A\n  + målgrupper\n", 3, "Värdet efter ”målgrupper” saknas"),
        ("# Innehåll\n- A\n  + kort: b\n  + kort: c\n", 4, "står redan på rad 9"),
        ("# Innehåll\n- A\n  + tvärgående: kanske\n", 3, "varken ja eller nej"),
        ("# Innehåll\n- A\n  @ medverkr: ALMI\n", 3, "Menade du ”medverkar”?"),
        ("# Innehåll\n- A\n  @ ALMI\n", 3, "saknas en roll"),
        ("# Innehåll\n- A\n  @ nämns: ALMI\n", 3, "ingen roll"),
        ("# Innehåll\n- A\n  = visjon: b\n", 3, "Menade du ”vision”?"),
        ("# Innehåll\n- A\n  = vision b\n", 3, "saknas ett kolon"),
        ("# Innehåll\n- A\n  = vision:\n", 3, "Här saknas text"),
        ("# Innehåll\n- A\n  ! dublett: b\n", 3, "Menade du ”dubblett”?"),
        ("# Innehåll\n- A\n  ! dubblett (se 7): b\n", 3, "”7” pekar inte på något"),
        ("# Innehåll\n- A\n  ! dubblett (gäller 1): b\n", 3, "”gäller” är inget"),
        ("# Innehåll\n- A\n  ! dubblett (se 1: b\n", 3, "Parentesen går inte att läsa"),
        ("# Innehåll\n- A\n  ~ (tecken tolv) b\n", 3, "Tecknens platser"),
        (
            "# Innehåll\n- A\n  + svarar på: S1\n# Vision och mål\n= mål: b\n",
            3,
            "”S1” kan inte stå här",
        ),
        ("# Innehåll\n- A\n  + period: 2022–2018\n", 3, "ingen period"),
        ("# Innehåll\n## A\n+ period: 2018\n", 2, "Bara insatser har en egen tid"),
        ("# Innehåll\n- A\n  - B\n", 3, "kan inte ha något under sig"),
        ("# Innehåll\n##### A\n", 2, "för många #"),
        ("# Innehåll\n- A\n+ kort: b\n", 3, "står efter listan"),
        ("# Innehåll\n## A\n- b\nText.\n", 4, "Texten står efter"),
        ("# Innehåll\n- A {#12}\n", 2, "”12” är ingen nyckel"),
        ("# Innehåll\n-\n", 2, "Här saknas titel"),
        (f"# Innehåll\n- {'x' * 501}\n", 2, "längre än 500 tecken"),
        ("# Deltagare\n- Växjö kommun\n", 2, "Välj bland: grupp"),
        ("# Deltagare\n- grupp: A\n  Text.\n", 2, "har ingen plats"),
        ("# Deltagare\n- grupp: A\n  @ medverkar: B\n", 3, "En rad med @ kan inte stå här"),
        ("# Milstolpar\n- A\n  + datum: 2018-02-30\n", 3, "är inget datum"),
        ("# Resurser\n- A\n  + belopp: många\n", 3, "är inget belopp"),
        ("# Resurser\n- A\n  + belopp: 3–2\n", 2, "övre gräns under den nedre"),
        ("# Resurser\n- A\n  + belopp: 0,123\n", 3, "för många siffror"),
        ("# Uppdrag\n- A\n", 2, "Här saknas roll"),
        ("# Källor\n- A\n  + länk: exempel.se\n", 3, "Länken har fel form"),
        ("# Källor\n- A\n  + publicerad: i går\n", 3, "ingen tidpunkt"),
        ("# Källor\n- A\n  + publicerad: 2018-06-14T12:47\n", 3, "saknar tidszon"),
    ],
)
def test_a_fault_is_told_with_line_and_remedy(body, line, words):
    told = body_faults(body)
    assert [found for found, _ in told] == [line]
    assert words in told[0][1]


@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("titel: Plan\nslag: strategii", 3, "Menade du ”strategi”?"),
        ("titel: Plan", 1, "Här saknas slag"),
        ("slag: strategi", 1, "Här saknas titel"),
        ("titel: A: b\nslag: strategi", 2, "inom citattecken"),
        ("titel: A\nslag: strategi\nadres: a", 4, "Menade du ”adress”?"),
        ("titel: A\nslag: strategi\ntitel: B", 4, "står redan på rad 2"),
        ("titel: A\nslag: strategi\nadress: Å", 4, "Adressen har fel form"),
        ("titel: A\nslag: strategi\nord: {insatser: b}", 4, "Menade du ”insats”?"),
        ("titel: A\nslag: strategi\nangivet antal: {insats: sex}", 4, "inget antal"),
        ("titel: A\nslag: strategi\nbeslut:\n  - datum: igår", 5, "inget datum"),
        ("titel: A\nslag: strategi\nbeslut: ja\nägare: {a: b}", 5, "på samma rad"),
        ("titel: A\nslag: strategi\nrelationer:\n  - del: a", 5, "Relationen saknar slag"),
        ("titel: A\nslag: strategi\nformat: 2", 4, "format är okänt"),
    ],
)
def test_a_fault_in_the_front_matter_is_told_with_line_and_remedy(front, line, words):
    told = faults(f"---\n{front}\n---\n")
    assert (line, True) in [(found, words in text) for found, text in told]


def test_a_file_without_front_matter_is_told_what_to_write():
    assert "titel: …" in faults("# Innehåll\n- A\n")[0][1]


def test_all_faults_are_told_at_once_and_name_the_file():
    with pytest.raises(PlanMarkdownError) as caught:
        read_plan(FRONT_MATTER + "# Innehåll\n- A\n  + a: b\n- B\n  @ c: d\n", "plan.md")
    assert [error.line for error in caught.value.errors] == [9, 11]
    assert str(caught.value).startswith("plan.md, rad 9: ”a” är inget ord")


def test_two_parts_with_one_key_are_told_of():
    key = "{#6f1c2d34-1111-4222-8333-444455556666}"
    told = body_faults(f"# Innehåll\n- A {key}\n- B {key}\n")
    assert [line for line, _ in told] == [3]
    assert "samma nyckel som den på rad 8" in told[0][1]


def test_a_file_nested_without_end_is_refused():
    told = body_faults("# Utmaningar\n" + "".join(f"{' ' * n}- a\n" for n in range(300)))
    assert any("för djupt" in words for _, words in told)
    assert faults("---\ntitel: " + "[" * 5000 + "\n---\n")


def test_the_time_to_read_and_write_a_plan_grows_no_faster_than_the_plan():
    # As the plan grows tenfold; the square of it would be a hundredfold.
    short, long = (min(read_and_write(size) for _ in range(3)) for size in (10, 100))
    assert long < 40 * short


def read_and_write(directions: int) -> float:
    """Seconds of processor time, which a busy machine does not change, for a plan of ten elements a direction."""
    groups = (f"## [{n}] Inriktning {n}\nText.\n" + GROUP for n in range(directions))
    text = FRONT_MATTER + "# Innehåll\n" + "".join(groups)
    start = time.process_time()
    found = read_plan(text)
    write_plan(found)
    assert sum(1 for _ in found.walk()) == 10 * directions
    return time.process_time() - start


GROUP = "".join(
    f"- [{n}] Insats {n}\n  Ett stycke text.\n  + målgrupper: unga; kvinnor\n  @ medverkar: ALMI (stöd)\n"
    for n in range(9)
)
