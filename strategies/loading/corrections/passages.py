"""Passages and flags that follow what they are on, and passages that say when a value is no longer the source's own words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from strategies.loading.corrections.tree import changed
from strategies.plan import Passage, Plan


def repointed(
    plan: Plan, old: UUID, new: UUID, field: Callable[[str], str] = lambda field: field
) -> Plan:
    """What pointed at `old` points at `new`; `field` says what the fields that a passage or flag is about are called there."""

    def there(remark: Any) -> Any:
        if remark.on == old:
            remark = changed(remark, on=new, field=field(remark.field))
        return changed(remark, refers_to=new) if getattr(remark, "refers_to", 0) == old else remark

    links = {"elements": tuple(_relinked(element, old, new) for element in plan.elements)}
    return changed(
        plan,
        passages=tuple(there(passage) for passage in plan.passages),
        flags=tuple(there(flag) for flag in plan.flags),
        **plan.rehung(lambda at: new if at == old else at),
        **links,
    )


def _relinked(element: Any, old: UUID, new: UUID) -> Any:
    links = tuple(changed(link, to=new) if link.to == old else link for link in element.links)
    below = tuple(_relinked(child, old, new) for child in element.elements)
    return changed(element, links=links, elements=below)


def remarked(plan: Plan, on: UUID | None, part: Any, fields: set[str]) -> Plan:
    """The plan with the passages of those fields of `part` saying whether the source has what they now say."""
    own = sorted((p for p in plan.passages if p.on == on), key=lambda p: p.start or 0)
    said = {
        field: _says("".join(p.text for p in own if p.field in (field, "")), value)
        for field in fields
        if (value := getattr(part, field, "")) is not None
    }

    def mark(passage: Passage) -> Passage:
        about = {passage.field} & said.keys() if passage.field else said.keys()
        if passage.on != on or not about:
            return passage
        return changed(passage, corrected=not all(said[field] for field in about))

    return changed(plan, passages=tuple(mark(passage) for passage in plan.passages))


def _says(source: str, value: Any) -> bool:
    """Whether the source has these words, whatever its spaces; what is no text cannot be compared, and counts as mended."""
    if isinstance(value, tuple):
        return all(_says(source, name) for name in value)
    return isinstance(value, str) and _dense(value) in _dense(source)


def _dense(text: str) -> str:
    return "".join(text.split())
