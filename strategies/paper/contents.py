"""A whole plan on paper: from a Plan and what is known of its edition to sheets."""

from collections.abc import Iterator
from itertools import groupby
from typing import get_args

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from strategies.paper.actor_index import actor_index
from strategies.paper.around import (
    bases,
    forums,
    mandates,
    milestones,
    participants,
    relations,
    resources,
    sources,
)
from strategies.paper.blocks import (
    Block,
    Cover,
    Facts,
    Items,
    Lead,
    Part,
    Row,
    Section,
    Sheets,
    Text,
    said,
)
from strategies.paper.imprint import Imprint, about_edition, decided, repeal, since_adopted
from strategies.paper.nameless import nameless
from strategies.paper.tree import Tree, stated
from strategies.plan import Plan, Statement, StatementKind
from strategies.reading.facts import WEIGHTS
from strategies.reading.level_names import extent
from strategies.reading.plan_view import STATEMENTS, description, tree_title

MOST_LISTED = 120  # lines of a list of contents that somebody looks through
LONGEST_TITLE = (
    180  # letters of what a viewer shows in its title bar, and a screen reader says first
)
RUNNING = 70  # letters at the foot of a page


def plan_sheets(plan: Plan, imprint: Imprint) -> Sheets:
    """The plan as its readers may see it, without people: a name that is printed cannot be taken back."""
    plan = nameless(plan)
    sections = tuple(section for section in _sections(plan, imprint) if section.blocks)
    return Sheets(
        title=Truncator(plan.title).chars(LONGEST_TITLE),
        authors=plan.owners,
        description=description(plan),
        keywords=(plan.kind, *plan.regions),
        running=running(plan, _("utgåva %(number)s") % {"number": imprint.number}),
        words=page_words(),
        cover=Cover(
            plan.kind,
            plan.title,
            ", ".join(plan.owners),
            _on_cover(plan, imprint),
            notice=repeal(plan),
        ),
        sections=sections,
        contents_depth=_depth(sections),
    )


def running(plan: Plan, what: str) -> str:
    """What stands at the foot of each page, so that a loose sheet tells what it is of: the plan, and what of it."""
    return f"{Truncator(plan.title).chars(RUNNING)}, {what}"


def page_words() -> dict[str, str]:
    """What the template says itself."""
    return {"page": _("Sida"), "of": _("av"), "page_short": _("s."), "contents": _("Innehåll")}


def period(plan: Plan) -> str:
    return str(plan.period).capitalize() if plan.period else ""


def _on_cover(plan: Plan, imprint: Imprint) -> tuple[Row, ...]:
    decisions = [decided(decision) for decision in plan.decisions] or [_("Inget beslut är känt")]
    names = [_("Beslut"), *[""] * len(decisions)]
    return (
        *said(period(plan), _("Period")),
        *(row for told, name in zip(decisions, names, strict=False) for row in said(told, name)),
        *since_adopted(plan, imprint),
        *said(imprint.title, _("Utgåva")),
    )


def _sections(plan: Plan, imprint: Imprint) -> Iterator[Section]:
    tree, kinds = Tree(plan), {part.kind for part in plan.statements}
    aims = _("Vision och mål") if "vision" in kinds else _("Syfte och mål")
    yield Section(_("I korthet"), tuple(_in_short(plan)))
    yield Section(aims, tuple(_statements(plan)))
    yield Section(_("Utmaningar"), tuple(tree.challenges()))
    yield Section(tree_title(plan), tuple(tree.parts()), new_page=True)
    yield Section(_("Forum och arbetsgrupper"), forums(plan))
    yield Section(_("Resurser"), resources(plan))
    yield Section(_("Tidplan"), milestones(plan))
    yield Section(_("Underlag"), bases(plan))
    yield Section(_("Uppdrag"), mandates(plan))
    yield Section(_("Samband med andra planer"), relations(plan))
    yield Section(_("Vilka som tog fram planen"), participants(plan))
    yield Section(_("Aktörer"), tuple(_actors(plan)))
    yield Section(_("Källor"), sources(plan))
    yield about_edition(plan, imprint)


def _in_short(plan: Plan) -> Iterator[Block]:
    if plan.summary:
        yield Text(said(plan.summary))
    rows = (
        *said(", ".join(plan.owners), _("Ägare")),
        *said(plan.kind.capitalize(), _("Slag")),
        *said(WEIGHTS.get(plan.legal_weight or "", ""), _("Tyngd")),
        *said((plan.level or "").capitalize(), _("Nivå")),
        *said(period(plan), _("Period")),
        *said(", ".join(plan.regions), _("Områden")),
        *said(", ".join(plan.target_groups), _("Målgrupper")),
        *said(", ".join(extent(plan)).capitalize(), _("Omfattning")),
    )
    yield Facts(rows)


def _statements(plan: Plan) -> Iterator[Block]:
    """The plan's statements by kind, the vision first and in large."""
    order = get_args(StatementKind)

    def place(part: Statement) -> int:
        return order.index(part.kind)

    for at, group in groupby(sorted(plan.statements, key=place), key=place):
        kind, parts = order[at], list(group)
        if kind != "vision":
            yield Part(2, STATEMENTS[kind])
        for titled, those in groupby(parts, key=lambda part: bool(part.title)):
            show = _titled if titled else _untitled
            yield from show(list(those), kind)


def _titled(parts: list[Statement], kind: StatementKind) -> Iterator[Block]:
    level = 2 if kind == "vision" else 3
    for part in parts:
        yield Part(level, part.title, (*said(part.text), *stated(part.statements)), small=True)


def _untitled(parts: list[Statement], kind: StatementKind) -> Iterator[Block]:
    bodies = [(*said(part.text), *stated(part.statements)) for part in parts]
    if kind == "vision":
        yield from (Lead(body) for body in bodies)
    elif len(bodies) == 1:
        yield Text(bodies[0])
    else:
        yield Items(tuple(bodies))


def _actors(plan: Plan) -> Iterator[Block]:
    index = actor_index(plan)
    if index.entries:
        yield index
    if plan.mentioned_actors:
        label = _("Nämns också") if index.entries else _("Nämns")
        yield Text(said(", ".join(plan.mentioned_actors), label))


def _depth(sections: tuple[Section, ...]) -> int:
    """How many levels the list of contents has: all that leave it short enough to look through."""
    blocks = [block for section in sections for block in section.blocks]
    levels = [block.level for block in blocks if isinstance(block, Part) and block.outlined]
    fitting = [deepest for deepest in (3, 2) if sum(at <= deepest for at in levels) <= MOST_LISTED]
    return max(fitting, default=1)
