"""Production has no defaults for secrets, and none of a demonstration's comforts."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "PORTAL_SECRET_KEY": "x" * 60 + "åäö0123456789",
    "PORTAL_HOSTS": "portalen.example",
    "DATABASE_URL": "postgresql://portalen@localhost/portalen",
}


def evaluate(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Evaluate an expression of the settings in a fresh process with just this environment."""
    program = f"from django.conf import settings; print(({expression}))"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_without_a_secret_stops_and_says_what_to_set() -> None:
    done = evaluate(
        "settings.DEBUG", **{k: v for k, v in PRODUCTION.items() if k != "PORTAL_SECRET_KEY"}
    )
    assert done.returncode != 0
    assert "PORTAL_SECRET_KEY saknas" in done.stderr


def test_production_answers_to_no_host_that_it_was_not_given() -> None:
    assert evaluate("settings.ALLOWED_HOSTS", **PRODUCTION).stdout.strip() == "['portalen.example']"


def test_what_is_printed_names_the_first_host_or_the_address_that_is_set() -> None:
    def address(**more: str) -> str:
        return evaluate("settings.PORTAL_ADDRESS", **PRODUCTION | more).stdout.strip()

    assert address() == "https://portalen.example"
    assert address(PORTAL_ADDRESS="https://annan.example/") == "https://annan.example"


def test_a_portal_that_answers_to_any_host_has_to_say_where_it_is() -> None:
    done = evaluate("settings.PORTAL_ADDRESS", **PRODUCTION | {"PORTAL_HOSTS": "*"})
    assert done.returncode != 0
    assert "PORTAL_ADDRESS saknas" in done.stderr


def test_production_has_secure_cookies_and_https() -> None:
    done = evaluate(
        "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, settings.DEBUG, settings.DEMO",
        **PRODUCTION,
    )
    assert done.stdout.strip() == "(True, True, True, False, False)"


def test_a_demonstration_keeps_one_secret_of_its_own(tmp_path: Path) -> None:
    first = evaluate("settings.SECRET_KEY", PORTAL_DEMO="1", PORTAL_DATA=str(tmp_path)).stdout
    again = evaluate("settings.SECRET_KEY", PORTAL_DEMO="1", PORTAL_DATA=str(tmp_path)).stdout
    assert first == again
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_pool_checks_its_connections(settings: object) -> None:
    database = settings.DATABASES["default"]  # type: ignore[attr-defined]
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["pool"]["max_size"] >= 1
    # pghistory hands its context to the triggers in the query's text, which server-side binding forbids.
    assert not database["OPTIONS"].get("server_side_binding")


OIDC = {
    "PORTAL_OIDC_SERVER": "https://login.region.example/realm/",
    "PORTAL_OIDC_CLIENT": "portalen",
    "PORTAL_OIDC_SECRET": "hemlig",
}
TARGETS = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']"


def test_sign_in_through_an_organisation_is_off_until_a_server_is_named() -> None:
    done = evaluate(f"settings.SOCIALACCOUNT_PROVIDERS, {TARGETS}", **PRODUCTION)
    assert done.stdout.strip() == """({}, ["'self'"])"""


def test_the_sign_in_form_may_lead_to_the_providers_page() -> None:
    done = evaluate(TARGETS, **PRODUCTION, **OIDC)
    assert done.stdout.strip() == """["'self'", 'https://login.region.example']"""
    elsewhere = {"PORTAL_OIDC_ORIGINS": "https://a.example https://b.example"}
    done = evaluate(TARGETS, **PRODUCTION, **OIDC, **elsewhere)
    assert done.stdout.strip() == """["'self'", 'https://a.example', 'https://b.example']"""


def test_a_provider_without_a_secret_stops_the_portal() -> None:
    half = {name: value for name, value in OIDC.items() if name != "PORTAL_OIDC_SECRET"}
    done = evaluate("settings.DEBUG", **PRODUCTION, **half)
    assert done.returncode != 0
    assert "PORTAL_OIDC_SECRET saknas" in done.stderr


def test_links_in_mail_lead_to_the_first_host_by_https() -> None:
    asked = "settings.PORTAL_ADDRESS"
    assert evaluate(asked, **PRODUCTION).stdout.strip() == "https://portalen.example"
    hosts = {"PORTAL_HOSTS": ".region.example www.region.example"}
    assert evaluate(asked, **PRODUCTION | hosts).stdout.strip() == "https://region.example"
    given = {"PORTAL_ADDRESS": "https://strategier.region.example/"}
    told = evaluate(asked, **PRODUCTION | given).stdout.strip()
    assert told == "https://strategier.region.example"


def test_a_portal_that_answers_to_every_host_must_say_which_is_its_own() -> None:
    done = evaluate("settings.PORTAL_ADDRESS", **PRODUCTION | {"PORTAL_HOSTS": "*"})
    assert done.returncode != 0
    assert "PORTAL_ADDRESS saknas" in done.stderr
