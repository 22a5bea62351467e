from typing import Any, cast

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from strategies.differences import GENERIC
from strategies.editing.forms.fields import EdtfField, LineField, NamesField, ProseField
from strategies.editing.forms.locked import LockedForm, check_order
from strategies.editing.levels import kinds_between
from strategies.models import Element, Strategy


def level_words(strategy: Strategy) -> dict[str, str]:
    """The strategy's own word for each level, or the portal's where it has none."""
    prefetch_related_objects([strategy], "level_words")  # once, however many ask
    own = {row.kind: row.word for row in strategy.level_words.all() if row.word}
    return GENERIC | own


class ElementForm(LockedForm):
    """An element; its kind can be chosen where the tree leaves a choice, and only actions have a time of their own.

    Not `titled`, it has everything but the title, which the outline's line has.
    """

    MORE = (
        *("purpose", "label", "short_title", "target_groups"),
        *("open_ended", "crosscutting", "starts", "ends"),
    )

    starts = EdtfField(
        label=_("Börjar"), help_text=_("År, månad eller dag: 2019, 2019-05 eller 2019-05-31.")
    )
    ends = EdtfField(label=_("Slutar"))
    target_groups = NamesField(label=_("Målgrupper"))

    class Meta:
        model = Element
        fields = (
            *("title", "kind", "text", "purpose", "label", "short_title"),
            *("target_groups", "starts", "ends", "open_ended", "crosscutting"),
        )
        field_classes = {
            "title": LineField,
            "text": ProseField,
            "purpose": ProseField,
            "label": LineField,
            "short_title": LineField,
        }
        labels = {"kind": _("Nivå")}
        help_texts = {
            "title": _("Som den är beslutad."),
            "label": _("Planens egen numrering, till exempel 1 eller 2 a."),
            "short_title": _("För innehållsförteckningen, om titeln är lång."),
            "open_ended": _("Planen skriver till exempel ”bland annat”."),
        }
        error_messages = {"title": {"required": _("Skriv en titel.")}}

    def __init__(self, *args: Any, strategy: Strategy, titled: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope = {"strategy": strategy, "titled": titled}
        if self.instance.pk:
            prefetch_related_objects([self.instance], "children")  # once, however many forms
        children = list(self.instance.children.all()) if self.instance.pk else []
        kinds = kinds_between(self.instance.parent, children)
        if titled:
            self.fields["title"].widget.attrs["autofocus"] = True
        else:
            del self.fields["title"]
        if len(kinds) < 2:
            del self.fields["kind"]
        else:
            field = cast(forms.ChoiceField, self.fields["kind"])
            words = level_words(strategy)
            field.choices = [(kind, words[kind]) for kind in kinds]
        if "action" not in kinds:
            del self.fields["starts"], self.fields["ends"]

    def clean(self) -> None:
        super().clean()
        starts, ends = self.cleaned_data.get("starts", ""), self.cleaned_data.get("ends", "")
        check_order(self, starts, ends)
        if (starts or ends) and self.cleaned_data.get("kind", "action") != "action":
            self.add_error("starts" if starts else "ends", _("Bara insatser har en egen tid."))


class TitleForm(LockedForm):
    """What an element's line in the outline says."""

    class Meta:
        model = Element
        fields = ("title",)
        field_classes = {"title": LineField}
        error_messages = ElementForm.Meta.error_messages

    def __init__(self, *args: Any, strategy: Strategy, **options: Any) -> None:
        super().__init__(*args, **options)
        self.scope = {"strategy": strategy}
