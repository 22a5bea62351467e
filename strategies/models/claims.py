"""What a plan claims: the challenges it answers and the statements it makes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategies import plan
from strategies.models.element import Element
from strategies.models.fields import NamesField, WordField, one_of
from strategies.models.rows import KeyedRow, count_versions, tracked


@tracked()
class Challenge(KeyedRow):
    """What the plan answers; it may hold narrower challenges."""

    PART = plan.Challenge

    parent = models.ForeignKey(
        "self", models.CASCADE, related_name="children", null=True, blank=True
    )
    title = models.CharField(_("titel"), max_length=500)
    text = models.TextField(_("text"), blank=True)
    shared_by = NamesField(verbose_name=_("delas av"))

    class Meta(KeyedRow.Meta):
        verbose_name = _("utmaning")
        verbose_name_plural = _("utmaningar")
        triggers = [count_versions("position", "parent")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="challenge_has_a_title"),
            models.UniqueConstraint(fields=["key"], name="challenge_key_once"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Statement(KeyedRow):
    """A vision, aim, goal or principle that the plan, or one of its elements, declares."""

    PART = plan.Statement

    element = models.ForeignKey(
        Element, models.CASCADE, related_name="statements", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, related_name="children", null=True, blank=True
    )
    kind = WordField(_("slag"), words=plan.StatementKind)
    title = models.CharField(_("rubrik"), max_length=500, blank=True)
    text = models.TextField(_("text"))

    class Meta(KeyedRow.Meta):
        verbose_name = _("uttalande")
        verbose_name_plural = _("uttalanden")
        triggers = [count_versions("position", "parent", "element")]
        constraints = [
            one_of("kind", plan.StatementKind, "statement_kind"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="statement_has_a_text",
                violation_error_message=_("Skriv en text."),
            ),
            models.UniqueConstraint(fields=["key"], name="statement_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"
