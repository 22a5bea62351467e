from collections.abc import Iterable, Sequence
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from actors.models.reach import above, roles_in_actors
from actors.models.user import User, Visitor
from portal.history import tracked


class MembershipRole(models.TextChoices):
    """Each role may all that those before it may."""

    READER = "reader", _("läsare")
    EDITOR = "editor", _("redaktör")
    APPROVER = "approver", _("godkännare")
    ADMINISTRATOR = "administrator", _("administratör")

    @classmethod
    def highest(cls, roles: Iterable[str]) -> "MembershipRole":
        """The one of several roles that counts."""
        return max(map(cls, roles), key=list(cls).index)


class MembershipSource(models.TextChoices):
    """Where a membership comes from: who made it also takes it away."""

    PORTAL = "portal", _("tillagd i portalen")
    OIDC = "oidc", _("följer med inloggningen")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def manageable_by(self, user: Visitor) -> Self:
        """Memberships that `user` may change or end: those in the actors that the user administers.

        One that counts for the actors below too can only be changed by somebody whose own reaches as far.
        """
        near = Actor.objects.administered_by(user)
        far = Actor.objects.administered_by(user, with_those_below=True)
        return self.filter(Q(actor__in=near, inherits=False) | Q(actor__in=far))

    def counting_for(self, actor_ids: Sequence[int]) -> Self:
        """Memberships that give a right in one of the actors: its own, and inherited ones of those above it."""
        inherited = Q(inherits=True, actor__in=above(actor_ids))
        return self.filter(Q(actor__in=actor_ids) | inherited)


@tracked()
class Membership(models.Model):
    """What a user may do with the strategies that an actor owns; each role may all that those before it may.

    One that `inherits` counts for every actor that is a part of this one, too.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    actor = models.ForeignKey(
        Actor, models.CASCADE, verbose_name=_("organisation"), related_name="memberships"
    )
    role = models.CharField(
        _("roll"), max_length=13, choices=MembershipRole, default=MembershipRole.EDITOR
    )
    inherits = models.BooleanField(
        _("gäller även underordnade organisationer"), default=False, db_default=False
    )
    source = models.CharField(
        _("kommer från"),
        max_length=6,
        choices=MembershipSource,
        default=MembershipSource.PORTAL,
        db_default=MembershipSource.PORTAL,
        editable=False,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "actor"],
                name="membership_once",
                violation_error_message=_("Personen är redan medlem. Ändra rollen i stället."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values), name="membership_role"
            ),
            models.CheckConstraint(
                condition=Q(source__in=MembershipSource.values), name="membership_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} i {self.actor}"

    def is_last_administrator(self) -> bool:
        """Whether nobody else who can sign in is administrator of the actor itself."""
        others = Membership.objects.filter(
            actor=self.actor_id, role=MembershipRole.ADMINISTRATOR, user__is_active=True
        ).exclude(pk=self.pk)
        return self.role == MembershipRole.ADMINISTRATOR and not others.exists()


def roles_of(user: User) -> dict[int, MembershipRole]:
    """The role that counts in each actor where the user has one, inherited ones too, by the actor's id."""
    found: dict[int, MembershipRole] = {}
    for actor, role in roles_in_actors(user.pk, MembershipRole.values):
        found[actor] = MembershipRole.highest([role, found.get(actor, role)])
    return found
