from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Cast, Left
from django.utils.translation import gettext_lazy as _

from actors.models import Visitor
from strategies import plan
from strategies.dates import Period
from strategies.models.fields import EDTF_PATTERN, NamesField, WordField, one_of
from strategies.models.rows import KeyedRow, count_versions, tracked
from strategies.models.strategy import Strategy

# Run when the transaction ends, on the row as it is then, so that a branch may pass through any order of steps. FOR SHARE makes a
# concurrent change of the parent wait: without it each of two transactions could break the rule behind the other's back. As kinds
# strictly descend along every path, no element can be its own ancestor.
TREE_RULE = """
    SELECT * INTO element FROM strategies_element WHERE id = NEW.id;
    IF element.parent_id IS NOT NULL THEN
        PERFORM 1 FROM strategies_element AS parent
            WHERE parent.id = element.parent_id AND parent.strategy_id = element.strategy_id
            AND array_position(ARRAY['direction','focus_area','action']::text[], parent.kind::text)
              < array_position(ARRAY['direction','focus_area','action']::text[], element.kind::text)
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'element_tree',
                MESSAGE = 'element ' || NEW.id || ' does not rank below its parent in the same strategy';
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND EXISTS (
        SELECT 1 FROM strategies_element AS child
            WHERE child.parent_id = element.id AND (child.strategy_id <> element.strategy_id
            OR array_position(ARRAY['direction','focus_area','action']::text[], child.kind::text)
            <= array_position(ARRAY['direction','focus_area','action']::text[], element.kind::text)))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'element_tree',
            MESSAGE = 'element ' || NEW.id || ' does not rank above its children in the same strategy';
    END IF;
    RETURN NULL;
"""


class ElementQuerySet(models.QuerySet["Element"]):
    def editable_by(self, user: Visitor) -> Self:
        """Elements of the strategies that `user` may edit."""
        return self.filter(strategy__in=Strategy.objects.editable_by(user))


class KindManager(models.Manager.from_queryset(ElementQuerySet)):  # type: ignore[misc]
    """The elements of one kind."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> ElementQuerySet:
        return super().get_queryset().filter(kind=self.kind)

    def create(self, **fields: Any) -> "Element":
        return super().create(kind=self.kind, **fields)


@tracked()
class Element(KeyedRow):
    """A node of a strategy's tree: a direction, a focus area or an action.

    `starts` and `ends` are for actions alone. The first eight hex digits of the key are the element's public address.
    """

    PART = plan.Element

    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        verbose_name=_("ligger under"),
        related_name="children",
        null=True,
        blank=True,
    )
    kind = WordField(_("slag"), words=plan.ElementKind)
    label = models.CharField(_("beteckning"), max_length=20, blank=True)
    title = models.CharField(_("titel"), max_length=500)
    short_title = models.CharField(_("kort titel"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True)
    purpose = models.TextField(_("syfte"), blank=True)
    open_ended = models.BooleanField(_("listan är inte uttömmande"), default=False)
    crosscutting = models.BooleanField(_("genomsyrar de andra"), default=False)
    starts = models.CharField(_("börjar"), max_length=10, blank=True)
    ends = models.CharField(_("slutar"), max_length=10, blank=True)
    target_groups = NamesField(verbose_name=_("målgrupper"))

    objects: ClassVar[Any] = ElementQuerySet.as_manager()

    class Meta(KeyedRow.Meta):
        verbose_name = _("del av planen")
        verbose_name_plural = _("delar av planen")
        triggers = [
            count_versions("position", "parent"),
            pgtrigger.Trigger(
                name="element_tree",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                declare=[("element", "strategies_element%ROWTYPE")],
                func=TREE_RULE,
            ),
        ]
        constraints = [
            one_of("kind", plan.ElementKind, "element_kind"),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="element_has_a_title",
                violation_error_message=_("Skriv en titel."),
            ),
            models.UniqueConstraint(
                fields=["strategy", "parent", "position"],
                name="element_position_once",
                nulls_distinct=False,
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["key"], name="element_key_once"),
            models.UniqueConstraint(
                "strategy",
                Left(Cast("key", models.TextField()), 8),
                name="element_address_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="action") | Q(starts="", ends=""),
                name="element_time_is_for_actions",
                violation_error_message=_("Bara insatser har en egen tid."),
            ),
            models.CheckConstraint(
                condition=Q(starts__regex=EDTF_PATTERN) & Q(ends__regex=EDTF_PATTERN),
                name="element_time_is_edtf",
                violation_error_message=_(
                    "Skriv tiden som år, år-månad eller datum, till exempel 2019 eller 2019-05."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period | None:
        return Period(start=self.starts, end=self.ends) if self.starts or self.ends else None


class Direction(Element):
    objects: ClassVar[Any] = KindManager("direction")

    class Meta:
        proxy = True
        verbose_name = _("inriktning")
        verbose_name_plural = _("inriktningar")


class FocusArea(Element):
    objects: ClassVar[Any] = KindManager("focus_area")

    class Meta:
        proxy = True
        verbose_name = _("insatsområde")
        verbose_name_plural = _("insatsområden")


class Action(Element):
    objects: ClassVar[Any] = KindManager("action")

    class Meta:
        proxy = True
        verbose_name = _("insats")
        verbose_name_plural = _("insatser")
