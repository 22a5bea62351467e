"""Örebro: the action plan of 2018–2022, told by a press release."""

from datetime import datetime

from strategies.dates import PartialDate, Period
from strategies.plan import Mandate, Plan
from tests.seed_facts.fact import (
    Fact,
    direction,
    element,
    flags,
    forum,
    says,
    segments,
    source_words,
    states,
    titles,
    took_part,
)

FILE = "orebro-handlingsplan-naringsliv.md"


def mandate(plan: Plan, role: str) -> Mandate:
    return next(m for m in plan.mandates if m.actor == "Region Örebro län" and m.role == role)


FACTS = (
    Fact(
        "000.01",
        "navigation is a segment",
        lambda p: segments(p, "navigering") == ["Skip to main content"],
    ),
    Fact(
        "000.01",
        "headline is the document's title",
        lambda p: (
            p.documents[0].title
            == "Handlingsplan för näringsliv och entreprenörskap ska stärka länets tillväxt"
        ),
    ),
    Fact("000.01", "it is a press release", lambda p: p.documents[0].kind == "pressmeddelande"),
    Fact(
        "000.01",
        "published at 12:47 summer time",
        lambda p: p.documents[0].published_at == datetime.fromisoformat("2018-06-14T12:47+02:00"),
    ),
    Fact(
        "000.01", "the English stamp is kept", lambda p: source_words(p, "Jun 14, 2018 12:47 CEST")
    ),
    Fact("000.01", "no no-break space is left", lambda p: "\u00a0" not in p.model_dump_json()),
    Fact(
        "000.01",
        "the raw file is pinned",
        lambda p: p.documents[0].sha256.startswith("318785cf4c23533e"),
    ),
    Fact("000.02", "name", lambda p: p.title == "Handlingsplan för näringsliv och entreprenörskap"),
    Fact("000.02", "name with a comma", lambda p: source_words(p, "entreprenörskap, 2018-2022")),
    Fact("000.02", "name without a comma", lambda p: source_words(p, "entreprenörskap 2018-2022")),
    Fact("000.02", "kind", lambda p: p.kind == "handlingsplan"),
    Fact("000.02", "period in years", lambda p: p.period == Period(start="2018", end="2022")),
    Fact("000.02", "level", lambda p: p.level == "regional"),
    Fact("000.02", "owner", lambda p: p.owners == ("Region Örebro län",)),
    Fact(
        "000.02",
        "region, called länet",
        lambda p: p.regions == ("Örebro län",) and source_words(p, "länets"),
    ),
    Fact(
        "000.03",
        "adopted by the board",
        lambda p: (
            [(d.kind, d.body) for d in p.decisions]
            == [("antagen", "Region Örebro läns nämnd för regional tillväxt")]
        ),
    ),
    Fact(
        "000.03",
        "the day is inferred from i dag",
        lambda p: (
            p.decisions[0].date == PartialDate(value="2018-06-14", written="i dag", inferred=True)
        ),
    ),
    Fact(
        "000.03",
        "the inference is flagged",
        lambda p: [f.on for f in flags(p, "härlett datum")] == [p.decisions[0].key],
    ),
    Fact(
        "000.04",
        "three elements in the summary",
        lambda p: says(
            p.summary, "företagsklimat", "internationalisering", "etableringar", "investeringar"
        ),
    ),
    Fact(
        "000.05",
        "goal",
        states(
            "mål", "attraktivt för investeringar", "företag", "talanger", "kapital", "gemensamt"
        ),
    ),
    Fact(
        "000.05",
        "the two parties",
        lambda p: took_part(p, "grupp", "part i målet") == {"Näringsliv", "Offentlig verksamhet"},
    ),
    Fact("000.06", "quote", lambda p: [q.person for q in p.quotes] == ["Irén Lejegren"]),
    Fact(
        "000.06",
        "what the quote says",
        lambda p: says(
            p.quotes[0].text, "viktig", "bred samverkan", "konkurrenskraft", "beslutsnivåer"
        ),
    ),
    Fact(
        "000.06",
        "the dash is speech, not a bullet",
        lambda p: source_words(p, "- Det här är") and not p.quotes[0].text.startswith("-"),
    ),
    Fact(
        "000.06",
        "the speaker's post and party",
        lambda p: (
            p.persons[0].titles[1] == "ordförande i nämnden för regional tillväxt"
            and p.persons[0].party == "S"
        ),
    ),
    Fact(
        "000.06",
        "broad drafting",
        lambda p: (
            took_part(p, "grupp", "medverkade i framtagandet")
            == {"Näringslivet", "Offentliga aktörer"}
        ),
    ),
    Fact(
        "000.06",
        "aim",
        states("syfte", "företagen i länet", "konkurrenskraft", "hållbar", "stark"),
    ),
    Fact(
        "000.06",
        "in broad cooperation",
        lambda p: [q.note for q in p.participants if q.note] == ["bred samverkan"] * 2,
    ),
    Fact(
        "000.06",
        "precondition",
        states("förutsättning", "många aktörer", "beslutsnivåer"),
    ),
    Fact(
        "000.07",
        "sub-headings are segments",
        lambda p: (
            segments(p, "rubrik")
            == [
                "Stärka entreprenörskapet hos unga, kvinnor och utrikes födda",
                "Digitaliseringen i små företag",
                "Underlätta etableringar och investeringar",
            ]
        ),
    ),
    Fact(
        "000.07",
        "sub-headings name no direction",
        lambda p: not set(segments(p, "rubrik")) & set(titles(p.elements)),
    ),
    Fact(
        "000.08",
        "level words",
        lambda p: (
            (p.level_words.direction, p.level_words.focus_area)
            == ("Strategisk inriktning", "Insatsområde")
        ),
    ),
    Fact(
        "000.08",
        "three directions stated",
        lambda p: p.stated_counts.direction == 3 == len(p.elements),
    ),
    Fact(
        "000.08",
        "directions hold actions",
        lambda p: {c.kind for e in p.elements for c in e.elements} == {"action"},
    ),
    *direction(
        "000.09",
        1,
        "Skapa ett företagsklimat där entreprenörer har goda förutsättningar "
        "att starta, driva och utveckla företag",
        "Stärka entreprenörskapet hos unga, kvinnor och utrikes födda",
        "Tillsätta ett regionalt näringslivsråd",
        "Möjliggöra för digitala mötesplatser för entreprenörer",
    ),
    Fact(
        "000.09",
        "three target groups",
        lambda p: element(p, 1, 1).target_groups == ("unga", "kvinnor", "utrikes födda"),
    ),
    Fact(
        "000.09",
        "a council is planned",
        lambda p: (
            forum(p, "Regionalt näringslivsråd").planned
            and forum(p, "Regionalt näringslivsråd").element == element(p, 1, 2).key
        ),
    ),
    Fact(
        "000.09",
        "meeting places are for entrepreneurs",
        lambda p: element(p, 1, 3).target_groups == ("entreprenörer",),
    ),
    *direction(
        "000.10",
        2,
        "Öka internationaliseringsgraden och kunskapsinnehållet i näringslivet",
        "Vidareutveckla regional exportsamverkan",
        "Stärka digitaliseringen i små och medelstora företag",
        "Underlätta för småföretag att delta i innovationsupphandling",
    ),
    Fact(
        "000.10",
        "target groups of direction 2",
        lambda p: (
            element(p, 2, 2).target_groups == ("små och medelstora företag",)
            and element(p, 2, 3).target_groups == ("småföretag",)
        ),
    ),
    *direction(
        "000.11",
        3,
        "Underlätta för fler etableringar, investeringar och finansieringsmöjligheter",
        "Underlätta företagens kapitalförsörjning",
        "Förstärka och utveckla det strategiska investerings- och etableringsarbetet",
        "Stärka den nationella och internationella kännedomen om länets styrkeområden",
    ),
    Fact(
        "000.11",
        "the slip of grammar is mended and kept",
        lambda p: any(
            q.text.endswith("etableringsarbete") and q.corrected and q.on == element(p, 3, 2).key
            for q in p.passages
        ),
    ),
    Fact(
        "000.12",
        "three lists are not complete",
        lambda p: [e.open_ended for e in p.elements] == [True, True, True],
    ),
    Fact(
        "000.13",
        "mandate by the Government",
        lambda p: mandate(p, "regionalt utvecklingsansvarig").given_by == "Regeringen",
    ),
    Fact(
        "000.13",
        "what the mandate means, among other things",
        lambda p: (
            says(
                mandate(p, "regionalt utvecklingsansvarig").text, "lättare", "samordna", "samverka"
            )
            and mandate(p, "regionalt utvecklingsansvarig").open_ended
        ),
    ),
    Fact(
        "000.14",
        "starts from the RUS, in one priority area",
        lambda p: (
            [(r.kind, r.to, r.part) for r in p.relations]
            == [
                (
                    "utgår från",
                    "Regional utvecklingsstrategi för Örebro län",
                    "näringsliv och entreprenörskap",
                )
            ]
        ),
    ),
    Fact(
        "000.14",
        "the RUS was newly adopted",
        lambda p: says(p.relations[0].note, "nyligen antagen", "RUS"),
    ),
    Fact(
        "000.15",
        "Lejegren's two titles and phone",
        lambda p: (
            p.persons[0].titles == ("regionråd", "ordförande i nämnden för regional tillväxt")
            and p.persons[0].phone == "070-663 19 75"
        ),
    ),
    Fact(
        "000.15",
        "Södergren's title and phone",
        lambda p: (
            (p.persons[1].name, p.persons[1].titles, p.persons[1].phone)
            == ("Johan Södergren", ("utvecklingsledare Näringslivsutveckling",), "072-147 54 05")
        ),
    ),
    Fact(
        "000.15",
        "only the spokesperson's name is public, and no phone",
        lambda p: (
            [(q.name_approved, q.contact_approved) for q in p.persons]
            == [(True, False), (False, False)]
        ),
    ),
    Fact(
        "000.16",
        "the region answers for six areas and more",
        lambda p: (
            mandate(p, "ansvarsområden").areas
            == (
                "hälso- och sjukvård",
                "kollektivtrafik",
                "infrastruktur",
                "näringslivsutveckling",
                "kultur",
                "utveckling av social välfärd",
            )
            and mandate(p, "ansvarsområden").open_ended
        ),
    ),
)
