"""The tables of what is decided: a strategy, its tree, its claims, ties, people, means and sources, its editions,
and the drafts that become strategies."""

from strategies.models.claims import Challenge, Statement
from strategies.models.decision import Decision
from strategies.models.edition import Edition, RenderedPage
from strategies.models.element import Action, Direction, Element, FocusArea
from strategies.models.entry import Entry, EntryActor, EntryKind
from strategies.models.intake import Draft, DraftChangedError, SourceFile
from strategies.models.means import Basis, Forum, Mandate, Milestone, Resource
from strategies.models.note import Note
from strategies.models.people import Participant, Person, Quote
from strategies.models.presence import Presence
from strategies.models.sources import Document, Flag, Passage
from strategies.models.strategy import (
    LevelWord,
    Strategy,
    StrategyOwner,
    StrategyRegion,
)
from strategies.models.ties import Involvement, Link, Mention, Relation
from strategies.models.visit import Visit
from strategies.models.withheld import WithheldName, withheld_in

__all__ = [
    "Action",
    "Basis",
    "Challenge",
    "Decision",
    "Direction",
    "Document",
    "Draft",
    "DraftChangedError",
    "Edition",
    "Element",
    "Entry",
    "EntryActor",
    "EntryKind",
    "Flag",
    "FocusArea",
    "Forum",
    "Involvement",
    "LevelWord",
    "Link",
    "Mandate",
    "Mention",
    "Milestone",
    "Note",
    "Participant",
    "Passage",
    "Person",
    "Presence",
    "Quote",
    "Relation",
    "RenderedPage",
    "Resource",
    "SourceFile",
    "Statement",
    "Strategy",
    "StrategyOwner",
    "StrategyRegion",
    "Visit",
    "WithheldName",
    "withheld_in",
]
