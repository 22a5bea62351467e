"""The one door to drafts."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from actors.models import User, may_load
from strategies.models import Draft


def loader(request: HttpRequest) -> User:
    """The user, who may load documents; 404 for everybody else."""
    user = request.user
    if not may_load(user):
        raise Http404
    return user  # type: ignore[return-value]


def the_draft(request: HttpRequest, key: UUID) -> Draft:
    """The draft with its source, if the user may see it; 404 otherwise.

    A POST holds its lock until the transaction ends, so that changes of one draft happen one after the other.
    """
    drafts: QuerySet[Draft] = Draft.objects.visible_to(request.user)
    if request.method == "POST":
        drafts = Draft.objects.editable_by(request.user).select_for_update(of=("self",))
    return get_object_or_404(
        drafts.select_related("source", "strategy", "created_by").defer("proposed", "base"), key=key
    )
