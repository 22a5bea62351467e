"""Where a page stands among the others."""

from django import template

register = template.Library()


@register.filter
def below(path: str, address: str) -> bool:
    """Whether a path lies under an address: "/aktorer/almi/" does under "/aktorer/"."""
    return path.startswith(address)


@register.filter
def folder(path: str) -> str:
    """What the menu tells apart: an address at the top, and anything under it; "/aktorer/*" of "/aktorer/almi/"."""
    first, _, below = path.removeprefix("/").partition("/")
    return f"/{first}/*" if below else path
