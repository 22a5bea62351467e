"""What people have rejected can be removed, and nothing that is needed goes with it."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from strategies.models import Draft, SourceFile
from strategies.plan import Document
from tests.factories import make_strategy
from tests.loading.drafts import action, make_draft, program

pytestmark = pytest.mark.django_db


def rejected(days: int = 40, **columns: Any) -> Draft:
    draft = make_draft(program(action("Rådgivning")), state="avvisat", **columns)
    Draft.objects.filter(pk=draft.pk).update(created_at=timezone.now() - timedelta(days=days))
    return draft


def remove(**options: Any) -> str:
    out = StringIO()
    call_command("remove_rejected", stdout=out, **options)
    return out.getvalue().strip()


def test_a_rejected_draft_goes_with_its_file(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    file = Path(settings.MEDIA_ROOT) / rejected().source.data.name
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert remove() == "Borttaget: 1 utkast och 1 fil."
    assert not Draft.objects.exists()
    assert not SourceFile.objects.exists()
    assert not file.exists()


def test_what_is_younger_or_not_rejected_stays() -> None:
    rejected(days=20)
    make_draft(program(), state="att granska")
    assert remove() == "Borttaget: 0 utkast och 0 filer."
    assert remove(days=10) == "Borttaget: 1 utkast och 1 fil."
    assert Draft.objects.get().state == "att granska"


def test_a_file_that_another_draft_was_read_from_stays() -> None:
    draft = rejected()
    Draft.objects.create(source=draft.source)
    assert remove() == "Borttaget: 1 utkast och 0 filer."
    assert SourceFile.objects.exists()


@pytest.mark.parametrize("published", [True, False])
def test_a_file_that_a_plan_names_as_its_source_stays(published: bool) -> None:
    document = Document(title="Källa", sha256=rejected().source.sha256)
    strategy = make_strategy(documents=(document,), published=published)
    if published:  # an old edition's source is needed as long as the edition is
        strategy.documents.all().delete()
    assert remove() == "Borttaget: 1 utkast och 0 filer."
    assert SourceFile.objects.exists()
