"""What stands around a plan's tree: its kinds, by the nouns that addresses have for them, and what a row of one tells."""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategies import plan
from strategies.editing.forms.around import (
    AroundForm,
    BasisForm,
    ForumForm,
    MandateForm,
    MilestoneForm,
    ParticipantForm,
    PersonForm,
    QuoteForm,
    RelationForm,
    ResourceForm,
)
from strategies.models import (
    Basis,
    Element,
    Forum,
    Mandate,
    Milestone,
    Participant,
    Person,
    Quote,
    Relation,
    Resource,
    Strategy,
)
from strategies.models.rows import BelongingRow, VersionedRow
from strategies.reading.surroundings import BASES

NAME = 80  # characters of what a row is called, where something is said of it


@dataclass(frozen=True)
class Around:
    """A kind: its table, its form, and how it is called. `word` is in addresses, and the id of its section."""

    word: str
    model: type[Any]
    form: type[AroundForm]
    heading: Promise
    name: Promise
    adding: Promise
    none: Promise

    @property
    def belongs(self) -> bool:
        """Whether one can belong to an element; others are the whole plan's."""
        return issubclass(self.model, BelongingRow)

    def at(self, strategy: Strategy, element: Element | None) -> list[VersionedRow]:
        """Those of an element, or of the whole plan when it is None, in order."""
        of_place = {"at": element} if self.belongs else {}
        rows = self.model.objects.filter(strategy=strategy, **of_place)
        return list(rows.select_related(*self.model.needed()))


KINDS = (
    Around(
        "samband",
        Relation,
        RelationForm,
        gettext_lazy("Samband med andra planer"),
        gettext_lazy("samband"),
        gettext_lazy("Lägg till samband"),
        gettext_lazy(
            "Inget är skrivet om vilka planer den utgår från, bidrar till eller ersätter."
        ),
    ),
    Around(
        "resurser",
        Resource,
        ResourceForm,
        gettext_lazy("Resurser"),
        gettext_lazy("resurs"),
        gettext_lazy("Lägg till resurs"),
        gettext_lazy("Inget är skrivet om vad det kräver."),
    ),
    Around(
        "milstolpar",
        Milestone,
        MilestoneForm,
        gettext_lazy("Milstolpar"),
        gettext_lazy("milstolpe"),
        gettext_lazy("Lägg till milstolpe"),
        gettext_lazy("Inget är skrivet om vad som ska hända när."),
    ),
    Around(
        "forum",
        Forum,
        ForumForm,
        gettext_lazy("Forum och arbetsgrupper"),
        gettext_lazy("forum"),
        gettext_lazy("Lägg till forum"),
        gettext_lazy("Inget är skrivet om var man möts."),
    ),
    Around(
        "uppdrag",
        Mandate,
        MandateForm,
        gettext_lazy("Uppdrag"),
        gettext_lazy("uppdrag"),
        gettext_lazy("Lägg till uppdrag"),
        gettext_lazy("Inget är skrivet om vilka uppdrag aktörer har utöver planen."),
    ),
    Around(
        "underlag",
        Basis,
        BasisForm,
        gettext_lazy("Underlag"),
        gettext_lazy("underlag"),
        gettext_lazy("Lägg till underlag"),
        gettext_lazy("Inget är skrivet om vad planen bygger på."),
    ),
    Around(
        "deltagare",
        Participant,
        ParticipantForm,
        gettext_lazy("Vilka som tog fram planen"),
        gettext_lazy("deltagare"),
        gettext_lazy("Lägg till deltagare"),
        gettext_lazy("Inget är skrivet om vilka som deltog."),
    ),
    Around(
        "personer",
        Person,
        PersonForm,
        gettext_lazy("Personer"),
        gettext_lazy("person"),
        gettext_lazy("Lägg till person"),
        gettext_lazy("Planen nämner ingen person."),
    ),
    Around(
        "citat",
        Quote,
        QuoteForm,
        gettext_lazy("Röster om planen"),
        gettext_lazy("citat"),
        gettext_lazy("Lägg till citat"),
        gettext_lazy("Ingen är citerad."),
    ),
)
AROUND = {kind.word: kind for kind in KINDS}


class AroundAddress:
    """The path converter of a kind."""

    regex = "|".join(AROUND)

    def to_python(self, value: str) -> Around:
        return AROUND[value]

    def to_url(self, value: Around | str) -> str:
        return value.word if isinstance(value, Around) else value


def called(row: VersionedRow) -> str:
    """What a row is called: "Ersätter Näringslivsprogram 2014–2017"."""
    return Truncator(capfirst(str(row))).chars(NAME)


@singledispatch
def beside(row: VersionedRow) -> str:
    """What is told beside what the row is called; "" for nothing."""
    raise TypeError(f"beside() knows nothing of {type(row).__name__}")


@beside.register
def _relation(row: Relation) -> str:
    return row.part


@beside.register
def _resource(row: Resource) -> str:
    return plan.Resource.model_validate(row.values()).amount


@beside.register
def _milestone(row: Milestone) -> str:
    return str(row.date)


@beside.register
def _forum(row: Forum) -> str:
    return row.kind


@beside.register
def _mandate(row: Mandate) -> str:
    return _("från %(giver)s") % {"giver": row.given_by} if row.given_by else ""


@beside.register
def _basis(row: Basis) -> str:
    return BASES[row.kind].lower()


@beside.register
def _participant(row: Participant) -> str:
    hidden = row.kind == "person" and not row.approved
    return _listed(row.role, row.actor, _("namnet visas inte för läsare") if hidden else "")


@beside.register
def _person(row: Person) -> str:
    shown = (
        _("visas inte för läsare")
        if not row.name_approved
        else _("namn och kontaktuppgifter visas")
        if row.contact_approved
        else _("namnet visas")
    )
    return _listed(*row.titles, row.actor, shown)


@beside.register
def _quote(row: Quote) -> str:
    return row.person


def _listed(*said: object) -> str:
    return ", ".join(str(one) for one in said if one)
