"""Names in templates: as links to their pages where they have one."""

from django import template
from django.utils.safestring import SafeString

from strategies.reading.links import Name, linked

register = template.Library()
register.filter("linked", linked)


@register.filter
def all_linked(names: list[Name]) -> SafeString:
    """The names with commas between."""
    return SafeString(", ".join(linked(name) for name in names))
