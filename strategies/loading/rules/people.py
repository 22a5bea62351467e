"""Who speaks, who answers questions, who took part."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found
from strategies.loading.placing import phrase
from strategies.loading.reading import Reading
from strategies.loading.rules import rule
from strategies.loading.stems import holds_any

_FIRST = r"[A-ZÅÄÖÉ][a-zåäöéüæø]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?"
WORDS = re.compile(rf"{_FIRST}\s+{_FIRST}")
_NAME = rf"{_FIRST}(?:\s{_FIRST}){{1,2}}"
NAME = re.compile(_NAME)
QUOTE = re.compile(
    rf"(?P<text>.+?),?\s(?:säger|sier|says|menar|konstaterar)\s(?P<name>{_NAME})\s*(?:\((?P<party>[A-ZÅÄÖ]{{1,3}})\))?,?\s*(?P<title>[^.]{{3,120}})?(?:\.\s*(?P<more>.*))?",
    re.DOTALL,
)
PHONE = re.compile(
    r"(?:tel(?:efon)?\.?\s*:?\s*)?(?P<phone>\+?\d{2,4}[\s-]\d{2,3}(?:\s?\d{2,3}){1,3})"
)
EMAIL = re.compile(r"(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)")
CONTACT = re.compile(
    rf"(?:Kontakt(?:person)?|Frågor|Contact|Handläggare|Presskontakt)?\s*:?\s*(?P<name>{_NAME})\s*(?:\((?P<party>[A-Z]{{1,3}})\))?,\s*(?P<title>[a-zåäöA-ZÅÄÖ][^,]{{3,90}}?)(?P<rest>,.*|$)"
)
PAGE_OWNER_STEMS = ("sidansvarig", "innehållsansvarig", "ansvarig för sidan")
PAGE_OWNER = re.compile(
    rf"(?:Sidansvarig|Innehållsansvarig|Ansvarig för sidan)\s*:?\s*(?P<name>{_NAME})", re.IGNORECASE
)
PARTICIPANT = re.compile(
    rf"(?P<name>{_NAME}),\s(?P<actor>[A-ZÅÄÖ][\wåäö]+s?\s(?:kommun|stad)|regionförbundet\ssödra\sSmåland|(?:AB\s|ALMI\s|Almi\s|Region\s)[A-ZÅÄÖ][\wåäö]+(?:\s[A-ZÅÄÖ][\wåäö]+){{0,2}})(?:\s\((?P<role>[A-ZÅÄÖ][a-zåäö]+)\))?"
)
TITLE_WORD = re.compile(
    r"direktör|chef|ordförande|strateg|utvecklare|ledare|råd\b|sekreterare|samordnare|handläggare|redaktör|kommunalråd|regionråd|manager|director|officer",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Somebody:
    """A person as the text names them."""

    name: Found
    titles: tuple[str, ...] = ()
    party: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Said:
    """A quotation and who said it."""

    text: Found
    person: Somebody


@rule("R63", "Citat")
def quotes_of(reading: Reading) -> Iterator[Said]:
    """A paragraph that begins with a dash or quotation mark and says who speaks."""
    for block in reading.blocks if reading.has_any("säger", "says") else ():
        opens = block.first.text[:1] in '–—-”"“'
        found = (
            QUOTE.fullmatch(block.text)
            if (opens and " säger " in block.text) or " says " in block.text
            else None
        )
        if found is None:
            continue
        name = phrase(block, found["name"], "R63", begin=found.start("name"))
        title = (found["title"] or "").strip(" ,")
        person = Somebody(name, (title,) if title else (), found["party"] or "")
        if (said := _quoted(block, found)).text:
            yield Said(said, person)


def _quoted(block: Block, found: re.Match[str]) -> Found:
    """What was said, before and after the words about who said it."""
    parts = [found["text"].strip(' ”"–-'), (found["more"] or "").strip()]
    said = [phrase(block, part, "R63") for part in parts if part]
    return Found(
        " ".join(one.text for one in said), tuple(span for one in said for span in one.spans), "R63"
    )


SAYS = re.compile(r"\b(?:säger|sier|says)\s[A-ZÅÄÖ]")


def is_speech(block: Block) -> bool:
    """Whether an item is no item but somebody speaking: "– Vi har lyssnat, säger …"."""
    return block.kind == "item" and block.first.bullet in "–—-" and bool(SAYS.search(block.text))


CONTACTS = re.compile(r"kontakt(?:person(?:er)?)?:?", re.IGNORECASE)
COLUMNS = re.compile(r"\s{2,}")


@rule("R64", "Kontaktperson")
def contacts_of(reading: Reading) -> Iterator[Somebody]:
    """ "Namn, titel, telefon" on a line, or name, title and number on lines below "Kontakt"."""
    lines, headed = reading.content, reading.has_any("kontakt")
    for n, line in enumerate(lines):
        found = CONTACT.fullmatch(line.text) if "," in line.text else None
        if found and (
            TITLE_WORD.search(found["title"]) or PHONE.search(line.text) or EMAIL.search(line.text)
        ):
            yield _somebody(
                line.start, line.text, found["name"], found["title"], found["party"] or ""
            )
        elif headed and CONTACTS.fullmatch(line.text) and n + 2 < len(lines):
            name, title = lines[n + 1].text, lines[n + 2].text
            if NAME.fullmatch(name) and TITLE_WORD.search(title):
                after = " ".join(one.text for one in lines[n + 3 : n + 5])
                yield _somebody(lines[n + 1].start, f"{name} {after}", name, title, "")


def _somebody(
    start: int, text: str, name: str, title: str, party: str, *, number: str = "R64"
) -> Somebody:
    at = text.find(name)
    phone, email = PHONE.search(text[at + len(name) :]), EMAIL.search(text)
    return Somebody(
        Found(name, ((start + at, start + at + len(name)),), number),
        (title.strip(),),
        party,
        phone["phone"].strip() if phone else "",
        email["email"] if email else "",
    )


@rule("R75", "Underskrift")
def signers_of(reading: Reading) -> Iterator[Somebody]:
    """A name alone on a line with a title below it, as forewords and letters end; in two columns as well."""
    for line, after in pairwise(reading.content):
        if (
            after.blank
            or len(line.text) > 140
            or len(after.text) > 140
            or not WORDS.match(line.text)
        ):
            continue
        names, titles = COLUMNS.split(line.text), COLUMNS.split(after.text)
        if len(names) != len(titles):
            continue
        for name, title in zip(names, titles, strict=True):
            if NAME.fullmatch(name) and TITLE_WORD.search(title) and title[:1].isalpha():
                yield _somebody(line.start, line.text, name, title, "", number="R75")


GATHERED = re.compile(r"\b(?:Deltagare|Medverkande|Närvarande)\b")


@rule("R65", "Deltagare")
def participants_of(reading: Reading) -> Iterator[tuple[Found, str, str]]:
    """ "Namn, organisation" after "Deltagare"; a name may be lost, and the pairs need a person's eye."""
    begin = next(reading.matches(GATHERED, "deltagare", "medverkande", "närvarande"), None)
    if begin is None:
        return
    rest = reading.body[begin.end() : begin.end() + 4000]
    for found in PARTICIPANT.finditer(rest):
        at = begin.end() + found.start("name")
        yield (
            Found(found["name"], ((at, at + len(found["name"])),), "R65", "osäker"),
            found["actor"],
            found["role"] or "",
        )


@rule("R66", "Sidansvarig")
def page_owner_of(reading: Reading) -> Found | None:
    """Whoever answers for the web page, which is not whoever owns the strategy."""
    for line in reading.lines if holds_any(reading.lower, PAGE_OWNER_STEMS) else ():
        if found := PAGE_OWNER.match(line.text):
            span = (line.start + found.start("name"), line.start + found.end("name"))
            return Found(found["name"], (span,), "R66")
    return None
