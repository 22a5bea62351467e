"""How near a reading comes to what a careful person reads out of the same document: eleven figures, each from 0 to 1.

Both are told in the form of `tests/documents/gold/*.json`. `accept` in a gold answer holds other right answers, `optional` what nobody is
praised or blamed for finding.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

Told = dict[str, Any]
Figures = dict[str, float | None]  # None: the document has nothing to score

FACTS = ("owner", "kind", "period", "decided_on", "deciding_body")
LISTS = ("directions", "focus_areas", "actions", "challenges", "actors")
ALIKE = 0.85

# What stands before a title: a bullet, a number or letter, the level's word with its number.
BEFORE = re.compile(
    r"(?:[•●▪·*»–—-]\s+|\(?\d{1,2}(?:\.\d{1,2})*[.):]?\s+|[a-z][.)]\s+|[ivx]+\.\s+"
    r"|(?:strategisk[at]? )?(?:inriktning|(?:insats|fokus|samarbets|mål)?område|prioritering|utmaning|åtgärd|aktivitet|insats|mål|delmål)"
    r"(?:\s+(?:\d+(?:\.\d+)*|[ivx]+|[a-h])\s*[.:)–-]?\s+|\s*:\s+))(?=\S)"
)
COMPANY = re.compile(r"^ab | (?:ab|as|rf|oy|ek\. ?för\.?)$")
OFFICE = re.compile(
    r"\w*(?:styrelsen|fullmäktige|nämnden?|förvaltningen|kontoret|enheten|avdelningen|utskottet)|regeringen"
)


@lru_cache(maxsize=10_000)
def folded(words: str) -> str:
    """Without case, quotation marks, kinds of dashes and white space, and what ends a line."""
    words = unicodedata.normalize("NFKC", words).casefold()
    words = re.sub(r"[\"'“”„«»‘’]", "", re.sub(r"[‐-―−]", "-", words))
    return re.sub(r"\s+", " ", words).strip(" .,;:-")


@lru_cache(maxsize=10_000)
def bare(title: str) -> str:
    """A title without bullet, number and level word."""
    words = re.sub(r"\s+", " ", title).casefold().strip()
    for _ in range(2):
        words = BEFORE.sub("", words, count=1) if BEFORE.match(words) else words
    return folded(words)


def organisation(name: str) -> str:
    return COMPANY.sub("", folded(name))


@lru_cache(maxsize=200_000)
def alike(one: str, other: str) -> float:
    """How alike two folded texts are, 0 for less than ALIKE."""
    if one == other:
        return 1.0 if one else 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False)
    if min(ratio.real_quick_ratio(), ratio.quick_ratio()) < ALIKE:
        return 0.0
    return found if (found := ratio.ratio()) >= ALIKE else 0.0


@dataclass(frozen=True)
class Item:
    """A title, and where it hangs: the place of its parent in the lists of `Outline`."""

    title: str
    parent: tuple[str, int] | None = None


@dataclass
class Outline:
    """A document's lists, each flat."""

    directions: list[Item] = field(default_factory=list)
    focus_areas: list[Item] = field(default_factory=list)
    actions: list[Item] = field(default_factory=list)
    challenges: list[Item] = field(default_factory=list)
    actors: list[Item] = field(default_factory=list)

    @classmethod
    def of(cls, told: Told) -> "Outline":
        made = cls()
        made.challenges = [Item(one["title"]) for one in told["challenges"]]
        made.actors = [Item(name) for name in told["actors"] if not _is_own(name, told)]
        for n, direction in enumerate(told["directions"]):
            made.directions.append(Item(direction["title"]))
            made.actions += [Item(words, ("directions", n)) for words in direction["actions"]]
            for area in direction["focus_areas"]:
                place = ("focus_areas", len(made.focus_areas))
                made.focus_areas.append(Item(area["title"], ("directions", n)))
                made.actions += [Item(words, place) for words in area["actions"]]
        return made


def _is_own(name: str, told: Told) -> bool:
    """Whether an actor is the document's owner, or an office of it: neither counts among actors."""
    owners = [*told["owner"], *_flat(told.get("accept", {}).get("owner", []))]
    named = organisation(name)
    return bool(OFFICE.fullmatch(folded(name))) or any(
        alike(organisation(owner), named) for owner in owners
    )


def _flat(several: Iterable[Any]) -> Iterator[str]:
    for one in several:
        yield from [one] if isinstance(one, str) else one


def figures(gold: Told, read: Told) -> Figures:
    """The eleven figures of one document."""
    right, found = Outline.of(gold), Outline.of({**read, "owner": gold["owner"], "accept": gold["accept"]})  # fmt: skip
    pairs = {name: _pairs(name, gold, right, found) for name in LISTS}
    facts: Figures = {name: fact(name, gold, read) for name in FACTS}
    lists = {name: _f1(name, gold, right, found, pairs[name]) for name in LISTS}
    return facts | lists | {"placement": _placement(right, found, pairs)}


def fact(name: str, gold: Told, read: Told) -> float:
    """1 for the right answer, or another that is accepted, and 0 for everything else."""
    answers = [gold[name], *gold["accept"].get(name, [])]
    given = read[name]
    if name == "owner":
        return float({folded(one) for one in given} in [{folded(one) for one in owners} for owners in answers])  # fmt: skip
    if name == "deciding_body":
        return float(_body(given, gold) in [_body(one, gold) for one in answers])
    return float(given in answers)


def _body(name: str | None, gold: Told) -> str | None:
    """The body's name without the owner's, which may stand before or after it."""
    words = folded(name or "")
    for owner in gold["owner"]:
        words = re.sub(rf"(?:,\s*|\s+i\s+)?\b{re.escape(folded(owner))}s?\b", " ", words)
    return re.sub(r"\s+", " ", words).strip(" ,") or None


def _forms(name: str, title: str, gold: Told) -> list[str]:
    """All ways to say a title, folded."""
    fold = organisation if name == "actors" else bare
    others = gold["accept"].get("actors" if name == "actors" else "titles", {})
    return [fold(words) for words in (title, *others.get(title, []))]


def _pairs(name: str, gold: Told, right: Outline, found: Outline) -> dict[int, int]:
    """Which of the found is which of the right, one to one, the most alike first; of equals, in the order of the document."""
    fold = organisation if name == "actors" else bare
    able = [
        (-best, i, j)
        for i, one in enumerate(getattr(right, name))
        for j, other in enumerate(getattr(found, name))
        if (best := max(alike(form, fold(other.title)) for form in _forms(name, one.title, gold)))
    ]
    chosen: dict[int, int] = {}
    for _, i, j in sorted(able):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return chosen


def _f1(name: str, gold: Told, right: Outline, found: Outline, pairs: dict[int, int]) -> float | None:  # fmt: skip
    wanted = len(getattr(right, name))
    titles = [one.title for one in getattr(found, name)]
    spare = sum(
        j not in pairs.values() and not _excused(name, title, gold, right)
        for j, title in enumerate(titles)
    )
    if not wanted and not spare:
        return None
    return 2 * len(pairs) / (wanted + len(pairs) + spare)


def _excused(name: str, title: str, gold: Told, right: Outline) -> bool:
    """Whether something too much is nothing to blame: optional, or a second name of an actor that is there."""
    fold = organisation if name == "actors" else bare
    optional = [fold(words) for words in gold["optional"].get(name, [])]
    begins = [fold(words) for words in gold["optional"].get(f"{name}_prefix", [])]
    if name == "actors":
        optional += [form for one in right.actors for form in _forms(name, one.title, gold)]
    words = fold(title)
    return any(alike(other, words) for other in optional) or words.startswith(tuple(begins))


def _placement(right: Outline, found: Outline, pairs: dict[str, dict[int, int]]) -> float | None:
    """Of the focus areas and actions that were found, the share that hangs where it should."""
    placed = []
    for name in ("focus_areas", "actions"):
        for i, j in pairs[name].items():
            level, n = getattr(right, name)[i].parent
            placed.append(getattr(found, name)[j].parent == (level, pairs[level].get(n)))
    if placed:
        return sum(placed) / len(placed)
    return 0.0 if right.focus_areas or right.actions else None


def averages(scores: Iterable[Figures]) -> dict[str, float]:
    """Each figure over the documents that have it; "all" is the mean of these."""
    rows = list(scores)
    means = {
        name: sum(told) / len(told)
        for name in (*FACTS, *LISTS, "placement")
        if (told := [row[name] for row in rows if row[name] is not None])
    }
    return means | {"all": sum(means.values()) / len(means)}
