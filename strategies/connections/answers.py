"""Challenges and what answers them: which a plan leaves without an answer, and which of its actions answer none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from strategies.plan import Challenge, Element, Plan
from strategies.reading.level_names import singular
from strategies.reading.tree import anchor

ANSWERS = "svarar på"


@dataclass(frozen=True)
class Part:
    """A part of the plan on its page: the plan's word for its level, its title and anchor."""

    word: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Answer:
    """An element that answers; `editorial` when the portal's editors say so and not the source."""

    part: Part
    editorial: bool


@dataclass(frozen=True)
class Answered:
    """A challenge, what answers it, and those inside it. It is `open` when nothing answers it, a part of it or what it is a part of."""

    title: str
    anchor: str
    answers: list[Answer]
    inner: list["Answered"]
    open: bool


@dataclass(frozen=True)
class Branch:
    """Actions that answer no challenge, under the first level that they stand under; `top` None for those that stand by themselves."""

    top: Part | None
    actions: list[Part]


@dataclass(frozen=True)
class Coverage:
    """`total` and `covered` count challenges, `parts` and `covered_parts` those inside them, `actions` and `answering` the plan's actions (its
    lowest elements, where it has none).
    """

    challenges: list[Answered]
    silent: list[Branch]
    total: int
    covered: int
    parts: int
    covered_parts: int
    actions: int
    answering: int
    editorial: int

    @property
    def told(self) -> bool:
        """Whether anything at all says what answers what."""
        return self.answering > 0 or self.covered > 0


def coverage(plan: Plan) -> Coverage:
    """An action answers what it, an element that it stands under, or one that stands under it answers."""
    answers = _answers(plan)
    challenges = [_answered(one, answers, under=False) for one in plan.challenges]
    parts = [part for one in challenges for part in _walk(one.inner)]
    answering = _answering(plan)
    actions = _actions(plan)
    silent = [(top, action) for top, action in actions if action.key not in answering]
    return Coverage(
        challenges,
        list(_branches(plan, silent)),
        total=len(challenges),
        covered=sum(not one.open for one in challenges),
        parts=len(parts),
        covered_parts=sum(not part.open for part in parts),
        actions=len(actions),
        answering=len(actions) - len(silent),
        editorial=sum(answer.editorial for found in answers.values() for answer in found),
    )


def _answers(plan: Plan) -> dict[UUID, list[Answer]]:
    found: dict[UUID, list[Answer]] = defaultdict(list)
    for _, element in plan.walk():
        for link in element.links:
            if link.kind == ANSWERS:
                found[link.to].append(Answer(_part(plan, element), link.origin == "redaktionell"))
    return found


def _part(plan: Plan, element: Element) -> Part:
    return Part(singular(plan, element.kind), element.title, anchor(element.key))


def _answered(challenge: Challenge, answers: dict[UUID, list[Answer]], *, under: bool) -> Answered:
    """`under` says whether what it is a part of has an answer."""
    own = answers.get(challenge.key, [])
    inner = [_answered(one, answers, under=under or bool(own)) for one in challenge.challenges]
    unanswered = not (own or under or any(not one.open for one in inner))
    return Answered(challenge.title, anchor(challenge.key), own, inner, unanswered)


def _walk(challenges: Iterable[Answered]) -> Iterator[Answered]:
    for one in challenges:
        yield one
        yield from _walk(one.inner)


def _answering(plan: Plan) -> set[UUID]:
    """Keys of the elements that answer a challenge by themselves, or by what stands above or below them."""
    challenges = {part.key for part in plan.keyed() if isinstance(part, Challenge)}
    found: set[UUID] = set()

    def visit(element: Element, above: bool) -> bool:
        own = any(link.kind == ANSWERS and link.to in challenges for link in element.links)
        below = [visit(part, above or own) for part in element.elements]
        if above or own or any(below):
            found.add(element.key)
        return own or any(below)

    for top in plan.elements:
        visit(top, False)
    return found


def _actions(plan: Plan) -> list[tuple[Element, Element]]:
    """Every action with the first level that it stands under."""
    every = [(top, part) for top in plan.elements for _, part in top.walk()]
    actions = [pair for pair in every if pair[1].kind == "action"]
    return actions or [pair for pair in every if not pair[1].elements]


def _branches(plan: Plan, silent: list[tuple[Element, Element]]) -> Iterator[Branch]:
    groups: dict[UUID | None, list[Part]] = defaultdict(list)
    tops = {top.key: top for top, _ in silent}
    for top, action in silent:
        groups[None if top is action else top.key].append(_part(plan, action))
    for key, actions in groups.items():
        yield Branch(_part(plan, tops[key]) if key else None, actions)
