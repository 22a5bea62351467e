"""Rules of the house that no other tool checks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("portal", "strategies", "actors", "tests", "benchmarks", "deploy")
TEMPLATES = ROOT / "templates"


def python_files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def test_there_are_no_imports_inside_functions() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_every_template_is_used() -> None:
    named = re.compile(r"""["']([\w/.-]+\.(?:html|txt|svg))["']""")
    texts = [*python_files(), *TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]
    used = {name for path in texts for name in named.findall(path.read_text())}
    made = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file()}
    # allauth names its templates itself: all under these folders, and the page for too many attempts.
    folders = ("account/", "mfa/", "socialaccount/", "usersessions/")
    allauths = {name for name in made if name.startswith(folders)} | {"429.html"}
    assert made - used - allauths == set()


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|hx-on|hx-vals=.js:", re.IGNORECASE
    )
    # The 500 page stands alone; it links the stylesheets like the others.
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in TEMPLATES.rglob("*.html")
        for match in inline.finditer(path.read_text())
    ]
    assert found == []


def test_sheets_of_one_page_give_a_class_one_meaning() -> None:
    """Beside the common sheets a staff page has two: a rule for a bare class in one would hit what the other calls so."""
    common = {"base", "components", "print"}
    sheets = [
        re.findall(r"static \"css/(\w+)\.css\"", path.read_text())
        for path in TEMPLATES.rglob("*.html")
    ]
    pairs = {tuple(pair) for pair in sheets if len(pair) > 1 and not common & set(pair)}
    assert ("editing", "reviewing") in pairs
    twice = {pair: set.intersection(*map(_bare_classes, pair)) for pair in pairs}
    assert {pair: names for pair, names in twice.items() if names} == {}


def _bare_classes(sheet: str) -> set[str]:
    text = (ROOT / "static" / "css" / f"{sheet}.css").read_text()
    rules = re.findall(
        r"(?:^|[}{;])\s*([^{};@]+)\{", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    )
    singles = (
        re.fullmatch(r"\.([\w-]+)", one.strip()) for rule in rules for one in rule.split(",")
    )
    return {match[1] for match in singles if match}


@pytest.mark.parametrize("name", ["production", "local", "dev"])
def test_requirements_are_pinned_with_hashes_and_name_no_host(name: str) -> None:
    text = (ROOT / "deploy" / "requirements" / f"{name}.txt").read_text()
    pins = re.findall(r"^[a-z][\w.\[\]-]*==\S+", text, re.MULTILINE)
    assert len(pins) > 10
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
    assert "index-url" not in text


def test_documents_link_to_what_exists() -> None:
    link = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in link.findall(page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []
