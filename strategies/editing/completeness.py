"""What is missing in plans: one set of rules, asked of one plan or of many.

A rule finds rows. All rules are asked together, in one query, however many plans and parts there are.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Left, Right
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategies.dates import SEASON_MONTHS
from strategies.models import (
    Challenge,
    Decision,
    Element,
    Flag,
    Involvement,
    LevelWord,
    Link,
    Relation,
    Statement,
    Strategy,
    StrategyOwner,
)

MONTHS_AHEAD = 6
TO_THE_PLAN = _("Till planen")
Plans = QuerySet[Strategy]
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Rule:
    """What a plan should have and why, and how the rows that lack it are found.

    `word` is in addresses and ids. `place` is where one mends what is no part of the plan: a view, and an id on its page; `remedy` is
    what one does there.
    """

    word: str
    name: Promise
    reason: Promise
    find: Callable[[Plans, date], Rows]
    place: tuple[str, str] = ("edit-strategy", "")
    remedy: Promise = TO_THE_PLAN


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _with_last_day(plans: Plans) -> Rows:
    """Plans whose period has an end and that no other replaces, with the last day of it as text that sorts as days do."""
    seasons = [
        When(_right=str(season), then=Concat(Left("ends", 5), Value(f"{last:02}-31")))
        for season, (_first, last) in SEASON_MONTHS.items()
    ]
    last = Case(
        When(ends__regex=r"^\d{4}$", then=Concat("ends", Value("-12-31"))),
        When(ends__regex=r"^\d{4}-2[1-4]$", then=Case(*seasons, output_field=CharField())),
        # No month is longer than 31 days, so a month's text sorts after each of its days.
        When(ends__regex=r"^\d{4}-\d\d$", then=Concat("ends", Value("-31"))),
        default=F("ends"),
        output_field=CharField(),
    )
    replaced = Relation.objects.filter(to=OuterRef("pk"), kind="ersätter")
    return (
        plans.filter(~Exists(replaced))
        .exclude(ends="")
        .alias(_right=Right("ends", 2))
        .alias(last=last)
    )


def over(plans: Plans, today: date) -> Rows:
    return _with_last_day(plans).filter(last__lt=str(today))


def ending(plans: Plans, today: date) -> Rows:
    soon = months_after(today, MONTHS_AHEAD)
    # The day after, less what a month's text says too much: "2027-04-31" is April's last day.
    after = str(soon + timedelta(days=1))
    return _with_last_day(plans).filter(last__gte=str(today), last__lt=after)


def flagged(plans: Plans, today: date) -> Rows:
    return Flag.objects.filter(strategy__in=plans)


def without_responsible(plans: Plans, today: date) -> Rows:
    named = Involvement.objects.filter(element=OuterRef("pk"), role="ansvarig")
    return Element.objects.filter(~Exists(named), strategy__in=plans, kind="action")


def unanswered(plans: Plans, today: date) -> Rows:
    """An answer to a wider challenge answers the narrower ones in it, and an answer to one of those answers it in part."""
    answers = Link.objects.filter(
        Q(to_challenge=OuterRef("pk"))
        | Q(to_challenge=OuterRef("parent"))
        | Q(to_challenge__parent=OuterRef("pk"))
    )
    return Challenge.objects.filter(~Exists(answers), strategy__in=plans)


def without_text(plans: Plans, today: date) -> Rows:
    return Element.objects.filter(strategy__in=plans, text="", purpose="")


def empty_direction(plans: Plans, today: date) -> Rows:
    return Element.objects.filter(strategy__in=plans, kind="direction", children=None)


def other_count(plans: Plans, today: date) -> Rows:
    kept = Element.objects.filter(strategy=OuterRef("strategy"), kind=OuterRef("kind"))
    counted = kept.order_by().values("kind").annotate(number=Count("pk")).values("number")
    return (
        LevelWord.objects.filter(strategy__in=plans, stated_count__isnull=False)
        .annotate(found=Coalesce(Subquery(counted), 0))
        .exclude(stated_count=F("found"))
    )


def _lacking(model: type[Any], **wanted: str) -> Callable[[Plans, date], Rows]:
    def find(plans: Plans, today: date) -> Rows:
        return plans.filter(~Exists(model.objects.filter(strategy=OuterRef("pk"), **wanted)))

    return find


def without_period(plans: Plans, today: date) -> Rows:
    return plans.filter(starts="", ends="")


# In order of importance: what the desk shows first.
RULES = (
    Rule(
        "slut",
        _("Perioden är slut"),
        _(
            "Planen gäller inte längre. Förläng den, kopiera den till nästa period eller låt en ny plan ersätta den."
        ),
        over,
        ("edit-header", "id_ends"),
        _("Ändra perioden"),
    ),
    Rule(
        "snart",
        _("Perioden slutar inom ett halvår"),
        _("Nästa plan ska hinna skrivas, remitteras och beslutas innan den här slutar gälla."),
        ending,
        ("edit-header", "id_ends"),
        _("Ändra perioden"),
    ),
    Rule(
        "anmarkningar",
        _("Anmärkningar att ta ställning till"),
        _("Vid inläsningen syntes något som en människa behöver titta på."),
        flagged,
    ),
    Rule(
        "ansvarig",
        _("Insatser utan ansvarig"),
        _("Utan ansvarig vet ingen vem som ska börja."),
        without_responsible,
    ),
    Rule(
        "utmaningar",
        _("Utmaningar som inget svarar på"),
        _("Läsaren ser problemet, men inte vad planen gör åt det."),
        unanswered,
    ),
    Rule(
        "text",
        _("Delar utan text"),
        _("En rubrik ensam säger inte vad som ska göras."),
        without_text,
    ),
    Rule(
        "tomma",
        _("Inriktningar utan något under sig"),
        _("En inriktning utan insatser är bara en avsikt."),
        empty_direction,
    ),
    Rule(
        "antal",
        _("Antal som inte stämmer"),
        _("Planen anger ett antal, och här finns ett annat. Något kan ha fallit bort."),
        other_count,
        ("edit-strategy", "delar"),
    ),
    Rule(
        "agare",
        _("Ägare saknas"),
        _("Utan ägare kan planen inte publiceras, och bara portalens administratör kan ändra den."),
        _lacking(StrategyOwner),
        ("edit-header", ""),
        _("Ange ägare"),
    ),
    Rule(
        "beslut",
        _("Beslut saknas"),
        _("Läsaren ser inte vem som har antagit planen, och inte när."),
        _lacking(Decision),
        ("edit-strategy", "beslut"),
        _("Lägg till beslut"),
    ),
    Rule(
        "period",
        _("Period saknas"),
        _("Utan period går det inte att se om planen gäller."),
        without_period,
        ("edit-header", "id_starts"),
        _("Ange period"),
    ),
    Rule(
        "vision",
        _("Vision saknas"),
        _("Visionen säger vart planen vill, så att insatserna går att pröva mot den."),
        _lacking(Statement, kind="vision"),
        ("edit-strategy", "uttalanden"),
        _("Lägg till vision"),
    ),
)


def asked(plans: Plans, today: date) -> Iterator[tuple[int, Rows]]:
    """Each rule's number and rows, without an order of their own."""
    # Ids alone: the queries below stand in each other, and need no order.
    plans = plans.order_by().only("pk")
    for number, rule in enumerate(RULES):
        yield number, rule.find(plans, today).order_by()
