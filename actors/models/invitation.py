import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from actors.models.membership import Membership, MembershipRole, MembershipSource
from actors.models.user import User, Visitor
from portal.history import tracked

# How long an invitation stands.
STANDS = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Invitations that nobody has accepted or withdrawn; some of them may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def manageable_by(self, user: Visitor) -> Self:
        """Open invitations that `user` may send again or withdraw: by the same rule as memberships."""
        near = Actor.objects.administered_by(user)
        far = Actor.objects.administered_by(user, with_those_below=True)
        return self.open().filter(Q(actor__in=near, inherits=False) | Q(actor__in=far))

    def for_token(self, token: str) -> Self:
        """The invitation whose link holds `token`, if it still stands."""
        return self.open().filter(token_hash=hashed(token), expires_at__gt=timezone.now())


def hashed(token: str) -> str:
    """What is stored of a link. A random token of 256 bits needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@tracked(exclude=["token_hash"])
class Invitation(models.Model):
    """That somebody may become a member of an actor, by a link in a mail: once, and until a day.

    The link itself is stored nowhere, so whoever reads the database cannot use it; to send it again is to make a new one.
    """

    actor = models.ForeignKey(
        Actor, models.CASCADE, verbose_name=_("organisation"), related_name="invitations"
    )
    email = models.EmailField(_("e-postadress"))
    role = models.CharField(
        _("roll"), max_length=13, choices=MembershipRole, default=MembershipRole.EDITOR
    )
    inherits = models.BooleanField(_("gäller även underordnade organisationer"), default=False)
    invited_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("inbjuden av"), related_name="invitations_sent"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("skickad"), default=timezone.now)
    expires_at = models.DateTimeField(_("gäller till"))
    accepted_at = models.DateTimeField(_("antagen"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, related_name="invitations_accepted", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(_("tillbakadragen"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbjudan")
        verbose_name_plural = _("inbjudningar")
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "actor",
                name="invitation_open_once",
                condition=Q(accepted_at=None, withdrawn_at=None),
                violation_error_message=_(
                    "Personen är redan inbjuden. Skicka inbjudan igen i stället."
                ),
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values), name="invitation_role"
            ),
            models.CheckConstraint(condition=~Q(email=""), name="invitation_has_an_address"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="invitation_stands_a_while"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_is_accepted_by_somebody_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()} i {self.actor}"

    @property
    def expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def renew(self) -> str:
        """Let the invitation stand for a while from now, by a new link; the token of the link is returned, and not stored."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hashed(token)
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + STANDS
        self.save()
        return token

    def withdraw(self) -> None:
        """Take the invitation back; its link is dead at once."""
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["withdrawn_at"])

    def accept(self, user: User) -> Membership:
        """Make `user` a member, once. Who is a member already keeps what is the higher of the two."""
        self.accepted_at, self.accepted_by = timezone.now(), user
        self.save(update_fields=["accepted_at", "accepted_by"])
        offered = {"role": self.role, "inherits": self.inherits}
        member, new = Membership.objects.get_or_create(
            user=user, actor=self.actor, defaults=offered
        )
        # Both or neither: a role of one and the reach of the other would be more than anybody has given.
        if not new and rank(self) > rank(member):
            member.role, member.inherits = self.role, self.inherits
            member.source = MembershipSource.PORTAL
            member.save(update_fields=["role", "inherits", "source"])
        return member


def rank(given: Invitation | Membership) -> tuple[int, bool]:
    """Orders what has been given: by role, and then by whether it counts for the actors below."""
    return MembershipRole.values.index(given.role), given.inherits
