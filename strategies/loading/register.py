"""The territories and organisations that a reader knows by name."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Named:
    """An actor or a region: its name, kind and other names; `region` is the name of an actor's territory, or a kommun's län."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    region: str = ""

    @property
    def called(self) -> set[str]:
        """Every way to write the name: the register's, its aliases, and those that anybody would use."""
        return {self.name, *self.aliases, *self._more()}

    def _more(self) -> Iterator[str]:
        if self.name.startswith("Länsstyrelsen i "):
            yield f"Länsstyrelsen {self.region.removesuffix(' län').removesuffix('s')}"
        if self.kind in ("kommun", "region"):
            yield self.name.upper()


@dataclass(frozen=True, eq=False)
class Register:
    """What names mean: made from the register's files, or from the rows of a portal (strategies/registers.py)."""

    actors: tuple[Named, ...] = ()
    regions: tuple[Named, ...] = ()

    @cached_property
    def by_first_word(self) -> dict[str, list[tuple[str, Named]]]:
        """Actors' names by the first word as a text may have it, longest first, so that "ALMI Företagspartner Kronoberg" is not just "ALMI".

        A name of one word is told by its genitives too: "Vinnova", "Vinnovas", "LRF:s".
        """
        found: dict[str, list[tuple[str, Named]]] = {}
        for actor in self.actors:
            for words in actor.called:
                first, *more = words.split()
                for word in (first,) if more else (first, f"{first}s", f"{first}:s"):
                    found.setdefault(word, []).append((words, actor))
        for names in found.values():
            names.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        return found

    @cached_property
    def clear(self) -> set[str]:
        """Names and aliases that mean one actor alone, so that a plan can use them as the text has them."""
        told = Counter(words for actor in self.actors for words in {actor.name, *actor.aliases})
        return {words for words, times in told.items() if times == 1}

    @cached_property
    def territories(self) -> dict[str, Named]:
        """Regions by name and alias; of a län and a kommun with one name, the län."""
        found: dict[str, Named] = {}
        for region in self.regions:
            for words in (region.name, *region.aliases):
                held = found.get(words)
                if held is None or (held.kind == "kommun" and region.kind == "län"):
                    found[words] = region
        return found

    @cached_property
    def governs(self) -> dict[str, str]:
        """The region or kommun that governs each territory, by the territory's name."""
        return {
            actor.region: actor.name
            for actor in self.actors
            if actor.kind in ("region", "kommun") and actor.region
        }

    @cached_property
    def bodies(self) -> set[str]:
        """Names and aliases of the councils and boards that the register knows, in lower case."""
        boards = (actor for actor in self.actors if actor.kind == "nämnd")
        return {words.lower() for actor in boards for words in (actor.name, *actor.aliases)}

    @cached_property
    def by_name(self) -> dict[str, Named]:
        return {actor.name: actor for actor in self.actors}
