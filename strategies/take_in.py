"""Taking in a draft: the plan that people have approved becomes the working copy of a strategy, or changes one."""

from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from actors.models import Actor, User
from strategies.apply import apply
from strategies.loading.revision import RevisionLine, aligned, merge, revise
from strategies.models import Draft, Strategy
from strategies.names import PlanError, find_actors, find_strategy, in_our_words
from strategies.plan import Plan
from strategies.publishing.edited import watch
from strategies.snapshot import content_of, snapshot


class RefusedError(PlanError):
    """A draft that is not taken in: whose it is, or where it stands, forbids it."""


def target(draft: Draft) -> Strategy | None:
    """The strategy that the draft is about: the one chosen for it, or else the one that its plan tells of; None for a new one.

    Raises PlanError when the plan's names can mean several.
    """
    return draft.strategy or find_strategy(draft.current_plan())


def lines(draft: Draft) -> tuple[RevisionLine, ...]:
    """What the draft can change in a strategy that has been written; () when it becomes a new one. Raises PlanError as `target`."""
    ours = content_of(target(draft))
    return revise(*_versions(draft, ours)) if ours else ()


@transaction.atomic
def take_in(draft: Draft, user: User | None, chosen: set[str] | None = None) -> Strategy:
    """Make the draft's plan a strategy's working copy; editions do not change.

    Of what the draft changes in one that has been written, only the lines in `chosen` are taken in; None means those that are proposed.
    `user` None is the command line, which may do all. All or nothing: raises PlanError, and RefusedError for who may not, or for a draft
    that is not to be reviewed.
    """
    stored = Draft.objects.select_for_update(of=["self"]).select_related("source").get(pk=draft.pk)
    if stored.state != "att granska":
        raise RefusedError(
            f"Utkastet kan inte tas in, för dess läge är ”{stored.state}”.",
            "Ladda om sidan.",
        )
    strategy = target(stored)
    if user is not None:
        _check(user, stored, strategy)
    said: dict[str, Any] = {"user": user.pk} if user else {}
    with pghistory.context(reason=f"Läst från {stored.source.name}", **said):
        strategy = apply(_outcome(stored, strategy, chosen), strategy)
        watch(strategy, user.pk if user else None)
        now = snapshot(strategy)
        read = in_our_words(stored.source.documented(stored.proposed_plan()))
        stored.base = aligned(read, now, None).model_dump(mode="json")
        stored.state, stored.strategy = "inläst", strategy
        stored.taken_in_at, stored.taken_in_by = timezone.now(), user
        stored.save(update_fields=["base", "state", "strategy", "taken_in_at", "taken_in_by"])
    draft.refresh_from_db()
    return strategy


def _outcome(draft: Draft, strategy: Strategy | None, chosen: set[str] | None) -> Plan:
    """What the working copy is to say."""
    if strategy:  # two who take in to the same strategy come one after the other
        strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    ours = content_of(strategy)
    if ours is None:
        return _approved(draft)
    base, _, theirs = _versions(draft, ours)
    if chosen is None:
        chosen = {line.id for line in revise(base, ours, theirs) if line.proposed}
    return merge(ours, theirs, chosen)


def _versions(draft: Draft, ours: Plan) -> tuple[Plan | None, Plan, Plan]:
    """What the document's former version said, what stands, and what the draft says, with the same keys and names."""
    theirs = in_our_words(_approved(draft))
    for former in Draft.objects.filter(strategy__key=ours.key, state="inläst").order_by(
        "-taken_in_at"
    ):
        base = former.base_plan()
        if base and _is_version_of(theirs, base):
            return base, ours, aligned(theirs, ours, base)
    return None, ours, aligned(theirs, ours, None)


def _is_version_of(theirs: Plan, base: Plan) -> bool:
    """Whether at least a third of what a document said is found again; otherwise it is another document about the same strategy."""
    said = {part.key for part in base.keyed()}
    found = {part.key for part in aligned(theirs, base, None).keyed()}
    return 3 * len(said & found) >= len(said)


def _approved(draft: Draft) -> Plan:
    """The plan as people have corrected it, with its source, and without the flags that they have settled."""
    plan = draft.source.documented(draft.current_plan())
    return plan.model_copy(update={"flags": draft.open_flags()})


def _check(user: User, draft: Draft, strategy: Strategy | None) -> None:
    """Raise RefusedError unless `user` works with the draft and may edit what it becomes."""
    if not Draft.objects.editable_by(user).filter(pk=draft.pk).exists():
        raise RefusedError("Du arbetar inte med det här utkastet.", "Be den som läste in det.")
    if strategy and not strategy.stub:
        if not Strategy.objects.editable_by(user).filter(pk=strategy.pk).exists():
            raise RefusedError(
                f"Du får inte ändra ”{strategy}”.",
                "Be någon som redigerar för ägaren att ta in utkastet.",
            )
        return
    owners = {actor.pk for actor in find_actors(draft.current_plan().owners).values()}
    own = set(Actor.objects.edited_by(user).filter(pk__in=owners).values_list("pk", flat=True))
    # Without an owner that somebody edits for, nobody could correct the strategy afterwards.
    if not user.is_superuser and (own != owners or not owners):
        raise RefusedError(
            "Du får inte lägga in en plan för de ägare som utkastet har.",
            "Välj ägare som du redigerar för, eller be någon som gör det.",
        )
