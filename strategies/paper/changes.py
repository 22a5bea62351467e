"""The meeting version: only what has changed between two editions, with the words marked so that black ink tells them apart."""

from collections.abc import Iterator

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from strategies.differences import summary
from strategies.paper.blocks import Changed, Cover, Mark, Piece, Row, Section, Sheets, said
from strategies.paper.contents import LONGEST_TITLE, page_words, running
from strategies.paper.imprint import Imprint, about_edition, repeal
from strategies.paper.nameless import nameless
from strategies.plan import Plan
from strategies.publishing.public import people_in
from strategies.reading import comparison
from strategies.reading.comparison import Comparison
from strategies.texts import lines_single_spaced
from strategies.words import Woven

# Sections of a comparison that name people, or are for those who look things up rather than decide.
NOT_ON_PAPER = {"persons", "participants", "quotes", "documents", "flags", "kallstallen"}
Marks = dict[str, Mark]
MARKS: Marks = {"kvar": "", "bort": "gone", "nytt": "new"}
NO_MARKS: Marks = {"kvar": "", "bort": "", "nytt": ""}


def changes_sheets(old: Plan, new: Plan, former: Imprint, imprint: Imprint) -> Sheets:
    """What has changed from `old` to `new`, as their readers may see them, without people."""
    people = people_in(old) | people_in(new)
    old, plan = nameless(old, people), nameless(new, people)
    groups = [one for one in Comparison(old, plan).groups if one.id not in NOT_ON_PAPER]
    told = summary(what for group in groups for row in group.rows for what in row.whats)
    lead = f"{capfirst(told)}." if told else _("Inget i planens innehåll skiljer utgåvorna åt.")
    title = _("Ändringar i %(title)s") % {"title": plan.title}
    between = {"older": former.number, "newer": imprint.number}
    return Sheets(
        title=Truncator(title).chars(LONGEST_TITLE),
        authors=plan.owners,
        description=lead,
        keywords=(_("mötesversion"), plan.kind),
        running=running(plan, _("ändringar från utgåva %(older)s till %(newer)s") % between),
        words=page_words(),
        cover=Cover(
            _("Mötesversion"),
            title,
            lead,
            _head(former, imprint, groups),
            compact=True,
            notice=repeal(plan),
        ),
        sections=(
            *map(_section, groups),
            about_edition(plan, imprint, former),
        ),
    )


def _head(former: Imprint, imprint: Imprint, groups: list[comparison.Group]) -> tuple[Row, ...]:
    return (
        *said(former.title, _("Från utgåva")),
        *said(imprint.title, _("Till utgåva")),
        *said(imprint.note, _("Nytt i den")),
        *([_how_to_read()] if groups else []),
    )


def _how_to_read() -> Row:
    rest = _(
        ". I marginalen står om en del är tillagd, ändrad, flyttad eller borttagen; den som är tillagd återges hel. Det som är likadant i "
        "båda utgåvorna är utelämnat."
    )
    pieces = (
        Piece(_("Nya ord står så här: ")),
        Piece(_("nytt"), "new"),
        Piece(_(". Ord som är borta står så här: ")),
        Piece(_("borttaget"), "gone"),
        Piece(rest),
    )
    return Row(_("Så läser du"), pieces)


def _section(group: comparison.Group) -> Section:
    return Section(group.title, tuple(_changed(row, group) for row in group.rows))


def _changed(row: comparison.Row, group: comparison.Group) -> Changed:
    title = ": ".join(name for name in (row.word, row.title) if name) or group.title
    where = _("under ”%(above)s”") % {"above": row.above} if row.above else ""
    # A part that is new as a whole needs no marks.
    marks = NO_MARKS if row.whats == ("tillagd",) else MARKS
    body = (Row(label, tuple(_pieces(words, marks))) for label, words in row.said)
    word = capfirst(", ".join(row.whats))
    return Changed(word, title, where, (*said(row.moved), *body))


def _pieces(words: list[Woven], marks: Marks) -> Iterator[Piece]:
    """The words with their marks, and the spaces around them outside: what is gone and what stands in its place have one between them."""
    last = ""
    for one in words:
        what, text = marks[one.what], lines_single_spaced(one.text)
        before = _space(one.text[: len(one.text) - len(one.text.lstrip())])
        after = _space(one.text[len(one.text.rstrip()) :])
        if before or (last == "gone" and what == "new"):
            yield Piece(before or " ")
        if text:
            yield Piece(text, what)
        if text and after:
            yield Piece(after)
        last = what


def _space(text: str) -> str:
    """White space as paper has it: a line break, a single space, or nothing."""
    return "\n" if "\n" in text else text and " "
