"""The queue of documents: who may load, what comes in, and how the page tells how far each has come."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actors.models import MembershipRole, User
from strategies.models import Draft, SourceFile
from strategies.reviewing.queue import PAGE_SIZE
from strategies.take_in import take_in
from tests.conftest import HTMX
from tests.factories import make_actor, make_member, make_user
from tests.loading.drafts import WORDS, make_draft, program

pytestmark = pytest.mark.django_db

URL = "/inlasning/"


@pytest.fixture(autouse=True)
def _waiting(settings: Any) -> None:
    """What comes in waits for a worker, and none comes: reading takes its time, and is not what is asked here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def loader(client: Client) -> User:
    """An administrator of an actor, signed in."""
    user = make_member(make_actor("Provköpings kommun"), MembershipRole.ADMINISTRATOR)
    client.force_login(user)
    return user


def upload(client: Client, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(URL, {"documents": sent}, follow=True)


# --- who


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/logga-in/")


@pytest.mark.parametrize("role", ["reader", "editor", "approver"])
def test_who_may_not_load_gets_404(client: Client, role: str) -> None:
    user = make_member(make_actor(), role)
    client.force_login(user)
    assert client.get(URL).status_code == 404
    assert upload(client, ("a.txt", WORDS.encode())).status_code == 404
    assert client.get("/redigera/").text.count(URL) == 0
    assert not SourceFile.objects.exists()


PAGES = ["review", "draft-original", "draft-facts", "draft-actor", "add-draft-decision"]
PAGES += ["add-draft-part", "take-in"]
ACTS = ["reread-draft", "dismiss-draft", "accept-facts", "accept-sure", "undo-correction"]
ACTS += ["settle-flag", "remove-listed", "show-name", "publish-original"]
ON_PARTS = ["draft-tools", "draft-act", "edit-draft-part", "split-draft-part"]


def statuses(client: Client, draft: Draft) -> set[int]:
    part = next(draft.current_plan().keyed()).key
    found = {client.get(reverse(name, args=[draft.key])).status_code for name in PAGES}
    found |= {client.post(reverse(name, args=[draft.key])).status_code for name in PAGES[2:]}
    found |= {client.post(reverse(name, args=[draft.key])).status_code for name in ACTS}
    for name in ON_PARTS:
        address = reverse(name, args=[draft.key, part])
        found |= {client.get(address).status_code, client.post(address).status_code}
    return found


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_another_loaders_draft_is_not_there(client: Client, role: str) -> None:
    draft = make_draft(program({"kind": "action", "title": "A"}), make_user(is_superuser=True))  # type: ignore[arg-type]
    client.force_login(make_member(make_actor(), role))
    # 405 where an address takes no GET: even that is told before anything of the draft is.
    assert statuses(client, draft) <= {404, 405}
    assert client.get(URL).text.count("Program för Prov") == 0


def test_an_administrator_of_the_portal_sees_every_draft(client: Client, loader: User) -> None:
    draft = make_draft(program(), loader)
    client.force_login(make_user(is_superuser=True))
    assert "Program för Prov" in client.get(URL).text
    assert client.get(reverse("review", args=[draft.key])).status_code == 200


def test_a_draft_that_never_was_is_404(client: Client, loader: User) -> None:
    assert client.get(reverse("review", args=[uuid4()])).status_code == 404


def test_the_desk_leads_loaders_to_the_queue(client: Client, loader: User) -> None:
    assert URL in client.get("/redigera/").text


def test_a_person_says_whether_readers_may_have_the_original(client: Client, loader: User) -> None:
    draft = make_draft(program(), loader)
    address = reverse("publish-original", args=[draft.key])
    assert not draft.source.publishable
    page = client.post(address, {"visa": "ja"}, follow=True)
    assert "Läsarna av planen får nu öppna originalet" in page.text
    draft.source.refresh_from_db()
    assert draft.source.publishable
    page = client.post(address, {"visa": "nej"}, follow=True)
    assert "visas inte längre för läsarna" in page.text
    draft.source.refresh_from_db()
    assert not draft.source.publishable


# --- what comes in


def test_files_become_drafts(client: Client, loader: User) -> None:
    page = upload(client, ("ett.txt", WORDS.encode()), ("två.txt", WORDS.encode() + b" x"))
    assert "2 dokument är mottagna" in page.text
    assert set(Draft.objects.values_list("created_by", flat=True)) == {loader.pk}
    assert [item.title for item in page.context["items"]] == ["två.txt", "ett.txt"]


def test_a_pasted_text_becomes_a_draft_by_its_name(client: Client, loader: User) -> None:
    client.post(URL, {"name": "Programmet", "text": WORDS})
    assert SourceFile.objects.get().name == "Programmet.txt"


def test_what_is_missing_is_told_and_what_was_pasted_stays(client: Client, loader: User) -> None:
    answer = client.post(URL, {"text": WORDS})
    assert answer.status_code == 422
    assert "Ge texten ett namn." in answer.text
    assert "rådgivning till nya företag" in answer.text
    assert "Välj minst en fil" in client.post(URL, {}).text


def test_one_bad_file_is_told_of_and_the_others_come_in(client: Client, loader: User) -> None:
    page = upload(client, ("bild.png", b"\x89PNG\r\n\x1a\n\0\0"), ("ett.txt", WORDS.encode()))
    assert "bild.png: Filen är" in page.text
    assert Draft.objects.count() == 1


def test_the_same_bytes_lead_to_the_earlier_result(client: Client, loader: User) -> None:
    upload(client, ("ett.txt", WORDS.encode()))
    page = upload(client, ("samma.txt", WORDS.encode()))
    draft = Draft.objects.get()
    assert "redan inläst" in page.text
    assert reverse("review", args=[draft.key]) in page.text


def test_a_name_cannot_write_on_the_page(client: Client, loader: User) -> None:
    upload(client, ("<b>x.txt", WORDS.encode()))
    page = upload(client, ("<b>x.txt", WORDS.encode()))
    assert "<b>x" not in page.text


# --- how far each has come


@pytest.mark.parametrize("state", ["väntar", "läses"])
def test_the_list_asks_on_while_something_is_read(client: Client, loader: User, state: str) -> None:
    draft = make_draft(program(), loader, state=state)
    page = client.get(URL)
    assert "every 2s" in page.text
    assert page.context["in_progress"] == 1
    following = page.context["following"]
    assert client.get(following, headers=HTMX).status_code == 204
    Draft.objects.filter(pk=draft.pk).update(state="att granska")
    fragment = client.get(following, headers=HTMX)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert "every 2s" not in fragment.text


def test_a_failed_document_says_why_and_what_to_do(client: Client, loader: User) -> None:
    draft = make_draft(program(), loader)
    Draft.objects.filter(pk=draft.pk).update(
        state="misslyckades", error="scanned", plan=None, proposed=None
    )
    page = client.get(URL).text
    assert "PDF-filen består av bilder" in page
    assert "textigenkänning" in page
    review = client.get(reverse("review", args=[draft.key])).text
    assert "PDF-filen består av bilder" in review


def test_a_failed_document_is_read_again(client: Client, loader: User) -> None:
    draft = make_draft(program(), loader)
    Draft.objects.filter(pk=draft.pk).update(
        state="misslyckades", error="reader_died", plan=None, proposed=None
    )
    page = client.post(reverse("reread-draft", args=[draft.key]), follow=True)
    draft.refresh_from_db()
    assert (draft.state, draft.error) == ("väntar", "")
    assert "läses om från början" in page.text


def test_a_removed_document_leaves_the_list_and_can_come_back(client: Client, loader: User) -> None:
    draft = make_draft(program(), loader)
    client.post(reverse("dismiss-draft", args=[draft.key]))
    draft.refresh_from_db()
    assert draft.state == "avvisat"
    assert reverse("review", args=[draft.key]) not in client.get(URL).text
    assert "Försök igen" in client.get(f"{URL}?lage=avvisat").text


def test_what_is_taken_in_is_not_removed(client: Client, loader: User) -> None:
    draft = make_draft(program(owners=("Provköpings kommun",)), loader)
    take_in(draft, loader)
    client.post(reverse("dismiss-draft", args=[draft.key]))
    draft.refresh_from_db()
    assert draft.state == "inläst"


def test_the_list_is_filtered_by_state(client: Client, loader: User) -> None:
    make_draft(program(title="Klar plan"), loader)
    make_draft(program(title="Läst plan"), loader, state="läses")
    assert "Klar plan" not in client.get(f"{URL}?lage=läses").text
    assert "Läst plan" in client.get(f"{URL}?lage=läses").text
    assert client.get(f"{URL}?lage=påhittat").status_code == 200


def test_the_page_of_a_document_being_read_asks_until_it_has_been(
    client: Client, loader: User
) -> None:
    draft = make_draft(program(), loader)
    Draft.objects.filter(pk=draft.pk).update(state="läses", plan=None, proposed=None)
    address = reverse("review", args=[draft.key])
    assert "vantar=1" in client.get(address).text
    assert client.get(f"{address}?vantar=1", headers=HTMX).status_code == 204
    draft.save()
    assert client.get(f"{address}?vantar=1", headers=HTMX)["HX-Refresh"] == "true"


def test_the_original_is_sent_to_be_saved_and_never_opened(client: Client, loader: User) -> None:
    draft = make_draft(program(), loader, name="sida.html", text="<script>alert(1)</script> Hej")
    answer = client.get(reverse("draft-original", args=[draft.key]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"".join(answer.streaming_content) == draft.source.content()  # type: ignore[attr-defined]


def test_queries_do_not_grow_with_the_queue(
    client: Client, loader: User, count_queries: Callable[..., int]
) -> None:
    make_draft(program(), loader)
    few = count_queries(URL)
    for _ in range(4):
        make_draft(program(), loader)
    assert count_queries(URL) == few


def test_a_long_queue_has_pages(client: Client, loader: User) -> None:
    for _ in range(PAGE_SIZE + 1):
        make_draft(program(), loader)
    assert len(client.get(URL).context["items"]) == PAGE_SIZE
    assert len(client.get(f"{URL}?sida=2").context["items"]) == 1
