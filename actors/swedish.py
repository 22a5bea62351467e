"""Swedish alphabetical order, in the database and in Python, without a collation of the server's."""

from typing import Any

from django.db.models import F, Func, TextField


class SwedishOrder(Func):
    """Order a text column as Swedes do: … x y z å ä ö, é as e, whatever the case.

    The portal's own PostgreSQL has no Swedish collation, and a managed server may lack one. Bytes of the three characters that
    follow z in ASCII are in the wanted order, so the letters are translated to them.
    """

    template = "translate(lower(%(expressions)s), 'åäöéèüæø', '{|}eey|}') COLLATE \"C\""
    output_field = TextField()

    def __init__(self, expression: str | F, **extra: Any) -> None:
        super().__init__(F(expression) if isinstance(expression, str) else expression, **extra)


_ORDER = str.maketrans("åäöéèüæø", "{|}eey|}")


def swedish_key(text: str) -> str:
    """Sort key with the same order as `SwedishOrder`."""
    return text.lower().translate(_ORDER)


class Plain(Func):
    """A text column in lower case with letters that any keyboard has: Örebro län is orebro lan."""

    template = "translate(lower(%(expressions)s), 'åäöéèüæø', 'aaoeeuao')"
    output_field = TextField()
