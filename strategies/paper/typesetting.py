"""Sheets into a PDF, in a process of its own: what it takes of time and memory is nobody else's, and a fault in it costs one document."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from strategies.paper.blocks import Sheets

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0
MEMORY = (
    1024 * 1024 * 1024
)  # above what the process has when it starts; a plan of 1,000 parts takes a fifth


class PaperError(Exception):
    """The document could not be made: a fault of ours, or a machine without room."""


def typeset(
    sheets: Sheets, made: datetime, *, seconds: float = SECONDS, memory: int = MEMORY
) -> bytes:
    """The document as a PDF/UA-1 that bears that moment: the same bytes each time. Raises PaperError."""
    command = [sys.executable, "-m", "strategies.paper.child", str(memory)]
    try:
        answer = subprocess.run(  # noqa: S603 - our own module
            [*command, str(int(made.timestamp()))],
            input=json.dumps(sheets.value()).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PaperError("it took too long") from None
    if answer.returncode or not answer.stdout:
        raise PaperError(f"ended with {answer.returncode}: {answer.stderr[-500:].decode()}")
    return answer.stdout
