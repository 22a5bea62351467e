"""People and groups that a plan names. Personal data: shown to the public only when approved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from strategies import plan
from strategies.models.fields import NamesField, WordField, one_of
from strategies.models.rows import VersionedRow, count_versions, tracked


@tracked()
class Participant(VersionedRow):
    """Who took part in the work on a strategy: a group as written, an organisation, a person, a consultation."""

    PART = plan.Participant
    LIST = "participants"

    kind = WordField(_("slag"), words=plan.ParticipantKind, default="grupp")
    name = models.CharField(_("namn"), max_length=500)
    actor = models.ForeignKey(
        Actor,
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="participants",
        null=True,
        blank=True,
    )
    role = models.CharField(_("roll"), max_length=500, blank=True)
    count = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    note = models.CharField(_("kommentar"), max_length=500, blank=True)
    approved = models.BooleanField(_("namnet får visas"), default=False)

    class Meta(VersionedRow.Meta):
        verbose_name = _("deltagare")
        verbose_name_plural = _("deltagare")
        triggers = [count_versions("position")]
        constraints = [one_of("kind", plan.ParticipantKind, "participant_kind")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Person(VersionedRow):
    """Somebody that a document names as contact, speaker or page owner."""

    PART = plan.Person
    LIST = "persons"

    name = models.CharField(_("namn"), max_length=500)
    titles = NamesField(verbose_name=_("titlar"))
    actor = models.ForeignKey(
        Actor,
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="persons",
        null=True,
        blank=True,
    )
    party = models.CharField(_("parti"), max_length=80, blank=True)
    phone = models.CharField(_("telefon"), max_length=80, blank=True)
    email = models.CharField(_("e-post"), max_length=254, blank=True)
    name_approved = models.BooleanField(_("namnet får visas"), default=False)
    contact_approved = models.BooleanField(_("telefon och e-post får visas"), default=False)

    class Meta(VersionedRow.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        triggers = [count_versions("position")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Quote(VersionedRow):
    """What a person says in a document."""

    PART = plan.Quote
    LIST = "quotes"

    text = models.TextField(_("text"))
    person = models.CharField(_("person"), max_length=500, blank=True)

    class Meta(VersionedRow.Meta):
        verbose_name = _("citat")
        verbose_name_plural = _("citat")
        triggers = [count_versions("position")]

    def __str__(self) -> str:
        return self.text
