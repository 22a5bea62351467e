"""Every rule of reading is proved by a test and told of in the documentation."""

import importlib
import re
from pathlib import Path

import pytest

from strategies.loading import rules
from strategies.loading.draft import draft  # whatever rules a draft is made by have now been named
from strategies.loading.rules import TITLES, rule, rule_title
from tests.loading.documents import ROOT
from tests.loading.proofs import PROOFS

PAGE = (ROOT / "docs" / "loading-rules.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<number>R\d+) \| (?P<title>[^|]+?) \| [^|]+ \| `(?P<module>\w+)` \|$", re.MULTILINE)  # fmt: skip
FOLDER = ROOT / "strategies" / "loading" / "rules"
MARKED = re.compile(r'^@rule\("(R\d+)"', re.MULTILINE)
HERE = Path(__file__).parent


def modules() -> dict[str, str]:
    """The module of each rule, by its number, as the files have them."""
    return {
        number: path.stem
        for path in FOLDER.glob("*.py")
        for number in MARKED.findall(path.read_text(encoding="utf-8"))
    }


def test_a_draft_is_made_by_every_rule_there_is():
    assert draft.__module__ == "strategies.loading.draft"
    assert TITLES.keys() == modules().keys()


def test_every_rule_is_proved_by_a_test_and_every_proof_is_of_a_rule():
    for path in HERE.glob("test_rules_*.py"):
        importlib.import_module(f"tests.loading.{path.stem}")
    assert PROOFS.keys() == TITLES.keys()


def test_every_module_of_rules_has_a_module_of_tests():
    tested = {path.stem.removeprefix("test_rules_") for path in HERE.glob("test_rules_*.py")}
    assert set(modules().values()) <= tested


def test_the_documentation_lists_every_rule_by_its_title_and_module_and_no_other():
    listed = {row["number"]: (row["title"], row["module"]) for row in ROW.finditer(PAGE)}
    assert listed == {number: (title, modules()[number]) for number, title in TITLES.items()}


def test_rules_are_listed_in_the_order_of_their_numbers():
    numbers = [int(row["number"][1:]) for row in ROW.finditer(PAGE)]
    assert numbers == sorted(numbers)


def test_two_rules_cannot_have_one_number():
    with pytest.raises(ValueError, match="R20"):
        rule("R20", "En till")(draft)


def test_a_rule_of_yesterday_is_called_by_its_number():
    assert rule_title("R20") == "Rubrik med planens ord och nummer"
    assert rule_title("R999") == "R999"
    assert rules.TITLES is TITLES
