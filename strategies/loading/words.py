"""Words that documents use for their parts: Swedish as it is written in Sweden and Finland, Norwegian, English."""

import re
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january januar",
            "februari feb february februar",
            "mars mar march",
            "april apr",
            "maj may mai",
            "juni jun june",
            "juli jul july",
            "augusti aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec desember",
        ),
        start=1,
    )
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "ett en one én",
            "två to two",
            "tre three",
            "fyra fire four",
            "fem five",
            "sex seks six",
            "sju syv seven",
            "åtta åtte eight",
            "nio ni nine",
            "tio ti ten",
            "elva eleven",
            "tolv twelve",
        ),
        start=1,
    )
    for word in words.split()
}
ORDINALS = (
    *("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde"),
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("første", "fjerde", "sjette"),
)

# A word for a level of the tree, in the singular and as the name of the chapter that holds them.
_ADJECTIVE = (
    r"(?:(?:strategisk|prioriterad|prioriterat|övergripande|gemensam|gemensamt|tematisk|strategic|priority|focus|main)"
    r"[a-zåäö]{0,10}\s+)?"
)
_AREA = r"(?:[a-zåäöæøA-ZÅÄÖÆØ]{0,40}område|[a-zåäöA-ZÅÄÖ]{0,40}tema|spår|utvecklingsspår|tyngdpunkt|hörnsten|perspektiv|ben|område)"
_AIM = r"(?:[a-zåäöA-ZÅÄÖ]{0,40}inriktning|[a-zåäöA-ZÅÄÖ]{0,40}prioritering|[a-zåäöA-ZÅÄÖ]{0,40}satsning|fokus(?:fråga)?|huvudmål|direction|priority|pillar|objective|action area|area)"
LEVEL_WORD = rf"{_ADJECTIVE}(?:{_AREA}|{_AIM})"
PRINCIPLE = r"(?:princip|ledstjärna|riktlinje|principle)"
GOAL_WORD = r"(?:delmål|inriktningsmål|effektmål|mål|goal|target)"
ACTION_WORD = r"(?:åtgärd|insats|aktivitet|tiltak|action|measure|activity)"
CHALLENGE_WORD = r"(?:[a-zåäöA-ZÅÄÖ]{0,40}utmaning|utfordring|challenge|problem)"
PLURAL = (
    rf"{_ADJECTIVE}"
    r"(?:[a-zåäöæøA-ZÅÄÖÆØ]{0,40}(?:områden|områder|områdena|teman|inriktningar|inriktningarna|prioriteringar|prioriteringarna"
    r"|satsningar|fokusfrågor|tyngdpunkter|hörnstenar|spår|ledstjärnor|principer|riktlinjer|satsingsområder)"
    r"|directions|priorities|focus areas|pillars|areas|objectives|huvudmål)"
)
_ORDINAL = r"(?:\d{1,2}(?:\.\d{1,2})*[a-z]?|[IVX]{1,4}|[A-Z]|l(?=[:.]))"

# Pieces of those words, in lower case, for a quick look.
LABEL_STEMS = (
    *("mål", "område", "tema", "spår", "inriktning", "prioritering", "satsning", "fokus", "insats"),
    *("åtgärd", "utmaning", "princip", "tyngdpunkt", "hörnsten", "perspektiv", "ben", "aktivitet"),
    *("ledstjärna", "riktlinje", "direction", "priority", "pillar", "objective", "area", "goal"),
    *("target", "tiltak", "action", "measure", "activity", "utfordring", "challenge", "problem"),
)

LABELLED = re.compile(
    rf"(?P<word>{LEVEL_WORD}|{PRINCIPLE}|{GOAL_WORD}|{ACTION_WORD}|{CHALLENGE_WORD})"
    rf"\s+(?P<label>{_ORDINAL})(?:\s*[.:)–—-]+\s*|\s+)(?P<title>\S.*)",
    re.IGNORECASE,
)
COLON_LABEL = re.compile(
    rf"(?P<word>{LEVEL_WORD}|{CHALLENGE_WORD})\s*:\s+(?P<title>[A-ZÅÄÖ].*)", re.IGNORECASE
)
ONE_OF_THEM = re.compile(rf"(?:{LEVEL_WORD}|{PRINCIPLE})", re.IGNORECASE)
# In lower case, as all that role_of and inner_role look for.
CONTAINER = re.compile(
    rf"(?:(?:våra|vara|de|programmets|strategins|planens|policyns|kommunens|regionens|our|the|våre)\s+)?"
    rf"(?:(?:\d{{1,2}}|{'|'.join(NUMBERS)})\s+)?(?:{PLURAL})"
    r"(?:\s+(?:\d{4}(?:\s*[-–]\s*\d{4})?|för\s.{0,40}|och\s+(?:insatser|åtgärder|aktiviteter|mål|delmål)|i\s.{0,30}|med\s.{0,40}))?"
)


def _named(patterns: dict[str, str]) -> re.Pattern[str]:
    """All of the patterns as one, whose last group is the name of the first that matches."""
    named = (f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
    return re.compile("|".join(named))


# Chapters that are never part of the tree, by what they hold.
SECTIONS: dict[str, str] = {
    "challenges": r"(?:[a-zåäö\s]{0,30}utmaningar(?:na)?(?:\s+\S+){0,5}|utfordringer|(?:key |main )?challenges|problem(?:bild)?|svårigheter|hinder|(?:det|vad) vi brottas med)",
    "vision": r"(?:(?:vår |kommunens |regionens )?(?:vision|visjon|framtidsbild|målbild|önskat läge|vart vi är på väg|dit vill vi|our vision)(?:en)?(?:\s+\d{4})?(?:\s+(?:för|for)\s.*)?)",
    "goals": r"(?:(?:övergripande |våra |programmets |strategins |prioriterade )*(?:mål|målsättning(?:ar)?|delmål|goals|targets|mål för \S.*|mål \d{4}.*)(?: och (?:indikatorer|uppföljning|mått))?|vision och mål|visjon og mål|vision and (?:goals|targets))",
    "purpose": r"(?:(?:bakgrund (?:och|&) )?syfte(?: (?:och|&) (?:mål|bakgrund|avgränsning))?|ändamål|formål|purpose|uppdrag(?:et)?|programmets syfte)",
    "foreword": r"(?:förord|foreword|forord)",
    "background": r"(?:inledning|innledning|introduktion|introduction|bakgrund|background|det vi har med oss|ord (?:och uttryck|att förstå)|dagens punkter|agenda 2030.*|globala mål.*|omvärld och .*|nuläge(?:t)?(?:sbild|sanalys)?|var står vi.*|omvärld(?:sanalys|en)?|om (?:programmet|planen|strategin|handlingsplanen|oss|policyn)|utgångspunkter(?:na)?|verksamhetsmiljö|förutsättningar|status|så (?:har|togs|tas) .*|process(?:en)?|arbetsprocess|arbetet med .*|koppling till .*|styrdokument|begrepp.*|definitioner|läsanvisning|sammanfattning|summary|ärendet|beskrivning av ärendet|sammanfattning av ärendet|vår grundsyn|parter|giltighet|swot.*|styrkor|svagheter|möjligheter|hot|trender|vad är .*|varför (?:en|ett) .*|rollfördelning|roller|avgränsning.*|om dokumentet|fakta(?:\s.*|:.*)?|om region .*|om \S+ kommun|programmet i korthet|vad bygger .*|befolkning.*|statistik.*|historik|utvärdering.*|analys.*)",
    "followup": r"(?:(?:planerade |kommande )+aktiviteter|resultat|(?:genomförande|uppföljning|implementering|utvärdering|gjennomføring|oppfølging|follow-?up|implementation|monitoring|organisation|organisering|styrning|ledning)(?:\s+(?:och|&|og|and|av)\s.*)?|genomförande|ansvar(?:sfördelning)?(?:\s+(?:och|för)\s.*)?|så (?:följer|styr|arbetar|jobbar) vi.*|roller och ansvar|revidering|vem gör vad.*|governance(?:\s.*)?|årshjul|tidplan|tidslinje|vad händer nu.*|nästa steg|fortsatt arbete|kommunikationsplan|från ord till handling|indikatorer och .*|så mäter vi.*|hur följer vi.*)",
    "resources": r"(?:resurser|ekonomi(?:ska konsekvenser)?|finansiering|budget|kostnader|vad kostar det.*|uppdrag och ekonomi|resources|funding)",
    "contacts": r"(?:kontakt(?:a oss|person(?:er)?|uppgifter)?|contact|frågor|mer information|presskontakt|för mer information.*)",
    "participants": r"(?:deltagare|medverkande|remissinstanser|arbetsgrupp(?:en)?|styrgrupp(?:en)?|participants|deltakere)",
    "decision": r"(?:(?:kommun|region|stads)\w+s (?:förslag till )?beslut|förslag till beslut|beslut(?:sunderlag|sgång)?|yrkanden|antagande av .*|ärendebeskrivning|propositionsordning|justerandes sign.*|val av .*|reservation(?:er)?|beslutet skickas till.*|protokollsanteckning.*|barnkonsekvens.*|konsekvens.*|underskrift(?:er)?|jäv)",
    "appendix": r"(?:bilaga\b.*|bilagor|appendix\b.*|vedlegg\b.*|källor|källförteckning|referenser|ordlista|begreppsförklaring(?:ar)?|läs mer|relaterat|relaterad.*|dokument(?:er)?|fler nyheter|dela(?: sidan)?|mer om .*|se även)",
    "thanks": r"(?:tack!?|med vänliga? hälsning(?:ar)?|frågor\??|slut|agenda|dagordning)",
}
SECTION = _named(SECTIONS)
CONTENTS = re.compile(
    r"[ :]*(?:innehåll(?:sförteckning)?|contents|table of contents|innhold(?:sfortegnelse)?)[ :]*"
)

# Headings and lead-ins inside a direction, by what the list below them holds.
INNER: dict[str, str] = {
    "actions": r"(?:(?:prioriterade |konkreta |planerade |viktiga |föreslagna |våra |exempel på )*(?:åtgärder|insatser|aktiviteter|handlingar|tiltak|actions|measures|activities|åtaganden)(?:na)?(?:\s+(?:\d{4}.*|för .*|i .*))?|så gör vi|så ska vi .*|det(?:ta)? (?:ska|gör) vi(?: göra)?|vad (?:ska|gör) vi(?: göra)?|hur (?:ska|gör) vi.*|handlingsplan|vi (?:ska|vill|kommer att|skal)|kommunen ska|regionen ska|parterna åtar sig att|under (?:året|perioden) ska vi|för att (?:nå|uppnå|lyckas) .*|we will|vi föreslår att .*|åtgärdsförslag|förslag till åtgärder|(?:det(?:ta)? gör vi )?genom att|what we will do|det åtar vi oss|därför ska .*|strategier(?:na)?(?: för att .*)?|vägen dit|så når vi .*|arbetssätt)",
    "areas": r"(?:prioriterade (?:områden|delområden|insatsområden)|delområden|insatsområden|fokusfrågor|utvecklingsområden|prioriteringar)",
    "goals": r"(?:(?:övergripande |lång[a-z]+ |kort[a-z]+ )?(?:mål|målsättning(?:ar)?|målbild|inriktningsmål|önskat läge|vad vill vi (?:uppnå|nå).*|vi vill|goals?|targets?|resultatmål|effektmål)(?:\s+\d{4})?)",
    "subgoals": r"(?:delmål)",
    "measures": r"(?:indikatorer|mätetal|mått|nyckeltal|uppföljning|indicators|så mäter vi.*|så följer vi upp.*|utfall|resultatindikatorer)",
    "why": r"(?:varför .*|bakgrund|nuläge|utgångsläge|beskrivning|strategi|syfte|ambition|utmaningar|förutsättningar|motivering|därför|inriktning)",
}
INNER_ROLE = _named(INNER)

PROPERTY = re.compile(
    r"(?P<name>(?:Huvud)?[Aa]nsvar(?:ig|iga)?|Samverkan(?:sparter)?|I samverkan med|Samarbete|Medverkande|Partners?|Deltar|Tid(?:plan|punkt|ram)?|När|Klart?|Start|Färdigt?|Finansiering|Budget|Kostnad|Indikator(?:er)?|Mätare|Mått|Uppföljning|Status|Responsible|Timing|Ansvarlig|Frist)\s*:\s*(?P<value>\S.*)"
)

BARE_LABEL = re.compile(
    rf"(?P<word>{LEVEL_WORD}|{CHALLENGE_WORD})\s+(?P<label>{_ORDINAL})\s*[.:)–—-]?", re.IGNORECASE
)

COLUMN = {
    "action": re.compile(
        r"(?:åtgärd(?:er)?|aktivitet(?:er)?|insats(?:er)?|tiltak|action|activity|vad|handling)",
        re.IGNORECASE,
    ),
    "goal": re.compile(
        r"(?:mål|delmål|mått|mätare|indikator(?:er)?|effekt|resultat)", re.IGNORECASE
    ),
    "actor": re.compile(
        r"(?:ansvar(?:ig|iga|lig|sfördelning)?|huvudansvar(?:ig)?|vem|utförare|responsible)",
        re.IGNORECASE,
    ),
    "partner": re.compile(
        r"(?:samverkan(?:sparter)?|samarbete(?:spartner)?|medverkande|i samverkan med|aktörer|partners?|deltar)",
        re.IGNORECASE,
    ),
    "time": re.compile(
        r"(?:tid(?:plan|punkt|splan|ram|speriod)?|när|klart?|start|period|år|time|timing|färdig|frist|tidsrom)",
        re.IGNORECASE,
    ),
    "money": re.compile(r"(?:finansiering|budget|kostnad|resurser|resurs|medel)", re.IGNORECASE),
    "number": re.compile(r"(?:nr|nummer|id|#|no)", re.IGNORECASE),
    "note": re.compile(r"(?:kommentar|status|uppföljning|anmärkning|beskrivning)", re.IGNORECASE),
}


def property_of(line: str) -> re.Match[str] | None:
    """ "Ansvarig: Näringslivsenheten": a line that begins with the name of a property and has its value after a colon."""
    return PROPERTY.match(line) if ":" in line else None


@lru_cache(maxsize=4096)
def role_of(title: str) -> str:
    """Which chapter a heading opens ("challenges", "followup" …), "directions" for the one that holds them, "" for none of these."""
    bare = title.strip(" .:?!").strip()
    if len(bare) > 110:
        return ""
    lower = bare.lower()
    if CONTAINER.fullmatch(lower):
        return "directions"
    chapter = SECTION.fullmatch(lower)
    found = (chapter.lastgroup or "") if chapter else ""
    if not found and title.rstrip().endswith("?"):
        return "background"
    if found or " och " not in bare:
        return found
    # "Ekonomi och uppföljning": two chapters in one, neither of them part of the tree.
    first, rest = bare.split(" och ", 1)
    return role_of(first) if role_of(first) not in ("", "directions") and role_of(rest) else ""


@lru_cache(maxsize=4096)
def inner_role(title: str) -> str:
    """What the list under a heading or lead-in inside a direction holds: "actions", "areas", "goals" …, "" when it does not say."""
    bare = title.strip(" .:?!…").strip()
    if len(bare) > 110:
        return ""
    found = INNER_ROLE.fullmatch(bare.lower())
    return (found.lastgroup or "") if found else ""


@lru_cache(maxsize=4096)
def column_of(title: str) -> str:
    """What a column of a table holds by its head ("action", "actor", "time" …), "" when it does not say."""
    bare = title.strip(" .:?!")
    if len(bare) > 30:
        return ""
    return next((name for name, pattern in COLUMN.items() if pattern.fullmatch(bare)), "")
