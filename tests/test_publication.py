import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from actors.models import MembershipRole, User
from strategies.dates import PartialDate, Period
from strategies.load import load
from strategies.markdown import write_plan
from strategies.models import Edition, Element, Flag, Person, StepKind, Strategy
from strategies.plan import Decision, Relation
from strategies.publishing.order import Said
from strategies.publishing.steps import take
from strategies.snapshot import snapshot
from strategies.take_in import lines, take_in
from tests.editing import Desk
from tests.factories import (
    current,
    make_actor,
    make_element,
    make_member,
    make_strategy,
    make_user,
)
from tests.loading.drafts import make_draft

pytestmark = pytest.mark.django_db
KEPT_TIME = "%Y-%m-%dT%H:%M"


@pytest.fixture
def desk() -> Desk:
    return Desk(published=True)


@pytest.fixture
def approver(client: Client, desk: Desk) -> Client:
    client.force_login(make_member(desk.owner, MembershipRole.APPROVER, name="Gunnar Godkännare"))
    return client


def change(client: Client, desk: Desk) -> None:
    element = desk.element("Insats a")
    sent = {"version": element.version, "title": "Insats a, ändrad", "kind": "action", "text": ""}
    assert client.post(desk.edit_url(element), sent).status_code == 303


def seen(client: Client, desk: Desk) -> dict[str, str]:
    """What the publish page sends along of the plan that it showed."""
    found = re.search(r'name="sha256" value="(\w+)"', client.get(desk.url("publish")).text)
    return {"sha256": found[1] if found else ""}


def test_readers_see_a_change_only_when_it_is_published(approver: Client, desk: Desk) -> None:
    public = desk.strategy.get_absolute_url()
    before = Client().get(public).content
    change(approver, desk)
    approver.post(desk.url("add-part", "utmaningar"), {"title": "Ny utmaning"})
    approver.post(desk.url("write-element", desk.element("Riktning B").key), {"till": "upp"})
    assert Client().get(public).content == before
    answer = approver.post(desk.url("publish"), seen(approver, desk) | {"note": "Ny insats"})
    assert answer.status_code == 303
    after = Client().get(public)
    assert after.content != before
    assert "Insats a, ändrad" in after.text
    edition = current(desk.strategy)
    assert (edition.number, edition.note) == (2, "Ny insats")
    assert str(edition.published_by) == "Gunnar Godkännare"


def test_what_is_new_is_shown_before_it_is_published(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    page = approver.get(desk.url("publish")).text
    assert "Det här är ändrat sedan utgåva 1" in page
    assert re.search(r"<ins>.*ändrad", page, re.S)
    assert "1 ändrad" in page
    assert "Publicera utgåvan" in page


def test_the_approver_reads_what_readers_will(approver: Client, desk: Desk) -> None:
    one = {
        "kind": "action",
        "title": "Ny insats",
        "text": "Vi öppnar en mottagning i varje kommun.",
    }
    add = approver.post(desk.url("add-part", "utmaningar"), {"title": "Glesbygd", "text": "Långt."})
    assert add.status_code == 303
    Element.objects.create(strategy=desk.strategy, parent=desk.element("Riktning B"), **one)
    desk.strategy.decisions.create(
        body=desk.owner,
        kind="reviderad",
        date=PartialDate(value="2026-11-02"),
        paragraph="44",
        position=1,
    )
    page = approver.get(desk.url("publish")).text
    for words in (one["text"], "Långt.", "Riktning B", "Region Provland", "44"):
        assert words in page
    approver.post(desk.url("publish"), seen(approver, desk) | {"note": "Mer"})
    public = Client().get(desk.url("edition-compare", 1, 2)).text
    start, end = 'class="comparison">', '<p class="meta">Det som är likadant'
    told = public[public.index(start) : public.index(end)]
    shown = page[page.index(start) : page.index('<p class="meta">Så ser läsarna')]
    # Readers have links to the parts beside.
    assert re.sub(r"<[^>]+>|\s", "", shown) == re.sub(r"<[^>]+>|\s", "", told)


def test_the_whole_first_edition_is_read_before_it_is_approved(client: Client) -> None:
    desk = Desk()
    client.force_login(make_member(desk.owner, MembershipRole.APPROVER))
    page = client.get(desk.url("publish")).text
    for words in ("Vi stärker rådgivningen.", "Alla ska kunna starta företag.", "2018", "2022"):
        assert words in page
    assert "<ins>" not in page
    assert ">tillagd<" not in page


def test_a_name_that_nobody_has_approved_is_not_shown_as_if_readers_saw_it(
    approver: Client, desk: Desk
) -> None:
    Person.objects.create(strategy=desk.strategy, name="Hemliga Hilma")
    page = approver.get(desk.url("publish")).text
    assert "Hemliga Hilma" not in page
    assert "Inget som läsarna ser är ändrat sedan utgåva 1" in page
    assert "Publicera utgåvan" in page


def test_the_first_edition_needs_no_note(client: Client) -> None:
    desk = Desk()
    client.force_login(make_member(desk.owner, MembershipRole.ADMINISTRATOR))
    assert "Det här blir den första utgåvan" in client.get(desk.url("publish")).text
    assert client.post(desk.url("publish"), seen(client, desk)).status_code == 303
    assert current(desk.strategy).number == 1


def test_later_editions_need_a_note(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    answer = approver.post(desk.url("publish"), seen(approver, desk) | {"note": " \t"})
    assert answer.status_code == 422
    assert "Skriv vad som är nytt" in answer.text
    too_long = approver.post(desk.url("publish"), seen(approver, desk) | {"note": "x" * 501})
    assert too_long.status_code == 422
    assert "högst 500 tecken, och den har 501" in too_long.text
    assert "x" * 501 in too_long.text
    assert "maxlength" not in too_long.text
    assert current(desk.strategy).number == 1


def test_nothing_new_is_not_published(approver: Client, desk: Desk) -> None:
    page = approver.get(desk.url("publish")).text
    assert "Inget är ändrat" in page
    assert "<textarea" not in page
    answer = approver.post(desk.url("publish"), {"sha256": current(desk.strategy).sha256})
    assert answer.status_code == 422
    assert "Planen är publicerad, så det går inte att godkänna nu." in answer.text
    assert Edition.objects.count() == 1


def test_what_was_changed_since_it_was_read_is_not_published(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    old = seen(approver, desk)
    approver.post(desk.url("add-part", "utmaningar"), {"title": "Kom emellan"})
    answer = approver.post(desk.url("publish"), old | {"note": "Min not"})
    assert answer.status_code == 409
    assert "Kom emellan" in answer.text
    assert "Min not" in answer.text
    assert current(desk.strategy).number == 1


def test_an_editor_sees_what_is_new_and_who_can_publish_it(client: Client, desk: Desk) -> None:
    make_member(desk.owner, MembershipRole.APPROVER, name="Gunnar Godkännare")
    make_member(make_actor(), MembershipRole.APPROVER, name="Någon Annan")
    client.force_login(desk.editor)
    change(client, desk)
    page = client.get(desk.url("publish")).text
    assert "Publicera utgåvan" not in page
    assert "Insats a, ändrad" in re.sub(r"<[^>]+>", "", page).replace("tillagt: ", "")
    assert "Gunnar Godkännare" in page
    assert "Någon Annan" not in page
    answer = client.post(desk.url("publish"), {"note": "Ändå"})
    assert answer.status_code == 404
    assert current(desk.strategy).number == 1


def test_a_plan_without_an_owner_is_not_published(client: Client) -> None:
    desk = Desk()
    client.force_login(make_member(desk.owner, MembershipRole.APPROVER))
    desk.strategy.owner_rows.all().delete()
    assert client.post(desk.url("publish")).status_code == 404
    assert Strategy.objects.get(pk=desk.strategy.pk).current_edition is None


# --- the way to an edition, where two persons are needed


@pytest.fixture
def two(settings: Any) -> None:
    settings.ONE_APPROVER = False


def at(client: Client, desk: Desk, name: str, **said: str) -> int:
    """Take a step with the text as it is on the page."""
    return client.post(desk.url(name), seen(client, desk) | said).status_code


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_whole_way_with_an_editor_and_an_approver(
    two: None, approver: Client, desk: Desk
) -> None:
    editor = signed_in(desk.editor)
    change(editor, desk)
    assert at(editor, desk, "ask-review", comment="Klart för granskning") == 303
    page = approver.get(desk.url("publish")).text
    assert "På granskning" in page
    assert "Klart för granskning" in page
    assert at(approver, desk, "return-plan", comment="Skriv ut förkortningen.") == 303
    page = editor.get(desk.url("publish")).text
    assert "Gunnar Godkännare lämnade tillbaka planen" in page
    assert "Skriv ut förkortningen." in page
    editor.post(desk.url("add-part", "utmaningar"), {"title": "Utskriven"})
    assert at(editor, desk, "ask-review") == 303
    assert at(approver, desk, "approve-plan") == 303
    assert at(approver, desk, "publish", note="Utskrivet") == 303
    edition = current(desk.strategy)
    assert (edition.number, edition.sole_approver) == (2, False)
    assert "utan en andra granskare" not in Client().get(desk.url("edition-list")).text


def test_an_approver_alone_gets_no_further_than_asking(
    two: None, approver: Client, desk: Desk
) -> None:
    change(approver, desk)
    page = approver.get(desk.url("publish")).text
    assert "Publicera utgåvan" not in page
    assert at(approver, desk, "publish", note="Ensam") == 422
    assert at(approver, desk, "ask-review") == 303
    assert at(approver, desk, "approve-plan") == 422
    assert (
        "Någon annan behöver godkänna"
        in approver.post(desk.url("approve-plan"), seen(approver, desk)).text
    )
    assert current(desk.strategy).number == 1


def test_one_who_approves_alone_is_told_of_where_readers_look(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    assert at(approver, desk, "publish", note="Ensam") == 303
    assert "utan en andra granskare" in Client().get(desk.url("edition-list")).text
    assert "utan en andra granskare" in Client().get(desk.strategy.get_absolute_url()).text


def test_a_correction_needs_no_note_and_readers_see_that_it_is_one(
    approver: Client, desk: Desk
) -> None:
    change(approver, desk)
    assert at(approver, desk, "publish", correction="on") == 303
    assert "Rättelse" in Client().get(desk.url("edition-list")).text


def test_what_was_written_is_still_there_when_it_did_not_go(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    answer = approver.post(
        desk.url("publish"),
        seen(approver, desk) | {"note": "Min not", "when": "sedan", "publish_at": "i morgon"},
    )
    assert answer.status_code == 422
    assert "Min not" in answer.text
    assert "Skriv dag och klockslag" in answer.text
    returned = approver.post(desk.url("return-plan"), {"comment": "Min kommentar"})
    assert returned.status_code == 409


def test_a_time_is_never_ignored(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    later = (timezone.localtime() + timedelta(days=3)).strftime(KEPT_TIME)
    said = seen(approver, desk) | {"note": "Nytt", "publish_at": later}
    for when in ({"when": "nu"}, {}):
        answer = approver.post(desk.url("publish"), said | when)
        assert answer.status_code == 422
        assert "Du har skrivit en tid, men valt ”Nu”." in answer.text
        assert later in answer.text
    answer = approver.post(desk.url("approve-plan"), said | {"when": "sedan"})
    assert answer.status_code == 422
    assert "planen publiceras inte om du bara godkänner den" in answer.text
    assert current(desk.strategy).number == 1
    assert not desk.strategy.steps.filter(kind=StepKind.APPROVE).exists()


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("9999-12-31T23:59", "Tiden ligger för långt fram: högst två år. Välj en tid före den "),
        ("2126-12-01T08:00", "Tiden ligger för långt fram: högst två år. Välj en tid före den "),
        ("0001-01-01T00:00", "Tiden har redan varit."),
        ("2027-03-28T02:30", "Välj en tid före 02.00, eller från 03.00."),
        ("2027-10-31T02:30", "Välj en tid före 02.00, eller från 03.00."),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_remedy(
    approver: Client, desk: Desk, when: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(approver, desk)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 28, 8, tzinfo=UTC))
    said = {"note": "Min not", "when": "sedan", "publish_at": when}
    answer = approver.post(desk.url("publish"), seen(approver, desk) | said)
    assert answer.status_code == 422
    assert told in answer.text
    assert "tidszon" not in answer.text
    assert when in answer.text
    assert not desk.strategy.steps.filter(kind=StepKind.SCHEDULE).exists()


def test_what_is_new_is_kept_by_one_who_approves_without_publishing(
    approver: Client, desk: Desk
) -> None:
    change(approver, desk)
    assert at(approver, desk, "approve-plan", note="Ny insats", correction="on") == 303
    form = approver.get(desk.url("publish")).context["form"]
    assert form.initial == {"note": "Ny insats", "correction": True}
    too_long = approver.post(desk.url("approve-plan"), {"note": "x" * 501})
    assert too_long.status_code == 422
    assert "x" * 501 in too_long.text


@pytest.mark.parametrize("name", ["return-plan", "ask-review"])
def test_a_comment_that_is_too_long_is_not_lost(
    two: None, approver: Client, desk: Desk, name: str
) -> None:
    change(approver, desk)
    if name == "return-plan":
        assert at(signed_in(desk.editor), desk, "ask-review") == 303
    written = "Skriv om syftet. " * 300
    answer = approver.post(desk.url(name), seen(approver, desk) | {"comment": written})
    assert answer.status_code == 422
    assert "Texten är för lång: högst 4000 tecken, och den har 5099." in answer.text
    assert written in answer.text


def test_approving_and_publishing_at_once_sends_one_letter_each(
    two: None, settings: Any, approver: Client, desk: Desk
) -> None:
    change(approver, desk)
    assert at(signed_in(desk.editor), desk, "ask-review") == 303
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    mail.outbox.clear()
    assert at(approver, desk, "publish", note="Nytt") == 303
    assert [letter.to for letter in mail.outbox] == [[desk.editor.email]]
    assert "publicerad som utgåva 2" in mail.outbox[0].subject


# --- an edit of a plan that somebody waits for


@pytest.fixture
def planned(settings: Any, approver: Client, desk: Desk) -> str:
    """When the plan will be published, as a page tells it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    change(approver, desk)
    later = timezone.localtime() + timedelta(days=3)
    said = {"note": "Nytt", "when": "sedan", "publish_at": later.strftime(KEPT_TIME)}
    assert at(approver, desk, "publish", **said) == 303
    return f"kl. {later:%H.%M}"


@pytest.fixture
def committed(planned: str, settings: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """Opens around what is done: what it has ordered is done at once, and all letters are its own."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    mail.outbox.clear()
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.mark.parametrize("name", ["edit-strategy", "edit-header"])
def test_an_edit_that_stops_something_is_warned_of(
    approver: Client, desk: Desk, planned: str, name: str
) -> None:
    page = approver.get(desk.url(name)).text
    assert "En ändring stoppar den planerade publiceringen" in page
    assert planned in page
    desk.part("utmaningar").delete()
    assert "En ändring stoppar" not in approver.get(desk.url(name)).text


def test_the_edit_page_tells_the_state(two: None, client: Client, desk: Desk) -> None:
    client.force_login(desk.editor)
    tag = re.compile(r'<strong class="tag[^>]*>(\w[^<]*)<')
    page = client.get(desk.url("edit-strategy")).text
    assert tag.findall(page)[0] == "Publicerad"
    assert "En ändring" not in page
    change(client, desk)
    assert at(client, desk, "ask-review") == 303
    page = client.get(desk.url("edit-strategy")).text
    assert tag.findall(page)[0] == "På granskning"
    assert "En ändring gör att planen behöver lämnas för granskning igen" in page


def test_those_concerned_get_one_letter_of_many_edits(
    approver: Client, desk: Desk, planned: str, committed: Any
) -> None:
    editor = signed_in(desk.editor)
    for number in range(3):
        with committed():
            sent = {"title": f"Utmaning {number}"}
            assert editor.post(desk.url("add-part", "utmaningar"), sent).status_code == 303
    (letter,) = mail.outbox
    assert letter.to == [User.objects.get(name="Gunnar Godkännare").email]
    assert "ändrad, och därför ett utkast igen" in letter.subject
    assert planned in letter.body
    assert "Disa Redaktör" in letter.body
    assert "Det blir inte av med den ändrade texten" in approver.get(desk.url("publish")).text


def loads_a_newer_document(desk: Desk, _path: Path) -> None:
    plan = snapshot(desk.strategy)
    newer = plan.model_copy(update={"summary": "En nyare text.", "passages": ()})
    user = make_user(is_superuser=True, name="Ylva Inläsare")
    draft = make_draft(newer, user)
    take_in(draft, user, {line.id for line in lines(draft)})


def loads_a_file(desk: Desk, path: Path) -> None:
    path.write_text(write_plan(snapshot(desk.strategy)).replace("Få nya företag", "Nytt i filen"))
    load(path)


def merges_its_owner_with_another(desk: Desk, _path: Path) -> None:
    kept = make_actor("Region Provlän")
    chief = signed_in(make_user(is_superuser=True, name="Petra Portal"))
    answer = chief.post(reverse("merge-actors", args=[kept.slug]), {"med": desk.owner.pk})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("changes", "who"),
    [
        (loads_a_newer_document, "Ylva Inläsare"),
        (loads_a_file, ""),
        (merges_its_owner_with_another, "Petra Portal"),
    ],
)
def test_a_change_that_comes_another_way_is_told_too(
    desk: Desk,
    changes: Callable[[Desk, Path], None],
    who: str,
    tmp_path: Path,
    committed: Any,
) -> None:
    with committed():
        changes(desk, tmp_path / "plan.md")
    (letter,) = mail.outbox
    assert "ändrad, och därför ett utkast igen" in letter.subject
    assert "Det blir inte av med den ändrade texten" in letter.body
    assert "Ångras ändringen innan dess publiceras den godkända texten" in letter.body
    assert who in letter.body


def test_an_actor_that_no_plan_on_its_way_names_is_merged_without_letters(committed: Any) -> None:
    kept, removed = make_actor(), make_actor()
    chief = signed_in(make_user(is_superuser=True))
    with committed():
        chief.post(reverse("merge-actors", args=[kept.slug]), {"med": removed.pk})
    assert mail.outbox == []


def test_a_change_that_is_refused_is_told_to_nobody(desk: Desk, committed: Any) -> None:
    with committed():
        answer = signed_in(desk.editor).post(desk.url("add-part", "utmaningar"), {"title": " "})
    assert answer.status_code == 422
    assert mail.outbox == []


def test_an_edit_of_a_plan_that_nobody_waits_for_orders_no_work(
    client: Client, desk: Desk, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client.force_login(desk.editor)
    with django_capture_on_commit_callbacks(execute=True):
        change(client, desk)
    assert not DBTaskResult.objects.filter(task_path__endswith="note_change").exists()


def test_a_planned_publication_is_told_and_can_be_stopped(
    settings: Any, approver: Client, desk: Desk
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    change(approver, desk)
    later = timezone.localtime() + timedelta(days=3)
    planned = {"note": "Nytt", "when": "sedan", "publish_at": later.strftime(KEPT_TIME)}
    assert at(approver, desk, "publish", **planned) == 303
    page = approver.get(desk.url("publish")).text
    assert f"kl. {later:%H.%M}" in page
    assert current(desk.strategy).number == 1
    assert at(approver, desk, "unschedule-plan") == 303
    assert "Godkänd" in approver.get(desk.url("publish")).text


def test_a_planned_publication_is_made_now_without_writing_again(
    approver: Client, desk: Desk, planned: str
) -> None:
    page = approver.get(desk.url("publish"))
    form = page.context["form"]
    assert (form["note"].value(), form["when"].value()) == ("Nytt", "sedan")
    time = re.findall(r'name="publish_at" value="([^"]+)"', page.text)[0]
    assert planned.removeprefix("kl. ") == time[-5:].replace(":", ".")
    assert planned in page.text[page.text.index('id="publicera"') :]
    # The time that was planned is still in its field.
    filled_in = {"note": form["note"].value(), "when": "nu", "publish_at": time}
    assert at(approver, desk, "publish", **filled_in) == 303
    assert (current(desk.strategy).number, current(desk.strategy).note) == (2, "Nytt")


def test_a_planned_publication_gets_another_time(
    approver: Client, desk: Desk, planned: str
) -> None:
    later = timezone.localtime() + timedelta(days=5, hours=2)
    said = {"note": "Nyare", "when": "sedan", "publish_at": later.strftime(KEPT_TIME)}
    assert at(approver, desk, "publish", **said) == 303
    page = approver.get(desk.url("publish"))
    assert f"kl. {later:%H.%M}" in re.sub(r'<ol class="rows".*', "", page.text, flags=re.S)
    assert planned not in re.sub(r'<ol class="rows".*', "", page.text, flags=re.S)
    assert page.context["form"].initial["note"] == "Nyare"
    # The way there tells of both.
    assert planned in page.text
    assert current(desk.strategy).number == 1


def test_what_was_planned_is_filled_in_when_it_was_stopped(
    approver: Client, desk: Desk, planned: str
) -> None:
    assert at(approver, desk, "unschedule-plan") == 303
    form = approver.get(desk.url("publish")).context["form"]
    assert (form["note"].value(), form["when"].value()) == ("Nytt", "nu")


def test_a_blocking_flag_is_told_before_anybody_asks(desk: Desk) -> None:
    editor = signed_in(desk.editor)
    change(editor, desk)
    Flag.objects.create(strategy=desk.strategy, kind="att kontrollera")
    assert "1 anmärkning säger att något ska kontrolleras" in editor.get(desk.url("publish")).text
    assert at(editor, desk, "ask-review") == 422


def test_a_plan_is_withdrawn_with_a_reason_that_readers_meet(approver: Client, desk: Desk) -> None:
    refused = approver.post(desk.url("withdraw-plan"), {"comment": " "})
    assert refused.status_code == 422
    assert 'href="#id_comment">Varför återkallas planen? Skriv varför' in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert approver.post(desk.url("withdraw-plan"), {"comment": "Fel bilaga."}).status_code == 303
    page = Client().get(desk.strategy.get_absolute_url())
    assert page.status_code == 410
    assert "Fel bilaga." in page.text
    assert approver.get(desk.url("withdraw-plan")).status_code == 404
    again = approver.post(desk.url("withdraw-plan"), {"comment": "Ännu ett skäl."})
    assert again.status_code == 422
    assert "Planen är redan återkallad" in again.text
    assert "Ännu ett skäl." in again.text
    page = approver.get(desk.url("publish")).text
    assert "Planen är återkallad" in page
    assert re.search(r'<strong class="tag warning">Återkallad</strong>', page)
    assert "<span>återkallelse</span>" in approver.get(desk.url("plan-history")).text
    # Compared with what readers saw last, rather than with nothing.
    assert "Inget som läsarna såg är ändrat sedan utgåva 1" in page
    assert ">tillagd<" not in page


def test_a_withdrawal_tells_before_and_after_that_a_planned_publication_is_stopped(
    approver: Client, desk: Desk, planned: str
) -> None:
    assert planned in (form := approver.get(desk.url("withdraw-plan")).text)
    assert "ställs in. Planen behöver godkännas igen" in form
    assert approver.post(desk.url("withdraw-plan"), {"comment": "Fel bilaga."}).status_code == 303
    page = approver.get(desk.url("publish")).text
    assert re.search(r'<strong class="tag warning">Återkallad</strong>', page)
    assert "Stoppad, eftersom planen återkallades" in page
    assert "Planerad</strong>" not in page
    assert f"{planned} ställs in" in page
    assert Client().get(desk.strategy.get_absolute_url()).status_code == 410


def test_a_withdrawal_that_stops_nothing_says_nothing_of_it(approver: Client, desk: Desk) -> None:
    change(approver, desk)
    assert "stoppas också" not in approver.get(desk.url("withdraw-plan")).text


def test_the_way_of_a_plan_tells_from_when_it_is_replaced_and_that_it_is_no_longer(
    approver: Client, desk: Desk
) -> None:
    newer = make_strategy(
        title="Nästa plan",
        period=Period(start="2128"),
        decisions=(Decision(date={"value": "2022-06-14"}),),
        relations=(Relation(kind="ersätter", to=desk.strategy.title),),
        published=True,
    )
    page = approver.get(desk.url("publish")).text
    assert "Ersätts den 1 januari 2128 av ”Nästa plan”." in page
    assert "är ersatt av en annan plan" not in page
    take(newer, StepKind.WITHDRAW, None, Said("Fel"))
    way = approver.get(desk.url("publish")).text.partition('id="steg"')[2]
    assert way.index("Ersätts inte längre av ”Nästa plan”.") < way.index("Ersätts den 1 januari")


def test_the_page_asks_no_more_when_the_plan_has_come_a_longer_way(
    approver: Client, desk: Desk, count_queries: Callable[..., int]
) -> None:
    change(approver, desk)
    counts = []
    for _ in range(3):
        at(approver, desk, "ask-review")
        at(approver, desk, "take-back")
        counts.append(count_queries(desk.url("publish")))
    assert counts[0] == counts[-1]


def test_the_page_asks_no_more_of_a_larger_plan(
    approver: Client, desk: Desk, count_queries: Callable[..., int]
) -> None:
    make_element(desk.strategy, title="Ny")
    few = count_queries(desk.url("publish")), count_queries(desk.url("edit-strategy"))
    for _ in range(10):
        make_element(desk.strategy, parent=desk.element("Riktning A"), kind="focus_area")
    assert (count_queries(desk.url("publish")), count_queries(desk.url("edit-strategy"))) == few
