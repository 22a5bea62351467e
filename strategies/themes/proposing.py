"""The portal's proposals of what the parts of a published plan are about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from strategies.models import Strategy, ThemeLink, ThemeState
from strategies.plan import Challenge, Element, Plan, Statement, StatementKind
from strategies.themes.rules import themes_in

# What the whole plan wants. Its principles, definitions and terms name much that it is not about.
AIMS: tuple[StatementKind, ...] = ("vision", "mål", "delmål")


@dataclass(frozen=True)
class Proposal:
    """That a part of a plan, by its key, is about a theme, and the words of it that tell so."""

    key: UUID
    theme: str
    words: tuple[str, ...]


def proposals(plan: Plan) -> Iterator[Proposal]:
    """What the portal would say of the plan, its elements and its challenges, in reading order; vision and aims speak for what has them."""
    for key, title, text in _parts(plan):
        for theme, words in themes_in(title, text).items():
            yield Proposal(key, theme, words)


@transaction.atomic
def propose(strategy: Strategy, plan: Plan) -> int:
    """Store the proposals of `plan` and take away those that its text no longer gives; how many rows changed.

    What a person has confirmed or rejected is never touched. Safe to repeat.
    """
    wanted = {(one.key, one.theme): list(one.words) for one in proposals(plan)}
    stored = {(link.key, link.theme): link for link in strategy.theme_links.all()}
    gone, other = [], []
    for place, link in stored.items():
        if link.state != ThemeState.PROPOSED:
            continue
        if place not in wanted:
            gone.append(link.pk)
        elif link.words != wanted[place]:
            link.words = wanted[place]
            other.append(link)
    new = [
        ThemeLink(strategy=strategy, key=key, theme=theme, words=words)
        for (key, theme), words in wanted.items()
        if (key, theme) not in stored
    ]
    # A person may have decided meanwhile: then the row is theirs.
    undecided = strategy.theme_links.filter(state=ThemeState.PROPOSED)
    undecided.filter(pk__in=gone).delete()
    undecided.bulk_update(other, ["words"])
    ThemeLink.objects.bulk_create(new, ignore_conflicts=True)
    return len(gone) + len(other) + len(new)


def _parts(plan: Plan) -> Iterator[tuple[UUID, str, str]]:
    """The key, title and text of what may have a theme."""
    aims = [statement for statement in plan.statements if statement.kind in AIMS]
    yield plan.key, plan.title, "\n".join([plan.summary, *_all_said(aims)])
    for challenge in plan.challenges:
        yield from _challenges(challenge)
    for _, element in plan.walk():
        yield element.key, _title(element), _text(element)


def _challenges(challenge: Challenge) -> Iterator[tuple[UUID, str, str]]:
    yield challenge.key, challenge.title, challenge.text
    for part in challenge.challenges:
        yield from _challenges(part)


def _title(element: Element) -> str:
    return f"{element.title}\n{element.short_title}"


def _text(element: Element) -> str:
    return "\n".join([element.purpose, element.text, *_all_said(element.statements)])


def _all_said(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        yield statement.title
        yield statement.text
        yield from _all_said(statement.statements)
