"""Documents in the index, who may find what, and the index made anew."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode

from actors.models import Actor
from strategies.models import Entry, EntryActor, EntryKind, PublicChange, SourceFile, Strategy, Term
from strategies.plan import Document, Element, Involvement, Mandate, Participant, Person, Plan
from strategies.publishing.index import reindex_file, unindex
from strategies.publishing.public import BLANK
from strategies.publishing.publish import publish
from strategies.publishing.withholding import show_again, withhold
from strategies.reading.search.page import search_page
from strategies.search.analyser import VERSION
from tests.factories import make_actor, make_strategy

pytestmark = pytest.mark.django_db

SHA = "c" * 64
TEXT = "Vi satsar på rymdturism. Kontakta Evelina Hemlig, som leder arbetet."


def make_file(**fields: Any) -> SourceFile:
    sound = {"sha256": SHA, "name": "plan.txt", "size": 9, "data": f"kallor/{SHA}"}
    return SourceFile.objects.create(**sound | {"text": TEXT, "publishable": True} | fields)


def sourced(**fields: Any) -> Strategy:
    """A published plan that was read from the file."""
    documents = (Document(title="Pressmeddelande", sha256=SHA),)
    return make_strategy(published=True, documents=documents, **fields)


def found(written: str) -> list[str]:
    page = search_page(QueryDict(urlencode({"q": written})))
    return [hit.row.title for hit in page.hits] if page.finding else []


def test_a_document_that_readers_may_read_is_found_and_leads_to_its_page(client: Client) -> None:
    make_file()
    strategy = sourced()
    assert found("rymdturism") == ["Pressmeddelande"]
    page = client.get("/sok/?q=rymdturism").text
    assert f'href="/strategier/{strategy.slug}/kallor/1/"' in page
    assert "Vi satsar på <mark>rymdturism</mark>" in page


@pytest.mark.parametrize("fields", [{"publishable": False}, {"text": ""}])
def test_a_document_that_readers_may_not_read_is_not_found(fields: dict[str, Any]) -> None:
    make_file(**fields)
    sourced()
    assert found("rymdturism") == []
    assert not Entry.objects.filter(kind=EntryKind.DOCUMENT).exists()


def test_a_document_of_a_plan_that_is_not_published_is_not_found() -> None:
    make_file()
    make_strategy(documents=(Document(title="Pressmeddelande", sha256=SHA),))
    assert found("rymdturism") == []


def test_what_is_withdrawn_is_not_found_and_nothing_of_it_is_suggested() -> None:
    make_file()
    strategy = sourced(elements=(Element(kind="action", title="Månlandning"),))
    assert found("månlandning") == ["Månlandning"]
    unindex(strategy)
    assert found("månlandning") == found("rymdturism") == []
    page = search_page(QueryDict(urlencode({"q": "månlandnign"})))
    assert page.meant is None


def test_the_database_itself_takes_a_document_out_when_it_may_no_longer_be_read() -> None:
    make_file()
    sourced()
    SourceFile.objects.update(publishable=False)
    assert found("rymdturism") == []
    SourceFile.objects.update(publishable=True)
    reindex_file(SourceFile.objects.get())
    assert found("rymdturism") == ["Pressmeddelande"]
    SourceFile.objects.update(text="Något annat.")
    assert not Entry.objects.filter(kind=EntryKind.DOCUMENT).exists()


def people(**fields: Any) -> dict[str, Any]:
    return {"persons": (Person(name="Evelina Hemlig", **fields),)}


def test_a_name_that_is_held_back_is_never_found_nor_shown(client: Client) -> None:
    make_file()
    sourced(**people())
    assert found("evelina") == found('"evelina hemlig"') == []
    entry = Entry.objects.get(kind=EntryKind.DOCUMENT)
    assert "Evelina" not in entry.text
    assert BLANK in entry.text
    assert "evelina" not in entry.vector
    assert not Term.objects.filter(word="evelina").exists()
    page = client.get("/sok/?q=rymdturism").text
    assert "Evelina" not in page
    assert "[visas inte]" in page


def test_a_name_that_is_approved_is_found_until_it_is_withheld() -> None:
    make_file()
    strategy = sourced(**people(name_approved=True))
    assert found("evelina") == ["Pressmeddelande"]
    withhold(strategy, "Evelina Hemlig", None)
    assert found("evelina") == []
    assert found("rymdturism") == ["Pressmeddelande"]
    show_again(strategy, "Evelina Hemlig")
    assert found("evelina") == ["Pressmeddelande"]


def test_a_name_that_is_withheld_stays_so_in_later_editions() -> None:
    make_file()
    strategy = sourced(**people(name_approved=True))
    withhold(strategy, "Evelina Hemlig", None)
    Strategy.objects.filter(pk=strategy.pk).update(summary="Ny text")
    publish(strategy, None, "Ny")
    assert found("evelina") == []


def test_the_database_itself_hides_a_withheld_name() -> None:
    make_file()
    strategy = sourced(**people(name_approved=True))
    strategy.withheld_names.create(name="Evelina Hemlig")
    assert found("evelina") == []


def test_participants_without_approval_are_found_by_nothing() -> None:
    make_strategy(published=True, participants=(Participant(kind="person", name="Evelina Hemlig"),))
    assert found("evelina") == found("hemlig") == []


def test_an_index_of_another_analyser_is_told_and_made_anew(client: Client) -> None:
    make_strategy(published=True, elements=(Element(kind="action", title="Rymdturism"),))
    assert client.get("/halsa/redo").text == "redo\n"
    Entry.objects.update(analyser=VERSION + 1, vector=None)
    assert found("turism") == []
    assert "manage.py reindex" in client.get("/halsa/redo").text
    assert client.get("/halsa/redo").status_code == 200

    assert said("reindex") == "Planer som har indexerats om: 1 av 1.\n"
    assert found("turism") == ["Rymdturism"]
    assert client.get("/halsa/redo").text == "redo\n"
    assert said("reindex") == "Planer som har indexerats om: 0 av 1.\n"


def test_all_can_be_made_anew_and_terms_that_nothing_has_are_forgotten() -> None:
    make_file()
    sourced()
    Term.objects.create(word="glömska", familiar=True)
    assert said("reindex", "--all") == "Planer som har indexerats om: 1 av 1.\n"
    assert not Term.objects.filter(word="glömska").exists()
    assert found("rymdturism") == ["Pressmeddelande"]


def test_to_index_anew_changes_nothing_but_what_is_found_by() -> None:
    make_actor("Almi")
    tie = Involvement(actor="Almi", role="utförare")
    strategy = make_strategy(
        published=True,
        elements=(Element(kind="action", title="Exportråd", involvements=(tie,)),),
    )
    # The working copy has gone on, and the actor has another name: neither is what the edition says.
    strategy.elements.update(title="Hemligt")
    Actor.objects.filter(name="Almi").update(name="Nya Almi")
    before = list(Entry.objects.order_by("pk").values())
    ties = list(EntryActor.objects.order_by("pk").values())
    said("reindex", "--all")
    assert list(Entry.objects.order_by("pk").values()) == before
    assert list(EntryActor.objects.order_by("pk").values()) == ties


def test_roles_that_an_older_index_did_not_tell_of_are_added_and_pages_made_anew() -> None:
    make_actor("Regeringen")
    mandate = Mandate(actor="Almi", role="värd", given_by="Regeringen")
    strategy = make_strategy(published=True, mandates=(mandate,))
    ties = list(EntryActor.objects.values_list("role", "actor__name"))
    # As the release before left it; since then the owner's name is somebody else's.
    EntryActor.objects.filter(role="gav uppdrag").delete()
    Entry.objects.update(analyser=VERSION - 1)
    owner = strategy.owners.get()
    Actor.objects.filter(pk=owner.pk).update(name="Nytt namn")
    make_actor(owner.name)
    before = changes()
    said("reindex")
    names = {owner.name: "Nytt namn"}
    assert list(EntryActor.objects.values_list("role", "actor__name")) == [
        (role, names.get(name, name)) for role, name in ties
    ]
    assert changes() > before
    after = changes()
    said("reindex", "--all")
    assert EntryActor.objects.count() == len(ties)
    assert changes() == after


def changes() -> int:
    return sum(PublicChange.objects.values_list("count", flat=True))


def test_queries_of_reindexing_a_plan_do_not_grow_with_it() -> None:
    counts = []
    for number in (1, 40):
        parts = tuple(Element(kind="action", title=f"Insats {n}") for n in range(number))
        make_strategy(published=True, elements=parts)
        with connection.execute_wrapper(_counting(counts)):
            said("reindex", "--all")
    assert len(counts) <= 60


def _counting(counts: list[str]) -> Any:
    def count(execute: Any, sql: str, *rest: Any) -> Any:
        counts.append(sql)
        return execute(sql, *rest)

    return count


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_plan_of_unknown_words_is_indexed(settings: Any) -> None:
    odd = Plan(title="'\\ % \x00?".replace("\x00", ""), kind="policy", owners=(make_actor().name,))
    make_strategy(odd, published=True)
    assert Entry.objects.get().analyser == VERSION
