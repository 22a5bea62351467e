"""Receiving a document: it is stored as it came, and read in the background into the draft of a plan."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks import task

from actors.models import User
from strategies.loading.errors import Code, ReadingError
from strategies.loading.kinds import Kind, kind_of
from strategies.loading.process import ReadingProcess
from strategies.loading.text import Text
from strategies.models import Draft, SourceFile, Strategy
from strategies.models.intake import FileFormat, place_of
from strategies.names import PlanError, find_strategy
from strategies.plan import Plan
from strategies.registers import register_of_rows
from strategies.repetition import repeated_elsewhere
from strategies.texts import one_line

logger = logging.getLogger(__name__)

FORMATS: dict[Kind, FileFormat] = {"text": "txt", "html": "html", "docx": "docx", "pdf": "pdf"}


@dataclass(frozen=True)
class Received:
    """What became of a file: its draft, and whether the same bytes were known, so that the draft is an earlier one."""

    draft: Draft
    known: bool


def receive(name: str, data: bytes, user: User | None) -> Received:
    """Store the file and let it be read in the background, or find the draft that the same bytes have already given.

    Raises ReadingError, and stores nothing, for a file that need not be opened to be refused: empty, too large, of another kind.
    """
    with transaction.atomic():
        received = store(name, data, user)
        if not received.known:
            # In the same transaction: a draft and the order to read it are there together, or neither is.
            read_draft.enqueue(received.draft.pk)
    return received


def earlier_draft(data: bytes, user: User | None) -> Draft | None:
    """The draft that the same bytes have already given; one of somebody else is not told of."""
    drafts = Draft.objects.visible_to(user) if user else Draft.objects.all()
    return drafts.filter(source__sha256=hashlib.sha256(data).hexdigest()).first()


@transaction.atomic
def store(name: str, data: bytes, user: User | None) -> Received:
    """Store the file and its waiting draft, to be read by whoever calls; `user` None is the command line. Raises as `receive`."""
    file = _file(name, data, kind_of(name, data), user)
    if earlier := earlier_draft(data, user):
        return Received(earlier, known=True)
    return Received(Draft.objects.create(source=file, created_by=user), known=False)


def _file(name: str, data: bytes, kind: Kind, user: User | None) -> SourceFile:
    """The stored file of those bytes, locked, so that two who load it at once get one file and each a draft."""
    file = SourceFile(
        sha256=hashlib.sha256(data).hexdigest(),
        name=one_line(PurePath(name.replace("\\", "/")).name)[-255:] or "namnlös",
        format=FORMATS[kind],
        size=len(data),
        loaded_by=user,
    )
    file.data.name = place_of(file)
    SourceFile.objects.bulk_create([file], ignore_conflicts=True)
    stored = SourceFile.objects.select_for_update().get(sha256=file.sha256)
    _put(stored, data)
    return stored


def _put(file: SourceFile, data: bytes) -> None:
    """The bytes in the storage, whole: what a broken off loading has left there is written again."""
    storage, place = file.data.storage, place_of(file)
    if storage.exists(place):
        if file.content() == data:
            return
        storage.delete(place)
    storage.save(place, ContentFile(data))


def again(draft: Draft) -> None:
    """Read the draft's file once more, from the start: corrections are dropped. A draft that is taken in stays as it is."""
    fresh: dict[str, Any] = {
        "error": "",
        "proposed": None,
        "plan": None,
        "accepted": [],
        "settled": [],
        "strategy": None,
    }
    with transaction.atomic():
        waiting = Draft.objects.select_for_update().exclude(state="inläst").filter(pk=draft.pk)
        for stored in waiting:
            _set(stored, state="väntar", version=stored.version + 1, **fresh)
            read_draft.enqueue(stored.pk)
    draft.refresh_from_db()


@task
def read_draft(pk: int) -> None:
    """Read the file of a waiting draft, and keep the plan or why there is none; one that is no longer waiting is left alone."""
    draft = Draft.objects.select_related("source").filter(pk=pk).first()
    if not draft or not Draft.objects.filter(pk=pk, state="väntar").update(state="läses"):
        return
    try:
        with ReadingProcess(register_of_rows()) as process:
            text, plan = process.read(draft.source.name, draft.source.content())
        keep(draft, text, plan)
    except ReadingError as error:
        _fail(draft, error.code)
    except OSError:
        logger.exception("En källfil finns inte i lagringen: %s", draft.source.sha256)
        _fail(draft, "unreadable")
    except Exception:
        # A fault of ours: the person is told that it did not work, and whoever runs the portal why.
        logger.exception("Ett utkast kunde inte läsas: %s", draft.key)
        _fail(draft, "reader_died")


@transaction.atomic
def keep(draft: Draft, text: Text, plan: Plan) -> None:
    """Keep what was read from the draft's file, for people to review; a draft that was rejected in the meantime stays so."""
    unread = Draft.objects.select_for_update().filter(pk=draft.pk, state__in=["väntar", "läses"])
    if not unread.exists():
        return
    file = draft.source
    document = plan.documents[0] if plan.documents else None
    _set(
        file,
        text=text.content,
        encoding=text.encoding,
        title=(text.title or (document.title if document else ""))[:500],
        publisher=(document.publisher if document else "")[:500],
        url=(document.url if document else "")[:2000],
        dated=document.dated if document else None,
        notes=list(text.notes),
    )
    strategy = known_strategy(plan)
    flags = (*plan.flags, *repeated_elsewhere(plan, strategy))
    value = file.documented(plan.model_copy(update={"flags": flags})).model_dump(mode="json")
    _set(draft, state="att granska", proposed=value, plan=value, strategy=strategy)


def known_strategy(plan: Plan) -> Strategy | None:
    """The strategy that a document seems to be a newer version of; who loads may choose another."""
    try:
        return find_strategy(plan)
    except PlanError:
        return None


def _fail(draft: Draft, code: Code) -> None:
    failed = Draft.objects.filter(pk=draft.pk, state="läses")
    failed.update(state="misslyckades", error=code)


def _set(row: Draft | SourceFile, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
