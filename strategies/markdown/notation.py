"""Notation on one line: statements, involvements, flags, passages, labels, keys."""

import re
from collections.abc import Mapping
from typing import get_args
from uuid import UUID

from strategies.markdown.errors import Refusal, unknown
from strategies.markdown.layouts import FLAGS, MENTIONED, ROLES, STATEMENTS
from strategies.markdown.values import (
    STRING,
    detail,
    quoted,
    read_details,
    unquoted,
    write_details,
)
from strategies.plan import Certainty, Flag, Link, Passage, Statement, one_line

KEY_LAST = re.compile(r"\{#([^{}\s]*)\}$")
LABEL = re.compile(rf"\[({STRING}|[^\]]*)\]\s*(.*)")
STATEMENT = re.compile(rf"([^\s:]*)\s*(?:({STRING})\s*|([^:]*)):\s*(.*)")
ACTOR = re.compile(rf"({STRING}|.+?)(?:\s+\((.*)\))?")
SPAN = re.compile(r"([0-9]*)\s*[–-]\s*([0-9]*)")

Values = dict[str, object]


def read_statement(head: str) -> Values:
    """ "mål Synas: text" as kind, title and the beginning of the text."""
    match = STATEMENT.fullmatch(head) if ":" in head else None
    if match is None:
        raise Refusal(
            "Efter uttalandets slag saknas ett kolon.",
            "Skriv till exempel = vision: Länet är attraktivt.",
        )
    kind = match[1].lower()
    if kind not in STATEMENTS:
        raise unknown(match[1], STATEMENTS, "inget slag av uttalande")
    return {"kind": kind, "title": one_line(unquoted(match[2] or match[3])), "text": match[4]}


def write_statement(part: Statement, first: str) -> str:
    title = quoted(part.title) if ":" in part.title or part.title.startswith('"') else part.title
    return f"= {part.kind}{' ' if title else ''}{title}: {first}"


def read_involvement(head: str, mentioned: bool) -> Values:
    """ "medverkar: Tillväxtverket (not)"; `mentioned` says whether the word "nämns" may stand for the role."""
    role, colon, rest = head.partition(":")
    role, words = one_line(role).lower(), (*ROLES, MENTIONED) if mentioned else ROLES
    if not colon:
        raise Refusal(
            "Efter @ saknas en roll med kolon.", "Skriv till exempel @ medverkar: Tillväxtverket."
        )
    if role not in words:
        raise unknown(role, words, "ingen roll")
    match = ACTOR.fullmatch(rest.strip())
    if match is None:
        raise Refusal("Aktörens namn saknas.", "Skriv namnet efter kolonet.")
    if role == MENTIONED and match[2]:
        raise Refusal(
            "En aktör som bara nämns kan inte ha någon not.",
            "Sätt namnet inom citattecken om parentesen hör till det.",
        )
    return {"role": role, "actor": unquoted(match[1]), "note": match[2] or ""}


def write_involvement(role: str, actor: str, note: str = "") -> str:
    name = quoted(actor) if " (" in actor or actor.startswith('"') else actor
    return f"@ {role}: {name}{f' ({note})' if note else ''}"


def read_flag(head: str, placed: bool) -> Values:
    """ "kind (details): text"; references stay text. `placed` says that the place tells what the flag is about."""
    cut = _first(head, "(:")
    kind = one_line(head[:cut]).lower()
    if kind not in FLAGS:
        raise unknown(kind, FLAGS, "inget slag av anmärkning")
    words = {"fält": True, "se": True} | ({} if placed else {"gäller": True})
    details, text = read_details(head[cut:], words)
    if text and not text.startswith(":"):
        raise Refusal(
            "Före anmärkningens text saknas ett kolon.",
            "Skriv till exempel ! dubblett (se 2.1): Samma text.",
        )
    return _named(details) | {"kind": kind, "text": text.removeprefix(":").strip()}


def write_flag(flag: Flag, numbers: Mapping[UUID | None, str], placed: bool) -> str:
    details = {} if placed or flag.on is None else {"gäller": numbers[flag.on]}
    if flag.field:
        details["fält"] = detail(flag.field)
    if flag.refers_to:
        details["se"] = numbers[flag.refers_to]
    head = f"! {flag.kind} {write_details(details)}".rstrip()
    return f"{head}: {flag.text}" if flag.text else head


READ_BY = {"regel": "rule", "säkerhet": "certainty"}
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)


def read_passage(head: str, placed: bool) -> Values:
    """ "(details) text"; references stay text."""
    words = {
        "dokument": True,
        "tecken": True,
        "fält": True,
        "rättat": False,
        "regel": True,
        "säkerhet": True,
    }
    details, text = read_details(head, words | ({} if placed else {"gäller": True}))
    values = _named(details) | {"text": text.removeprefix("\\"), "corrected": "rättat" in details}
    values |= {name: details.get(word) for word, name in READ_BY.items()}
    if values["certainty"] not in (None, *CERTAINTIES):
        raise unknown(str(values["certainty"]), CERTAINTIES, "ingen grad av säkerhet")
    if not re.fullmatch(r"R[0-9]{1,3}", details.get("regel", "R1")):
        raise Refusal("Regeln har inget nummer.", "Skriv till exempel regel R12.")
    if "dokument" in details:
        if not re.fullmatch("[0-9]{1,4000}", details["dokument"]):
            raise Refusal("Dokumentets nummer är inget tal.", "Skriv till exempel dokument 2.")
        values["document"] = int(details["dokument"])
    if "tecken" in details:
        span = SPAN.fullmatch(details["tecken"])
        if span is None:
            raise Refusal(
                "Tecknens platser går inte att läsa.", "Skriv till exempel tecken 120–180."
            )
        values |= {
            name: int(n) for name, n in zip(("start", "end"), span.groups(), strict=True) if n
        }
    return values


def write_passage(passage: Passage, numbers: Mapping[UUID | None, str], placed: bool) -> str:
    details = {"dokument": str(passage.document)} if passage.document != 1 else {}
    if passage.start is not None or passage.end is not None:
        start, end = ("" if n is None else str(n) for n in (passage.start, passage.end))
        details["tecken"] = f"{start}–{end}"
    if not placed and passage.on is not None:
        details["gäller"] = numbers[passage.on]
    if passage.field:
        details["fält"] = detail(passage.field)
    if passage.corrected:
        details["rättat"] = ""
    details |= {word: value for word, name in READ_BY.items() if (value := getattr(passage, name))}
    text = f"\\{passage.text}" if passage.text.startswith(("(", "\\")) else passage.text
    return " ".join(word for word in ("~", write_details(details), text) if word)


def _named(details: dict[str, str]) -> Values:
    fields = {"gäller": "on", "se": "refers_to", "fält": "field"}
    return {fields[word]: value for word, value in details.items() if word in fields}


def _first(text: str, signs: str) -> int:
    return min((at for sign in signs if (at := text.find(sign)) >= 0), default=len(text))


def write_label(label: str) -> str:
    """ "[1a] ", or "" without a label."""
    if not label:
        return ""
    return f"[{quoted(label) if ']' in label or label.startswith(chr(34)) else label}] "


def escaped_title(title: str) -> str:
    """A title with a backslash where its beginning would read as a label or a backslash."""
    return f"\\{title}" if title.startswith(("[", "\\")) else title


def write_link(link: Link, numbers: Mapping[UUID | None, str]) -> str:
    return f"{numbers[link.to]}{'' if link.origin == 'källa' else f' ({link.origin})'}"


def read_link(text: str) -> tuple[str, str]:
    """ "U1 (redaktionell)" as a reference and an origin."""
    target, bracket, rest = text.strip().partition("(")
    origin = rest.removesuffix(")").strip().lower() if bracket else "källa"
    if origin not in ("källa", "redaktionell"):
        raise unknown(origin, ("källa", "redaktionell"), "inget som kan stå i parentesen")
    return target.strip(), origin
