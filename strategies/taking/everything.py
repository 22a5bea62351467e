"""Every element of every current edition in one stream: the database writes the rows, and the house only passes them on.

The columns are those of a plan's own file (strategies/exports/columns.py); a test compares the two. What is read of a plan is its elements and its
words for their levels, which public_plan() leaves as they are: the people whom it holds back are elsewhere in the plan.
"""

from collections.abc import Generator, Iterator
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
    tie = f"CASE WHEN note <> '' THEN actor || '{IN_WHAT}' || note ELSE actor END"
    return f"string_agg({tie}, E'\\n') FILTER (WHERE role = '{role}') AS \"{role}\""


_levels = " ".join(f"WHEN '{kind}' THEN '{word}'" for kind, word in LEVELS.items())
CELLS: dict[str, str] = {
    "strategi": "slug",
    "plan": "plan_title",
    "utgåva": "number::text",
    "nyckel": "key",
    "överordnad": "parent",
    "nivå": f"CASE kind {_levels} END",
    "ord": "words->>kind",
    "sökväg": "path",
    "beteckning": "label",
    "titel": "title",
    "kort titel": "short_title",
    "syfte": "purpose",
    "text": "text",
    "börjar": "period->>'start'",
    "slutar": "period->>'end'",
    "målgrupper": "CASE WHEN target_groups <> '[]' THEN"
    " (SELECT string_agg(name, E'\\n') FROM jsonb_array_elements_text(target_groups) AS name) END",
    **{str(role): f'ties."{role}"' for role in ROLES},
    "listan är inte uttömmande": f"CASE WHEN open_ended THEN '{YES}' ELSE '{NO}' END",
    "genomsyrar de andra": f"CASE WHEN crosscutting THEN '{YES}' ELSE '{NO}' END",
}
# Cells that people have written, and that a spreadsheet could take for a formula.
WRITTEN = (
    *("plan", "ord", "sökväg", "beteckning", "titel", "kort titel", "syfte", "text"),
    *("målgrupper", *ROLES),
)
# Three levels are all there can be (strategies/plan.py: RANK). Plans are put in order while they are still packed away, then unpacked one
# after the other, and their parts come in reading order.
PARTS = """
    FROM (
        SELECT strategy.slug, edition.title AS plan_title, edition.number, edition.plan
        FROM strategies_strategy AS strategy
        JOIN strategies_edition AS edition ON edition.id = strategy.current_edition_id
        ORDER BY strategy.id
        OFFSET 0
    ) AS plans
    CROSS JOIN LATERAL (SELECT plan->'elements' AS tops, plan->'level_words' AS words OFFSET 0) AS opened
    CROSS JOIN LATERAL (SELECT jsonb_array_elements(tops) AS top) AS highest
    CROSS JOIN LATERAL (
        SELECT top AS part, NULL AS parent, NULL AS path
        UNION ALL
        SELECT below.* FROM (SELECT jsonb_array_elements(top->'elements') AS middle) AS inner_parts
        CROSS JOIN LATERAL (
            SELECT middle AS part, top->>'key' AS parent, top->>'title' AS path
            UNION ALL
            SELECT leaf, middle->>'key', (top->>'title') || E'\\n' || (middle->>'title')
            FROM (SELECT jsonb_array_elements(middle->'elements') AS leaf) AS leaves
        ) AS below
    ) AS parts
"""
# Each part is taken apart once, and so are its ties.
APART = f"""
    CROSS JOIN LATERAL jsonb_to_record(part) AS said (
        key text, kind text, label text, title text, short_title text, purpose text, text text, period jsonb,
        target_groups jsonb, involvements jsonb, open_ended boolean, crosscutting boolean
    )
    LEFT JOIN LATERAL (
        SELECT {", ".join(map(_named, ROLES))}
        FROM jsonb_to_recordset(involvements) AS tie (actor text, role text, note text)
    ) AS ties ON involvements <> '[]'
"""  # noqa: S608 - all of it is ours
_cells = ", ".join(f'{cell} AS "{head}"' for head, cell in CELLS.items())
# Made before anything is done to them: without OFFSET the planner would make each cell anew wherever it is named.
ROWS = f"(SELECT {_cells} {PARTS} {APART} OFFSET 0) AS line"


def _defused(head: str) -> str:
    """SQL for what csv_file.defused() does to a cell: a look at its first sign is enough for nearly all."""
    cell = f'"{head}"'
    begins = f"ascii({cell}) IN (9, 13, 39, 43, 45, 61, 64) AND {cell} ~ '^''*[-=+@\\t\\r]'"
    return f"CASE WHEN {begins} THEN '''' || {cell} ELSE nullif({cell}, '') END"


def copy_query(ending: Ending) -> str:
    """COPY … TO STDOUT of all rows: as CSV, or as an object a line."""
    if ending == "csv":
        cells = ", ".join(_defused(head) if head in WRITTEN else f'"{head}"' for head in HEADS)
        return f"COPY (SELECT {cells} FROM {ROWS}) TO STDOUT (FORMAT csv, DELIMITER '{SEPARATOR}')"  # noqa: S608 - all of it is ours
    cells = ", ".join(f'coalesce("{head}", \'\') AS "{head}"' for head in HEADS)
    # JSON holds no control characters, so with these as signs COPY writes each line as it is.
    form = "FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01'"
    return f"COPY (SELECT row_to_json(one) FROM (SELECT {cells} FROM {ROWS}) AS one) TO STDOUT ({form})"  # noqa: S608 - all of it is ours


class Stream:
    """The rows in blocks, from a connection that is given back when all are read, or when the reader leaves."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending
        self.held = _places.acquire(blocking=False)
        self.blocks = self._blocks()

    def __iter__(self) -> Iterator[bytes]:
        return self.blocks

    def _blocks(self) -> Generator[bytes, None, None]:
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
        """End the query, if it is not at its end, before the request gives its connection back."""
        self.blocks.close()
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
        name = f"alla-delar-{timezone.localdate().isoformat()}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    return shared(response)


def _later() -> HttpResponse:
    told = _("Många hämtar filen just nu. Försök igen om en halv minut.")
    response = HttpResponse(f"{told}\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(WAIT_SECONDS)
    return response
