"""The front matter: a simple YAML whose values are all read as text, so that 2018 and nej stay what was written."""

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from strategies.markdown.draft import Draft
from strategies.markdown.errors import Problems, unknown
from strategies.markdown.layouts import (
    DECISION,
    FRONT,
    LEVEL_MAPS,
    LEVELS,
    RELATION,
    RELATIONS,
    Property,
)
from strategies.markdown.values import KEY as KEY_FORM
from strategies.markdown.values import LINE, NAMES, quoted
from strategies.plan import Plan, Relation, one_line

FENCE = "---"
KEY = Property("nyckel", ("key",), KEY_FORM)
SOURCE = "hämtad från"  # what a file that was fetched says of itself; no part of the plan
FIRST_LINE = 2  # of the YAML: the fence is line 1


def read_front(lines: list[str], problems: Problems) -> Draft:
    """The values between the fences, as a draft of the plan."""
    draft = Draft(1)
    try:
        node = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        _unreadable(error, lines, problems)
        return draft
    words = {prop.word: prop for prop in (*FRONT, KEY)}
    maps = {prop.word: prop for prop in LEVEL_MAPS}
    known = [*words, *maps, "beslut", "relationer", "format", SOURCE]
    for word, line, value in _pairs(node, known, problems):
        if word in words:
            _take(draft, words[word], value, line, problems)
        elif word in maps:
            draft.at[maps[word].fields[0]] = line
            draft[maps[word].fields[0]] = _levels(value, maps[word], line, problems)
        elif word == "beslut":
            draft["decisions"] = tuple(_decisions(value, problems))
        elif word == "relationer":
            draft["relations"] = tuple(_relations(value, problems))
        elif word == "format" and (not isinstance(value, ScalarNode) or value.value != "1"):
            problems.add(line, "Filens format är okänt.", "Skriv format: 1, eller ta bort raden.")
    return draft


def source_of(text: str) -> str:
    """What the front matter of a document says that it was fetched from, without reading the rest; "" when it says nothing."""
    front = text.lstrip().removeprefix(FENCE).partition(f"\n{FENCE}")[0]
    said = (line.partition(":") for line in front.splitlines())
    return next((value.strip() for word, _, value in said if word.strip() == SOURCE), "")


def _unreadable(error: Exception, lines: list[str], problems: Problems) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line if mark else "\n".join(lines).count("\n", 0, getattr(error, "position", 0))
    problems.add(
        min(line, len(lines)) + FIRST_LINE,
        "Raderna mellan --- går inte att läsa härifrån.",
        'Sätt värden med kolon eller specialtecken inom citattecken ("…"), och dra in med blanksteg, inte tabb.',
    )


def _line(node: Node) -> int:
    return int(node.start_mark.line) + FIRST_LINE


def _pairs(
    node: Node | None, known: list[str], problems: Problems
) -> Iterator[tuple[str, int, Node]]:
    """Each (word, line, value) of a mapping; unknown and repeated words become problems."""
    if node is None or (isinstance(node, ScalarNode) and not node.value):
        return
    if not isinstance(node, MappingNode):
        problems.add(_line(node), "Här ska det stå ”ord: värde”.", f"Orden är {', '.join(known)}.")
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        word, line = _text(key).casefold(), _line(key)
        if word not in known:
            problems.refuse(line, unknown(_text(key), known, "inget ord som kan stå här"))
        elif word in seen:
            problems.add(
                line, f"”{word}” står redan på rad {seen[word]}.", "Ta bort den ena raden."
            )
        else:
            seen[word] = line
            yield word, line, value


def _text(node: Node) -> str:
    return " ".join(node.value.split()) if isinstance(node, ScalarNode) else ""


def _take(draft: Draft, prop: Property, value: Node, line: int, problems: Problems) -> None:
    """Put a value in the draft; an empty one is left out, and a list is as good as names parted by semicolons."""
    if prop.form is NAMES and isinstance(value, SequenceNode):
        draft.at[prop.fields[0]] = line
        draft[prop.fields[0]] = tuple(_scalars(value, prop.word, problems))
    elif not isinstance(value, ScalarNode):
        problems.add(line, f"”{prop.word}” ska ha ett värde på samma rad.", "Skriv ord: värde.")
    elif value.value:
        draft.take(prop, value.value, line, problems)


def _scalars(node: SequenceNode, word: str, problems: Problems) -> Iterator[str]:
    for item in node.value:
        if isinstance(item, ScalarNode):
            yield one_line(item.value)
        else:
            problems.add(
                _line(item),
                f"Ett av namnen under ”{word}” går inte att läsa.",
                "Sätt det inom citattecken.",
            )


def _levels(node: Node, prop: Property, line: int, problems: Problems) -> Draft:
    draft = Draft(line)
    for word, at, value in _pairs(node, list(LEVELS), problems):
        _take(draft, Property(word, (LEVELS[word],), prop.form), value, at, problems)
    return draft


def _items(node: Node, problems: Problems) -> Iterator[Node]:
    if isinstance(node, SequenceNode):
        yield from node.value
    elif not isinstance(node, ScalarNode) or node.value:
        problems.add(
            _line(node),
            "Här ska det stå en lista.",
            "Börja varje del med ett bindestreck: - ord: värde.",
        )


def _decisions(node: Node, problems: Problems) -> Iterator[Draft]:
    words = DECISION.words | {KEY.word: KEY}
    for item in _items(node, problems):
        draft = Draft(_line(item))
        for word, line, value in _pairs(item, list(words), problems):
            _take(draft, words[word], value, line, problems)
        yield draft


def _relations(node: Node, problems: Problems) -> Iterator[Draft]:
    words = {prop.word: prop for prop in RELATION} | {
        kind: Property(kind, ("to",), LINE) for kind in RELATIONS
    }
    for item in _items(node, problems):
        draft = Draft(_line(item))
        for word, line, value in _pairs(item, list(words), problems):
            if word in RELATIONS:
                draft.setdefault("kind", word)
            _take(draft, words[word], value, line, problems)
        if "kind" not in draft:
            problems.add(
                draft.line,
                "Relationen saknar slag.",
                f"Skriv {', '.join(RELATIONS)} och planens titel.",
            )
        yield draft


def write_front(plan: Plan, keys: dict[int, str], source: str = "") -> Iterator[str]:
    """The front matter's lines, fences included; `keys` holds, by id, the keys that must be written."""
    yield FENCE
    if source:
        yield f"{SOURCE}: {source}"
    yield from _properties(plan, FRONT[:2], frozenset({"title"}))
    if id(plan) in keys:
        yield f"{KEY.word}: {keys[id(plan)]}"
    yield from _properties(plan, FRONT[2:], frozenset({"kind"}))
    for prop in LEVEL_MAPS:
        levels = getattr(plan, prop.fields[0])
        pairs = tuple(Property(word, (name,), prop.form) for word, name in LEVELS.items())
        yield from _block(prop.word, list(_properties(levels, pairs)))
    decisions = [
        _item(
            [
                *_properties(part, DECISION.properties, frozenset({"kind"})),
                *([f"{KEY.word}: {keys[id(part)]}"] if id(part) in keys else []),
            ]
        )
        for part in plan.decisions
    ]
    yield from _block("beslut", [line for item in decisions for line in item])
    yield from _block(
        "relationer", [line for part in plan.relations for line in _item(_relation(part))]
    )
    yield FENCE


def _relation(part: Relation) -> list[str]:
    return [f"{part.kind}: {_scalar(part.to)}", *_properties(part, RELATION)]


def _properties(
    part: Any, properties: tuple[Property, ...], always: frozenset[str] = frozenset()
) -> Iterator[str]:
    for prop in properties:
        value = getattr(part, prop.fields[0])
        if (value,) == prop.defaults(type(part)) and prop.fields[0] not in always:
            continue
        if prop.form is NAMES and (len(value) > 1 or NAMES.write(value) != value[0]):
            yield from _block(prop.word, [f"- {_scalar(name)}" for name in value])
        else:
            yield f"{prop.word}: {_scalar(prop.form.write(value))}"


def _block(word: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{word}:"
        yield from (f"  {line}" for line in lines)


def _item(lines: list[str]) -> list[str]:
    return [f"{'  ' if n else '- '}{line}" for n, line in enumerate(lines)]


def _scalar(text: str) -> str:
    """Bare where YAML reads the same text back, else in quotation marks."""
    bare = text[:1].isalnum() and text.isprintable() and not text.endswith((":", " "))
    return text if bare and ": " not in text and " #" not in text else quoted(text)
