"""The portal proposes what a person who reads the plans would say, and tells which words made it."""

from pathlib import Path

import pytest
from django.conf import settings

from strategies.markdown.reader import read_plan
from strategies.plan import Challenge, Element, Plan
from strategies.themes.proposing import proposals
from strategies.themes.rules import themes_in
from strategies.vocabulary import FILE, THEMES
from tests.themes.gold import GOLD, held_out, labels

SEEDS = settings.BASE_DIR / "seeds"


def titles(plan: Plan) -> dict[object, str]:
    parts = (part for part in plan.keyed() if isinstance(part, Element | Challenge))
    return {plan.key: plan.title} | {part.key: part.title for part in parts}


def test_the_seeds_get_the_themes_that_a_reader_gives_them() -> None:
    right = wrong = missed = 0
    for name in GOLD:
        plan = read_plan((SEEDS / f"{name}.md").read_text(), name)
        proposed: dict[object, set[str]] = {key: set() for key in titles(plan)}
        for one in proposals(plan):
            proposed[one.key].add(one.theme)
        for key, title in titles(plan).items():
            _beginning, must, may = next(
                label for label in labels(name) if title.startswith(label[0])
            )
            right += len(proposed[key] & must)
            missed += len(must - proposed[key])
            wrong += len(proposed[key] - must - may)
    recall, precision = right / (right + missed), right / (right + wrong)
    assert right > 80
    assert recall >= 0.95, f"recall {recall:.3f}"
    assert precision >= 0.97, f"precision {precision:.3f}"


def test_parts_that_the_words_were_not_chosen_from_seldom_get_a_wrong_theme() -> None:
    """The words have never been changed after these parts; they find fewer of their themes than of the seeds'."""
    right = wrong = missed = 0
    for title, text, must, may in held_out():
        proposed = themes_in(title, text).keys()
        right += len(proposed & must)
        missed += len(must - proposed)
        wrong += len(proposed - must - may)
    recall, precision = right / (right + missed), right / (right + wrong)
    assert recall >= 0.7, f"recall {recall:.3f}"
    assert precision >= 0.95, f"precision {precision:.3f}"


def test_every_label_is_of_a_part_and_a_theme() -> None:
    for name in GOLD:
        plan = read_plan((SEEDS / f"{name}.md").read_text(), name)
        for beginning, must, may in labels(name):
            assert any(title.startswith(beginning) for title in titles(plan).values()), beginning
            assert must | may <= THEMES.keys()
            assert not must & may


@pytest.mark.parametrize(
    ("title", "themes"),
    {
        "Strategisk kompetensförsörjning för länet": {"kompetensforsorjning": ("kompetensförsörjning",)},
        "Småföretagens export": {"internationalisering": ("export",)},
        "Tjänsteexporten ska öka": {"internationalisering": ("tjänsteexporten",)},
        "Nå utländska marknader": {"internationalisering": ("utländska marknader",)},
        "Utländska gäster på nya marknader": {"internationalisering": ("utländska",)},
        "Det strategiska investerings- och etableringsarbetet": {"etablering": ("etableringsarbetet",)},
        "Ett gott företagsklimat": {"foretagsklimat": ("företagsklimat",)},
        "Synergier mellan bolagen": {},
        "Arkitektur i staden": {},
        "Humankapital": {"kompetensforsorjning": ("humankapital",)},
        "Hälsa och välfärd": {},
    }.items(),
)  # fmt: skip
def test_compounds_and_inflections_are_found_and_what_only_looks_alike_is_not(
    title: str, themes: dict[str, tuple[str, ...]]
) -> None:
    assert themes_in(title, "") == themes


def test_a_hint_is_enough_in_a_title_and_takes_company_in_a_text() -> None:
    assert themes_in("Fler bostäder", "") == {"attraktivitet": ("bostäder",)}
    assert themes_in("", "Det behövs bostäder.") == {}
    assert themes_in("", "Bostäder, och mer bostäder.") == {}
    assert themes_in("", "Bostäder och en god livsmiljö.") == {
        "attraktivitet": ("bostäder", "livsmiljö")
    }


def test_the_words_are_told_once_and_never_more_than_five() -> None:
    assert themes_in("Export", "Export av export.") == {"internationalisering": ("export",)}
    many = "exportera, exporterar, exporterade, exportör, exportörer, exporten"
    assert len(themes_in(many, "")["internationalisering"]) == 5


def test_what_an_elements_statements_say_counts_as_its_text() -> None:
    said = {"kind": "mål", "text": "Exporten ska öka."}
    element = {"kind": "direction", "title": "Riktning", "statements": [said]}
    plan = Plan.model_validate({"title": "P", "kind": "annat", "elements": [element]})
    (found,) = proposals(plan)
    assert (found.key, found.theme) == (plan.elements[0].key, "internationalisering")


def test_what_the_plans_own_vision_and_aims_say_counts_as_the_plans_text() -> None:
    part = {"kind": "delmål", "text": "Exporten ska öka."}
    said = {"kind": "mål", "text": "Det ska gå bra.", "statements": [part]}
    plan = Plan.model_validate({"title": "P", "kind": "annat", "statements": [said]})
    (found,) = proposals(plan)
    assert (found.key, found.theme) == (plan.key, "internationalisering")


def test_the_vocabulary_has_plain_words_and_permanent_addresses() -> None:
    assert 15 <= len(THEMES) <= 25
    for slug, theme in THEMES.items():
        assert slug.isascii()
        assert slug == slug.lower().strip("-")
        assert len(slug) <= 40
        assert theme.description.endswith(".")
        patterns = [*theme.words, *theme.hints]
        assert len(patterns) == len(set(patterns)), slug
        assert all(pattern == pattern.lower() for pattern in patterns)
    assert len({theme.name for theme in THEMES.values()}) == len(THEMES)
    assert Path(FILE).read_text().startswith("#")
