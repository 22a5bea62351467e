from typing import Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region, Visitor
from strategies import plan
from strategies.dates import Period
from strategies.models.fields import EDTF_PATTERN, NamesField, WordField, one_of
from strategies.models.public_change import counted
from strategies.models.rows import count_versions, tracked


class StrategyQuerySet(models.QuerySet["Strategy"]):
    def published(self) -> Self:
        """Strategies that the public reads: those with a current edition."""
        return self.filter(current_edition__isnull=False)

    def visible_to(self, user: Visitor) -> Self:
        """Strategies with a current edition, and those whose working copy `user` may read."""
        return self.published() | self.readable_by(user)

    def readable_by(self, user: Visitor) -> Self:
        """Strategies whose working copy `user` may read: every member those that the actor owns, administrators all."""
        return self._owned(user, Actor.objects.read_by(user))

    def editable_by(self, user: Visitor) -> Self:
        """The one rule of who edits what: editors what their actors own, administrators all."""
        return self._owned(user, Actor.objects.edited_by(user))

    def publishable_by(self, user: Visitor) -> Self:
        """Strategies that `user` may publish: approvers and administrators of an owner."""
        return self._owned(user, Actor.objects.published_by(user))

    def administered_by(self, user: Visitor) -> Self:
        """Strategies whose log `user` may read: those of actors that the user administers."""
        return self._owned(user, Actor.objects.administered_by(user))

    def _owned(self, user: Visitor, actors: models.QuerySet[Actor]) -> Self:
        if user.is_active and user.is_superuser:
            return self.all()
        owned = StrategyOwner.objects.filter(actor__in=actors).values("strategy")
        return self.filter(pk__in=owned)

    def with_owners(self) -> Self:
        """With the names of owners and regions at hand, in two more queries however many there are."""
        return self.prefetch_related(*owners_and_regions())


@tracked()
class Strategy(models.Model):
    """A steering document, as its owners are writing it; readers see its current edition.

    A stub is a strategy that others refer to and nobody has loaded: it has a title and nothing else that is known.
    That it is adopted follows from its decisions; nobody types it.
    """

    key = models.UUIDField(_("nyckel"), default=uuid4, unique=True, editable=False)
    slug = models.SlugField(_("adress"), max_length=100, unique=True)
    title = models.CharField(_("titel"), max_length=500)
    kind = WordField(_("slag"), words=plan.StrategyKind)
    level = WordField(_("nivå"), words=plan.Level, blank=True)
    legal_weight = WordField(_("tyngd"), words=plan.LegalWeight, blank=True)
    first_of_kind = models.BooleanField(_("den första i sitt slag"), default=False)
    stub = models.BooleanField(_("bara omnämnd"), default=False)
    starts = models.CharField(_("börjar"), max_length=10, blank=True)
    ends = models.CharField(_("slutar"), max_length=10, blank=True)
    summary = models.TextField(_("sammanfattning"), blank=True)
    target_groups = NamesField(verbose_name=_("målgrupper"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    current_edition = models.OneToOneField(
        "strategies.Edition",
        models.PROTECT,
        related_name="current_of",
        null=True,
        editable=False,
    )
    owners: "models.ManyToManyField[Actor, StrategyOwner]" = models.ManyToManyField(
        Actor, through="StrategyOwner", related_name="strategies"
    )
    regions: "models.ManyToManyField[Region, StrategyRegion]" = models.ManyToManyField(
        Region, through="StrategyRegion", related_name="strategies"
    )

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategi")
        verbose_name_plural = _("strategier")
        ordering = ["title", "pk"]
        triggers = [
            count_versions("current_edition"),
            # An edition never changes its strategy, so this side is enough.
            pgtrigger.Trigger(
                name="current_edition_is_its_own",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("current_edition_id"),
                func="""
                    IF NEW.current_edition_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM strategies_edition AS edition
                        WHERE edition.id = NEW.current_edition_id AND edition.strategy_id = NEW.id)
                    THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'current_edition_is_its_own',
                            MESSAGE = 'strategy ' || NEW.id || ' has no edition ' || NEW.current_edition_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
            *counted(
                update="OLD.current_edition_id IS DISTINCT FROM NEW.current_edition_id"
                " OR (OLD.slug <> NEW.slug AND NEW.current_edition_id IS NOT NULL)"
            ),
        ]
        constraints = [
            one_of("kind", plan.StrategyKind, "strategy_kind"),
            one_of("level", plan.Level, "strategy_level", blank=True),
            one_of("legal_weight", plan.LegalWeight, "strategy_legal_weight", blank=True),
            models.CheckConstraint(condition=~Q(title=""), name="strategy_has_a_title"),
            models.CheckConstraint(
                condition=Q(starts__regex=EDTF_PATTERN) & Q(ends__regex=EDTF_PATTERN),
                name="strategy_period_is_edtf",
                violation_error_message=_("Skriv perioden som år, till exempel 2018 och 2022."),
            ),
            models.CheckConstraint(
                condition=Q(stub=False) | Q(current_edition__isnull=True),
                name="strategy_stub_is_not_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy", args=[self.slug])

    @property
    def period(self) -> Period | None:
        return Period(start=self.starts, end=self.ends) if self.starts or self.ends else None


def owners_and_regions() -> list[models.Prefetch]:
    """What fetches a strategy's owners and regions with their names, in a query each."""
    return [
        models.Prefetch("owner_rows", StrategyOwner.objects.select_related("actor")),
        models.Prefetch("region_rows", StrategyRegion.objects.select_related("region")),
    ]


@tracked()
class StrategyOwner(models.Model):
    """An actor that owns a strategy; the first is the one that publishes."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="owner_rows")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="owner_rows")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "actor"], name="strategy_owner_once")
        ]

    def __str__(self) -> str:
        return str(self.actor)


@tracked()
class StrategyRegion(models.Model):
    """A territory that a strategy covers."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="region_rows")
    region = models.ForeignKey(Region, models.PROTECT, related_name="strategy_rows")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "region"], name="strategy_region_once")
        ]

    def __str__(self) -> str:
        return str(self.region)


@tracked()
class LevelWord(models.Model):
    """A strategy's own word for one level of its tree, its synonyms, and how many elements it says there are."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="level_words")
    kind = WordField(_("nivå"), words=plan.ElementKind)
    word = models.CharField(_("ord"), max_length=80, blank=True)
    synonyms = NamesField(verbose_name=_("andra ord"))
    stated_count = models.PositiveIntegerField(_("angivet antal"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "kind"], name="level_word_once"),
            one_of("kind", plan.ElementKind, "level_word_kind"),
        ]

    def __str__(self) -> str:
        return self.word
