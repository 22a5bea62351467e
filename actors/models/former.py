from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from portal.history import tracked


@tracked()
class FormerActor(models.Model):
    """An actor that was merged into another, which its address now leads to.

    `number` and `key` are what its row had, so that history that names it can be read as the other.
    """

    actor = models.ForeignKey(
        Actor, models.CASCADE, verbose_name=_("aktör"), related_name="former_actors"
    )
    slug = models.SlugField(_("adress"), max_length=100, unique=True)
    name = models.CharField(_("namn"), max_length=200)
    number = models.BigIntegerField(_("nummer"), unique=True)
    key = models.UUIDField(_("nyckel"), unique=True)

    class Meta:
        verbose_name = _("tidigare aktör")
        verbose_name_plural = _("tidigare aktörer")

    def __str__(self) -> str:
        return self.name


def taken_addresses() -> set[str]:
    """The addresses that no new actor may have: an address never comes to mean somebody else."""
    former = FormerActor.objects.values_list("slug", flat=True)
    return set(Actor.objects.order_by().values_list("slug", flat=True).union(former))
