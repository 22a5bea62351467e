"""Stockholm: the strategy for business and growth, told by a news page."""

from strategies.plan import Plan
from tests.seed_facts.fact import (
    Fact,
    direction,
    element,
    flags,
    says,
    segments,
    source_words,
    states,
    took_part,
)

FILE = "stockholm-naringslivs-och-tillvaxtstrategi.md"
THREE_POINTS = (
    "Verka för enklare regler på nationell, regional och lokal nivå "
    "för att underlätta företagandet",
    "Stöd omställningen i små och medelstora företag",
    "Stärk den regionala näringslivsutvecklingen genom samordnad finansiering",
)


def repeated(plan: Plan) -> list[tuple[object, object]]:
    """Which elements are flagged as repetitions, and of which."""
    return [(flag.on, flag.refers_to) for flag in flags(plan, "dubblett")]


FACTS = (
    Fact(
        "001.01",
        "headline is the document's title",
        lambda p: p.documents[0].title == "Ny strategi för näringsliv och tillväxt beslutad",
    ),
    Fact("001.01", "it is news", lambda p: p.documents[0].kind == "nyhet"),
    Fact(
        "001.01",
        "no date of publication, and that is flagged",
        lambda p: (
            p.documents[0].published_at is None
            and len(flags(p, "uppgift saknas", "documents")) == 1
        ),
    ),
    Fact("001.02", "first of its kind", lambda p: p.first_of_kind),
    Fact("001.02", "name", lambda p: p.title == "Näringslivs- och tillväxtstrategi"),
    Fact(
        "001.02",
        "name as the source bends it",
        lambda p: source_words(p, "Näringslivs- och tillväxtstrategin"),
    ),
    Fact(
        "001.02",
        "the long form is the summary",
        lambda p: says(p.summary, "konkurrenskraftigt näringsliv", "hållbar tillväxt"),
    ),
    Fact("001.02", "region", lambda p: p.regions == ("Stockholms län",)),
    Fact("001.02", "the region's other name", lambda p: source_words(p, "Stockholmsregionen")),
    Fact("001.02", "the owner is an organisation", lambda p: p.owners == ("Region Stockholm",)),
    Fact(
        "001.03",
        "decided by regionfullmäktige on an unknown day",
        lambda p: (
            [(d.kind, d.body, d.date.precision) for d in p.decisions]
            == [("antagen", "Regionfullmäktige i Region Stockholm", "unknown")]
        ),
    ),
    Fact(
        "001.03",
        "broad anchoring",
        lambda p: took_part(p, "grupp", "förankring") == {"Många i regionen"},
    ),
    Fact("001.03", "as written", lambda p: p.participants[0].note == "bred förankring"),
    Fact("001.04", "quote", lambda p: [q.person for q in p.quotes] == ["Anton Västberg"]),
    Fact(
        "001.04",
        "the speaker's post",
        lambda p: (
            [(q.name, q.titles, q.actor) for q in p.persons]
            == [("Anton Västberg", ("utvecklingsdirektör",), "Region Stockholm")]
        ),
    ),
    Fact("001.04", "the speaker's name is public", lambda p: p.persons[0].name_approved),
    Fact(
        "001.04",
        "joint effort and coordination",
        states("syfte", "samla", "samordna", "internationellt konkurrenskraftig", "växer hållbart"),
    ),
    Fact("001.04", "easier to act", states("syfte", "lättare", "handling")),
    Fact(
        "001.04",
        "cooperation for a robust region",
        states("syfte", "samarbetet", "robust"),
    ),
    Fact(
        "001.05",
        "four bases",
        lambda p: [b.kind for b in p.bases] == ["trend", "styrka", "utmaning", "analys"],
    ),
    Fact(
        "001.05",
        "what each basis is",
        lambda p: (
            says(p.bases[0].text, "globala trender")
            and says(p.bases[1].text, "Stockholmsregionens styrkor")
            and says(p.bases[2].text, "utmaningar")
            and says(p.bases[3].text, "Region Stockholm", "andra aktörer")
        ),
    ),
    Fact("001.05", "says what must be prioritised", states("definition", "prioritera")),
    Fact(
        "001.05",
        "strengths and challenges are the region's",
        lambda p: p.bases[1].regions == p.bases[2].regions == ("Stockholms län",),
    ),
    Fact("001.06", "level word", lambda p: p.level_words.direction == "Strategiskt område"),
    Fact(
        "001.06", "four areas stated", lambda p: p.stated_counts.direction == 4 == len(p.elements)
    ),
    Fact(
        "001.06",
        "why the areas",
        states("mål", "internationellt konkurrenskraftig", "fyra"),
    ),
    *direction(
        "001.07",
        1,
        "Stärk och utveckla forskning, innovation och smart specialisering",
        "Tillgängliggör regionala utvecklingsarenor, testbäddar och labb",
        "Främja forskning och innovation för hållbara varor och tjänster",
        "Öka kunskapen och nyttjandet av innovationsfrämjande upphandlings- och samverkansmetoder",
    ),
    *direction(
        "001.08", 2, "Stärk och utveckla små och medelstora företags konkurrenskraft", *THREE_POINTS
    ),
    Fact(
        "001.08",
        "its last bullet ends with a full stop in the source",
        lambda p: any(
            q.text.endswith("samordnad finansiering.")
            and q.corrected
            and q.on == element(p, 2, 3).key
            for q in p.passages
        ),
    ),
    # The source repeats itself; what stands there is kept, and flagged.
    *direction(
        "001.09",
        3,
        "Stärk och utveckla export, internationalisering och investeringar",
        *THREE_POINTS,
    ),
    Fact(
        "001.09",
        "each repetition is flagged and points at area 2",
        lambda p: repeated(p) == [(element(p, 3, n).key, element(p, 2, n).key) for n in (1, 2, 3)],
    ),
    Fact(
        "001.09",
        "a suspected error, the true points unknown",
        lambda p: all(says(f.text, "fel i källan", "okänt") for f in flags(p, "dubblett")),
    ),
    *direction(
        "001.10",
        4,
        "Stärk och utveckla strategisk kompetensförsörjning",
        "Förbättra matchningen och förstärk kopplingen mellan utbildning och arbetsmarknad",
        "Möjliggör omställning och livslångt lärande",
        "Underlätta rekryteringen av internationella talanger och spetskompetens",
    ),
    Fact("001.11", "a guiding document", lambda p: p.legal_weight == "vägledande"),
    Fact(
        "001.11",
        "dialogue and shared view",
        states("syfte", "utvecklingsaktörerna", "dialog", "samsyn", "attraktiv", "hållbart"),
    ),
    Fact(
        "001.11",
        "includes the research strategy",
        lambda p: (
            [(r.kind, r.to) for r in p.relations]
            == [("innefattar", "Forsknings- och innovationsstrategi för smart specialisering")]
        ),
    ),
    Fact(
        "001.12",
        "five groups made it",
        lambda p: (
            took_part(p, "grupp", "medverkade i framtagandet")
            == {"Kommuner", "Näringsliv", "Organisationer", "Akademi", "Myndigheter"}
        ),
    ),
    Fact(
        "001.12",
        "sent to 240, so that all stand behind it",
        lambda p: (
            [q.count for q in p.participants if q.kind == "remiss"] == [240]
            and any(says(q.note, "hela regionen", "stå bakom") for q in p.participants)
        ),
    ),
    Fact(
        "001.13",
        "navigation is segments",
        lambda p: (
            segments(p, "navigering")
            == [
                "Håll dig uppdaterad! Prenumerera på nyheter du är intresserad av.",
                "Prenumerera",
                "Fler nyheter",
            ]
        ),
    ),
)
