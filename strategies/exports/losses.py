"""The loss report: what StratML has no place for, so that whoever takes a file knows what is in the portal alone, or there as mere text."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from strategies.exports.stratml import PERFORMERS, Part, first_statements, other_statements
from strategies.plan import Plan


@dataclass(frozen=True)
class Loss:
    """Something of the plan: what it is, and what becomes of it. `gone` when it is not in the file at all."""

    what: str
    becomes: str
    gone: bool = False


def losses(plan: Plan, part: Part) -> tuple[Loss, ...]:
    """What of this plan cannot be told as what it is, in the order of the plan."""
    return (*_of_plan(plan), *_of_tree(plan, part), *_left_out(plan, part))


def _of_plan(plan: Plan) -> Iterator[Loss]:
    other = _("text i OtherInformation för hela planen")
    if plan.period and any(end and len(end) < 10 for end in (plan.period.start, plan.period.end)):
        yield Loss(
            _("Periodens noggrannhet: %(period)s") % {"period": plan.period},
            _("den första och den sista dagen; så som perioden är skriven står i OtherInformation"),
        )
    told = {
        _("Planens slag, nivå och tyngd"): True,
        _("Områden och målgrupper för hela planen"): plan.regions or plan.target_groups,
        _number(
            ngettext("%d beslut", "%d beslut", len(plan.decisions)), plan.decisions
        ): plan.decisions,
        _number(
            ngettext("%d utmaning", "%d utmaningar", len(plan.challenges)), plan.challenges
        ): plan.challenges,
        _("Samband med andra planer"): plan.relations,
        _("Aktörer i hela planen"): plan.involvements,
    }
    yield from (Loss(what, other) for what, said in told.items() if said)
    if others := other_statements(plan):
        words = ngettext("%d uttalande", "%d uttalanden", len(others))
        yield Loss(
            _("%(number)s, för StratML har en vision, ett syfte och principer")
            % {"number": _number(words, others)},
            other,
        )
    first = first_statements(plan)
    if any(one.statements for one in first.values()):
        yield Loss(_("Delmål under planens uttalanden"), _("finns inte i filen"), gone=True)


def _of_tree(plan: Plan, part: Part) -> Iterator[Loss]:
    elements = list(plan.walk())
    if deep := [element for depth, element in elements if depth > 1]:
        words = ngettext("%d del på den tredje nivån", "%d delar på den tredje nivån", len(deep))
        yield Loss(
            _number(words, deep),
            _("text i OtherInformation för delen ovanför, för StratML har två nivåer"),
        )
    other = _("text i OtherInformation för delen")
    told = {
        _("Ordet för nivån, korta titlar och syften"): True,
        _("Insatsernas tider"): any(element.period for _depth, element in elements),
        _("Delarnas egna mål och uttalanden"): any(
            element.statements for _depth, element in elements
        ),
        _("Resurser"): plan.resources,
    }
    yield from (Loss(what, other) for what, said in told.items() if said)
    ties = [tie for _depth, element in elements for tie in element.involvements]
    if part == 1 and ties:
        yield Loss(_("Aktörernas roller"), _("text i Description för varje Stakeholder"))
    elif any(tie.role not in PERFORMERS for tie in ties):
        yield Loss(
            _("Rollerna medverkar, finansierar och informeras"),
            _("text i Description för varje Stakeholder; bara den som utför har en egen RoleType"),
        )


def _left_out(plan: Plan, part: Part) -> Iterator[Loss]:
    told = {
        _("Kopplingar mellan delar"): any(element.links for _depth, element in plan.walk()),
        _("Milstolpar"): plan.milestones,
        _("Forum och arbetsgrupper"): plan.forums,
        _("Underlag och uppdrag"): plan.bases or plan.mandates,
        _("Deltagare, personer och citat"): plan.participants or plan.persons or plan.quotes,
        _("Källor, källställen och anmärkningar"): plan.documents or plan.passages or plan.flags,
        _("Omnämnda aktörer"): plan.mentioned_actors,
    }
    yield from (
        Loss(what, _("finns inte i filen"), gone=True) for what, said in told.items() if said
    )


def _number(words: str, parts: object) -> str:
    assert isinstance(parts, list | tuple)
    return words % len(parts)
