"""Pages for when something went wrong: what happened, what to do, and no database needed to say it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from portal.views import errors
from tests.factories import make_actor, make_member


def test_a_404_offers_search_and_ways_on_and_asks_no_database(client: Client) -> None:
    # No database mark: a query would fail the test.
    response = client.get("/finns-inte/")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.text
    assert 'action="/sok/"' in response.text
    assert 'href="/strategier/"' in response.text


@pytest.mark.django_db
def test_a_404_tells_staff_that_it_may_be_a_matter_of_rights(client: Client) -> None:
    client.force_login(make_member(make_actor()))
    assert "portalens administratör" in client.get("/finns-inte/").text


def test_a_form_without_its_token_is_told_that_nothing_is_lost() -> None:
    response = Client(enforce_csrf_checks=True).post("/om/")
    assert response.status_code == 403
    assert "Formuläret har varit öppet för länge" in response.text
    assert "finns kvar" in response.text


def test_a_request_for_another_host_is_a_400_that_can_be_read(client: Client) -> None:
    response = client.get("/", headers={"host": "annan.example"})
    assert response.status_code == 400
    assert "Det gick inte att förstå" in response.text


def test_a_refusal_says_that_nothing_is_changed(rf: RequestFactory) -> None:
    response = errors.permission_denied(rf.get("/"), PermissionDenied())
    assert response.status_code == 403
    assert "Inget är ändrat" in response.content.decode()


def test_the_500_page_needs_no_database_request_or_session(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "Något gick fel hos oss" in page
    assert "css/base" in page
    assert '<html lang="sv">' in page


def test_error_pages_are_not_for_search_engines(client: Client, rf: RequestFactory) -> None:
    for page in (
        client.get("/finns-inte/").text,
        errors.server_error(rf.get("/")).content.decode(),
    ):
        assert '<meta name="robots" content="noindex">' in page
