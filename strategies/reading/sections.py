"""The elements below a plan, or below one of them, as HTML: actions in lists, others as sections with what is below them.

A page has hundreds of elements, and Python makes them several times as fast as a template. What few of them have beside title, text and actors
is left to templates.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from operator import attrgetter

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from strategies.plan import Element, ElementKind
from strategies.reading.level_names import plural, singular
from strategies.reading.tree import NOTHING, Tree, anchor


def sections(tree: Tree, elements: tuple[Element, ...], level: int = 3) -> SafeString:
    """The elements in order, neighbours of one kind together; sections have headings of `level`, and those in them of the next.

    A list of actions has a heading too where nothing stands above it: at level 2.
    """
    return SafeString("".join(_runs(tree, elements, level)))


def _runs(tree: Tree, elements: tuple[Element, ...], level: int) -> Iterator[str]:
    for kind, run in groupby(elements, key=attrgetter("kind")):
        if kind != "action":
            yield from (_section(tree, element, level) for element in run)
            continue
        actions = list(run)
        word = escape(_word(tree, kind, len(actions)))
        yield f"\n<h2>{word}</h2>" if level == 2 else f'\n<p class="list-word">{word}</p>'
        yield _list(tree, actions)


def _word(tree: Tree, kind: ElementKind, count: int) -> str:
    """What so many of a kind are called together."""
    word = singular(tree.plan, kind)
    return word if count == 1 else plural(word) or word


def _section(tree: Tree, element: Element, level: int) -> str:
    name = " ".join(filter(None, (singular(tree.plan, element.kind), element.label)))
    ending = render_to_string("reading/_open_ended.html") if element.open_ended else ""
    return (
        f'\n<section class="node" id="{anchor(element.key)}">\n<p class="kind">{escape(name)}</p>'
        f"\n<h{level}>{_title(tree, element)}</h{level}>\n{tree.said(element)}{_more(tree, element)}"
        f"{sections(tree, element.elements, level + 1)}{ending}\n</section>"
    )


def _list(tree: Tree, actions: Iterable[Element]) -> str:
    items = (
        f'\n<li id="{anchor(action.key)}"><p class="what">{_numbered(action)}{_title(tree, action)}</p>'
        f"{tree.said(action)}{_more(tree, action)}</li>"
        for action in actions
    )
    return f'\n<ul class="actions">{"".join(items)}\n</ul>'


def _numbered(action: Element) -> str:
    """The document's own numbering."""
    return f'<span class="label">{escape(action.label)}</span> ' if action.label else ""


def _title(tree: Tree, element: Element) -> str:
    """The title, leading to the element's page where it has one."""
    href = tree.page(element)
    return f'<a href="{href}">{escape(element.title)}</a>' if href else escape(element.title)


def _more(tree: Tree, element: Element) -> str:
    if not tree.has_more(element):
        return NOTHING
    return render_to_string("reading/_more.html", {"node": tree.node(element)})
