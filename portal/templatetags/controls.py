"""What a form's field consists of on the page."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def control_id(field: BoundField) -> str:
    """The id of what takes the focus in a field: the control itself, or the first of a group's."""
    return field.id_for_label or f"{field.auto_id}_0"
