"""A plan as a page: the one way from a Plan to what readers see, for current and old editions and for previews."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from strategies.adopted import since_words
from strategies.dates import in_words
from strategies.exports.linked_data import Data, plan_data
from strategies.models import Edition, PreviewLink
from strategies.plan import Plan, Statement, StatementKind
from strategies.publishing.public import public_plan
from strategies.reading import facts, status, surroundings
from strategies.reading.body import body_of
from strategies.reading.editions import current_edition, plan_of
from strategies.reading.level_names import counted, plural, singular
from strategies.reading.links import Links, Name
from strategies.reading.referring import referring, replacing
from strategies.reading.since_adopted import changed_since
from strategies.reading.theme_tags import tags_of_plan
from strategies.reading.tree import Tree, paragraphs

MOST_PROPOSED = 6  # themes that nobody has confirmed and that show without being asked for

STATEMENTS: dict[StatementKind, str] = {
    "vision": "Vision",
    "syfte": "Syfte",
    "mål": "Mål",
    "delmål": "Delmål",
    "princip": "Principer",
    "förutsättning": "Förutsättningar",
    "definition": "Begrepp",
    "resultat": "Förväntade resultat",
    "omfattning": "Omfattning",
}


@dataclass(frozen=True)
class Showing:
    """How a plan is shown: under which address, as which edition, to whom.

    `edition` is None in a preview, and `shared` the link that it is seen through by somebody without an account. `current` says that the edition is the one that readers meet first, and `permanent` that it is shown under
    an address of its own, which stays when it no longer is. `edit_href` leads an editor to the working copy, `since_href` a reader to what
    is new since this edition. `register` is how often the register of names had changed when the page was asked for, where that is known.
    """

    slug: str
    edition: Edition | None = None
    current: bool = True
    permanent: bool = False
    shared: PreviewLink | None = None
    edit_href: str = ""
    since_href: str = ""
    register: int | None = None

    @property
    def home(self) -> str:
        """The plan's address, where its current edition is."""
        return reverse("strategy", args=[self.slug])

    @property
    def base(self) -> str:
        """The address under which this showing has its pages."""
        if self.edition is not None and self.permanent:
            return reverse("edition", args=[self.slug, self.edition.number])
        if self.shared is not None:
            return reverse("shared-preview", args=[self.shared.pk])
        return self.home

    @property
    def of(self) -> tuple[str, ...] | None:
        """What the shown plan is known by: its hash, and whose names are withheld from it by now; None in a preview, which may change."""
        if self.edition is None:
            return None
        return self.edition.sha256, *getattr(self.edition, "withheld")  # noqa: B009 - an annotation

    @property
    def own_page(self) -> bool:
        """Whether it is shown where its sources are told of: under the plan's own address."""
        return self.edition is not None and not self.permanent


def render_plan(request: HttpRequest, plan: Plan, showing: Showing) -> HttpResponse:
    """The page of a whole plan; names that are held back are not on it."""
    return render(request, "reading/strategy.html", plan_context(plan, showing))


def plan_page(request: HttpRequest, plan: Plan, showing: Showing) -> str:
    """The same page as text."""
    return render_to_string("reading/strategy.html", plan_context(plan, showing), request)


def plan_context(plan: Plan, showing: Showing) -> dict[str, Any]:
    """All that the page shows, with ready addresses."""
    adopted = changed_since(plan, showing.slug, showing.edition)
    plan = public_plan(plan)
    today = timezone.localdate()
    # An element's page lies under the page of its plan, so that its address here is short; a preview has none.
    pages = None if showing.edition is None else ""
    body = body_of(plan, pages, sources=showing.own_page, key=showing.of, register=showing.register)
    tree, links = body.tree, body.tree.links
    others = referring(showing.slug)
    successors = replacing(others)
    now = plan_now(plan, showing)
    word, tag = status.tag(now, today, replaced=any(other.counts(today) for other in successors))
    if not showing.current:
        word, tag = _("Tidigare utgåva"), "past"
    context: dict[str, Any] = {
        "title": plan.title,
        "kind": plan.kind,
        "description": description(plan),
        "summary": paragraphs(plan.summary),
        "status": {"word": word, "tag": tag, "line": facts.status_line(plan)},
        "since_adopted": since_words(plan.decisions) if adopted else "",
        "since_adopted_href": _since_adopted(showing, adopted),
        "notices": facts.notices(plan, today, successors, now=None if showing.current else now),
        "facts": facts.facts(plan, links),
        "themes": _themes(showing),
        "priorities": [tree.pointer(top.key) for top in plan.elements if top.kind != "action"],
        "priorities_title": _priorities(plan),
        "statements": _statements(plan, tree),
        "challenges": [tree.challenge(part) for part in plan.challenges],
        "tree": body.html,
        "tree_title": tree_title(plan),
        "accent": links.accent,
        "actors": body.actors,
        "actor_summaries": body.summaries,
        "mentioned": [links.actor(name) for name in plan.mentioned_actors],
        "flags": [tree.flag(flag) for flag in plan.flags],
        "relations": surroundings.relations(plan, links, others),
        **_surroundings(plan, links, tree, own_page=showing.own_page),
        **_edition(showing),
        "linked": showing.edition and linked(plan, showing.edition),
    }
    return context | {"sections": _sections(context)}


def plan_now(plan: Plan, showing: Showing) -> Plan:
    """What tells whether the plan counts today: for an old edition it is the current one, which knows what has been decided since."""
    return plan if showing.current else plan_of(current_edition(showing.slug))


def plan_warnings(plan: Plan, slug: str) -> list[facts.Notice]:
    """Why the plan of that slug is not what counts now, where it is so; `plan` is what its current edition or its working copy says."""
    return facts.warnings(plan, timezone.localdate(), replacing(referring(slug)))


def warnings_now(slug: str) -> list[facts.Notice]:
    """The same of a published plan, for pages that are of no edition in particular, or of an old one."""
    return plan_warnings(plan_of(current_edition(slug)), slug)


def _since_adopted(showing: Showing, adopted: int) -> str:
    """Where it is told what has changed since the edition of that number was adopted; "" for 0, and in a preview, which is no edition yet."""
    if not adopted or showing.edition is None:
        return ""
    return reverse("edition-compare", args=[showing.slug, adopted, showing.edition.number])


def _themes(showing: Showing) -> dict[str, list[Name]]:
    """What people have confirmed, and what the portal proposes, the commonest; nothing of other editions than the current one."""
    tags = tags_of_plan(showing.slug) if showing.own_page else []
    proposed = [tag.named for tag in tags if not tag.confirmed]
    return {
        "confirmed": [tag.named for tag in tags if tag.confirmed],
        "proposed": proposed[:MOST_PROPOSED],
        "others": proposed[MOST_PROPOSED:],
    }


def linked(plan: Plan, edition: Edition) -> Data:
    """The same for search engines."""
    published = timezone.localdate(edition.published_at).isoformat()
    return plan_data(plan, edition.number, published)


def description(plan: Plan) -> str:
    """The page in a sentence, for those who meet it in a list of search results."""
    owners = ", ".join(plan.owners)
    text = plan.summary.replace("\n", " ") or f"{plan.kind.capitalize()}: {plan.title}. {owners}."
    return Truncator(text).chars(200)


def _edition(showing: Showing) -> dict[str, Any]:
    edition = showing.edition
    return {
        "home": showing.home,
        "slug": showing.slug,
        "canonical": showing.home,
        "editions_href": reverse("edition-list", args=[showing.slug]),
        "edit_href": showing.edit_href,
        "paper_href": edition and reverse("edition-paper", args=[showing.slug, edition.number]),
        "since_href": showing.since_href,
        "preview": edition is None,
        "shared": showing.shared,
        "current": showing.current,
        "edition": edition and edition_facts(edition),
    }


def edition_facts(edition: Edition) -> dict[str, Any]:
    """An edition's number, day and note, whether it is a correction, and whether one person alone approved it, as pages tell them."""
    date = timezone.localdate(edition.published_at).isoformat()
    return {
        "number": edition.number,
        "date": date,
        "day": in_words(date),
        "note": edition.note,
        "correction": edition.correction,
        "sole_approver": edition.sole_approver,
    }


def _surroundings(plan: Plan, links: Links, tree: Tree, *, own_page: bool) -> dict[str, Any]:
    return {
        "participants": surroundings.participants(plan, links),
        "persons": surroundings.persons(plan, links),
        "resources": surroundings.resources(plan, tree),
        "milestones": surroundings.milestones(plan, tree),
        "forums": surroundings.forums(plan, links, tree),
        "bases": surroundings.bases(plan, links),
        "mandates": surroundings.mandates(plan, links),
        "quotes": surroundings.quotes(plan),
        "documents": surroundings.documents(plan, links, pages=own_page),
    }


def _statements(plan: Plan, tree: Tree) -> list[dict[str, Any]]:
    """The plan's statements by kind, the vision first."""
    order = get_args(StatementKind)

    def place(part: Statement) -> int:
        return order.index(part.kind)

    return [
        {
            "title": STATEMENTS[kind],
            "vision": kind == "vision",
            "rows": [tree.statement(part) for part in group],
        }
        for kind, group in (
            (order[at], parts)
            for at, parts in groupby(sorted(plan.statements, key=place), key=place)
        )
    ]


def _top_word(plan: Plan) -> str:
    """The word of the elements at the top, when they are all of one kind."""
    kinds = {element.kind for element in plan.elements}
    return singular(plan, kinds.pop()) if len(kinds) == 1 else ""


def tree_title(plan: Plan) -> str:
    """The heading of the whole tree: the plan's word for what stands at the top, in plural."""
    word = _top_word(plan)
    return (plural(word) if len(plan.elements) > 1 else word) or _("Innehåll")


def _priorities(plan: Plan) -> str:
    word = _top_word(plan)
    if not word or not plural(word):
        return _("Planen i korthet")
    return counted(word, len(plan.elements)).capitalize()


def _sections(context: dict[str, Any]) -> dict[str, str]:
    """Headings by anchor, in the page's order, of the sections that have anything in them."""
    kinds = [group["title"] for group in context["statements"]]
    headings = [
        ("vision", _("Vision och mål") if "Vision" in kinds else _("Syfte och mål"), "statements"),
        ("utmaningar", _("Utmaningar"), "challenges"),
        ("plan", context["tree_title"], "tree"),
        ("aktorer", _("Aktörer"), "actors actor_summaries mentioned"),
        ("forum", _("Forum och arbetsgrupper"), "forums"),
        ("samband", _("Samband med andra planer"), "relations"),
        ("resurser", _("Resurser"), "resources"),
        ("tidplan", _("Tidplan"), "milestones"),
        ("underlag", _("Underlag"), "bases"),
        ("uppdrag", _("Uppdrag"), "mandates"),
        ("deltagare", _("Vilka som tog fram planen"), "participants"),
        ("citat", _("Röster om planen"), "quotes"),
        ("personer", _("Personer"), "persons"),
        ("kallor", _("Källor"), "documents"),
        ("anmarkningar", _("Anmärkningar"), "flags"),
    ]
    return {
        anchor: heading
        for anchor, heading, names in headings
        if any(context[name] for name in names.split())
    }
