"""Plan-Markdown: a plan as a person writes it. docs/plan-markdown.md specifies it."""

from strategies.markdown.errors import MarkdownError, PlanMarkdownError
from strategies.markdown.front_matter import source_of
from strategies.markdown.reader import read_plan
from strategies.markdown.writer import write_plan

__all__ = ["MarkdownError", "PlanMarkdownError", "read_plan", "source_of", "write_plan"]
