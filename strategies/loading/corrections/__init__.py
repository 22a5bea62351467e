"""What a person does to a proposed plan: each correction is a function from a Plan to a Plan.

A correction that cannot be made raises Refused, told in Swedish. None leaves a pointer that leads nowhere, none but `reject` takes a
text away, and where a value no longer is the source's own words its passage says so.
"""

from strategies.loading.corrections.actors import drop_actor, rename_actor
from strategies.loading.corrections.adding import Choice, add, add_decision
from strategies.loading.corrections.fields import approve, edit, edit_facts, remove_listed
from strategies.loading.corrections.order import move, move_in, move_out, recast
from strategies.loading.corrections.shape import Join, join, reject, split
from strategies.loading.corrections.sorts import SORTS, Sort, sort_of, turn
from strategies.loading.corrections.tree import Refused, find, neighbours, parent_of

__all__ = [
    "SORTS",
    "Choice",
    "Join",
    "Refused",
    "Sort",
    "add",
    "add_decision",
    "approve",
    "drop_actor",
    "edit",
    "edit_facts",
    "find",
    "join",
    "move",
    "move_in",
    "move_out",
    "neighbours",
    "parent_of",
    "recast",
    "reject",
    "remove_listed",
    "rename_actor",
    "sort_of",
    "split",
    "turn",
]
