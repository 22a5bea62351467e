"""A Text as a test can read it."""

from strategies.loading.text import Text


def shown(text: Text) -> list[str]:
    """Each line that says something, a marked one after its mark ("heading2: Mål")."""
    marks = {mark.start: mark for mark in text.marks}
    lines, place = [], 0
    for line in text.content.split("\n"):
        if mark := marks.pop(place, None):
            assert mark.end == place + len(line)
            lines.append(f"{mark.kind}{mark.level}: {line}")
        elif line.strip():
            lines.append(line)
        place += len(line) + 1
    assert not marks, "a mark stands at no line's beginning"
    return lines
