"""Where a plan's words come from: each passage in its context, as the pages of sources show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategies.differences import field_word
from strategies.loading.draft import draft  # noqa: F401 - its rules, and so their titles
from strategies.loading.rules import rule_title
from strategies.models import SourceFile
from strategies.plan import Certainty, Document, Keyed, Passage, Plan
from strategies.publishing.public import BLANK, held_back, public_plan
from strategies.texts import one_line

AROUND = 3  # lines of context before and after
CONTEXT = 400  # characters of it at the most, on each side: some documents are one line
CERTAINTIES: dict[Certainty, Promise] = {
    "säker": gettext_lazy("Säker läsning"),
    "trolig": gettext_lazy("Trolig läsning"),
    "osäker": gettext_lazy("Osäker läsning"),
}


@dataclass(frozen=True)
class Words:
    """Words of a source around a passage; `before` and `after` are "" where the context is not shown."""

    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Place:
    """A passage as people read it: what in the plan it supports, its words, and how they were found.

    `note` tells where the plan and the source differ.
    """

    about: str
    words: Words
    rule: str
    certainty: str
    note: str


@dataclass(frozen=True)
class Source:
    """A document of a plan, and the file that it was read from, where the portal has it. `title` and the rest are the document's.

    `text` is "" unless its publication is allowed; what is held back of it are blanks (`shown`).
    """

    number: int
    document: Document
    file: SourceFile | None
    text: str
    href: str

    @property
    def original_href(self) -> str:
        """Where readers may fetch the file; "" when its publication is not allowed, or something in it is held back."""
        allowed = self.file and self.file.publishable and not self.names_people
        return f"{self.href}original" if allowed else ""

    @property
    def names_people(self) -> bool:
        """Whether the text names somebody who has not agreed to it, or whose role has ended."""
        return BLANK in self.text


def publishable_text() -> QuerySet[SourceFile]:
    """Files with `shown_text`: the text of those whose publication is allowed, and "" of the others."""
    shown = Case(
        When(publishable=True, then=F("text")), default=Value(""), output_field=TextField()
    )
    return SourceFile.objects.annotate(shown_text=shown).defer("text", "notes")


def sources_of(plan: Plan, slug: str) -> dict[int, Source]:
    """The documents of an edition's plan by number, as the public may read them, with their files, in one query."""
    held, plan = held_back(plan), public_plan(plan)
    digests = {document.sha256 for document in plan.documents} - {""}
    files = {file.sha256: file for file in publishable_text().filter(sha256__in=digests)}
    found = {}
    for number, document in enumerate(plan.documents, 1):
        file = files.get(document.sha256)
        text = held.blanked(file.shown_text) if file else ""  # type: ignore[attr-defined]
        href = reverse("source", args=[slug, number])
        found[number] = Source(number, document, file, text, href)
    return found


def places(passages: Iterable[Passage], part: Keyed, source: Source) -> list[Place]:
    """The passages, all from that source, as people read them; `part` is what they support."""
    return [
        Place(
            about=field_word(passage.field),
            words=_words(passage, source.text),
            rule=_rule(passage),
            certainty=str(CERTAINTIES[passage.certainty]) if passage.certainty else "",
            note=_note(passage, part),
        )
        for passage in passages
    ]


def _words(passage: Passage, text: str) -> Words:
    """The passage with some lines around it, as long as the text is to be shown and says the same at that place."""
    start, end = passage.start, passage.end
    if start is None or end is None or one_line(text[start:end]) != passage.text or start >= end:
        return Words(passage.text)
    # One character more than is shown tells whether the last word is whole.
    before = "\n".join(text[max(0, start - CONTEXT - 1) : start].split("\n")[-AROUND - 1 :])
    after = "\n".join(text[end : end + CONTEXT + 1].split("\n")[: AROUND + 1])
    if len(before) > CONTEXT:
        before = f"… {before.partition(' ')[2]}"
    if len(after) > CONTEXT:
        after = f"{after.rpartition(' ')[0]} …"
    return Words(shown(text[start:end]), shown(before.lstrip()), shown(after.rstrip()))


def shown(text: str) -> str:
    """The text with words in the place of blanks."""
    return re.sub(f"{BLANK}+", f"[{_('visas inte')}]", text)


def _rule(passage: Passage) -> str:
    if passage.rule is None:
        return _("Utpekat av redaktionen")
    title = rule_title(passage.rule)
    return passage.rule if title == passage.rule else f"{title} ({passage.rule})"


def _note(passage: Passage, part: Keyed) -> str:
    if passage.corrected:
        return _("Redaktionen har rättat uppgiften: planen säger något annat än källan.")
    said = getattr(part, passage.field or "title", None)
    if not isinstance(said, str) or not said or passage.field not in {"", "title", "text"}:
        return ""
    value, source = _letters(said), _letters(passage.text)
    if value in source or source in value:
        return ""
    return _("Planens ordalydelse är inte exakt källans.")


def _letters(text: str) -> str:
    """The text without what reading mends: hyphens at line ends, spaces, punctuation and case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def source_context(source: Source) -> dict[str, Any]:
    """What both pages tell of a document."""
    document, file = source.document, source.file
    facts = [
        (_("Utgivare"), document.publisher),
        (_("Slag"), document.kind),
        (_("Daterat"), str(document.dated) if document.dated else ""),
        (_("Uppdaterat"), str(document.updated) if document.updated else ""),
        (_("Fil"), document.file),
    ]
    return {
        "title": document.title,
        "href": source.href,
        "url": document.url,
        "facts": [(name, value) for name, value in facts if value],
        "published": document.published_at,
        "loaded": file.loaded_at if file else None,
        "sha256": document.sha256,
        "original_href": source.original_href,
        "names_people": source.names_people,
    }
