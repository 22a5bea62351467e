"""Hypothesis strategies of `Plan`, with every field and with text that looks like notation."""

import json
from datetime import date, timedelta, timezone
from typing import Any, TypeVar, get_args
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel

from strategies import plan as p
from strategies.dates import PartialDate, Period
from strategies.markdown.outline import derived_keys, places, plan_key

M = TypeVar("M", bound=BaseModel)

# What notation, YAML, JSON, Markdown and Unicode each find special.
FRAGMENTS = (
    *("#", "# Innehåll", "## x", "- ", "-", "* x", "= mål: x", "@ ansvarig: X", "+ kort: x", "+"),
    *(
        "! dubblett",
        "~ (tecken 1–2)",
        "\\",
        "\\# a",
        "1. a",
        "---",
        ": ",
        ":",
        " #",
        "a: b",
        "(not)",
    ),
    *(
        " (b",
        ")",
        "(",
        '"',
        '"a"',
        "'",
        "|",
        "\u00a0",
        "åäö",
        "ÅÄÖ",
        "🙂",
        "{#x}",
        "{#",
        "}",
        "[a]",
    ),
    *(
        "[",
        "]",
        ";",
        ",",
        "\t",
        "  ",
        "\u2028",
        "\x1c",
        "e\u0301",
        "\u0338",
        "\u00ad",
        "ja",
        "null",
    ),
    *(
        "2018",
        "~",
        "&a",
        "*a",
        "!x",
        "%",
        "`",
        "> ",
        "–",
        "källa",
        "(redaktionell)",
        "nämns",
        "ord ",
    ),
    *(
        "{#6f1c2d34-1111-4222-8333-444455556666}",
        "cirka",
        "okänt",
        "\\u00e5",
        "\ufeff",
        "١",
        "=",
        "@",
    ),
)
SPELLABLE = len(FRAGMENTS) ** 3


def _spell(number: int) -> str:
    """The number written with fragments as digits: one draw makes a text, so that a whole plan stays small to draw."""
    text = ""
    while number:
        number, digit = divmod(number - 1, len(FRAGMENTS))
        text += FRAGMENTS[digit]
    return text


def _paragraphs(number: int) -> str:
    """A text of some lines, with one or two line breaks between them."""
    return ("\n" * (1 + number % 2)).join(
        _spell(number // 7**n % SPELLABLE) for n in range(number % 5)
    )


lines = st.integers(0, SPELLABLE).map(_spell) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=3
)
titles = lines.filter(lambda text: p.one_line(text) != "")
prose = st.integers(0, SPELLABLE**2).map(_paragraphs)
some_prose = prose.filter(lambda text: p.prose(text) != "")
counts = st.none() | st.integers(min_value=0, max_value=10**6)
yes = st.booleans()


def _edtf(last: int) -> st.SearchStrategy[str]:
    """Dates until the end of that year."""
    years = st.integers(min_value=1000, max_value=last).map(str)
    return st.one_of(
        years,
        st.builds("{}-{:02}".format, years, st.integers(1, 12) | st.integers(21, 24)),
        st.dates(date(1000, 1, 1), date(last, 12, 31)).map(str),
    )


def _dates(value: st.SearchStrategy[str]) -> st.SearchStrategy[PartialDate]:
    return st.builds(PartialDate, value=st.just("") | value, written=lines, inferred=yes)


edtf = _edtf(2999)
dates = _dates(edtf)
periods = st.one_of(
    st.builds(Period, start=edtf),
    st.builds(Period, end=edtf),
    st.lists(edtf, min_size=2, max_size=2)
    .map(sorted)
    .filter(lambda d: d[0][:4] < d[1][:4])
    .map(lambda d: Period(start=d[0], end=d[1])),
    edtf.map(lambda value: Period(start=value, end=value)),
)


def few(parts: st.SearchStrategy[M]) -> st.SearchStrategy[tuple[M, ...]]:
    return st.lists(parts, max_size=2).map(tuple)


names = st.lists(titles, max_size=2).map(tuple)


def part(model: type[M], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[M]:
    """A strategy of a part that must name every field, so that a new field cannot be forgotten here."""
    missing = set(model.model_fields) ^ set(fields)
    if issubclass(model, p.Keyed):
        missing ^= {"key"}
        fields["key"] = st.uuids()
    assert not missing, f"{model.__name__}: {missing}"
    return st.builds(model, **fields)


def one_of(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(words))


involvements = part(p.Involvement, actor=titles, role=one_of(p.Role), note=lines)
decisions = part(
    p.Decision,
    kind=one_of(p.DecisionKind),
    body=lines,
    date=_dates(_edtf(2025)),  # one that is to come is not published
    case_number=lines,
    paragraph=lines,
    document=lines,
)


def _statement(below: st.SearchStrategy[tuple[p.Statement, ...]]) -> st.SearchStrategy[p.Statement]:
    return part(
        p.Statement, kind=one_of(p.StatementKind), title=lines, text=some_prose, statements=below
    )


def _challenge(below: st.SearchStrategy[tuple[p.Challenge, ...]]) -> st.SearchStrategy[p.Challenge]:
    return part(p.Challenge, title=titles, text=prose, shared_by=names, challenges=below)


def _element(
    kind: p.ElementKind, below: st.SearchStrategy[tuple[p.Element, ...]]
) -> st.SearchStrategy[p.Element]:
    return part(
        p.Element,
        kind=st.just(kind),
        label=lines,
        title=titles,
        short_title=lines,
        text=prose,
        purpose=prose,
        open_ended=yes,
        crosscutting=yes,
        period=st.none() | periods if kind == "action" else st.none(),
        target_groups=names,
        involvements=few(involvements),
        statements=few(statements),
        links=st.just(()),  # filled in by `plans`, once there is something to point at
        elements=below,
    )


statements = _statement(few(_statement(few(_statement(st.just(()))))))
challenges = _challenge(few(_challenge(few(_challenge(st.just(()))))))
actions = _element("action", st.just(()))
focus_areas = _element("focus_area", few(actions))
directions = _element("direction", few(focus_areas | actions))
elements = st.lists(st.one_of(directions, focus_areas, actions), max_size=3).map(tuple)

INSTANTS = st.datetimes(
    timezones=st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
)
documents = part(
    p.Document,
    title=titles,
    kind=lines,
    publisher=lines,
    url=st.sampled_from(["", "https://exempel.se/a#b;c=(d)", "http://x.se/å"]),
    file=lines,
    sha256=st.sampled_from(["", "0f" * 32]),
    published_at=st.none() | INSTANTS,
    dated=st.none() | dates,
    updated=st.none() | dates,
    page_owner=lines,
    segments=few(
        part(p.Segment, kind=one_of(p.Segment.model_fields["kind"].annotation), text=titles)
    ),
)
amounts = st.decimals(
    min_value=0, max_value=10**13, places=2, allow_nan=False, allow_infinity=False
)
resources = st.tuples(amounts, amounts).map(sorted).flatmap(
    lambda span: part(
        p.Resource,
        title=titles,
        low=st.just(span[0]),
        high=st.sampled_from([None, span[1]]),
        unit=lines,
        per=lines,
        approximate=yes,
        text=prose,
        excludes=prose,
        element=st.none(),
    )
) | st.builds(p.Resource, title=titles, approximate=yes)


def levels(model: type[M], values: st.SearchStrategy[Any]) -> st.SearchStrategy[M]:
    return part(model, direction=values, focus_area=values, action=values)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "format": st.just(1),
    "slug": st.sampled_from(["", "plan-for-lanet-2018"]),
    "title": titles,
    "kind": one_of(p.StrategyKind),
    "level": st.none() | one_of(p.Level),
    "legal_weight": st.none() | one_of(p.LegalWeight),
    "first_of_kind": yes,
    "owners": names,
    "regions": names,
    "period": st.none() | periods,
    "summary": prose,
    "level_words": levels(p.LevelWords, lines),
    "level_synonyms": levels(p.LevelSynonyms, names),
    "stated_counts": levels(p.StatedCounts, counts),
    "target_groups": names,
    "decisions": few(decisions),
    "statements": few(statements),
    "challenges": few(challenges),
    "elements": elements,
    "involvements": few(involvements),
    "mentioned_actors": names,
    "relations": few(
        part(p.Relation, kind=one_of(p.RelationKind), to=titles, part=lines, note=lines)
    ),
    "participants": few(
        part(
            p.Participant,
            kind=one_of(p.ParticipantKind),
            name=titles,
            actor=lines,
            role=lines,
            count=counts,
            note=lines,
            approved=yes,
        )
    ),
    "persons": few(
        part(
            p.Person,
            name=titles,
            titles=names,
            actor=lines,
            party=lines,
            phone=lines,
            email=lines,
            name_approved=yes,
            contact_approved=yes,
        )
    ),
    "quotes": few(part(p.Quote, text=some_prose, person=lines)),
    "resources": few(resources),
    "milestones": few(
        part(
            p.Milestone,
            title=titles,
            date=dates,
            previous=st.none() | dates,
            audience=lines,
            text=prose,
            element=st.none(),
        )
    ),
    "forums": few(
        part(
            p.Forum,
            name=titles,
            kind=lines,
            text=prose,
            planned=yes,
            rhythm=lines,
            form=lines,
            origin=lines,
            members=names,
            element=st.none(),
        )
    ),
    "bases": few(part(p.Basis, kind=one_of(p.BasisKind), text=titles, regions=names)),
    "mandates": few(
        part(
            p.Mandate,
            actor=titles,
            role=titles,
            given_by=lines,
            text=prose,
            areas=names,
            open_ended=yes,
        )
    ),
    "documents": few(documents),
    "passages": few(
        part(
            p.Passage,
            document=st.integers(1, 9),
            start=counts,
            end=counts,
            text=lines,
            on=st.none(),
            field=lines,
            corrected=yes,
            rule=st.sampled_from([None, "R1", "R12", "R123"]),
            certainty=st.sampled_from([None, *get_args(p.Certainty)]),
        )
    ),
    "flags": few(
        part(
            p.Flag,
            kind=one_of(p.FlagKind),
            text=lines,
            on=st.none(),
            field=lines,
            refers_to=st.none(),
        )
    ),
}


LISTS = [name for name, field in p.Plan.model_fields.items() if field.default == ()]


@st.composite
def plans(draw: st.DrawFn) -> p.Plan:
    """A valid plan: references point at any of its parts, and some keys are those that the reader derives."""
    # Each plan leaves most out, which keeps the drawing quick and failing plans readable.
    kept = draw(st.sets(st.sampled_from(LISTS), max_size=6))
    left_out = {name: st.just(()) for name in LISTS if name not in kept}
    bare = draw(part(p.Plan, **FIELDS | left_out))
    keys = [keyed.key for keyed in bare.keyed()]
    if not keys:
        return bare
    pointer = st.sampled_from(keys)
    values = bare.model_dump()
    element_keys = [element.key for _, element in bare.walk()]
    linkable = [part.key for part in bare.keyed() if isinstance(part, p.Element | p.Challenge)]
    for element in _walk(values["elements"]):
        element["links"] = draw(few(_links(linkable)))
    for name in p.BELONGING:
        for one in values[name]:
            one["element"] = draw(st.sampled_from([None, *element_keys]))
    for remark in values["passages"] + values["flags"]:
        remark["on"] = draw(st.none() | pointer)
    for flag in values["flags"]:
        flag["refers_to"] = draw(st.none() | pointer)
    return _with_derived_keys(draw, p.Plan.model_validate(values))


def _links(keys: list[UUID]) -> st.SearchStrategy[p.Link]:
    return part(p.Link, kind=one_of(p.LinkKind), to=st.sampled_from(keys), origin=one_of(p.Origin))


def _walk(values: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [found for value in values for found in (value, *_walk(value["elements"]))]


def _with_derived_keys(draw: st.DrawFn, plan: p.Plan) -> p.Plan:
    found = list(places(plan, getattr))
    derived = plan_key(plan.slug, plan.title, plan.owners) if draw(st.booleans()) else plan.key
    pairs: list[tuple[UUID, UUID]] = [(plan.key, derived)]
    keys = derived_keys(derived, found)
    for place, key in zip(
        found, draw(st.permutations(keys)) if draw(st.booleans()) else keys, strict=True
    ):
        if draw(st.booleans()):
            pairs.append((place.part.key, key))
    text = json.dumps(plan.model_dump(mode="json"))
    for old, new in pairs:
        text = text.replace(str(old), str(new))
    return p.Plan.model_validate_json(text)
