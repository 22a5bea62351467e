"""The second factor, recovery codes and one's own devices, as they are used."""

import time
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from actors.models import User
from portal.accounts import CHANGED
from tests.factories import make_actor, make_member, make_user

pytestmark = pytest.mark.django_db

LOGIN, INDEX, DESK = reverse("account_login"), reverse("mfa_index"), reverse("desk")
APP, CODES = reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")
DEVICES = reverse("usersessions_list")
LIBRARY = Path(allauth.__file__).parent / "templates"
PASSWORD = "granar-och-tallar-2026"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Attempts and used codes are remembered in the cache."""
    caches["default"].clear()


@pytest.fixture
def user() -> User:
    return make_user(email="disa@prov.example", password=PASSWORD, name="Disa")


def sign_in(client: Client) -> Any:
    return client.post(LOGIN, {"login": "disa@prov.example", "password": PASSWORD})


def code_of(secret: str) -> str:
    """What an app with that secret shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def confirm(client: Client, url: str) -> Any:
    """Open a page that asks for the password again, and give it."""
    asked = client.get(url)
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    page = client.get(asked["Location"])
    assert "Bekräfta att det är du" in page.text
    return client.post(asked["Location"], {"password": PASSWORD, "next": url}, follow=True)


def with_app(client: Client) -> tuple[str, list[str]]:
    """Sign in and turn the app on; its secret, and the recovery codes that came with it."""
    sign_in(client)
    page = confirm(client, APP)
    secret = page.context["form"].secret
    assert secret in page.text
    done = client.post(APP, {"code": code_of(secret)}, follow=True)
    assert done.redirect_chain[-1][0] == CODES
    return secret, done.context["unused_codes"]


def is_in(client: Client) -> bool:
    return client.get(DESK).status_code == 200


def test_with_an_app_the_password_alone_is_not_enough(client: Client, user: User) -> None:
    secret, codes = with_app(client)
    assert len(codes) == 10
    theirs = Client()
    assert sign_in(theirs)["Location"] == reverse("mfa_authenticate")
    assert not is_in(theirs)
    assert "Skriv koden" in theirs.get(reverse("mfa_authenticate")).text
    wrong = theirs.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Koden stämmer inte" in wrong.text
    assert not is_in(theirs)
    theirs.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(theirs)


@pytest.mark.django_db(transaction=True)  # mails are sent when the change is stored
def test_the_owner_is_told_by_mail_what_was_changed(client: Client, user: User) -> None:
    with_app(client)
    assert mail.outbox[-1].to == ["disa@prov.example"]
    assert any("En app för engångskoder är tillagd." in told.body for told in mail.outbox)
    told = mail.outbox[-1]
    assert "Något har ändrats i ditt konto" in told.subject
    assert "från adressen 127.0.0.1" in told.body
    assert "Var det inte du?" in told.body
    client.post(reverse("mfa_deactivate_totp"))
    assert "Appen för engångskoder är borttagen." in mail.outbox[-1].body


@pytest.mark.django_db(transaction=True)
def test_a_change_stands_though_its_mail_cannot_be_sent(
    client: Client, user: User, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # where nobody listens
    with_app(client)
    assert "was not sent" in caplog.text
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def test_every_mail_that_the_library_sends_of_a_change_is_in_our_words() -> None:
    known = {
        str(file.relative_to(LIBRARY).parent / file.name.removesuffix("_subject.txt"))
        for file in LIBRARY.glob("mfa/email/*_subject.txt")
    }
    assert known
    assert known <= set(CHANGED)


def test_a_code_is_good_once(client: Client, user: User) -> None:
    secret, _codes = with_app(client)
    code = code_of(secret)
    for expected in (True, False):
        theirs = Client()
        sign_in(theirs)
        theirs.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(theirs) is expected


def test_a_recovery_code_lets_one_in_once(client: Client, user: User) -> None:
    _secret, codes = with_app(client)
    for expected in (True, False):
        theirs = Client()
        sign_in(theirs)
        theirs.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(theirs) is expected


def test_the_secrets_are_unreadable_in_the_database(client: Client, user: User) -> None:
    secret, _codes = with_app(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_a_change_of_the_portals_secret_locks_nobody_out(
    client: Client, user: User, settings: Any
) -> None:
    secret, _codes = with_app(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "en helt annan hemlighet" * 4
    caches["default"].clear()
    theirs = Client()
    sign_in(theirs)
    theirs.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(theirs)


def test_the_app_is_removed_and_new_codes_are_made(client: Client, user: User) -> None:
    _secret, codes = with_app(client)
    assert "10 koder är kvar" in client.get(INDEX).text
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(CODES)
    assert not set(page.context["unused_codes"]) & set(codes)
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert page.context["unused_codes"][0] in download.text
    assert "Ta bort appen?" in client.get(reverse("mfa_deactivate_totp")).text
    client.post(reverse("mfa_deactivate_totp"))
    theirs = Client()
    sign_in(theirs)
    assert is_in(theirs)


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"]
)
def test_what_concerns_security_asks_who_one_is_again(
    client: Client, user: User, name: str, monkeypatch: Any
) -> None:
    sign_in(client)
    confirm(client, reverse(name))
    assert client.get(reverse(name)).status_code == 200
    later = time.time() + 16 * 60
    monkeypatch.setattr("time.time", lambda: later)
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "usersessions_list", "account"])
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith(LOGIN)


def test_a_page_for_keys_has_scripts_of_its_own_and_nothing_inline(
    client: Client, user: User
) -> None:
    sign_in(client)
    page = confirm(client, reverse("mfa_add_webauthn")).text
    assert "passkeys" in page
    assert '<script id="js_data" type="application/json">' in page
    assert page.count("<script") == page.count("<script src") + 1


def test_who_has_lost_everything_is_let_in_again_by_a_command(client: Client, user: User) -> None:
    with_app(client)
    call_command("remove_second_factor", "DISA@prov.example")
    theirs = Client()
    sign_in(theirs)
    assert is_in(theirs)
    with pytest.raises(CommandError, match="inget konto"):
        call_command("remove_second_factor", "ingen@prov.example")


# --- devices


def test_ones_devices_are_listed_and_ended(client: Client, user: User) -> None:
    sign_in(client)
    other = Client(headers={"user-agent": "Gamla datorn"})
    sign_in(other)
    page = client.get(DEVICES).text
    assert "Den här enheten" in page
    assert "Gamla datorn" in page
    assert "utloggad överallt" in client.post(DEVICES, follow=True).text
    assert not is_in(other)
    assert is_in(client)
    assert "Gamla datorn" not in client.get(DEVICES).text


def test_somebody_elses_devices_are_not_ones_own(client: Client, user: User) -> None:
    sign_in(client)
    other = Client(headers={"user-agent": "Främmande"})
    make_user(email="gro@prov.example", password=PASSWORD)
    other.post(LOGIN, {"login": "gro@prov.example", "password": PASSWORD})
    assert "Främmande" not in client.get(DEVICES).text
    client.post(DEVICES)
    assert is_in(other)


# --- where the portal demands it


def test_an_administrator_without_a_second_step_is_led_to_make_one(
    client: Client, settings: Any
) -> None:
    settings.REQUIRE_MFA = True
    make_member(make_actor(), "administrator", email="disa@prov.example", password=PASSWORD)
    sign_in(client)
    answer = client.get(DESK, follow=True)
    assert answer.redirect_chain == [(INDEX, 302)]
    assert "Ordna det här först" in answer.text
    assert client.post(reverse("new-strategy"))["Location"] == INDEX
    assert client.get(reverse("start")).status_code == 200  # what the public reads stays open
    assert client.get(reverse("account")).status_code == 200
    with_app(client)
    assert is_in(client)


def test_others_are_left_alone(client: Client, user: User, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    sign_in(client)
    assert is_in(client)
