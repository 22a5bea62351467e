"""What carries a plan out: resources, milestones, forums, what it starts from, and the mandates behind it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from strategies import plan
from strategies.dates import PartialDate
from strategies.models.fields import NamesField, PartialDateField, WordField, one_of
from strategies.models.rows import BelongingRow, VersionedRow, count_versions, tracked


@tracked()
class Resource(BelongingRow):
    """What a plan says that it takes."""

    PART = plan.Resource
    LIST = "resources"

    title = models.CharField(_("vad"), max_length=500)
    low = models.DecimalField(_("från"), max_digits=16, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("till"), max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("enhet"), max_length=80, blank=True)
    per = models.CharField(_("per"), max_length=120, blank=True)
    approximate = models.BooleanField(_("ungefär"), default=False)
    text = models.TextField(_("text"), blank=True)
    excludes = models.TextField(_("räknas inte in"), blank=True)

    class Meta(BelongingRow.Meta):
        verbose_name = _("resurs")
        verbose_name_plural = _("resurser")
        triggers = [count_versions("position", "at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(low__isnull=False, high__gte=F("low")),
                name="resource_span_is_in_order",
                violation_error_message=_("Den övre gränsen måste vara minst den nedre."),
            )
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Milestone(BelongingRow):
    """Something that is to happen."""

    PART = plan.Milestone
    LIST = "milestones"

    title = models.CharField(_("vad"), max_length=500)
    date = PartialDateField(_("när"), default=PartialDate)
    previous = PartialDateField(_("flyttad från"), null=True, blank=True)
    audience = models.CharField(_("för vem"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta(BelongingRow.Meta):
        verbose_name = _("milstolpe")
        verbose_name_plural = _("milstolpar")
        triggers = [count_versions("position", "at")]

    def __str__(self) -> str:
        return self.title


@tracked()
class Forum(BelongingRow):
    """Where actors meet: a council, network, working group or model of cooperation."""

    PART = plan.Forum
    LIST = "forums"

    name = models.CharField(_("namn"), max_length=500)
    kind = models.CharField(_("slag"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    planned = models.BooleanField(_("planerat"), default=False)
    rhythm = models.CharField(_("hur ofta"), max_length=200, blank=True)
    form = models.CharField(_("samarbetsform"), max_length=200, blank=True)
    origin = models.CharField(_("ursprung"), max_length=500, blank=True)
    members = NamesField(verbose_name=_("medlemmar"))

    class Meta(BelongingRow.Meta):
        verbose_name = _("forum")
        verbose_name_plural = _("forum")
        triggers = [count_versions("position", "at")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Basis(VersionedRow):
    """What a plan starts from."""

    PART = plan.Basis
    LIST = "bases"

    kind = WordField(_("slag"), words=plan.BasisKind)
    text = models.CharField(_("text"), max_length=500)
    regions = NamesField(verbose_name=_("områden"))

    class Meta(VersionedRow.Meta):
        verbose_name = _("underlag")
        verbose_name_plural = _("underlag")
        triggers = [count_versions("position")]
        constraints = [one_of("kind", plan.BasisKind, "basis_kind")]

    def __str__(self) -> str:
        return self.text


@tracked()
class Mandate(VersionedRow):
    """An actor's task beyond the plan that mentions it."""

    PART = plan.Mandate
    LIST = "mandates"

    actor = models.ForeignKey(
        Actor, models.PROTECT, verbose_name=_("aktör"), related_name="mandates"
    )
    role = models.CharField(_("uppdrag"), max_length=500)
    given_by = models.CharField(_("givet av"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    areas = NamesField(verbose_name=_("ansvarsområden"))
    open_ended = models.BooleanField(_("listan är inte uttömmande"), default=False)

    class Meta(VersionedRow.Meta):
        verbose_name = _("uppdrag")
        verbose_name_plural = _("uppdrag")
        triggers = [count_versions("position")]

    def __str__(self) -> str:
        return f"{self.actor}: {self.role}"
