"""Many elements at once, from a list that somebody pastes."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from strategies.editing import order
from strategies.editing.access import working_copy
from strategies.editing.answers import show_section, tell
from strategies.editing.forms.fields import LONGEST_TEXT
from strategies.editing.levels import usual_kind
from strategies.editing.nouns import NOUNS
from strategies.editing.outline import short
from strategies.editing.parts import posted
from strategies.editing.pasted import LONGEST_TITLE, MOST_LINES, Pasted, pasted
from strategies.editing.tree import named
from strategies.models import Element, Strategy


class PasteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Listan"),
        help_text=gettext_lazy(
            "En rad för varje del. Indrag, punkter och numrering blir nivåer, så långt planen har nivåer."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True}),
        max_length=LONGEST_TEXT,
        strip=False,
        error_messages={"required": gettext_lazy("Klistra in en lista först.")},
    )

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        lines = pasted(text)
        if not lines:
            raise forms.ValidationError(_("Listan har inga rader med text."))
        if len(lines) > MOST_LINES:
            told = _(
                "Listan har %(number)d rader, och högst %(most)d får plats på en gång. Dela upp den."
            )
            raise forms.ValidationError(told % {"number": len(lines), "most": MOST_LINES})
        if long := next((line for line in lines if len(line.title) > LONGEST_TITLE), None):
            told = _(
                "Raden ”%(title)s …” är för lång: högst %(most)d tecken, och den har %(number)d. Korta den."
            )
            said = {"title": long.title[:60], "most": LONGEST_TITLE, "number": len(long.title)}
            raise forms.ValidationError(told % said)
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def paste(request: HttpRequest, slug: str) -> HttpResponse:
    """Make elements of a pasted list: after `efter`, first under `under`, or last in the plan."""
    strategy = working_copy(request, slug)
    sent = request.POST if request.method == "POST" else request.GET
    after = named(sent.get("efter"), strategy)
    parent = after.parent if after else named(sent.get("under"), strategy)
    form = PasteForm(posted(request), label_suffix="")
    lines = pasted(form.cleaned_data["text"]) if form.is_valid() else []
    if not lines:
        context = {"strategy": strategy, "form": form, "after": after, "under": parent}
        status = 422 if form.is_bound else 200
        return render(request, "editing/paste.html", context, status=status)
    made = grow(strategy, lines, parent, after)
    told = ngettext("%(number)d del är tillagd.", "%(number)d delar är tillagda.", len(made))
    tell(request, told % {"number": len(made)})
    response = show_section(request, strategy, NOUNS["delar"], made[0])
    return trigger_client_event(response, "pasted", {"id": short(made[0])}, after="settle")


def grow(
    strategy: Strategy, lines: list[Pasted], parent: Element | None, after: Element | None
) -> list[Element]:
    """Elements of the lines, the first right after `after`, or last under `parent`. What is deeper than the plan's levels stands on the lowest."""
    made: list[Element] = []
    path: list[Element] = []  # those that the next line may stand under
    for line in lines:
        path = path[: line.depth]
        over = path[-1] if path else parent
        kind = after.kind if after and not path else usual_kind(strategy, over)
        if kind is None:  # over is an action, and nothing stands under one
            path.pop()
            over = path[-1] if path else parent
            kind = made[-1].kind
        element = Element(
            strategy=strategy, parent=over, kind=kind, title=line.title, label=line.label
        )
        order.insert(element, after if over == parent else None)
        after = element if over == parent and after else after
        path.append(element)
        made.append(element)
    return made
