"""Invitations: a link that is sent by mail, works once, until a day, for the one who was meant."""

import logging
import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pghistory.models
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Invitation, Membership, User
from tests.factories import make_actor, make_member, make_user

pytestmark = pytest.mark.django_db

INVITE = reverse("invite")
HERE = reverse("invitation")
NEW = {"name": "Nils Ny", "password": "granar-och-tallar-2026"}


@pytest.fixture
def owner() -> Actor:
    return make_actor("Region Provland")


@pytest.fixture
def boss(owner: Actor, client: Client) -> User:
    user = make_member(owner, "administrator", name="Alva Chef")
    client.force_login(user)
    return user


def invite(client: Client, owner: Actor, email: str = "nils@prov.example", **more: str) -> Any:
    return client.post(INVITE, {"email": email, "actor": owner.pk, "role": "editor", **more})


def link() -> str:
    """The path of the link in the latest mail."""
    found = re.search(r"http://testserver(\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_the_mail_says_who_invites_to_what_and_until_when(
    client: Client, owner: Actor, boss: User
) -> None:
    assert "fjorton dagar" in client.get(INVITE).text
    answer = invite(client, owner)
    assert answer.status_code == 303
    message = mail.outbox[0]
    assert message.to == ["nils@prov.example"]
    assert message.subject == "Inbjudan till Strategiportalen"
    assert (
        "Alva Chef bjuder in dig till Strategiportalen, som redaktör för Region Provland"
        in message.body
    )
    row = Invitation.objects.get()
    assert row.expires_at - row.sent_at == timedelta(days=14)
    day = timezone.localtime(row.expires_at)
    assert f"gäller till den {day.day} " in message.body
    page = client.get(reverse("people")).text
    assert "nils@prov.example" in page
    assert "inbjuden" in page


def test_the_link_is_stored_nowhere(client: Client, owner: Actor, boss: User, caplog: Any) -> None:
    invite(client, owner)
    token = link().rstrip("/").rsplit("/", 1)[1]
    assert len(token) > 40
    row = Invitation.objects.get()
    assert token not in row.token_hash
    visitor = Client()
    with caplog.at_level(logging.DEBUG):
        answer = visitor.get(link())
        assert answer["Location"] == HERE  # the address line no longer holds it
        visitor.post(HERE, {"name": ""})
        visitor.post(HERE, NEW)
    assert token not in caplog.text
    assert token not in str(list(pghistory.models.Context.objects.values("metadata")))


def test_somebody_new_chooses_a_name_and_a_password_and_is_in(
    client: Client, owner: Actor, boss: User
) -> None:
    invite(client, owner)
    visitor = Client()
    page = visitor.get(link(), follow=True).text
    assert "Region Provland" in page
    assert "nils@prov.example" in page
    assert not User.objects.filter(email="nils@prov.example").exists()  # looking uses nothing up
    answer = visitor.post(HERE, NEW, follow=True)
    assert "Välkommen! Du är nu redaktör i Region Provland." in answer.text
    user = User.objects.get(email="nils@prov.example")
    assert user.name == "Nils Ny"
    assert user.check_password(NEW["password"])
    assert user.memberships.get().role == "editor"
    row = Invitation.objects.get()
    assert row.accepted_by == user


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Skriv ditt namn"),
        ({"password": "kort"}, "lösenord"),
        ({"password": ""}, "Välj ett"),
    ],
)
def test_an_account_that_cannot_be_is_not_made(
    client: Client, owner: Actor, boss: User, wrong: dict[str, str], told: str
) -> None:
    invite(client, owner)
    visitor = Client()
    visitor.get(link())
    answer = visitor.post(HERE, NEW | wrong)
    assert answer.status_code == 422
    assert told in answer.text
    assert not User.objects.filter(email="nils@prov.example").exists()


def test_somebody_known_signs_in_first_and_then_only_becomes_a_member(
    client: Client, owner: Actor, boss: User
) -> None:
    nils = make_user(email="nils@prov.example", password="granar-och-tallar")
    invite(client, owner, "Nils@Prov.example")
    theirs = Client()
    page = theirs.get(link(), follow=True).text
    assert f"{reverse('account_login')}?next={HERE}" in page
    theirs.post(HERE, NEW)  # no way around the password
    nils.refresh_from_db()
    assert nils.check_password("granar-och-tallar")
    assert not nils.memberships.exists()
    sent = {"login": "nils@prov.example", "password": "granar-och-tallar", "next": HERE}
    assert theirs.post(reverse("account_login"), sent)["Location"] == HERE
    assert "Tacka ja" in theirs.get(HERE).text
    theirs.post(HERE)
    assert nils.memberships.get().role == "editor"
    assert User.objects.filter(email__iexact="nils@prov.example").count() == 1


def test_somebody_else_cannot_accept(client: Client, owner: Actor, boss: User) -> None:
    invite(client, owner)
    other = make_user()
    theirs = Client()
    theirs.force_login(other)
    answer = theirs.get(link(), follow=True)
    assert answer.status_code == 403
    assert "gäller någon annan" in answer.text
    assert theirs.post(HERE).status_code == 403
    assert not other.memberships.exists()


# --- links that are dead


def dead(url: str) -> bool:
    visitor = Client()
    visitor.get(url)
    posted = visitor.post(HERE, NEW)
    return posted.status_code == 410 and "skicka inbjudan igen" in posted.text


def test_a_used_link_is_gone(client: Client, owner: Actor, boss: User) -> None:
    invite(client, owner)
    visitor = Client()
    visitor.get(link())
    visitor.post(HERE, NEW)
    assert dead(link())
    assert visitor.get(HERE).status_code == 410


def test_an_expired_link_is_gone(client: Client, owner: Actor, boss: User) -> None:
    invite(client, owner)
    before = timezone.now() - timedelta(days=15)
    Invitation.objects.update(sent_at=before, expires_at=before + timedelta(days=14))
    assert dead(link())
    assert "har gått ut" in client.get(reverse("people")).text


def test_a_withdrawn_link_is_gone(client: Client, owner: Actor, boss: User) -> None:
    invite(client, owner)
    answer = client.post(reverse("withdraw-invitation", args=[Invitation.objects.get().pk]))
    assert answer.status_code == 303
    assert dead(link())
    assert "nils@prov.example" not in client.get(reverse("people")).text.replace("till nils", "")


def test_sending_again_makes_a_new_link_and_ends_the_old(
    client: Client, owner: Actor, boss: User
) -> None:
    invite(client, owner)
    first = link()
    client.post(reverse("send-invitation", args=[Invitation.objects.get().pk]))
    assert len(mail.outbox) == 2
    assert dead(first)
    assert not dead(link())


@pytest.mark.parametrize("token", ["gissning", "a" * 43])
def test_a_guess_is_gone(token: str) -> None:
    assert dead(reverse("open-invitation", args=[token]))


def test_who_was_deactivated_meanwhile_is_not_let_in(
    client: Client, owner: Actor, boss: User
) -> None:
    invite(client, owner)
    make_user(email="nils@prov.example", is_active=False)
    assert dead(link())


# --- who may be invited to what


def test_one_invites_to_ones_own_actors_alone(client: Client, boss: User) -> None:
    assert invite(client, make_actor("Grannen")).status_code == 422
    assert not mail.outbox


def test_one_who_does_not_reach_below_gives_no_role_that_does(
    client: Client, owner: Actor, boss: User
) -> None:
    invite(client, owner, inherits="on")
    assert not Invitation.objects.get().inherits


def test_reaching_below_in_one_actor_is_no_licence_in_another(
    client: Client, owner: Actor, boss: User
) -> None:
    boss.memberships.create(actor=make_actor(), role="administrator", inherits=True)
    answer = invite(client, owner, inherits="on")
    assert answer.status_code == 422
    assert "gäller inte underordnade" in answer.text


@pytest.mark.parametrize("email", ["inte en adress", "", f"a@{'å' * 60}.se", "a@\u200b.se"])
def test_an_address_that_is_none_is_refused(
    client: Client, owner: Actor, boss: User, email: str
) -> None:
    assert invite(client, owner, email).status_code == 422


def test_nobody_is_invited_twice_or_to_what_they_are(
    client: Client, owner: Actor, boss: User
) -> None:
    invite(client, owner)
    again = invite(client, owner, "NILS@prov.example")
    assert again.status_code == 422
    assert "redan inbjuden" in again.text
    member = invite(client, owner, boss.email)
    assert "redan medlem" in member.text
    make_user(email="borta@prov.example", is_active=False)
    assert "avaktiverat" in invite(client, owner, "borta@prov.example").text
    assert len(mail.outbox) == 1


def test_accepting_lowers_nothing_and_lends_no_reach(owner: Actor, boss: User) -> None:
    nils = make_member(owner, "approver")
    reader = make_member(owner, "reader")
    Membership.objects.filter(user=reader).update(inherits=True)
    for user in (nils, reader):
        offer = Invitation(actor=owner, email=user.email, role="editor", invited_by=boss)
        offer.renew()
        offer.accept(user)
    assert nils.memberships.get().role == "approver"
    assert reader.memberships.get().role == "editor"
    assert not reader.memberships.get().inherits


def test_the_database_holds_an_invitation_together(owner: Actor, boss: User) -> None:
    now = timezone.now()
    wrong: list[dict[str, Any]] = [
        {"expires_at": now - timedelta(days=1)},
        {"accepted_at": now},
        {"accepted_at": now, "accepted_by": boss, "withdrawn_at": now},
        {"email": ""},
        {"role": "kung"},
    ]
    for number, fields in enumerate(wrong):
        sound = {
            "actor": owner,
            "email": f"n{number}@prov.example",
            "invited_by": boss,
            "token_hash": str(number),
            "sent_at": now,
            "expires_at": now + timedelta(days=1),
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**sound | fields)


class Refusing(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise SMTPRecipientsRefused({"nils@prov.example": (550, b"nils@prov.example finns inte")})


def test_a_mail_that_cannot_be_sent_is_told_and_the_address_stays_out_of_the_log(
    client: Client, owner: Actor, boss: User, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    answer = invite(client, owner)
    assert answer.status_code == 303
    assert "gick inte att skicka" in client.get(reverse("people")).text
    assert "SMTPRecipientsRefused" in caplog.text
    assert "nils" not in caplog.text
    assert Invitation.objects.open().exists()
