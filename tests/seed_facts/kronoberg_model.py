"""Kronoberg: Småland Business Region as a way to work together, its goals, means and results."""

from strategies.plan import Plan, Resource
from tests.seed_facts.fact import (
    Fact,
    forum,
    goal,
    parts,
    says,
    states,
)
from tests.seed_facts.kronoberg import OWNERS

FILE = "kronoberg-smaland-business-region.md"
SBR = "Småland Business Region"


def span(resource: Resource) -> tuple[int, int, str]:
    """Lower and upper amount (the same where only one is given) and unit."""
    low, high = resource.low or 0, resource.high or resource.low or 0
    return int(low), int(high), resource.unit


def roles(plan: Plan, role: str) -> set[str]:
    return {i.actor for i in plan.involvements if i.role == role}


FACTS = (
    Fact(
        "003.08",
        "two documents to start from",
        lambda p: (
            [b.text for b in p.bases if b.kind == "dokument"]
            == ["Dialogunderlaget", "OECD-rapporten"]
        ),
    ),
    Fact(
        "003.08",
        "a model of cooperation and its members",
        lambda p: forum(p, SBR).kind == "samverkansmodell" and set(forum(p, SBR).members) == OWNERS,
    ),
    Fact(
        "003.08",
        "they want to strengthen cooperation",
        lambda p: says(forum(p, SBR).text, "stärka"),
    ),
    Fact(
        "003.09",
        "business regions: no fixed form, established, proactive",
        states(
            "definition",
            "många håll",
            "inte en viss organisation",
            "etablerat",
            "strategiskt",
            "proaktivt",
        ),
    ),
    Fact(
        "003.09",
        "three levels of cooperation",
        lambda p: (
            [(s.title, s.kind) for s in p.statements[0].statements]
            == [
                ("A. Samverkan", "definition"),
                ("B. Partnerskap", "definition"),
                ("C. Bolagsform", "definition"),
            ]
        ),
    ),
    Fact(
        "003.09",
        "what each level binds to",
        lambda p: (
            says(parts(p.statements[0])[0], "frivilligt", "utan bindning")
            and says(parts(p.statements[0])[1], "skrivit under", "avtal")
            and says(parts(p.statements[0])[2], "äger", "aktiebolag")
        ),
    ),
    Fact(
        "003.09",
        "the proposed form, read as A by the editor",
        lambda p: says(forum(p, SBR).form, "samverkansmodell", "nivå A", "redaktionell"),
    ),
    Fact(
        "003.10",
        "a model for public actors",
        states("definition", SBR, "offentliga aktörer", "näringslivet"),
    ),
    Fact(
        "003.10",
        "grew from the network",
        lambda p: (
            forum(p, SBR).origin == "nätverket för kommunernas näringslivsansvariga"
            and forum(p, "Nätverket för kommunernas näringslivsansvariga").kind == "nätverk"
        ),
    ),
    Fact(
        "003.10",
        "not another organisation",
        states("princip", "inte", "ännu en organisation"),
    ),
    Fact(
        "003.10",
        "better use of public means",
        states("princip", "offentliga resurser", "bättre"),
    ),
    Fact(
        "003.11",
        "both words for level 1",
        lambda p: (
            (p.level_words.direction, p.level_synonyms.direction)
            == ("Arbetsområde", ("Samarbetsområde",))
        ),
    ),
    Fact(
        "003.11", "four areas stated", lambda p: p.stated_counts.direction == 4 == len(p.elements)
    ),
    Fact(
        "003.11",
        "words for levels 2 and 3",
        lambda p: (p.level_words.focus_area, p.level_words.action) == ("Fokusfråga", "Insats"),
    ),
    Fact(
        "003.11",
        "three target groups",
        lambda p: (
            p.target_groups
            == (
                "personer som vill leva i regionen",
                "personer som vill verka i regionen",
                "personer som vill besöka regionen",
            )
        ),
    ),
    Fact(
        "003.12",
        "one working group an area",
        lambda p: (
            [f.element for f in p.forums if f.kind == "arbetsgrupp"] == [e.key for e in p.elements]
        ),
    ),
    Fact(
        "003.12",
        "working groups are yet to be formed",
        lambda p: all(f.planned for f in p.forums if f.kind == "arbetsgrupp"),
    ),
    Fact(
        "003.12",
        "working groups meet monthly or at need",
        lambda p: (
            {f.rhythm for f in p.forums if f.kind == "arbetsgrupp"}
            == {"varje månad eller vid behov"}
        ),
    ),
    Fact(
        "003.12",
        "monthly meeting with ALMI and Destination Småland",
        lambda p: (
            forum(p, "Månadsmötet för näringslivsansvariga").rhythm == "varje månad"
            and forum(p, "Månadsmötet för näringslivsansvariga").members
            == ("ALMI Företagspartner Kronoberg", "Destination Småland")
        ),
    ),
    Fact(
        "003.12",
        "both take part",
        lambda p: (
            roles(p, "medverkar") == {"ALMI Företagspartner Kronoberg", "Destination Småland"}
        ),
    ),
    Fact(
        "003.13",
        "three resources, with their amounts",
        lambda p: (
            [span(r) for r in p.resources]
            == [
                (10, 10, "procent av heltid"),
                (100, 150, "procent av heltid"),
                (2_000_000, 2_000_000, "kr"),
            ]
        ),
    ),
    Fact(
        "003.13",
        "per year",
        lambda p: [r.per for r in p.resources] == ["kommun och år", "år", "år"],
    ),
    Fact(
        "003.13",
        "about, and at least",
        lambda p: all(r.approximate and says(r.text, "minst") for r in p.resources),
    ),
    Fact(
        "003.13",
        "other staff not counted",
        lambda p: says(p.resources[0].excludes, "andra anställda"),
    ),
    Fact(
        "003.13",
        "one coordinator",
        lambda p: says(p.resources[1].text, "heltidstjänst", "samordnar"),
    ),
    Fact(
        "003.13",
        "specialists",
        lambda p: says(p.resources[1].text, "specialister", "statistik", "analys", "jämställdhet"),
    ),
    Fact(
        "003.13",
        "what the money is for",
        lambda p: says(
            p.resources[2].text,
            "utbildning",
            "marknadsföring",
            "mässor",
            "webb",
            "tjänster",
            "statistik",
        ),
    ),
    Fact(
        "003.13",
        "other actors' time not counted",
        lambda p: all(says(r.excludes, "andra aktörer") for r in p.resources),
    ),
    Fact(
        "003.13",
        "more is needed as it grows",
        states("förutsättning", "mer resurser", "modellen", "aktörer", "fokusfrågorna"),
    ),
    Fact(
        "003.14",
        "three goals with part goals 2, 2 and 3",
        lambda p: (
            [(s.title, len(s.statements)) for s in p.statements if s.kind == "mål"]
            == [("Synliggöra", 2), ("Effektivisera", 2), ("Engagera", 3)]
        ),
    ),
    Fact(
        "003.14",
        "part goals are delmål",
        lambda p: (
            {d.kind for s in p.statements if s.kind == "mål" for d in s.statements} == {"delmål"}
        ),
    ),
    Fact(
        "003.14",
        "make visible",
        lambda p: (
            says(parts(goal(p, "Synliggöra"))[0], "tydlig avsändare")
            and says(parts(goal(p, "Synliggöra"))[1], "utan gränser", "ansvaret", "hela regionen")
        ),
    ),
    Fact(
        "003.14",
        "make efficient",
        lambda p: (
            says(parts(goal(p, "Effektivisera"))[0], "tid", "parallellt", "samordnas")
            and says(parts(goal(p, "Effektivisera"))[1], "offentliga medel", "gemensamma")
        ),
    ),
    Fact(
        "003.14",
        "engage",
        lambda p: (
            says(parts(goal(p, "Engagera"))[0], "enat")
            and says(parts(goal(p, "Engagera"))[1], "viljan", "ännu mer")
            and says(parts(goal(p, "Engagera"))[2], "part", "regional näringslivsarena")
        ),
    ),
    Fact(
        "003.19",
        "growth and economic development",
        states("resultat", "tillväxten", "ekonomiska utvecklingen"),
    ),
    Fact(
        "003.19",
        "trust and continuous dialogue",
        states("förutsättning", "tillit", "delaktighet", "förtroende", "hela tiden tala"),
    ),
    Fact(
        "003.19",
        "divided work, shared results",
        states("princip", "ansvaret är fördelat", "alla får del av resultatet"),
    ),
    Fact(
        "003.19",
        "who carries out",
        lambda p: roles(p, "utförare") == {"ALMI Företagspartner Kronoberg", "Destination Småland"},
    ),
    Fact(
        "003.19",
        "near the firms' daily problems",
        states("resultat", "samarbetar", "vardagsproblem"),
    ),
    Fact(
        "003.19",
        "long-term, with endurance",
        states("förutsättning", "långsiktigt", "uthållighet"),
    ),
    Fact(
        "003.20",
        "regions with long experience",
        lambda p: (
            [b.regions for b in p.bases if b.kind == "analys"]
            == [("Skåne län", "Göteborgs kommun", "Örebro län", "Östergötlands län")]
        ),
    ),
    Fact(
        "003.20",
        "priority in the new regionkommun",
        states("förutsättning", "prioritet", "regionkommunen"),
    ),
    Fact(
        "003.20",
        "shared target picture and method",
        states("förutsättning", "målbild", "metodiskt"),
    ),
    Fact("003.20", "belonging", states("förutsättning", "hör till ett sammanhang")),
    Fact(
        "003.20",
        "scale benefits",
        states("resultat", "stordriftsfördelar", "effektivare", "kraftfullare"),
    ),
)
