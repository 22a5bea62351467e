"""From working copy to edition: what is new, where the plan is on its way, and the steps that it can take."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from actors.models import User
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.steps import ApproveForm, PublishForm, StepForm
from strategies.models import Edition, Step, StepKind, Strategy, withheld_names
from strategies.plan import Plan
from strategies.publishing.canonical import digest
from strategies.publishing.due import schedule
from strategies.publishing.letters import APPROVERS, with_role
from strategies.publishing.order import Case, Said
from strategies.publishing.public import without_approval
from strategies.publishing.states import READY, Progress, State, progress_of
from strategies.publishing.steps import ChangedError, NotTheirsError, StepError, offered, take
from strategies.publishing.withdrawal import what_ends
from strategies.reading.comparison import Comparison
from strategies.snapshot import snapshot

MOST_STEPS = 20
DONE: dict[StepKind, Promise] = {
    StepKind.ASK: gettext_lazy(
        "Planen är lämnad för granskning. De som kan godkänna den får ett brev."
    ),
    StepKind.TAKE_BACK: gettext_lazy("Planen är dragen tillbaka från granskning."),
    StepKind.RETURN: gettext_lazy(
        "Planen är återlämnad. Den som lämnade den för granskning får ett brev."
    ),
    StepKind.APPROVE: gettext_lazy("Planen är godkänd. Nu kan den publiceras."),
    StepKind.UNSCHEDULE: gettext_lazy(
        "Den planerade publiceringen är avbruten. Planen är fortfarande godkänd."
    ),
    StepKind.WITHDRAW: gettext_lazy(
        "Planen är återkallad. Läsarna ser att den är det, och varför."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new since the current edition, where the plan is on its way, and the buttons of the steps that the user may take.

    A POST publishes, now or at a set time; a text that the user may approve is approved on the way.
    """
    strategy = working_copy(request, slug)
    if request.method != "POST":
        return _show(request, strategy)
    if not Strategy.objects.publishable_by(request.user).filter(pk=strategy.pk).exists():
        raise Http404
    progress = progress_of(strategy, digest(snapshot(strategy)))
    form = PublishForm(request.POST, first=not strategy.editions.exists(), progress=progress)
    if not form.is_valid():
        return _show(request, strategy, form=form, status=422)

    def act() -> str:
        return _publish(request, strategy, form, progress)

    return _taken(request, strategy, act, "edit-strategy", form=form)


def _publish(
    request: HttpRequest, strategy: Strategy, form: PublishForm, progress: Progress
) -> str:
    user: User = request.user  # type: ignore[assignment]
    said, seen = form.said(), request.POST.get("sha256", "-")
    with transaction.atomic():  # approved and published, or neither
        if progress.working not in (State.APPROVED, State.SCHEDULED):
            take(strategy, StepKind.APPROVE, user, seen=seen, tell=False)
        if form.later:
            schedule(strategy, user, said, seen=seen)
            return _(
                "Planen är godkänd och publiceras på den valda tiden, om ingen ändrar den innan dess."
            )
        step = take(strategy, StepKind.PUBLISH, user, said, seen=seen)
    assert step.edition is not None  # the constraint step_has_its_edition
    return _("Utgåva %(number)d är publicerad. Nu är det den som läsarna ser.") % {
        "number": step.edition.number
    }


@require_POST
@transaction.atomic
def step(request: HttpRequest, slug: str, kind: StepKind) -> HttpResponse:
    """One of the other steps, with the comment that was written."""
    strategy = working_copy(request, slug)
    user: User = request.user  # type: ignore[assignment]
    publishing = kind == StepKind.APPROVE  # its button is one of the form that publishes
    form = (
        ApproveForm(request.POST, first=not strategy.editions.exists())
        if publishing
        else StepForm(request.POST)
    )
    written = request.POST.get("comment", "")
    if not form.is_valid() and publishing:
        return _show(request, strategy, form=form, status=422)
    if not form.is_valid():
        problems = [str(error) for error in form.errors["comment"]]
        return _show(request, strategy, problems=problems, comment=written, status=422)
    seen = request.POST.get("sha256", "-")

    def act() -> str:
        take(strategy, kind, user, form.said(), seen=seen)
        return str(DONE[kind])

    shown = form if publishing else None
    return _taken(request, strategy, act, "publish", form=shown, comment=written)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that takes a published plan out of the readers' sight, with the reason that they will read. 404 when nothing is published."""
    strategy = working_copy(request, slug)
    mine = Strategy.objects.publishable_by(request.user).filter(pk=strategy.pk)
    if not mine.exists():
        raise Http404
    form = StepForm(
        request.POST if request.method == "POST" else None,
        label=_("Varför återkallas planen?"),
        hint=_("Läsarna ser det du skriver, i stället för planen."),
    )
    problems: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            take(strategy, StepKind.WITHDRAW, request.user, form.said())  # type: ignore[arg-type]
        except StepError as error:
            if form.said().comment:
                problems = error.problems
            else:
                form.add_error("comment", error.problems)
        else:
            tell(request, str(DONE[StepKind.WITHDRAW]))
            return see_other("publish", slug)
    if strategy.current_edition is None and not form.is_bound:
        raise Http404
    context = {
        "strategy": strategy,
        "form": form,
        "problems": problems,
        "ending": what_ends(strategy),
    }
    status = 422 if form.is_bound else 200
    return render(request, "editing/withdraw.html", context, status=status)


def _taken(
    request: HttpRequest,
    strategy: Strategy,
    act: Callable[[], str],
    then: str,
    *,
    form: forms.Form | None = None,
    comment: str = "",
) -> HttpResponse:
    """Do the act, and say what it did on the page `then`; or show the page again with why it was not done, and with what was written."""
    try:
        told = act()
    except NotTheirsError as error:
        raise Http404 from error
    except StepError as error:
        status = 409 if isinstance(error, ChangedError) else 422
        return _show(
            request, strategy, form=form, problems=error.problems, comment=comment, status=status
        )
    tell(request, told)
    return see_other(then, strategy.slug)


def _show(
    request: HttpRequest,
    strategy: Strategy,
    *,
    form: forms.Form | None = None,
    problems: list[str] | None = None,
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    plan = snapshot(strategy)
    sha256 = digest(plan)
    edition = _latest_edition(strategy)
    progress = progress_of(strategy, sha256)
    user: User = request.user  # type: ignore[assignment]
    can_take = offered(user, strategy, progress)
    case = Case(strategy, plan, sha256, Said())
    comparison = _comparison(strategy, edition, plan)
    context: dict[str, Any] = {
        "strategy": strategy,
        "edition": edition,
        "progress": progress,
        "is_new": progress.working != State.PUBLISHED,
        "comparison": comparison,
        "sha256": sha256,
        "offered": {kind.value: True for kind in can_take},
        "may_publish": not can_take.isdisjoint({StepKind.PUBLISH, StepKind.APPROVE}),
        "lacking": [problem for check in READY for problem in check(case)],
        "form": form or PublishForm(None, first=edition is None, progress=progress),
        "problems": problems or [],
        "comment": comment,
        "approvers": _approvers(strategy),
        "steps": _steps(strategy),
    }
    return render(request, "editing/publication.html", context, status=status)


def _latest_edition(strategy: Strategy) -> Edition | None:
    """What readers see; of a withdrawn plan, what they saw last."""
    return strategy.current_edition or strategy.editions.order_by("-number").first()


def _comparison(strategy: Strategy, edition: Edition | None, plan: Plan) -> Comparison:
    """What readers will see that they did not see in the edition, as they will see it; all of the plan where there is no edition yet."""
    withheld = withheld_names(strategy)
    old = without_approval(Plan.model_validate(edition.plan), withheld) if edition else None
    return Comparison(old, without_approval(plan, withheld))


def _approvers(strategy: Strategy) -> list[User]:
    """Who can approve and publish for the strategy's owners; the portal's administrators are not named."""
    return list(with_role(strategy, APPROVERS).distinct().order_by("name", "email"))


def _steps(strategy: Strategy) -> list[Step]:
    """The latest steps, the newest first."""
    steps = strategy.steps.latest_first().select_related("user", "edition").defer("edition__plan")
    return list(steps[:MOST_STEPS])
