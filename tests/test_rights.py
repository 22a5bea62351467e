"""Who may what, cell by cell: the tests are made from the table that the page shows (portal/people/rights.py)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from actors.models import Invitation, Membership, MembershipRole, User
from portal.legal import urls as legal_urls
from portal.legal.models import FaultReport, Shortcoming
from portal.people import urls as people_urls
from portal.people.rights import ACTS, Act, Standing
from strategies.acts import acts_of
from strategies.editing import urls as editing_urls
from strategies.models import Comment, Draft, Flag, Note, Resource, Strategy, WithheldName
from strategies.reviewing import urls as reviewing_urls
from tests.editing import Desk
from tests.factories import make_actor, make_comment, make_involvement, make_member, make_user
from tests.loading.drafts import action, make_draft, program

pytestmark = pytest.mark.django_db

STAFF_URLS = (
    *editing_urls.urlpatterns,
    *reviewing_urls.urlpatterns,
    *people_urls.urlpatterns,
    *legal_urls.staff,
)
ROLES = [Standing(role) for role in MembershipRole.values]
DONE = {200, 204, 302, 303, 409, 422}
# What has to be sent for an address to answer anything but "there is no such thing" to those who may.
SENT: dict[str, dict[str, str]] = {
    "write-element": {"till": "ned"},
    "draft-act": {"gor": "upp"},
    "draft-actor": {"namn": "Provköpings kommun"},
    "remove-listed": {"lista": "owners", "plats": "0"},
    "show-name": {"plats": "0"},
    "publish-original": {"visa": "1"},
    "withhold-name": {"name": "Bo Alm"},
    "show-name-again": {"name": "Bo Alm"},
    "decide-theme": {"nytt": "energi"},
}


class World:
    """A plan with everything that an address can be about, owned by an organisation in a larger one."""

    def __init__(self) -> None:
        self.desk = Desk(published=True)
        self.above = make_actor("Region Ovan")
        self.desk.owner.parent = self.above
        self.desk.owner.save()
        self.below = make_actor("Enhet Under", parent=self.desk.owner)
        self.tie = make_involvement(self.desk.element("Insats b"), make_actor())
        self.colleague = make_member(self.desk.owner, MembershipRole.ADMINISTRATOR, name="Kollega")
        self.leaver = make_user(is_active=False)
        self.draft: Draft = self.make_draft(self.colleague)
        self.note: Note = self.make_note(self.colleague)
        self.cost = Resource.objects.create(strategy=self.desk.strategy, title="Projektmedel")
        WithheldName.objects.create(strategy=self.desk.strategy, name="Bo Alm")
        self.shortcoming = Shortcoming.objects.create(
            situation="utan-syn", text="Kartan", reason="Tiden har inte räckt"
        )
        self.report = FaultReport.objects.create(text="Det går inte att läsa kartan.")
        self.flag = Flag.objects.create(strategy=self.desk.strategy, kind="att kontrollera")
        self.comment: Comment = make_comment(self.desk.element("Insats b"), self.colleague)
        self.invitation = Invitation(
            actor=self.desk.owner, email="ny@prov.example", invited_by=self.colleague
        )
        self.invitation.renew()

    def make_draft(self, user: User) -> Draft:
        return make_draft(
            program(action("Ett"), action("Två"), owners=("Provköpings kommun",)), user
        )

    def make_note(self, user: User) -> Note:
        key = self.desk.element("Insats b").key
        return Note.objects.create(strategy=self.desk.strategy, key=key, user=user, text="Ring.")

    def somebody(self, standing: Standing, where: str) -> User | None:
        """A user of that standing: in the plan's own organisation, above it, or elsewhere."""
        if standing == Standing.VISITOR:
            return None
        if standing == Standing.SIGNED_IN:
            return make_user()
        if standing == Standing.PORTAL:
            portals = make_user(is_superuser=True)
            self.note = self.make_note(portals)
            return portals
        actor = {"own": self.desk.owner, "elsewhere": make_actor()}.get(where, self.above)
        user = make_member(actor, standing.value)
        if where == "own":
            Membership.objects.create(user=user, actor=self.below, role=standing.value)
        Membership.objects.filter(user=user).update(inherits=where == "inherited")
        if where in ("own", "inherited"):
            # Everybody sees their own drafts alone, and takes away their own notes.
            self.draft, self.note = self.make_draft(user), self.make_note(user)
        return user

    def address(self, name: str) -> str:
        """The named address, about something of the plan, the draft or the people in this world."""
        pattern = next(one for one in patterns(get_resolver().url_patterns) if one.name == name)
        wanted = list(pattern.pattern.converters)
        drafts = {one.name for one in reviewing_urls.urlpatterns}
        part = self.draft.current_plan().elements[-1].key if "part" in wanted else None
        known: dict[str, object] = {
            "slug": self.desk.owner.slug if name == "merge-actors" else self.desk.strategy.slug,
            "noun": "delar",
            "key": self.draft.key if name in drafts else self.desk.part("delar").key,
            "part": part,
            "number": self._number(name),
            "kind": "resurser",
            "file": "plan.csv",
            "moment": acts_of(self.desk.strategy, limit=1)[0].last,
        }
        return reverse(name, kwargs={word: known[word] for word in wanted})

    def sent(self, name: str) -> dict[str, Any]:
        return {"med": self.below.pk} if name == "merge-actors" else SENT.get(name, {})

    def _number(self, name: str) -> int:
        member = self.desk.editor.memberships.get().pk
        numbers = {
            "unlink-actor": self.tie.pk,
            "remove-note": self.note.pk,
            **dict.fromkeys(
                ("surrounding", "edit-surrounding", "remove-surrounding"), self.cost.pk
            ),
            "close-flag": self.flag.pk,
            "end-preview-link": self.comment.link.pk,
            "settle-comment": self.comment.pk,
            "edition": 1,
            "edit-shortcoming": self.shortcoming.pk,
            "remove-shortcoming": self.shortcoming.pk,
            "fault-report": self.report.pk,
            "send-invitation": self.invitation.pk,
            "withdraw-invitation": self.invitation.pk,
            "member": member,
            "end-membership": member,
            "deactivate": self.desk.editor.pk,
            "activate": self.leaver.pk,
        }
        return numbers.get(name, 0)


def patterns(found: list[Any]) -> Iterator[URLPattern]:
    for one in found:
        yield from patterns(one.url_patterns) if hasattr(one, "url_patterns") else [one]


def asked(act: Act) -> list[tuple[str, str]]:
    return [*(("get", name) for name in act.get), *(("post", name) for name in act.post)]


def requests(client: Client, world: World, act: Act) -> Iterator[tuple[str, HttpResponse]]:
    """Ask every address of the act, each as if the others had not been asked."""
    for method, name in asked(act):
        with transaction.atomic():
            answer = getattr(client, method)(world.address(name), world.sent(name))
            yield f"{method} {name}", answer
            if isinstance(answer, FileResponse):
                for close in answer._resource_closers:
                    close()
            transaction.set_rollback(True)


def refused(answer: HttpResponse, user: User | None) -> bool:
    if user is None:
        # 401 is the sign-in that gives back what was written.
        asked_in = answer.get("Location", "").startswith(reverse("account_login"))
        return answer.status_code == 401 or (answer.status_code == 302 and asked_in)
    return answer.status_code == 404


def check(client: Client, world: World, act: Act, user: User | None, *, allowed: bool) -> None:
    if user:
        client.force_login(user)
    if act.key in ELSEWHERE:
        assert ELSEWHERE[act.key](client, world) is allowed
        return
    for name, answer in requests(client, world, act):
        if not allowed:
            assert refused(answer, user), (name, answer.status_code)
        else:
            assert answer.status_code in DONE, (name, answer.status_code)
            assert not (answer.status_code == 302 and not user), name


def changes_the_owner(client: Client, world: World) -> bool:
    """No address of its own: a field of the form, for those who may."""
    strategy, new = world.desk.strategy, make_actor("Ny ägare")
    sent = {
        "version": Strategy.objects.get(pk=strategy.pk).version,
        "title": strategy.title,
        "kind": strategy.kind,
        "owners": [new.name],
    }
    client.post(world.desk.url("edit-header"), sent)
    return strategy.owners.filter(pk=new.pk).exists()


ELSEWHERE: dict[str, Callable[[Client, World], bool]] = {"change-owner": changes_the_owner}


@pytest.mark.parametrize("standing", Standing, ids=str)
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.key)
def test_a_cell_of_the_table(client: Client, act: Act, standing: Standing) -> None:
    world = World()
    user = world.somebody(standing, "own")
    check(client, world, act, user, allowed=act.allowed(standing))


OWN = [act for act in ACTS if act.own]


@pytest.mark.parametrize("standing", ROLES, ids=str)
@pytest.mark.parametrize("act", OWN, ids=lambda act: act.key)
def test_a_role_that_inherits_is_as_good_as_ones_own(
    client: Client, act: Act, standing: Standing
) -> None:
    world = World()
    user = world.somebody(standing, "inherited")
    check(client, world, act, user, allowed=act.allowed(standing))


@pytest.mark.parametrize("where", ["elsewhere", "above"])
@pytest.mark.parametrize("act", OWN, ids=lambda act: act.key)
def test_the_highest_role_elsewhere_or_above_without_inheriting_gives_nothing(
    client: Client, act: Act, where: str
) -> None:
    world = World()
    user = world.somebody(Standing.ADMINISTRATOR, where)
    check(client, world, act, user, allowed=False)


def test_every_address_of_the_staff_belongs_to_one_act() -> None:
    """And each of its methods: one that no act names is refused even to a portal administrator (405)."""
    client = Client()
    world = World()
    client.force_login(make_user(is_superuser=True))
    named = [pair for act in ACTS for pair in asked(act)]
    assert len(named) == len(set(named))
    for pattern in STAFF_URLS:
        for method in ("get", "post"):
            if (method, pattern.name) not in named:
                with transaction.atomic():
                    answer = getattr(client, method)(world.address(str(pattern.name)))
                    transaction.set_rollback(True)
                told = f"{method} {pattern.name}: put it into portal/people/rights.py"
                assert answer.status_code == 405, told
    staff = {pattern.name for pattern in STAFF_URLS}
    others = {name for _method, name in named} - staff
    assert others == {"strategy", "edition-list", "edition", "account"}


def test_acts_have_keys_of_their_own() -> None:
    assert len({act.key for act in ACTS}) == len(ACTS)


# --- the page


def test_the_page_shows_the_whole_table(client: Client) -> None:
    client.force_login(make_user())
    page = client.get(reverse("rights")).text
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</tr>', page, re.S)
    assert len(rows) == len(ACTS)
    for act, row in zip(ACTS, rows, strict=True):
        assert str(act.words) in row
        told = [cell == "ja" for cell in re.findall(r"<span>(ja|nej)</span>", row)]
        assert told == [act.allowed(standing) for standing in Standing]
    assert "underordnade organisationer" in page


def test_a_visitor_is_asked_to_sign_in_before_the_table(client: Client) -> None:
    assert client.get(reverse("rights")).status_code == 302
