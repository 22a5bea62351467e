"""A file that somebody has changed elsewhere: what it would change is shown first, and then made, as one change."""

from dataclasses import dataclass
from typing import Any

import pghistory
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from strategies.apply import apply
from strategies.editing.access import beside_copy, working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.upload import WORKING_COPY, UploadForm, base_named
from strategies.editing.parts import posted
from strategies.exports.about import About
from strategies.exports.errors import FileError
from strategies.exports.formats import FORMATS, format_of
from strategies.exports.process import ReturnedFile
from strategies.exports.returned import returned
from strategies.exports.stratml import NoGoalsError
from strategies.models import Strategy
from strategies.names import PlanError, in_our_words
from strategies.past import is_moment, last_number, plan_at, unknown_actors
from strategies.patch import Patch, diff, patched
from strategies.plan import Plan
from strategies.publishing.canonical import digest
from strategies.publishing.public import public_plan
from strategies.reading.comparison import Comparison
from strategies.reading.editions import editions_of, plan_of
from strategies.snapshot import snapshot

A_DAY = 24 * 60 * 60  # seconds; so long may somebody look at what would change
LONGEST_NAME = 100


@dataclass(frozen=True)
class Proposal:
    """What a file would make of the working copy, and what of it is left; `name` is what the file was called."""

    name: str
    now: Plan
    plan: Plan
    notes: tuple[str, ...]

    def sealed(self, strategy: Strategy) -> str:
        """All that applying needs, in a form that nobody else can write."""
        patch = diff(self.now, self.plan).model_dump(mode="json")
        told = {"name": self.name, "of": digest(self.now), "patch": patch}
        return signing.dumps(told, salt=_salt(strategy), compress=True)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; see what it would change; change it, when the plan is still the one that was compared with."""
    strategy = beside_copy(request, slug)
    if request.method == "POST" and "proposal" in request.POST:
        return _apply(request, slug)
    form = UploadForm(posted(request), request.FILES or None, strategy=strategy)
    if form.is_bound and form.is_valid():
        try:
            return _show(request, strategy, _proposal(request, strategy, **form.cleaned_data))
        except UnknownBaseError as error:
            form.ask(str(error), base_named(form.cleaned_data["file"].name))
        except FileError as error:
            for line in error.lines:
                form.add_error("file", line)
    context = {"strategy": strategy, "form": form, "formats": FORMATS.values()}
    return render(request, "editing/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
def working_file(request: HttpRequest, slug: str, file: str) -> HttpResponse:
    """The working copy as a file that says its moment, without the people whom the public would not see."""
    strategy = working_copy(request, slug)
    form = FORMATS[file]
    moment = last_number(strategy)
    address = settings.PORTAL_ADDRESS + reverse("edit-strategy", args=[slug])
    about = About(slug, address=address, moment=moment)
    try:
        # Out of the history, so that it is what stood at the moment whatever somebody changes meanwhile.
        content = form.write(public_plan(plan_at(strategy, moment)), about)
    except NoGoalsError:
        raise Http404 from None
    name = f'attachment; filename="{slug}-arbetsversion.{form.ending}"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=form.content_type, headers=headers)


class UnknownBaseError(Exception):
    """Nothing tells for certain what a file was made from; why, in Swedish."""


def _proposal(request: HttpRequest, strategy: Strategy, file: Any, base: int | None) -> Proposal:
    """Raises FileError for a file that cannot be read, or cannot be put together with the plan as it is now; UnknownBaseError.

    The file is read outside any transaction: however long it takes, nobody waits for the plan.
    """
    form = format_of(file.name)
    with ReturnedFile(file.read(), form) as file_back:
        then = in_our_words(_made_from(request, strategy, file_back.about(), base, file.name))
        public = public_plan(then)
        said = file_back.said(public)
    try:
        carried = form.carried(public, About(strategy.slug))
    except NoGoalsError:
        told = _(
            "Planen hade inga delar då, så det finns ingen StratML-fil att jämföra med. Välj ett annat format."
        )
        raise FileError(told) from None
    now = _now(request, strategy.slug)
    found = returned(now, then, carried.plan, in_our_words(said.plan))
    return Proposal(
        file.name[:LONGEST_NAME], now, found.plan, (*found.notes, *said.unread(carried))
    )


def _made_from(
    request: HttpRequest, strategy: Strategy, about: About, base: int | None, name: str
) -> Plan:
    """The plan that a file was made from: by its own word, by what somebody has chosen, or by the edition that is in its name."""
    if about.slug and about.slug != strategy.slug:
        told = _(
            "Filen hör till en annan plan, den med adressen ”%(slug)s”. Öppna den planen och ladda upp filen där."
        )
        raise FileError(told % {"slug": about.slug})
    if about.moment and is_moment(strategy, about.moment):
        return _at(strategy, about.moment, base)
    if about.number and base not in (None, about.number):
        told = _("Filen säger att den hämtades från utgåva %(number)d. Välj ”Det som filen säger”.")
        raise UnknownBaseError(told % {"number": about.number})
    number = about.number or (base_named(name) if base is None else base)
    if base == WORKING_COPY:
        return _now(request, strategy.slug)
    if not number:
        raise UnknownBaseError(_UNSAID)
    return _edition(strategy, number)


_UNSAID = gettext_lazy(
    "Filen säger inte vilken version den hämtades från. Välj den här, och välj filen igen. Har någon ändrat i planen sedan filen hämtades: hämta hellre en ny fil och gör om ändringarna i den."
)


def _at(strategy: Strategy, moment: int, base: int | None) -> Plan:
    """The working copy as it was when a file says that it was fetched."""
    if base not in (None, WORKING_COPY):
        told = _("Filen säger att den hämtades från arbetsversionen. Välj ”Det som filen säger”.")
        raise UnknownBaseError(told)
    return plan_at(strategy, moment)


@transaction.atomic
def _now(request: HttpRequest, slug: str) -> Plan:
    """The working copy, all of it from the same moment."""
    return snapshot(working_copy(request, slug))


def _edition(strategy: Strategy, number: int) -> Plan:
    edition = editions_of(strategy.slug).filter(number=number).first()
    if edition is None:  # it was withdrawn meanwhile
        raise FileError(
            _("Utgåvan går inte att läsa längre. Välj en annan, eller arbetsversionen.")
        )
    return plan_of(edition)


def _show(
    request: HttpRequest, strategy: Strategy, proposal: Proposal, problem: str = ""
) -> HttpResponse:
    context = {
        "strategy": strategy,
        "name": proposal.name,
        "comparison": Comparison(proposal.now, proposal.plan),
        "changed": proposal.now != proposal.plan,
        "new_actors": _new_actors(proposal.plan),
        "notes": proposal.notes,
        "proposal": proposal.sealed(strategy),
        "problem": problem,
    }
    return render(request, "editing/upload_changes.html", context, status=422 if problem else 200)


@transaction.atomic
def _apply(request: HttpRequest, slug: str) -> HttpResponse:
    strategy = working_copy(request, slug)
    try:
        told = signing.loads(request.POST["proposal"], salt=_salt(strategy), max_age=A_DAY)
    except signing.BadSignature:
        return _again(request, strategy, _("Det har gått för lång tid. Välj filen igen."))
    now = snapshot(strategy)
    if told["of"] != digest(now):
        changed = _(
            "Planen har ändrats sedan du såg ändringarna. Välj filen igen, så ser du dem som de blir nu."
        )
        return _again(request, strategy, changed, status=409)
    plan = patched(now, Patch.model_validate(told["patch"]))
    try:
        with pghistory.context(reason=_("Läste in %(name)s") % {"name": told["name"]}):
            apply(plan, strategy)
    except PlanError as error:
        proposal = Proposal(told["name"], now, plan, ())
        return _show(request, strategy, proposal, f"{error.message} {error.remedy}")
    tell(request, _("Ändringarna i %(name)s är införda.") % {"name": told["name"]})
    return see_other("edit-strategy", strategy.slug)


def _new_actors(plan: Plan) -> list[str]:
    """The names that become actors of the register; a name that can mean several is told when the plan is stored."""
    try:
        return unknown_actors(plan)
    except PlanError:
        return []


def _again(
    request: HttpRequest, strategy: Strategy, problem: str, status: int = 422
) -> HttpResponse:
    context = {
        "strategy": strategy,
        "form": UploadForm(strategy=strategy),
        "formats": FORMATS.values(),
        "problem": problem,
    }
    return render(request, "editing/upload.html", context, status=status)


def _salt(strategy: Strategy) -> str:
    return f"upload {strategy.pk}"
