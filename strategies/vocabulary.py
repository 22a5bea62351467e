"""The common vocabulary of themes: what plans are about, in words that all of them share.

It is read from vocabulary.yaml and never changes while the portal runs, so a row holds a theme's slug and no page has to fetch its name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True)
class Theme:
    """A theme: its permanent address, how readers meet it, and the patterns that make the portal propose it (vocabulary.yaml says how)."""

    slug: str
    name: str
    description: str
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def _read(path: Path) -> Iterator[Theme]:
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        words, hints = (tuple(map(str, entry.pop(name, ()))) for name in ("words", "hints"))
        yield Theme(**entry, words=words, hints=hints)


# By slug, in the order that readers meet them.
THEMES: dict[str, Theme] = {theme.slug: theme for theme in _read(FILE)}
