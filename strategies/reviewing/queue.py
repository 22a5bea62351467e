"""The queue: documents come in, are read in the background, and wait for somebody to review them."""

import hashlib
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import User
from portal.http import asked_page, render_page, wants_fragment
from strategies.editing.answers import see_other, tell
from strategies.editing.parts import posted
from strategies.loading.errors import MESSAGES, Message, ReadingError
from strategies.models import Draft
from strategies.models.intake import DraftState
from strategies.publishing.index import reindex_file
from strategies.receive import again, receive
from strategies.reviewing.access import loader, the_draft
from strategies.reviewing.forms import IntakeForm
from strategies.reviewing.review import WAITING

PAGE_SIZE = 25
STATES: tuple[DraftState, ...] = get_args(DraftState)


@dataclass(frozen=True)
class Item:
    """A document in the queue, and what went wrong with it, if anything did."""

    draft: Draft
    title: str
    problem: Message | None

    @property
    def in_progress(self) -> bool:
        return self.draft.state in WAITING


@dataclass(frozen=True)
class Tab:
    """A state to filter by; "" is all but the rejected."""

    state: str
    name: str
    count: int


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """The queue and the form that adds to it. A POST receives files, or a pasted text, and comes back here."""
    user = loader(request)
    files = request.FILES if request.method == "POST" else None
    form = IntakeForm(posted(request), files)
    if request.method == "POST" and form.is_valid():
        taken = [_receive(request, user, name, data) for name, data in form.received()]
        if new := sum(taken):
            told = ngettext(
                "%(n)d dokument är mottaget och läses nu.",
                "%(n)d dokument är mottagna och läses nu.",
                new,
            )
            tell(request, told % {"n": new})
        return see_other("intake")
    return _show(request, user, form)


@require_POST
@transaction.atomic
def reread(request: HttpRequest, key: UUID) -> HttpResponse:
    """Read the file once more, from the start."""
    draft = the_draft(request, key)
    again(draft)
    if draft.state == "väntar":
        tell(request, _("”%(name)s” läses om från början.") % {"name": draft.source})
    return see_other("intake")


@require_POST
@transaction.atomic
def dismiss(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a document out of the queue. Its file stays, and it can be read again."""
    draft = the_draft(request, key)
    # One that is taken in is part of a plan's history.
    waiting = Draft.objects.filter(pk=draft.pk).exclude(state="inläst")
    if waiting.update(state="avvisat", error=""):
        tell(request, _("”%(name)s” är borttaget ur kön.") % {"name": draft.source})
    return see_other("intake")


@require_POST
@transaction.atomic
def publish_original(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let readers of the plan fetch the file and read its text, or no longer."""
    source = the_draft(request, key).source
    source.publishable = request.POST.get("visa") == "ja"
    source.save(update_fields=["publishable"])
    reindex_file(source)
    told = (
        _("Läsarna av planen får nu öppna originalet ”%(name)s”.")
        if source.publishable
        else _("Originalet ”%(name)s” visas inte längre för läsarna.")
    )
    tell(request, told % {"name": source.name})
    return see_other("review", key)


@require_safe
def original(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file as it was loaded, to save: it is somebody else's, so the browser must not open it as a page of ours."""
    source = the_draft(request, key).source
    response = FileResponse(source.data.open("rb"), as_attachment=True, filename=source.name)
    response.headers["Content-Type"] = "application/octet-stream"
    return response  # type: ignore[return-value]


def _receive(request: HttpRequest, user: User, name: str, data: bytes) -> bool:
    """Take one document in; say why it is refused, or that it is known, and where. True for a new one."""
    try:
        received = receive(name, data, user)
    except ReadingError as error:
        messages.error(request, f"{name}: {error}")
        return False
    if received.known:
        link = format_html(
            '<a href="{}">{}</a>',
            reverse("review", args=[received.draft.key]),
            _("Visa det tidigare resultatet"),
        )
        messages.info(request, format_html(_("”{}” är redan inläst. {}"), name, link))
    return not received.known


def _show(request: HttpRequest, user: User, form: IntakeForm) -> HttpResponse:
    drafts = Draft.objects.visible_to(user)
    state = request.GET.get("lage", "")
    page = asked_page(_listed(drafts, state), PAGE_SIZE, request.GET)
    items = [_item(draft) for draft in page]
    tabs = _tabs(drafts)
    digest = _digest(items, tabs)
    if wants_fragment(request) and request.GET.get("sedan") == digest:
        # Nothing has happened since the page last asked: nothing to swap, and nothing to read out.
        return HttpResponse(status=204)
    context = {
        "form": form,
        "items": items,
        "page": page,
        "tabs": tabs,
        "state": state,
        "in_progress": sum(tab.count for tab in tabs if tab.state in WAITING),
        "following": _following(request, page, digest),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "reviewing/intake.html", "reviewing/_queue.html", context, status=status
    )


def _listed(drafts: QuerySet[Draft], state: str) -> QuerySet[Draft]:
    shown = drafts.filter(state=state) if state in STATES else drafts.exclude(state="avvisat")
    return (
        shown.select_related("source", "strategy", "created_by")
        .annotate(plan_title=KeyTextTransform("title", "plan"))
        .defer("proposed", "plan", "base", "source__text", "source__notes")
    )


def _item(draft: Draft) -> Item:
    title = draft.plan_title or draft.source.title or draft.source.name  # type: ignore[attr-defined]
    problem = MESSAGES.get(draft.error) if draft.error else None  # type: ignore[call-overload]
    return Item(draft, title, problem)


def _tabs(drafts: QuerySet[Draft]) -> list[Tab]:
    counts = dict(drafts.order_by().values_list("state").annotate(Count("pk")))
    everything = sum(count for state, count in counts.items() if state != "avvisat")
    tabs = [Tab("", _("alla"), everything)]
    return tabs + [Tab(state, state, counts[state]) for state in STATES if counts.get(state)]


def _digest(items: list[Item], tabs: list[Tab]) -> str:
    told = [f"{item.draft.pk}{item.draft.state}" for item in items]
    told += [f"{tab.state}{tab.count}" for tab in tabs]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:12]


def _following(request: HttpRequest, page: Page[Draft], digest: str) -> str:
    """The address that the page asks what has happened since it was made."""
    query = request.GET.copy()
    query["sida"], query["sedan"] = str(page.number), digest
    return f"{reverse('intake')}?{query.urlencode()}"
