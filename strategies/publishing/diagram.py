"""docs/states.md, made from the table."""

from collections.abc import Iterator

from django.utils.translation import override

from strategies.publishing.states import (
    OF_A_TEXT,
    OF_THE_PUBLIC,
    ON_THE_WAY,
    TABLE,
    State,
    Transition,
)

HEAD = """# The states of a plan

Made from the table in `strategies/publishing/states.py` by `manage.py states_diagram`; a test holds them together. Why it is so:
[decision 0014](decisions/0014-states.md).
"""


def states_page() -> str:
    """The page in Markdown: two diagrams and the table."""
    with override("sv"):
        parts = (
            HEAD,
            "## The working copy\n",
            _diagram(_working()),
            "## What the public meets\n",
            _diagram(_public()),
            "## The steps\n",
            "\n".join(_rows()),
        )
        return "\n".join(parts) + "\n"


def _diagram(edges: Iterator[str]) -> str:
    return "\n".join(["```mermaid", "stateDiagram-v2", *edges, "```\n"])


def _working() -> Iterator[str]:
    yield from _names(state for state in State if state not in OF_THE_PUBLIC - OF_A_TEXT)
    yield f"    [*] --> {State.DRAFT.value}"
    for transition in TABLE:
        if not transition.public:
            yield from _edges(transition)
    for state in State:
        if state in OF_A_TEXT - set(ON_THE_WAY):
            yield f"    {state.value} --> {State.DRAFT.value}: någon ändrar texten"


def _public() -> Iterator[str]:
    yield from _names(state for state in State if state in OF_THE_PUBLIC)
    yield f"    [*] --> {State.PUBLISHED.value}: publicera"
    for transition in TABLE:
        if transition.public:
            yield from _edges(transition)
    yield f"    {State.WITHDRAWN.value} --> {State.PUBLISHED.value}: publicera en ny utgåva"


def _names(states: Iterator[State]) -> Iterator[str]:
    for state in states:
        yield f'    state "{state.label}" as {state.value}'


def _edges(transition: Transition) -> Iterator[str]:
    for source in transition.sources:
        yield f"    {source.value} --> {transition.target.value}: {transition.words}"
    for source in transition.alone_from:
        yield f"    {source.value} --> {transition.target.value}: {transition.words} (där en räcker)"


def _rows() -> Iterator[str]:
    yield "| step | from | to | who may | what must be in order | who is told by mail |"
    yield "|---|---|---|---|---|---|"
    for one in TABLE:
        sources = ", ".join(str(state.label) for state in one.sources)
        if one.alone_from:
            alone = ", ".join(str(state.label) for state in one.alone_from)
            sources += f" (och {alone}, där en person räcker)"
        checks = ", ".join(f"`{check.__name__}`" for check in one.order) or "–"
        yield (
            f"| {one.words} | {sources} | {one.target.label} | {one.who.label} | {checks} | {one.concerned.label} |"
        )
