"""Papers are fetched at permanent addresses, made once, kept, and served as they lie."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from strategies.models import Edition, Paper, Strategy
from strategies.models.paper import place_of
from strategies.paper.keeping import paper_of, paper_version
from strategies.plan import Forum, Person
from strategies.publishing.publish import publish
from strategies.publishing.withholding import show_again, withhold
from tests.factories import make_element, make_strategy
from tests.papers import faults, pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def with_editions() -> Strategy:
    """Two editions: the second has another summary, one action more, and the first action's title is another."""
    strategy = make_strategy(
        published=True, title="Plan för Åre/Östersund", summary="Vi bygger ut."
    )
    element = make_element(strategy, title="Bygg vägar", text="I hela länet.")
    publish(strategy, None, "Första insatsen")
    element.title = "Bygg cykelvägar"
    element.save(update_fields=["title"])
    make_element(strategy, title="Plantera träd", text="Ett för varje barn.")
    publish(strategy, None, "Cykel och träd")
    return Strategy.objects.get(pk=strategy.pk)


def address(strategy: Strategy, number: int = 3) -> str:
    return reverse("edition-paper", args=[strategy.slug, number])


def changes(strategy: Strategy, older: int = 2, newer: int = 3) -> str:
    return reverse("changes-paper", args=[strategy.slug, older, newer])


def content(response: Any) -> bytes:
    assert response.status_code == 200
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


def tag_of(client: Client, link: str) -> str:
    response = client.get(link)
    content(response)
    return str(response["ETag"])


def stored(settings: Any) -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


# --- addresses


def test_addresses_are_permanent() -> None:
    assert reverse("edition-paper", args=["p", 3]) == "/strategier/p/utgavor/3/plan.pdf"
    assert reverse("current-paper", args=["p"]) == "/strategier/p/plan.pdf"
    assert reverse("changes-paper", args=["p", 2, 3]) == "/strategier/p/utgavor/2/mot/3/andringar.pdf"  # fmt: skip


def test_any_edition_is_a_pdf_with_a_readable_name(client: Client) -> None:
    strategy = with_editions()
    response = client.get(address(strategy, 2))
    text = " ".join(pages(content(response)))
    assert "Bygg vägar" in text
    assert "Bygg cykelvägar" not in text
    assert "2, publicerad" in text
    assert response["Content-Type"] == "application/pdf"
    name = quote("Plan för Åre Östersund, utgåva 2.pdf", safe="")
    assert response["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert int(response["Content-Length"]) == Paper.objects.get().size
    assert Paper.objects.get().pages == len(pages(content(client.get(address(strategy, 2)))))


def test_the_plans_own_address_leads_to_the_current_edition(client: Client) -> None:
    strategy = with_editions()
    response = client.get(reverse("current-paper", args=[strategy.slug]))
    assert response.status_code == 302
    assert response["Location"] == address(strategy, 3)


def test_the_browsers_own_viewer_may_show_it_and_nobody_may_frame_it(client: Client) -> None:
    strategy = with_editions()
    for link in (address(strategy), changes(strategy)):
        response = client.get(link)
        content(response)
        assert response["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", [0, 4])
def test_an_edition_that_never_was_is_not_found(client: Client, number: int) -> None:
    strategy = with_editions()
    assert client.get(address(strategy, number)).status_code == 404
    assert client.get(changes(strategy, 2, 4)).status_code == 404
    assert not Paper.objects.exists()


def test_what_is_not_published_is_not_found(client: Client) -> None:
    strategy = make_strategy()
    for name, args in (("current-paper", []), ("edition-paper", [1]), ("changes-paper", [1, 2])):
        assert client.get(reverse(name, args=[strategy.slug, *args])).status_code == 404


def test_a_paper_takes_no_form(client: Client) -> None:
    assert client.post(address(make_strategy(published=True), 1)).status_code == 405


def test_pages_lead_to_the_papers(client: Client) -> None:
    strategy = with_editions()
    home = strategy.get_absolute_url()
    assert f'href="{address(strategy, 3)}"' in client.get(home).text
    assert f'href="{address(strategy, 2)}"' in client.get(f"{home}utgavor/2/").text
    assert f'href="{changes(strategy, 1, 3)}"' in client.get(f"{home}utgavor/1/mot/3/").text
    listed = client.get(f"{home}utgavor/").text
    for link in (address(strategy, 1), address(strategy, 3), changes(strategy, 1, 2)):
        assert f'href="{link}"' in listed
    for edition in strategy.editions.all():
        assert edition.public_sha256 in listed


def test_the_list_tells_the_size_of_what_has_been_made(client: Client) -> None:
    strategy = make_strategy(published=True)
    home = f"{strategy.get_absolute_url()}utgavor/"
    assert "kB" not in client.get(home).text
    size = len(content(client.get(address(strategy, 1))))
    assert f"({size / 1024:.1f}".replace(".", ",") in client.get(home).text


# --- the meeting version


def test_the_meeting_version_has_only_what_changed(client: Client, tmp_path: Path) -> None:
    strategy = with_editions()
    response = client.get(changes(strategy))
    pdf = content(response)
    text = " ".join(pages(pdf))
    for told in (
        *("Ändringar i Plan för Åre/Östersund", "1 ändrad, 1 tillagd.", "Cykel och träd"),
        *("[−vägar] [+cykelvägar]", "ÄNDRAD", "TILLAGD", "Plantera träd", "Ett för varje barn."),
    ):
        assert told in text
    assert "Plan för Åre/Östersund, ändringar från utgåva 2 till 3 Sida 1 av" in text
    assert "Vi bygger ut." not in text
    assert "I hela länet." not in text
    assert strategy.editions.get(number=3).public_sha256[:8] in text
    assert faults(pdf, tmp_path) == []
    assert "%C3%A4ndringar" in response["Content-Disposition"]


def test_what_has_gone_is_struck(client: Client) -> None:
    strategy = with_editions()
    strategy.elements.get(title="Plantera träd").delete()
    publish(strategy, None, "Inga träd")
    text = " ".join(pages(content(client.get(changes(strategy, 3, 4)))))
    assert "BORTTAGEN" in text
    assert "[−Ett för varje barn.]" in text


def test_two_editions_have_one_meeting_version(client: Client) -> None:
    strategy = with_editions()
    assert client.get(changes(strategy, 3, 2))["Location"] == changes(strategy, 2, 3)
    assert client.get(changes(strategy, 2, 2)).status_code == 404


def test_a_change_that_readers_do_not_see_is_told_to_be_none(client: Client) -> None:
    strategy = make_strategy(published=True, persons=(Person(name="Eva Hemlig", actor="X"),))
    strategy.persons.update(name="Bo Hemlig")
    publish(strategy, None, "Ny kontakt")
    text = " ".join(pages(content(client.get(changes(strategy, 1, 2)))))
    assert "Inget i planens innehåll skiljer utgåvorna åt." in text
    assert "Hemlig" not in text


# --- made once, and kept


def test_a_paper_is_made_once(client: Client, settings: Any) -> None:
    strategy = make_strategy(published=True)
    first = content(client.get(address(strategy, 1)))
    made = Paper.objects.get()
    assert content(client.get(address(strategy, 1))) == first
    assert Paper.objects.get().made_at == made.made_at
    (file,) = stored(settings)
    assert file.read_bytes() == first
    edition = strategy.editions.get()
    assert file.name == f"{edition.sha256}-{paper_version()[:16]}.pdf"


def test_who_has_it_is_told_so(client: Client, settings: Any) -> None:
    strategy = with_editions()
    links = (address(strategy), address(strategy, 2), changes(strategy))
    tags = [tag_of(client, link) for link in links]
    assert len(set(tags)) == 3
    assert not any(tag.startswith("W/") for tag in tags)
    for file in stored(settings):
        file.unlink()
    response = client.get(address(strategy), headers={"If-None-Match": tags[0]})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tags[0])
    assert stored(settings) == []


def test_a_paper_of_another_version_is_made_anew(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    strategy = make_strategy(published=True)
    paper = paper_of(strategy.editions.get())
    Paper.objects.update(version="0" * 64)
    with django_capture_on_commit_callbacks(execute=True):
        content(client.get(address(strategy, 1)))
    again = Paper.objects.get()
    assert again.pk != paper.pk
    assert again.version == paper_version()
    assert [file.name for file in stored(settings)] == [Path(str(again.data)).name]


def test_a_paper_whose_file_has_gone_is_made_anew(client: Client, settings: Any) -> None:
    strategy = make_strategy(published=True)
    first = content(client.get(address(strategy, 1)))
    for file in stored(settings):
        file.unlink()
    assert content(client.get(address(strategy, 1))) == first


def test_half_a_file_is_never_served(client: Client) -> None:
    strategy = make_strategy(published=True)
    broken_off = Paper(edition=strategy.editions.get(), version=paper_version())
    broken_off.data.storage.save(place_of(broken_off), ContentFile(b"%PDF-1.7 half"))
    assert content(client.get(address(strategy, 1))).endswith(b"%%EOF")


def test_another_address_of_the_portal_is_another_version(settings: Any) -> None:
    before = paper_version()
    settings.PORTAL_ADDRESS = "https://annan.example"
    paper_version.cache_clear()
    try:
        assert paper_version() != before
    finally:
        paper_version.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_several_at_once_make_it_once(settings: Any) -> None:
    edition = make_strategy(published=True).editions.get()
    barrier = threading.Barrier(3, timeout=20)

    def fetch(_: int) -> tuple[int, bytes]:
        try:
            barrier.wait()
            paper = paper_of(Edition.objects.get(pk=edition.pk))
            with paper.data.open() as file:
                return paper.pk, file.read()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(fetch, range(3)))
    assert len(found) == 1
    assert len(stored(settings)) == 1


def test_a_kept_paper_costs_three_queries_and_a_304_two(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    strategy = with_editions()
    tag = tag_of(client, address(strategy))
    with django_assert_num_queries(3):
        tag_of(client, address(strategy))
    with django_assert_num_queries(2):
        client.get(address(strategy), headers={"If-None-Match": tag})


def test_a_name_that_is_withheld_goes_from_paper_too(client: Client) -> None:
    """The plan does not know her as a person: that is what it is withheld for."""
    forum = Forum(name="Rådet", members=("Evelina Hemlig",))
    strategy = make_strategy(published=True, forums=(forum,))
    link = address(strategy, 1)
    before = tag_of(client, link)
    assert "Evelina" in "".join(pages(content(client.get(link))))
    withhold(strategy, "Evelina Hemlig", None)
    assert "Evelina" not in "".join(pages(content(client.get(link))))
    assert tag_of(client, link) != before
    show_again(strategy, "Evelina Hemlig")
    assert tag_of(client, link) == before
