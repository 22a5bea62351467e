from datetime import date
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KeyTransform
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Region, User
from strategies.models.entry import EntryRelation
from strategies.models.fields import WordField
from strategies.models.rows import never_emptied
from strategies.models.strategy import Strategy
from strategies.plan import StrategyKind

# Whether a plan tells of a decision to adopt or revise it (strategies.plan.ADOPTING).
ADOPTED = models.Func(
    "plan",
    function="jsonb_path_exists",
    template="""%(function)s(%(expressions)s, '$.decisions[*] ? (@.kind == "antagen" || @.kind == "reviderad")')""",
)


def replaced_on(day: date) -> Exists:
    """The condition that an edition's plan is replaced by a published one that may end it, and whose period has begun."""
    return Exists(EntryRelation.objects.superseding().begun(day).filter(to=OuterRef("strategy")))


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> Self:
        """The editions that the public reads now, one a strategy; without their plans, which are large.

        `replaced` says whether another plan has taken its place.
        """
        current = self.filter(current_of__isnull=False).select_related("strategy").defer("plan")
        return current.annotate(replaced=replaced_on(timezone.localdate()))

    def with_places(self) -> Self:
        """With owners and regions at hand, in two more queries however many there are."""
        return self.prefetch_related("owners", "regions")


class Edition(models.Model):
    """An immutable published snapshot of a strategy; the database refuses to change or remove it.

    `plan` is the JSON of a Plan as its owners had it, and `sha256` the hex digest of its canonical bytes; `public_sha256` is that of the
    part which anyone may recompute it from (strategies/publishing/canonical.py). The columns beside it repeat what lists filter on.
    `correction` says that it mends a mistake and decides nothing new; `sole_approver` that nobody but the one who asked has approved it.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("nummer"))
    plan = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)
    public_sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    kind = WordField(_("slag"), words=StrategyKind)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    repealed = models.BooleanField(_("upphävd"), default=False)
    adopted = models.GeneratedField(
        expression=ADOPTED, output_field=models.BooleanField(_("antagen")), db_persist=True
    )
    note = models.CharField(_("vad som är nytt"), max_length=500, blank=True)
    correction = models.BooleanField(_("rättelse"), default=False)
    sole_approver = models.BooleanField(_("utan en andra granskare"), default=False)
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
            ),
            never_emptied("editions_are_kept"),
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

    @property
    def owners_in_short(self) -> str:
        """Whose plan it is, in a line: one or two names, or the first of more "med flera"; no query after `with_places`."""
        names = [owner.name for owner in self.owners.all()]
        if len(names) > 2:
            return gettext("%(first)s med flera") % {"first": names[0]}
        return ", ".join(names)


class EditionOwner(Edition.owners.through):  # type: ignore[name-defined]
    """An index from editions to today's actors, for lists and search; what an edition itself says of its owners is in its plan.

    It follows an actor that is merged into another, and nothing else changes it: an edition is never left without an owner.
    """

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Protect(
                name="edition_owner_stays_with_its_edition",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("id", "edition"),
            ),
            pgtrigger.Trigger(
                name="edition_keeps_an_owner",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM strategies_edition_owners WHERE edition_id = OLD.edition_id) THEN
                        RAISE EXCEPTION 'edition_keeps_an_owner: an edition is never left without an owner';
                    END IF;
                    RETURN NULL;
                """,
            ),
            never_emptied("edition_owners_are_kept"),
        ]


class EditionRegion(Edition.regions.through):  # type: ignore[name-defined]
    """An index from editions to territories; territories are never merged, so nothing changes it."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Protect(
                name="edition_region_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            never_emptied("edition_regions_are_kept"),
        ]


class RenderedPage(models.Model):
    """An edition's public page in one language as the bytes that are sent, made once and kept: no part of the edition, and made anew when it is gone.

    Most visitors take `brotli`; `gzipped` is None until somebody has asked for it. `made_for` names all that the bytes depend on beside the edition (strategies/reading/shelf.py); another value there
    means that the page has to be made again.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pages")
    language = models.CharField(max_length=10)
    made_for = models.CharField(max_length=64)
    etag = models.CharField(max_length=66)
    gzipped = models.BinaryField(null=True)
    brotli = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="rendered_page_once")
        ]

    def __str__(self) -> str:
        return self.made_for
