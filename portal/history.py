"""Who made a change, from which page and why: the context that the database's history keeps."""

from typing import Any

import pghistory.middleware
from django.http import HttpRequest


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Adds user, address and, where a form asks for it, the reason to every change that a request makes."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        user = getattr(request, "user", None)
        return {
            "user": user.pk if user else None,
            "url": request.path,
            "reason": request.POST.get("reason", "")[:500] if request.POST else "",
        }
