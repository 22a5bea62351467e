"""Who made a change, from which page and why: the context that the database's history keeps."""

from typing import Any

import pghistory
import pghistory.middleware
import pghistory.models
from django.db import models
from django.http import HttpRequest, HttpResponseBase

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def tracked(**options: Any) -> Any:
    """Decorates a model whose every insertion, change and removal the database is to tell of."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events, **options)


class NextNumber(models.Func):
    template = "nextval('history_number')"
    output_field = models.BigIntegerField()


class Event(pghistory.models.Event):
    """An event whose number comes from a counter that many tables share, and so tells the order over all of them.

    Time cannot: it is when a transaction began, and the one that waited for another's lock may be the older.
    """

    pgh_id = models.BigIntegerField(primary_key=True, db_default=NextNumber())

    class Meta:
        abstract = True


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Adds user, address and, where a form asks for it, the reason to every change that a request makes."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Safe requests change nothing, and asking who sent one would make a public answer vary by cookie.
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        return super().__call__(request)

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        user = getattr(request, "user", None)
        said = {
            "user": user.pk if user else None,
            "url": _storable(request.path),
            "reason": _storable(request.POST.get("reason", "")[:500]),
        }
        # The browser's own key of the act, by which one that is sent again is known.
        act = _storable(request.POST.get("akt", "")[:36])
        return said | ({"act": act} if act else {})


def _storable(text: str) -> str:
    """Without control characters: JSON in PostgreSQL takes no NUL, and a change must not fail for what is said of it."""
    return "".join(char if char.isprintable() else " " for char in text)
