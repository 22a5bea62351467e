"""The plan's own words for its levels, in singular and plural."""

from collections import Counter
from functools import lru_cache

from strategies.differences import GENERIC
from strategies.plan import ElementKind, Plan

# Endings of words that plans use for their levels, and their plurals; the longest that fits decides.
PLURALS = {
    "område": "områden",
    "mål": "mål",
    "fråga": "frågor",
    "punkt": "punkter",
    "insats": "insatser",
    "åtgärd": "åtgärder",
    "aktivitet": "aktiviteter",
    "uppdrag": "uppdrag",
    "projekt": "projekt",
    "strategi": "strategier",
    "satsning": "satsningar",
    "ning": "ningar",
    "ring": "ringar",
    "tema": "teman",
    "spår": "spår",
    "pelare": "pelare",
    "prioritet": "prioriteter",
}
NUMBERS = [
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
]


def singular(plan: Plan, kind: ElementKind) -> str:
    """The plan's own word, or the portal's where the plan has none."""
    return getattr(plan.level_words, kind) or GENERIC[kind]


@lru_cache(maxsize=100)
def plural(word: str) -> str:
    """ "Strategiska områden" of "Strategiskt område"; "" for a word whose plural is not known."""
    if not word:
        return ""
    *adjectives, noun = word.split()
    endings = [ending for ending in PLURALS if noun.lower().endswith(ending)]
    if not endings:
        return ""
    ending = max(endings, key=len)
    noun = noun[: -len(ending)] + _like(PLURALS[ending], noun[-len(ending) :])
    return " ".join([*map(_plural_adjective, adjectives), noun])


def counted(word: str, count: int) -> str:
    """ "tre insatsområden", "1 insats", or "Färdväg: 4" where the plural is not known."""
    if count == 1:
        return f"1 {word.lower()}"
    if not (many := plural(word)):
        return f"{word}: {count}"
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} {many.lower()}"


def extent(plan: Plan) -> list[str]:
    """How many elements there are of each level, in the plan's words."""
    counts = Counter(element.kind for _, element in plan.walk())
    kinds: list[ElementKind] = ["direction", "focus_area", "action"]
    return [counted(singular(plan, kind), counts[kind]) for kind in kinds if counts[kind]]


def _plural_adjective(word: str) -> str:
    """ "strategiska" of "strategiskt", "prioriterade" of "prioriterat", "övergripande" of itself."""
    if word.endswith(("a", "e")):
        return word
    if word.endswith(("ad", "at")):
        return f"{word[:-1]}de"
    return f"{word.removesuffix('t')}a"


def _like(ending: str, model: str) -> str:
    return ending.capitalize() if model[:1].isupper() else ending
