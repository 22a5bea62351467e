"""The mail that tells those concerned of a step."""

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from actors.models import Membership, MembershipRole, User
from strategies.models import Step, StepKind, Strategy
from strategies.publishing.states import BY_KIND, Concerned

log = logging.getLogger(__name__)

APPROVERS = [MembershipRole.APPROVER, MembershipRole.ADMINISTRATOR]
EDITORS = [MembershipRole.EDITOR, *APPROVERS]


def tell_of(step: Step, brought: Step | None = None) -> None:
    """Have those concerned told of the step: in the same transaction, so that a step and its mail are there together or neither is.

    `brought` is a step of the same plan that this one has brought with it: those whom it concerns are told by the same letter, which says what it says.
    """
    people = concerned_by(step)
    if brought:
        people |= concerned_by(brought)
    people = people.filter(is_active=True).distinct().order_by("pk")
    others = [pk for pk in people.values_list("pk", flat=True) if pk != step.user_id]
    if others:
        send_letters.enqueue(step.pk, others, brought.comment if brought else "")


def concerned_by(step: Step) -> QuerySet[User]:
    match BY_KIND[StepKind(step.kind)].concerned:
        case Concerned.APPROVERS:
            return with_role(step.strategy, APPROVERS)
        case Concerned.EVERYBODY:
            return with_role(step.strategy, EDITORS)
        case Concerned.WAITING:
            approvers = with_role(step.strategy, APPROVERS).values("pk")
            asker = _latest(step, [StepKind.ASK])
            return User.objects.filter(Q(pk__in=approvers) | Q(pk__in=asker))
        case Concerned.ASKER:
            kinds = [StepKind.ASK]
        case _:
            kinds = [StepKind.ASK, StepKind.APPROVE, StepKind.SCHEDULE]
    return User.objects.filter(pk__in=_latest(step, kinds))


def with_role(strategy: Strategy, roles: Iterable[str]) -> QuerySet[User]:
    """Active members with one of the roles for an owner of the plan; the portal's administrators are not among them."""
    owners = list(strategy.owners.values_list("pk", flat=True))
    members = Membership.objects.counting_for(owners).filter(role__in=list(roles))
    return User.objects.filter(is_active=True, memberships__in=members)


def _latest(step: Step, kinds: Iterable[StepKind]) -> list[int]:
    """Who took the latest step of each kind before this one."""
    before = step.strategy.steps.filter(pk__lt=step.pk).latest_first()
    found = (before.filter(kind=kind).values_list("user", flat=True).first() for kind in kinds)
    return [user for user in found if user]


@task
def send_letters(step: int, people: list[int], also: str = "") -> None:
    """Mail each of the people once, `also` being said besides. One whose mail fails does not keep the others from theirs."""
    steps = Step.objects.select_related("strategy", "user", "edition").defer("edition__plan")
    told = steps.get(pk=step)
    subject = f"”{told.strategy}”: {_what(told)}"
    body = render_to_string("publishing/letter.txt", _context(told) | {"also": also})
    with get_connection() as connection:
        for user in User.objects.filter(pk__in=people, is_active=True):
            letter = EmailMessage(
                subject, body, settings.DEFAULT_FROM_EMAIL, [user.email], connection=connection
            )
            try:
                letter.send()
            except (SMTPException, OSError) as problem:
                # The kind of fault alone: the mail server's own words hold the address.
                log.warning("A letter of a step was not sent: %s", type(problem).__name__)


def _what(step: Step) -> str:
    """What was done, with the edition that it made."""
    what = str(step)
    if step.kind == StepKind.PUBLISH and step.edition:
        what = _("publicerad som utgåva %(number)d") % {"number": step.edition.number}
    return _("%(what)s, en rättelse") % {"what": what} if step.correction else what


def _told(step: Step) -> str:
    """What the letter begins with."""
    words = {"title": step.strategy.title, "what": _what(step)}
    if step.kind in (StepKind.SUPERSEDE, StepKind.RESTORE):  # from a day that the comment says
        return _("Planen ”%(title)s” %(what)s.") % words
    return _("Planen ”%(title)s” är nu %(what)s.") % words


def _context(step: Step) -> dict[str, object]:
    public = ""
    if step.kind == StepKind.PUBLISH and step.edition:
        public = reverse("edition", args=[step.strategy.slug, step.edition.number])
    return {
        "step": step,
        "told": _told(step),
        "public_link": public and settings.PORTAL_ADDRESS + public,
        "who": step.user or _("portalen"),
        "link": settings.PORTAL_ADDRESS + reverse("publish", args=[step.strategy.slug]),
        "portal_name": settings.PORTAL_NAME,
    }
