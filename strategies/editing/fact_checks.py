"""Fact checks: somebody without an account is asked by mail about an element, and staff settle what they say."""

import logging
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.http import wants_fragment
from strategies.editing.access import beside_copy
from strategies.editing.answers import see_other, show_piece, tell
from strategies.editing.forms.fields import LineField
from strategies.editing.forms.preview import FactCheckForm
from strategies.models import Comment, Element, Outcome, PreviewLink, Strategy

log = logging.getLogger(__name__)


class SettleForm(forms.ModelForm[Comment]):
    """What is made of a comment; rejecting one takes a word why."""

    reason = LineField(
        label=gettext_lazy("Svar"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Visas för den som kommenterade. Behövs när kommentaren avvisas."),
    )

    class Meta:
        model = Comment
        fields = ["outcome", "reason"]

    def __init__(self, data: QueryDict | None = None, *, instance: Comment) -> None:
        # Several are on one page, each with fields of the same names.
        auto_id = f"kommentar-{instance.pk}-%s"
        super().__init__(data, instance=instance, label_suffix="", auto_id=auto_id)
        self.fields["outcome"].required = True

    def clean(self) -> dict[str, object] | None:
        found = super().clean()
        rejected = self.cleaned_data.get("outcome") == Outcome.REJECTED
        if rejected and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Skriv varför kommentaren avvisas."))
        return found


@dataclass(frozen=True)
class Said:
    """A comment, with the form that settles it where nobody has."""

    comment: Comment
    form: SettleForm | None


@dataclass(frozen=True)
class Check:
    """A fact check: its link, the element's title ("" when it has been removed), and what came in."""

    link: PreviewLink
    title: str
    said: list[Said]

    @property
    def waits(self) -> bool:
        return any(said.form for said in self.said)


@require_safe
def fact_checks(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's fact checks, those that wait for an answer first."""
    return _show(request, beside_copy(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """The form of a fact check; a POST sends the mail. A mail that cannot be sent leaves no link behind."""
    strategy = beside_copy(request, slug)
    element = get_object_or_404(strategy.elements, key=key)
    form = FactCheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email, question = form.cleaned_data["email"], form.cleaned_data["question"]
        link = PreviewLink(
            strategy=strategy,
            made_by=request.user,  # type: ignore[misc]
            email=email,
            element_key=key,
            question=question,
        )
        if _sent(request, link, element, form.cleaned_data["last_day"]):
            tell(request, _("Frågan är skickad till %(email)s.") % {"email": email})
            return see_other("fact-checks", slug)
        form.add_error(None, _("Brevet gick inte att skicka. Försök igen om en stund."))
    context = {"strategy": strategy, "element": element, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "editing/fact_check_invite.html", context, status=status)


@require_POST
@transaction.atomic
def settle(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Settle a comment, once; the answer is the element's comments in its panel, or the page of the fact checks."""
    strategy = beside_copy(request, slug)
    comments = Comment.objects.filter(link__strategy=strategy).select_for_update(of=("self",))
    comment = get_object_or_404(comments.select_related("link"), pk=number)
    asked = comment.link.element_key
    element = strategy.elements.filter(key=asked).first() if asked else None
    form = SettleForm(request.POST, instance=comment)
    status = 200
    if comment.outcome:
        tell(request, _("Kommentaren var redan avgjord av någon annan."))
    elif form.is_valid():
        comment.settled_at, comment.settled_by = timezone.now(), request.user  # type: ignore[assignment]
        form.save()
        tell(request, _("Kommentaren är avgjord."))
    else:
        status = 422
    refused = form if status == 422 else None
    if wants_fragment(request) and element:
        context = {
            "strategy": strategy,
            "part": element,
            "comments": comments_of(strategy, element, refused),
        }
        piece = "editing/_comments.html"
        return show_piece(request, strategy, element, piece, context, status=status)
    if refused:
        return _show(request, strategy, refused)
    return see_other("fact-checks", slug, anchor=f"kommentar-{number}")


def comments_of(
    strategy: Strategy, element: Element, refused: SettleForm | None = None
) -> list[Said]:
    """What outsiders have said of an element, the oldest first; `refused` is a form that was sent and not taken."""
    comments = Comment.objects.filter(link__strategy=strategy, link__element_key=element.key)
    return _said(comments.select_related("settled_by"), refused)


def _show(
    request: HttpRequest, strategy: Strategy, refused: SettleForm | None = None
) -> HttpResponse:
    said = Prefetch("comments", Comment.objects.select_related("settled_by"))
    links = strategy.preview_links.fact_checks().select_related("made_by").prefetch_related(said)
    titles = dict(strategy.elements.filter(key__in=_keys(links)).values_list("key", "title"))
    checks = [
        Check(link, titles.get(key, ""), _said(link.comments.all(), refused))
        for link, key in zip(links, _keys(links), strict=True)
    ]
    context = {
        "strategy": strategy,
        "checks": sorted(checks, key=lambda check: not check.waits),
        "waiting": sum(1 for check in checks for said in check.said if said.form),
    }
    status = 422 if refused else 200
    return render(request, "editing/fact_checks.html", context, status=status)


def _keys(links: QuerySet[PreviewLink]) -> list[UUID]:
    return [link.element_key for link in links if link.element_key]


def _said(comments: QuerySet[Comment], refused: SettleForm | None) -> list[Said]:
    def form(comment: Comment) -> SettleForm | None:
        if refused and refused.instance.pk == comment.pk:
            return refused
        return None if comment.outcome else SettleForm(instance=comment)

    return [Said(comment, form(comment)) for comment in comments]


def _sent(request: HttpRequest, link: PreviewLink, element: Element, last_day: date) -> bool:
    """Whether the mail has been handed over; the link is kept only then."""
    token = link.store(last_day)
    address = request.build_absolute_uri(reverse("open-preview", args=[token]))
    context = {
        "link": link,
        "strategy": link.strategy,
        "element": element,
        "address": address,
        "portal_name": settings.PORTAL_NAME,
    }
    subject = _("Faktakoll: %(title)s") % {"title": link.strategy}
    body = render_to_string("editing/fact_check_mail.txt", context)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [link.email])
    except (SMTPException, OSError) as problem:
        # The kind of fault alone: the mail server's own words hold the address.
        log.warning("A fact check could not be sent: %s", type(problem).__name__)
        link.delete()
        return False
    return True
