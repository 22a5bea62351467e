"""Terms of office of fullmäktige, and whether what one of them adopted was decided in this one.

Elections are on the second Sunday of September every fourth year (2018, 2022, 2026 …), and those elected sit from 15 October of that year
(kommunallagen 2017:725, 5 kap.; vallagen 2005:837, 1 kap.).
"""

from datetime import date

from django.utils.translation import gettext as _

from strategies.dates import bounds
from strategies.plan import DecisionKind, Plan

YEARS = 4
AN_ELECTION = 2022
# What fullmäktige has said that the plan is to be, however the words were decided.
CONFIRMING: tuple[DecisionKind, ...] = ("antagen", "reviderad", "förlängd")
# Plans of the country and of larger areas have no fullmäktige of their own.
WITHOUT_FULLMAKTIGE = ("nationell", "storregional")


def term_began(day: date) -> date:
    """The first day of the term that the day is in."""
    year = day.year - (day.year - AN_ELECTION) % YEARS
    began = date(year, 10, 15)
    return began if began <= day else date(year - YEARS, 10, 15)


def term_words(plan: Plan, today: date) -> str:
    """ "Planen är antagen under föregående mandatperiod.", or "" when it was decided or confirmed in this one, or nobody knows when.

    A date that is not exact counts as late as it can be.
    """
    days = [
        bounds(decision.date.value)[1]
        for decision in plan.decisions
        if decision.kind in CONFIRMING and decision.date.value
    ]
    began = term_began(today)
    if not days or max(days) >= began or plan.level in WITHOUT_FULLMAKTIGE:
        return ""
    if max(days) >= began.replace(year=began.year - YEARS):
        return _("Planen är antagen under föregående mandatperiod.")
    return _("Planen är antagen under en tidigare mandatperiod.")
