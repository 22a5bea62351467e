"""The states of a plan, and the one table of how it goes from one to another (docs/states.md is made from it).

A plan has two: that of its working copy, on its way to become an edition, and that of the edition which the public reads. Publishing is where
they meet. A working copy's state is given to a text, not to a name: whoever changes a word has a draft again, whatever the word was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
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
    INVOLVED = "involved", _("den som lämnade planen för granskning och den som godkände den")
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
    order.tells_of_its_adoption,
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
        (State.APPROVED,),
        State.SCHEDULED,
        Who.APPROVERS,
        Concerned.ASKER,
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
        StepKind.MISS,
        _("låta en planerad publicering utebli, när texten har ändrats eller något saknas"),
        (State.SCHEDULED, State.DRAFT),
        State.DRAFT,
        Who.NOBODY,
        Concerned.INVOLVED,
    ),
    Transition(
        StepKind.SUPERSEDE,
        _("ersättas av en annan plan, när den publiceras"),
        (State.PUBLISHED,),
        State.SUPERSEDED,
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
    steps of the text as it is now, where there are any.
    """

    working: State
    public: State | None
    last: Step | None = None
    edited: bool = False
    asked: Step | None = None
    approved: Step | None = None

    def at(self, transition: Transition) -> State | None:
        return self.public if transition.public else self.working

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
    public = public_state(strategy)
    if last is None:
        return Progress(State.DRAFT, public)
    target = BY_KIND[StepKind(last.kind)].target
    # A text that was taken out of the public's sight is nobody's but the editors' until it is approved again.
    withdrawn = target == State.PUBLISHED and public == State.WITHDRAWN
    edited = target in OF_A_TEXT and last.sha256 != sha256
    if withdrawn or edited:
        return Progress(State.DRAFT, public, last, edited)
    # Publishing ends the way that the text had come; the next one begins with a step of its own.
    published = steps.filter(kind=StepKind.PUBLISH).exclude(pk=last.pk).first()
    way = steps.filter(sha256=sha256, pk__gt=published.pk if published else 0)
    return Progress(
        target,
        public,
        last,
        asked=way.filter(kind=StepKind.ASK).first(),
        approved=way.filter(kind=StepKind.APPROVE).first(),
    )


def public_state(strategy: Strategy) -> State | None:
    """What the public meets: superseded follows from what other plans' current editions say, and nobody types it."""
    if strategy.current_edition_id:
        replaced = EntryRelation.objects.superseding().filter(to=strategy).exists()
        return State.SUPERSEDED if replaced else State.PUBLISHED
    return State.WITHDRAWN if strategy.steps.filter(kind=StepKind.WITHDRAW).exists() else None
