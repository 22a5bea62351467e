"""Which years the document is for."""

import re

from strategies.dates import Period
from strategies.loading.dating import CENTURIES
from strategies.loading.lines import Line
from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.loading.rules.kinds import kind_word

YEARS = r"(?P<a>(?:19|20)\d\d)(?:-[01]\d-[0-3]\d)?\s*(?:[-–—/]|till(?: och med)?|t\.?o\.?m\.?|to|och|fram till)\s*(?:utgången av |den \d+ \w+ )?(?P<b>(?:20\d\d)|\d\d(?!\d|-\d))(?:-[01]\d-[0-3]\d)?"


SPAN_OF_YEARS = re.compile(YEARS)


PERIOD_WORDS = re.compile(
    r"(?:gäller|giltig|giltighet|period|åren|mandatperiod|programperiod|strategi|program|plan|policy|förbi|avser|överenskommelse|from|strategy)",
    re.IGNORECASE,
)


FROM_TO = re.compile(
    r"(?:gäller|giltig\w*|from|från)\s*:?\s*(?:för\s+|från\s+|fr\.?o\.?m\.?\s+|och med\s+|den\s+)*(?:\d{1,2}\s\w+\s)?(?P<a>20\d\d)(?:-\d\d-\d\d)?\s*(?:till och med|t\.?o\.?m\.?|till|-|–|to)\s*(?:den\s+)?(?:\d{1,2}\s\w+\s)?(?P<b>20\d\d)",
    re.IGNORECASE,
)


ONE_YEAR = re.compile(
    r"(?:verksamhetsplan|handlingsplan|aktivitetsplan|action plan)\w*\s+(?:för\s+)?(?P<a>20\d\d)(?!\s*[-–/]|\d)",
    re.IGNORECASE,
)


@rule("R53", "Period")
def period_of(reading: Reading, title: Found) -> Found | None:
    """The span of years in the title, at the top, or beside a word such as "gäller"; one year for a plan of one year."""
    begin = title.spans[0][0] if title.spans else 0
    # The title as the text has it, and the lines around it.
    able = [reading.told[n] for n in reading.top.holding(CENTURIES) if n < 40]
    near = [line for line in able if SPAN_OF_YEARS.search(line.text)]
    near.sort(key=lambda line: (not kind_word(line.lower), abs(line.start - begin)))
    for line in near:
        for match in SPAN_OF_YEARS.finditer(line.text):
            if _is_period(line, match, line.start <= begin + 1200):
                return Found(
                    _years(match), ((line.start + match.start(), line.start + match.end()),), "R53"
                )
    return _in_text(reading) or _of_one_year(reading)


def _in_text(reading: Reading) -> Found | None:
    """ "gäller från 2021 till 2024", or years after a word that tells of the document."""
    body = reading.body
    if told := next(reading.matches(FROM_TO, "gäller", "giltig", "from", "från"), None):
        return Found(_years(told), (told.span(),), "R53")
    for match in SPAN_OF_YEARS.finditer(body):
        before = body[max(0, match.start() - 60) : match.start()]
        if PERIOD_WORDS.search(before) and not OTHER_TIME.search(before):
            return Found(_years(match), (match.span(),), "R53", "trolig")
    return None


def _of_one_year(reading: Reading) -> Found | None:
    for line in reading.head:
        if match := ONE_YEAR.search(line.text):
            span = (line.start + match.start("a"), line.start + match.end("a"))
            return Found(f"{match['a']}–{match['a']}", (span,), "R53")
    return None


OTHER_TIME = re.compile(r"ersätter|föregående|tidigare|remiss|upphör|mellan åren", re.IGNORECASE)


ANOTHER_PERIOD = re.compile(
    r"ersätter|föregående|tidigare|togs fram|tagits fram|arbetats fram|genomförd|från perioden|remiss(?:tid)?|upphör|statistik|mellan åren|under perioden|ökat|minskat",
    re.IGNORECASE,
)
A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _is_period(line: Line, match: re.Match[str], near: bool) -> bool:
    text = line.text
    before = text[max(0, match.start() - 70) : match.start()]
    if ANOTHER_PERIOD.search(before):
        return False
    if A_DAY.match(match.group()) and not PERIOD_WORDS.search(before):
        return False
    short = len(text) < 130
    return near and (
        (short and bool(kind_word(line.lower) or PERIOD_WORDS.search(text)))
        or len(text) - len(match.group()) < 25
        or bool(PERIOD_WORDS.search(before))
    )


def _years(match: re.Match[str]) -> str:
    first, last = match["a"], match["b"]
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}–{last}"


def period(found: Found | None) -> Period | None:
    """The found span of years as a Period; None where it runs backwards."""
    if found is None:
        return None
    first, last = found.text.split("–")
    return Period(start=first, end=last) if first <= last else None
