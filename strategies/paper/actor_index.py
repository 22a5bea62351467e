"""The index of actors: who, in what role, where and on which pages, in alphabetical order."""

from django.utils.translation import gettext as _

from actors.swedish import swedish_key
from strategies.paper.blocks import Index, IndexEntry, IndexRow, Piece
from strategies.plan import Involvement, Plan, Role
from strategies.reading.tree import ROLE_ORDER

MOST_TITLES = 6  # places that are told by title; of more, the pages are all that anybody reads
LONGEST = 60  # letters of a title

Places = dict[str, dict[Role, list[Piece]]]


def actor_index(plan: Plan) -> Index:
    found: Places = {}
    for tie in plan.involvements:
        note = f"{_('hela planen')} ({tie.note})" if tie.note else _("hela planen")
        _add(found, tie, Piece(note))
    for __, element in plan.walk():
        for tie in element.involvements:
            _add(found, tie, Piece(_short(element.title), page_of=str(element.key)))
    names = sorted(found, key=swedish_key)
    return Index(tuple(IndexEntry(name, _rows(found[name])) for name in names))


def _add(found: Places, tie: Involvement, place: Piece) -> None:
    found.setdefault(tie.actor, {}).setdefault(tie.role, []).append(place)


def _rows(roles: dict[Role, list[Piece]]) -> tuple[IndexRow, ...]:
    order = sorted(roles, key=ROLE_ORDER.__getitem__)
    return tuple(IndexRow(role.capitalize(), _places(roles[role])) for role in order)


def _places(places: list[Piece]) -> tuple[Piece, ...]:
    parts = sum(1 for place in places if place.page_of)
    if parts <= MOST_TITLES:
        return tuple(dict.fromkeys(places))
    return tuple(Piece("", page_of=place.page_of) if place.page_of else place for place in places)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
