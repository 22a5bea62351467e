"""What a person has done in all plans, and the log as a file."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pghistory
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actors.models import Membership, User
from strategies.audit import COLUMNS
from strategies.models import Element, Involvement, Strategy
from tests.editing import Desk
from tests.factories import make_actor, make_element, make_member, make_strategy, make_user

pytestmark = pytest.mark.django_db

PERSON, LOG = reverse("person-history"), reverse("history-log")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def boss(**fields: Any) -> User:
    return make_user(is_superuser=True, is_staff=True, **fields)


def write(user: User, text: str, **of: Any) -> None:
    with pghistory.context(user=user.pk, url="/redigera/", reason=f"Därför: {text}"):
        Element.objects.filter(**of).update(text=text)


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def fetched(client: Client, **asked: str) -> list[dict[str, str]]:
    answer = client.get(LOG, asked)
    assert answer.status_code == 200
    return rows(b"".join(answer).decode())


# --- a person


def test_somebody_sees_the_own_changes_in_the_own_plans(client: Client, desk: Desk) -> None:
    write(desk.editor, "a", title="Insats a")
    write(make_member(desk.owner), "b", title="Insats b")
    elsewhere = make_strategy(title="En annans plan")
    make_element(elsewhere, title="Insats c")
    write(desk.editor, "c", title="Insats c")
    client.force_login(desk.editor)
    text = client.get(PERSON).text
    assert "Därför: a" in text
    assert "Delar av planen: 1 ändrad" in text
    assert "Därför: b" not in text
    assert "En annans plan" not in text
    assert f"?fore={client.get(PERSON).context['page'].acts[0].last + 1}#h-" in text


def test_only_administrators_see_what_somebody_else_has_done(client: Client, desk: Desk) -> None:
    write(desk.editor, "a", title="Insats a")
    url = f"{PERSON}?person={desk.editor.pk}"
    for stranger in (
        make_member(desk.owner, "editor"),
        make_member(desk.owner, "approver"),
        make_member(make_actor(), "administrator"),
        make_user(),
    ):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    for administrator in (make_member(desk.owner, "administrator"), boss()):
        client.force_login(administrator)
        assert "Därför: a" in client.get(url).text


def test_an_administrator_of_other_plans_learns_of_nobody(client: Client, desk: Desk) -> None:
    make_strategy(owners=("Region Annan",))
    administrator = make_member(make_actor("Region Tredje"), "administrator")
    make_strategy(owners=("Region Tredje",))
    write(desk.editor, "a", title="Insats a")
    client.force_login(administrator)
    assert client.get(f"{PERSON}?person={desk.editor.pk}").status_code == 404
    assert client.get(f"{PERSON}?person=x").status_code == 404
    assert client.get(f"{PERSON}?person={'9' * 30}").status_code == 404


def test_a_persons_page_costs_the_same_however_much_was_done(
    client: Client, desk: Desk, count_queries: Any
) -> None:
    write(desk.editor, "a", title="Insats a")
    client.force_login(desk.editor)
    few = count_queries(PERSON)
    for number in range(5):
        make_element(
            make_strategy(owners=(desk.owner.name,)), title=f"Insats {number} i en annan plan"
        )
        write(desk.editor, f"Ny {number}", title=f"Insats {number} i en annan plan")
    assert count_queries(PERSON) == few


def test_a_person_without_changes_is_told_so(client: Client, desk: Desk) -> None:
    client.force_login(desk.editor)
    assert "Inga ändringar än." in client.get(PERSON).text


# --- the log


def test_the_log_tells_each_field_that_changed_with_who_when_where_and_why(
    client: Client, desk: Desk
) -> None:
    write(desk.editor, "Ny text", title="Insats a")
    client.force_login(boss())
    (line,) = (line for line in fetched(client) if line["efter"] == "Ny text")
    assert tuple(line) == COLUMNS
    assert {name: line[name] for name in COLUMNS[1:]} == {
        "person": "Disa Redaktör",
        "e-post": desk.editor.email,
        "plan": "Provplanen",
        "slag": "del av planen",
        "del": "Insats a",
        "vad": "ändrad",
        "fält": "Text",
        "före": "Vi stärker rådgivningen.",
        "efter": "Ny text",
        "varför": "Därför: Ny text",
        "adress": "/redigera/",
    }


def test_the_log_has_what_came_and_went_and_what_hands_did_in_the_database(
    client: Client, desk: Desk
) -> None:
    actor = make_actor("Bolaget")
    tie = Involvement.objects.create(strategy=desk.strategy, actor=actor, role="utförare")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM strategies_involvement WHERE id = %s", [tie.pk])
    client.force_login(boss())
    told = [line for line in fetched(client) if line["slag"] == "medverkan"]
    assert [(line["del"], line["vad"]) for line in told] == [
        ("Bolaget", "tillagd"),
        ("Bolaget", "borttagen"),
    ]


def test_an_administrator_of_an_organisation_has_the_log_of_its_plans_alone(
    client: Client, desk: Desk
) -> None:
    make_strategy(title="En annans plan")
    administrator = make_member(desk.owner, "administrator")
    client.force_login(administrator)
    assert {line["plan"] for line in fetched(client)} == {"Provplanen"}


@pytest.mark.parametrize("role", ["reader", "editor", "approver"])
def test_nobody_else_has_the_log(client: Client, desk: Desk, role: str) -> None:
    client.force_login(make_member(desk.owner, role))
    assert client.get(LOG).status_code == 404
    assert "Hämta loggen" not in client.get(PERSON).text
    client.logout()
    assert client.get(LOG).status_code == 302
    client.force_login(boss())
    assert client.post(LOG).status_code == 405
    assert "Hämta loggen" in client.get(PERSON).text


def test_users_and_memberships_are_in_the_log_without_passwords(client: Client) -> None:
    member = make_member(make_actor("Region Nyland"), name="Nils Ny", password="ett långt lösenord")
    Membership.objects.filter(user=member).update(role="administrator")
    User.objects.filter(pk=member.pk).update(is_active=False)
    member.set_password("ett annat lösenord")
    member.save()
    client.force_login(boss())
    lines = fetched(client)
    role = next(line for line in lines if line["fält"] == "Roll")
    assert role["del"] == "Nils Ny, Region Nyland"
    assert (role["före"], role["efter"]) == ("redaktör", "administratör")
    assert any((line["före"], line["efter"]) == ("ja", "nej") for line in lines)
    assert "lösenord" not in str(lines)
    assert "md5$" not in str(lines)


def test_no_cell_of_the_log_is_a_formula(client: Client, desk: Desk) -> None:
    for sign in "=+-@\t":
        write(desk.editor, f"{sign}1+2", title="Insats a")
    client.force_login(boss())
    texts = [line["efter"] for line in fetched(client) if line["fält"] == "Text"]
    assert texts == [f"'{sign}1+2" for sign in "=+-@\t"]


def test_the_log_can_be_asked_for_some_days(client: Client, desk: Desk) -> None:
    today = timezone.localdate()
    client.force_login(boss())
    day, before = today.isoformat(), (today - timedelta(days=1)).isoformat()
    after = (today + timedelta(days=1)).isoformat()
    assert fetched(client, fran=day, till=day) == fetched(client)
    assert fetched(client, fran=after) == fetched(client, till=before) == []
    assert client.get(LOG, {"fran": "i går"}).status_code == 400


def test_lines_of_all_tables_come_in_the_order_of_time(client: Client, desk: Desk) -> None:
    client.force_login(boss())
    times = [line["tid"] for line in fetched(client)]
    assert times == sorted(times)


def test_queries_of_the_log_do_not_grow_with_the_plan(client: Client, desk: Desk) -> None:
    client.force_login(boss())

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            fetched(client)
        return len(queries)

    write(desk.editor, "Först", title="Insats a")
    few = count()
    for number in range(20):
        make_element(desk.strategy)
        write(desk.editor, f"Text {number}", title="Insats a")
    assert count() == few


def test_the_command_writes_the_same_log(
    client: Client, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    write(desk.editor, "Ny text", title="Insats a")
    client.force_login(boss())
    wanted = fetched(client)
    call_command("export_history")
    assert rows(capsys.readouterr().out.replace("\r\n", "\n")) == wanted
    out = StringIO()
    call_command("export_history", "--to", "2020-01-01", stdout=out)
    assert rows(out.getvalue()) == []


def test_a_plan_that_is_gone_is_called_as_it_was_last(client: Client, desk: Desk) -> None:
    Strategy.objects.filter(pk=desk.strategy.pk).update(title="Den gamla planen")
    desk.strategy.delete()
    client.force_login(boss())
    plans = {line["plan"] for line in fetched(client) if line["slag"] == "strategi"}
    assert plans == {"Den gamla planen"}
