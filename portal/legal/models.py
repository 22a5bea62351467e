"""The statement of accessibility as rows, and what people have reported.

Lag (2018:1937) om tillgänglighet till digital offentlig service, 13 §, and Digg's regulation MDFFS 2019:2, 6 §, say what a statement holds.
"""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from actors.models import User, Visitor
from portal.history import tracked


class Conformance(models.TextChoices):
    """The three words that the regulation has."""

    FULL = "helt", _("helt förenlig")
    PARTIAL = "delvis", _("delvis förenlig")
    NONE = "inte", _("inte förenlig")


class Method(models.TextChoices):
    SELF = "själv", _("självskattning")
    EXTERNAL = "extern", _("granskning av en extern part")


class ShortcomingKind(models.TextChoices):
    """Why something cannot be used by everybody: it will be mended, or the law lets it be."""

    FAULT = "brist", _("en brist som ska åtgärdas")
    BURDEN = "oskäligt", _("undantaget som oskäligt betungande (12 § i lagen)")
    OUTSIDE = "utanför", _("omfattas inte av lagens krav (9 §)")


class Situation(models.TextChoices):
    """Whom it concerns: the situations of use that Digg recommends to list shortcomings by."""

    NO_SIGHT = "utan-syn", _("Användning utan synförmåga")
    LOW_SIGHT = "nedsatt-syn", _("Användning med nedsatt syn")
    NO_COLOUR = "farg", _("Användning med nedsatt färgseende")
    NO_HEARING = "utan-horsel", _("Användning utan hörsel")
    LOW_HEARING = "nedsatt-horsel", _("Användning med nedsatt hörsel")
    NO_VOICE = "utan-rost", _("Användning utan röstförmåga")
    FINE_MOTOR = "motorik", _("Användning med nedsatt finmotorik eller styrka")
    MOBILITY = "rorlighet", _("Användning med nedsatt rörlighet")
    FLICKER = "flimmer", _("Användning med känslighet för flimmer")
    COGNITION = "kognition", _("Användning med kognitiv nedsättning")


class PortalQuerySet(models.QuerySet["models.Model"]):
    def editable_by(self, user: Visitor) -> Self:
        """What is the portal's own, and no organisation's: its administrators look after it, and nobody else."""
        return self if user.is_active and user.is_superuser else self.none()


@tracked()
class AccessibilityStatement(models.Model):
    """What is said of the portal as a whole. There is one; without it, or without an assessment, nothing is claimed."""

    ONLY = 1

    conformance = models.CharField(
        _("bedömning"), max_length=6, choices=Conformance, blank=True, default=""
    )
    assessed_on = models.DateField(_("bedömd den"), null=True, blank=True)
    method = models.CharField(_("metod"), max_length=6, choices=Method, blank=True, default="")
    method_text = models.CharField(_("hur bedömningen gjordes"), max_length=1000, blank=True)

    objects = PortalQuerySet.as_manager()

    class Meta:
        verbose_name = _("tillgänglighetsredogörelse")
        verbose_name_plural = _("tillgänglighetsredogörelser")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="accessibility_statement_is_one"),
            models.CheckConstraint(
                condition=Q(conformance__in=["", *Conformance.values])
                & Q(method__in=["", *Method.values]),
                name="accessibility_statement_words",
            ),
            models.CheckConstraint(
                condition=Q(conformance="", assessed_on=None, method="")
                | Q(assessed_on__isnull=False) & ~Q(conformance="") & ~Q(method=""),
                name="accessibility_statement_is_assessed_wholly",
                violation_error_message=_(
                    "En bedömning har både resultat, datum och metod. Fyll i alla tre, eller ingen."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_conformance_display()

    @classmethod
    def the_one(cls) -> "AccessibilityStatement":
        """The statement; one that is not stored and claims nothing, until somebody has written it."""
        return cls._default_manager.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY)


@tracked()
class Shortcoming(models.Model):
    """Something in the portal that not everybody can use: whom it concerns, why it is so, how else they get it, and when it will be mended."""

    kind = models.CharField(
        _("slag"), max_length=8, choices=ShortcomingKind, default=ShortcomingKind.FAULT
    )
    situation = models.CharField(_("vem det gäller"), max_length=14, choices=Situation)
    text = models.CharField(_("vad som inte går att använda"), max_length=2000)
    reason = models.CharField(_("varför"), max_length=2000)
    alternative = models.CharField(_("tillgängligt alternativ"), max_length=2000, blank=True)
    mended_by = models.DateField(_("ska vara åtgärdat"), null=True, blank=True)

    objects = PortalQuerySet.as_manager()

    class Meta:
        verbose_name = _("brist i tillgängligheten")
        verbose_name_plural = _("brister i tillgängligheten")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ShortcomingKind.values), name="shortcoming_kind"
            ),
            models.CheckConstraint(
                condition=Q(situation__in=Situation.values), name="shortcoming_situation"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(reason=""), name="shortcoming_tells_what_and_why"
            ),
            models.CheckConstraint(
                condition=Q(mended_by=None) | Q(kind=ShortcomingKind.FAULT),
                name="shortcoming_that_is_exempt_is_not_mended",
                violation_error_message=_(
                    "Bara en brist som ska åtgärdas har ett datum för det. Ta bort datumet."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text


def last_changed() -> datetime | None:
    """When the statement or anything in it was changed last; None before anything has been written."""
    tables: tuple[Any, ...] = (AccessibilityStatement, Shortcoming)
    told = [
        table.pgh_event_model.objects.aggregate(at=Max("pgh_created_at"))["at"] for table in tables
    ]
    return max(filter(None, told), default=None)


class FaultReportState(models.TextChoices):
    NEW = "ny", _("ny")
    ANSWERED = "besvarad", _("besvarad")
    MENDED = "åtgärdad", _("åtgärdad")


# What people have written is no part of the history, or it could never be removed (portal/legal/retention.py).
@tracked(exclude=["page", "text", "aid", "email", "note"])
class FaultReport(models.Model):
    """What somebody could not use. The address is given by those who want an answer, and removed after a while."""

    page = models.CharField(_("sida"), max_length=500, blank=True)
    text = models.CharField(_("vad som inte fungerar"), max_length=4000)
    aid = models.CharField(_("hjälpmedel"), max_length=200, blank=True)
    email = models.EmailField(_("e-postadress"), blank=True)
    reported_at = models.DateTimeField(_("kom in"), auto_now_add=True)
    state = models.CharField(
        _("läge"), max_length=8, choices=FaultReportState, default=FaultReportState.NEW
    )
    note = models.CharField(_("anteckning"), max_length=2000, blank=True)
    handled_at = models.DateTimeField(_("hanterad"), null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, related_name="fault_reports", null=True, blank=True
    )

    objects = PortalQuerySet.as_manager()

    class Meta:
        verbose_name = _("anmäld brist")
        verbose_name_plural = _("anmälda brister")
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="fault_report_has_a_text"),
            models.CheckConstraint(
                condition=Q(state__in=FaultReportState.values), name="fault_report_state"
            ),
            models.CheckConstraint(
                condition=Q(state=FaultReportState.NEW, handled_at=None, handled_by=None)
                | ~Q(state=FaultReportState.NEW) & Q(handled_at__isnull=False),
                name="fault_report_tells_when_it_was_handled",
            ),
        ]

    def __str__(self) -> str:
        return self.text
