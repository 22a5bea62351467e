"""A working copy is shown to somebody without an account by a link, until a day, and then no more."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from strategies.models import PreviewLink
from strategies.publishing.withholding import withhold
from tests.editing import Desk
from tests.factories import make_actor, make_comment, make_member, make_strategy

pytestmark = pytest.mark.django_db


def in_days(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))


def make_link(client: Client, desk: Desk, **fields: str) -> str:
    """The path of a new link, as its maker is shown it."""
    answer = client.post(desk.url("preview-links"), {"last_day": in_days(7)} | fields)
    assert answer.status_code == 200
    found = re.search(r'value="http://testserver(/forhandsvisning/[\w-]{43}/)"', answer.text)
    assert found
    return found[1]


@pytest.fixture
def reader() -> Client:
    """Somebody without an account."""
    return Client()


def test_the_link_shows_the_working_copy_as_the_public_would_see_it(
    client: Client, desk: Desk, reader: Client
) -> None:
    link = make_link(client, desk, note="Näringslivsrådet")
    desk.strategy.persons.create(name="Vera Hemlig", titles=["chef"], phone="070-123 45")
    answer = reader.get(link, follow=True)
    assert answer.status_code == 200
    assert "Provplanen" in answer.text
    assert "Insats a" in answer.text
    assert "<strong>Utkast.</strong>" in answer.text
    assert "Länken gäller till och med den" in answer.text
    assert "Vera" not in answer.text
    assert "070-123" not in answer.text
    # The maker's own words of whom it is for, and every way into the editor, stay behind.
    assert "Näringslivsrådet" not in answer.text
    assert "/redigera/" not in answer.text


@pytest.mark.parametrize("asking", [False, True], ids=["preview", "fact check"])
def test_nobody_whose_role_has_ended_is_shown(
    client: Client, desk: Desk, reader: Client, asking: bool
) -> None:
    approved = {"name_approved": True, "contact_approved": True}
    desk.strategy.persons.create(
        name="Vera Hemlig",
        titles=["chef"],
        phone="070-123 45",
        email="vera@prov.example",
        **approved,
    )
    element = desk.element("Insats a")
    desk.strategy.forums.create(name="Rådet", members=["Almi", "Vera Hemlig"], at=element)
    link = make_link(client, desk)
    if asking:
        PreviewLink.objects.update(email="a@prov.example", element_key=element.key)
    assert "Vera" in reader.get(link, follow=True).text
    withhold(desk.strategy, "Vera Hemlig", desk.editor)
    page = reader.get(link, follow=True).text
    assert "Almi" in page
    assert not [told for told in ("Vera", "070-123", "vera@") if told in page]


def test_it_shows_what_the_working_copy_says_at_the_moment(
    client: Client, desk: Desk, reader: Client
) -> None:
    reader.get(make_link(client, desk))
    desk.strategy.elements.filter(title="Insats a").update(title="Insats ny")
    assert "Insats ny" in reader.get(shared()).text


def shared() -> str:
    return reverse("shared-preview", args=[PreviewLink.objects.latest("pk").pk])


def test_it_is_indexed_by_nobody_and_kept_nowhere(
    client: Client, desk: Desk, reader: Client
) -> None:
    link = make_link(client, desk)
    opened = reader.get(link)
    page = reader.get(opened.headers["Location"])
    for answer in (opened, page):
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.text
    assert "canonical" not in page.text


def test_the_secret_leaves_the_address_at_once_and_is_in_no_log(
    client: Client, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = make_link(client, desk)
    secret = link.split("/")[2]
    reader = Client(enforce_csrf_checks=True)
    opened = reader.get(link)
    assert opened.status_code == 302
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    page = reader.get(opened.headers["Location"])
    assert secret not in page.text + opened.headers["Location"]
    reader.post(opened.headers["Location"])
    PreviewLink.objects.get().end()
    assert reader.get(opened.headers["Location"]).status_code == 410
    told = [record for record in caplog.records if record.name != "django.db.backends"]
    assert any("Gone" in record.getMessage() for record in told)
    assert secret not in "".join(record.getMessage() for record in told)


def test_the_secret_is_stored_nowhere(client: Client, desk: Desk) -> None:
    secret = make_link(client, desk).split("/")[2]
    (row,) = PreviewLink.objects.values()
    assert secret not in str(row)
    assert secret not in client.get(desk.url("preview-links")).text


def test_a_number_without_its_secret_shows_nothing(
    client: Client, desk: Desk, reader: Client
) -> None:
    make_link(client, desk)
    answer = reader.get(shared())
    assert answer.status_code == 410
    assert "Provplanen" not in answer.text
    # Nor does the secret of another link.
    reader.get(make_link(client, desk))
    other = PreviewLink.objects.earliest("pk")
    assert reader.get(reverse("shared-preview", args=[other.pk])).status_code == 410


@pytest.mark.parametrize("how", ["ended", "over", "unknown"])
def test_a_link_that_stands_no_more_says_so(
    client: Client, desk: Desk, reader: Client, how: str
) -> None:
    link = make_link(client, desk)
    reader.get(link)
    if how == "ended":
        number = PreviewLink.objects.get().pk
        assert client.post(desk.url("end-preview-link", number)).status_code == 303
    elif how == "over":
        past = timezone.now() - timedelta(minutes=1)
        PreviewLink.objects.update(made_at=past - timedelta(days=1), ends_at=past)
    else:
        link = reverse("open-preview", args=["finns-inte"])
        reader = Client()
    for answer in (reader.get(link, follow=True), reader.get(shared())):
        assert answer.status_code == 410
        assert "Länken gäller inte längre" in answer.text
        assert "Provplanen" not in answer.text


def test_a_link_stands_through_its_last_day(client: Client, desk: Desk) -> None:
    make_link(client, desk, last_day=in_days(0))
    link = PreviewLink.objects.get()
    assert link.stands
    assert timezone.localtime(link.ends_at).date() == timezone.localdate()
    assert timezone.localtime(link.ends_at).hour == 23


def test_several_links_are_open_in_one_browser(client: Client, desk: Desk, reader: Client) -> None:
    addresses = []
    for _time in range(3):
        reader.get(make_link(client, desk))
        addresses.append(shared())
    assert {reader.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "Välj en dag."),
        ("i morgon", "Skriv dagen som år-månad-dag"),
        (-1, "Dagen har redan varit."),
        (91, "Välj en dag inom tre månader."),
    ],
)
def test_a_day_that_cannot_be_is_told_and_what_was_typed_stays(
    client: Client, desk: Desk, day: Any, told: str
) -> None:
    sent = in_days(day) if isinstance(day, int) else day
    answer = client.post(desk.url("preview-links"), {"last_day": sent, "note": "Rådet"})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Rådet"' in answer.text
    assert not PreviewLink.objects.exists()


def test_links_are_listed_with_whom_until_when_and_a_way_to_end_them(
    client: Client, desk: Desk
) -> None:
    make_link(client, desk, note="Näringslivsrådet")
    page = client.get(desk.url("preview-links")).text
    assert "Näringslivsrådet" in page
    assert "gjord av Disa Redaktör" in page
    assert "Avsluta" in page
    PreviewLink.objects.get().end()
    page = client.get(desk.url("preview-links")).text
    assert "gäller inte längre" in page
    assert "Avsluta<" not in page


def test_ending_twice_keeps_the_first_time(client: Client, desk: Desk) -> None:
    make_link(client, desk)
    link = PreviewLink.objects.get()
    client.post(desk.url("end-preview-link", link.pk))
    ended = PreviewLink.objects.get().ended_at
    assert ended
    client.post(desk.url("end-preview-link", link.pk))
    assert PreviewLink.objects.get().ended_at == ended


def test_nobody_ends_another_plans_link(client: Client, desk: Desk) -> None:
    make_link(client, desk)
    number = PreviewLink.objects.get().pk
    other = make_strategy()
    client.force_login(make_member(other.owners.get()))
    there = reverse("end-preview-link", args=[other.slug, number])
    assert client.post(there).status_code == 404
    assert client.post(desk.url("end-preview-link", number)).status_code == 404
    assert PreviewLink.objects.get().stands


@pytest.mark.parametrize("role", ["reader", None])
def test_who_may_not_edit_shares_nothing(client: Client, desk: Desk, role: str | None) -> None:
    client.force_login(make_member(desk.owner, role) if role else make_member(make_actor()))
    assert client.get(desk.url("preview-links")).status_code == 404
    assert client.post(desk.url("preview-links"), {"last_day": in_days(1)}).status_code == 404
    assert not PreviewLink.objects.exists()


def test_the_queries_of_the_list_and_of_the_preview_do_not_grow(
    client: Client, desk: Desk, count_queries: Callable[..., int]
) -> None:
    make_link(client, desk)
    few = count_queries(desk.url("preview-links"))
    client.get(make_link(client, desk))
    seen = count_queries(shared())
    for _time in range(4):
        make_link(client, desk)
        make_comment(desk.element("Insats b"), desk.editor)
    assert count_queries(desk.url("preview-links")) == few
    client.get(make_link(client, desk))
    assert count_queries(shared()) == seen
