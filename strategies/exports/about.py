"""What stands beside a plan in a file: which version of which strategy it is, where it is found, and how the file says so itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter

from strategies.exports.errors import FileError

# A version in words: "3" and "utgåva 3" are an edition, "arbetsversion 4711" is the working copy at a moment.
VERSION = re.compile(r"(?:(?:utgåva )?(\d{1,9})|arbetsversion (\d{1,18}))", re.IGNORECASE)
# The addresses that Source has in StratML.
SOURCE = re.compile(
    r"<Source>[^<]*/([-\w]+)/(?:utgavor/(\d{1,9})/|#arbetsversion-(\d{1,18}))</Source>"
)


@dataclass(frozen=True)
class About:
    """`address` is the whole address of the edition, `licence` that of the terms; a plan that is not published has neither number nor day.

    `moment` is the history's number (strategies/past.py) of what a working copy said. What a file that comes back does not say is empty.
    """

    slug: str
    number: int | None = None
    day: date | None = None
    address: str = ""
    licence: str = ""
    sha256: str = ""
    moment: int | None = None

    @property
    def version(self) -> str:
        """The version as a cell has it, and "" for none."""
        return f"arbetsversion {self.moment}" if self.moment else str(self.number or "")

    @property
    def source(self) -> str:
        """The address that tells which version it is."""
        return f"{self.address}#arbetsversion-{self.moment}" if self.moment else self.address

    def as_json(self) -> bytes:
        return _ABOUT.dump_json(self)

    @classmethod
    def of_json(cls, stored: bytes) -> "About":
        """Raises ValidationError."""
        return _ABOUT.validate_json(stored)


_ABOUT = TypeAdapter(About)


def in_words(slug: str, version: str) -> About:
    """What two texts of a file say; a version that is none is as good as not said."""
    found = VERSION.fullmatch(version.strip())
    number, moment = found.groups() if found else (None, None)
    return _about(slug.strip(), number, moment)


def in_source(text: str) -> About:
    """What the Source of a StratML file says."""
    found = SOURCE.search(text)
    return _about(*found.groups()) if found else About("")


def in_rows(rows: Iterable[tuple[str, str]]) -> About:
    """What the rows of a table say, each by its plan and its version; a row that is new says nothing. Raises FileError for rows of several."""
    said = [(slug.strip(), version.strip()) for slug, version in rows]
    slugs = sorted({slug for slug, _ in said if slug})
    versions = sorted({version for _, version in said if version})
    if len(slugs) > 1:
        raise FileError(
            f"Filen har rader ur flera planer: {', '.join(slugs[:5])}. Ta bort de andra planernas rader, eller töm deras celler i ”strategi”, ”utgåva” och ”nyckel” om de ska bli nya delar här."
        )
    if len(versions) > 1:
        raise FileError(
            f"Filen har rader ur flera versioner av planen: {', '.join(versions[:5])}. Hämta en ny fil, och gör om ändringarna i den."
        )
    return in_words("".join(slugs), "".join(versions))


def _about(slug: str, number: str | None, moment: str | None) -> About:
    return About(
        slug, number=int(number) if number else None, moment=int(moment) if moment else None
    )
