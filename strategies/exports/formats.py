"""The formats of a plan, each with what its file is called, what it is good for, and how it is written and read back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategies.alignment import align
from strategies.exports.about import About, in_rows, in_source, in_words
from strategies.exports.columns import STRATEGY, VERSION
from strategies.exports.companions import NAMES, companions, not_read
from strategies.exports.csv_file import read_csv, write_csv
from strategies.exports.errors import FileError
from strategies.exports.json_file import json_about, read_json, write_json
from strategies.exports.reading_rows import plan_of_rows
from strategies.exports.said import Said
from strategies.exports.stratml import write_stratml
from strategies.exports.stratml_reading import read_stratml
from strategies.exports.table import PARTS, Line, lines_of, plan_table
from strategies.exports.workbook import as_kept, read_workbook, write_workbook
from strategies.markdown import PlanMarkdownError, read_plan, source_of, write_plan
from strategies.plan import Plan


@dataclass(frozen=True)
class Format:
    """`file` is the last part of its address; `read` takes the bytes and the plan that the file was made from, and raises FileError. `about`
    takes the bytes alone, and finds what they say of which plan and version that was; it raises FileError too.

    `compares` is true of tables: their cells are compared with the plan's before they are read, so that an untouched file says the plan itself.
    """

    file: str
    word: str
    good_for: str | Promise
    content_type: str
    write: Callable[[Plan, About], bytes]
    read: Callable[[bytes, Plan], Said]
    about: Callable[[bytes], About]
    compares: bool = False

    @property
    def ending(self) -> str:
        return self.file.rpartition(".")[2]

    def carried(self, plan: Plan, about: About) -> Said:
        """What the format carries of a plan: what comes back of a file that nobody has touched."""
        # Writing and reading a workbook of a thousand parts takes seconds.
        return Said(plan) if self.compares else self.read(self.write(plan, about), plan)


def _workbook(plan: Plan, about: About) -> bytes:
    notes = [
        ("Utgåva", about.version),
        ("Publicerad", about.day.isoformat() if about.day else ""),
        ("Adress", about.address),
        ("Licens", about.licence),
        ("Kontrollsumma (SHA-256)", about.sha256),
        (
            "Flera namn i en cell",
            "Ett på varje rad. Vad en aktör gör står efter namnet: Almi | rådgivning",
        ),
        (
            "Om du ändrar och laddar upp filen",
            f"Bara bladet {PARTS} läses in. Det som står på de andra bladen ändras i portalen.",
        ),
    ]
    told = [note for note in notes if note[1]]
    return write_workbook(plan_table(plan, about), companions(plan), told)


def _csv_said(data: bytes, base: Plan) -> Said:
    return Said(plan_of_rows(lines_of(read_csv(data)), base))


def _workbook_said(data: bytes, base: Plan) -> Said:
    sheets = read_workbook(data, PARTS, NAMES)
    plan = plan_of_rows(lines_of(sheets.rows), base, as_kept)
    return Said(plan, tuple(not_read(sheets.beside, base, as_kept)))


def _about(lines: Iterable[Line]) -> About:
    return in_rows((line.cells.get(STRATEGY, ""), line.cells.get(VERSION, "")) for line in lines)


def _json_said(data: bytes, base: Plan) -> Said:
    return _of_the_plan(read_json(data), base)


def _markdown(plan: Plan, about: About) -> bytes:
    edition = f"utgåva {about.number}" if about.number else ""
    version = about.version if about.moment else edition
    return write_plan(plan, f"{about.slug}, {version}" if version else "").encode()


def _markdown_about(data: bytes) -> About:
    slug, _, version = source_of(data.decode("utf-8-sig", errors="replace")).partition(",")
    return in_words(slug, version)


def _markdown_said(data: bytes, base: Plan) -> Said:
    try:
        return _of_the_plan(read_plan(data.decode("utf-8-sig")), base)
    except UnicodeDecodeError as error:
        raise FileError(
            "Filen är inte UTF-8. Spara den som UTF-8, och ladda upp den igen."
        ) from error
    except PlanMarkdownError as error:
        told = (f"Rad {one.line}: {one.message} {one.remedy}" for one in error.errors)
        raise FileError(*told) from error


def _stratml_about(data: bytes) -> About:
    return in_source(data.decode(errors="replace"))


def _stratml_said(data: bytes, base: Plan) -> Said:
    read = read_stratml(data)
    return Said(align(read.plan, base), read.skipped, read.other)


def _of_the_plan(plan: Plan, base: Plan) -> Said:
    """The plan under the base's keys; refused when not a single part of it is the base's."""
    keys = {part.key for part in base.keyed()}
    aligned = align(plan, base)
    if plan.key != base.key and not keys & {part.key for part in aligned.keyed()}:
        raise FileError(
            f"Filen är en annan plan: ”{plan.title}”. Öppna den planen här, och ladda upp filen där."
        )
    return Said(aligned)


FORMATS: dict[str, Format] = {
    form.file: form
    for form in (
        Format(
            "plan.xlsx",
            "Excel (XLSX)",
            _(
                "Planens delar som rader, för den som vill sortera, räkna eller ändra i ett kalkylprogram. Det övriga står på egna blad, för att läsas."
            ),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _workbook,
            _workbook_said,
            lambda data: _about(lines_of(read_workbook(data, PARTS).rows)),
            compares=True,
        ),
        Format(
            "plan.csv",
            "CSV",
            _(
                "Bara planens delar, samma rader som ren text, för statistikprogram och andra system."
            ),
            "text/csv; charset=utf-8",
            lambda plan, about: write_csv(plan_table(plan, about)),
            _csv_said,
            lambda data: _about(lines_of(read_csv(data))),
            compares=True,
        ),
        Format(
            "plan.json",
            "JSON",
            _("Hela planen med alla uppgifter, för den som bygger något eget."),
            "application/json",
            write_json,
            _json_said,
            json_about,
        ),
        Format(
            "plan.md",
            "plan-Markdown",
            _("Hela planen som läsbar text, för den som skriver och jämför."),
            "text/markdown; charset=utf-8",
            _markdown,
            _markdown_said,
            _markdown_about,
        ),
        Format(
            "stratml-1.xml",
            "StratML del 1",
            _("Internationell standard för strategiska planer (ISO 17469-1)."),
            "application/xml",
            lambda plan, about: write_stratml(plan, about, 1),
            _stratml_said,
            _stratml_about,
        ),
        Format(
            "stratml-2.xml",
            "StratML del 2",
            _("Samma standard med roller och resurser, för uppföljning."),
            "application/xml",
            lambda plan, about: write_stratml(plan, about, 2),
            _stratml_said,
            _stratml_about,
        ),
    )
}
ENDINGS = tuple(dict.fromkeys(form.ending for form in FORMATS.values()))


def format_of(name: str) -> Format:
    """The format of a file by how its name ends. Raises FileError for one that is not read."""
    ending = name.rpartition(".")[2].casefold()
    for form in FORMATS.values():
        if form.ending == ending:
            return form
    raise FileError(
        f"Filer som slutar på ”.{ending[:10]}” läses inte här. Välj en fil som slutar på .{', .'.join(ENDINGS)}."
    )
