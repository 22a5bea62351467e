"""What comes in: a file as it was loaded, and the draft of a plan that was read from it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import User, Visitor, may_load
from portal.history import tracked
from strategies.models.fields import PartialDateField, WordField, one_of
from strategies.models.strategy import Strategy
from strategies.plan import Document, Flag, Plan

FileFormat = Literal["txt", "html", "docx", "pdf"]
DraftState = Literal["väntar", "läses", "att granska", "inläst", "misslyckades", "avvisat"]

READ = ["att granska", "inläst"]  # the states of a draft that has a plan


class DraftChangedError(Exception):
    """Somebody has saved the draft since it was read, or it is no longer to be reviewed."""


def place_of(file: "SourceFile", name: str = "") -> str:
    """Where a file lies in the storage: its name there is its content's, never one that a user has chosen."""
    return f"kallor/{file.sha256}"


@tracked(exclude=["text", "notes"])
class SourceFile(models.Model):
    """A file as it was loaded, byte for byte, and the text that was read from it.

    `text` is what passages count characters in; "" until it has been read. `name` is the user's own, for people to read. Readers may
    open the original only when it is `publishable`; when it no longer is, or the text changes, the database takes it out of the search index.
    """

    sha256 = models.CharField(_("kontrollsumma"), max_length=64, unique=True)
    name = models.CharField(_("filnamn"), max_length=255)
    format = WordField(_("format"), words=FileFormat, blank=True)
    size = models.PositiveIntegerField(_("storlek i byte"))
    data = models.FileField(_("fil"), upload_to=place_of, max_length=100)
    text = models.TextField(_("text"), blank=True)
    encoding = models.CharField(_("teckenkodning"), max_length=40, blank=True)
    title = models.CharField(_("titel"), max_length=500, blank=True)
    publisher = models.CharField(_("utgivare"), max_length=500, blank=True)
    url = models.CharField(_("webbadress"), max_length=2000, blank=True)
    dated = PartialDateField(_("daterad"), null=True, blank=True)
    notes = models.JSONField(_("vad som lagades"), default=list, blank=True)
    loaded_at = models.DateTimeField(_("först inläst"), auto_now_add=True)
    loaded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("inläst av"), related_name="files", null=True
    )
    publishable = models.BooleanField(_("får publiceras"), default=False)

    class Meta:
        verbose_name = _("källfil")
        verbose_name_plural = _("källfiler")
        ordering = ["-loaded_at", "-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="source_file_leaves_the_index",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NOT NEW.publishable OR OLD.text IS DISTINCT FROM NEW.text"
                ),
                func="DELETE FROM strategies_entry WHERE file_id = NEW.id; RETURN NULL;",
            )
        ]
        constraints = [
            one_of("format", FileFormat, "source_file_format", blank=True),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_file_sha256"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="source_file_has_a_name"),
            models.CheckConstraint(condition=~Q(data=""), name="source_file_is_stored"),
            models.CheckConstraint(condition=Q(size__gte=1), name="source_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    def content(self) -> bytes:
        """The bytes as they were loaded."""
        with self.data.open("rb") as stream:
            return stream.read()

    def documented(self, value: Plan) -> Plan:
        """The plan with what is known of this file in its document; one that has none gets it as its first."""
        known = {
            "title": self.title or Path(self.name).stem or self.name,
            "publisher": self.publisher,
            "url": self.url,
            "file": self.name,
            "sha256": self.sha256,
            "dated": self.dated,
        }
        documents = list(value.documents) or [Document(title=known["title"])]
        place = next((at for at, one in enumerate(documents) if one.sha256 == self.sha256), 0)
        lacking = {
            name: said for name, said in known.items() if not getattr(documents[place], name)
        }
        documents[place] = documents[place].model_copy(update=lacking)
        return value.model_copy(update={"documents": tuple(documents)})


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: Visitor) -> Self:
        """Drafts that `user` has loaded; every one for an administrator of the portal."""
        if not may_load(user):
            return self.none()
        return self.all() if user.is_superuser else self.filter(created_by=user.pk)

    def editable_by(self, user: Visitor) -> Self:
        """Drafts that `user` may correct, read again, take in or reject: those that the user sees."""
        return self.visible_to(user)


@tracked(exclude=["proposed", "plan", "base"])
class Draft(models.Model):
    """The plan proposed from a file, as people have corrected it.

    `proposed` is the Plan as it was read, `plan` as it now stands, and `base`, from when it is taken in, what was read under the keys
    that it got in the strategy: what a newer version of the document is compared with. `accepted` holds the keys of the parts that a person has accepted, and "plan" for the facts; `settled` the marks of the
    flags that a person has settled (`mark_of`). `strategy` is what the draft became, or what it is a newer version of.
    """

    key = models.UUIDField(_("nyckel"), default=uuid4, unique=True, editable=False)
    source = models.ForeignKey(SourceFile, models.PROTECT, related_name="drafts")
    state = WordField(_("läge"), words=DraftState, default="väntar")
    error = models.CharField(_("fel"), max_length=60, blank=True)
    proposed = models.JSONField(null=True, blank=True)
    plan = models.JSONField(null=True, blank=True)
    accepted = models.JSONField(default=list, blank=True)
    settled = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="drafts", null=True)
    base = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(_("skapat"), auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="drafts", null=True)
    taken_in_at = models.DateTimeField(_("taget in"), null=True)
    taken_in_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("utkast")
        verbose_name_plural = _("utkast")
        ordering = ["-created_at", "-pk"]
        constraints = [
            one_of("state", DraftState, "draft_state"),
            models.CheckConstraint(
                condition=~Q(state__in=READ) | Q(proposed__isnull=False, plan__isnull=False),
                name="draft_that_is_read_has_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(state="misslyckades") & ~Q(error="")
                | ~Q(state="misslyckades") & Q(error=""),
                name="draft_tells_why_it_failed",
            ),
            # Who may be unknown (a command has no user), when may not.
            models.CheckConstraint(
                condition=Q(state="inläst", taken_in_at__isnull=False, strategy__isnull=False)
                | (~Q(state="inläst") & Q(taken_in_at__isnull=True, taken_in_by__isnull=True)),
                name="draft_tells_when_it_was_taken_in",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan["title"]) if self.plan else str(self.source)

    def proposed_plan(self) -> Plan:
        """The plan as it was read; the draft must have been."""
        return Plan.model_validate(self.proposed)

    def current_plan(self) -> Plan:
        """The plan as people have corrected it; the draft must have been read."""
        return Plan.model_validate(self.plan)

    def base_plan(self) -> Plan | None:
        """What was read, under the strategy's keys; None until the draft is taken in."""
        return Plan.model_validate(self.base) if self.base else None

    def save_plan(
        self,
        plan: Plan,
        seen_version: int,
        *,
        accepted: Iterable[str] | None = None,
        settled: Iterable[str] | None = None,
    ) -> None:
        """Keep what a person has corrected, accepted and settled, in one go; raises DraftChangedError for an old `seen_version`."""
        columns = {
            "plan": plan.model_dump(mode="json"),
            "accepted": self.accepted if accepted is None else sorted(set(accepted)),
            "settled": self.settled if settled is None else sorted(set(settled)),
        }
        # One statement that looks and writes, so that of two people who save at once one is told.
        mine = Draft.objects.filter(pk=self.pk, version=seen_version, state="att granska")
        if not mine.update(**columns, version=F("version") + 1):
            raise DraftChangedError
        for name, value in columns.items():
            setattr(self, name, value)
        self.version = seen_version + 1

    def open_flags(self) -> tuple[Flag, ...]:
        """What a person should still look at."""
        return tuple(
            flag for flag in self.current_plan().flags if mark_of(flag) not in self.settled
        )


def mark_of(flag: Flag) -> str:
    """What a flag is known by when it has no key: the digest of its kind, its text and what it is on."""
    said = "\n".join([flag.kind, flag.text, str(flag.on or "")])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
