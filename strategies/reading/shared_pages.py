"""The working copy as a link shows it to somebody without an account, until a day; and what such a reader says of an element."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors.models import User
from strategies.models import Comment, PreviewLink, Strategy, withheld_names
from strategies.models.preview import MOST_COMMENTS
from strategies.plan import Plan, one_line, prose
from strategies.publishing.public import without_approval
from strategies.reading.element_view import element_context
from strategies.reading.plan_view import Showing, render_plan
from strategies.snapshot import snapshot

# Where the session keeps the secrets of the links by number, so that they leave the address line, the logs and the history at once.
KEPT = "previews"
MOST_KEPT = 20


class CommentForm(forms.ModelForm[Comment]):
    """What a reader says of an element."""

    class Meta:
        model = Comment
        fields = ["text", "name"]
        labels = {
            "text": gettext_lazy("Din kommentar"),
            "name": gettext_lazy("Ditt namn, om du vill"),
        }
        help_texts = {
            "text": gettext_lazy("Läses av dem som skriver planen. Publiceras aldrig."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        error_messages = {
            "text": {
                "required": gettext_lazy("Skriv en kommentar."),
                "max_length": gettext_lazy(
                    "Kommentaren är för lång: högst %(limit_value)d tecken. Dela upp den i flera."
                ),
            },
        }

    def __init__(self, data: object = None, *, link: PreviewLink) -> None:
        self.link = link
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        # The browser counts line breaks as two characters and would cut what fits.
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_text(self) -> str:
        return prose(self.cleaned_data["text"])

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, object] | None:
        if not self.cleaned_data.get("text", "-"):
            self.add_error("text", _("Skriv en kommentar."))
        if self.link.comments.count() >= MOST_COMMENTS:
            told = _("Det går att skriva %(most)d kommentarer, och så många har det blivit.")
            self.add_error(None, told % {"most": MOST_COMMENTS})
        return super().clean()

    def store(self) -> Comment:
        """Keep the comment; one that is sent twice is kept once."""
        said = {name: self.cleaned_data[name] for name in ("text", "name")}
        if same := self.link.comments.filter(**said).first():
            return same
        self.instance.link, self.instance.number = self.link, self.link.comments.count() + 1
        return self.save()


@login_not_required
@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself. Only keeps its secret in the session, and leads on: a link that is forwarded or filtered on the way uses nothing up."""
    link = PreviewLink.objects.for_token(token).first()
    if link:
        kept = [*request.session.get(KEPT, {}).items(), (str(link.pk), token)]
        request.session[KEPT] = dict(kept[-MOST_KEPT:])
    # No link has the number 0, so one that is unknown leads to where it is told that a link is gone.
    page = "fact-check" if link and link.element_key else "shared-preview"
    response = redirect(page, link.pk if link else 0)
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """The working copy as the public would see it; 410 when the link shows it no more."""
    link = _opened(request, number)
    if link is None:
        return render(request, "reading/preview_gone.html", status=410)
    strategy = link.strategy
    return render_plan(request, _as_published(strategy), Showing(strategy.slug, shared=link))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def fact_check(request: HttpRequest, number: int) -> HttpResponse:
    """An element of the working copy in its place, and the form in which a reader comments on it.

    410 when it asks no more; what was typed meanwhile is then on the page, to be sent another way.
    """
    link = _opened(request, number)
    unsent = request.POST.get("text", "").strip()
    if link is None:
        gone = {"unsent": unsent, "asker": unsent and _asker(request, number)}
        return render(request, "reading/preview_gone.html", gone, status=410)
    if link.element_key is None:
        raise Http404
    showing = Showing(link.strategy.slug, shared=link)
    element = element_context(_as_published(link.strategy), link.element_key, showing)
    form = CommentForm(request.POST if request.method == "POST" else None, link=link)
    if element and form.is_valid():
        form.store()
        messages.success(request, _("Tack! Kommentaren är sparad hos dem som skriver planen."))
        return redirect("fact-check", number)
    context = {
        "shared": link,
        "element": element,
        "form": form,
        "full": link.comments.count() >= MOST_COMMENTS,
        "comments": link.comments.all(),
        "unsent": unsent,
        "asker": link.made_by,
        **(element or {"title": ""}),
    }
    status = 410 if element is None else 422 if form.is_bound else 200
    return render(request, "reading/fact_check.html", context, status=status)


def _as_published(strategy: Strategy) -> Plan:
    """The working copy, with the names that are withheld as little approved as they would be in an edition of it."""
    return without_approval(snapshot(strategy), withheld_names(strategy))


def _opened(request: HttpRequest, number: int) -> PreviewLink | None:
    """The link of that number, if the visitor has come through it and it still stands; a POST holds it, so that comments are counted one by one."""
    links = PreviewLink.objects.for_token(_token(request, number)).filter(pk=number)
    if request.method == "POST":
        links = links.select_for_update(of=("self",))
    return links.select_related("strategy", "made_by").first()


def _asker(request: HttpRequest, number: int) -> User | None:
    """Who made the link of that number, also when it has ended; None unless the visitor has come through it."""
    links = PreviewLink.objects.with_token(_token(request, number)).filter(pk=number)
    link = links.select_related("made_by").first()
    return link.made_by if link else None


def _token(request: HttpRequest, number: int) -> str:
    """What the visitor's browser remembers of the link of that number; "" for one that it has not come through, or has forgotten."""
    token: str = request.session.get(KEPT, {}).get(str(number), "")
    return token
