"""Values on one line: how each is written, and read back as the same value."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from strategies.dates import MONTHS, SEASONS, PartialDate, Period, bounds
from strategies.markdown.errors import Refusal, unknown
from strategies.plan import one_line, prose

STRING = r'"(?:[^"\\]|\\.)*"'
DETAIL = re.compile(rf"\s*(?P<word>\w+)(?:\s+(?P<value>{STRING}\s*|[^,)]*))?(?P<end>[,)])")
NAME = re.compile(rf"\s*(?:(?P<quoted>{STRING})\s*(?=;|$)|(?P<plain>[^;]*))(?:;|$)")
ISO_DATE = r"[12]\d{3}(?:-\d{2}(?:-\d{2})?)?"
ISO_SPAN = re.compile(rf"({ISO_DATE})\s*[-–/]\s*({ISO_DATE})")
DATE_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2}) )?(?P<word>[a-zåäö]+) (?P<year>\d{4})")
NUMBER = r"\d[\d\s]*(?:[.,]\d+)?"
AMOUNT = re.compile(
    rf"(?P<about>cirka|ca)?\s*(?:(?P<low>{NUMBER})(?:\s*[-–]\s*(?P<high>{NUMBER}))?)?"
)


@dataclass(frozen=True)
class Form:
    """How a kind of value is written; `read` raises Refusal. `lines` says that line breaks matter."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    lines: bool = False


def quoted(text: str) -> str:
    """The text in quotation marks as JSON has it, which YAML reads alike."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def unquoted(text: str) -> str:
    """The text inside quotation marks, or the text itself when it has none."""
    if not re.fullmatch(STRING, text):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        raise Refusal(
            f"{text} är inte rätt citerat.", 'Skriv \\" för " och \\\\ för \\ inom citattecken.'
        ) from None


def choice(words: tuple[str, ...], what: str) -> Form:
    """One of some words, read in any case."""

    def read(text: str) -> str:
        word = one_line(text).lower()
        if word not in words:
            raise unknown(one_line(text), words, what)
        return word

    return Form(read)


def read_details(text: str, words: dict[str, bool]) -> tuple[dict[str, str], str]:
    """Split "(word value, word) rest" into its details and the rest; `words` says which of them take a value."""
    details: dict[str, str] = {}
    if not text.startswith("("):
        return details, text
    position = 1
    while True:
        match = DETAIL.match(text, position)
        if match is None:
            raise Refusal(
                "Parentesen går inte att läsa.", f"Skriv ord skilda av komma: {', '.join(words)}."
            )
        word, value = match["word"].lower(), (match["value"] or "").strip()
        if word not in words:
            raise unknown(word, words, "inget som kan stå i parentesen")
        if bool(value) != words[word]:
            remedy = f"Skriv ett värde efter ”{word}”." if words[word] else f"Skriv bara ”{word}”."
            raise Refusal(f"”{word}” är inte rätt skrivet.", remedy)
        if word in details:
            raise Refusal(f"”{word}” står två gånger i parentesen.", "Ta bort det ena.")
        details[word] = unquoted(value)
        position = match.end()
        if match["end"] == ")":
            return details, text[position:].strip()


def write_details(details: dict[str, str]) -> str:
    """ "(word value, word)", or "" when there are none."""
    return (
        f"({', '.join(f'{word} {value}'.strip() for word, value in details.items())})"
        if details
        else ""
    )


def detail(text: str) -> str:
    """A free text as a detail's value: in quotation marks where the bare text would not be read back."""
    bare = text and text == one_line(text) and not re.search(r'[,()"]', text)
    return text if bare else quoted(text)


def read_names(text: str) -> tuple[str, ...]:
    found = (one_line(unquoted(m["quoted"] or m["plain"].strip())) for m in NAME.finditer(text))
    return tuple(name for name in found if name)


def write_names(names: tuple[str, ...]) -> str:
    return "; ".join(
        quoted(name) if ";" in name or name.startswith('"') else name for name in names
    )


def read_edtf(text: str) -> str:
    """A date in figures or Swedish words as EDTF; "okänt" is ""."""
    words = one_line(text).lower()
    value = words
    if words in ("okänt", "okänt datum", ""):
        return ""
    if match := DATE_IN_WORDS.fullmatch(words):
        day, word, year = match.group("day", "word", "year")
        if word in MONTHS:
            value = f"{year}-{MONTHS.index(word) + 1:02}" + (f"-{int(day):02}" if day else "")
        elif word in SEASONS.values() and not day:
            value = f"{year}-{next(number for number, name in SEASONS.items() if name == word)}"
    try:
        bounds(value)
    except ValueError:
        raise Refusal(
            f"”{one_line(text)}” är inget datum.",
            "Skriv till exempel 2018-06-14, juni 2018, våren 2018, 2018 eller okänt.",
        ) from None
    return value


def write_edtf(value: str) -> str:
    season = next((name for number, name in SEASONS.items() if value[4:] == f"-{number}"), "")
    return f"{season} {value[:4]}" if season else value or "okänt"


def read_date(text: str) -> PartialDate:
    value, bracket, rest = text.partition("(")
    details, tail = read_details(bracket + rest, {"skrivet": True, "härlett": False})
    if tail:
        raise Refusal(f"”{tail}” står efter datumets parentes.", "Ta bort det.")
    return PartialDate(
        value=read_edtf(value), written=details.get("skrivet", ""), inferred="härlett" in details
    )


def write_date(date: PartialDate) -> str:
    details = {"skrivet": detail(date.written)} if date.written else {}
    if date.inferred:
        details["härlett"] = ""
    return f"{write_edtf(date.value)} {write_details(details)}".strip()


def read_period(text: str) -> Period:
    words = one_line(text)
    if match := re.fullmatch(r"(från|till och med|till) (.+)", words, re.IGNORECASE):
        word, date = match[1].lower(), read_edtf(match[2])
        start, end = (date, "") if word == "från" else ("", date)
    elif match := ISO_SPAN.fullmatch(words):
        start, end = read_edtf(match[1]), read_edtf(match[2])
    else:
        first, _, last = words.partition("–")
        start, end = read_edtf(first), read_edtf(last or first)
    try:
        return Period(start=start, end=end)
    except ValueError:
        raise Refusal(
            f"”{words}” är ingen period.",
            "Skriv till exempel 2018–2022, från 2018 eller till 2022, med det tidigaste året först.",
        ) from None


def write_period(period: Period) -> str:
    start, end = write_edtf(period.start), write_edtf(period.end)
    if not period.end:
        return f"från {start}"
    if not period.start:
        return f"till {end}"
    return start if start == end else f"{start}–{end}"


def read_amount(text: str) -> tuple[Decimal | None, Decimal | None, bool]:
    """ "cirka 100–150" as low, high and whether it is approximate."""
    match = AMOUNT.fullmatch(one_line(text).lower())
    if match is None:
        raise Refusal(
            f"”{text}” är inget belopp.", "Skriv till exempel 2 000 000, 0,5 eller cirka 100–150."
        )
    low, high = (
        Decimal(re.sub(r"\s", "", n).replace(",", ".")) if n else None
        for n in match.group("low", "high")
    )
    return low, high, bool(match["about"])


def write_amount(value: tuple[Decimal | None, Decimal | None, bool]) -> str:
    span = "–".join(
        f"{abs(n):,f}".replace(",", " ").replace(".", ",") for n in value[:2] if n is not None
    )
    return f"{'cirka' if value[2] else ''} {span}".strip()


def _read_count(text: str) -> int:
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[0-9]{1,4000}", digits):
        raise Refusal(f"”{text}” är inget antal.", "Skriv ett heltal med siffror.")
    return int(digits)


def _read_instant(text: str) -> datetime:
    remedy = "Skriv dag, klockslag och avstånd till UTC, till exempel 2018-06-14T12:47+02:00."
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(f"”{text}” är ingen tidpunkt.", remedy) from None
    if instant.tzinfo is None:
        raise Refusal(f"”{text}” saknar tidszon.", remedy)
    return instant


def _read_yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("ja", "nej", ""):
        raise Refusal(f"”{text}” är varken ja eller nej.", "Skriv ja eller nej.")
    return word != "nej"


def _read_key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(
            f"”{text}” är ingen nyckel.", "Skriv nyckeln som den stod, eller ta bort den."
        ) from None


LINE = Form(one_line)
KEY = Form(_read_key)
PROSE = Form(prose, lines=True)
NAMES = Form(read_names, write_names)
DATE = Form(read_date, write_date)
PERIOD = Form(read_period, write_period)
AMOUNTS = Form(read_amount, write_amount)
COUNT = Form(_read_count)
INSTANT = Form(_read_instant, lambda value: value.isoformat())
YES = Form(_read_yes, lambda value: "ja" if value else "nej")
