"""Norra Mellansverige: the joint strategy of three regions, told by a web page."""

from strategies.plan import Plan
from tests.seed_facts.fact import (
    Fact,
    element,
    flags,
    says,
    source_words,
    states,
    titles,
)

FILE = "norra-mellansverige-strategi-industriell-omvandling.md"
COUNTIES = ("Gävleborgs län", "Dalarnas län", "Värmlands län")


def embedded_in(plan: Plan, place: int) -> set[int]:
    """Places of the priorities that this one is part of carrying out, by the source's own word."""
    links = element(plan, place).links
    keys = {link.to for link in links if link.kind == "integreras i" and link.origin == "källa"}
    return {n for n, e in enumerate(plan.elements, 1) if e.key in keys}


FACTS = (
    Fact(
        "004.01",
        "name",
        lambda p: p.title == "Strategi för industriell omvandling i Norra Mellansverige",
    ),
    Fact("004.01", "kind", lambda p: p.kind == "strategi"),
    Fact("004.01", "level", lambda p: p.level == "storregional"),
    Fact("004.01", "no decision and no period", lambda p: p.decisions == () and p.period is None),
    Fact(
        "004.01",
        "date, body and period are flagged as missing",
        lambda p: (
            len(flags(p, "uppgift saknas", "decisions")) == 2
            and len(flags(p, "uppgift saknas", "period")) == 1
        ),
    ),
    Fact("004.01", "region", lambda p: p.regions == ("Norra Mellansverige",)),
    Fact("004.01", "also written norra", lambda p: source_words(p, "norra Mellansverige")),
    Fact(
        "004.02",
        "three owners",
        lambda p: p.owners == ("Region Gävleborg", "Region Dalarna", "Region Värmland"),
    ),
    Fact("004.02", "Gävleborg publishes", lambda p: p.documents[0].publisher == "Region Gävleborg"),
    Fact(
        "004.02",
        "a joint strategy",
        lambda p: says(p.summary, "gemensam", "Gävleborg", "Dalarna", "Värmland"),
    ),
    Fact(
        "004.03",
        "purpose",
        states("syfte", "tre länen", "ställa om", "utvecklas", "konkurrenskraft", "hållbart"),
    ),
    Fact("004.03", "goal", states("mål", "stark", "hållbar", "innovativ", "möjligheter")),
    Fact(
        "004.04",
        "five challenges",
        lambda p: (
            titles(p.challenges)
            == [
                "Låg innovationskapacitet i små och medelstora företag",
                "Bristande matchning av företagens kompetensbehov och arbetskraftsutbud",
                "Låg utgifts- och investeringsnivå inom forskning och innovation",
                "Starkt beroende av internationalisering, "
                "men låg grad av internationalisering av små och medelstora företag",
                "Bristande strategisk samordning och styrning av insatser "
                "på en länsövergripande nivå",
            ]
        ),
    ),
    Fact(
        "004.04",
        "shared by three län",
        lambda p: [c.shared_by for c in p.challenges] == [COUNTIES] * 5,
    ),
    Fact("004.05", "level word", lambda p: p.level_words.direction == "Prioritering"),
    Fact(
        "004.05",
        "six priorities stated",
        lambda p: p.stated_counts.direction == 6 == len(p.elements),
    ),
    Fact(
        "004.05",
        "names of the priorities",
        lambda p: (
            titles(p.elements)
            == [
                "Resurser och kapacitet för innovation",
                "Ökad närvaro i globala värdekedjor",
                "Stärkt omställningsförmåga för små och medelstora företag",
                "Kompetenser för en attraktiv industri",
                "Grön och cirkulär industri",
                "Strategisk styrning och samordning",
            ]
        ),
    ),
    Fact(
        "004.05",
        "priority 1",
        lambda p: says(element(p, 1).text, "system", "kunskap", "resurser", "infrastruktur"),
    ),
    Fact(
        "004.05",
        "priority 2",
        lambda p: says(
            element(p, 2).text,
            "profil",
            "små och medelstora",
            "internationella samarbeten",
            "marknader",
        ),
    ),
    Fact(
        "004.05",
        "priority 3",
        lambda p: says(
            element(p, 3).text, "stöd och verktyg", "digitalisering", "nya affärsmodeller"
        ),
    ),
    Fact(
        "004.05",
        "priority 4",
        lambda p: says(
            element(p, 4).text,
            "attraktiv",
            "alla grupper",
            "utbildningar och system",
            "i dag",
            "längre fram",
        ),
    ),
    Fact(
        "004.05",
        "priority 6",
        lambda p: says(element(p, 6).text, "tillsammans", "större", "splittras inte"),
    ),
    Fact(
        "004.06",
        "priority 5 is crosscutting",
        lambda p: [e.crosscutting for e in p.elements] == [n == 5 for n in range(1, 7)],
    ),
    Fact(
        "004.06",
        "priority 5 is part of 1 to 4, not of 6",
        lambda p: embedded_in(p, 5) == {1, 2, 3, 4},
    ),
    Fact(
        "004.06",
        "for a green, circular economy",
        lambda p: says(element(p, 5).text, "hållbart samhälle", "grön och cirkulär"),
    ),
    Fact(
        "004.07",
        "target groups",
        lambda p: p.target_groups == ("industrin", "små och medelstora företag"),
    ),
    Fact(
        "004.07",
        "the source ties no priority to a challenge",
        lambda p: (
            not any(
                link.kind == "svarar på" and link.origin == "källa"
                for _, e in p.walk()
                for link in e.links
            )
        ),
    ),
)
