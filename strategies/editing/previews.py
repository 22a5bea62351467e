"""Links that show the working copy to somebody without an account: made, listed and ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from strategies.editing.access import beside_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.preview import PreviewLinkForm
from strategies.models import PreviewLink


@require_http_methods(["GET", "HEAD", "POST"])
def preview_links(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's links, and the form of a new one. The answer to a POST shows the new link, once: it is stored nowhere."""
    strategy = beside_copy(request, slug)
    form = PreviewLinkForm(request.POST if request.method == "POST" else None)
    link = ""
    if form.is_valid():
        made = PreviewLink(strategy=strategy, made_by=request.user, note=form.cleaned_data["note"])  # type: ignore[misc]
        token = made.store(form.cleaned_data["last_day"])
        link = request.build_absolute_uri(reverse("open-preview", args=[token]))
        form = PreviewLinkForm(None)
    context = {
        "strategy": strategy,
        "form": form,
        "link": link,
        "links": strategy.preview_links.filter(element_key=None).select_related("made_by"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "editing/preview_links.html", context, status=status)


@require_POST
def end_link(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """End a link, or the fact check that it is for: it shows nothing from now on."""
    link = get_object_or_404(beside_copy(request, slug).preview_links, pk=number)
    link.end()
    tell(request, _("Länken är avslutad och visar inte längre något."))
    return see_other("fact-checks" if link.element_key else "preview-links", slug)
