from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, User
from strategies.models.edition import Edition
from strategies.models.rows import never_emptied
from strategies.models.strategy import Strategy


class StepKind(models.TextChoices):
    """What can happen to a plan on its way; strategies/publishing/states.py says when, and who may."""

    ASK = "ask", _("lämnad för granskning")
    TAKE_BACK = "take_back", _("dragen tillbaka från granskning")
    RETURN = "return", _("återlämnad med en kommentar")
    APPROVE = "approve", _("godkänd")
    SCHEDULE = "schedule", _("planerad att publiceras")
    UNSCHEDULE = "unschedule", _("planerad publicering avbruten")
    CHANGE = "change", _("ändrad, och därför ett utkast igen")
    MISS = "miss", _("inte publicerad på den planerade tiden")
    STOP = "stop", _("stoppad, eftersom planen återkallades")
    PUBLISH = "publish", _("publicerad")
    WITHDRAW = "withdraw", _("återkallad")
    SUPERSEDE = "supersede", _("ersätts av en annan plan")
    RESTORE = "restore", _("ersätts inte längre av en annan plan")


# What happens to the edition that the public reads, and not to the working copy.
PUBLIC_KINDS = (StepKind.WITHDRAW, StepKind.SUPERSEDE, StepKind.RESTORE)
# Steps that the working copy's state does not come from; that a text was changed, its digest says.
NO_STATE_KINDS = (*PUBLIC_KINDS, StepKind.CHANGE)
# Of which plan takes another's place.
REPLACING_KINDS = (StepKind.SUPERSEDE, StepKind.RESTORE)


class StepQuerySet(models.QuerySet["Step"]):
    def of_working_copy(self) -> Self:
        """Those that the working copy's state comes from: neither what happened to the public edition, nor that a text was changed."""
        return self.exclude(kind__in=NO_STATE_KINDS)

    def news(self) -> Self:
        """Those that tell the public something which still holds: an edition that can be read, that a plan is withdrawn, and the latest of whether it is replaced."""
        later = Step.objects.filter(
            strategy=OuterRef("strategy"), pk__gt=OuterRef("pk"), kind__in=PUBLIC_KINDS
        )
        withdrawn = Q(strategy__current_edition=None)
        read = Q(edition__number__lte=F("strategy__current_edition__number"))
        editions = Q(kind=StepKind.PUBLISH) & read
        changes = Q(kind=StepKind.WITHDRAW) & withdrawn | Q(kind__in=REPLACING_KINDS) & ~withdrawn
        return self.filter(editions | changes & ~Exists(later), edition__isnull=False)

    def withdrawals(self) -> Self:
        """Those that took plans which nobody can read now out of the public's sight, the latest first; with their editions, without the plans of these."""
        found = self.filter(kind=StepKind.WITHDRAW, strategy__current_edition=None)
        rows = found.select_related("edition", "strategy").defer("edition__plan")
        return rows.latest_first()

    def latest_first(self) -> Self:
        return self.order_by("-pk")


class Step(models.Model):
    """One step that a plan has taken on its way from draft to public: who, when, why, and of which text.

    `sha256` is the digest of what the step was about: the working copy as it was, or for WITHDRAW, SUPERSEDE and RESTORE the public edition.
    CHANGE notes the first edit after a text was asked for, approved or planned, so that those concerned are told of it once. STOP comes with a
    WITHDRAW, and ends what was on its way then. SUPERSEDE and RESTORE note what another plan's publication or withdrawal does to this one, from
    the day that the comment says; the state itself follows from the editions. Of SUPERSEDE, `replaced_by` is the plan that takes the place. `named`
    are the actors that an edition named as it was withdrawn, when the index forgets them.
    `user` is None when nobody did it: the clock, or a command. `comment` is what was said: of PUBLISH and SCHEDULE the change note, of
    WITHDRAW the reason. The database refuses to change or remove a step.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="steps")
    kind = models.CharField(_("steg"), max_length=10, choices=StepKind)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="steps")
    taken_at = models.DateTimeField(_("när"), default=timezone.now)
    comment = models.TextField(_("kommentar"), blank=True)
    sha256 = models.CharField(max_length=64)
    correction = models.BooleanField(_("rättelse"), default=False)
    publish_at = models.DateTimeField(_("ska publiceras"), null=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="steps")
    replaced_by = models.ForeignKey(Strategy, models.PROTECT, null=True, related_name="replacing")
    named: "models.ManyToManyField[Actor, models.Model]" = models.ManyToManyField(
        Actor, related_name="withdrawals"
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("steg")
        verbose_name_plural = _("steg")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["strategy", "-id"], name="step_latest"),
            # Feeds take the newest of those that can be news.
            models.Index(
                fields=["-taken_at", "-id"], name="step_news", condition=Q(edition__isnull=False)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="step_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            never_emptied("steps_are_kept"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="step_kind"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="step_names_its_text"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[StepKind.RETURN, StepKind.WITHDRAW]) | ~Q(comment=""),
                name="step_tells_why",
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.SCHEDULE, publish_at__isnull=False)
                | (~Q(kind=StepKind.SCHEDULE) & Q(publish_at=None)),
                name="step_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[StepKind.PUBLISH, *PUBLIC_KINDS], edition__isnull=False)
                | (~Q(kind__in=[StepKind.PUBLISH, *PUBLIC_KINDS]) & Q(edition=None)),
                name="step_has_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(kind=StepKind.SUPERSEDE),
                name="step_that_replaces_names_the_other",
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(kind=StepKind.PUBLISH),
                name="step_publishes_once",
            ),
        ]

    def __str__(self) -> str:
        return str(StepKind(self.kind).label)
