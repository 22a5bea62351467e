"""Signing up for news by e-mail, confirming it, changing how often it comes, and ending it.

Nothing here tells whether an address is known, and no page shows one: a mail's links may lie in logs and histories.
"""

import logging
from smtplib import SMTPException
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from strategies.following.forms import FollowForm, FrequencyForm
from strategies.following.targets import Target, asked_target, named_target, target_of
from strategies.models import Subscription
from strategies.news import letters
from strategies.news.links import key_to_confirm, key_to_manage, manage_token, once_asked

log = logging.getLogger(__name__)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for news of what the address names; a POST sends a mail with a link that confirms it."""
    target = asked_target(request.GET)
    form = FollowForm(
        request.POST if request.method == "POST" else None, initial={"frequency": "direkt"}
    )
    context = {"target": target, "form": form, "failed": False}
    if not form.is_valid():
        return render(
            request, "following/follow.html", context, status=422 if form.is_bound else 200
        )
    email: str = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="follow", key=email.casefold()):
        return ratelimit.respond_429(request)
    subscription = _ask(target, email, form.cleaned_data["frequency"])
    try:
        letters.confirmation(subscription).send()
    except (SMTPException, OSError) as problem:
        # The kind of fault alone: the mail server's own words hold the address.
        log.warning("A confirmation could not be sent: %s", type(problem).__name__)
        return render(request, "following/follow.html", context | {"failed": True}, status=503)
    return redirect("follow-sent", permanent=False)


@login_not_required
@require_safe
def follow_sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: look in your mail."""
    return render(request, "following/sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Only a POST confirms: mail filters follow links. A link that is old is gone (410), and leads to the sign-up for what it was about."""
    subscription = _known(key_to_confirm(token))
    if subscription is None:
        asked = once_asked(token)
        target = named_target(*asked) if asked else None
        return render(request, "following/gone.html", {"target": target}, status=410)
    if request.method == "POST":
        subscription.confirm()
        messages.success(request, _("Tack, nu är det klart."))
        return redirect("subscription", manage_token(subscription))
    known = subscription.confirmed_at is not None
    template = "following/confirmed.html" if known else "following/confirm.html"
    context = {
        "target": target_of(subscription),
        "frequency": subscription.frequency,
        "token": manage_token(subscription),
    }
    return render(request, template, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What its holder has of a subscription: what it is about, how often, and the way to end it. One that has ended is gone (410)."""
    mine = _known(_key(token))
    if mine is None:
        return render(request, "following/gone.html", status=410)
    form = FrequencyForm(
        request.POST if request.method == "POST" else None, initial={"frequency": mine.frequency}
    )
    if form.is_valid():
        Subscription.objects.filter(pk=mine.pk).update(**form.cleaned_data)
        messages.success(request, _("Ändringen är sparad."))
        return redirect("subscription", token)
    context = {"target": target_of(mine), "form": form, "token": token, "subscription": mine}
    status = 422 if form.is_bound else 200
    return render(request, "following/subscription.html", context, status=status)


# Mail programs post here of themselves (RFC 8058); the token in the address is what shows who may.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription and forget its address, by a POST; safe to repeat. GET asks first."""
    key = _key(token)
    if request.method == "POST":
        Subscription.objects.filter(key=key).delete()
        return render(request, "following/ended.html")
    mine = _known(key)
    if mine is None:
        return render(request, "following/ended.html")
    return render(request, "following/end.html", {"target": target_of(mine), "token": token})


def _key(token: str) -> UUID:
    key = key_to_manage(token)
    if key is None:
        raise Http404
    return key


def _known(key: UUID | None) -> Subscription | None:
    rows = Subscription.objects.select_related("strategy", "region", "actor")
    return rows.filter(key=key, refused_at=None).first() if key else None


@transaction.atomic
def _ask(target: Target, email: str, frequency: str) -> Subscription:
    """The subscription of that address to that target; one that is not confirmed stands anew from now on, one that is stays as it is."""
    found, _new = Subscription.objects.select_for_update().get_or_create(
        **target.columns,
        email__iexact=email,
        refused_at=None,
        defaults={"email": email, "frequency": frequency},
    )
    if found.confirmed_at is None:
        found.frequency, found.requested_at = frequency, timezone.now()
        found.save(update_fields=["frequency", "requested_at"])
    return found
