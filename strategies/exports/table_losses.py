"""The loss report of tables: what of a plan is not among the rows of its parts, and where in a workbook it stands instead."""

from collections.abc import Iterator, Sized

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategies.exports.about import About
from strategies.exports.companions import ABOUT, ACTORS, CHALLENGES, STATEMENTS, companions
from strategies.exports.losses import Loss
from strategies.exports.table import plan_table
from strategies.exports.workbook import LONGEST_CELL
from strategies.plan import Challenge, LevelSynonyms, Plan, StatedCounts, Statement


def table_losses(plan: Plan) -> tuple[Loss, ...]:
    """What CSV lacks of this plan, in the order of the sheets where a workbook has it; then what both lack."""
    return (*_on_sheets(plan), *_cut(plan), *_left_out(plan))


def _on_sheets(plan: Plan) -> Iterator[Loss]:
    parts = list(plan.keyed())
    statements = [part for part in parts if isinstance(part, Statement)]
    challenges = [part for part in parts if isinstance(part, Challenge)]
    told: list[tuple[str, object, str]] = [
        (_("Ägare, områden, slag, period och målgrupper för hela planen"), True, ABOUT),
        (_("Sammanfattningen"), plan.summary, ABOUT),
        (_number(ngettext("%d beslut", "%d beslut", len(plan.decisions)), plan.decisions), plan.decisions, ABOUT),
        (_("Samband med andra planer"), plan.relations, ABOUT),
        (_("Resurser, milstolpar och forum"), list(plan.belonging()), ABOUT),
        (_("Underlag och källor"), plan.bases or plan.documents, ABOUT),
        (_number(ngettext("%d uttalande: vision, mål eller annat", "%d uttalanden: vision, mål och annat", len(statements)), statements), statements, STATEMENTS),
        (_number(ngettext("%d utmaning", "%d utmaningar", len(challenges)), challenges), challenges, CHALLENGES),
        (_("Aktörer i hela planen, uppdrag och omnämnda"), plan.involvements or plan.mandates or plan.mentioned_actors, ACTORS),
    ]  # fmt: skip
    for what, said, sheet in told:
        if said:
            becomes = _("står i Excel på bladet ”%(sheet)s” och saknas i CSV")
            yield Loss(what, becomes % {"sheet": sheet})


def _cut(plan: Plan) -> Iterator[Loss]:
    """Excel has room for so many letters in a cell."""
    tables = (plan_table(plan, About(plan.slug)), *companions(plan))
    cells = (cell for table in tables for row in table.rows for cell in row)
    if long := sum(len(cell) > LONGEST_CELL for cell in cells):
        words = ngettext("%d text som är mycket lång", "%d texter som är mycket långa", long)
        yield Loss(words % long, _("slutar i Excel efter 32 767 tecken; CSV har hela"))


def _left_out(plan: Plan) -> Iterator[Loss]:
    told = {
        _("Kopplingar mellan delar, och till utmaningar"): any(
            element.links for _depth, element in plan.walk()
        ),
        _("Andra ord för nivåerna, och antal som planen anger"): (
            plan.level_synonyms != LevelSynonyms() or plan.stated_counts != StatedCounts()
        ),
        _("Deltagare, personer och citat"): plan.participants or plan.persons or plan.quotes,
        _("Källställen och anmärkningar"): plan.passages or plan.flags,
    }
    both = _("finns varken i CSV eller i Excel")
    yield from (Loss(what, both, gone=True) for what, said in told.items() if said)


def _number(words: str, parts: Sized) -> str:
    return words % len(parts)
