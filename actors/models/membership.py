from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from actors.models.user import User
from portal.history import tracked


class MembershipRole(models.TextChoices):
    READER = "reader", _("läsare")
    EDITOR = "editor", _("redaktör")
    APPROVER = "approver", _("godkännare")
    ADMINISTRATOR = "administrator", _("administratör")


@tracked()
class Membership(models.Model):
    """What a user may do with the strategies that an actor owns; each role may all that those before it may."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("roll"), max_length=13, choices=MembershipRole, default=MembershipRole.EDITOR
    )

    class Meta:
        verbose_name = _("medlemskap")
        verbose_name_plural = _("medlemskap")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "actor"],
                name="membership_once",
                violation_error_message=_("Personen är redan medlem. Ändra rollen i stället."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} i {self.actor}"
