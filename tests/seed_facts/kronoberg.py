"""Kronoberg: what the paper is, who took part, and what its transcript spoilt."""

from strategies.dates import PartialDate
from tests.seed_facts.fact import (
    Fact,
    flags,
    says,
    segments,
    source_words,
    titles,
    took_part,
)

FILE = "kronoberg-smaland-business-region.md"
OWNERS = {
    "Regionförbundet södra Småland",
    "Växjö kommun",
    "Älmhults kommun",
    "Ljungby kommun",
    "Tingsryds kommun",
    "Lessebo kommun",
    "Uppvidinge kommun",
    "Alvesta kommun",
}
PEOPLE = [
    ("(namnet saknas i källan)", "Regionförbundet södra Småland", ""),
    ("Karin Palmér", "Regionförbundet södra Småland", ""),
    ("Thomas Karlsson", "Växjö kommun", ""),
    ("Jan Söderström", "Växjö kommun", ""),
    ("Eddie Hansson", "Älmhults kommun", ""),
    ("Jan Melkersson", "Ljungby kommun", ""),
    ("Thomas Mattson", "Tingsryds kommun", ""),
    ("Anders Borgehed", "Tingsryds kommun", ""),
    ("Lillemor Karmenstad", "Lessebo kommun", ""),
    ("Jimmi Ohlsson", "Uppvidinge kommun", ""),
    ("Magus Wigren", "Alvesta kommun", ""),
    ("Kristiina Kusonen-Eriksson", "Alvesta kommun", ""),
    ("Lena Stävmo", "Destination Småland", "information"),
    ("Catharina Värendh-Boson", "ALMI Företagspartner Kronoberg", "information"),
]


def slip(words: str) -> Fact:
    """That a slip of spelling is mended in the plan and kept as the source has it."""
    name = f"{words} is mended and kept"
    return Fact("003.24", name, lambda p: source_words(p, words, corrected=True))


FACTS = (
    Fact(
        "003.01",
        "first line is the document's title",
        lambda p: (
            p.documents[0].title
            == "INSPEL TILL RUS - OMRÅDE NÄRINGSLIV. Problem. Utmaning 1 - Strukturomvandling"
        ),
    ),
    Fact("003.01", "it is a transcript", lambda p: p.documents[0].kind == "pdf-transkript"),
    Fact(
        "003.01",
        "navigation is a segment",
        lambda p: segments(p, "navigering") == ["Relevanta dokument"],
    ),
    Fact(
        "003.01",
        "a hundred related titles, one of them twice",
        lambda p: (len(segments(p, "relaterat")), len(set(segments(p, "relaterat")))) == (100, 99),
    ),
    Fact(
        "003.01",
        "the title that stands twice",
        lambda p: (
            segments(p, "relaterat").count(
                "Sammanfattande omdöme på företagsklimatet i kommunen Kronobergs län"
            )
            == 2
        ),
    ),
    Fact(
        "003.01",
        "related titles are no content",
        lambda p: not set(segments(p, "relaterat")) & set(titles(p.elements)),
    ),
    Fact(
        "003.01",
        "the document's date",
        lambda p: p.documents[0].dated == PartialDate(value="2014-03-13"),
    ),
    Fact(
        "003.01",
        "the date is a page head, cut from the sentence",
        lambda p: segments(p, "sidhuvud") == ["2014-03-13"] and "2014" not in p.challenges[3].text,
    ),
    Fact(
        "003.01",
        "headings that ran into the text",
        lambda p: segments(p, "rubrik") == ["Problem", "Resurser", "Aktiviteter", "Resultat"],
    ),
    Fact(
        "003.02",
        "name",
        lambda p: p.title == "Småland Business Region – inspel till RUS, område näringsliv",
    ),
    Fact(
        "003.02",
        "the name is the editor's",
        lambda p: says(flags(p, "att kontrollera", "title")[0].text, "redaktionen"),
    ),
    Fact(
        "003.02",
        "kind and legal weight",
        lambda p: (p.kind, p.legal_weight) == ("inspel", "inspel"),
    ),
    Fact(
        "003.02",
        "input to the RUS",
        lambda p: (
            [(r.kind, r.to) for r in p.relations]
            == [("inspel till", "Regional utvecklingsstrategi för Kronobergs län")]
        ),
    ),
    Fact("003.02", "no decision and no period", lambda p: p.decisions == () and p.period is None),
    Fact(
        "003.02",
        "owners",
        lambda p: set(p.owners) == OWNERS and p.owners[0] == "Regionförbundet södra Småland",
    ),
    Fact("003.02", "region", lambda p: p.regions == ("Kronobergs län",)),
    Fact(
        "003.02",
        "the region's other names",
        lambda p: all(
            source_words(p, name) for name in ("Kronoberg har", "Södra Småland", "länet")
        ),
    ),
    Fact(
        "003.21",
        "a heading about goals with nothing below",
        lambda p: (
            [
                says(f.text, "Mål för Småland Business Region:", "figur")
                for f in flags(p, "tomt avsnitt")
            ]
            == [True]
        ),
    ),
    Fact(
        "003.22",
        "everyone who took part",
        lambda p: [(q.name, q.actor, q.role) for q in p.participants] == PEOPLE,
    ),
    Fact(
        "003.22",
        "names are held back",
        lambda p: len(took_part(p, "person")) == 14 and not any(q.approved for q in p.participants),
    ),
    Fact(
        "003.22",
        "the first name is lost, and that is flagged",
        lambda p: len(flags(p, "namn saknas", "participants")) == 1,
    ),
    Fact(
        "003.22",
        "Magus is kept and flagged",
        lambda p: [says(f.text, "Magus") for f in flags(p, "stavning")] == [True],
    ),
    Fact(
        "003.22",
        "pairs of name and organisation want confirmation",
        lambda p: says(
            flags(p, "att kontrollera", "participants")[0].text, "bekräfta", "organisation"
        ),
    ),
    Fact(
        "003.22",
        "seven kommuner",
        lambda p: len({q.actor for q in p.participants if q.actor.endswith("kommun")}) == 7,
    ),
    Fact(
        "003.23",
        "a meeting of chief executives, moved",
        lambda p: (
            (
                p.milestones[0].title,
                p.milestones[0].date,
                p.milestones[0].previous,
                p.milestones[0].audience,
            )
            == (
                "Kommunchefsträff",
                PartialDate(value="2014-05-24", written="24 maj", inferred=True),
                PartialDate(value="2014-03-21", written="21 mars", inferred=True),
                "kommunchefer",
            )
        ),
    ),
    Fact(
        "003.23",
        "anchoring in KSAU in spring",
        lambda p: (
            (p.milestones[1].title, p.milestones[1].date)
            == (
                "Förankring och diskussion i regionens KSAU",
                PartialDate(value="2014-21", written="under våren", inferred=True),
            )
        ),
    ),
    Fact("003.23", "KSAU is the audience", lambda p: p.milestones[1].audience == "regionens KSAU"),
    Fact(
        "003.23",
        "two meetings are for information",
        lambda p: [says(m.text, "information") for m in p.milestones] == [True, False, True],
    ),
    Fact(
        "003.23",
        "a breakfast without a date",
        lambda p: (
            (p.milestones[2].title, p.milestones[2].audience, p.milestones[2].date.precision)
            == ("Frukostträff", "Innovationsstödssystemet", "unknown")
        ),
    ),
    Fact(
        "003.23",
        "the inferred year is flagged",
        lambda p: says(flags(p, "härlett datum", "milestones")[0].text, "2014"),
    ),
    slip("samvekansmodellen"),
    slip("föredelning"),
    slip("ytteliggare"),
    slip("destionationsutvecklingsarbetet"),
    slip("den statistisk som"),
)
