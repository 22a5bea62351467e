"""Where a page stands among the others."""

from django import template

register = template.Library()


@register.filter
def below(path: str, address: str) -> bool:
    """Whether a path lies under an address: "/aktorer/almi/" does under "/aktorer/"."""
    return path.startswith(address)
