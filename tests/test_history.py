"""History is written by the database: what changed, who did it, from which page, and why."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from actors.models import Actor, Membership, Region, User
from portal.history import HistoryMiddleware
from strategies.models import (
    Announcement,
    Comment,
    Delivery,
    Edition,
    Element,
    Entry,
    EntryActor,
    EntryRelation,
    Involvement,
    Paper,
    Presence,
    PreviewLink,
    PublicChange,
    RenderedPage,
    Step,
    Strategy,
    Subscription,
    Term,
    Visit,
)
from tests.factories import (
    make_actor,
    make_element,
    make_involvement,
    make_member,
    make_strategy,
    make_user,
)

pytestmark = pytest.mark.django_db

# Editions and steps are immutable, others are made from editions and made anew, a counter counts, and a visit tells nothing of a plan.
WITHOUT_HISTORY = {Edition, Step, Entry, EntryActor, Paper, RenderedPage, EntryRelation}
WITHOUT_HISTORY |= {Presence, PublicChange, Term, Visit}
# Preview links and their comments say themselves who did what when, and what outsiders give of themselves, to comment or to follow,
# should not stay behind when they are removed.
WITHOUT_HISTORY |= {Announcement, Comment, Delivery, PreviewLink, Subscription}


def told(model: type, **of: Any) -> list[Any]:
    """The events of a table, oldest first."""
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")  # type: ignore[attr-defined]
    return list(events.objects.filter(**of).order_by("pgh_id"))


def labels(model: type, **of: Any) -> list[str]:
    return [event.pgh_label for event in told(model, **of)]


def answer(request: HttpRequest) -> HttpResponse:
    Actor.objects.update(text=Concat("text", Value("Mer text. ")))
    return HttpResponse()


def post(user: Any, path: str = "/redigera/", **data: str) -> dict[str, Any]:
    """What history says of the change that a form's answer made."""
    request = RequestFactory().post(path, data)
    request.user = user
    HistoryMiddleware(answer)(request)
    return dict(told(Actor)[-1].pgh_context.metadata)


def test_every_table_that_people_change_has_a_history() -> None:
    without = {
        model
        for room in ("actors", "strategies", "legal")
        for model in apps.get_app_config(room).get_models()
        if not model._meta.proxy
        and not model.__name__.endswith("Event")
        and not hasattr(model, "pgh_event_model")
    }
    assert without == WITHOUT_HISTORY


def test_insertions_changes_and_removals_are_told() -> None:
    element = make_element(make_strategy(), title="Utbildning")
    element.title = "Praktik"
    element.save(update_fields=["title"])
    key = element.key
    element.delete()

    events = told(Element, key=key)
    assert [event.pgh_label for event in events] == ["insert", "update", "delete"]
    assert [event.title for event in events] == ["Utbildning", "Praktik", "Praktik"]


def test_bulk_writes_are_told_row_by_row() -> None:
    strategy = make_strategy()
    for number in range(3):
        make_element(strategy, title=f"Insats {number}")
    Element.objects.filter(strategy=strategy).update(text="Ny")
    Element.objects.filter(strategy=strategy).delete()
    assert sorted(labels(Element)) == ["delete"] * 3 + ["insert"] * 3 + ["update"] * 3


def test_raw_writes_are_told() -> None:
    element = make_element(make_strategy(), title="Utbildning")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE strategies_element SET title = 'Praktik' WHERE id = %s", [element.pk]
        )
        cursor.execute("DELETE FROM strategies_element WHERE id = %s", [element.pk])
    assert labels(Element, key=element.key) == ["insert", "update", "delete"]


def test_what_goes_with_its_strategy_is_told() -> None:
    element = make_element(make_strategy())
    make_involvement(element, make_actor())
    Strategy.objects.get(pk=element.strategy_id).delete()
    assert labels(Involvement)[-1] == labels(Element)[-1] == labels(Strategy)[-1] == "delete"


def test_a_write_that_changes_nothing_is_not_told() -> None:
    element = make_element(make_strategy(), title="Utbildning")
    Element.objects.filter(pk=element.pk).update(title="Utbildning")
    assert labels(Element) == ["insert"]


def test_a_change_carries_who_made_it_where_and_why() -> None:
    make_actor()
    user = make_user()
    assert post(user, "/redigera/planen/", reason="Stavfel") == {
        "user": user.pk,
        "url": "/redigera/planen/",
        "reason": "Stavfel",
    }


def test_a_change_by_nobody_signed_in_says_so() -> None:
    make_actor()
    assert post(AnonymousUser()) == {"user": None, "url": "/redigera/", "reason": ""}


def test_no_reason_is_too_long_or_too_strange_to_keep() -> None:
    make_actor()
    assert post(make_user(), reason="x" * 600)["reason"] == "x" * 500
    assert post(make_user(), reason="a\x00b\x1fc")["reason"] == "a b c"
    assert post(make_user(), "/redigera/%00/")["url"] == "/redigera/ /"


def test_all_changes_of_one_request_share_one_context() -> None:
    make_actor()
    make_actor()
    post(make_user())
    assert len({event.pgh_context_id for event in told(Actor, pgh_label="update")}) == 1


def test_reading_a_page_asks_nobody_who_they_are() -> None:
    class Unasked:
        def __bool__(self) -> bool:
            raise AssertionError("a safe request was asked for its user")

    for method in ("get", "head", "options"):
        request = getattr(RequestFactory(), method)("/")
        request.user = Unasked()
        assert HistoryMiddleware(lambda _: HttpResponse("sida"))(request).content == b"sida"


def test_passwords_and_sign_ins_are_not_in_the_history() -> None:
    user = make_user()
    user.set_password("ett annat långt lösenord")
    user.save()
    (inserted,) = told(User)
    assert not hasattr(inserted, "password")
    assert not hasattr(inserted, "last_login")


def test_who_may_do_what_is_told() -> None:
    member = make_member(make_actor())
    Membership.objects.filter(user=member).update(role="administrator")
    assert [event.role for event in told(Membership)] == ["editor", "administrator"]


def test_a_command_says_why() -> None:
    call_command("load_register", verbosity=0)
    assert {event.pgh_context.metadata["reason"] for event in told(Region)} == {
        "Registret lästes in"
    }
