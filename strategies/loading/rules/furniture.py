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
    r"(?:(?:sida|sid|page|side|s\.)\s*)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s*(?:\(|/|av|of)\s*\d{1,3}\)?)?|(?:bild|slide)\s+\d{1,3}|_{3,}[_\s]*|[-–—=*·|+\s]{3,}",
    re.IGNORECASE,
)
CHROME = re.compile(
    r"(?:skip to (?:main )?content|hoppa till (?:huvud)?innehåll(?:et)?|till innehållet|gå till innehåll.*|meny|sök|stäng|lyssna|skriv ut|dela(?: sidan| på| på .*)?|tipsa|"
    r"prenumerera(?:\s.*)?|fler nyheter|alla nyheter|till toppen|tillbaka(?: till .*)?|nästa|föregående|kontakta oss|logga in|"
    r"om (?:webbplatsen|kakor|cookies)|tillgänglighet(?:sredogörelse)?|vi använder (?:kakor|cookies).*|(?:denna|den här|vår) (?:webbplats|sida) använder (?:kakor|cookies).*|"
    r"godkänn(?: alla)?(?:\s.*kakor|\s.*cookies| hantera val)?|acceptera(?: alla)?(?: kakor| cookies)?|hantera val|endast nödvändiga.*|läs mer(?: om .*)?|"
    r"facebook|twitter|linkedin|x|instagram|e-post|dela:.*|facebook\s+twitter.*|"
    r"hjälpte (?:informationen|sidan|den här).*|var (?:sidan|informationen) .*\?.*|ja nej|håll dig uppdaterad!?.*|följ oss.*|anmäl dig till .*nyhetsbrev.*|"
    r"(?:du är här|you are here)\s*:.*|ladda ner.*|läs hela .* \(pdf.*|vill du läsa hela .*|\S+(?: \S+){0,6} \(pdf,.*\)|människor som .*tumme.*|foto(?:graf)?:.*|bild:.*|illustration:.*|©.*|.*©.*)",
    re.IGNORECASE,
)
TRAIL = re.compile(r"[^.!?]+?\s[/>»›|]\s[^.!?]+")
OTHERS = re.compile(
    r"(?:relevanta|relaterade|liknande|andra|fler) (?:dokument|artiklar|sidor|nyheter)|dokument som liknar.*|läs även|läs också|relaterat(?: innehåll)?|senaste nytt|mer läsning",
    re.IGNORECASE,
)
TRANSCRIPT = re.compile(r"transkript(?:ion)?\s*:?|dokumentets text\s*:?", re.IGNORECASE)


def without_furniture(lines: list[Line]) -> list[Line]:
    """The lines with those that are not content marked as furniture; none is dropped."""
    for find in (
        other_documents,
        running_heads,
        page_numbers,
        list_of_contents,
        site_chrome,
    ):
        found = {line.start for line in find(lines)}
        lines = [line.as_furniture() if line.start in found else line for line in lines]
    return lines


@rule("R1", "Andra dokuments titlar")
def other_documents(lines: list[Line]) -> Iterable[Line]:
    """Titles of other documents stand between "Relevanta dokument" and the text itself, or after it to the end of the page."""
    heads = [n for n, line in enumerate(lines) if OTHERS.fullmatch(line.text.strip(" :"))]
    if not heads:
        return
    first = heads[0]
    after = [n for n in range(first, len(lines)) if TRANSCRIPT.fullmatch(lines[n].text)]
    if after:
        # What stands before it all is the site's title of the page, which may be cut.
        yield from lines[: after[0] + 1]
    elif first > len(lines) * 0.5:
        yield from lines[first:]


DIGIT = re.compile(r"\d")
NAMED_PAGE = re.compile(
    r"(?:.*\S[\s|–-]+)?(?:sida|sid\.?|page|side)\s*:?\s*\d{1,3}(?:\s*(?:\(\d{1,3}\)|(?:av|/|of)\s*\d{1,3}))?(?:\s*[|–-].*)?",
    re.IGNORECASE,
)


@rule("R2", "Sidhuvud eller sidfot")
def running_heads(lines: list[Line]) -> Iterable[Line]:
    """A line that returns, page after page, with nothing but digits changed, and that stands where a page begins or ends."""
    numbered = [line for line in lines if len(line.text) < 120 and DIGIT.search(line.text)]
    yield from (line for line in numbered if NAMED_PAGE.fullmatch(line.text))
    yield from _titles_again(lines)
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if len(line.text) <= 140 and (fold := _without_digits(line.text)):
            alike[fold].append(line)
    pages = lines[-1].page if lines else 1
    edges = {lines[n].start for n in _edges(lines) if 0 <= n < len(lines)}
    for found in alike.values():
        if len(found) < 2:
            continue
        climb = _numbers_climb(found)
        often = pages > 2 and len(found) >= min(3, pages - 1)
        for line in found:
            if (climb or (often and line.start in edges)) and not BARE_LABEL.fullmatch(line.text):
                yield line
    counted = re.compile(
        r".*\S\s{3,}\d{1,3}\s*(?:\(\d{1,3}\)|/\s*\d{1,3})?|.*\S\s+\d{1,3}\s*\(\d{1,3}\)|\d{1,3}\s*\(\d{1,3}\)\s+\S.*"
    )
    yield from (line for line in numbered if counted.fullmatch(line.text) and "\t" not in line.text)


SHORT_NUMBER = re.compile(r"\d{1,3}\b")
TITLED = re.compile(r"program|strategi|plan\b|policy", re.IGNORECASE)


def _titles_again(lines: list[Line]) -> Iterable[Line]:
    """The line that the document begins with, where it stands on every page: three times or more, or twice beside a page break."""
    first = {
        line.text.lower()
        for line in lines[:6]
        if len(line.text) < 110 and TITLED.search(line.text) and not line.text.endswith(".")
    }
    times = Counter(line.text.lower() for line in lines)
    seen: set[str] = set()
    edges = _edges(lines)
    for n, line in enumerate(lines):
        folded = line.text.lower()
        again = folded in seen and folded in first
        if again and (times[folded] > 2 or n in edges):
            yield line
        seen.add(folded)


def _edges(lines: list[Line]) -> set[int]:
    """Places within three lines of a page break."""
    found: set[int] = set()
    for n, (line, after) in enumerate(pairwise(lines)):
        if line.page != after.page:
            found.update(range(n - 2, n + 4))
    return found | set(range(3)) | set(range(len(lines) - 3, len(lines)))


def _without_digits(text: str) -> str:
    return re.sub(r"[\d\s|•·]+", " ", text).strip().lower()


def _numbers_climb(alike: list[Line]) -> bool:
    """Whether the last number, or the first, in lines that are alike grows from one to the next, far apart, as page numbers do."""
    if any(line.number or line.kind == "item" for line in alike):
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
    yield from (line for line in lines if PAGE_NUMBER.fullmatch(line.text))


@rule("R4", "Innehållsförteckning")
def list_of_contents(lines: list[Line]) -> Iterable[Line]:
    """Lines with leaders to a page number, and the short lines under "Innehåll" that return as headings further down."""
    yield from (line for line in lines if line.kind != "row" and _has_leader(line))
    heads = [n for n, line in enumerate(lines) if CONTENTS.fullmatch(line.text.strip(" :"))]
    texts = Counter(_folded(line) for line in lines) if heads else Counter()
    for n in heads:
        yield lines[n]
        for below in lines[n + 1 :]:
            short = len(below.text) < 90
            again = short and texts[_folded(below)] > 1
            paged = short and re.search(r"\s\d{1,3}$", below.text)
            if not (again or paged or _has_leader(below)):
                break
            texts[_folded(below)] -= 1
            yield below


def _has_leader(line: Line) -> bool:
    text = line.text
    able = len(text) < 250 and (text.count(".") > 2 or "…" in text or "\t" in text)
    return able and bool(LEADER.search(text))


def _folded(line: Line) -> str:
    words = line.words.rstrip(" .").lower()
    bare = words.rstrip("0123456789")
    paged = len(words) - len(bare) <= 3 and bare.endswith((" ", "."))
    return bare.rstrip(" .") if paged else words


@rule("R5", "Webbplatsens ram")
def site_chrome(lines: list[Line]) -> Iterable[Line]:
    """Menus, breadcrumbs, buttons and notices of the web site that the text was saved from."""
    for n, line in enumerate(lines):
        words = line.words.strip()
        if line.number or len(words) > 300:
            continue
        if CHROME.fullmatch(words) or (
            TRAIL.fullmatch(words) and ("Start" in words or words.count(" | ") > 1) and n < 15
        ):
            yield line
