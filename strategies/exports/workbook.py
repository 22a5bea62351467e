"""XLSX: tables as sheets where every cell is text, so that nothing is reckoned with or turned into a date."""

import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from strategies.exports.errors import FileError
from strategies.exports.table import Table
from strategies.loading.formats.package import parts_of, refuse_declarations

LONGEST_CELL = 32_767  # letters, by the format
WIDTH, WIDE = 24, 60  # of columns, in letters
LONG = ("syfte", "text", "innehåll")
NOTES = "Om filen"  # tells which file it is, and says nothing of the plan
MOST_ROWS = 100_000
# "_x0041_" is how the format writes a character by its number, so a text that happens to say so has its first sign written that way.
CODE, CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)"), "_x005F_"
DECODE = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
Sheet = list[list[str]]
UNREADABLE = "Filen går inte att läsa som en arbetsbok. Spara den som XLSX i kalkylprogrammet och ladda upp den igen."


@dataclass(frozen=True)
class Sheets:
    """The rows of the sheet that was asked for, and those of all others by their names; an unknown one's are not read."""

    rows: Sheet
    beside: dict[str, Sheet]


def write_workbook(
    table: Table, beside: Iterable[Table] = (), notes: Iterable[tuple[str, str]] = ()
) -> bytes:
    """The table on the first sheet, those `beside` it on sheets of their own, and `notes` (what, said) about the file on the last."""
    book = Workbook(write_only=True)
    for one in (table, *beside):
        _write(book, one)
    if notes:
        about = book.create_sheet(NOTES)
        for what, said in notes:
            about.append([_cell(about, what, bold=True), _cell(about, said)])
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def _write(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for number, head in enumerate(table.heads, 1):
        width = WIDE if head in LONG else WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, head, bold=True) for head in table.heads])
    for row in table.rows:
        sheet.append([_cell(sheet, cell) for cell in row])


def read_workbook(data: bytes, name: str, beside: Collection[str] = ()) -> Sheets:
    """The sheet of that name, or the first where none is called so, and those `beside` it.

    Raises FileError, also for a file that would swell when it is unpacked.
    """
    try:
        parts_of(data)
        refuse_declarations(data)
        sheets = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets
        asked = next((sheet for sheet in sheets if sheet.title == name), sheets[0])
        others = [sheet for sheet in sheets if sheet is not asked and sheet.title != NOTES]
        read = {one.title: _rows(one) if one.title in beside else [] for one in others}
        return Sheets(_rows(asked), read)
    except MemoryError:  # too much for the machine is no damage
        raise
    except Exception as error:  # ReadingError of the package, and what openpyxl raises when the damage led it to it
        raise FileError(UNREADABLE) from error


def _rows(sheet: Any) -> Sheet:
    rows = sheet.iter_rows(max_row=MOST_ROWS, values_only=True)
    return [[_text(value) for value in row] for row in rows]


def as_kept(cell: str) -> str:
    """What is left of a cell when it has been in a workbook."""
    return cell[:LONGEST_CELL]


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, CODE.sub(CODED, text[:LONGEST_CELL]))
    cell.data_type = "s"  # also of what begins with =
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _text(value: Any) -> str:
    """What somebody reads in the cell, also when a program has made a number or a date of it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return DECODE.sub("_", str(value))
