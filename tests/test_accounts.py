"""Signing in: e-mail and password, nothing told to strangers, nothing lost for those who are signed out."""

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from actors.models import User
from tests.editing import HTMX, Desk
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")
PASSWORD = "granar-och-tallar-2026"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Attempts are counted in the cache, which outlives a test's transaction when it is kept elsewhere."""
    caches["default"].clear()


@pytest.fixture
def user() -> User:
    return make_user(email="disa@prov.example", password=PASSWORD, name="Disa")


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": "disa@prov.example", "password": password, **more})


def test_one_signs_in_with_email_and_password_and_comes_to_the_desk(
    client: Client, user: User
) -> None:
    page = client.get(LOGIN)
    assert "<h1" in page.text
    assert "Logga in" in page.text
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk")
    assert "Disa" in client.get(reverse("desk")).text


def test_the_address_matters_in_no_case(client: Client, user: User) -> None:
    answer = client.post(LOGIN, {"login": "DISA@Prov.example", "password": PASSWORD})
    assert answer["Location"] == reverse("desk")


def test_one_comes_back_to_the_page_that_asked(client: Client, user: User) -> None:
    wanted = reverse("new-strategy")
    page = client.get(f"{LOGIN}?next={wanted}")
    assert f'name="next" value="{wanted}"' in page.text
    assert sign_in(client, next=wanted)["Location"] == wanted


@pytest.mark.parametrize(
    "elsewhere", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", "/\\ond.example"]
)
def test_one_is_never_sent_to_another_site(client: Client, user: User, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere)["Location"] == reverse("desk")


def test_a_wrong_password_tells_nothing_of_who_has_an_account(client: Client, user: User) -> None:
    wrong = sign_in(client, "fel lösenord")
    unknown = client.post(LOGIN, {"login": "ingen@prov.example", "password": "fel lösenord"})
    assert wrong.status_code == unknown.status_code == 200
    assert errors(wrong.text) == errors(unknown.text) != []
    assert "fel lösenord" not in wrong.text


def errors(page: str) -> list[str]:
    summary = re.search(r'<div class="error-summary".*?</div>', page, re.S)
    return re.findall(r"<li>(.*?)</li>", summary[0]) if summary else []


def test_guessing_is_stopped_for_a_while_even_when_the_guess_is_right(
    client: Client, user: User
) -> None:
    for number in range(12):
        sign_in(client, f"gissning {number}")
    answer = sign_in(client)
    assert "För många" in answer.text
    assert client.get(reverse("desk")).status_code == 302
    # Kept where all processes see it, so that another process does not let one in.
    assert django_settings.CACHES["default"]["BACKEND"].endswith(("DatabaseCache", "RedisCache"))


def test_signing_out_takes_a_post(client: Client, user: User) -> None:
    client.force_login(user)
    assert "Stanna kvar" in client.get(reverse("account_logout")).text
    assert client.get(reverse("desk")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == reverse("start")
    assert client.get(reverse("desk")).status_code == 302


def test_nobody_makes_an_account_for_themselves(client: Client, db: None) -> None:
    url = reverse("account_signup")
    assert "Konton delas ut av portalens administratör" in client.get(url).text
    sent = {"email": "ny@prov.example", "password1": PASSWORD}
    client.post(url, sent)
    assert not User.objects.exists()


def test_who_was_shut_out_does_not_get_in(client: Client, user: User) -> None:
    User.objects.update(is_active=False)
    sign_in(client)
    assert client.get(reverse("desk")).status_code == 302


@pytest.mark.parametrize(("demo", "told"), [(True, True), (False, False)])
def test_only_a_demonstration_tells_its_accounts(
    client: Client, settings: Any, demo: bool, told: bool
) -> None:
    settings.DEMO = demo
    assert ("redaktor@demo.example" in client.get(LOGIN).text) is told


# --- passwords


def test_a_forgotten_password_is_replaced_through_a_link_by_mail(
    client: Client, user: User
) -> None:
    answer = client.post(
        reverse("account_reset_password"), {"email": "disa@prov.example"}, follow=True
    )
    assert "Titta i din e-post" in answer.text
    message = mail.outbox[0]
    assert message.to == ["disa@prov.example"]
    assert "nytt lösenord" in message.subject
    assert PASSWORD not in message.body
    link = re.search(r"http://testserver(\S+)", message.body)
    assert link
    page = client.get(link[1], follow=True)
    assert "Välj nytt lösenord" in page.text
    done = client.post(
        page.redirect_chain[-1][0],
        {"password1": "nya-granar-2027", "password2": "nya-granar-2027"},
        follow=True,
    )
    assert "Lösenordet är bytt" in done.text
    assert sign_in(client, "nya-granar-2027")["Location"] == reverse("desk")
    assert "gäller inte längre" in Client().get(link[1], follow=True).text


def test_somebody_without_an_account_learns_it_by_mail_alone(client: Client, user: User) -> None:
    url = reverse("account_reset_password")
    known = client.post(url, {"email": "disa@prov.example"}, follow=True)
    unknown = client.post(url, {"email": "ingen@prov.example"}, follow=True)
    assert known.text == unknown.text
    assert "inget konto" in mail.outbox[1].body


def test_a_password_is_changed_by_who_knows_the_old_one(client: Client, user: User) -> None:
    client.force_login(user)
    url = reverse("account_change_password")
    new = {"password1": "nya-granar-2027", "password2": "nya-granar-2027"}
    assert "aria-invalid" in client.post(url, {"oldpassword": "fel"} | new).text
    answer = client.post(url, {"oldpassword": PASSWORD} | new)
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password("nya-granar-2027")


@pytest.mark.parametrize("weak", ["kort", "1234567890", "password"])
def test_a_weak_password_is_refused(client: Client, user: User, weak: str) -> None:
    client.force_login(user)
    sent = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    client.post(reverse("account_change_password"), sent)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_every_account_page_is_swedish(client: Client, user: User) -> None:
    names = ["login", "signup", "reset_password", "reset_password_done", "inactive"]
    pages = [client.get(reverse(f"account_{name}")).text for name in names]
    client.force_login(user)
    pages += [client.get(reverse(f"account_{name}")).text for name in ("logout", "change_password")]
    for page in pages:
        assert not re.search(r"\b(password|sign in|your|the account)\b", words_of(page), re.I)


def words_of(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


# --- a session that ended while somebody wrote

needs_our_middleware = pytest.mark.skipif(
    "portal.signing_in.LoginRequiredMiddleware" not in django_settings.MIDDLEWARE,
    reason="the settings have Django's own LoginRequiredMiddleware",
)


@needs_our_middleware
def test_htmx_is_told_in_the_live_region_and_the_form_stays(client: Client) -> None:
    desk = Desk()
    url = desk.edit_url(desk.element("Insats a"))
    answer = client.post(url, {"text": "Lång text"}, headers=HTMX)
    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "#besked"
    assert "logga in i en ny flik" in answer.text
    assert "<html" not in answer.text


@needs_our_middleware
def test_a_plain_form_comes_back_with_what_was_written(client: Client) -> None:
    desk = Desk()
    url = desk.edit_url(desk.element("Insats a"))
    answer = client.post(
        url, {"version": "1", "text": "Lång <text>", "csrfmiddlewaretoken": "hemlig"}
    )
    assert answer.status_code == 401
    assert "Lång &lt;text&gt;" in answer.text
    assert "hemlig" not in answer.text
    assert f"{LOGIN}?next=" in answer.text


def test_what_one_wrote_is_not_saved_in_the_name_of_who_signed_in_since(client: Client) -> None:
    desk = Desk()
    client.force_login(desk.editor)
    line = desk.url("write-element", desk.element("Insats a").key)
    sent = {"version": 1, "title": "Min titel"}
    somebody = make_user()
    refused = client.post(line, sent, headers=HTMX | {"X-Editor": str(somebody.pk)})
    assert refused.status_code == 401
    assert "Nu är Disa Redaktör inloggad" in refused.text
    assert desk.element("Insats a").version == 1
    own = client.post(line, sent, headers=HTMX | {"X-Editor": str(desk.editor.pk)})
    assert own.status_code == 200
    assert desk.element("Min titel").version == 2
