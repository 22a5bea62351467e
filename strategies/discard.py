"""Discarding what people have rejected: drafts, and the files that nothing else was read from."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from strategies.models import Document, Draft, Edition, SourceFile


def discard(days: int) -> tuple[int, int]:
    """Remove rejected drafts that are older, and their files unless a draft or a plan needs them; how many of each."""
    before = timezone.now() - timedelta(days=days)
    with transaction.atomic():
        rejected = Draft.objects.select_for_update().filter(state="avvisat", created_at__lt=before)
        files = list(SourceFile.objects.filter(pk__in=[draft.source_id for draft in rejected]))
        drafts = len(rejected)
        rejected.delete()
        unused = [file for file in files if not _needed(file)]
        for file in unused:
            # Only when the rows are gone for good: a file without a row does no harm, a row without its file does.
            transaction.on_commit(lambda file=file: file.data.storage.delete(file.data.name))  # type: ignore[misc]
            file.delete()
    return drafts, len(unused)


def _needed(file: SourceFile) -> bool:
    """Whether another draft, a working copy or any edition has the file as its source."""
    return (
        file.drafts.exists()
        or Document.objects.filter(sha256=file.sha256).exists()
        or Edition.objects.filter(plan__documents__contains=[{"sha256": file.sha256}]).exists()
    )
