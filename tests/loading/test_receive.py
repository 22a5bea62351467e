"""Receiving: a file is stored once, byte for byte, and read in the background; whatever it holds, people are told what became of it."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from actors.models import MembershipRole, may_load
from strategies.loading.errors import ReadingError
from strategies.loading.text import Text
from strategies.models import Draft, DraftChangedError, SourceFile
from strategies.models.intake import mark_of
from strategies.plan import Document, Flag, Plan
from strategies.receive import again, keep, read_draft, receive, store
from tests.factories import make_actor, make_member, make_strategy, make_user
from tests.loading.drafts import WORDS, action, make_draft, program
from tests.processes import work

pytestmark = pytest.mark.django_db

DATA = WORDS.encode()
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def loader(db: None) -> Any:
    return make_member(make_actor("Provköpings kommun"), MembershipRole.ADMINISTRATOR)


def test_a_file_becomes_a_draft_with_a_plan(loader: Any) -> None:
    received = receive("Näringslivsprogram.txt", DATA, loader)
    draft = Draft.objects.get(pk=received.draft.pk)
    assert not received.known
    assert (draft.state, draft.error, draft.created_by) == ("att granska", "", loader)
    assert draft.current_plan() == draft.proposed_plan()
    assert draft.current_plan().title == "Näringslivsprogram för Provköping"
    assert "rådgivning till nya företag" in draft.source.text
    assert draft.source.format == "txt"


def test_a_file_is_kept_byte_for_byte_under_its_digest(loader: Any, settings: Any) -> None:
    file = receive("../../etc/Program åäö.txt", DATA, loader).draft.source
    digest = hashlib.sha256(DATA).hexdigest()
    stored = Path(settings.MEDIA_ROOT) / "kallor" / digest
    assert stored.read_bytes() == DATA == file.content()
    assert stored.stat().st_mode & 0o077 == 0
    assert (file.sha256, file.size, file.name) == (digest, len(DATA), "Program åäö.txt")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Mina dokument\\plan.txt", "plan.txt"),
        ("rad\nbrytning\x00.txt", "rad brytning.txt"),
        (".txt" + "x" * 300, "x" * 255),
    ],
)
def test_a_name_is_kept_as_people_read_it(loader: Any, given: str, kept: str) -> None:
    assert store(given, DATA, loader).draft.source.name == kept


def test_the_plan_tells_what_file_it_was_read_from(loader: Any) -> None:
    (document,) = (
        receive("program.txt", DATA, loader).draft.__class__.objects.get().current_plan().documents
    )
    assert (document.file, document.sha256) == ("program.txt", hashlib.sha256(DATA).hexdigest())


def test_what_the_document_says_of_itself_goes_before_what_the_file_is_called(loader: Any) -> None:
    said = Document(
        title="Program 2024", publisher="Provköpings kommun", url="https://prov.example/"
    )
    file = make_draft(program(documents=(said,)), loader).source
    assert (file.title, file.publisher, file.url) == (said.title, said.publisher, said.url)
    (document,) = file.documented(program(documents=(said,))).documents
    assert (document.title, document.file, document.sha256) == (said.title, file.name, file.sha256)


def test_the_same_bytes_again_give_the_earlier_draft(loader: Any) -> None:
    first = receive("program.txt", DATA, loader)
    second = receive("samma under annat namn.txt", DATA, loader)
    assert second.known
    assert second.draft == first.draft
    assert SourceFile.objects.count() == Draft.objects.count() == 1


def test_somebody_elses_draft_is_not_told_of(loader: Any) -> None:
    other = make_member(make_actor(), MembershipRole.ADMINISTRATOR)
    first = receive("program.txt", DATA, loader)
    second = receive("program.txt", DATA, other)
    assert not second.known
    assert second.draft != first.draft
    assert second.draft.source == first.draft.source


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("tom.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t ", "empty"),
        ("stor.txt", b"x" * (25 * 1024 * 1024 + 1), "too_large"),
        ("plan.docx", b"ingen Word-fil", "wrong_type"),
        ("bild.png", b"\x89PNG\r\n\x1a\n", "unknown_type"),
    ],
)
def test_what_need_not_be_opened_to_be_refused_is_not_stored(
    loader: Any, settings: Any, name: str, data: bytes, code: str
) -> None:
    with pytest.raises(ReadingError) as caught:
        receive(name, data, loader)
    assert caught.value.code == code
    assert not SourceFile.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_file_that_cannot_be_read_says_why(loader: Any) -> None:
    draft = receive("plan.pdf", b"%PDF-1.7\nskrot", loader).draft
    draft.refresh_from_db()
    assert (draft.state, draft.error) == ("misslyckades", "unreadable")
    assert draft.plan is None
    assert draft.source.content() == b"%PDF-1.7\nskrot"


def test_a_file_that_has_left_the_storage_is_told_of(loader: Any) -> None:
    draft = store("program.txt", DATA, loader).draft
    draft.source.data.storage.delete(draft.source.data.name)
    read_draft.call(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.error) == ("misslyckades", "unreadable")


def test_a_fault_of_the_portals_own_is_told_and_logged(loader: Any, caplog: Any) -> None:
    draft = store("program.txt", DATA, loader).draft
    unable = {"default": {"BACKEND": "django.core.files.storage.Storage"}}  # opens nothing
    with override_settings(STORAGES=unable):
        read_draft.call(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.error) == ("misslyckades", "reader_died")
    assert str(draft.key) in caplog.text


def test_a_broken_off_storing_is_mended_by_the_next(loader: Any, settings: Any) -> None:
    place = Path(settings.MEDIA_ROOT) / "kallor" / hashlib.sha256(DATA).hexdigest()
    place.parent.mkdir(parents=True)
    place.write_bytes(DATA[:10])
    assert receive("program.txt", DATA, loader).draft.source.content() == DATA
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.mark.django_db(transaction=True)
@override_settings(TASKS=DATABASE)
def test_a_file_waits_in_the_queue_until_a_worker_reads_it(loader: Any) -> None:
    draft = receive("program.txt", DATA, loader).draft
    assert draft.state == "väntar"
    work()
    draft.refresh_from_db()
    assert draft.state == "att granska"


@override_settings(TASKS=DATABASE)
def test_a_draft_and_the_order_to_read_it_are_stored_together_or_not_at_all(loader: Any) -> None:
    with transaction.atomic():
        receive("program.txt", DATA, loader)
        transaction.set_rollback(True)
    assert not Draft.objects.exists()
    assert not DBTaskResult.objects.exists()


@override_settings(TASKS=DATABASE)
def test_a_draft_is_read_once_however_often_it_is_ordered(loader: Any) -> None:
    draft = make_draft(program(action("Rättad")), loader)
    read_draft.call(draft.pk)
    read_draft.call(0)
    draft.refresh_from_db()
    assert draft.current_plan().elements[0].title == "Rättad"


def test_reading_again_starts_from_the_beginning(loader: Any) -> None:
    draft = make_draft(program(action("Rättad")), loader, text=WORDS)
    draft.save_plan(draft.current_plan(), 1, accepted=["plan"], settled=["x"])
    again(draft)
    assert draft.state == "att granska"
    assert draft.current_plan().title == "Näringslivsprogram för Provköping"
    assert (draft.accepted, draft.settled) == ([], [])
    with pytest.raises(DraftChangedError):
        draft.save_plan(draft.current_plan(), 2)


def test_a_failed_draft_can_be_read_again(loader: Any) -> None:
    draft = make_draft(program(), loader, text=WORDS)
    Draft.objects.filter(pk=draft.pk).update(state="misslyckades", error="too_slow")
    again(draft)
    assert (draft.state, draft.error) == ("att granska", "")


def test_a_draft_that_is_taken_in_is_not_read_again(loader: Any) -> None:
    draft = make_draft(program(action("Rättad")), loader)
    Draft.objects.filter(pk=draft.pk).update(
        state="inläst", strategy=make_strategy(), taken_in_at=draft.created_at
    )
    again(draft)
    assert draft.state == "inläst"
    assert draft.current_plan().elements[0].title == "Rättad"


def test_what_was_rejected_while_it_was_read_stays_rejected(loader: Any) -> None:
    draft = store("program.txt", DATA, loader).draft
    Draft.objects.update(state="avvisat")
    keep(draft, Text(content="x"), program())
    assert Draft.objects.get().state == "avvisat"


def test_a_known_plan_is_recognised(loader: Any) -> None:
    strategy = make_strategy()
    known = Plan(title=strategy.title, kind="annat", owners=(str(strategy.owners.get()),))
    assert make_draft(known, loader).strategy == strategy
    assert make_draft(program(), loader).strategy is None


def test_names_that_can_mean_several_leave_a_plan_unknown(loader: Any) -> None:
    for name in ("Ena bolaget", "Andra bolaget"):
        make_actor(name, aliases=["Bolaget"])
    assert make_draft(program(owners=("Bolaget",)), loader).strategy is None


# --- corrections


def test_of_two_who_save_at_once_one_is_told(loader: Any) -> None:
    draft = make_draft(program(action("Som läst")), loader)
    other = Draft.objects.get(pk=draft.pk)
    draft.save_plan(program(action("Ena")), 1)
    with pytest.raises(DraftChangedError):
        other.save_plan(program(action("Andra")), 1)
    stored = Draft.objects.get(pk=draft.pk)
    assert stored.current_plan().elements[0].title == "Ena"
    assert stored.proposed_plan().elements[0].title == "Som läst"
    assert stored.version == draft.version == 2


def test_a_draft_that_is_no_longer_reviewed_is_not_saved(loader: Any) -> None:
    draft = make_draft(program(), loader)
    Draft.objects.update(state="avvisat")
    with pytest.raises(DraftChangedError):
        draft.save_plan(program(), 1)


def test_a_settled_flag_is_no_longer_open(loader: Any) -> None:
    flags = (Flag(kind="stavning", text="Tillväkst"), Flag(kind="stavning", text="Närigsliv"))
    draft = make_draft(program(flags=flags), loader)
    draft.save_plan(draft.current_plan(), 1, settled=[mark_of(flags[0])])
    assert draft.open_flags() == flags[1:]


# --- who


def test_only_administrators_load(loader: Any) -> None:
    actor = make_actor()
    others = [role for role in MembershipRole if role != MembershipRole.ADMINISTRATOR]
    assert may_load(loader)
    assert may_load(make_user(is_superuser=True))
    assert not any(may_load(make_member(actor, role)) for role in others)
    assert not may_load(make_user())
    assert not may_load(make_user(is_superuser=True, is_active=False))


def test_a_loader_sees_their_own_drafts_and_an_administrator_all(loader: Any) -> None:
    mine, other = make_draft(program(), loader), make_draft(program())
    for rule in (Draft.objects.visible_to, Draft.objects.editable_by):
        assert set(rule(loader)) == {mine}
        assert set(rule(make_user(is_superuser=True))) == {mine, other}
        assert not rule(make_member(make_actor(), MembershipRole.APPROVER))


def test_who_may_no_longer_load_sees_no_drafts(loader: Any) -> None:
    make_draft(program(), loader)
    loader.memberships.update(role=MembershipRole.EDITOR)
    assert not Draft.objects.visible_to(loader)


def test_words_that_another_plan_has_already_published_are_flagged(loader: Any) -> None:
    title = "Erbjuda rådgivning till nya företag i hela länet"
    other = program({"kind": "action", "title": title}).model_copy(
        update={
            "title": "Program för Grannköping",
            "key": uuid4(),
            "owners": (make_actor("Grannköpings kommun").name,),
        }
    )
    make_strategy(other, published=True)
    draft = make_draft(program({"kind": "action", "title": title}), loader)
    assert "Samma ord står i ”Program för Grannköping”." in [
        flag.text for flag in draft.current_plan().flags
    ]
