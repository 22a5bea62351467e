"""What of a web page is its content, and what is the site around it."""

import re

from lxml.html import HtmlElement

SCRIPT = "Skript i filen lästes inte"

# Never text: drawings, programs, players, controls.
UNREAD = frozenset({
    "head", "title", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
    "map", "area", "button", "input", "select", "textarea", "datalist", "option", "label", "nav", "aside", "dialog", "menu",
})  # fmt: skip
_ROLES = frozenset({
    "banner", "navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog",
})  # fmt: skip
# Words in class and id that name what surrounds a page's content, whole words in Swedish and English.
_SURROUNDINGS = frozenset({
    "cookie", "cookies", "cookiebanner", "cookiebar", "consent", "gdpr", "breadcrumb", "breadcrumbs", "brodsmula", "brodsmulor", "share",
    "sharing", "dela", "social", "related", "relaterat", "relaterade", "menu", "meny", "submenu", "nav", "navbar", "navigation", "sidebar",
    "sidomeny", "skip", "skiplink", "skiplinks", "skipnav", "footer", "sidfot", "sidhuvud", "newsletter", "pagination", "feedback",
})  # fmt: skip
_WORDS = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]+|[A-ZÅÄÖ]+(?![a-zåäö])")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ENOUGH = 200  # characters that a part must have to be taken for the page's whole content


def has_script(page: HtmlElement) -> bool:
    return next(page.iter("script"), None) is not None


def content_of(page: HtmlElement) -> HtmlElement:
    """The element that holds the page's content, with all else below it taken out; changes the tree."""
    body = page.find("body")
    root = page if body is None else body
    _prune(root)
    parts = [*root.iter("main"), *root.xpath(".//*[@role='main']")] or list(root.iter("article"))
    whole = _length(root)
    # Several articles are a list of news, or the parts of one page; and a main part with nearly nothing in it is a mistake.
    if len(parts) == 1 and _length(parts[0]) > min(_ENOUGH, whole / 4):
        return parts[0]
    return root


def _prune(root: HtmlElement) -> None:
    for element in list(root.iter()):
        if element is root or not isinstance(element.tag, str):
            continue
        # What an ancestor took along is gone already; dropping it again would bring its tail back.
        if element.getparent() is not None and _is_surrounding(element):
            element.drop_tree()


def _is_surrounding(element: HtmlElement) -> bool:
    if element.tag in UNREAD or _is_hidden(element):
        return True
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if element.tag in ("header", "footer"):
        return not any(parent.tag in ("main", "article") for parent in element.iterancestors())
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _SURROUNDINGS.isdisjoint(word.lower() for word in _WORDS.findall(names)):
        return False
    # A wrapper may be named for what stands beside it ("page-with-sidebar").
    return element.find(".//h1") is None and element.find(".//main") is None


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_NOT_SHOWN.search(element.get("style") or ""))
    )


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())
