"""The states of a plan, and the one table of how it goes from one to another (docs/states.md is made from it).

A plan has two: that of its working copy, on its way to become an edition, and that of the edition which the public reads. Publishing is where
they meet. A working copy's state is given to a text, not to a name: whoever changes a word has a draft again, whatever the word was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategies.models import EntryRelation, Step, StepKind, Strategy
from strategies.publishing import order
from strategies.publishing.order import Case


class State(TextChoices):
    DRAFT = "draft", _("utkast")
    IN_REVIEW = "in_review", _("på granskning")
    RETURNED = "returned", _("återlämnad")
    APPROVED = "approved", _("godkänd")
    SCHEDULED = "scheduled", _("planerad")
    PUBLISHED = "published", _("publicerad")
    SUPERSEDED = "superseded", _("ersatt")
    WITHDRAWN = "withdrawn", _("återkallad")


# States that hold for the very text that they were given to.
OF_A_TEXT = frozenset({State.IN_REVIEW, State.APPROVED, State.SCHEDULED, State.PUBLISHED})
# States of a text that somebody waits for: an edit ends them, and those concerned are told (strategies/publishing/edited.py).
ON_THE_WAY = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
# States of what the public meets.
OF_THE_PUBLIC = frozenset({State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN})


class Who(TextChoices):
    """Who may take a step. The rules are the querysets' (strategies/models/strategy.py); the clock and commands are nobody."""

    EDITORS = "editors", _("de som får ändra planen")
    APPROVERS = "approvers", _("de som får publicera planen")
    SECOND = "second", _("de som får publicera planen, utom den som lämnade den för granskning")
    NOBODY = "nobody", _("ingen: det följer av något annat")


class Concerned(TextChoices):
    """Who is told of a step by mail; whoever took it is never among them."""

    APPROVERS = "approvers", _("de som kan godkänna")
    ASKER = "asker", _("den som lämnade planen för granskning")
    WAITING = "waiting", _("den som lämnade planen för granskning och de som kan godkänna den")
    INVOLVED = (
        "involved",
        _(
            "den som lämnade planen för granskning, den som godkände den och den som planerade publiceringen"
        ),
    )
    EVERYBODY = "everybody", _("alla som får ändra planen")


Check = Callable[[Case], Iterable[str]]


@dataclass(frozen=True)
class Transition:
    """A step: from which states to which, who may take it, what must be in order, and who is told.

    `alone_from` are the further states that it may be taken from where the portal lets one person approve (settings.ONE_APPROVER).
    `public` says that it is about the state of the public edition.
    """

    kind: StepKind
    words: Promise
    sources: tuple[State, ...]
    target: State
    who: Who
    concerned: Concerned
    order: tuple[Check, ...] = ()
    alone_from: tuple[State, ...] = ()
    public: bool = False


READY = (
    order.has_an_owner,
    order.has_no_blocking_flag,
    order.has_no_decision_to_come,
    order.tells_of_its_decisions,
    order.ends_only_what_it_may,
    order.is_something_new,
)
TOLD = (order.tells_what_is_new, order.has_room_for_the_note)

TABLE: tuple[Transition, ...] = (
    Transition(
        StepKind.ASK,
        _("lämna för granskning"),
        (State.DRAFT, State.RETURNED),
        State.IN_REVIEW,
        Who.EDITORS,
        Concerned.APPROVERS,
        READY,
    ),
    Transition(
        StepKind.TAKE_BACK,
        _("dra tillbaka från granskning"),
        (State.IN_REVIEW,),
        State.DRAFT,
        Who.EDITORS,
        Concerned.APPROVERS,
    ),
    Transition(
        StepKind.RETURN,
        _("lämna tillbaka med en kommentar"),
        (State.IN_REVIEW, State.APPROVED),
        State.RETURNED,
        Who.APPROVERS,
        Concerned.ASKER,
        (order.tells_why,),
    ),
    Transition(
        StepKind.APPROVE,
        _("godkänna"),
        (State.IN_REVIEW,),
        State.APPROVED,
        Who.SECOND,
        Concerned.ASKER,
        READY,
        alone_from=(State.DRAFT, State.RETURNED),
    ),
    Transition(
        StepKind.SCHEDULE,
        _("planera publicering vid en viss tid"),
        (State.APPROVED, State.SCHEDULED),
        State.SCHEDULED,
        Who.APPROVERS,
        Concerned.INVOLVED,
        (*READY, *TOLD, order.has_a_time_to_come),
    ),
    Transition(
        StepKind.UNSCHEDULE,
        _("avbryta en planerad publicering"),
        (State.SCHEDULED,),
        State.APPROVED,
        Who.APPROVERS,
        Concerned.INVOLVED,
    ),
    Transition(
        StepKind.PUBLISH,
        _("publicera"),
        (State.APPROVED, State.SCHEDULED),
        State.PUBLISHED,
        Who.APPROVERS,
        Concerned.INVOLVED,
        (*READY, *TOLD),
    ),
    Transition(
        StepKind.CHANGE,
        _("bli ett utkast igen, när någon ändrar texten"),
        ON_THE_WAY,
        State.DRAFT,
        Who.NOBODY,
        Concerned.WAITING,
    ),
    Transition(
        StepKind.MISS,
        _("låta en planerad publicering utebli, när texten har ändrats eller något saknas"),
        (State.SCHEDULED, State.DRAFT),
        State.DRAFT,
        Who.NOBODY,
        Concerned.INVOLVED,
    ),
    Transition(
        StepKind.STOP,
        _("stanna på vägen, när planen återkallas"),
        ON_THE_WAY,
        State.DRAFT,
        Who.NOBODY,
        Concerned.INVOLVED,
    ),
    Transition(
        StepKind.SUPERSEDE,
        _("ersättas av en annan plan, när den är publicerad och dess period har börjat"),
        (State.PUBLISHED,),
        State.SUPERSEDED,
        Who.NOBODY,
        Concerned.EVERYBODY,
        public=True,
    ),
    Transition(
        StepKind.RESTORE,
        _("inte längre ersättas, när den andra planen återkallas eller inte säger det längre"),
        (State.SUPERSEDED,),
        State.PUBLISHED,
        Who.NOBODY,
        Concerned.EVERYBODY,
        public=True,
    ),
    Transition(
        StepKind.WITHDRAW,
        _("återkalla med ett skäl"),
        (State.PUBLISHED, State.SUPERSEDED),
        State.WITHDRAWN,
        Who.APPROVERS,
        Concerned.EVERYBODY,
        (order.tells_why,),
        public=True,
    ),
)
BY_KIND = {transition.kind: transition for transition in TABLE}


@dataclass(frozen=True)
class Progress:
    """Where a plan is: the working copy's state, the public's (None before the first edition), and the steps that made it so.

    `edited` says that the text was changed after the step that its state came from, and so is a draft again. `asked` and `approved` are the
    steps of the text as it is now, where there are any, and `told` is the one that said last what readers are to be told: an approval or a
    planned publication. `withdrawn` is the step that took the plan out of the public's sight, while it is.
    """

    working: State
    public: State | None
    last: Step | None = None
    edited: bool = False
    asked: Step | None = None
    approved: Step | None = None
    told: Step | None = None
    withdrawn: Step | None = None

    def at(self, transition: Transition) -> State | None:
        return self.public if transition.public else self.working

    @property
    def foremost(self) -> State:
        """What to say of the plan first: of one that was withdrawn and is on no way back, that it is."""
        withdrawn = self.withdrawn is not None and self.working == State.DRAFT
        return State.WITHDRAWN if withdrawn else self.working

    @property
    def ends_when_edited(self) -> bool:
        """Whether somebody waits for the text as it is, so that an edit should be warned of."""
        return self.working in ON_THE_WAY

    @property
    def planned(self) -> datetime | None:
        """When the text is going to be published, if that is planned."""
        return self.last.publish_at if self.last and self.working == State.SCHEDULED else None

    @property
    def by_one_person(self) -> bool:
        """Whether nobody but the one who asked for it has approved the text."""
        if self.approved is None:
            return False
        return self.asked is None or self.asked.user_id == self.approved.user_id


def progress_of(strategy: Strategy, sha256: str) -> Progress:
    """Where the plan is, when its working copy's digest is `sha256`."""
    steps = strategy.steps.of_working_copy().latest_first().select_related("user")
    last = steps.first()
    withdrawn = withdrawal(strategy)
    public = State.WITHDRAWN if withdrawn else public_state(strategy)
    if last is None:
        return Progress(State.DRAFT, public, withdrawn=withdrawn)
    edited = last.sha256 != sha256 and target_of(last) in OF_A_TEXT
    if edited or is_withdrawn_text(last, withdrawn):
        return Progress(State.DRAFT, public, last, edited, withdrawn=withdrawn)
    # Publishing ends the way that the text had come, and so does a withdrawal; the next one begins with a step of its own.
    ended = steps.filter(Q(kind=StepKind.PUBLISH, pk__lt=last.pk) | Q(kind=StepKind.STOP)).first()
    way = list(steps.filter(sha256=sha256, pk__gt=ended.pk if ended else 0))
    return Progress(
        target_of(last),
        public,
        last,
        asked=_first(way, StepKind.ASK),
        approved=_first(way, StepKind.APPROVE),
        told=_first(way, StepKind.APPROVE, StepKind.SCHEDULE),
        withdrawn=withdrawn,
    )


def _first(steps: Iterable[Step], *kinds: StepKind) -> Step | None:
    return next((step for step in steps if step.kind in kinds), None)


def target_of(step: Step) -> State:
    return BY_KIND[StepKind(step.kind)].target


def is_withdrawn_text(last: Step, withdrawn: Step | None) -> bool:
    """A text that was taken out of the public's sight is nobody's but the editors' until it is approved again."""
    return withdrawn is not None and target_of(last) == State.PUBLISHED


def public_state(strategy: Strategy) -> State | None:
    """What the public meets today of a plan that is not withdrawn: superseded follows from what other plans' current editions say, and nobody types it."""
    if strategy.current_edition_id:
        begun = EntryRelation.objects.superseding().begun(timezone.localdate())
        return State.SUPERSEDED if begun.filter(to=strategy).exists() else State.PUBLISHED
    return None


def withdrawal(strategy: Strategy) -> Step | None:
    """The step that took the plan out of the public's sight, while it is."""
    if strategy.current_edition_id:
        return None
    return strategy.steps.filter(kind=StepKind.WITHDRAW).latest_first().first()
