"""Who is asked to sign in, without losing what they have written."""

from collections.abc import Callable

from django.contrib.auth import middleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import retarget

from portal.http import wants_fragment

# What forms send beside what people write.
SILENT = {"csrfmiddlewaretoken", "version", "sha256"}


# The user that a staff page was opened by (static/js/contact.js).
EDITOR = "X-Editor"


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's, for people whose session ended while they wrote.

    A redirect would put the login page in the place of an htmx form, and drop what a plain form sent. Both answers
    have status 401: htmx is told so in the page's live region, and a plain form's texts come back to be copied.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Also ask anew where somebody else has signed in since the page was opened: what one wrote is not saved in another's name."""
        editor = request.headers.get(EDITOR)
        if editor and request.user.is_authenticated and editor != str(request.user.pk):
            return self.handle_no_permission(request, view_func)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if wants_fragment(request):
            response = render(request, "account/_signed_out.html", status=401)
            response["HX-Reswap"] = "innerHTML"
            return retarget(response, "#besked")
        # Only what belongs in plans comes back: a form for a new password must not show it.
        edits = request.path.startswith(reverse("desk"))
        if request.method == "POST" and edits and (typed := typed_texts(request)):
            context = {"typed": typed, "address": request.path}
            response = render(request, "account/signed_out.html", context, status=401)
            add_never_cache_headers(response)
            return response
        return super().handle_no_permission(request, view_func)


def typed_texts(request: HttpRequest) -> list[str]:
    """What somebody wrote in the form that was sent, field by field."""
    return [
        text
        for name, values in request.POST.lists()
        if name not in SILENT
        for text in values
        if len(str(text)) > 1
    ]
