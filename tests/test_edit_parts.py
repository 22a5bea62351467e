"""Statements, challenges, decisions, and what is said of the plan as a whole."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from actors.models import MembershipRole
from strategies.dates import PartialDate
from strategies.models import Challenge, Decision, Statement
from strategies.snapshot import snapshot
from tests.editing import HTMX, Desk
from tests.factories import (
    make_actor,
    make_element,
    make_member,
    make_region,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db

FACTS = {"title": "Provplanen", "kind": "handlingsplan", "version": 1}


def test_a_statement_is_added_changed_and_removed(client: Client, desk: Desk) -> None:
    element = desk.element("Riktning A")
    fields = {"kind": "mål", "text": "Fler företag.", "element": element.pk}
    answer = client.post(desk.url("add-part", "uttalanden"), fields, headers=HTMX)
    assert answer["HX-Retarget"] == "#uttalanden"
    made = Statement.objects.get(text="Fler företag.")
    assert made.element == element
    assert made.position == 1
    url = desk.edit_url(made, "uttalanden")
    saved = client.post(url, fields | {"version": 1, "text": "Ännu fler."}, headers=HTMX)
    assert "Ännu fler." in saved.text
    assert [part.text for part in snapshot(desk.strategy).elements[0].statements] == ["Ännu fler."]
    client.post(desk.url("remove-part", "uttalanden", made.key))
    assert not Statement.objects.filter(pk=made.pk).exists()


def test_a_statement_that_is_sent_again_is_there_once(client: Client, desk: Desk) -> None:
    url = desk.url("add-part", "uttalanden")
    form = client.get(url, headers=HTMX).text
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', form)
    assert key
    fields = {"kind": "mål", "text": "Fler företag.", "key": key[1]}
    for _ in range(2):
        assert "Fler företag." in client.post(url, fields, headers=HTMX).text
    made = Statement.objects.get(text="Fler företag.")
    assert str(made.key) == key[1]
    # A refused form brings the same key back.
    refused = client.post(url, {"kind": "mål", "key": (other := str(uuid4()))}, headers=HTMX)
    assert f'name="key" value="{other}"' in refused.text
    # What somebody has removed since is not there again by itself.
    client.post(desk.url("remove-part", "uttalanden", made.key))
    gone = client.post(url, fields, headers=HTMX)
    assert gone.status_code == 409
    assert "Fler företag." in gone.text
    assert not Statement.objects.filter(key=made.key).exists()
    assert client.post(url, fields | {"key": "x"}).status_code == 404


def test_an_element_that_is_sent_again_is_there_once(client: Client, desk: Desk) -> None:
    for _ in range(2):
        fields = {"title": "Ny", "kind": "direction", "key": str(desk.owner.key)}
        assert client.post(desk.url("add-element"), fields).status_code == 303
    assert desk.order() == ["Riktning A", "Riktning B", "Ny"]


def test_a_statement_belongs_to_an_element_of_its_own_plan(client: Client, desk: Desk) -> None:
    elsewhere = make_element(make_strategy(owners=(desk.owner.name,)))
    fields = {"kind": "mål", "text": "Text", "element": elsewhere.pk}
    assert client.post(desk.url("add-part", "uttalanden"), fields).status_code == 422


def test_a_challenge_is_added_changed_and_removed(client: Client, desk: Desk) -> None:
    client.post(desk.url("add-part", "utmaningar"), {"title": "Få unga", "shared_by": ["Dalarna"]})
    made = Challenge.objects.get(title="Få unga")
    assert made.shared_by == ["Dalarna"]
    Challenge.objects.create(strategy=desk.strategy, parent=made, title="Få utbildade")
    page = client.get(desk.url("remove-part", "utmaningar", made.key)).text
    assert "En del till ligger under" in page
    client.post(desk.url("remove-part", "utmaningar", made.key))
    assert [row.title for row in Challenge.objects.all()] == ["Få nya företag"]


def test_a_decision_keeps_how_its_document_wrote_the_date(client: Client, desk: Desk) -> None:
    decision = desk.part("beslut")
    decision.date = PartialDate(value="2018-06-14", written="i dag", inferred=True)
    decision.save()
    decision.refresh_from_db()
    url = desk.edit_url(decision, "beslut")
    assert 'value="2018-06-14"' in client.get(url).text
    fields = {
        "kind": "antagen",
        "body": desk.owner.name,
        "date": "2018-06-14",
        "case_number": "18RS1",
    }
    assert client.post(url, fields | {"version": decision.version}).status_code == 303
    decision.refresh_from_db()
    assert decision.case_number == "18RS1"
    assert decision.date.written == "i dag"
    client.post(url, fields | {"version": decision.version, "date": "2018-06"})
    decision.refresh_from_db()
    assert decision.date == PartialDate(value="2018-06")


def test_a_decision_is_made_once(client: Client, desk: Desk) -> None:
    fields = {"kind": "antagen", "body": desk.owner.name, "date": "2018-06-14"}
    answer = client.post(desk.url("add-part", "beslut"), fields)
    assert answer.status_code == 422
    assert "Beslutet finns redan." in answer.text
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("kind", ["antagen", "reviderad", "förlängd", "upphävd"])
@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ({"body": ""}, "Skriv vem som fattade beslutet."),
        ({"date": ""}, "Skriv när beslutet fattades:"),
    ],
    ids=["body", "date"],
)
def test_a_decision_is_made_by_somebody_on_some_day(
    client: Client, desk: Desk, kind: str, missing: dict[str, str], told: str
) -> None:
    fields = {"kind": kind, "body": desk.owner.name, "date": "2019-02-01"}
    answer = client.post(desk.url("add-part", "beslut"), fields | missing)
    assert answer.status_code == 422
    assert told in answer.text
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("kind", ["antagen", "upphävd"])
def test_a_decision_is_told_of_when_it_has_been_made(client: Client, desk: Desk, kind: str) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    fields = {"kind": kind, "body": desk.owner.name}
    answer = client.post(desk.url("add-part", "beslut"), fields | {"date": tomorrow.isoformat()})
    assert answer.status_code == 422
    assert "har inte varit än. Lägg till beslutet när det är fattat." in answer.text
    client.post(desk.url("add-part", "beslut"), fields | {"date": str(timezone.localdate().year)})
    assert Decision.objects.count() == 2


def test_what_a_source_does_not_tell_of_an_adoption_may_stay_unknown(
    client: Client, desk: Desk
) -> None:
    decision = desk.part("beslut")
    decision.date = PartialDate()
    decision.save()
    decision.refresh_from_db()
    fields = {"kind": "antagen", "body": desk.owner.name, "date": "", "paragraph": "44"}
    answer = client.post(desk.edit_url(decision, "beslut"), fields | {"version": decision.version})
    assert answer.status_code == 303
    decision.refresh_from_db()
    assert decision.paragraph == "44"


def test_a_body_that_nobody_knows_is_refused_with_a_suggestion(client: Client, desk: Desk) -> None:
    fields = {"kind": "antagen", "body": "Region Provlnd", "date": "2019"}
    answer = client.post(desk.url("add-part", "beslut"), fields)
    assert answer.status_code == 422
    assert "Menade du ”Region Provland”?" in answer.text


# --- the plan's own facts


def test_the_facts_of_a_plan_are_changed(client: Client, desk: Desk) -> None:
    make_region("Provlän")
    answer = client.post(
        desk.url("edit-header"),
        FACTS
        | {
            "title": "Provplanen 2",
            "summary": "Kort.",
            "level": "regional",
            "legal_weight": "styrdokument",
            "starts": "2019",
            "ends": "2024",
            "regions": ["Provlän", ""],
            "target_groups": ["Unga"],
            "direction_word": "Mål",
        },
    )
    assert answer.status_code == 303
    plan = snapshot(desk.strategy.__class__.objects.get(pk=desk.strategy.pk))
    assert (plan.title, plan.summary, plan.level) == ("Provplanen 2", "Kort.", "regional")
    assert plan.regions == ("Provlän",)
    assert plan.target_groups == ("Unga",)
    assert plan.level_words.direction == "Mål"
    assert (plan.period.start, plan.period.end) == ("2019", "2024")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Skriv en titel."),
        ("ends", "2017", "slutar innan den börjar"),
        ("starts", "nyss", "är inget datum"),
        ("regions", ["Atlantis"], "inget område som heter ”Atlantis”"),
        ("direction_word", "x" * 81, "80"),
        ("kind", "dikt", "dikt"),
    ],
)
def test_facts_that_cannot_be_are_refused(
    client: Client, desk: Desk, field: str, value: object, told: str
) -> None:
    answer = client.post(desk.url("edit-header"), FACTS | {"starts": "2018", field: value})
    assert answer.status_code == 422
    assert told in answer.text


def test_an_editor_does_not_change_the_owners(client: Client, desk: Desk) -> None:
    other = make_actor("Region Annan")
    url = desk.url("edit-header")
    assert 'name="owners"' not in client.get(url).text
    client.post(url, FACTS | {"owners": [other.name]})
    assert [str(actor) for actor in desk.strategy.owners.all()] == ["Region Provland"]


@pytest.mark.parametrize("superuser", [True, False])
def test_an_administrator_changes_the_owners_but_one_remains(
    client: Client, desk: Desk, superuser: bool
) -> None:
    make_actor("Region Annan")
    administrator = (
        make_user(is_superuser=True)
        if superuser
        else make_member(desk.owner, MembershipRole.ADMINISTRATOR)
    )
    client.force_login(administrator)
    url = desk.url("edit-header")
    assert client.post(url, FACTS | {"owners": [""]}).status_code == 422
    sent = FACTS | {"owners": ["Region Annan", "Region Provland"]}
    assert client.post(url, sent).status_code == 303
    names = [row.actor.name for row in desk.strategy.owner_rows.all()]
    assert names == ["Region Annan", "Region Provland"]


def test_an_unknown_owner_is_refused(client: Client, desk: Desk) -> None:
    client.force_login(make_user(is_superuser=True))
    answer = client.post(desk.url("edit-header"), FACTS | {"owners": ["Ingen alls"]})
    assert answer.status_code == 422
    assert "Det finns ingen aktör som heter ”Ingen alls”" in answer.text


def test_a_preview_shows_the_working_copy_as_readers_would_see_it(
    client: Client, desk: Desk
) -> None:
    page = client.get(desk.url("preview")).text
    assert "Förhandsgranskning" in page
    assert "Riktning A" in page
