"""Addresses that mail can be sent to."""

from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _


def deliverable(address: str) -> None:
    """A validator: the domain has a form that the mail system knows (RFC 5890); an address may look right and have none."""
    _name, _at, domain = address.rpartition("@")
    try:
        punycode(domain)
    except UnicodeError as fault:
        raise ValidationError(_("Det är ingen e-postadress."), code="invalid") from fault
