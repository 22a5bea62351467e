"""The database counts what public pages are made from, whoever changes it and how, and no change is lost to another's."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor, Region
from strategies.apply import apply
from strategies.models import (
    Edition,
    Entry,
    PublicChange,
    RenderedPage,
    SourceFile,
    Strategy,
    ThemeLink,
)
from strategies.plan import Element, Involvement, Plan, Relation
from strategies.publishing.publish import publish
from strategies.reading.moment import COUNTED, present
from tests.factories import make_actor, make_element, make_region, make_strategy, make_user
from tests.processes import in_another_session
from tests.test_constraints import FILE

pytestmark = pytest.mark.django_db


class House:
    """Rows to change."""

    def __init__(self) -> None:
        self.region = make_region("Provlän")
        self.actor, self.hidden = make_actor("Region Prov"), make_actor("Dold", listed=False)
        self.strategy, self.draft = make_strategy(published=True), make_strategy()
        self.theme = self.make_theme("energi")
        self.refused = self.make_theme("kultur")
        reject(self.refused)
        self.file = SourceFile.objects.create(**FILE | {"publishable": True})
        found = {"title": "Beslutet", "word": "källdokument", "kind": "document", "position": 9}
        Entry.objects.create(strategy=self.strategy, key=uuid4(), file=self.file, number=1, **found)

    def make_theme(self, theme: str) -> ThemeLink:
        key = self.strategy.key
        return ThemeLink.objects.create(
            strategy=self.strategy, key=key, theme=theme, words=["elnät"]
        )


def reject(theme: ThemeLink) -> None:
    ThemeLink.objects.filter(pk=theme.pk).update(
        state="rejected", decided_by=make_user(), decided_at=timezone.now()
    )


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def register() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT register FROM {COUNTED}")
        return cursor.fetchone()[0]


def republish(house: House) -> None:
    house.strategy.summary = "Mer."
    house.strategy.save()
    publish(house.strategy, user=None, note="Mer")


SHOWN: dict[str, Callable[[House], Any]] = {
    "a publication": republish,
    "a first publication": lambda h: publish(h.draft, user=None),
    "a withdrawal in SQL": lambda _: sql("UPDATE strategies_strategy SET current_edition_id = NULL"),
    "another address": lambda h: Strategy.objects.filter(pk=h.strategy.pk).update(slug="ny"),
    "a new actor": lambda _: make_actor(),
    "new actors in bulk": lambda _: Actor.objects.bulk_create([Actor(slug="a", name="A", listed=True)]),
    "a renamed actor": lambda h: Actor.objects.filter(pk=h.actor.pk).update(name="Ny"),
    "an actor renamed in SQL": lambda _: sql("UPDATE actors_actor SET name = name || ' AB'"),
    "an alias": lambda h: Actor.objects.filter(pk=h.actor.pk).update(aliases=["RP"]),
    "an actor that is shown": lambda h: Actor.objects.filter(pk=h.hidden.pk).update(listed=True),
    "an actor that is hidden": lambda h: Actor.objects.filter(pk=h.actor.pk).update(listed=False),
    "a removed actor": lambda h: h.actor.delete(),
    "a new region": lambda _: make_region(),
    "an accent": lambda h: Region.objects.filter(pk=h.region.pk).update(accent="#1d6b4f"),
    "a removed region": lambda h: h.region.delete(),
    "a theme that is proposed": lambda h: h.make_theme("livsmedel"),
    "a theme that is rejected": lambda h: reject(h.theme),
    "a theme that goes": lambda h: h.theme.delete(),
    "a document that may no longer be read": lambda h: SourceFile.objects.filter(pk=h.file.pk).update(publishable=False),
}  # fmt: skip
UNSEEN: dict[str, Callable[[House], Any]] = {
    "a draft": lambda _: apply(Plan(title="A", kind="annat", owners=("Region Prov",))),
    "another address of a draft": lambda h: Strategy.objects.filter(pk=h.draft.pk).update(slug="ny"),
    "writing in the working copy": lambda h: make_element(h.strategy),
    "a title in the working copy": lambda h: Strategy.objects.filter(pk=h.strategy.pk).update(title="Ny"),
    "an actor among staff": lambda _: make_actor(listed=False),
    "one that is renamed": lambda h: Actor.objects.filter(pk=h.hidden.pk).update(name="Ny"),
    "one that is removed": lambda h: h.hidden.delete(),
    "a rejected theme that goes": lambda h: h.refused.delete(),
    "a change that changes nothing": lambda h: h.actor.save(),
}  # fmt: skip


@pytest.mark.parametrize("change", SHOWN)
def test_what_pages_show_is_counted(change: str) -> None:
    house = House()
    before = present()
    SHOWN[change](house)
    assert present().changes > before.changes


@pytest.mark.parametrize("change", SHOWN)
def test_changes_of_the_register_are_counted_apart(change: str) -> None:
    house = House()
    before = register()
    SHOWN[change](house)
    of_names = any(word in change for word in ("actor", "alias", "region", "accent"))
    assert (register() > before) == of_names


@pytest.mark.parametrize("change", UNSEEN)
def test_what_no_page_shows_is_not_counted(change: str) -> None:
    house = House()
    before = present()
    UNSEEN[change](house)
    assert present() == before


def test_a_change_that_is_undone_is_not_counted() -> None:
    house = House()
    before = present()
    with transaction.atomic():
        Actor.objects.filter(pk=house.actor.pk).update(name="Ny")
        transaction.set_rollback(True)
    assert present() == before


def test_all_that_a_strategys_page_is_made_from_is_counted(client: Client) -> None:
    """A page that reads another table needs triggers there: `counted()` of strategies/models/public_change.py."""
    make_region("Provlän", accent="#1d6b4f")
    other = make_strategy(published=True)
    strategy = make_strategy(
        published=True,
        regions=("Provlän",),
        relations=(Relation(kind="utgår från", to=other.title),),
        elements=(Element(kind="action", title="A", involvements=(Involvement(actor="B", role="ansvarig"),)),),
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        client.get(strategy.get_absolute_url())
    tables = {model._meta.db_table: model for model in apps.get_models() if not model._meta.proxy}
    read = {word for query in asked for word in re.findall(r"\w+", query["sql"]) if word in tables}
    counted = {
        model._meta.db_table
        for model in apps.get_models()
        if any(
            trigger.name == "public_change_update"
            for trigger in getattr(model._meta, "triggers", [])
        )
    }
    # Editions never change, entries do with the current one alone, and the others are the shelf's own.
    uncounted = {Edition, Entry, RenderedPage, PublicChange}
    assert read - {model._meta.db_table for model in uncounted} == counted


@pytest.mark.django_db(transaction=True)
def test_those_who_change_at_once_do_not_wait_and_are_both_counted() -> None:
    house = House()
    before = present().changes
    with transaction.atomic():
        Actor.objects.filter(pk=house.actor.pk).update(name="Ny")
        # Another transaction begins later and ends first.
        in_another_session(
            "SET lock_timeout = '2s'; UPDATE actors_region SET name = 'Nytt län' WHERE name = 'Provlän'"
        )
        with_the_other = in_another_session("SELECT sum(count) FROM strategies_publicchange")
        assert with_the_other == before + 1
    assert present().changes == before + 2
