"""What current editions say, as rows: the index behind search, actor pages and counts.

Publishing writes it from the Plan and nothing else does, so that readers never meet the rows under editing.
"""

from datetime import date
from typing import Protocol, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from strategies.models.fields import WordField, one_of
from strategies.models.intake import SourceFile
from strategies.models.public_change import counted
from strategies.models.strategy import Strategy
from strategies.plan import RelationKind

REPLACES: RelationKind = "ersätter"


class EntryKind(models.TextChoices):
    STRATEGY = "strategy", _("strategi")
    DIRECTION = "direction", _("inriktning")
    FOCUS_AREA = "focus_area", _("insatsområde")
    ACTION = "action", _("insats")
    CHALLENGE = "challenge", _("utmaning")
    STATEMENT = "statement", _("uttalande")
    SECTION = "section", _("avsnitt")
    DOCUMENT = "document", _("källdokument")


class Entry(models.Model):
    """One thing that a current edition says: the strategy itself, an element, a challenge, a statement, a section beside them, or a document whose text readers may read.

    `word` is the plan's own word for its level; `key` is the part's key, `path` the titles that it stands under, from the top. A document has a
    `number` and its `file`, and its text is what the public may read of it. `vector` is what a search finds it by, as `analyser` (a version)
    made it; `counties` are the ids of the län that its plan concerns, and `ends` is the plan's last day; the first day there is, where it is repealed.
    """

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="entries")
    key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=EntryKind)
    word = models.CharField(max_length=80)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField()
    path = ArrayField(models.CharField(max_length=500), default=list)
    number = models.PositiveSmallIntegerField(null=True)
    file = models.ForeignKey(SourceFile, models.CASCADE, related_name="entries", null=True)
    counties = ArrayField(models.BigIntegerField(), default=list)
    ends = models.DateField(null=True)
    vector = SearchVectorField(null=True)
    analyser = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["strategy", "position"]
        # All other entries come and go with an edition, which counts; documents also when they may be read, or no longer.
        triggers = counted(insert="NEW.kind = 'document'", delete="OLD.kind = 'document'")
        indexes = [
            GinIndex(fields=["vector"], name="entry_vector"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "key"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.DOCUMENT, number__isnull=False, file__isnull=False)
                | (~Q(kind=EntryKind.DOCUMENT) & Q(number__isnull=True, file__isnull=True)),
                name="entry_of_a_document_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.strategy.slug, self)


class Placed(Protocol):
    """What tells where an entry is: its kind, key and word, and a document's number."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> UUID: ...
    @property
    def word(self) -> str: ...
    @property
    def number(self) -> int | None: ...


def address_of(slug: str, entry: Placed) -> str:
    """Where readers meet an entry of the strategy: the plan, a place in it, or the page of the source with that number."""
    if entry.number is not None:
        return reverse("source", args=[slug, entry.number])
    page = reverse("strategy", args=[slug])
    if entry.kind == EntryKind.SECTION:
        return f"{page}#{slugify(entry.word)}"
    return page if entry.kind == EntryKind.STRATEGY else f"{page}#d-{str(entry.key)[:8]}"


class EntryActor(models.Model):
    """An actor's part in an entry: a role, or how else the edition names it ("ägare", "beslutade", "gav uppdrag", "nämns")."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="entry_actors")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="actors")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="entries")
    role = models.CharField(max_length=30)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["strategy", "entry__position", "pk"]

    def __str__(self) -> str:
        return f"{self.actor} {self.role}"


class EntryRelationQuerySet(models.QuerySet["EntryRelation"]):
    def replacing(self) -> Self:
        """Those that replace a whole plan; one whose chapter is replaced goes on."""
        return self.filter(kind=REPLACES, part="")

    def superseding(self) -> Self:
        """Those that end what they replace: a plan that no body has adopted does not end one that has been (docs/decisions/0026)."""
        adopted = F("to__current_edition__adopted")
        return self.replacing().filter(strategy__current_edition__adopted__gte=adopted)

    def begun(self, day: date) -> Self:
        """Those of plans whose period has begun on the day; until then, what they replace counts."""
        edition = "strategy__current_edition__first_day"
        return self.filter(Q(**{edition: None}) | Q(**{f"{edition}__lte": day}))


class EntryRelation(models.Model):
    """That the current edition of one strategy says that it has a relation to another, whose title there is `name`."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="entry_relations")
    to = models.ForeignKey(Strategy, models.CASCADE, related_name="entry_relations_here")
    kind = WordField(words=RelationKind)
    name = models.CharField(max_length=500)
    part = models.CharField(max_length=500, blank=True)

    objects = EntryRelationQuerySet.as_manager()

    class Meta:
        ordering = ["strategy", "pk"]
        triggers = counted(insert="true", update="true", delete="true")
        constraints = [
            one_of("kind", RelationKind, "entry_relation_kind"),
            models.UniqueConstraint(
                fields=["strategy", "to", "kind", "part"], name="entry_relation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strategy} {self.kind} {self.name}"


class Term(models.Model):
    """A lexeme that has been indexed: what misspelt words are compared with, and what words are looked for within.

    `familiar` says that the analyser knows the word or its parts. Terms stay when what had them is gone, until all is indexed again; so nobody
    is told of a term before an entry has been found by it.
    """

    word = models.CharField(max_length=200, primary_key=True)
    familiar = models.BooleanField()

    class Meta:
        # Words are looked for within these alone, which are few.
        indexes = [models.Index("word", name="term_unfamiliar", condition=Q(familiar=False))]

    def __str__(self) -> str:
        return self.word
