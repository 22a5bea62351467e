"""Which organisations the text names: those of the register under any of their names, and others that look like organisations."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from strategies.loading.blocks import Span
from strategies.loading.register import Named, Register
from strategies.loading.rules import rule
from strategies.loading.stems import matches
from strategies.loading.text import lowered

WORD = re.compile(r"[A-ZÅÄÖÆØ][\w&:-]*|regionförbundet")
_NAME = r"[A-ZÅÄÖÆØ][\wÀ-ÿ&-]{0,50}+"
NAME = re.compile(_NAME)
_NEXT = rf"(?:[ ](?:{_NAME}|i(?=[ ]{_NAME})|och(?=[ ]{_NAME}[ ](?:AB|kommunalförbund))))"
# Words that begin or end the name of an organisation. The names themselves are facts of public life, not of the register alone.
_HEADS = (
    "Almi|ALMI|Företagarna|Företagarcentrum|Nyföretagarcentrum|NyföretagarCentrum|LRF|Coompanion|Visit|Destination|Högskolan|Yrkeshögskolan|Universitetet|Länsstyrelsen|Regionförbundet"
    "|Handelskammaren|Industrikommittén|Hushållningssällskapet|Leader|LEADER|Science Park|Stiftelsen|Föreningen|Handelsföreningen|Näringslivskontoret i|Kommunalförbundet|Samordningsförbundet"
    "|Business Region|Business|Invest in|Invest|LO|Kommunförbundet|Turistrådet|Connect|Drivhuset|Företagsam|Svenskt Näringsliv|Ung Företagsamhet|IUC|RF-SISU|Teknikcollege|Turistbyrån|Destinasjon|Utvecklingsbolaget|Näringslivsbolaget"
    "|Innovasjon|Fastighetsägarna|Hembygdsförbundet|Bygdegårdarna|Hela Sverige ska leva|Matakademin|Kvarkenrådet|Regionen|Trafikbolaget|Campus|Inkubatorn|Lantbrukarnas Riksförbund|IF Metall"
    "|NTM-centralen|Medicon|Folkuniversitetet|Studieförbundet|Marknadsbolaget|Kulturskolan|Tillväxtbolaget|Skärgårdsstiftelsen|Svensk Handel|Visita|Köpmannaföreningen|Innovationsbron|Energikontoret|Kunskapsförbundet|Vård- och omsorgscollege|Movexum|Position|Biogas"
)
_TAILS = (
    "AB|Aktiebolag|ekonomisk förening|ek\\. för\\.|Ekonomiska Förening|Kommunalförbund|kommunalförbund|universitet|högskola|University|Science Park|kommune|fylkeskommune|Företagsgrupp|Företagarförening"
    "|företagarförening|Näringslivsförening|Sparbanksstiftelse|Näringshage|EGTS|SA|Turism|Handel|Energi|Framtid|Innovation|City|Citysamverkan|Centrum|Akademi|Institutet|institutet|Alliance|College|Näringsliv|Handelskammare|Utveckling|Incubator|Institute|Sciences|Agency|Council|Business Region|Räddningstjänst|Utbildningsförbund|folkhögskola|sparbank|United"
)
# None of them begins with \\b, so that the search goes from capital to capital; _in_word sees to the rest.
HEADED = re.compile(rf"(?:{_HEADS})(?:{_NEXT}){{1,4}}(?:[ ](?:ekonomisk förening|AB))?")
TAILED = re.compile(
    rf"{_NAME}(?:[ ](?:{_NAME}|&|tekniska|och(?=[ ]{_NAME}[ ](?:kommunalförbund|Kommunalförbund)))){{0,3}}[ ](?:{_TAILS})s?\b(?:[ ]of(?:[ ]{_NAME})+)?"
)
AB_FIRST = re.compile(rf"AB(?:[ ]{_NAME}){{1,3}}")
# Bodies that have one name and no sign of what they are.
KNOWN = re.compile(
    r"(?:Arbetsförmedlingen|Socialstyrelsen|Sveriges lantbruksuniversitet|Göteborgsregionen|Lantbrukarnas Riksförbund|Trafikverket|Tillväxtverket|Vinnova|Skolverket|Försvarsmakten|FMV|Energimyndigheten|Naturvårdsverket|Jordbruksverket|Skogsstyrelsen|Boverket|Migrationsverket|Försäkringskassan|Skatteverket|Bolagsverket"
    r"|Riksantikvarieämbetet|Havs- och vattenmyndigheten|Universitets- och högskolerådet|Myndigheten för yrkeshögskolan|Svenska ESF-rådet|ESF-rådet|Sametinget|Business Sweden|RISE|Svenskt Näringsliv|Sveriges Kommuner och Regioner|Företagarna"
    r"|Almi|ALMI|LRF|Coompanion|Ung Företagsamhet|IF Metall|Unionen|LO|TCO|Saco|Mittuniversitetet|Linnéuniversitetet|Mid Sweden University|Chalmers|Visita|Svensk Handel|Hallandstrafiken|Länstrafiken|Postnord|Swedavia|Bizmaker|Inkubera|Movexum|Innovasjon Norge|NAV|Business Finland|Finnvera|NTM-centralen)s?\b"
)
NOT_ALONE = {
    "Business Regioner",
    "Region",
    "Regionen",
    "Business",
    "Invest",
    "Position",
    "Campus",
    "Visit",
}
BODY = re.compile(
    r"(?:fullmäktige|(?<!skogs)(?<!social)(?<!läns)(?<!forst)styrelse|nämnd|utskott|förvaltning|kontor|enhet|avdelning|council|committee)"
)


class Taken:
    """Stretches of the text that a name has already, found quickly by their place."""

    WIDTH = 64

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._by_place: dict[int, set[Span]] = defaultdict(set)
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        for place in range(span[0] // self.WIDTH, span[1] // self.WIDTH + 1):
            self._by_place[place].add(span)

    def over(self, span: Span) -> set[Span]:
        """Those that share a character with the span."""
        if not self._by_place:
            return set()
        places = range(span[0] // self.WIDTH, span[1] // self.WIDTH + 1)
        near = {other for place in places for other in self._by_place.get(place, ())}
        return {other for other in near if other[0] < span[1] and span[0] < other[1]}


class Mention(NamedTuple):
    """An organisation where the text names it; `known` is its row in the register, None for one that would be new."""

    name: str
    span: Span
    known: Named | None = None
    rule: str = "R70"

    @property
    def owner(self) -> str:
        """The register's own name, which an owner is called by."""
        return self.known.name if self.known else self.name


NAME_ENDS = re.compile(r"s?(?![\wåäö-])|:s\b")


@rule("R70", "Aktör i registret")
def registered(text: str, register: Register) -> list[Mention]:
    """Every place where the text has a name or alias of the register's, in its basic form or with a genitive s."""
    names, found, end = register.by_first_word, [], 0
    for word in WORD.finditer(text):
        if word[0] not in names or (start := word.start()) < end:
            continue
        for words, named in names[word[0]]:
            stop = start + len(words)
            if text.startswith(words, start) and NAME_ENDS.match(text, stop):
                written = words if words in register.clear else named.name
                found.append(Mention(written, (start, stop), named))
                end = stop
                break
    return found


HANGING = re.compile(r"\s+(?:i|och|för)$")


@rule("R71", "Ny aktör som ser ut som en organisation")
def unregistered(text: str, taken: Taken, register: Register) -> list[Mention]:
    """Names that begin or end as names of organisations do ("Nyföretagarcentrum Vättern", "Platsen AB"); they are taken then."""
    regions, found = register.territories, []
    for pattern in (AB_FIRST, HEADED, TAILED, KNOWN):
        for match in pattern.finditer(text):
            if _in_word(text, match.start()):
                continue
            span = match.span()
            overlapping = taken.over(span)
            if any(other[0] <= span[0] and span[1] <= other[1] + 1 for other in overlapping):
                continue
            name = _basic(HANGING.sub("", match.group().strip()))
            if name in NOT_ALONE or name in regions or _is_body(name) or "\n" in name:
                continue
            if overlapping and pattern is not AB_FIRST and not _swallows(span, overlapping):
                continue
            span = (span[0], span[0] + len(name))
            taken.add(span)
            found.append(Mention(name, span, rule="R71"))
    return found


TOGETHER = (
    *("tillsammans", "samarbete", "samverkan", "samråd", "dialog", "avtal", "partnerskap", "ihop"),
    *("together", "cooperation", "collaboration", "samarbeid", "sammen"),
)
PARTNERS = re.compile(
    r"\b(?i:tillsammans|samarbete|samverkan|samråd|dialog|avtal|partnerskap|ihop|together|cooperation|collaboration|samarbeid|sammen)\s+(?:har\s+skett\s+)?(?:med|with)\s+(?:bland annat\s+|bl\.a\.\s+)?(?P<list>[^.;:\n]{3,240})"
)
MEMBER = re.compile(
    rf"(?:^|, |\boch |\bsamt |\band |\bog )(?P<name>{_NAME}(?:[ ](?:{_NAME}|rf|of(?=[ ])|and(?=[ ]{_NAME})|i(?=[ ]{_NAME})|næringsforening|företagare|förbund|kyrka))*)"
)


@rule("R73", "Ny aktör i en uppräkning av parter")
def partners(text: str, lower: str, taken: Taken, register: Register) -> list[Mention]:
    """Names after "tillsammans med" and the like: whoever stands in such a list is an organisation, whatever it is called."""
    regions, found = register.territories, []
    for listed in matches(PARTNERS, text, lower, TOGETHER):
        for member in MEMBER.finditer(listed["list"]):
            name = _basic(member["name"].strip())
            begin = listed.start("list") + member.start("name")
            span = (begin, begin + len(name))
            if taken.over(span) or len(name) < 4 or name in regions or _is_body(name):
                continue
            taken.add(span)
            found.append(Mention(name, span, rule="R73"))
    return found


KOMMUNER = re.compile(rf"(?i:kommunerna)\s+(?P<list>{_NAME}(?:,\s{_NAME})*\s(?:och|samt)\s{_NAME})")


@rule("R74", "Kommuner som räknas upp")
def listed_kommuner(text: str, lower: str, register: Register) -> list[Mention]:
    """ "grannkommunerna Katrineholm och Flen": the bare names mean the organisations."""
    found = []
    for listed in matches(KOMMUNER, text, lower, ("kommunerna",)):
        for member in NAME.finditer(listed["list"]):
            region = register.territories.get(member.group())
            owner = (
                register.governs.get(region.name) if region and region.kind == "kommun" else None
            )
            if owner:
                begin = listed.start("list") + member.start()
                span = (begin, begin + len(member.group()))
                found.append(Mention(owner, span, register.by_name[owner], "R74"))
    return found


def _is_body(name: str) -> bool:
    """Whether a name is that of a council, a board or an office inside an organisation."""
    return bool(BODY.search(lowered(name)))


def _in_word(text: str, at: int) -> bool:
    return text[max(0, at - 1) : at].isalnum()


def _holds(span: Span, other: Span) -> bool:
    return span[0] <= other[0] and other[1] <= span[1] and span != other


def _swallows(span: Span, others: set[Span]) -> bool:
    """Whether a longer name holds a shorter one whole: "Almi Invest Mitt" holds "Almi"."""
    return all(span[0] <= other[0] and other[1] <= span[1] for other in others)


GENITIVES = (
    *("universitets", "ABs", "kommuns", "läns", "Kommunalförbunds", "verkets", "myndighetens"),
    *("Örebros", "Näringslivs", "Energis", "Turisms", "förenings"),
)


def _basic(name: str) -> str:
    """The name without a genitive s at its end; a name that ends in s keeps it."""
    return name[:-1] if name.endswith(GENITIVES) else name


def mentions(text: str, lower: str, register: Register) -> list[Mention]:
    """All organisations that the text names, in order; `lower` is the text in lower case."""
    known = registered(text, register)
    taken = Taken(one.span for one in known)
    new = unregistered(text, taken, register)
    new += partners(text, lower, taken, register)
    known += listed_kommuner(text, lower, register)
    wider = Taken(one.span for one in new)
    kept = [
        one for one in known if not any(_holds(other, one.span) for other in wider.over(one.span))
    ]
    return sorted([*kept, *new], key=lambda mention: mention.span)
