"""What of a document is not its content: page heads and feet, lists of contents, the web site around the text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from strategies.loading.lines import Line
from strategies.loading.rules import rule
from strategies.loading.words import BARE_LABEL, CONTENTS

LEADER = re.compile(r"(?:\s*\.){4,}\s*\d{0,4}$|\.{3,}\s*\d{1,4}$|…+\s*\d{1,4}$|\t\d{1,3}$")
PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sid|page|side|s\.)\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:\(|/|av|of)\s*\d{1,3}\)?)?|(?:bild|slide)\s+\d{1,3}|_{3,}[_\s]*|[-–—=*·|+\s]{3,}"
)
# What a site says around a text, in lower case.
CHROME = re.compile(
    r"(?:skip to (?:main )?content|hoppa till (?:huvud)?innehåll(?:et)?|till innehållet|gå till innehåll.*|meny|sök|stäng|lyssna|skriv ut|dela(?: sidan| på| på .*)?|tipsa|"
    r"prenumerera(?:\s.*)?|fler nyheter|alla nyheter|till toppen|tillbaka(?: till .*)?|nästa|föregående|kontakta oss|logga in|"
    r"om (?:webbplatsen|kakor|cookies)|tillgänglighet(?:sredogörelse)?|vi använder (?:kakor|cookies).*|(?:denna|den här|vår) (?:webbplats|sida) använder (?:kakor|cookies).*|"
    r"godkänn(?: alla)?(?:\s.*kakor|\s.*cookies| hantera val)?|acceptera(?: alla)?(?: kakor| cookies)?|hantera val|endast nödvändiga.*|läs mer(?: om .*)?|"
    r"facebook|twitter|linkedin|x|instagram|e-post|dela:.*|facebook\s+twitter.*|"
    r"hjälpte (?:informationen|sidan|den här).*|var (?:sidan|informationen) .*\?.*|ja nej|håll dig uppdaterad!?.*|följ oss.*|anmäl dig till .*nyhetsbrev.*|"
    r"(?:du är här|you are here)\s*:.*|ladda ner.*|läs hela .* \(pdf.*|vill du läsa hela .*|människor som .*tumme.*|foto(?:graf)?:.*|bild:.*|illustration:.*)"
)
PDF_LINK = re.compile(r"\S+(?: \S+){0,6} \(pdf,.*\)")
TRAIL = re.compile(r"[^.!?]+?\s[/>»›|]\s[^.!?]+")
OTHERS = re.compile(
    r"[ :]*(?:(?:relevanta|relaterade|liknande|andra|fler) (?:dokument|artiklar|sidor|nyheter)|dokument som liknar.*|läs även|läs också|relaterat(?: innehåll)?|senaste nytt|mer läsning)[ :]*"
)
TRANSCRIPT = re.compile(r"transkript(?:ion)?\s*:?|dokumentets text\s*:?")


def without_furniture(lines: list[Line]) -> list[Line]:
    """The lines with those that are not content marked as furniture; none is dropped."""
    for find in (
        other_documents,
        running_heads,
        page_numbers,
        list_of_contents,
        site_chrome,
    ):
        if found := {line.start for line in find(lines)}:
            lines = [line.as_furniture() if line.start in found else line for line in lines]
    return lines


@rule("R1", "Andra dokuments titlar")
def other_documents(lines: list[Line]) -> Iterable[Line]:
    """Titles of other documents stand between "Relevanta dokument" and the text itself, or after it to the end of the page."""
    first = next((n for n, line in enumerate(lines) if OTHERS.fullmatch(line.lower)), None)
    if first is None:
        return
    after = [n for n in range(first, len(lines)) if TRANSCRIPT.fullmatch(lines[n].lower)]
    if after:
        # What stands before it all is the site's title of the page, which may be cut.
        yield from lines[: after[0] + 1]
    elif first > len(lines) * 0.5:
        yield from lines[first:]


DIGIT = re.compile(r"[0-9]")
NAMED_PAGE = re.compile(
    r"(?:.*\S[\s|–-]+)?(?:sida|sid\.?|page|side)\s*:?\s*\d{1,3}(?:\s*(?:\(\d{1,3}\)|(?:av|/|of)\s*\d{1,3}))?(?:\s*[|–-].*)?"
)
COUNTED_PAGE = re.compile(
    r".*\S\s{3,}\d{1,3}\s*(?:\(\d{1,3}\)|/\s*\d{1,3})?|.*\S\s+\d{1,3}\s*\(\d{1,3}\)|\d{1,3}\s*\(\d{1,3}\)\s+\S.*"
)


@rule("R2", "Sidhuvud eller sidfot")
def running_heads(lines: list[Line]) -> Iterable[Line]:
    """A line that returns, page after page, with nothing but digits changed, and that stands where a page begins or ends."""
    numbered = [line for line in lines if len(line.text) <= 140 and DIGIT.search(line.text)]
    yield from (line for line in numbered if len(line.text) < 120 and _tells_page(line.lower))
    yield from _titles_again(lines)
    yield from _returning(lines, numbered)


def _tells_page(text: str) -> bool:
    """Whether a line, in lower case, says which page it is of: "Sida 3 av 12", "Handlingsplan   3 (12)"."""
    if ("sid" in text or "page" in text) and NAMED_PAGE.fullmatch(text):
        return True
    may = text[-1].isdigit() or "(" in text
    return may and "\t" not in text and bool(COUNTED_PAGE.fullmatch(text))


def _returning(lines: list[Line], numbered: list[Line]) -> Iterable[Line]:
    """Lines that are alike but for their digits: their numbers climb, or they stand at the edge of most pages."""
    pages = lines[-1].page if lines else 1
    edges = _edges(lines) if pages > 2 else set()
    at_edge = {lines[n].start for n in edges}
    # Only lines with numbers in their words climb, and only those at the edge of a page are told by returning often.
    able = {_without_digits(lines[n]) for n in edges}
    climbing = [line for line in numbered if not _counts(line)]
    able |= {fold for fold, found in _alike(climbing).items() if _numbers_climb(found)}
    short = [line for line in lines if len(line.text) <= 140] if able else []
    for fold, found in _alike(short).items():
        climb = fold in able and _numbers_climb(found)
        often = len(found) >= min(3, pages - 1)
        for line in found:
            if (climb or (often and line.start in at_edge)) and not BARE_LABEL.fullmatch(line.text):
                yield line


SHORT_NUMBER = re.compile(r"\d{1,3}\b")
TITLED = re.compile(r"program|strategi|plan\b|policy")


def _titles_again(lines: list[Line]) -> Iterable[Line]:
    """The line that the document begins with, where it stands on every page: three times or more, or twice beside a page break."""
    first = {
        line.lower
        for line in lines[:6]
        if len(line.text) < 110 and TITLED.search(line.lower) and not line.text.endswith(".")
    }
    told: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(lines) if first else ():
        if line.lower in first:
            told[line.lower].append(n)
    again = [found for found in told.values() if len(found) > 1]
    edges = _edges(lines) if again else set()
    for found in again:
        yield from (lines[n] for n in found[1:] if len(found) > 2 or n in edges)


def _edges(lines: list[Line]) -> set[int]:
    """Places within three lines of a page break."""
    count = len(lines)
    found = set(range(3)) | set(range(count - 3, count))
    for n, (line, after) in enumerate(pairwise(lines)):
        if line.page != after.page:
            found.update(range(n - 2, n + 4))
    return {n for n in found if 0 <= n < count}


def _alike(lines: list[Line]) -> dict[str, list[Line]]:
    """Lines of which there are several that differ in nothing but digits, by what they have in common."""
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        alike[_without_digits(line)].append(line)
    return {fold: found for fold, found in alike.items() if fold and len(found) > 1}


WORDS = re.compile(r"[^\d\s|•·]+")


def _without_digits(line: Line) -> str:
    return " ".join(WORDS.findall(line.lower))


def _counts(line: Line) -> bool:
    """Whether a line is an item or a part with a number of its own, which is no page's."""
    return bool(line.number) or line.kind == "item"


def _numbers_climb(alike: list[Line]) -> bool:
    """Whether the last number, or the first, in lines that are alike grows from one to the next, far apart, as page numbers do."""
    if any(map(_counts, alike)):
        return False
    if any(after.start - line.end <= 150 for line, after in pairwise(alike)):
        return False
    numbers = [[int(number) for number in SHORT_NUMBER.findall(line.text)] for line in alike]
    return all(numbers) and any(
        all(one[at] < other[at] for one, other in pairwise(numbers)) for at in (-1, 0)
    )


@rule("R3", "Sidnummer eller avdelare")
def page_numbers(lines: list[Line]) -> Iterable[Line]:
    """A number alone on its line, or a line drawn between parts."""
    able = (line for line in lines if not line.text[-1].isalpha())  # as neither ends
    return (line for line in able if PAGE_NUMBER.fullmatch(line.lower))


@rule("R4", "Innehållsförteckning")
def list_of_contents(lines: list[Line]) -> Iterable[Line]:
    """Lines with leaders to a page number, and the short lines under "Innehåll" that return as headings further down."""
    yield from (line for line in lines if line.kind != "row" and _has_leader(line.text))
    heads = [n for n, line in enumerate(lines) if CONTENTS.fullmatch(line.lower)]
    texts = Counter(_folded(line) for line in lines) if heads else Counter()
    for n in heads:
        yield lines[n]
        for below in lines[n + 1 :]:
            short = len(below.text) < 90
            again = short and texts[_folded(below)] > 1
            paged = short and ENDS_IN_PAGE.search(below.text)
            if not (again or paged or _has_leader(below.text)):
                break
            texts[_folded(below)] -= 1
            yield below


def _has_leader(text: str) -> bool:
    may = text.count(".") > 2 or "…" in text or "\t" in text
    return may and len(text) < 250 and bool(LEADER.search(text))


ENDS_IN_PAGE = re.compile(r"\s\d{1,3}$")


def _folded(line: Line) -> str:
    words = line.lower_words.rstrip(" .")
    bare = words.rstrip("0123456789")
    paged = len(words) - len(bare) <= 3 and bare.endswith((" ", "."))
    return bare.rstrip(" .") if paged else words


@rule("R5", "Webbplatsens ram")
def site_chrome(lines: list[Line]) -> Iterable[Line]:
    """Menus, breadcrumbs, buttons and notices of the web site that the text was saved from."""
    for n, line in enumerate(lines):
        words = line.lower_words
        if line.number or len(words) > 300:
            continue
        if _is_chrome(words) or (n < 15 and _is_trail(line.words)):
            yield line


def _is_chrome(words: str) -> bool:
    """Whether a line, in lower case, is a button or a notice of a site."""
    linked = "(pdf," in words and PDF_LINK.fullmatch(words)
    return "©" in words or bool(linked or CHROME.fullmatch(words))


def _is_trail(words: str) -> bool:
    """Whether a line tells where in a site the page stands: "Start / Politik / Planer"."""
    return ("Start" in words or words.count(" | ") > 1) and bool(TRAIL.fullmatch(words))
