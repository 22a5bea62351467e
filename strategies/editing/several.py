"""One act on several elements: a role for an actor, a new place, or removal."""

from typing import Any, cast, get_args

from django import forms
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from strategies.editing import order
from strategies.editing.access import working_copy
from strategies.editing.answers import see_other, tell
from strategies.editing.forms.names import ActorNameField
from strategies.editing.outline import Branch, elements
from strategies.editing.parts import posted
from strategies.models import Element, Involvement, Strategy
from strategies.plan import Role

ACTS = [
    ("ansvar", gettext_lazy("Ge en aktör en roll i dem")),
    ("flytta", gettext_lazy("Flytta dem")),
    ("ta-bort", gettext_lazy("Ta bort dem")),
]


class SeveralForm(forms.Form):
    """What is to be done with the chosen elements, which come in the plan's order; nothing that stands under another of them is moved or removed by itself."""

    act = forms.ChoiceField(
        label=gettext_lazy("Vad vill du göra?"), choices=ACTS, widget=forms.RadioSelect
    )
    actor = ActorNameField(label=gettext_lazy("Aktör"))
    role = forms.ChoiceField(
        label=gettext_lazy("Roll"), choices=[(role, role) for role in get_args(Role)]
    )
    under = forms.ModelChoiceField(
        label=gettext_lazy("Flytta till sist under"),
        queryset=Element.objects.none(),
        required=False,
        empty_label=gettext_lazy("planens översta nivå"),
    )

    def __init__(self, data: QueryDict | None, *, strategy: Strategy, chosen: list[Branch]) -> None:
        super().__init__(data, label_suffix="", initial={"act": "ansvar", "role": "ansvarig"})
        self.strategy, self.chosen = strategy, chosen
        inside = {one.part.pk for branch in chosen for one in branch.walk()}
        under = cast(forms.ModelChoiceField, self.fields["under"])
        under.queryset = strategy.elements.exclude(kind="action").exclude(pk__in=inside)

    def clean(self) -> None:
        act = self.cleaned_data.get("act")
        if act == "ansvar" and "actor" in self.cleaned_data and not self.cleaned_data["actor"]:
            self.add_error("actor", _("Skriv aktörens namn."))
        if act == "flytta" and not self.errors:
            self._move()

    def _move(self) -> None:
        """Move them while the form is checked, since only moving tells whether there are levels enough."""
        under = self.cleaned_data["under"]
        with transaction.atomic():
            for branch in self.highest():
                element = Element.objects.get(pk=branch.part.pk)
                last = next(reversed(order.siblings(self.strategy, under)), None)
                if last != element and order.place(element, under, last) is None:
                    self.add_error(
                        "under",
                        _("”%(name)s” får inte plats där: planen har inte nivåer nog.")
                        % {"name": element},
                    )
                    transaction.set_rollback(True)
                    return

    def highest(self) -> list[Branch]:
        """The chosen branches but for those that stand under another of them."""
        below = {
            one.part.pk
            for branch in self.chosen
            for one in branch.walk()
            if one.part.pk != branch.part.pk
        }
        return [branch for branch in self.chosen if branch.part.pk not in below]

    def store(self) -> str:
        """Do it, and say what was done."""
        act, number = self.cleaned_data["act"], len(self.chosen)
        if act == "ansvar":
            actor, role = self.cleaned_data["actor"], self.cleaned_data["role"]
            involve(self.strategy, [branch.part for branch in self.chosen], actor, role)
            told = ngettext(
                "%(actor)s är %(role)s i %(number)d del.",
                "%(actor)s är %(role)s i %(number)d delar.",
                number,
            )
            return told % {"actor": actor, "role": role, "number": number}
        if act == "flytta":
            told = ngettext("%(number)d del är flyttad.", "%(number)d delar är flyttade.", number)
            return told % {"number": number}
        gone = sum(1 for branch in self.highest() for _one in branch.walk())
        for branch in self.highest():
            order.remove(Element.objects.get(pk=branch.part.pk))
        told = ngettext("%(number)d del är borttagen.", "%(number)d delar är borttagna.", gone)
        return told % {"number": gone}


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def several(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do with the elements whose keys are `del`, and doing it."""
    strategy = working_copy(request, slug)
    chosen = _chosen(strategy, request.GET.getlist("del"))
    if not chosen:
        tell(request, _("Välj först en eller flera delar med rutorna framför titlarna."))
        return see_other("edit-strategy", slug, anchor="delar")
    form = SeveralForm(posted(request), strategy=strategy, chosen=chosen)
    if form.is_bound and form.is_valid():
        tell(request, form.store())
        return see_other("edit-strategy", slug, anchor="delar")
    below = sum(1 for branch in form.highest() for _one in branch.walk()) - len(chosen)
    context: dict[str, Any] = {
        "strategy": strategy,
        "chosen": chosen,
        "below": max(below, 0),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "editing/several.html", context, status=status)


def involve(strategy: Strategy, chosen: list[Element], actor: Any, role: str) -> None:
    """Give the actor the role in each element where it has it not."""
    has = strategy.involvements.filter(actor=actor, role=role, note="")
    there = set(has.values_list("element", flat=True))
    last = dict(strategy.involvements.values_list("element").annotate(Max("position")))
    Involvement.objects.bulk_create(
        Involvement(
            strategy=strategy,
            element=element,
            actor=actor,
            role=role,
            position=last.get(element.pk, -1) + 1,
        )
        for element in chosen
        if element.pk not in there
    )


def _chosen(strategy: Strategy, keys: list[str]) -> list[Branch]:
    wanted = set(keys)
    branches = elements(strategy, {})
    return [branch for root in branches for branch in root.walk() if str(branch.part.key) in wanted]
