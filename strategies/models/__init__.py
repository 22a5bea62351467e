"""The tables of what is decided: a strategy, its tree, its claims, ties, people, means and sources, its editions,
the drafts that become strategies, and those who follow them."""

from strategies.models.claims import Challenge, Statement
from strategies.models.decision import Decision
from strategies.models.edition import Edition, EditionOwner, EditionRegion, RenderedPage
from strategies.models.element import Action, Direction, Element, FocusArea
from strategies.models.entry import Entry, EntryActor, EntryKind, EntryRelation, Term
from strategies.models.intake import Draft, DraftChangedError, SourceFile
from strategies.models.means import Basis, Forum, Mandate, Milestone, Resource
from strategies.models.note import Note
from strategies.models.paper import Paper, paper_size
from strategies.models.people import Participant, Person, Quote
from strategies.models.presence import Presence
from strategies.models.preview import Comment, Outcome, PreviewLink
from strategies.models.public_change import PublicChange, ShownActor, ShownRegion
from strategies.models.sources import Document, Flag, Passage
from strategies.models.step import Step, StepKind
from strategies.models.strategy import (
    LevelWord,
    Strategy,
    StrategyOwner,
    StrategyRegion,
)
from strategies.models.subscription import Announcement, Delivery, Subscription
from strategies.models.theme import THEME_MARK, ThemeLink, ThemeState
from strategies.models.ties import Involvement, Link, Mention, Relation
from strategies.models.visit import Visit
from strategies.models.withheld import WithheldName, withheld_in, withheld_names

__all__ = [
    "THEME_MARK",
    "Action",
    "Announcement",
    "Basis",
    "Challenge",
    "Comment",
    "Decision",
    "Delivery",
    "Direction",
    "Document",
    "Draft",
    "DraftChangedError",
    "Edition",
    "EditionOwner",
    "EditionRegion",
    "Element",
    "Entry",
    "EntryActor",
    "EntryKind",
    "EntryRelation",
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
    "Outcome",
    "Paper",
    "Participant",
    "Passage",
    "Person",
    "Presence",
    "PreviewLink",
    "PublicChange",
    "Quote",
    "Relation",
    "RenderedPage",
    "Resource",
    "ShownActor",
    "ShownRegion",
    "SourceFile",
    "Statement",
    "Step",
    "StepKind",
    "Strategy",
    "StrategyOwner",
    "StrategyRegion",
    "Subscription",
    "Term",
    "ThemeLink",
    "ThemeState",
    "Visit",
    "WithheldName",
    "paper_size",
    "withheld_in",
    "withheld_names",
]
