"""Every element of every current edition in one stream: the database writes the rows, and the house only passes them on.

The columns are those of a plan's own file (strategies/exports/columns.py); a test compares the two. What is read of a plan is its elements and its
words for their levels, which public_plan() leaves as they are: the people whom it holds back are elsewhere in the plan.
"""

from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Literal

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategies.exports.columns import HEADS, IN_WHAT, LEVELS, NO, YES
from strategies.exports.csv_file import BOM, SEPARATOR
from strategies.plan import Role
from strategies.reading.moment import present
from strategies.taking.sending import etag, shared

Ending = Literal["csv", "jsonl"]
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
BLOCK = 64 * 1024  # bytes that are passed on at a time
# Each stream holds one of the process's connections until its reader has had it all, so there are few at once and none for ever.
MOST_AT_ONCE = 2
LONGEST = "10min"
WAIT_SECONDS = 30
_places = BoundedSemaphore(MOST_AT_ONCE)

ROLES: tuple[Role, ...] = ("ansvarig", "utförare", "medverkar", "finansierar", "informeras")


def _named(role: Role) -> str:
    """The actors in a role, as a cell."""
    tie = f"tie->>'actor' || CASE WHEN tie->>'note' <> '' THEN '{IN_WHAT}' || (tie->>'note') ELSE '' END"
    return f"string_agg({tie}, E'\\n') FILTER (WHERE tie->>'role' = '{role}') AS \"{role}\""


def _yes(field: str) -> str:
    return f"CASE WHEN (part->>'{field}')::boolean THEN '{YES}' ELSE '{NO}' END"


_levels = " ".join(f"WHEN '{kind}' THEN '{word}'" for kind, word in LEVELS.items())
CELLS: dict[str, str] = {
    "strategi": "slug",
    "plan": "plan_title",
    "utgåva": "number::text",
    "nyckel": "part->>'key'",
    "överordnad": "parent",
    "nivå": f"CASE part->>'kind' {_levels} END",
    "ord": "words->>(part->>'kind')",
    "sökväg": "path",
    "beteckning": "part->>'label'",
    "titel": "part->>'title'",
    "kort titel": "part->>'short_title'",
    "syfte": "part->>'purpose'",
    "text": "part->>'text'",
    "börjar": "part->'period'->>'start'",
    "slutar": "part->'period'->>'end'",
    "målgrupper": "CASE WHEN part->'target_groups' <> '[]' THEN"
    " (SELECT string_agg(said, E'\\n') FROM jsonb_array_elements_text(part->'target_groups') AS said) END",
    **{str(role): f'ties."{role}"' for role in ROLES},
    "listan är inte uttömmande": _yes("open_ended"),
    "genomsyrar de andra": _yes("crosscutting"),
}
# Cells that people have written, and that a spreadsheet could take for a formula.
WRITTEN = (
    *("plan", "ord", "sökväg", "beteckning", "titel", "kort titel", "syfte", "text"),
    *("målgrupper", *ROLES),
)
# Three levels are all there can be (strategies/plan.py: RANK). The plan is unpacked once, and its parts come in reading order.
PARTS = """
    FROM (
        SELECT strategy.slug, edition.title AS plan_title, edition.number,
            edition.plan->'elements' AS tops, edition.plan->'level_words' AS words
        FROM strategies_strategy AS strategy
        JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
        ORDER BY strategy.id
        OFFSET 0
    ) AS plans
    CROSS JOIN LATERAL jsonb_array_elements(tops) AS top
    CROSS JOIN LATERAL (
        SELECT top AS part, NULL AS parent, NULL AS path
        UNION ALL
        SELECT below.* FROM jsonb_array_elements(top->'elements') AS middle
        CROSS JOIN LATERAL (
            SELECT middle AS part, top->>'key' AS parent, top->>'title' AS path
            UNION ALL
            SELECT leaf, middle->>'key', (top->>'title') || E'\\n' || (middle->>'title')
            FROM jsonb_array_elements(middle->'elements') AS leaf
        ) AS below
    ) AS parts
"""
TIES = f"""
    CROSS JOIN LATERAL (
        SELECT {", ".join(map(_named, ROLES))}
        FROM jsonb_array_elements(part->'involvements') AS tie
    ) AS ties
"""  # noqa: S608 - all of it is ours


def _defused(cell: str) -> str:
    """SQL for what csv_file.defused() does to a cell: a look at its first sign is enough for nearly all."""
    begins = "ascii(cell) IN (9, 13, 39, 43, 45, 61, 64) AND cell ~ '^''*[-=+@\\t\\r]'"
    return f"(SELECT CASE WHEN {begins} THEN '''' || cell ELSE nullif(cell, '') END FROM (SELECT {cell} AS cell) AS one)"  # noqa: S608 - all of it is ours


def copy_query(ending: Ending) -> str:
    """COPY … TO STDOUT of all rows: as CSV, or as an object a line."""
    if ending == "csv":
        cells = [_defused(CELLS[head]) if head in WRITTEN else CELLS[head] for head in HEADS]
        return f"COPY (SELECT {', '.join(cells)} {PARTS} {TIES}) TO STDOUT (FORMAT csv, DELIMITER '{SEPARATOR}')"
    named = ", ".join(f"coalesce({CELLS[head]}, '') AS \"{head}\"" for head in HEADS)
    # JSON holds no control characters, so with these as signs COPY writes each line as it is.
    form = "FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01'"
    return f"COPY (SELECT row_to_json(line) FROM (SELECT {named} {PARTS} {TIES}) AS line) TO STDOUT ({form})"  # noqa: S608 - all of it is ours


class Stream:
    """The rows in blocks, from a connection that is given back when all are read, or when the reader leaves."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending
        self.held = _places.acquire(blocking=False)

    def __iter__(self) -> Iterator[bytes]:
        head = (BOM + SEPARATOR.join(HEADS) + "\r\n").encode()
        waiting = bytearray(head if self.ending == "csv" else b"")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
            with cursor.copy(copy_query(self.ending)) as rows:
                for row in rows:
                    waiting += row
                    if len(waiting) >= BLOCK:
                        yield bytes(waiting)
                        waiting.clear()
        yield bytes(waiting)

    def close(self) -> None:
        if self.held:
            self.held = False
            _places.release()


@login_not_required
@require_safe
def all_elements(request: HttpRequest, ending: Ending) -> HttpResponseBase:
    """Every element of every current edition; 503 when too many are fetching it."""
    tag = etag("everything", ending, present())
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None and request.method == "HEAD":
        response = HttpResponse(content_type=TYPES[ending])
    if response is None:
        stream = Stream(ending)
        if not stream.held:
            return _later()
        response = StreamingHttpResponse(stream, content_type=TYPES[ending])
    if response.status_code == 200:
        name = f"insatser-{timezone.localdate().isoformat()}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    return shared(response)


def _later() -> HttpResponse:
    told = _("Många hämtar filen just nu. Försök igen om en halv minut.")
    response = HttpResponse(f"{told}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(WAIT_SECONDS)
    return response
