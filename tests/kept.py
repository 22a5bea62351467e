"""What the rows keep of a plan, and plans that they can keep: the law of `strategies.apply` in two functions."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from actors.models import Actor, folded
from strategies import models, plan
from strategies.models.rows import PartRow
from strategies.names import actor_names
from tests.plans import plans

REGIONS = ("Örebro län", "Kronobergs län", "Askersunds kommun")

ROWS: dict[type, Any] = {
    row.PART: row
    for row in vars(models).values()
    if isinstance(row, type) and issubclass(row, PartRow) and not row._meta.proxy
}


@st.composite
def storable_plans(draw: st.DrawFn) -> plan.Plan:
    """A valid plan that `apply` takes: its texts fit, its regions are known, and nothing is said twice."""
    drawn = draw(plans())
    regions = draw(st.lists(st.sampled_from(REGIONS), max_size=3))
    return storable(drawn).model_copy(update={"regions": tuple(regions)})


def storable(value: plan.Plan) -> plan.Plan:
    """The plan cut down to what `apply` takes, with regions left as they are."""
    return plan.Plan.model_validate(_fitting(value))


def kept(value: plan.Plan, slug: str) -> plan.Plan:
    """What a snapshot says after `value` was applied where no actor was known.

    Everything, in order, but: the address is the strategy's; an actor is called the same throughout, as at its first
    mention, whatever the case of the letters; owners, regions and mentioned actors are named once.
    """
    called: dict[str, str] = {}
    for name in actor_names(value):
        called.setdefault(folded(name), name)

    def renamed(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: _name(called, item, key, renamed(part)) for key, part in item.items()}
        return [renamed(part) for part in item] if isinstance(item, list | tuple) else item

    values = renamed(value.model_dump())
    for name in ("owners", "mentioned_actors"):
        values[name] = list(dict.fromkeys(called[folded(actor)] for actor in values[name]))
    values["regions"] = list(dict.fromkeys(values["regions"]))
    return plan.Plan.model_validate(values | {"slug": slug})


def _name(called: dict[str, str], part: dict[str, Any], field: str, value: Any) -> Any:
    named = field == "actor" or (field == "body" and "case_number" in part)
    return called[folded(value)] if named and value else value


def _fitting(part: Any) -> Any:
    """A part as values, its texts cut to their columns and its repetitions left out."""
    if isinstance(part, tuple):
        return [_fitting(item) for item in part]
    if not isinstance(part, plan.Part):
        return part
    values = {name: _fitting(getattr(part, name)) for name in type(part).model_fields}
    values |= {name: _cut(values[name], room) for name, room in _room(part)}
    for name in ("involvements", "decisions"):
        if name in values:
            values[name] = _once(values[name])
    if isinstance(part, plan.Plan):
        documents = len(part.documents)
        values["passages"] = [one for one in values["passages"] if one["document"] <= documents]
        names = ("owners", "mentioned_actors")
        values |= {name: [_cut(actor, ACTOR) for actor in values[name]] for name in names}
    if isinstance(part, plan.Passage) and None not in (part.start, part.end):
        values["start"], values["end"] = sorted((part.start, part.end))
    if isinstance(part, plan.Document) and part.published_at:
        values["published_at"] = part.published_at.replace(year=2018, day=1)
    return values


ACTOR = Actor._meta.get_field("name").max_length or 0


def _room(part: plan.Part) -> Iterable[tuple[str, int]]:
    """The part's texts whose columns are narrow, with their length."""
    if isinstance(part, plan.LevelWords):
        return [(name, 80) for name in type(part).model_fields]
    row = ROWS.get(type(part))
    if row is None:
        return []
    found = []
    for name in row.columns():
        field = row._meta.get_field(name)
        room = ACTOR if field.related_model is Actor else field.max_length
        if isinstance(room, int) and isinstance(getattr(part, name), str):
            found.append((name, room))
    return found


def _cut(text: str, room: int) -> str:
    return text[:room].rstrip()


def _once(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts without those that say what another says, key and the case of letters aside."""
    seen = {}
    for part in parts:
        said = {
            name: value
            for name, value in part.items()
            if name not in ("key", "case_number", "paragraph", "document")
        }
        seen.setdefault(folded(repr(said)), part)
    return list(seen.values())
