from django.db import models
from django.utils.translation import gettext_lazy as _

from actors.models import User
from portal.history import tracked
from strategies.models.strategy import Strategy


@tracked()
class Note(models.Model):
    """What staff say to each other of a part, by its key; never in a Plan, so never in an edition or an export.

    The key and not the row is held, so that the notes are there again when a removed part is brought back.
    """

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="notes")
    key = models.UUIDField(_("del"))
    user = models.ForeignKey(User, models.PROTECT, related_name="notes")
    text = models.TextField(_("anteckning"))
    written_at = models.DateTimeField(_("skriven"), auto_now_add=True)

    class Meta:
        verbose_name = _("anteckning")
        verbose_name_plural = _("anteckningar")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["strategy", "key"], name="note_of_part")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="note_has_a_text",
                violation_error_message=_("Skriv en anteckning."),
            )
        ]

    def __str__(self) -> str:
        return self.text
