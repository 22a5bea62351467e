"""Whose the document is, and for which territory."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from strategies.loading.nodes import Found
from strategies.loading.reading import Reading
from strategies.loading.register import Named
from strategies.loading.rules import rule
from strategies.loading.rules.actors import Mention, mentions, registered
from strategies.loading.rules.kinds import kind_word
from strategies.loading.stems import holds_any

OWNER_KINDS = ("region", "kommun", "regionförbund")


FOREIGN_OWNER = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÅÄÖÆØ][\wåäöæø-]+(?:\s[A-ZÅÄÖÆØ][\wåäöæø-]+){0,2}\s(?:kommune|förbund|landskapsförbund|stad|fylkeskommune|kommunalförbund|Kommunalförbund|kommun))\b"
)


BESIDE = re.compile(
    r"(?:tillsammans med|i samverkan med|i samarbete med|i samråd med|framtagen (?:av|med)|medverka|liksom|ersätter|bilaga|skickas till|källa|ansvarig[at]? för|stöd (?:av|från)|synpunkter från|remiss|avsändare|till )[^.]*$"
)


@rule("R52", "Ägare")
def owners_of(reading: Reading, named: list[Mention]) -> list[Found]:
    """The region, kommun or association that the document speaks for: named at the top, in its title, or most often; several when joint."""
    joint = _joint(reading, named)
    if joint:
        return joint
    weights: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    head_end = reading.head[min(14, len(reading.head) - 1)].end if reading.head else 0
    tail = reading.content[-3].start if len(reading.content) > 6 else len(reading.body)
    for mention in named:
        if mention.known is None or mention.known.kind not in OWNER_KINDS:
            continue
        line_start = reading.body.rfind("\n", 0, mention.span[0]) + 1
        before = reading.lower_body[max(line_start, mention.span[0] - 120) : mention.span[0]]
        weight = 0.4 if BESIDE.search(before) else 1.0
        weight *= 4 if mention.span[0] <= head_end and weight == 1.0 else 1
        weight *= 1.5 if mention.span[0] >= tail and weight == 1.0 else 1
        weights[mention.owner] += weight  # type: ignore[assignment]
        first.setdefault(mention.owner, mention)
    for owner, place, weight in _at_the_top(reading):
        weights[owner] += weight  # type: ignore[assignment]
        first.setdefault(owner, place)
    for name, place in _by_territory(reading):
        weights[name] += 2.2  # type: ignore[assignment]
        first.setdefault(name, place)
    foreign = _foreign(reading)
    if foreign and (not weights or foreign[1] > weights.most_common(1)[0][1]):
        return [foreign[0]]
    if not weights:
        return _sender(reading, named)
    name, weight = weights.most_common(1)[0]
    certainty = "säker" if weight >= 4 else "trolig"
    return [Found(name, (first[name].span,), "R52", certainty)]  # type: ignore[arg-type]


def _at_the_top(reading: Reading) -> Iterator[tuple[str, Mention, float]]:
    """Whoever has the first line alone, whatever kind of organisation it is, and those in the page heads."""
    for line in reading.told[:8]:
        head = line.kind == "furniture"
        if not head and line not in reading.head[:2]:
            continue
        # A line alone is a name of the register's or nothing; a head of pages has other names beside it.
        if head:
            named = mentions(line.text, line.lower, reading.register)
        else:
            named = registered(line.text, reading.register)
        for mention in named:
            start, end = mention.span
            place = mention._replace(span=(line.start + start, line.start + end))
            alone = not head and end - start == len(line.text)
            if mention.known and (alone or (head and mention.known.kind in OWNER_KINDS)):
                yield mention.owner, place, 9 if alone else 3


TERRITORY = re.compile(r"[A-ZÅÄÖ][\wåäö-]+(?:\s(?:län|kommun|[A-ZÅÄÖ][\wåäö-]+(?:\slän)?))?")


def _by_territory(reading: Reading) -> list[tuple[str, Mention]]:
    """Owners that a territory in the title or in "kommunfullmäktige i X" points at: "i Sunne", "för Halland", "Stockholmsregionens"."""
    territories = reading.register.territories
    owner_of = reading.register.governs
    found = []
    pieces = [(line.text, line.start) for line in reading.content[:8] if len(line.text) < 140]
    for text, start in pieces:
        for match in TERRITORY.finditer(text):
            for words in (match.group(), match.group().split()[0]):
                region = territories.get(words) or territories.get(words.removesuffix("s"))
                owner = owner_of.get(region.name) if region else None
                if owner:
                    span = (start + match.start(), start + match.start() + len(words))
                    found.append((owner, Mention(owner, span)))
                    break
    return found


PREPOSITION = re.compile(r"^(?:För|Om|I|Av|Från)\s")


def _foreign(reading: Reading) -> tuple[Found, float] | None:
    counted: Counter[str] = Counter()
    places: dict[str, tuple[int, int]] = {}
    known = reading.register.by_name
    for line in reading.told[:12] + reading.told[-4:]:
        able = holds_any(line.text, ("kommun", "förbund", "stad"))
        for match in FOREIGN_OWNER.finditer(line.text) if able else ():
            name = PREPOSITION.sub("", match["name"])
            if name in known or "fullmäktige" in name:
                continue
            counted[name] += 3 if line.text == name else 1
            at = line.start + match.start() + len(match["name"]) - len(name)
            places.setdefault(name, (at, at + len(name)))
    if not counted:
        return None
    name, times = counted.most_common(1)[0]
    return Found(name, (places[name],), "R52", "trolig"), times * 2.0


def _sender(reading: Reading, named: list[Mention]) -> list[Found]:
    """Whoever stands at the very top when no region, kommun or association does: a business region writes its own plan."""
    for mention in named:
        if mention.span[0] <= (reading.head[2].end if len(reading.head) > 2 else 0):
            return [Found(mention.name, (mention.span,), "R52", "osäker")]
    return []


TOGETHER = re.compile(
    r"tillsammans med de andra regionerna i [^,]+,\s*(?:det vill säga|d\.v\.s\.|nämligen)\s+(?P<others>[^.,]+(?:,\s[^.,]+)*?)(?:,| har|\.)"
)


BETWEEN = re.compile(r"[\s•·|,/&–-]|och")


def _joint(reading: Reading, named: list[Mention]) -> list[Found]:
    """Several owners: a line of nothing but kommuner, a title that lists them, or "Region A tillsammans med … B och C"."""
    territories = reading.register.territories
    able = [one for one in named if one.known and one.known.kind in OWNER_KINDS]
    for line in reading.content[:14] if len(able) >= 2 else ():
        own = [one for one in able if line.start <= one.span[0] < line.end]
        if len(own) < 2:
            continue
        rest = BETWEEN.sub("", line.text)
        if len(rest) <= sum(len("".join(one.name.split())) for one in own) + 2:
            return [Found(one.owner, (one.span,), "R52") for one in own]
    if found := TOGETHER.search(reading.body):
        before = [
            one
            for one in named
            if one.known and one.known.kind == "region" and one.span[1] <= found.start() + 5
        ]
        owners = [Found(before[-1].owner, (before[-1].span,), "R52")] if before else []
        owner_of = reading.register.governs
        for match in re.finditer(r"[A-ZÅÄÖ][\wåäö]+", found["others"]):
            region = territories.get(match.group())
            if region and region.name in owner_of:
                at = found.start("others") + match.start()
                owners.append(
                    Found(owner_of[region.name], ((at, at + len(match.group())),), "R52", "trolig")
                )
        return owners
    return _listed_in_title(reading, territories)


LISTED = re.compile(
    r"\b(?:för|i|mellan)\s+(?:kommunerna\s+)?(?P<list>[A-ZÅÄÖ][\wåäö-]+(?:,\s[A-ZÅÄÖ][\wåäö-]+)*\s(?:och|&)\s[A-ZÅÄÖ][\wåäö-]+)"
)


def _listed_in_title(reading: Reading, regions: dict[str, Named]) -> list[Found]:
    owner_of = reading.register.governs
    for line in reading.content[:8]:
        listed = LISTED.search(line.text) if holds_any(line.text, ("och", "&")) else None
        if not listed or not (kind_word(line.lower) or "kommun" in line.text):
            continue
        owners = []
        for match in re.finditer(r"[A-ZÅÄÖ][\wåäö-]+", listed["list"]):
            region = regions.get(match.group()) or regions.get(match.group().removesuffix("s"))
            if region and region.kind == "kommun" and region.name in owner_of:
                at = line.start + listed.start("list") + match.start()
                owners.append(Found(owner_of[region.name], ((at, at + len(match.group())),), "R52"))
        if len(owners) >= 2:
            return owners
    return []


@rule("R55", "Område")
def regions_of(reading: Reading, owners: list[Found]) -> list[Found]:
    """The owners' territories, each once."""
    by_name = reading.register.by_name
    found = [
        Found(by_name[owner.text].region, owner.spans, "R55", "trolig")
        for owner in owners
        if owner.text in by_name and by_name[owner.text].region
    ]
    return list({one.text: one for one in found}.values())


def level_of(owners: list[Found], reading: Reading) -> Any:
    """Kommunal, regional or, for several regions, storregional; None for others."""
    known = reading.register.by_name
    found = [known[owner.text].kind if owner.text in known else "" for owner in owners]
    if found and all(kind == "region" for kind in found):
        return "storregional" if len(found) > 1 else "regional"
    if found and all(kind == "kommun" for kind in found):
        return "kommunal" if len(found) == 1 else "delregional"
    return "regional" if "regionförbund" in found else None
