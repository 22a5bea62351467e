from typing import Any

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from actors.models import User
from portal.history import tracked
from strategies.models.public_change import counted
from strategies.models.strategy import Strategy


@tracked()
class WithheldName(models.Model):
    """That a person's name and contact are no longer shown in any edition of a strategy, old ones too: a role has ended.

    Editions never change; what the public sees of them does (strategies/publishing/public.py). A plan knows people by name, and so does this.
    The database counts the strategy's `version` up with every change here, so that what is kept ready-made of it is made again, and takes sections and documents
    of the plan out of the search index, where the name may stand.
    """

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="withheld_names")
    name = models.CharField(_("namn"), max_length=500)
    withheld_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="withheld_names")
    withheld_at = models.DateTimeField(_("dolt"), auto_now_add=True)

    class Meta:
        verbose_name = _("dolt namn")
        verbose_name_plural = _("dolda namn")
        ordering = ["name"]
        triggers = [
            pgtrigger.Trigger(
                name="withheld_name_shows_at_once",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    UPDATE strategies_strategy SET version = version + 1
                    WHERE id IN (NEW.strategy_id, OLD.strategy_id);
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="withheld_name_leaves_the_index",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    DELETE FROM strategies_entry
                    WHERE strategy_id = NEW.strategy_id AND kind IN ('section', 'document');
                    RETURN NULL;
                """,
            ),
            *counted(insert="true", update="true", delete="true"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "name"], name="withheld_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="withheld_name_is_given"),
        ]

    def __str__(self) -> str:
        return self.name


def withheld_names(strategy: Strategy) -> list[str]:
    """The names that are withheld in the strategy."""
    return list(strategy.withheld_names.values_list("name", flat=True))


def withheld_in(strategy: str) -> Any:
    """An annotation: the names that are withheld in the strategy that the column `strategy` points at, as a list."""
    names = WithheldName.objects.filter(strategy=OuterRef(strategy)).order_by("name")
    return ArraySubquery(names.values_list("name"))
