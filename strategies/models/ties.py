"""Ties: actors to what they do, elements to one another, strategies to strategies."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from strategies import plan
from strategies.models.claims import Challenge
from strategies.models.element import Element
from strategies.models.fields import WordField, one_of
from strategies.models.rows import PartRow, VersionedRow, count_versions, tracked
from strategies.models.strategy import Strategy


@tracked()
class Involvement(PartRow):
    """An actor's role in an element, or in the whole strategy when `element` is null."""

    PART = plan.Involvement

    element = models.ForeignKey(
        Element, models.CASCADE, related_name="involvements", null=True, blank=True
    )
    actor = models.ForeignKey(
        Actor, models.PROTECT, verbose_name=_("aktör"), related_name="involvements"
    )
    role = WordField(_("roll"), words=plan.Role)
    note = models.CharField(_("i vad"), max_length=500, blank=True)

    class Meta(PartRow.Meta):
        verbose_name = _("medverkan")
        verbose_name_plural = _("medverkan")
        constraints = [
            one_of("role", plan.Role, "involvement_role"),
            models.UniqueConstraint(
                fields=["strategy", "element", "actor", "role", "note"],
                name="involvement_once",
                nulls_distinct=False,
                violation_error_message=_("Aktören har redan den rollen här."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.role}"


@tracked()
class Mention(models.Model):
    """An actor that the strategy names without giving it a role."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="mentions")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["strategy", "actor"], name="mention_once")]

    def __str__(self) -> str:
        return str(self.actor)


@tracked()
class Link(PartRow):
    """A tie from an element to another element or to a challenge of the same strategy."""

    PART = plan.Link

    element = models.ForeignKey(Element, models.CASCADE, related_name="links")
    kind = WordField(_("slag"), words=plan.LinkKind)
    to_element = models.ForeignKey(
        Element, models.CASCADE, related_name="links_here", null=True, blank=True
    )
    to_challenge = models.ForeignKey(
        Challenge, models.CASCADE, related_name="links_here", null=True, blank=True
    )
    origin = WordField(_("grund"), words=plan.Origin, default="källa")

    class Meta(PartRow.Meta):
        constraints = [
            one_of("kind", plan.LinkKind, "link_kind"),
            one_of("origin", plan.Origin, "link_origin"),
            models.CheckConstraint(
                condition=Q(to_element__isnull=True) ^ Q(to_challenge__isnull=True),
                name="link_has_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to_element or self.to_challenge}"


@tracked()
class Relation(VersionedRow):
    """A tie from a strategy to another, which may be a stub; `part` is the part of it that is meant."""

    PART = plan.Relation

    kind = WordField(_("slag"), words=plan.RelationKind)
    to = models.ForeignKey(
        Strategy, models.PROTECT, verbose_name=_("plan"), related_name="relations_here"
    )
    part = models.CharField(_("del"), max_length=500, blank=True)
    note = models.CharField(_("kommentar"), max_length=500, blank=True)

    class Meta(VersionedRow.Meta):
        verbose_name = _("samband")
        verbose_name_plural = _("samband")
        triggers = [count_versions("position")]
        constraints = [
            one_of("kind", plan.RelationKind, "relation_kind"),
            models.CheckConstraint(
                condition=~Q(to=models.F("strategy")),
                name="relation_is_to_another",
                violation_error_message=_("En strategi kan inte ha ett samband med sig själv."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to}"
