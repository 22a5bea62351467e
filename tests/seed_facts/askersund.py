"""Askersund: the business programme of 2020–2023, on the kommun's own page."""

from strategies.dates import PartialDate, Period
from tests.seed_facts.fact import (
    Fact,
    flags,
    forum,
    says,
    segments,
    states,
    titles,
    took_part,
)

FILE = "askersund-naringslivsprogram.md"

FACTS = (
    Fact("002.01", "name", lambda p: p.title == "Näringslivsprogram 2020-2023"),
    Fact("002.01", "kind", lambda p: p.kind == "näringslivsprogram"),
    Fact("002.01", "period in years", lambda p: p.period == Period(start="2020", end="2023")),
    Fact("002.01", "level", lambda p: p.level == "kommunal"),
    Fact("002.01", "legal weight", lambda p: p.legal_weight == "styrdokument"),
    Fact("002.01", "owner", lambda p: p.owners == ("Askersunds kommun",)),
    Fact("002.01", "territory", lambda p: p.regions == ("Askersunds kommun",)),
    Fact(
        "002.01",
        "words under a picture are no content",
        lambda p: segments(p, "bildtext") == ["Människor som gör tummen upp"],
    ),
    Fact(
        "002.02",
        "adopted by kommunfullmäktige",
        lambda p: (
            [(d.kind, d.body, d.date) for d in p.decisions]
            == [
                (
                    "antagen",
                    "Kommunfullmäktige i Askersunds kommun",
                    PartialDate(value="2020-06-15", written="15 juni 2020"),
                )
            ]
        ),
    ),
    Fact(
        "002.02",
        "applies to all of the kommun",
        states("omfattning", "hela Askersunds kommun"),
    ),
    Fact(
        "002.02",
        "the kommun answers for content and measures",
        lambda p: (
            [(i.actor, i.note) for i in p.involvements if i.role == "ansvarig"]
            == [("Askersunds kommun", "innehåll och åtgärder")]
        ),
    ),
    Fact(
        "002.02",
        "no measures, and that is flagged",
        lambda p: len(flags(p, "uppgift saknas", "elements")) == 1,
    ),
    Fact(
        "002.03",
        "purpose 1: clear goals",
        states("syfte", "beskriva målen", "tydliga"),
    ),
    Fact(
        "002.03",
        "purpose 2: roles, focus and goals",
        states("syfte", "roll", "i fokus", "mål som är satta"),
    ),
    Fact(
        "002.04",
        "two forums",
        lambda p: (
            {f.name for f in p.forums} == {"Näringslivsrådet i Askersund", "Business Region Örebro"}
        ),
    ),
    Fact(
        "002.04",
        "both take part in the business work",
        lambda p: (
            {i.actor for i in p.involvements if i.role == "medverkar"}
            == {"Näringslivsrådet i Askersund", "Business Region Örebro"}
        ),
    ),
    Fact(
        "002.04",
        "tied to Örebro län",
        lambda p: says(forum(p, "Business Region Örebro").text, "Örebro län"),
    ),
    Fact(
        "002.05",
        "four groups drafted it",
        lambda p: (
            took_part(p, "grupp", "medverkade i framtagandet")
            == {"Näringslivet", "Företagarorganisationerna", "Tjänstemän", "Politiker"}
        ),
    ),
    Fact(
        "002.05",
        "and the council",
        lambda p: (
            [q.actor for q in p.participants if q.kind == "organisation"]
            == ["Näringslivsrådet i Askersund"]
        ),
    ),
    Fact(
        "002.06",
        "all departments and companies",
        states("omfattning", "ingår", "alla", "förvaltningar", "bolag"),
    ),
    Fact(
        "002.06",
        "services without hindrance or unreasonable waiting",
        states("princip", "näringsidkare", "utan hinder", "orimlig väntan"),
    ),
    Fact("002.06", "for everyone in business", lambda p: p.target_groups == ("näringsidkare",)),
    Fact("002.06", "accessibility", states("princip", "tillgänglighet", "fokus")),
    Fact(
        "002.06",
        "social sustainability",
        states("princip", "social hållbarhet", "grundsten", "arbete", "försörjning"),
    ),
    Fact(
        "002.06",
        "good conditions promote welfare",
        states("princip", "villkor", "alla", "välstånd"),
    ),
    Fact(
        "002.07",
        "cooperation in different roles",
        states("förutsättning", "samarbeta", "roller", "ansvar"),
    ),
    Fact(
        "002.08",
        "vision",
        states("vision", "attraktivt, enkelt och hållbart", "startar", "utvecklar", "driver"),
    ),
    Fact(
        "002.08",
        "goal",
        states(
            "mål",
            "aktiv tillsammans",
            "företagen",
            "myndigheter",
            "organisationer",
            "arbetsmarknad",
        ),
    ),
    Fact(
        "002.08",
        "both quotations are left open",
        lambda p: (
            {f.on for f in flags(p, "oparat citattecken")}
            == {s.key for s in p.statements if s.kind in ("vision", "mål")}
            and len(flags(p, "oparat citattecken")) == 2
        ),
    ),
    Fact("002.09", "level word", lambda p: p.level_words.direction == "Fokusområde"),
    Fact(
        "002.09",
        "three areas without actions",
        lambda p: (
            titles(p.elements) == ["Företagsklimat", "Kommunikation", "Kompetensförsörjning"]
            and not any(e.elements for e in p.elements)
        ),
    ),
    Fact("002.10", "page owner's post", lambda p: p.persons[0].titles == ("sidansvarig",)),
    Fact("002.10", "page owner", lambda p: p.documents[0].page_owner == "Sofia Fredriksson"),
    Fact(
        "002.10",
        "a person whose name is held back",
        lambda p: [(q.name, q.name_approved) for q in p.persons] == [("Sofia Fredriksson", False)],
    ),
    Fact(
        "002.10",
        "the page's date",
        lambda p: p.documents[0].updated == PartialDate(value="2020-09-17"),
    ),
    Fact("002.10", "the page's date is no decision", lambda p: len(p.decisions) == 1),
)
