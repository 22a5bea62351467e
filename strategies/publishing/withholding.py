"""Withholding a name: somebody's role has ended, and from now on no edition shows the name, or how to reach the person."""

from django.db import transaction

from actors.models import User
from strategies.models import Strategy, WithheldName
from strategies.publishing.index import reindex_around
from strategies.publishing.public import known_by
from strategies.texts import one_line


@transaction.atomic
def withhold(strategy: Strategy, name: str, user: User | None) -> None:
    """Hide a person in everything that the public reads of the strategy. Twice is the same as once."""
    if not _of_name(strategy, name):
        WithheldName.objects.create(strategy=strategy, name=one_line(name), withheld_by=user)
        reindex_around(strategy)


@transaction.atomic
def show_again(strategy: Strategy, name: str) -> None:
    """Let the person be seen where an edition has the approval for it."""
    WithheldName.objects.filter(pk__in=[row.pk for row in _of_name(strategy, name)]).delete()
    reindex_around(strategy)


def _of_name(strategy: Strategy, name: str) -> list[WithheldName]:
    return [row for row in strategy.withheld_names.all() if known_by(row.name) == known_by(name)]
