"""CSV for Swedish Excel: UTF-8 with a byte order mark, semicolons, and no cell that a program would reckon with."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from strategies.exports.errors import FileError
from strategies.exports.table import Table

# Without the mark Excel reads åäö as another encoding; with commas it puts a Swedish file in one column, since comma is the decimal sign.
BOM = "\ufeff"
SEPARATOR = ";"
# A cell that begins so is a formula to a spreadsheet, and a file that somebody opens must not be able to do things.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
LONGEST_CELL = 2 * 1024 * 1024
csv.field_size_limit(LONGEST_CELL)


class _Echo:
    """What csv writes to, giving each line back at once."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[bytes]:
    """The file line by line, for any number of rows."""
    writer = csv.writer(_Echo(), delimiter=SEPARATOR, lineterminator="\r\n")
    yield (BOM + writer.writerow(table.heads)).encode()
    for row in table.rows:
        yield writer.writerow(map(defused, row)).encode()


def write_csv(table: Table) -> bytes:
    return b"".join(csv_lines(table))


def read_csv(data: bytes) -> list[list[str]]:
    """The rows of a file, with semicolons, commas or tabs between the cells. Raises FileError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(
            "Filen är inte UTF-8, så å, ä och ö skulle bli fel. Spara den som ”CSV UTF-8” och ladda upp den igen."
        ) from None
    return [[fused(cell) for cell in row] for row in _rows(text)]


def defused(cell: str) -> str:
    """The cell with an apostrophe before what would be a formula; fused() takes it away."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def fused(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _rows(text: str) -> Iterable[list[str]]:
    head = text.partition("\n")[0]
    separator = max(";\t,", key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise FileError(
            "Filen går inte att dela upp i rader och celler. Spara den som CSV i kalkylprogrammet och ladda upp den igen."
        ) from None
