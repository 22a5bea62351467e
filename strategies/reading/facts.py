""" "I korthet" and the notices above it: what a reader has to know of a plan before reading it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from strategies.dates import PartialDate, in_words
from strategies.plan import Decision, Plan
from strategies.reading import status
from strategies.reading.level_names import extent
from strategies.reading.links import Links, Name
from strategies.reading.referring import Referring
from strategies.reading.terms import term_words
from strategies.reading.tree import anchor

WEIGHTS = {
    "styrdokument": "Styrdokument",
    "vägledande": "Vägledande dokument",
    "inspel": "Inspel till en annan plan",
}


class DecisionRow(TypedDict):
    """A decision in words: "Antagen 14 juni 2018", by whom, its number, and what to know of the date."""

    id: str
    what: str
    body: Name
    reference: str
    document: Name
    note: str


class Facts(TypedDict):
    owners: list[Name]
    kind: str
    weight: str
    level: str
    period: str
    decisions: list[DecisionRow]
    regions: list[Name]
    target_groups: str
    extent: str


class Notice(TypedDict):
    """Something said at the top of the page; `warning` for what might mislead a reader who missed it. `links` lead to other plans."""

    text: str
    warning: bool
    links: list[Name]


def facts(plan: Plan, links: Links) -> Facts:
    return {
        "owners": [links.actor(name) for name in plan.owners],
        "kind": plan.kind.capitalize()
        + (_(", den första i sitt slag") if plan.first_of_kind else ""),
        "weight": WEIGHTS.get(plan.legal_weight or "", ""),
        "level": (plan.level or "").capitalize(),
        "period": str(plan.period).capitalize() if plan.period else "",
        "decisions": [_decision(decision, links) for decision in plan.decisions],
        "regions": [links.region(name) for name in plan.regions],
        "target_groups": ", ".join(plan.target_groups),
        "extent": ", ".join(extent(plan)).capitalize(),
    }


def status_line(plan: Plan) -> str:
    """ "Antagen 14 juni 2018 av Regionfullmäktige", or "" when no decision to adopt or revise it is known."""
    decision = status.adoption(plan)
    if decision is None:
        return ""
    when = f" {decision.date}" if decision.date.value else ""
    body = _(" av %(body)s") % {"body": decision.body} if decision.body else ""
    return f"{decision.kind.capitalize()}{when}{body}"


def notices(
    plan: Plan, today: date, others: Sequence[Referring] = (), *, now: Plan | None = None
) -> list[Notice]:
    """What is special about this plan: over, to come, repealed, replaced by `others`, decided long ago or not at all, or only a contribution.

    `now` is the current edition where `plan` is an old one: it knows whether the plan counts today, and each what was decided of its words.
    """
    found = warnings(now or plan, today, others)
    if plan.legal_weight == "inspel":
        text = _("Det här är ett inspel till en annan plan och inget beslutat styrdokument.")
        found.append(_notice(text))
    elif now and status.adoption(now) and not status.adoption(plan):
        found.append(_notice(_("Den här utgåvan säger inget om något beslut. Det gör en senare.")))
    elif text := _undecided(plan) or term_words(plan, today):
        found.append(_notice(text))
    if unsettled := [other for other in others if not other.may_end]:
        text = _("En annan plan ska ersätta den, men inget beslut om den är känt:")
        found.append(_notice(text, unsettled))
    coming = [other for other in others if other.may_end and not other.counts(today)]
    if coming:
        days = ", ".join(in_words(str(other.first_day)) for other in coming)
        found.append(_notice(_("Planen ersätts %(day)s av en annan:") % {"day": days}, coming))
    return found


def warnings(plan: Plan, today: date, others: Sequence[Referring] = ()) -> list[Notice]:
    """Why the plan is not what counts now, where it is so: told wherever a reader may land in it."""
    found: list[Notice] = []
    replaced = [other for other in others if other.counts(today)]
    if replaced:
        found.append(_notice(_("Planen är ersatt av en annan:"), replaced, warning=True))
    if status.repealed(plan):
        found.append(_notice(_("Planen är upphävd."), warning=True))
    elif period := plan.period:
        phase = status.plan_phase(plan, today)
        if phase == "ended":
            text = _("Perioden har löpt ut. Planen gällde %(period)s.") % {"period": period}
            found.append(_notice(text, warning=True))
        elif phase == "coming":
            text = _("Planen har inte börjat gälla. Den gäller %(period)s.") % {"period": period}
            found.append(_notice(text, warning=True))
    return found


def _notice(text: str, others: Sequence[Referring] = (), *, warning: bool = False) -> Notice:
    links: list[Name] = [{"name": other.title, "href": other.href} for other in others]
    return {"text": text, "warning": warning, "links": links}


def _undecided(plan: Plan) -> str:
    decision = status.adoption(plan)
    if decision is None:
        return _(
            "Inget beslut är känt: det finns ingen uppgift om när planen antogs, eller av vem."
        )
    if not decision.date.value:
        return _("Planen är %(kind)s, men inget beslutsdatum är känt.") % {"kind": decision.kind}
    return ""


def _decision(decision: Decision, links: Links) -> DecisionRow:
    kind = decision.kind.capitalize()
    return {
        "id": anchor(decision.key),
        "what": f"{kind} {decision.date}"
        if decision.date.value
        else _("%(kind)s, okänt datum") % {"kind": kind},
        "body": links.actor(decision.body),
        "reference": decision.reference,
        "document": _document(decision.document),
        "note": date_note(decision.date),
    }


def _document(written: str) -> Name:
    """Where the decision can be read: a link when an address was written, else what was."""
    if not re.match(r"https?://\S+$", written):
        return {"name": written, "href": ""}
    return {"name": urlsplit(written).netloc or written, "href": written}


def date_note(when: PartialDate) -> str:
    """What a reader should know of how the date was found; "" when the source gives it."""
    if not when.inferred:
        return ""
    if when.written:
        return _("Datumet är härlett: källan skriver ”%(written)s”.") % {"written": when.written}
    return _("Datumet är härlett och står inte i källan.")
