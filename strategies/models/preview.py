"""Letting somebody without an account read the working copy until a day, and comment on an element of it."""

import secrets
from datetime import date, datetime, time
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import User
from actors.models.invitation import hashed
from strategies.models.strategy import Strategy

# Through one link; who has more to say has an account to ask for.
MOST_COMMENTS = 30
LONGEST_COMMENT = 5_000  # characters


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self) -> Self:
        """Links that still show the working copy."""
        return self.filter(ended_at=None, ends_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        """The link that holds `token`, whether or not it still stands."""
        return self.filter(token_hash=hashed(token))

    def for_token(self, token: str) -> Self:
        """The link that holds `token`, if it still stands."""
        return self.with_token(token).open()

    def fact_checks(self) -> Self:
        """Those that ask for comments on an element."""
        return self.filter(element_key__isnull=False)


class PreviewLink(models.Model):
    """A link that shows the working copy to whoever has it, until a day.

    The link itself is stored nowhere, so whoever reads the database cannot use it. One with `element_key` is a fact check: it was sent to
    `email`, and asks for comments on that element. The key and not the row is held, as with notes.
    """

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="preview_links")
    made_at = models.DateTimeField(_("gjord"), default=timezone.now)
    ends_at = models.DateTimeField(_("gäller till och med"))
    ended_at = models.DateTimeField(_("avslutad"), null=True, blank=True)
    note = models.CharField(_("för vem"), max_length=200, blank=True)
    email = models.EmailField(_("e-postadress"), blank=True)
    element_key = models.UUIDField(_("del"), null=True)
    question = models.CharField(_("fråga"), max_length=1000, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("länk till arbetsversionen")
        verbose_name_plural = _("länkar till arbetsversionen")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("made_at")),
                name="preview_link_stands_a_while",
                violation_error_message=_("Välj en dag som inte har varit."),
            ),
            models.CheckConstraint(
                condition=Q(email="", element_key=None, question="")
                | (~Q(email="") & Q(element_key__isnull=False)),
                name="preview_link_asks_somebody_of_an_element",
            ),
        ]

    def __str__(self) -> str:
        return self.email or self.note or f"{self.made_at:%Y-%m-%d}"

    @property
    def stands(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()

    def store(self, last_day: date) -> str:
        """Let the link stand through `last_day`; its token is returned, and not stored."""
        token = secrets.token_urlsafe(32)
        self.token_hash = hashed(token)
        self.ends_at = timezone.make_aware(datetime.combine(last_day, time.max))
        self.save()
        return token

    def end(self) -> None:
        """The link shows nothing from now on; one that has ended already stays as it is."""
        if self.stands:
            self.ended_at = timezone.now()
            self.save(update_fields=["ended_at"])


class Outcome(models.TextChoices):
    """What staff made of a comment."""

    WORKED_IN = "inarbetad", _("inarbetad")
    REJECTED = "avvisad", _("avvisad")


class Comment(models.Model):
    """What an outsider says of an element in a fact check, and what staff made of it. Never in a Plan, so never published.

    `number` counts those that came through one link, so that the database bounds them.
    """

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="comments")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("namn"), max_length=120, blank=True)
    text = models.CharField(_("kommentar"), max_length=LONGEST_COMMENT)
    written_at = models.DateTimeField(_("skriven"), default=timezone.now)
    outcome = models.CharField(_("utfall"), max_length=9, choices=Outcome, blank=True)
    reason = models.CharField(_("varför"), max_length=1000, blank=True)
    settled_at = models.DateTimeField(_("avgjord"), null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, related_name="settled_comments", null=True, blank=True
    )

    class Meta:
        verbose_name = _("kommentar")
        verbose_name_plural = _("kommentarer")
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="comment_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_COMMENTS), name="comment_bound"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_a_text"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="comment_outcome"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None, reason="")
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="comment_is_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REJECTED) | ~Q(reason=""),
                name="comment_is_rejected_with_a_reason",
                violation_error_message=_("Skriv varför kommentaren avvisas."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
