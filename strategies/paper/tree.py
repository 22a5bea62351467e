"""The tree of a plan on paper: each part under a heading by its depth, with the plan's own word for its level in the margin."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from strategies.paper.blocks import Part, Piece, Row, said
from strategies.plan import Challenge, Element, Involvement, Plan, Statement
from strategies.reading.level_names import plural, singular
from strategies.reading.tree import LINK_NAMES, LINKED_NAMES, ROLE_ORDER

TOP, DEEPEST = 2, 4  # levels of headings


class Tree:
    """Makes blocks of a plan's parts. Its links lead to the pages of other parts, by their keys."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.titles = {
            part.key: part.title for part in plan.keyed() if isinstance(part, Element | Challenge)
        }
        self.answers = self._linked_here()

    def parts(self) -> Iterator[Part]:
        yield from self._run(self.plan.elements, TOP)

    def challenges(self) -> Iterator[Part]:
        yield from self._challenges(self.plan.challenges, TOP)

    def _run(self, elements: tuple[Element, ...], level: int) -> Iterator[Part]:
        """Elements in order; of neighbours that are actions the first alone tells what they are."""
        for kind, group in groupby(elements, key=lambda element: element.kind):
            word, nodes = singular(self.plan, kind), list(group)
            several = plural(word) if len(nodes) > 1 else ""
            for at, element in enumerate(nodes):
                name = word if kind != "action" else (several or word) if at == 0 else ""
                yield self._part(element, f"{name} {element.label}".strip(), level)
                yield from self._run(element.elements, level + 1)

    def _part(self, element: Element, word: str, level: int) -> Part:
        action = element.kind == "action"
        return Part(
            level,
            element.title,
            (*said(element.text), *said(element.purpose, _("Syfte")), *stated(element.statements)),
            tuple(self._notes(element)),
            word,
            str(element.key),
            small=action,
            outlined=level == TOP or not action,
        )

    def _notes(self, element: Element) -> Iterator[Row]:
        yield from who(element.involvements)
        yield from said(str(element.period or ""), _("Tid"))
        yield from said(", ".join(element.target_groups), _("Målgrupper"))
        for kind, name in LINK_NAMES.items():
            to = [link.to for link in element.links if link.kind == kind]
            yield from self._pointed(name, to)
        for name, keys in self.answers.get(element.key, {}).items():
            yield from self._pointed(name, keys)
        yield from said(_("Genomsyrar de andra.") if element.crosscutting else "")
        yield from said(_("Listan är inte uttömmande.") if element.open_ended else "")

    def _challenges(self, challenges: tuple[Challenge, ...], level: int) -> Iterator[Part]:
        for part in challenges:
            notes = [*said(", ".join(part.shared_by), _("Delas av"))]
            for name, keys in self.answers.get(part.key, {}).items():
                notes += self._pointed(name, keys)
            yield Part(
                level, part.title, said(part.text), tuple(notes), key=str(part.key), small=True
            )
            yield from self._challenges(part.challenges, min(level + 1, DEEPEST))

    def _pointed(self, label: str, keys: list[UUID]) -> Iterator[Row]:
        if keys:
            pieces = [Piece(self.titles[key], page_of=str(key)) for key in keys]
            parting = [Piece("; ")] * len(pieces)
            both = (piece for pair in zip(pieces, parting, strict=True) for piece in pair)
            yield Row(label, tuple(both)[:-1])

    def _linked_here(self) -> dict[UUID, dict[str, list[UUID]]]:
        """For each part what the parts that point at it are to it."""
        found: dict[UUID, dict[str, list[UUID]]] = {}
        for __, element in self.plan.walk():
            for link in element.links:
                names = found.setdefault(link.to, {})
                names.setdefault(LINKED_NAMES[link.kind], []).append(element.key)
        return found


def who(involvements: tuple[Involvement, ...]) -> Iterator[Row]:
    """Each role with its actors, the responsible first."""
    for role, ties in groupby(
        sorted(involvements, key=lambda tie: ROLE_ORDER[tie.role]), key=lambda tie: tie.role
    ):
        names = (f"{tie.actor} ({tie.note})" if tie.note else tie.actor for tie in ties)
        yield from said(", ".join(names), role.capitalize())


def stated(statements: tuple[Statement, ...]) -> Iterator[Row]:
    """What an element declares, its part goals after their goal."""
    for part in statements:
        kind = part.kind.capitalize()
        yield from said(part.text, f"{kind} – {part.title}" if part.title else kind)
        yield from stated(part.statements)
