"""Forms of the review pages: what comes in, and what a person corrects in a proposed plan."""

from strategies.reviewing.forms.facts import FACTS, DecisionForm, FactsForm
from strategies.reviewing.forms.intake import IntakeForm
from strategies.reviewing.forms.parts import PartForm, form_of
from strategies.reviewing.forms.shape import AddForm, SplitForm

__all__ = [
    "FACTS",
    "AddForm",
    "DecisionForm",
    "FactsForm",
    "IntakeForm",
    "PartForm",
    "SplitForm",
    "form_of",
]
