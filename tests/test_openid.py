"""Sign-in through the organisation's own: the whole way, against a real provider on the loopback."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import run_server_in_thread

from actors.models import Actor, Invitation, Membership, User
from portal.claims import Roles, roles_by_claim
from tests.factories import make_actor, make_member, make_user

# What the provider's own libraries say of each other is no fault of the portal's.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]

START = reverse("openid_connect_login", args=["organisation"])
BACK = reverse("openid_connect_callback", args=["organisation"])
DISA = {"email": "disa@region.example", "email_verified": True, "name": "Disa Region"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with run_server_in_thread() as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def provider(server: str, settings: Any) -> str:
    app = {
        "provider_id": "organisation",
        "name": "Region Provland",
        "client_id": "portalen",
        "secret": "hemlig",
        "settings": {"server_url": server, "oauth_pkce_enabled": True, "verified_email": []},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_NAME = "Region Provland"
    return server


def tell(provider: str, sub: str, **claims: Any) -> None:
    """What the provider says of somebody."""
    requests.put(f"{provider}/users/{sub}", json=claims, timeout=5).raise_for_status()


def go(client: Client) -> str:
    """From the portal's button to the provider; its address, with what the portal asks for."""
    answer = client.post(START)
    assert answer.status_code == 302
    return str(answer["Location"])


def come_back(client: Client, away: str, sub: str) -> Any:
    """Consent as `sub` at the provider, and follow its redirect to the portal."""
    consent = requests.post(away, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert consent.status_code == 302, consent.text
    back = urlsplit(consent.headers["Location"])
    assert back.path == BACK
    return client.get(f"{back.path}?{back.query}", follow=True)


def sign_in(client: Client, sub: str = "disa") -> Any:
    return come_back(client, go(client), sub)


def is_in(client: Client) -> bool:
    return client.get(reverse("desk")).status_code == 200


# --- who gets in


def test_somebody_with_an_account_signs_in_and_keeps_the_password(
    client: Client, provider: str
) -> None:
    user = make_user(email="disa@region.example", password="granar-och-tallar")
    tell(provider, "disa", **DISA)
    assert "Logga in med Region Provland" in client.get(reverse("account_login")).text
    away = go(client)
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    come_back(client, away, "disa")
    assert is_in(client)
    user.refresh_from_db()
    assert user.check_password("granar-och-tallar")
    assert User.objects.count() == 1
    # What the provider told is not kept, and the next time the address is not needed.
    assert user.socialaccount_set.get().extra_data == {}
    tell(provider, "disa", email="nytt@region.example")
    again = Client()
    sign_in(again)
    assert is_in(again)


def test_somebody_unknown_is_refused_kindly(client: Client, provider: str) -> None:
    tell(provider, "disa", **DISA)
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "bjuda in dig" in answer.text
    assert not is_in(client)
    assert not User.objects.exists()


def test_an_address_that_nobody_has_verified_opens_nothing(client: Client, provider: str) -> None:
    make_user(email="disa@region.example")
    tell(provider, "disa", **DISA | {"email_verified": False})
    assert sign_in(client).status_code == 403
    assert not is_in(client)


def test_a_domain_that_the_settings_vouch_for_counts_as_verified(
    client: Client, provider: str, settings: Any
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = ["region.example"]
    make_user(email="disa@region.example")
    tell(provider, "disa", email="disa@region.example")
    tell(provider, "ond", email="disa@annan.example")
    sign_in(client)
    assert is_in(client)
    assert sign_in(Client(), "ond").status_code == 403


def test_who_is_invited_gets_an_account_and_the_membership(client: Client, provider: str) -> None:
    owner = make_actor("Region Provland")
    boss = make_member(owner, "administrator")
    Invitation(actor=owner, email="disa@region.example", role="approver", invited_by=boss).renew()
    tell(provider, "disa", **DISA)
    sign_in(client)
    assert is_in(client)
    user = User.objects.get(email="disa@region.example")
    assert user.name == "Disa Region"
    assert not user.has_usable_password()
    assert user.memberships.get().role == "approver"
    assert Invitation.objects.get().accepted_by == user


def test_who_was_deactivated_stays_out(client: Client, provider: str) -> None:
    make_user(email="disa@region.example", is_active=False)
    tell(provider, "disa", **DISA)
    assert "Kontot är avstängt" in sign_in(client).text
    assert not is_in(client)


def test_a_signed_in_person_cannot_tie_somebody_elses_sign_in_to_the_account(
    client: Client, provider: str
) -> None:
    user = make_user()
    client.force_login(user)
    tell(provider, "disa", **DISA)
    away = client.post(f"{START}?process=connect")["Location"]
    assert come_back(client, away, "disa").status_code == 403
    assert not user.socialaccount_set.exists()


# --- a callback that is not ours


def test_a_callback_is_good_for_one_session_and_once(client: Client, provider: str) -> None:
    make_user(email="disa@region.example")
    tell(provider, "disa", **DISA)
    away = go(client)
    consent = requests.post(away, data={"sub": "disa"}, allow_redirects=False, timeout=5)
    back = urlsplit(consent.headers["Location"])
    url = f"{back.path}?{back.query}"
    stranger = Client()
    answer = stranger.get(url)
    assert answer.status_code == 401
    assert "Inloggningen gick inte" in answer.text
    assert not is_in(stranger)
    client.get(url)
    assert is_in(client)
    assert client.get(url).status_code == 401


def test_a_refusal_at_the_provider_is_told(client: Client, provider: str) -> None:
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)
    assert "Inloggningen avbröts" in answer.text
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    answer = client.get(BACK, {"error": "server_error", "state": state})
    assert "Inloggningen gick inte" in answer.text


def test_a_provider_that_does_not_answer_is_told(
    client: Client, provider: str, settings: Any
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = client.post(START)
    assert answer.status_code == 503
    assert "Försök igen" in answer.text


def test_a_link_alone_starts_nothing(client: Client, provider: str) -> None:
    answer = client.get(START)
    assert answer.status_code == 200
    assert provider not in answer.get("Location", "")


def test_without_settings_there_is_nothing(client: Client) -> None:
    assert "Logga in med" not in client.get(reverse("account_login")).text
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404


# --- roles


@pytest.fixture
def owner(settings: Any) -> Actor:
    actor = make_actor("Region Provland", slug="region-provland")
    make_actor("Bolaget", slug="bolaget")
    told = {
        "claim": "groups",
        "map": {
            "strategi-redaktor": ["region-provland", "editor"],
            "strategi-chef": ["region-provland", "administrator"],
            "bolag-las": ["bolaget", "reader"],
            "borta": ["finns-inte", "editor"],
        },
    }
    settings.OIDC_ROLES = roles_by_claim(json.dumps(told))
    return actor


def roles(email: str = "disa@region.example") -> dict[str, str]:
    found = Membership.objects.filter(user__email=email)
    return {row.actor.slug: f"{row.role} {row.source}" for row in found.select_related("actor")}


def test_a_claim_gives_an_account_and_roles_that_are_kept_in_step(
    client: Client, provider: str, owner: Actor
) -> None:
    tell(provider, "disa", **DISA, groups=["strategi-redaktor", "strategi-chef", "annat", "borta"])
    sign_in(client)
    assert is_in(client)
    assert roles() == {"region-provland": "administrator oidc"}
    tell(provider, "disa", **DISA, groups=["strategi-redaktor", "bolag-las"])
    sign_in(Client())
    assert roles() == {"region-provland": "editor oidc", "bolaget": "reader oidc"}
    tell(provider, "disa", **DISA)
    sign_in(Client())
    assert roles() == {}


def test_hand_made_memberships_are_never_touched(
    client: Client, provider: str, owner: Actor
) -> None:
    make_member(owner, "approver", email="disa@region.example")
    tell(provider, "disa", **DISA, groups=["strategi-redaktor", "bolag-las"])
    sign_in(client)
    assert roles() == {"region-provland": "approver portal", "bolaget": "reader oidc"}
    tell(provider, "disa", **DISA, groups=[])
    sign_in(Client())
    assert roles() == {"region-provland": "approver portal"}


def test_a_group_without_a_role_lets_nobody_in(client: Client, provider: str, owner: Actor) -> None:
    for groups in (["annat"], ["borta"], "strategi", None):
        tell(provider, "disa", **DISA, groups=groups)
        assert sign_in(Client()).status_code == 403
    assert not User.objects.exists()


def test_a_claim_may_be_one_word() -> None:
    mapped = Roles("role", (("redaktor", "a", "editor"),))
    assert mapped.of({"role": "redaktor"}) == {"a": "editor"}
    assert mapped.of({}) == {}


@pytest.mark.parametrize(
    "text",
    [
        "nej",
        "[]",
        "{}",
        '{"claim": "", "map": {}}',
        '{"claim": "g", "map": {"a": ["b"]}}',
        '{"claim": "g", "map": {"a": ["b", "kung"]}}',
    ],
)
def test_a_setting_that_cannot_be_read_stops_the_portal(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_OIDC_ROLES"):
        roles_by_claim(text)
