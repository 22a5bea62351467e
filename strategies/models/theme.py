"""What the parts of a plan are about: cataloguing beside the plan, so that an edition's hash never depends on it."""

from typing import Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import User
from strategies.models.entry import Entry
from strategies.models.fields import NamesField
from strategies.models.public_change import counted
from strategies.models.strategy import Strategy
from strategies.vocabulary import THEMES, Theme

# How the search index marks an entry that readers see to be about a theme; its vector has the mark after `#` (strategies/search/vectors.py).
THEME_MARK = "amne-"
# The database keeps the marks, so that they follow what people decide and what is proposed, however it is stored.
MARK_ENTRY = f"""
    IF TG_OP <> 'INSERT' THEN
        UPDATE strategies_entry SET vector = ts_delete(vector, '#{THEME_MARK}' || OLD.theme)
            WHERE strategy_id = OLD.strategy_id AND key = OLD.key;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state <> 'rejected' THEN
        UPDATE strategies_entry SET vector = vector || array_to_tsvector(ARRAY['#{THEME_MARK}' || NEW.theme])
            WHERE strategy_id = NEW.strategy_id AND key = NEW.key;
    END IF;
    RETURN NULL;
"""  # noqa: S608  THEME_MARK is the constant above


class ThemeState(models.TextChoices):
    PROPOSED = "proposed", _("föreslaget")
    CONFIRMED = "confirmed", _("bekräftat")
    REJECTED = "rejected", _("avvisat")


class ThemeLinkQuerySet(models.QuerySet["ThemeLink"]):
    def unrejected(self) -> Self:
        return self.exclude(state=ThemeState.REJECTED)

    def shown(self) -> Self:
        """What readers see: themes that nobody has rejected, of parts that a current edition has."""
        return self.unrejected().filter(entry__id__isnull=False)


# Only what people decide is history: the portal makes its proposals anew from the text.
@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Condition("NEW.decided_by_id IS NOT NULL")),
    pghistory.UpdateEvent(
        condition=pgtrigger.Condition(
            "OLD.decided_by_id IS NOT NULL OR NEW.decided_by_id IS NOT NULL"
        )
    ),
    pghistory.DeleteEvent(condition=pgtrigger.Condition("OLD.decided_by_id IS NOT NULL")),
    exclude=["entry"],
)
class ThemeLink(models.Model):
    """That a part of a plan is about a theme: proposed by the portal, or as a person has decided.

    `key` is that of the plan, an element or a challenge, the same in rows and editions, so what a person has decided stands when the plan
    is published again. `words` are those of the text that made the portal propose it, none where a person found it. `entry` is the part as
    the current edition has it; it is found by key, since the index is made anew with every edition.
    """

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="theme_links")
    key = models.UUIDField(_("del"))
    theme = models.CharField(_("ämne"), max_length=40)
    words = NamesField(verbose_name=_("ord som gav förslaget"))
    state = models.CharField(
        _("läge"), max_length=9, choices=ThemeState, default=ThemeState.PROPOSED
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="theme_links", null=True, blank=True
    )
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    entry = models.ForeignObject(
        Entry,
        models.DO_NOTHING,
        from_fields=["strategy", "key"],
        to_fields=["strategy", "key"],
        related_name="theme_links",
        null=True,
    )

    objects = ThemeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("ämne för en del")
        verbose_name_plural = _("ämnen för delar")
        ordering = ["strategy", "key", "theme"]
        triggers = [
            *counted(
                insert="NEW.state <> 'rejected'",
                update="OLD.* IS DISTINCT FROM NEW.*"
                " AND (OLD.state <> 'rejected' OR NEW.state <> 'rejected')",
                delete="OLD.state <> 'rejected'",
            ),
            pgtrigger.Trigger(
                name="theme_marks_the_entry",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=MARK_ENTRY,
            ),
        ]
        indexes = [models.Index(fields=["theme", "strategy", "key"], name="theme_link_of_theme")]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "key", "theme"], name="theme_link_once"),
            models.CheckConstraint(condition=Q(theme__in=list(THEMES)), name="theme_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=ThemeState.values), name="theme_link_state"
            ),
            models.CheckConstraint(
                condition=Q(state=ThemeState.PROPOSED, decided_by=None, decided_at=None)
                | (
                    ~Q(state=ThemeState.PROPOSED)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="theme_link_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ThemeState.PROPOSED) | ~Q(words=[]),
                name="theme_is_proposed_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.about.name

    @property
    def about(self) -> Theme:
        return THEMES[self.theme]
