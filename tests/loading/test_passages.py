"""Every value that a draft proposes stands in the text at the place that its passage points at."""

import re
from collections.abc import Callable, Iterator

import pytest

from strategies.loading.bodies import SHORT
from strategies.loading.rules import TITLES
from strategies.loading.rules.kinds import kind_word
from strategies.plan import Challenge, Decision, Element, Keyed, Plan, Statement
from strategies.texts import one_line
from tests.loading.documents import MISSING, OWN, SHARED, Drafted, own, register, seeds

LONGEST = 2000  # characters of the source that a passage repeats
BOTH = [
    pytest.param(own, id="own"),
    pytest.param(seeds, id="five", marks=pytest.mark.skipif(not SHARED.exists(), reason=MISSING)),
]
documents = pytest.mark.parametrize("documents", BOTH)
Documents = Callable[[], list[Drafted]]


def dense(words: str) -> str:
    """Without white space, case, bullets, and the hyphens and dashes that a line may end with."""
    return re.sub(r"[\s•●▪·◦*–—-]", "", words).casefold()


def has(source: str, value: str) -> bool:
    """Whether the source has the words, the ellipsis of a shortened value and what ends a sentence left out."""
    return dense(value.removesuffix(" …")).rstrip('.,;:!?”"') in dense(source)


def said(plan: Plan, field: str, part: Keyed | None = None) -> str:
    """What the passages of a field say, joined in the order of the text."""
    on = part.key if part else None
    found = [one for one in plan.passages if one.field == field and one.on == on]
    return " ".join(one.text for one in sorted(found, key=lambda one: one.start or 0))


def values(plan: Plan) -> Iterator[tuple[Keyed | None, str, str]]:
    """Every text of the draft that is taken from the source as it stands: the part, the field and a paragraph."""
    yield None, "title", plan.title
    names = {
        "target_groups": plan.target_groups,
        "relations": [one.to for one in plan.relations],
        "resources": [one.title for one in plan.resources],
        "milestones": [one.title for one in plan.milestones],
        "persons": [one.name for one in plan.persons],
        "participants": [one.name for one in plan.participants],
        "quotes": [one.text for one in plan.quotes],
        "documents": [one.page_owner for one in plan.documents],
    }
    for field, found in names.items():
        for words in found:
            yield None, field, words
    for part in plan.keyed():
        for field in ("title", "text", "case_number", "paragraph"):
            for words in getattr(part, field, "").split("\n\n"):
                yield part, field, words


@documents
def test_a_passage_says_what_the_text_says_at_its_place(documents: Documents):
    for one in documents():
        for passage in one.plan.passages:
            start, end = passage.start, passage.end
            assert start is not None
            assert end is not None
            assert 0 <= start < end <= len(one.text.content)
            assert passage.text == one_line(one.text.content[start:end][:LONGEST])
            assert passage.rule in TITLES
            assert passage.certainty


@documents
def test_every_text_stands_in_its_passages(documents: Documents):
    missing = [
        (one.name, field, words, said(one.plan, field, part))
        for one in documents()
        for part, field, words in values(one.plan)
        if words and not has(said(one.plan, field, part), words)
    ]
    assert not missing


@documents
def test_a_body_stands_in_its_passage_without_the_owner_that_tells_it_from_others(
    documents: Documents,
):
    written = {name: short for short, name in SHORT.items()}  # "KF" is written out
    for one in documents():
        for decision in one.plan.decisions:
            body = decision.body
            for owner in one.plan.owners:
                body = body.removesuffix(f" i {owner}")
            source = said(one.plan, "body", decision)
            assert has(source, body) or source == written.get(body)


@documents
def test_every_part_has_a_passage(documents: Documents):
    for one in documents():
        pointed = {passage.on for passage in one.plan.passages}
        kinds = (Element, Statement, Challenge, Decision)
        assert {part.key for part in one.plan.keyed() if isinstance(part, kinds)} <= pointed


@documents
def test_a_title_s_passage_is_hardly_wider_than_the_title(documents: Documents):
    """It may hold what was left out of the title: a number before it, a full stop after it, hyphens at line ends."""
    wide = [
        (one.name, part.title, words)
        for one in documents()
        for _, part in one.plan.walk()
        if (words := said(one.plan, "title", part)) and len(words) > len(part.title) + 12
    ]
    assert not wide


def forms(name: str) -> set[str]:
    """Every way to write an actor: its names, and those of the territory that it governs."""
    known = register().by_name.get(name)
    if known is None:
        return {name}
    regions = [one for one in register().regions if one.name == known.region]
    return known.called | {words for one in regions for words in (one.name, *one.aliases)}


@documents
def test_every_name_is_resolved_from_a_form_of_it_that_stands_in_its_passages(
    documents: Documents,
):
    missing = [
        (one.name, field, name, words)
        for one in documents()
        for field, names, words in named(one.plan)
        for name in names
        if not any(has(words, form) for form in forms(name))
    ]
    assert not missing


def named(plan: Plan) -> Iterator[tuple[str, list[str], str]]:
    yield "owners", list(plan.owners), said(plan, "owners")
    yield "mentioned_actors", list(plan.mentioned_actors), said(plan, "mentioned_actors")
    for _, part in plan.walk():
        actors = [tie.actor for tie in part.involvements]
        yield "involvements", actors, said(plan, "involvements", part)


@documents
def test_a_territory_is_told_where_its_owner_is(documents: Documents):
    for one in documents():
        governed = {register().by_name[name].region for name in one.plan.owners if name in register().by_name}  # fmt: skip
        assert set(one.plan.regions) <= governed
        assert said(one.plan, "regions") in said(one.plan, "owners")


@documents
def test_kind_weight_and_period_have_their_words(documents: Documents):
    for one in documents():
        plan = one.plan
        assert plan.kind == "annat" or kind_word(said(plan, "kind").lower()), one.name
        assert bool(plan.legal_weight) == bool(said(plan, "legal_weight")), one.name
        for year in (plan.period.start, plan.period.end) if plan.period else ():
            assert year[2:] in said(plan, "period"), one.name


@documents
def test_a_date_stands_as_it_is_written(documents: Documents):
    for one in documents():
        for decision in one.plan.decisions:
            assert has(said(one.plan, "date", decision), decision.date.written)
        for document in one.plan.documents:
            dated = document.dated
            assert dated is None or has(said(one.plan, "documents"), dated.written)


@documents
def test_what_the_plan_says_of_itself_in_other_words_has_passages_too(documents: Documents):
    for one in documents():
        plan = one.plan
        assert bool(plan.stated_counts.direction) == bool(said(plan, "stated_counts")), one.name
        assert bool(plan.level_words.direction) == bool(said(plan, "level_words")), one.name
        for _, part in plan.walk():
            assert part.open_ended == bool(said(plan, "open_ended", part)), one.name


def test_the_own_set_has_every_kind_of_value_to_prove():
    fields = {passage.field for one in own() for passage in one.plan.passages}
    assert fields >= {"title", "text", "kind", "legal_weight", "owners", "regions", "period", "body", "date", "case_number", "paragraph", "involvements", "mentioned_actors", "relations", "resources", "milestones", "target_groups", "persons", "quotes", "documents", "level_words", "stated_counts", "open_ended"}  # fmt: skip
    assert len(list(OWN.glob("*.txt"))) == len(own())
