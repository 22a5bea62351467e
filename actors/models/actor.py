from typing import Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models.reach import reached
from actors.models.region import Region
from actors.models.user import Visitor
from actors.swedish import Plain, SwedishOrder
from portal.history import tracked


class ActorKind(models.TextChoices):
    REGION = "region", _("region")
    MUNICIPALITY = "kommun", _("kommun")
    ASSOCIATION_OF_MUNICIPALITIES = "regionförbund", _("regionförbund")
    AUTHORITY = "myndighet", _("myndighet")
    COMPANY = "bolag", _("bolag")
    SUPPORT = "stödaktör", _("stödaktör")
    ACADEMY = "akademi", _("akademi")
    ASSOCIATION = "förening", _("förening")
    BOARD = "nämnd", _("nämnd eller fullmäktige")
    FORUM = "forum", _("forum")
    OTHER = "annan", _("annan organisation")


def folded(name: str) -> str:
    """The name as the database compares it: each character in lower case by itself, whatever stands around it."""
    return "".join(char.lower()[0] for char in name)


class ActorQuerySet(models.QuerySet["Actor"]):
    def named(self, names: list[str]) -> Self:
        """Actors whose name, whatever its case, or alias is one of `names`."""
        lower = [folded(name) for name in names]
        return self.alias(_lower=Lower("name")).filter(
            Q(_lower__in=lower) | Q(aliases__overlap=list(names))
        )

    def listed(self) -> Self:
        """Actors that readers meet: those of the register, and those that an edition has named."""
        return self.filter(listed=True)

    def matching(self, text: str) -> Self:
        """Actors whose name or an alias contains `text`, whatever its case; every actor for "". Who writes no accents finds å as a."""
        plain = {"_name": Plain("name"), "_aliases": Plain(Cast("aliases", models.TextField()))}
        as_written = Q(name__icontains=text) | Q(aliases__icontains=text)
        return self.alias(**plain).filter(
            as_written | Q(_name__contains=text.lower()) | Q(_aliases__contains=text.lower())
        )

    def read_by(self, user: Visitor) -> Self:
        """Actors whose drafts `user` may read: those of any membership, every one for an administrator of the portal."""
        return self._with_membership(user, ["reader", "editor", "approver", "administrator"])

    def edited_by(self, user: Visitor) -> Self:
        """Actors whose strategies `user` may edit: those of a membership that edits, every one for an administrator."""
        return self._with_membership(user, ["editor", "approver", "administrator"])

    def published_by(self, user: Visitor) -> Self:
        """Actors in whose name `user` may publish."""
        return self._with_membership(user, ["approver", "administrator"])

    def administered_by(self, user: Visitor, *, with_those_below: bool = False) -> Self:
        """Actors that `user` is administrator of; `with_those_below`, only those where it counts for every actor below too."""
        return self._with_membership(user, ["administrator"], inheriting=with_those_below)

    def _with_membership(
        self, user: Visitor, roles: list[str], *, inheriting: bool = False
    ) -> Self:
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(pk__in=reached(user.pk, roles, inheriting=inheriting))

    def in_swedish_order(self) -> Self:
        return self.order_by(SwedishOrder("name"))


@tracked()
class Actor(models.Model):
    """An organisation: a region, kommun, authority, company, association, board or forum."""

    key = models.UUIDField(_("nyckel"), default=uuid4, unique=True, editable=False)
    slug = models.SlugField(_("adress"), max_length=100, unique=True)
    name = models.CharField(_("namn"), max_length=200)
    kind = models.CharField(_("slag"), max_length=16, choices=ActorKind, default=ActorKind.OTHER)
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("kallas även"),
        default=list,
        blank=True,
    )
    text = models.TextField(_("beskrivning"), blank=True)
    homepage = models.URLField(_("webbplats"), blank=True)
    # One that an editor has just made stays among the staff until a plan that names it is published.
    listed = models.BooleanField(_("visas för läsare"), default=False)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("område"),
        related_name="actors",
        null=True,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("ingår i"),
        related_name="children",
        null=True,
        blank=True,
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktör")
        verbose_name_plural = _("aktörer")
        ordering = ["name"]
        indexes = [GinIndex(fields=["aliases"], name="actor_aliases")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="actor_name_once",
                violation_error_message=_(
                    "Det finns redan en aktör med det namnet. Välj den i listan."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="actor_has_a_name",
                violation_error_message=_("Skriv aktörens namn."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                name="actor_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actor", args=[self.slug])

    @property
    def other_names(self) -> list[str]:
        """Aliases that tell more than the name: not "Almi Kronoberg AB" of ALMI Företagspartner Kronoberg."""
        known = {*self.name.casefold().split(), "ab"}
        return [alias for alias in self.aliases if not known.issuperset(alias.casefold().split())]


def may_administer(user: Visitor) -> bool:
    """Whether `user` looks after people: the portal's administrators, and those of any actor."""
    if not user.is_active:
        return False
    return user.is_superuser or Actor.objects.administered_by(user).exists()


def may_load(user: Visitor) -> bool:
    """Whether `user` may load documents: those who administer something."""
    return may_administer(user)
