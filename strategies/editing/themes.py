"""What the parts of a plan are about: the portal's proposals, confirmed or rejected, and themes that it has not seen."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from actors.models import User
from portal.http import sent_number, wants_fragment
from strategies.editing.access import beside_copy, working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.outline import Branch, sections
from strategies.models import Strategy, ThemeLink, ThemeState
from strategies.themes.deciding import confirm_proposed, decide, leave_open
from strategies.vocabulary import THEMES, Theme

# What a button of a theme does, by its name.
STATES = {"bekrafta": ThemeState.CONFIRMED, "avvisa": ThemeState.REJECTED}
TOLD = {
    "bekrafta": gettext_lazy("”%(theme)s” är bekräftat."),
    "avvisa": gettext_lazy("”%(theme)s” är avvisat och visas inte för läsarna."),
    "angra": gettext_lazy("Det är inte längre avgjort om delen handlar om ”%(theme)s”."),
}


@dataclass(frozen=True)
class PartRow:
    """A part of the working copy with its themes, and those that can be added."""

    key: UUID
    word: str
    title: str
    depth: int
    links: list[ThemeLink] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.key)[:8]

    @property
    def others(self) -> list[Theme]:
        known = {link.theme for link in self.links}
        return [theme for slug, theme in THEMES.items() if slug not in known]


@require_http_methods(["GET", "POST"])
@transaction.atomic
def plan_themes(request: HttpRequest, slug: str) -> HttpResponse:
    """Every part with its themes; a POST confirms all proposals that the page showed (`sedda`)."""
    strategy = working_copy(request, slug)
    if request.method == "POST":
        sent = (sent_number(number, 18) for number in request.POST.getlist("sedda"))
        seen = [number for number in sent if number is not None]
        count = confirm_proposed(strategy, seen, _user(request))
        told = ngettext(
            "%(count)s förslag är bekräftat.", "%(count)s förslag är bekräftade.", count
        )
        tell(request, told % {"count": count})
        return see_other("plan-themes", slug)
    rows = list(_rows(strategy))
    links = [link for row in rows for link in row.links]
    context = {
        "strategy": strategy,
        "rows": rows,
        "proposed": [link for link in links if link.state == ThemeState.PROPOSED],
        "confirmed": sum(link.state == ThemeState.CONFIRMED for link in links),
    }
    return render(request, "editing/themes.html", context)


@require_POST
@transaction.atomic
def decide_theme(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Confirm (`bekrafta`), reject (`avvisa`), leave open (`angra`) or add (`nytt`) a theme of a part, named by its slug."""
    strategy = beside_copy(request, slug)
    row = _row(strategy, key)
    asked = _asked(request)
    if asked is None:
        tell(request, _("Välj ett ämne i listan först."))
    else:
        _act(request, strategy, key, *asked)
    if not wants_fragment(request):
        return see_other("plan-themes", slug, anchor=f"amnen-{row.id}")
    context = {
        "strategy": strategy,
        "row": _row(strategy, key),
        "piece": "editing/_theme_row.html",
    }
    return render(request, "editing/_changed.html", context)


def _act(request: HttpRequest, strategy: Strategy, key: UUID, act: str, theme: Theme) -> None:
    if act == "angra":
        leave_open(strategy, key, theme.slug)
    else:
        decide(strategy, key, theme.slug, STATES[act], _user(request))
    tell(request, TOLD[act] % {"theme": theme.name})


def _asked(request: HttpRequest) -> tuple[str, Theme] | None:
    """What the pressed button does, and with which theme; None when it adds one and none is chosen. 404 for what no button says."""
    for act in TOLD:
        if theme := THEMES.get(request.POST.get(act, "")):
            return act, theme
    if theme := THEMES.get(request.POST.get("nytt", "")):
        return "bekrafta", theme
    if request.POST.get("nytt") == "" and "gor" in request.POST:
        return None
    raise Http404


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _row(strategy: Strategy, key: UUID) -> PartRow:
    """The part's row; 404 for a key that is no part's."""
    for row in _rows(strategy):
        if row.key == key:
            return row
    raise Http404


def _rows(strategy: Strategy) -> Iterator[PartRow]:
    """The plan itself, its challenges and its elements, in reading order."""
    links: dict[UUID, list[ThemeLink]] = defaultdict(list)
    for link in strategy.theme_links.select_related("decided_by"):
        links[link.key].append(link)
    order = list(THEMES)
    for found in links.values():
        found.sort(key=lambda link: order.index(link.theme))
    yield PartRow(strategy.key, _("planen"), strategy.title, 0, links[strategy.key])
    parts = sections(strategy)
    for branch in parts["utmaningar"]:
        yield from _branch(branch, links, _("utmaning"))
    for branch in parts["delar"]:
        yield from _branch(branch, links)


def _branch(
    branch: Branch, links: dict[UUID, list[ThemeLink]], word: str = "", depth: int = 0
) -> Iterator[PartRow]:
    part = branch.part
    yield PartRow(part.key, word or branch.word, part.title, depth, links[part.key])
    for below in branch.branches:
        yield from _branch(below, links, word, depth + 1)
