"""Kronoberg: the four areas of Småland Business Region and their questions of focus."""

from tests.seed_facts.fact import Fact, element, forum, parts, says

FILE = "kronoberg-smaland-business-region.md"


def area(place: int, title: str) -> Fact:
    """That area `place` has its number, kind and title."""
    return Fact(
        f"003.{place + 14}",
        f"area {place} is {title}",
        lambda p: (
            (element(p, place).label, element(p, place).kind, element(p, place).title)
            == (str(place), "direction", title)
        ),
    )


def question(label: str, title: str, *words: str) -> Fact:
    """That the question "3b" has its kind and title, and a purpose that holds all the words."""
    place, letter = int(label[0]), label[1]
    below = "abcd".index(letter) + 1
    return Fact(
        f"003.{place + 14}",
        f"{label} {title}",
        lambda p: (
            (
                element(p, place, below).label,
                element(p, place, below).kind,
                element(p, place, below).title,
            )
            == (letter, "focus_area", title)
            and says(element(p, place, below).purpose, *words)
        ),
    )


def part_goal(number: int, *words: str) -> Fact:
    """That part goal `number` of the vision for Destination Småland holds all the words."""
    return Fact(
        "003.18",
        f"vision: {words[0]}",
        lambda p: says(parts(element(p, 4, 1).statements[0])[number - 1], *words),
    )


FACTS = (
    area(1, "Etablering"),
    question(
        "1a",
        "Arbetsmetodik för prospektbearbetning",
        "metod",
        "proaktivt",
        "reaktivt",
        "stöd för små näringslivskontor",
    ),
    question(
        "1b",
        "Profilering av regionen",
        "målbild",
        "profil",
        "marknadsföring",
        "säljstrategi ska tas fram",
    ),
    question(
        "1c",
        "Kartläggning/Research",
        "växer snabbt",
        "regionens företag",
        "underleverantörer",
        "erbjudande",
        "personliga nätverk",
    ),
    question("1d", "Hantering av centrala förfrågningar", "från utlandet", "investeringar"),
    area(2, "Företagsutveckling"),
    question(
        "2a",
        "Gemensam planering för framtida tillväxtsatsningar",
        "behov ska styra",
        "projektmedlen",
        "analys av behoven",
    ),
    question(
        "2b",
        "Utveckla statistikunderlag och öka analysgraden",
        "statistiken",
        "beställa och följa upp",
    ),
    question(
        "2c",
        "Planering av företagsstöd",
        "kunskapen",
        "offentliga stöd",
        "utvecklingscheckar",
        "hela länet",
        "spridas",
    ),
    Fact(
        "003.16",
        "ALMI takes part in 2c",
        lambda p: (
            [(i.actor, i.role) for i in element(p, 2, 3).involvements]
            == [("ALMI Företagspartner Kronoberg", "medverkar")]
        ),
    ),
    question(
        "2d",
        "Stöd till kommunernas basservice",
        "utbyta erfarenheter",
        "lägsta nivån",
        "inventeras",
        "utbildningar",
    ),
    area(3, "Inflyttning"),
    question("3a", "Koordinering av inflyttarnätverk", "alla kommuner är företrädda"),
    Fact(
        "003.17",
        "3a is a forum with all kommuner",
        lambda p: (
            forum(p, "Inflyttarnätverket").element == element(p, 3, 1).key
            and forum(p, "Inflyttarnätverket").kind == "nätverk"
            and says(forum(p, "Inflyttarnätverket").text, "alla kommuner")
        ),
    ),
    question("3b", "Förvaltning av Nätverk Stockholm", "TvärdraG", "Kronobergare", "Stockholm"),
    Fact(
        "003.17",
        "3b is a network that grew from TvärdraG",
        lambda p: (
            forum(p, "Nätverk Stockholm").element == element(p, 3, 2).key
            and forum(p, "Nätverk Stockholm").kind == "nätverk"
            and says(forum(p, "Nätverk Stockholm").text, "kronobergare", "Stockholm")
            and says(forum(p, "Nätverk Stockholm").origin, "TvärdraG")
            and forum(p, "TvärdraG").kind == "projekt"
        ),
    ),
    question(
        "3c",
        "Förvaltning av inflyttarvarumärket Södra Småland",
        "varumärket",
        "webbplats",
        "TvärdraG",
    ),
    question(
        "3d",
        "Marknadsplan för inflyttaraktiviteter och kampanjer",
        "mässor",
        "utställningar",
        "kampanjer",
        "erbjuda",
    ),
    area(4, "Besöksnäring"),
    question(
        "4a", "Utveckla uppdraget för Destination Småland", "AB Destination Småland", "turistbolag"
    ),
    Fact(
        "003.18",
        "only one question, and no flag for it",
        lambda p: (
            len(element(p, 4).elements) == 1 and not any(f.on == element(p, 4).key for f in p.flags)
        ),
    ),
    Fact(
        "003.18",
        "a vision for the company, with five part goals",
        lambda p: (
            says(element(p, 4, 1).statements[0].text, "bolaget")
            and element(p, 4, 1).statements[0].kind == "vision"
            and [d.kind for d in element(p, 4, 1).statements[0].statements] == ["delmål"] * 5
        ),
    ),
    part_goal(1, "avlasta kommunerna"),
    part_goal(2, "samordna", "stora destinationer"),
    part_goal(3, "turistbyråerna effektivare", "regional turistbyrå"),
    part_goal(4, "bygga upp och vårda varumärket Småland"),
    part_goal(5, "locka evenemang"),
)
