"""Who follows what by e-mail, and which news each of them is told of."""

from datetime import datetime, time, timedelta
from typing import Literal, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region
from strategies.models.entry import EntryActor
from strategies.models.fields import WordField, one_of
from strategies.models.step import REPLACING_KINDS, Step
from strategies.models.strategy import Strategy

Frequency = Literal["direkt", "varje vecka"]
# lämnas: on its way to the mail server, or broken off there, so that nobody knows whether it arrived.
DeliveryState = Literal["väntar", "lämnas", "lämnad", "misslyckades"]

# How long the link of a confirmation stands, and how long an address is kept that nobody has confirmed.
CONFIRM_WITHIN = timedelta(days=3)
# When the weekly mail is sent, in the portal's time zone.
WEEKLY_AT = time(7)

ONLY_ONE_TARGET = (
    Q(strategy=None, region=None) | Q(strategy=None, actor=None) | Q(region=None, actor=None)
)


def latest_monday(now: datetime) -> datetime:
    """The latest Monday morning when weekly mail was due; what was published before it is in that mail."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    due = datetime.combine(monday, WEEKLY_AT, timezone.get_current_timezone())
    if due > now:
        due = datetime.combine(monday - timedelta(weeks=1), WEEKLY_AT, due.tzinfo)
    return due


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> Self:
        """Subscriptions that mail is sent for: confirmed, and by a mailbox that has not been found dead."""
        return self.filter(confirmed_at__isnull=False, refused_at=None)

    def unconfirmed(self) -> Self:
        return self.filter(confirmed_at=None, refused_at=None)

    def refused(self) -> Self:
        """Subscriptions that were ended since the mailbox takes no mail; their address is forgotten."""
        return self.filter(refused_at__isnull=False)

    def keep_confirmed(self, kept: Actor, removed: Actor) -> None:
        """Before two actors become one: a request that nobody has confirmed gives way to the same person's confirmed one."""
        confirmed = self.filter(actor=removed, confirmed_at__isnull=False, refused_at=None)
        addresses = confirmed.annotate(address=Lower("email")).values("address")
        unconfirmed = self.unconfirmed().filter(actor=kept)
        unconfirmed.annotate(address=Lower("email")).filter(address__in=addresses).delete()

    def to_tell_of(self, step: Step) -> Self:
        """Who is to be told of what is news (StepQuerySet.news): each address once, at once rather than by the week, and by what is followed most closely."""
        before = self.standing().filter(_follows(step), confirmed_at__lte=step.taken_at)
        closest = Case(
            When(strategy__isnull=False, then=Value(0)),
            When(actor__isnull=False, then=Value(1)),
            When(region__isnull=False, then=Value(2)),
            default=Value(3),
        )
        # "direkt" comes before "varje vecka".
        addressed = before.annotate(address=Lower("email"))
        return addressed.order_by("address", "frequency", closest, "pk").distinct("address")


def _follows(step: Step) -> Q:
    """What one follows to be told of it. That another plan takes its place concerns those who follow the plan itself: the rest are told of the other."""
    edition = step.edition
    assert edition is not None  # the constraint step_has_its_edition
    itself = Q(strategy=edition.strategy_id)
    if step.kind in REPLACING_KINDS:
        return itself
    named = EntryActor.objects.filter(strategy=edition.strategy_id).values("actor")
    by_actor = Q(actor__in=edition.owners.all()) | Q(actor__in=named)
    by_actor |= Q(actor__in=step.named.all())
    by_region = Q(region__in=Region.objects.concerned_by(edition.regions.all()))
    return Q(strategy=None, region=None, actor=None) | itself | by_actor | by_region


class Subscription(models.Model):
    """That an e-mail address is told of new editions, and of plans that are withdrawn or replaced: of one strategy, region or actor, or of all.

    The address is kept while the subscription lasts, or until it has not been confirmed in time, and nowhere else. Of a subscription
    whose mailbox turned out to be dead (`refused_at`) only that is kept, for a month.
    """

    key = models.UUIDField(_("nyckel"), default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-postadress"), blank=True)
    strategy = models.ForeignKey(
        Strategy, models.CASCADE, related_name="subscriptions", null=True, blank=True
    )
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="subscriptions", null=True, blank=True
    )
    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="subscriptions", null=True, blank=True
    )
    frequency = WordField(_("hur ofta"), words=Frequency, default="direkt")
    requested_at = models.DateTimeField(_("begärd"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("bekräftad"), null=True, blank=True)
    refused_at = models.DateTimeField(_("avslutad av brevlådan"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prenumeration")
        verbose_name_plural = _("prenumerationer")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "strategy",
                "region",
                "actor",
                name="subscription_once",
                condition=Q(refused_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=ONLY_ONE_TARGET, name="subscription_one_target"),
            one_of("frequency", Frequency, "subscription_frequency"),
            models.CheckConstraint(
                condition=Q(refused_at=None) & ~Q(email="")
                | Q(refused_at__isnull=False) & Q(email=""),
                name="subscription_has_an_address_while_it_lasts",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=models.F("requested_at")),
                name="subscription_is_confirmed_after_it_was_requested",
            ),
        ]

    def __str__(self) -> str:
        # Never the address: this is what ends up in logs.
        return f"{self.key}"

    @property
    def target(self) -> Strategy | Region | Actor | None:
        """What is followed; None is everything."""
        return self.strategy or self.region or self.actor

    def confirm(self) -> None:
        """Let mail be sent from now on; once confirmed it stays so from that time."""
        Subscription.objects.unconfirmed().filter(pk=self.pk).update(confirmed_at=timezone.now())
        self.refresh_from_db()

    def refuse(self) -> None:
        """End the subscription of a dead mailbox, and forget its address."""
        self.email, self.refused_at = "", timezone.now()
        self.save(update_fields=["email", "refused_at"])
        self.deliveries.all().delete()


class Announcement(models.Model):
    """That those who follow what a step is about have been written up for it; made once, in the transaction that makes their deliveries."""

    step = models.OneToOneField(Step, models.PROTECT, primary_key=True, related_name="announcement")
    made_at = models.DateTimeField(_("gjord"), auto_now_add=True)

    class Meta:
        verbose_name = _("utskick")
        verbose_name_plural = _("utskick")

    def __str__(self) -> str:
        return str(self.step_id)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """What should be in the mail by now: at once, or what was new when the week's mail was due. What no longer holds is left out."""
        weekly = Q(step__taken_at__lte=latest_monday(now))
        return self.filter(
            Q(subscription__frequency="direkt") | weekly,
            state="väntar",
            not_before__lte=now,
            step__in=Step.objects.news(),
        )


class Delivery(models.Model):
    """That a subscription is told of a step that is news: once. The database refuses to let one that has been sent wait again.

    `key` names the mail (Message-ID), however many times it is tried. `attempts` counts the times when the mail server answered
    and did not take it; `not_before` is when to try next.
    """

    key = models.UUIDField(_("nyckel"), default=uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    step = models.ForeignKey(Step, models.PROTECT, related_name="deliveries")
    state = WordField(_("läge"), words=DeliveryState, default="väntar")
    attempts = models.PositiveSmallIntegerField(_("försök"), default=0)
    not_before = models.DateTimeField(_("tidigast"), default=timezone.now)
    handed_at = models.DateTimeField(_("lämnad till postservern"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(
                name="delivery_is_never_repeated",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="lämnad") & ~pgtrigger.Q(new__state="lämnad"),
            )
        ]
        indexes = [
            models.Index(
                fields=["subscription"], name="delivery_waiting", condition=Q(state="väntar")
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "step"], name="delivery_once"),
            one_of("state", DeliveryState, "delivery_state"),
            models.CheckConstraint(
                condition=Q(state__in=["lämnas", "lämnad"], handed_at__isnull=False)
                | Q(state__in=["väntar", "misslyckades"], handed_at=None),
                name="delivery_tells_when_it_was_handed_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
