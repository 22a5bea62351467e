"""Editions: listed, and shown as they were published."""

from collections.abc import Callable

import pytest
from django.test import Client

from strategies.models import Strategy
from strategies.plan import Decision
from strategies.publishing.publish import publish
from tests.factories import make_strategy

pytestmark = pytest.mark.django_db


def with_editions(count: int = 2) -> Strategy:
    strategy = make_strategy(
        published=True, summary="Text 1", decisions=(Decision(body="Nämnden"),)
    )
    for number in range(2, count + 1):
        Strategy.objects.filter(pk=strategy.pk).update(summary=f"Text {number}")
        publish(strategy, user=None, note=f"Ändring {number}")
    return Strategy.objects.get(pk=strategy.pk)


def test_editions_are_listed_with_note_and_decisions(client: Client) -> None:
    home = with_editions().get_absolute_url()
    page = client.get(f"{home}utgavor/").content.decode()
    assert page.index("Utgåva 2") < page.index("Utgåva 1")
    assert "Första utgåvan" in page
    assert "Ändring 2" in page
    assert "Antagen, Nämnden" in page
    assert f'href="{home}utgavor/1/"' in page


def test_an_old_edition_is_shown_as_it_was_and_told_to_be_old(client: Client) -> None:
    home = with_editions().get_absolute_url()
    page = client.get(f"{home}utgavor/1/").content.decode()
    assert "Text 1" in page
    assert "inte den senaste utgåvan" in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="http://testserver{home}">' in page


def test_the_current_edition_is_not_told_to_be_old(client: Client) -> None:
    home = with_editions().get_absolute_url()
    page = client.get(f"{home}utgavor/2/").content.decode()
    assert "Text 2" in page
    assert "inte den senaste utgåvan" not in page
    assert "noindex" not in page


@pytest.mark.parametrize("address", ["utgavor/3/", "utgavor/0/"])
def test_an_edition_that_never_was_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"{with_editions().get_absolute_url()}{address}").status_code == 404


def test_a_strategy_that_is_not_published_has_no_editions(client: Client) -> None:
    home = make_strategy().get_absolute_url()
    assert client.get(f"{home}utgavor/").status_code == 404
    assert client.get(f"{home}utgavor/1/").status_code == 404


def test_queries_do_not_grow_with_the_editions(count_queries: Callable[..., int]) -> None:
    few = count_queries(f"{with_editions(1).get_absolute_url()}utgavor/")
    assert count_queries(f"{with_editions(4).get_absolute_url()}utgavor/") == few <= 5
