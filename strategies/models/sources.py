"""Where a plan was read from, and what somebody should look at."""

from typing import Any, get_args

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategies import plan
from strategies.models.claims import Challenge, Statement
from strategies.models.decision import Decision
from strategies.models.element import Element
from strategies.models.fields import PartialDateField, WordField, one_of
from strategies.models.rows import KeyedRow, PartRow, tracked

TARGETS = ["element", "statement", "challenge", "decision"]


def at_most_one(columns: list[str]) -> Q:
    """That no two of the columns are set; none means the strategy itself."""
    rule = Q()
    for name in columns:
        rule |= Q(**{f"{other}__isnull": True for other in columns if other != name})
    return rule


@tracked()
class Document(PartRow):
    """A source that a strategy was read from; its segments are what is not the strategy's content."""

    PART = plan.Document
    LIST = "documents"

    title = models.CharField(_("titel"), max_length=500)
    kind = models.CharField(_("slag"), max_length=120, blank=True)
    publisher = models.CharField(_("utgivare"), max_length=500, blank=True)
    url = models.CharField(_("webbadress"), max_length=2000, blank=True)
    file = models.CharField(_("fil"), max_length=500, blank=True)
    sha256 = models.CharField(_("kontrollsumma"), max_length=64, blank=True)
    published_at = models.DateTimeField(_("publicerad"), null=True, blank=True)
    published_offset = models.SmallIntegerField(_("minuter från UTC"), null=True, blank=True)
    dated = PartialDateField(_("daterad"), null=True, blank=True)
    updated = PartialDateField(_("uppdaterad"), null=True, blank=True)
    page_owner = models.CharField(_("sidansvarig"), max_length=500, blank=True)
    segments = models.JSONField(_("utelämnat"), default=list, blank=True)

    class Meta(PartRow.Meta):
        verbose_name = _("källdokument")
        verbose_name_plural = _("källdokument")

    def __str__(self) -> str:
        return self.title


class Pointer(PartRow):
    """Something that points at a part of the strategy, or at all of it when every target is null."""

    element = models.ForeignKey(Element, models.CASCADE, null=True, blank=True)
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, blank=True)
    challenge = models.ForeignKey(Challenge, models.CASCADE, null=True, blank=True)
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, blank=True)
    field = models.CharField(_("uppgift"), max_length=500, blank=True)

    class Meta(PartRow.Meta):
        abstract = True


@tracked()
class Passage(Pointer):
    """Where in a document a value comes from; `start` and `end` count characters, `end` excluded."""

    PART = plan.Passage

    source = models.ForeignKey(Document, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("källans ord"), blank=True)
    corrected = models.BooleanField(_("rättat"), default=False)
    rule = models.CharField(_("läsregel"), max_length=4, null=True, blank=True)  # noqa: DJ001
    certainty = WordField(_("säkerhet"), words=plan.Certainty, null=True, blank=True)

    class Meta(Pointer.Meta):
        verbose_name = _("källställe")
        verbose_name_plural = _("källställen")
        constraints = [
            models.CheckConstraint(
                condition=at_most_one(TARGETS), name="passage_has_at_most_one_target"
            ),
            models.CheckConstraint(
                condition=Q(certainty__isnull=True) | Q(certainty__in=get_args(plan.Certainty)),
                name="passage_certainty",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gte=models.F("start")),
                name="passage_range_is_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class Flag(Pointer):
    """Something that a person should look at; it may refer to another part ("repeats this one")."""

    PART = plan.Flag

    kind = WordField(_("slag"), words=plan.FlagKind)
    text = models.CharField(_("anmärkning"), max_length=2000, blank=True)
    refers_element = models.ForeignKey(
        Element, models.CASCADE, related_name="+", null=True, blank=True
    )
    refers_statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="+", null=True, blank=True
    )
    refers_challenge = models.ForeignKey(
        Challenge, models.CASCADE, related_name="+", null=True, blank=True
    )
    refers_decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="+", null=True, blank=True
    )

    class Meta(Pointer.Meta):
        verbose_name = _("anmärkning")
        verbose_name_plural = _("anmärkningar")
        constraints = [
            one_of("kind", plan.FlagKind, "flag_kind"),
            models.CheckConstraint(
                condition=at_most_one(TARGETS), name="flag_has_at_most_one_target"
            ),
            models.CheckConstraint(
                condition=at_most_one([f"refers_{target}" for target in TARGETS]),
                name="flag_refers_to_at_most_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


def target_column(row: KeyedRow) -> str:
    """Which of TARGETS holds a row of this kind."""
    return row._meta.model_name or ""


def target_of(pointer: Pointer, prefix: str = "") -> Any:
    """The row that a pointer points at, or None for the strategy itself."""
    return next((row for name in TARGETS if (row := getattr(pointer, prefix + name))), None)
