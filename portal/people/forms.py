"""What is asked about people: a role, an invitation, a name and a password."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actors.addresses import deliverable
from actors.models import Actor, Invitation, Membership, MembershipRole, MembershipSource, User
from strategies.editing.forms.fields import LineField

# Each role with what it adds to those before it.
ROLES = [
    (MembershipRole.READER, _("Läsare: ser arbetsversionerna")),
    (MembershipRole.EDITOR, _("Redaktör: ändrar också i planerna")),
    (MembershipRole.APPROVER, _("Godkännare: publicerar också")),
    (
        MembershipRole.ADMINISTRATOR,
        _("Administratör: läser också in dokument och sköter personerna"),
    ),
]
BELOW = _("Gäller även underordnade organisationer")
BELOW_HELP = _("Bolag, nämnder och andra som ingår i organisationen, också de som tillkommer.")


def reaches_below(user: User, actor: Actor | None) -> bool:
    """Whether the user may give a role that counts for the actors below too: nobody gives more than they have."""
    far = Actor.objects.administered_by(user, with_those_below=True)
    return far.filter(pk=actor.pk).exists() if actor else far.exists()


class MemberForm(forms.ModelForm[Membership]):
    """A member's role and how far it reaches."""

    class Meta:
        model = Membership
        fields = ["role", "inherits"]
        labels = {"role": _("Roll"), "inherits": BELOW}
        help_texts = {"inherits": BELOW_HELP}
        widgets = {"role": forms.RadioSelect}

    def __init__(self, data: QueryDict | None, *, instance: Membership, user: User) -> None:
        self.user = user
        self.was_last = not user.is_superuser and instance.is_last_administrator()
        super().__init__(data, instance=instance, label_suffix="")
        self.fields["role"].widget.choices = ROLES
        if not reaches_below(user, instance.actor):
            del self.fields["inherits"]

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        if self.was_last and role != MembershipRole.ADMINISTRATOR:
            raise ValidationError(
                _(
                    "Det här är organisationens enda administratör. Gör någon annan till administratör först, eller be portalens administratör."
                )
            )
        return role

    def save(self, commit: bool = True) -> Membership:
        # What a person has decided is no longer the sign-in's to change.
        self.instance.source = MembershipSource.PORTAL
        return super().save(commit)


class InviteForm(forms.ModelForm[Invitation]):
    """Whom to invite, to what."""

    class Meta:
        model = Invitation
        fields = ["email", "actor", "role", "inherits"]
        labels = {
            "email": _("E-postadress"),
            "actor": _("Organisation"),
            "role": _("Roll"),
            "inherits": BELOW,
        }
        help_texts = {
            "email": _("Den som har adressen får ett brev med en länk."),
            "inherits": BELOW_HELP,
        }
        widgets = {"role": forms.RadioSelect}

    def __init__(self, data: QueryDict | None, *, user: User, initial: dict[str, Any]) -> None:
        self.user = user
        super().__init__(
            data, instance=Invitation(invited_by=user), initial=initial, label_suffix=""
        )
        actor = cast(forms.ModelChoiceField, self.fields["actor"])
        actor.queryset = Actor.objects.administered_by(user).in_swedish_order()
        actor.empty_label = None
        self.fields["role"].widget.choices = ROLES
        if not reaches_below(user, None):
            del self.fields["inherits"]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        deliverable(email)
        return email

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        email, actor = self.cleaned_data.get("email", ""), self.cleaned_data.get("actor")
        if self.cleaned_data.get("inherits") and not reaches_below(self.user, actor):
            self.add_error("inherits", _("Din egen roll gäller inte underordnade organisationer."))
        person = User.objects.filter(email__iexact=email).first() if email else None
        if person and not person.is_active:
            words = _(
                "Kontot med den adressen är avaktiverat. Be portalens administratör släppa in personen igen."
            )
            self.add_error("email", words)
        elif person and actor and person.memberships.filter(actor=actor).exists():
            words = _("Personen är redan medlem. Ändra rollen i stället.")
            self.add_error("email", words)
        elif actor and Invitation.objects.open().filter(actor=actor, email=email).exists():
            words = _("Personen är redan inbjuden. Skicka inbjudan igen i stället.")
            self.add_error("email", words)
        return found


class NewAccountForm(forms.Form):
    """The name and the password of somebody who accepts an invitation."""

    name = LineField(
        label=_("Namn"),
        max_length=120,
        help_text=_("Så står det i planernas historik."),
        error_messages={"required": _("Skriv ditt namn.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        help_text=password_validators_help_text_html,
        error_messages={"required": _("Välj ett lösenord.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: QueryDict | None, *, email: str) -> None:
        self.email = email
        super().__init__(data, label_suffix="")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class NameForm(forms.ModelForm[User]):
    """One's own name, as history tells it."""

    name = LineField(
        label=_("Namn"),
        max_length=120,
        help_text=_("Så står det i planernas historik."),
        error_messages={"required": _("Skriv ditt namn.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ["name"]

    def __init__(self, data: QueryDict | None, *, instance: User) -> None:
        super().__init__(data, instance=instance, label_suffix="")
