"""A page's data block, with the page's own address in it."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from actors.models import Actor, Region
from strategies.exports.linked_data import Data, actor_data, data_block, region_data

register = template.Library()


@register.simple_tag
def linked_data(data: Data, address: str) -> SafeString:
    """The block for the page at the address: the portal's own, whatever host a visitor has asked."""
    return data_block(data | {"url": settings.PORTAL_ADDRESS + address})


@register.filter
def as_data(thing: Any) -> Data:
    """What is said of an actor or a territory."""
    if isinstance(thing, Actor):
        return actor_data(thing.name, thing.kind, thing.aliases, thing.homepage)
    assert isinstance(thing, Region)
    return region_data(thing.name, thing.code, thing.parent.name if thing.parent else "")
