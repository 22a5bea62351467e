from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region, User
from strategies.models.fields import WordField
from strategies.models.strategy import Strategy
from strategies.plan import StrategyKind


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> Self:
        """The editions that the public reads now, one a strategy; without their plans, which are large."""
        return self.filter(current_of__isnull=False).select_related("strategy").defer("plan")

    def with_places(self) -> Self:
        """With owners and regions at hand, in two more queries however many there are."""
        return self.prefetch_related("owners", "regions")


class Edition(models.Model):
    """An immutable published snapshot of a strategy; the database refuses to change or remove it.

    `plan` is the JSON of a Plan as its owners had it, and `sha256` the hex digest of `strategies.publishing.canonical(plan)`.
    The columns beside it repeat what lists filter on.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("nummer"))
    plan = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    kind = WordField(_("slag"), words=StrategyKind)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    note = models.CharField(_("vad som är nytt"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("publicerad"))
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="editions")
    owners: "models.ManyToManyField[Actor, models.Model]" = models.ManyToManyField(
        Actor, related_name="editions"
    )
    regions: "models.ManyToManyField[Region, models.Model]" = models.ManyToManyField(
        Region, related_name="editions"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("utgåva")
        verbose_name_plural = _("utgåvor")
        ordering = ["-published_at", "-pk"]
        triggers = [
            pgtrigger.Protect(
                name="edition_is_immutable",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]
        indexes = [
            # Which plans refer to this one: asked by every strategy page that is made.
            GinIndex(
                OpClass(KeyTransform("relations", "plan"), name="jsonb_path_ops"),
                name="edition_relations",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, utgåva {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.strategy.slug, self.number])


class RenderedPage(models.Model):
    """An edition's public page in one language as the bytes that are sent, made once and kept.

    `made_for` names all that the bytes depend on beside the edition (strategies/reading/shelf.py); another value there
    means that the page has to be made again.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pages")
    language = models.CharField(max_length=10)
    made_for = models.CharField(max_length=64)
    etag = models.CharField(max_length=66)
    gzipped = models.BinaryField()
    brotli = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="rendered_page_once")
        ]

    def __str__(self) -> str:
        return self.made_for
