"""What a page is about in words that search engines share: schema.org as JSON-LD."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from strategies.plan import Plan

CONTEXT = "https://schema.org"
# A block of data in a page must not be able to end it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
PUBLIC_BODIES = ("region", "kommun", "regionförbund", "myndighet", "nämnd")
Data = dict[str, Any]


def plan_data(plan: Plan, number: int, published: str) -> Data:
    """A public plan as a report: `number` and `published` (YYYY-MM-DD) are its edition's. Its description is the page's own."""
    said: Data = {
        "@type": "Report",
        "name": plan.title,
        "inLanguage": "sv",
        "identifier": f"urn:uuid:{plan.key}",
        "version": str(number),
        "datePublished": published,
        "publisher": [{"@type": "Organization", "name": name} for name in plan.owners],
        "spatialCoverage": [{"@type": "AdministrativeArea", "name": name} for name in plan.regions],
    }
    if plan.period:
        first, last = plan.period.first_day, plan.period.last_day
        said["temporalCoverage"] = f"{first or '..'}/{last or '..'}"
    return {name: value for name, value in said.items() if value}


def actor_data(name: str, kind: str, aliases: Sequence[str], homepage: str) -> Data:
    sort = "GovernmentOrganization" if kind in PUBLIC_BODIES else "Organization"
    said: Data = {"@type": sort, "name": name, "alternateName": list(aliases), "sameAs": homepage}
    return {field: value for field, value in said.items() if value}


def region_data(name: str, code: str, within: str) -> Data:
    said: Data = {"@type": "AdministrativeArea", "name": name, "identifier": code}
    if within:
        said["containedInPlace"] = {"@type": "AdministrativeArea", "name": within}
    return {field: value for field, value in said.items() if value}


def data_block(data: Data) -> SafeString:
    """The data as a block of a page: no script, though HTML gives it that name, so a strict policy lets it be and runs nothing."""
    text = json.dumps({"@context": CONTEXT} | data, ensure_ascii=False, separators=(",", ":"))
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text.translate(ESCAPES)),  # noqa: S308 - escaped here
    )
