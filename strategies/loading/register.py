"""The territories and organisations that a reader knows by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """An actor or a region: its name, kind and other names; `region` is the name of an actor's territory, or a kommun's län."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True)
class Register:
    """What names mean: made from the register's files, or from the rows of a portal (strategies/registers.py)."""

    actors: tuple[Named, ...] = ()
    regions: tuple[Named, ...] = ()
