"""Papers on their shelf: made when somebody first asks, kept in the storage, and made anew when what they are made by has changed."""

import hashlib
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pypdfium2
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from strategies import adopted, dates, differences, texts, words
from strategies.models import Edition, Paper, WithheldName
from strategies.paper.blocks import Sheets
from strategies.paper.changes import changes_sheets
from strategies.paper.contents import plan_sheets
from strategies.paper.imprint import Imprint
from strategies.paper.typesetting import typeset
from strategies.publishing import public
from strategies.reading import (
    comparison,
    counterparts,
    facts,
    level_names,
    plan_view,
    since_adopted,
    surroundings,
    tree,
)
from strategies.reading.editions import for_readers, plan_of

# What tells it in words, outside this room.
TELLERS: tuple[ModuleType, ...] = (adopted, dates, differences, texts, words, public)
TELLERS += (
    comparison,
    counterparts,
    facts,
    level_names,
    plan_view,
    since_adopted,
    surroundings,
    tree,
)


@cache
def paper_version() -> str:
    """A digest of all that papers are made by: template, code, typesetter, and the portal's name and address, which are printed."""
    made_by = (version("typst"), settings.PORTAL_NAME, settings.PORTAL_ADDRESS)
    found = hashlib.sha256("\n".join(made_by).encode())
    here = Path(__file__).parent
    files = [
        *here.glob("*.py"),
        *here.glob("*.typ"),
        *(Path(one.__file__ or "") for one in TELLERS),
    ]
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()


def version_for(edition: Edition) -> str:
    """The version of an edition's papers: another one when somebody's name is withheld from now on, or shown again."""
    withheld = WithheldName.objects.filter(strategy=edition.strategy_id).order_by("name")
    names = list(withheld.values_list("name", flat=True))
    if not names:
        return paper_version()
    return hashlib.sha256("\n".join([paper_version(), *names]).encode()).hexdigest()


def etag(version: str, edition: Edition, since: Edition | None = None) -> str:
    """A strong ETag that is known before the paper is made: the same bytes come of the same editions and version."""
    parts = (version, *(str(one.pk) for one in (edition, since) if one))
    return f'"{hashlib.sha256("-".join(parts).encode()).hexdigest()[:32]}"'


def paper_of(edition: Edition, since: Edition | None = None, *, version: str = "") -> Paper:
    """The edition on paper, or what has changed in it since another; made now if it has to be. Raises PaperError.

    `version` is for somebody who knows it. Several who ask at once wait for one who makes it.
    """
    version = version or version_for(edition)
    return _kept(edition, since, version) or _made(edition, since, version)


def _of(edition: Edition, since: Edition | None) -> QuerySet[Paper]:
    return Paper.objects.filter(edition=edition, since=since)


def _kept(edition: Edition, since: Edition | None, version: str) -> Paper | None:
    """None for one that is of another version, and for one whose file has gone: it can always be made again."""
    paper = _of(edition, since).filter(version=version).first()
    return paper if paper and paper.data.storage.exists(str(paper.data)) else None


@transaction.atomic
def _made(edition: Edition, since: Edition | None, version: str) -> Paper:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"paper {edition.pk}"]
        )
    if kept := _kept(edition, since, version):
        return kept
    former = _of(edition, since).first()
    pdf = typeset(_sheets(edition, since), edition.published_at)
    paper = Paper(edition=edition, since=since, version=version)
    paper.size, paper.pages = len(pdf), len(pypdfium2.PdfDocument(BytesIO(pdf)))
    paper.data.save("", ContentFile(pdf), save=False)
    if former:
        former.delete()
        transaction.on_commit(lambda: former.data.storage.delete(str(former.data)))
    paper.save()
    return paper


def _sheets(edition: Edition, since: Edition | None) -> Sheets:
    pks = [one.pk for one in (edition, since) if one]
    rows = for_readers(Edition.objects.select_related("strategy")).in_bulk(pks)
    new = rows[edition.pk]
    if since is None:
        return plan_sheets(plan_of(new), imprint_of(new))
    old = rows[since.pk]
    return changes_sheets(plan_of(old), plan_of(new), imprint_of(old), imprint_of(new))


def imprint_of(edition: Edition) -> Imprint:
    """The imprint of an edition that came through for_readers(), with its strategy."""
    slug = edition.strategy.slug
    number = since_adopted.changed_since(plan_of(edition), slug, edition)
    changes = reverse("edition-compare", args=[slug, number, edition.number]) if number else ""
    return Imprint(
        number=edition.number,
        day=timezone.localdate(edition.published_at),
        sha256=edition.public_sha256,
        address=settings.PORTAL_ADDRESS + reverse("edition", args=[slug, edition.number]),
        check=settings.PORTAL_ADDRESS + reverse("edition-check", args=[slug, edition.number]),
        note=edition.note,
        adopted=number,
        changes=changes and settings.PORTAL_ADDRESS + changes,
    )
