"""Texts that have lost their line breaks: where the lines once were."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from strategies.loading.lines import Line, LineKind, numbered
from strategies.loading.words import ACTION_WORD, CHALLENGE_WORD, LEVEL_WORD

LONG = 700
CAPITAL = 'A-ZÅÄÖÆØ”"'
_CHAPTERS = (
    "Inledning|Bakgrund|Syfte|Vision|Mål|Nuläge|Problem|Utmaningar|Resurser|Aktiviteter|Insatser|Åtgärder|Resultat|Uppföljning|Genomförande|Fokusområden"
    "|Målområden|Insatsområden|Organisation|Ansvar|Finansiering|Deltagare|Kontakt|Förord|Sammanfattning|Bilaga|Strategier|Tidplan"
    "|Genomförande och uppföljning|Uppföljning och utvärdering|Ansvar och uppföljning|Syfte och mål|Vision och mål|Planerade kommande aktiviteter:"
)
# Where a new line may begin: after the end of a sentence or of a heading, never inside one.
BREAK = re.compile(
    rf"(?<=\s)(?:"
    rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}[.)]?\s+(?=[{CAPITAL}]))"
    rf"|(?P<letter>[a-h][.)]\s+(?=[{CAPITAL}])|[A-H]\.\s+(?=[{CAPITAL}]))"
    rf"|(?P<bullet>[•●▪·]\s+)"
    r"|(?=(?P<labelled>[A-ZÅÄÖ][a-zåäö]+(?:\s[a-zåäö]+)?\s+(?:\d{1,2}|[IVX]{1,4}|[A-D])(?=[\s.:–-])))"
    rf"|(?P<chapter>(?:{_CHAPTERS})(?=\s+[{CAPITAL}0-9]))"
    rf")"
)
LABEL = re.compile(
    rf"(?:{LEVEL_WORD}|{CHALLENGE_WORD}|{ACTION_WORD})\s+(?:\d{{1,2}}|[IVX]{{1,4}}|[A-D])\s*[.:–-]*\s+",
    re.IGNORECASE,
)


def unrolled(lines: list[Line]) -> list[Line]:
    """The lines, those of many sentences parted at their numbers, labels and chapter words."""
    if not _rolled_up(lines):
        return lines
    lines = [piece for line in lines for piece in _without_heads(line)]
    parts = [
        part
        for line in lines
        for part in (_parts(line) if len(line.text) > 150 and line.kind != "furniture" else [line])
    ]
    found = (line for part in _headings(parts) for line in _phrases(part))
    return [line for line in found if line.text]


def _rolled_up(lines: list[Line]) -> bool:
    """Whether most of the text stands in lines that hold several: many numbers and labels in one, or bullets in the middle of many."""
    content = [line for line in lines if line.kind != "furniture"]
    long = [line for line in content if len(line.text) > 150]
    if sum(len(line.text) for line in long) < 0.45 * sum(len(line.text) for line in content):
        return False
    bullets = sum(len(re.findall(r"\s[•●▪]\s", line.text)) for line in long)
    return bullets >= 4 or any(
        len(line.text) > LONG and sum(1 for _ in BREAK.finditer(line.text)) > 3 for line in long
    )


HEAD = re.compile(r"(?P<words>[A-ZÅÄÖ][^.!?\n]{10,90}?)\s(?P<page>\d{1,3})(?=\s[A-ZÅÄÖa-zåäö•])")


def _without_heads(line: Line) -> Iterator[Line]:
    """The line without page heads that were caught in it: words that return, each time with a higher number after them."""
    if len(line.text) < LONG or line.kind == "furniture":
        yield line
        return
    alike: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in HEAD.finditer(line.text):
        alike[" ".join(match["words"][-60:].split()[-3:])].append(match)
    heads = [
        (match.end("words") - length, match.end())
        for found in alike.values()
        if len(found) > 1
        for length in [len(_common_end([one["words"][-60:] for one in found]))]
        for match in found
    ]
    begin = 0
    for start, end in sorted(heads):
        yield line.stretch(begin, max(begin, start))
        yield line.stretch(max(begin, start), end).as_furniture()
        begin = end
    yield line.stretch(begin, len(line.text))


def _common_end(texts: list[str]) -> str:
    """The words that all the texts end with."""
    words = [text.split() for text in texts]
    count = 0
    while count < min(map(len, words)) and len({one[-count - 1] for one in words}) == 1:
        count += 1
    return " ".join(words[0][len(words[0]) - count :])


def _parts(line: Line) -> Iterator[Line]:
    cuts = [0]
    for match in BREAK.finditer(line.text):
        if match["labelled"] and not LABEL.match(match["labelled"] + " "):
            continue
        before = line.text[max(0, match.start() - 40) : match.start()].rstrip()
        if match["chapter"] and not before.endswith((".", ":", "!", "?", ")")):
            after = line.text[match.end() : match.end() + 60].lstrip()
            if not re.match(r"[A-ZÅÄÖ][a-zåäö]+\s", after):
                continue
            # "… länet Resultat Resultatet av arbetet": a capital in mid-sentence, and a new sentence after it.
        if match["chapter"] and re.search(r"(?:för|av|och|i|med|vår|våra|De|det)$", before):
            continue
        if match["number"] and re.search(
            r"(?:Utmaning|område|inriktning|mål|§|kap|bilaga|figur|tabell|bild|nr)\s*$",
            before,
            re.IGNORECASE,
        ):
            continue
        cuts.append(match.start())
    for begin, end in pairwise([*cuts, len(line.text)]):
        part = line.stretch(begin, end)
        if part.text:
            yield numbered(part._replace(kind="text", number="", bullet="", blank=True))


CHAPTER = re.compile(rf"(?:{_CHAPTERS})(?=\s)")
SHORT_NUMBER = re.compile(r"\d{1,3}")
DATED = re.compile(r"\s*\d{4}-\d\d-\d\d\s")


def _headings(lines: list[Line]) -> Iterator[Line]:
    """Each numbered or labelled line parted into its heading and the text that follows it."""
    refrain = _refrain(lines)
    for line in lines:
        if line.kind == "furniture" or line.text.isdigit():
            yield line.as_furniture()
        elif chapter := CHAPTER.match(line.text):
            yield from _parted(line, chapter.end())
        elif (label := LABEL.match(line.text)) or line.number:
            at = label.end() if label else line.body - line.start
            yield from _parted(line, _title_end(line.text, at, refrain))
        else:
            yield line


def _parted(line: Line, end: int) -> Iterator[Line]:
    """The first characters of a line as a heading, and the rest as a line below it."""
    title = line.text[:end].rstrip()
    if SHORT_NUMBER.fullmatch(title):
        yield line.as_furniture()
        return
    if dated := DATED.match(line.text, end):
        # The head of a page, caught between a heading and its text.
        yield line.stretch(end, dated.end()).as_furniture()
        end = dated.end()
    kind: LineKind = "item" if line.bullet else "text"
    yield line.stretch(0, len(title))._replace(kind=kind, body=line.body)
    rest = line.stretch(end, len(line.text))
    if rest.text:
        yield rest._replace(kind="text", number="", bullet="", blank=False)


def _refrain(lines: list[Line]) -> re.Pattern[str] | None:
    """Words with which the text after a heading begins again and again ("Insatsen syftar till")."""
    openings: Counter[str] = Counter()
    for line in lines:
        for match in re.finditer(
            r"(?<=[a-zåäö]\s)([A-ZÅÄÖ][a-zåäö]+ [a-zåäö]+ [a-zåäö]+)", line.text[:200]
        ):
            openings[match[1]] += 1
    found = [words for words, times in openings.items() if times >= 3]
    # A new line may begin with it, as well.
    return re.compile("|".join(map(re.escape, found))) if found else None


def _title_end(text: str, at: int, refrain: re.Pattern[str] | None) -> int:
    """Where the heading that begins at `at` ends: before a refrain, a full stop, or the capital that begins a sentence."""
    if not re.search(r"[.!?](?:\s|$)", text[at + 3 :]):
        return len(text)
    if refrain and (found := refrain.search(text, at + 1)) and found.start() - at < 120:
        return found.start()
    dated = re.search(r"\s\d{4}-\d\d-\d\d\s", text[at : at + 120])
    if dated:
        return at + dated.start()
    for match in re.finditer(r"(?<=[a-zåäöA-ZÅÄÖ0-9)])\s+(?=[A-ZÅÄÖ])", text[at:]):
        rest = text[at + match.end() :]
        sentence = re.split(r"[.!?]", rest, maxsplit=1)[0]
        if len(sentence.split()) >= 3:
            return at + match.start()
    stop = re.search(r"[.!?](?:\s|$)", text[at:])
    return at + stop.start() if stop and stop.start() > 3 else len(text)


PHRASE = re.compile(r"\s(?=[A-ZÅÄÖ][a-zåäö]+\s[a-zåäö])")


def _phrases(line: Line) -> Iterator[Line]:
    """A list that has lost its bullets: three phrases or more after a colon, each with a capital, and no full stop."""
    at = line.text.rfind(": ")
    listed = line.text[at + 2 :] if at >= 0 else ""
    cuts = [match.end() for match in PHRASE.finditer(listed)]
    if line.kind == "furniture" or len(cuts) < 2 or "." in listed or not listed[:1].isupper():
        yield line
        return
    begin = at + 2
    yield line.stretch(0, begin)._replace(body=line.body)
    for start, end in pairwise([0, *cuts, len(listed)]):
        words = line.stretch(begin + start, begin + end)
        yield words._replace(kind="item", bullet="•", number="", blank=False)
