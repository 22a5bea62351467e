"""From plan-Markdown to a `Plan`."""

from strategies.markdown.draft import Draft, checked
from strategies.markdown.errors import PlanMarkdownError, Problems, Refusal, unknown
from strategies.markdown.front_matter import FENCE, read_front
from strategies.markdown.layouts import ITEMS, MENTIONED, SECTIONS
from strategies.markdown.lines import Node, tree
from strategies.markdown.parts import Parts
from strategies.plan import Plan, one_line

LINE_BREAKS = ("\r\n", "\r")


def read_plan(text: str, name: str = "") -> Plan:
    """Read a plan; `name` says in errors which file it is. Raises PlanMarkdownError with every fault found."""
    problems = Problems()
    text = text.removeprefix("\ufeff")
    for line_break in LINE_BREAKS:
        text = text.replace(line_break, "\n")
    lines = text.split("\n")
    front, before = _front_lines(lines, problems)
    draft = read_front(front, problems)
    _read_body(draft, tree(lines[before:], before + 1, problems), problems)
    plan = checked(draft, problems)
    if plan is None or problems.errors:
        raise PlanMarkdownError(name, tuple(sorted(problems.errors)))
    return plan


def _front_lines(lines: list[str], problems: Problems) -> tuple[list[str], int]:
    """The lines between the fences, and how many lines come before the body."""
    fences = (n for n, line in enumerate(lines) if line.rstrip() == FENCE)
    start, end = next(fences, None), next(fences, None)
    if start == 0 and end is not None:
        return lines[1:end], end + 1
    problems.add(
        1,
        "Filen börjar inte med rader mellan två --- om planens titel och slag.",
        "Skriv ---, titel: …, slag: … och --- på var sin rad först i filen.",
    )
    return [], len(lines)


def _read_body(draft: Draft, root: Node, problems: Problems) -> None:
    parts = Parts(problems)
    draft["summary"] = root.prose()
    sections = _sections(root, problems)
    # In the plan's order, not the document's, since flags and passages are gathered on the way.
    for field in dict.fromkeys(SECTIONS.values()):
        if field in sections:
            _read_section(draft, field, sections[field], parts, problems)
    draft["flags"] = tuple(parts.flags)
    draft["passages"] = tuple(parts.passages)
    parts.pointers.resolve(draft, problems)


def _sections(root: Node, problems: Problems) -> dict[str, Node]:
    fields = {title.casefold(): field for title, field in SECTIONS.items()}
    sections: dict[str, Node] = {}
    for node in root.nodes:
        field = fields.get(one_line(node.head).casefold(), "")
        if node.sign != "#" or node.level > 1:
            remedy = "Skriv ett avsnitts rubrik före den, till exempel # Innehåll."
            problems.add(node.line, "Raden står inte i något avsnitt.", remedy)
        elif not field:
            problems.refuse(node.line, _unknown_section(node.head))
        elif field in sections:
            remedy = "För ihop de två under en rubrik."
            problems.add(node.line, f"Avsnittet finns redan på rad {sections[field].line}.", remedy)
        else:
            sections[field] = node
    return sections


def _unknown_section(title: str) -> Refusal:
    known = {name.casefold(): name for name in SECTIONS}
    refusal = unknown(title, known, "inget avsnitt")
    for folded, name in known.items():
        refusal.remedy = refusal.remedy.replace(f"”{folded}”", f"”# {name}”")
    return refusal


def _read_section(draft: Draft, field: str, node: Node, parts: Parts, problems: Problems) -> None:
    if node.text:
        remedy = "Flytta den till en av avsnittets delar, eller före den första rubriken."
        problems.add(node.line, "Text direkt under avsnittets rubrik har ingen plats.", remedy)
    draft.at[field] = node.line
    if field in ITEMS:
        draft[field] = parts.items(parts.only(node.nodes, "-#"), ITEMS[field])
    elif field == "statements":
        draft[field] = parts.statements(parts.only(node.nodes, "="))
    elif field == "involvements":
        involved = parts.involvements(parts.only(node.nodes, "@"), mentioned=True)
        draft[field] = tuple(part for part in involved if part["role"] != MENTIONED)
        draft["mentioned_actors"] = tuple(p["actor"] for p in involved if p["role"] == MENTIONED)
    else:
        for child in parts.only(node.nodes, "!" if field == "flags" else "~"):
            parts.remark(child, None)
