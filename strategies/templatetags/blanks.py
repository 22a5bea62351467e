"""White space that differs between two texts, which nobody would see or hear without a sign and a word."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def breaks(text: str) -> bool:
    """Whether the text is nothing but a break between lines or paragraphs."""
    return "\n" in text and not text.strip()


@register.filter
def blank(text: str) -> str:
    """What a text of nothing but white space is called; "" for any other."""
    if text.strip():
        return ""
    if not breaks(text):
        return _("mellanslag")
    return _("radbrytning") if text.count("\n") == 1 else _("styckebrytning")
