"""The parts of a document's body as drafts."""

import re

from strategies.markdown.draft import Draft
from strategies.markdown.errors import Problems, Refusal, unknown
from strategies.markdown.layouts import BELONGS, ELEMENT, HEADINGS, LINKS, Layout
from strategies.markdown.lines import Node, unescaped
from strategies.markdown.notation import (
    KEY_LAST,
    LABEL,
    read_flag,
    read_involvement,
    read_link,
    read_passage,
    read_statement,
)
from strategies.markdown.pointers import ELEMENTS, LINKABLE, Pointers
from strategies.markdown.values import KEY, YES, unquoted
from strategies.plan import ElementKind, one_line, prose


class Parts:
    """Reads parts; gathers on the way the flags and passages that stand under them, and what waits for keys."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.pointers = Pointers()
        self.flags: list[Draft] = []
        self.passages: list[Draft] = []

    def only(self, nodes: list[Node], signs: str) -> list[Node]:
        """The nodes with one of these signs; the others become problems."""
        allowed = "Här får raderna börja med " + " ".join(signs) if signs else "Dra tillbaka den"
        for node in nodes:
            if node.sign not in signs:
                remedy = f"{allowed}. Börja raden med \\ om den är vanlig text."
                self.problems.add(node.line, f"En rad med {node.sign} kan inte stå här.", remedy)
        return [node for node in nodes if node.sign in signs]

    def items(self, nodes: list[Node], layout: Layout) -> tuple[Draft, ...]:
        """Headings or list items as parts."""
        return tuple(self._item(node, layout) for node in nodes)

    def _item(self, node: Node, layout: Layout) -> Draft:
        draft = Draft(node.line)
        self._read_head(draft, node, layout)
        self._read_text(draft, node, layout)
        signs = "+" + "#-" * bool(layout.below) + "!~" * layout.keyed + "@=" * (layout is ELEMENT)
        nodes = self.only(node.nodes, signs)
        for child in nodes:
            if child.sign == "+":
                self._property(draft, child, layout)
            elif child.sign in "!~":
                self.remark(child, draft)
        below = [n for n in nodes if n.sign in "#-"]
        if layout is ELEMENT:
            draft["kind"] = self._element_kind(node, below)
            draft["involvements"] = self.involvements([n for n in nodes if n.sign == "@"])
            draft["statements"] = self.statements([n for n in nodes if n.sign == "="])
        if layout.below:
            draft[layout.below] = self.items(below, layout.items or layout)
        return draft

    def _element_kind(self, node: Node, below: list[Node]) -> ElementKind:
        """The kind that the sign tells; what stands below an action becomes problems and is taken out."""
        kind = HEADINGS.get(node.level, "action")  # list items have level 0
        if node.level > max(HEADINGS):
            self.problems.add(node.line, "Rubriken har för många #.", "Skriv ##, ### eller ####.")
        if kind == "action":
            remedy = "Dra tillbaka raden, eller gör delen ovanför till en rubrik med ## eller ###."
            for child in below:
                self.problems.add(child.line, "En insats kan inte ha något under sig.", remedy)
            below.clear()
        return kind

    def _read_head(self, draft: Draft, node: Node, layout: Layout) -> None:
        """The first line: the key, the kind or the label, and the field that it holds."""
        head = self._without_key(draft, node) if layout.keyed else node.head
        if layout.kinds:
            word, colon, head = head.partition(":")
            kind = one_line(word).lower()
            if not colon or kind not in layout.kinds:
                what = "inget som raden kan börja med, före ett kolon"
                self.problems.refuse(node.line, unknown(one_line(word), layout.kinds, what))
            draft["kind"] = kind
        elif layout is ELEMENT and (match := LABEL.fullmatch(head)):
            draft["label"] = self._unquoted(match[1], node.line)
            head = match[2]
        plain = head if layout.kinds or layout.text == layout.head else unescaped(head)
        draft[layout.head] = plain if layout.text == layout.head else one_line(plain)

    def _without_key(self, draft: Draft, node: Node) -> str:
        match = KEY_LAST.search(node.head)
        if match is None:
            return node.head
        try:
            draft["key"] = KEY.read(match[1])
        except Refusal as refusal:
            self.problems.refuse(node.line, refusal)
        return node.head[: match.start()].rstrip()

    def _unquoted(self, text: str, line: int) -> str:
        try:
            return unquoted(text)
        except Refusal as refusal:
            self.problems.refuse(line, refusal)
            return text

    def _read_text(self, draft: Draft, node: Node, layout: Layout) -> None:
        if layout.text:
            draft[layout.text] = prose(node.prose(draft.get(layout.text, "")))
        elif node.text:
            remedy = "Skriv den efter + och ett ord, till exempel + not: …, eller ta bort indraget."
            self.problems.add(node.line, "Text under den här raden har ingen plats.", remedy)

    def _property(self, draft: Draft, node: Node, layout: Layout) -> None:
        self.only(node.nodes, "")
        name, _, first = node.head.partition(":")
        word, value = one_line(name).lower(), node.one_line().partition(":")[2].strip()
        prop = layout.words.get(word)
        if layout is ELEMENT and word in LINKS:
            self._links(draft, word, value, node.line)
        elif layout.belongs and word == BELONGS:
            draft["element"] = value
            self.pointers.refer(draft, "element", node.line, ELEMENTS)
        elif prop is None:
            more = (*(LINKS if layout is ELEMENT else ()), *((BELONGS,) if layout.belongs else ()))
            what = "inget ord som kan stå efter + här"
            self.problems.refuse(node.line, unknown(word, (*layout.words, *more), what))
        elif not value and prop.form is not YES:
            self.problems.add(
                node.line,
                f"Värdet efter ”{word}” saknas.",
                "Skriv ett kolon och värdet, eller ta bort raden.",
            )
        else:
            draft.take(
                prop,
                node.prose(first.strip()) if prop.form.lines else value,
                node.line,
                self.problems,
            )

    def _links(self, draft: Draft, kind: str, value: str, line: int) -> None:
        for text in re.split("[;,]", value):
            link = Draft(line, kind=kind)
            draft["links"] = (*draft.get("links", ()), link)
            try:
                link["to"], link["origin"] = read_link(text)
            except Refusal as refusal:
                self.problems.refuse(line, refusal)
            else:
                self.pointers.refer(link, "to", line, LINKABLE)

    def statements(self, nodes: list[Node]) -> tuple[Draft, ...]:
        return tuple(self._statement(node) for node in nodes)

    def _statement(self, node: Node) -> Draft:
        draft = Draft(node.line)
        head = self._without_key(draft, node)
        try:
            draft.update(read_statement(head))
            draft["text"] = prose(node.prose(draft["text"]))
        except Refusal as refusal:
            self.problems.refuse(node.line, refusal)
        nodes = self.only(node.nodes, "=!~")
        for child in nodes:
            if child.sign != "=":
                self.remark(child, draft)
        draft["statements"] = self.statements([n for n in nodes if n.sign == "="])
        return draft

    def involvements(self, nodes: list[Node], mentioned: bool = False) -> tuple[Draft, ...]:
        drafts = []
        for node in nodes:
            self.only(node.nodes, "")
            try:
                drafts.append(
                    Draft(node.line, **read_involvement(one_line(node.one_line()), mentioned))
                )
            except Refusal as refusal:
                self.problems.refuse(node.line, refusal)
        return tuple(drafts)

    def remark(self, node: Node, on: Draft | None) -> None:
        """A flag or a passage, under the part that it is about or in a section of its own."""
        self.only(node.nodes, "")
        read, gathered = (
            (read_flag, self.flags) if node.sign == "!" else (read_passage, self.passages)
        )
        try:
            draft = Draft(node.line, **read(one_line(node.one_line()), on is not None))
        except Refusal as refusal:
            self.problems.refuse(node.line, refusal)
            return
        for field in {"on", "refers_to"} & draft.keys():
            self.pointers.refer(draft, field, node.line)
        if on is not None:
            self.pointers.support(draft, on)
        gathered.append(draft)
