from django.db import models
from django.db.models import Deferrable
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from strategies import plan
from strategies.dates import PartialDate
from strategies.models.fields import PartialDateField, WordField, one_of
from strategies.models.rows import KeyedRow, count_versions, tracked


@tracked()
class Decision(KeyedRow):
    """That a body adopted, revised, prolonged or repealed a strategy.

    A strategy is adopted when it has one of these; nobody types that it is.
    """

    PART = plan.Decision
    LIST = "decisions"

    kind = WordField(_("slag"), words=plan.DecisionKind, default="antagen")
    body = models.ForeignKey(
        Actor,
        models.PROTECT,
        verbose_name=_("beslutande organ"),
        related_name="decisions",
        null=True,
        blank=True,
    )
    date = PartialDateField(_("beslutsdatum"), default=PartialDate)
    case_number = models.CharField(_("diarienummer"), max_length=200, blank=True)
    paragraph = models.CharField(_("paragraf"), max_length=200, blank=True)
    document = models.CharField(_("beslutsdokument"), max_length=2000, blank=True)

    class Meta(KeyedRow.Meta):
        verbose_name = _("beslut")
        verbose_name_plural = _("beslut")
        triggers = [count_versions("position")]
        constraints = [
            one_of("kind", plan.DecisionKind, "decision_kind"),
            models.UniqueConstraint(fields=["key"], name="decision_key_once"),
            models.UniqueConstraint(
                fields=["strategy", "kind", "body", "date"],
                name="decision_once",
                deferrable=Deferrable.DEFERRED,  # so that two decisions can change places
                violation_error_message=_("Beslutet finns redan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"
