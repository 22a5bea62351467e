"""The last part of an element's address: the first eight hex digits of its key."""

from uuid import UUID


class ElementAddress:
    """A path converter for eight hex digits; no other public address looks like that."""

    regex = "[0-9a-f]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str | UUID) -> str:
        return str(value)[:8]
