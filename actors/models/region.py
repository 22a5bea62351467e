from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.swedish import SwedishOrder
from portal.history import tracked


class RegionKind(models.TextChoices):
    COUNTRY = "land", _("land")
    LARGE = "storregion", _("storregion")
    COUNTY = "län", _("län")
    MUNICIPALITY = "kommun", _("kommun")


class RegionQuerySet(models.QuerySet["Region"]):
    def named(self, names: list[str]) -> Self:
        """Regions whose name or alias is one of `names`, as written."""
        return self.filter(Q(name__in=names) | Q(aliases__overlap=names))

    def within(self, region: "Region") -> Self:
        """`region` itself and every region that is a part of it, at any depth (kommun, län, storregion)."""
        inner = Q(pk=region.pk) | Q(parent=region) | Q(parent__parent=region)
        return self.filter(inner | Q(wholes=region) | Q(parent__wholes=region)).distinct()

    def concerned_by(self, covered: "models.QuerySet[Region]") -> Self:
        """Regions that a plan for the `covered` ones concerns: these, what they are parts of, and their own parts."""
        if covered.filter(kind=RegionKind.COUNTRY).exists():
            return self.all()
        larger = Q(children__in=covered) | Q(parts__in=covered) | Q(parts__children__in=covered)
        inner = Q(parent__in=covered) | Q(wholes__in=covered) | Q(parent__wholes__in=covered)
        return self.filter(Q(pk__in=covered) | larger | inner).distinct()

    def in_swedish_order(self) -> Self:
        return self.order_by(SwedishOrder("name"))


@tracked()
class Region(models.Model):
    """A territory, never an organisation.

    A kommun lies in one län (`parent`). A storregion (NUTS 2 or another area of several län) is made of `parts`.
    `code` is SCB's code of a län or kommun, or the NUTS code of a storregion that has one.
    """

    slug = models.SlugField(_("adress"), max_length=80, unique=True)
    name = models.CharField(_("namn"), max_length=80)
    kind = models.CharField(_("slag"), max_length=10, choices=RegionKind)
    code = models.CharField(_("kod"), max_length=4, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("kallas även"),
        default=list,
        blank=True,
    )
    accent = models.CharField(_("accentfärg"), max_length=7, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("län"),
        related_name="children",
        null=True,
        blank=True,
    )
    parts: "models.ManyToManyField[Region, models.Model]" = models.ManyToManyField(
        "self",
        verbose_name=_("delar"),
        related_name="wholes",
        symmetrical=False,
        blank=True,
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("område")
        verbose_name_plural = _("områden")
        ordering = ["kind", "name"]
        indexes = [GinIndex(fields=["aliases"], name="region_aliases")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="region_name_once"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="region_code_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="kommun", parent__isnull=False)
                | (~Q(kind="kommun") & Q(parent__isnull=True)),
                name="region_kommun_lies_in_a_lan",
            ),
            models.CheckConstraint(
                condition=Q(accent="") | Q(accent__regex=r"^#[0-9a-f]{6}$"),
                name="region_accent_is_a_colour",
                violation_error_message=_(
                    "Skriv färgen som # följt av sex tecken, till exempel #1d6b4f."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.slug])
