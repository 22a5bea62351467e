"""Two editions of a plan beside each other: what was added, removed, moved and reworded, part by part in reading order."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

from strategies import models
from strategies.differences import (
    BELOW,
    FIELDS,
    LISTS,
    Change,
    Placed,
    What,
    differences,
    field_word,
    in_words,
    label_of,
    level_word,
    placed,
    summary,
    surplus,
    worded,
)
from strategies.models.rows import PartRow
from strategies.plan import Challenge, Decision, Element, Keyed, Plan, Statement
from strategies.publishing.public import public_plan
from strategies.reading.counterparts import Counterparts, home, moved
from strategies.reading.tree import anchor, short
from strategies.words import Words, Woven, woven

Said = list[tuple[str, list[Woven]]]

# What is not in the tree, before it and after it, in the order of the plan's page.
BEFORE: dict[str, Promise] = {
    "": gettext_lazy("Uppgifter om planen"),
    "decisions": gettext_lazy("Beslut"),
    "statements": gettext_lazy("Vision och mål"),
    "challenges": gettext_lazy("Utmaningar"),
}
AFTER: dict[str, Promise] = {
    "involvements": gettext_lazy("Aktörer i hela planen"),
    "forums": gettext_lazy("Forum och arbetsgrupper"),
    "relations": gettext_lazy("Samband med andra planer"),
    "resources": gettext_lazy("Resurser"),
    "milestones": gettext_lazy("Tidplan"),
    "bases": gettext_lazy("Underlag"),
    "mandates": gettext_lazy("Uppdrag"),
    "participants": gettext_lazy("Vilka som tog fram planen"),
    "quotes": gettext_lazy("Röster om planen"),
    "persons": gettext_lazy("Personer"),
    "documents": gettext_lazy("Källor"),
    "flags": gettext_lazy("Anmärkningar"),
}
assert {*AFTER, "passages"} == set(LISTS)

# The columns have names that people know.
ROWS: dict[type[BaseModel], type[PartRow]] = {
    row.PART: row
    for row in vars(models).values()
    if isinstance(row, type) and issubclass(row, PartRow)
}
# What a reader never sees of the parts of lists.
UNSEEN = {"approved", "name_approved", "contact_approved", "file", "sha256", "segments"}
LONGEST_TITLE = 100


@dataclass(frozen=True)
class Row:
    """What happened to one part. `title` is "" where the group's heading names it; `above` is what it hangs in or belongs to, unless it is the group's own part."""

    whats: tuple[What, ...]
    word: str
    title: str = ""
    said: Said = field(default_factory=list)
    above: str = ""
    moved: str = ""
    href: str = ""
    id: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of a branch of the tree, with the way to the element at its top, or of one section of the page."""

    id: str
    title: str
    word: str
    rows: list[Row]
    href: str = ""


class Comparison:
    """What differs for readers between two plans. `homes` are the addresses of the two editions, for links to their parts.

    Without an old plan it is all that readers will see of the new one, and nothing in it is marked: there is nothing to tell it from.
    """

    def __init__(self, old: Plan | None, new: Plan, homes: tuple[str, str] = ("", "")) -> None:
        self.new = public_plan(new)
        self.old = public_plan(old) if old else _nothing_of(self.new)
        self.added: tuple[What, ...] = ("tillagd",) if old else ()
        self.mark: Literal["kvar", "nytt"] = "nytt" if old else "kvar"
        self.homes = homes
        self.before, self.after = placed(self.old), placed(self.new)
        self.groups = [group for group in self._groups() if group.rows]

    @property
    def summary(self) -> str:
        """How much differs: "3 tillagda, 2 ändrade"; "" for nothing."""
        rows = chain.from_iterable(group.rows for group in self.groups)
        return summary(chain.from_iterable(row.whats for row in rows))

    def _groups(self) -> Iterator[Group]:
        tops = self._keyed_rows()
        yield Group("uppgifter", str(BEFORE[""]), "", tops.pop("", []))
        for name in ("decisions", "statements", "challenges"):
            yield Group(name, str(BEFORE[name]), "", tops.pop(name, []))
        for top, rows in tops.items():
            yield self._branch(self._part(UUID(top)), rows)
        for name, title in AFTER.items():
            yield Group(name, str(title), "", list(self._list_rows(name)))
        yield Group("kallstallen", _("Källställen"), "", list(self._passages()))

    # --- parts with keys

    def _branch(self, top: Keyed, rows: list[Row]) -> Group:
        home, name = self.homes[top.key in self.after], short(top.key)
        href = f"{home}{name}/" if home else ""
        return Group(f"del-{name}", label_of(top), self._word(top), rows, href)

    def _keyed_rows(self) -> dict[str, list[Row]]:
        """The rows of keyed parts, by the branch or the section that they are in, in reading order."""
        told: dict[UUID, list[Change]] = defaultdict(list)
        for change in differences(self.old, self.new):
            if change.key:
                told[change.key].append(change)
        found: dict[str, list[Row]] = defaultdict(list)
        if about := told.get(self.new.key):
            # Each of the plan's own facts is a row: readers look for the period, not for "the plan".
            found[""] = [self._fact(change) for change in about]
        order = _reading_order(self.before, self.after)
        place = {key: at for at, key in enumerate(order)}
        places = {str(key): at for key, at in place.items()}
        tops = {key: self._top(key) for key in order if key in told}
        for key in sorted(tops, key=lambda key: (places.get(tops[key], -1), place[key])):
            found[tops[key]].extend(self._rows_of(key, told[key]))
        return found

    def _fact(self, change: Change) -> Row:
        pieces = _as_one(change.before, change.after)
        if not self.added:
            text = "".join(piece.text for piece in pieces)
            return Row((), change.field, said=[("", [Woven(text, self.mark)])])
        return Row(("ändrad",), change.field, said=[("", pieces)])

    def _rows_of(self, key: UUID, changes: list[Change]) -> Iterator[Row]:
        """The part's row; two when another sort of part has taken over its key."""
        if any(change.what == "borttagen" for change in changes):
            part, home = self.before[key][0], self.homes[0]
            said = [(name, [Woven(text, "bort")]) for name, text in self._says(part, self.before)]
            yield self._row(part, ("borttagen",), said, home)
        if any(change.what == "tillagd" for change in changes):
            part, home = self.after[key][0], self.homes[1]
            said = [(name, [Woven(text, self.mark)]) for name, text in self._says(part, self.after)]
            yield self._row(part, self.added, said, home)
            return
        whats = tuple(dict.fromkeys(one.what for one in changes if one.what != "borttagen"))
        if whats:
            said = [(one.field, _as_one(one.before, one.after)) for one in changes if one.field]
            moved = self._moved(key) if "flyttad" in whats else ""
            yield self._row(self.after[key][0], whats, said, self.homes[1], moved)

    def _row(
        self, part: Keyed, whats: tuple[What, ...], said: Said, home: str, moved: str = ""
    ) -> Row:
        top, above = self._top(part.key), self._parent(part.key)
        return Row(
            whats,
            self._word(part),
            "" if top == str(part.key) else _title(part),
            said,
            "" if above is None or str(above) == top else _title(self._part(above)),
            moved,
            f"{home}{short(part.key)}/" if home and not isinstance(part, Decision) else "",
            anchor(part.key),
        )

    def _says(self, part: Keyed, parts: Placed) -> Iterator[tuple[str, str]]:
        """What a part says beside its title and its sort, field by field."""
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name in {"key", "kind", "title", *BELOW} or value in (False, None):
                continue
            if text := in_words(value, parts):
                yield FIELDS.get(name, name), text

    def _moved(self, key: UUID) -> str:
        old, new = self.before[key][1][0], self.after[key][1][0]
        if old == new:
            return _("Flyttad i ordningen.")
        names = [_title(self._part(one)) if one else self.new.title for one in (old, new)]
        return _("Flyttad från ”%(old)s” till ”%(new)s”.") % {"old": names[0], "new": names[1]}

    def _part(self, key: UUID) -> Keyed:
        return (self.after if key in self.after else self.before)[key][0]

    def _parent(self, key: UUID) -> UUID | None:
        return (self.after if key in self.after else self.before)[key][1][0]

    def _top(self, key: UUID) -> str:
        """The element at the top of the branch that the part is in, or the plan's list of statements, challenges or decisions."""
        parent, name = (self.after if key in self.after else self.before)[key][1]
        if parent is not None:
            return self._top(parent)
        return str(key) if name == "elements" else name

    def _word(self, part: Keyed) -> str:
        if isinstance(part, Element):
            plan = self.new if part.key in self.after else self.old
            return level_word(part, plan)
        if isinstance(part, Statement):
            return part.kind.capitalize()
        return _("Utmaning") if isinstance(part, Challenge) else _("Beslut")

    # --- parts of lists

    def _list_rows(self, name: str) -> Iterator[Row]:
        """What has changed of the parts that both plans have, the parts that only one has, and that the order is another."""
        word = str(LISTS[name])
        both = Counterparts(getattr(self.old, name), getattr(self.new, name))
        for was, now in both.kept:
            if was != now:
                yield self._changed(word, was, now)
        gone: tuple[What, ...] = ("borttagen",)
        for parts, whats, mark in ((both.new, self.added, self.mark), (both.gone, gone, "bort")):
            for part in parts:
                said = [
                    (label, [Woven(in_words(value), mark)])  # type: ignore[arg-type]
                    for label, value in _facts(part)
                    if value not in (False, None, label_of(part)) and in_words(value)
                ]
                yield Row(whats, word, _short(label_of(part)), said, self._holder(part))
        if not both.in_step:
            yield Row(("flyttad",), word, moved=_("Ordningen är en annan."))

    def _changed(self, word: str, was: BaseModel, now: BaseModel) -> Row:
        """A part of a list that says something else, belongs elsewhere, or both."""
        said = [
            (label, _as_one(worded(old), worded(new)))
            for (label, old), (_label, new) in zip(_facts(was), _facts(now), strict=True)
            if old != new
        ]
        whats: tuple[What, ...] = ("ändrad",) if said or not moved(was, now) else ()
        if moved(was, now):
            places = {"old": self._home_of(was), "new": self._home_of(now)}
            told = _("Flyttad från %(old)s till %(new)s.") % places
            return Row((*whats, "flyttad"), word, _short(label_of(now)), said, moved=told)
        return Row(whats, word, _short(label_of(now)), said, self._holder(now))

    def _holder(self, part: BaseModel) -> str:
        """The title of what a part of a list belongs to; "" for the whole plan."""
        key = home(part)
        return _title(self._part(key)) if key else ""

    def _home_of(self, part: BaseModel) -> str:
        """The part of the plan that a part of a list belongs to."""
        holder = self._holder(part)
        return f"”{holder}”" if holder else _("hela planen")

    def _passages(self) -> Iterator[Row]:
        """How many places of the sources have come and gone: they are looked up part by part, not read."""
        added = len(surplus(self.new.passages, self.old.passages))
        gone = len(surplus(self.old.passages, self.new.passages))
        whats: list[What] = [*["tillagd"] * added, *["borttagen"] * gone]  # type: ignore[list-item]
        if whats:
            told = _("Var i källorna planens delar står: %(what)s.") % {"what": summary(whats)}
            yield Row(("ändrad",) if self.added else (), "", said=[("", [Woven(told, "kvar")])])


def _nothing_of(plan: Plan) -> Plan:
    """The plan before anything is said in it."""
    bare = Plan(key=plan.key, slug=plan.slug, title=plan.title, kind=plan.kind)
    return bare.model_copy(update={"title": "", "kind": ""})


def _facts(part: BaseModel) -> list[tuple[str, Any]]:
    """What a part of a list says, field by field, as its table calls the fields; the name of a field in words."""
    row = ROWS[type(part)]
    told = ((one, getattr(part, one)) for one in row.columns() if one not in UNSEEN)
    return [
        (
            capfirst(str(row._meta.get_field(one).verbose_name)),  # type: ignore[union-attr]
            field_word(value) if one == "field" else value,
        )
        for one, value in told
    ]


def _as_one(before: Words, after: Words) -> list[Woven]:
    """The two texts as one. Where a break has taken the place of a space, or given way to one, only the break is marked."""
    pieces = woven(before, after)
    found = []
    for at, piece in enumerate(pieces):
        others = pieces[at + 1 : at + 2] if piece.what == "bort" else pieces[:at][-1:]
        if piece.text != " " or piece.what == "kvar" or not any(map(_is_break, others)):
            found.append(piece)
        elif piece.what == "nytt":
            found.append(Woven(" ", "kvar"))
    return found


def _is_break(piece: Woven) -> bool:
    return piece.what != "kvar" and "\n" in piece.text and not piece.text.strip()


def _reading_order(before: Placed, after: Placed) -> list[UUID]:
    """The keys of both plans: the new plan's order, and what has gone where it stood."""
    followers: dict[UUID | None, list[UUID]] = defaultdict(list)
    last = None
    for key in before:
        if key in after:
            last = key
        else:
            followers[last].append(key)
    return [*followers[None], *chain(*([key, *followers[key]] for key in after))]


def _title(part: Keyed) -> str:
    if isinstance(part, Decision):
        return f"{part.kind} {part.date}".strip()
    return _short(label_of(part))


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST_TITLE)
