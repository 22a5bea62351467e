"""A page's data block, with the page's own address in it."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from actors.models import Actor, Region
from strategies.exports.linked_data import Data, actor_data, data_block, region_data

register = template.Library()


@register.simple_tag(takes_context=True)
def linked_data(context: Context, data: Data, address: str) -> SafeString:
    return data_block(data | {"url": context["request"].build_absolute_uri(address)})


@register.filter
def as_data(thing: Any) -> Data:
    """What is said of an actor or a territory."""
    if isinstance(thing, Actor):
        return actor_data(thing.name, thing.kind, thing.aliases, thing.homepage)
    assert isinstance(thing, Region)
    return region_data(thing.name, thing.code, thing.parent.name if thing.parent else "")
