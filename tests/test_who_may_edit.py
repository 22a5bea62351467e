"""Every staff address, asked for by everybody: a new one is in the table as soon as it has an address."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from actors.models import MembershipRole, User
from strategies.acts import acts_of
from strategies.editing import urls
from strategies.models import Flag, Note, Resource
from tests.editing import HTMX, Desk
from tests.factories import make_actor, make_comment, make_involvement, make_member, make_user

pytestmark = pytest.mark.django_db

# Addresses about no plan in particular.
OWN = ("desk", "new-strategy", "person-history", "history-log")
# An address about actors, which asks for another right than a plan's (tests/test_merge_page.py).
OF_ACTORS = ("merge-actors",)
# Addresses that only take POST, and one that only approvers may POST to.
ONLY_POST = {
    *("undo", "write-element", "unlink-actor"),
    *("answered", "add-note", "remove-note", "close-flag", "here", "remove-surrounding"),
    *("end-preview-link", "settle-comment", "withhold-name", "show-name-again"),
    "decide-theme",
    *("ask-review", "take-back", "return-plan", "approve-plan", "unschedule-plan"),
}
FOR_APPROVERS = {"publish"}
# An address that editors do not have at all.
NOT_FOR_EDITORS = {"withdraw-plan"}
# Addresses that only read.
ONLY_GET = {
    *("edit-strategy", "preview", "part", "plan-history", "part-history", "plan-todo"),
    *("fact-checks", "plan-surroundings", "surrounding", "plan-people", "working-file"),
}
NOUNS = ("delar", "uttalanden", "utmaningar", "beslut")
MISSING = "00000000-0000-4000-8000-000000000000"


def names() -> list[str]:
    found = [pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]
    assert len(found) == len(urls.urlpatterns)
    return [name for name in found if name and name not in OWN + OF_ACTORS]


def addresses(desk: Desk, name: str, slug: str = "", key: str = "") -> Iterator[str]:
    """The named address with values that exist, once for each noun if it has one."""
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    wanted = list(pattern.pattern.converters)
    element = desk.element("Insats b")
    link = make_involvement(element, make_actor())
    note = Note.objects.create(
        strategy=desk.strategy, key=element.key, user=desk.editor, text="Ring dem."
    )
    cost = Resource.objects.create(strategy=desk.strategy, title="Projektmedel")
    flag = Flag.objects.create(strategy=desk.strategy, kind="att kontrollera")
    comment = make_comment(element, desk.editor)
    numbers = {
        "remove-note": note.pk,
        "close-flag": flag.pk,
        "end-preview-link": comment.link.pk,
        "settle-comment": comment.pk,
        **dict.fromkeys(("surrounding", "edit-surrounding", "remove-surrounding"), cost.pk),
    }
    for noun in NOUNS if "noun" in wanted else ["delar"]:
        values = {
            "slug": slug or desk.strategy.slug,
            "noun": noun,
            "key": key or str(desk.part(noun).key),
            "moment": acts_of(desk.strategy, limit=1)[0].last,
            "kind": "resurser",
            "file": "plan.csv",
            "number": numbers.get(name, link.pk),
        }
        yield reverse(name, kwargs={word: values[word] for word in wanted})


def asked(client: Client, url: str, name: str) -> list[int]:
    """The statuses of what can be asked of an address."""
    methods = ["get"] if name in ONLY_GET else ["post"] if name in ONLY_POST else ["get", "post"]
    return [
        getattr(client, method)(url, headers=headers).status_code
        for method in methods
        for headers in ({}, HTMX)
    ]


@pytest.fixture
def desk() -> Desk:
    return Desk(published=True)


def strangers(desk: Desk) -> list[User]:
    """People with accounts and no right to edit: another actor's, those with nothing."""
    return [
        make_member(make_actor(), MembershipRole.ADMINISTRATOR),
        make_user(is_staff=True),
    ]


def readers(desk: Desk, name: str) -> list[User]:
    """Readers of drafts, who meet the preview and nothing else."""
    return [] if name == "preview" else [make_member(desk.owner, MembershipRole.READER)]


@pytest.mark.parametrize("name", names())
def test_a_stranger_finds_nothing(client: Client, desk: Desk, name: str) -> None:
    for user in [*strangers(desk), *readers(desk, name)]:
        client.force_login(user)
        for url in addresses(desk, name):
            assert set(asked(client, url, name)) == {404}


@pytest.mark.parametrize("name", [*names(), *OWN])
def test_a_visitor_is_asked_to_log_in(client: Client, desk: Desk, name: str) -> None:
    urls_of = [reverse(name)] if name in OWN else addresses(desk, name)
    for url in urls_of:
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302
            assert answer["Location"] == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("name", [*names(), *OWN])
def test_somebody_who_was_shut_out_is_asked_to_log_in(
    client: Client, desk: Desk, name: str
) -> None:
    client.force_login(desk.editor)
    desk.editor.is_active = False
    desk.editor.save()
    url = reverse(name) if name in OWN else next(addresses(desk, name))
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("name", names())
def test_an_editor_is_let_in(client: Client, desk: Desk, name: str) -> None:
    client.force_login(desk.editor)
    for url in addresses(desk, name):
        if name not in ONLY_POST:
            expected = 404 if name in NOT_FOR_EDITORS else 200
            assert client.get(url, follow=True).status_code == expected


@pytest.mark.parametrize("name", names())
def test_what_is_not_there_is_not_found(client: Client, desk: Desk, name: str) -> None:
    client.force_login(desk.editor)
    for url in addresses(desk, name, slug="finns-inte"):
        assert set(asked(client, url, name)) == {404}
    for url in addresses(desk, name, key=MISSING):
        # A line with a key that is not there is a new element.
        if MISSING in url and name != "write-element":
            assert set(asked(client, url, name)) == {404}


@pytest.mark.parametrize("name", names())
def test_another_method_is_refused(client: Client, desk: Desk, name: str) -> None:
    client.force_login(desk.editor)
    url = next(addresses(desk, name))
    assert client.put(url).status_code == 405
    assert client.delete(url).status_code == 405
    if name in ONLY_POST:
        assert client.get(url).status_code == 405
    if name in ONLY_GET:
        assert client.post(url).status_code == 405


@pytest.mark.parametrize("name", names())
def test_a_form_from_another_site_is_refused(desk: Desk, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.editor)
    assert client.post(next(addresses(desk, name))).status_code == 403
