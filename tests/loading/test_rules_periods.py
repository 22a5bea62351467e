"""Which years the document is for."""

import pytest

from strategies.dates import Period
from tests.loading.proofs import cited, proves, read

BODY = "\n\nKommunen ska växa.\n"


@proves("R53")
@pytest.mark.parametrize(
    ("text", "years", "words"),
    [
        ("Program för Mora kommun 2024–2027", ("2024", "2027"), "2024–2027"),
        ("Program för Mora kommun 2024-27", ("2024", "2027"), "2024-27"),
        ("Program för Mora kommun\n\nGäller från den 1 januari 2024 till och med den 31 december 2026", ("2024", "2026"), "2024 till och med den 31 december 2026"),
        ("Verksamhetsplan 2025", ("2025", "2025"), "2025"),
    ],
)  # fmt: skip
def test_the_years_of_the_name_or_beside_a_word_of_validity_are_the_period(text, years, words):
    plan = read(text + BODY)
    assert plan.period == Period(start=years[0], end=years[1])
    assert cited(plan, "period") == [("R53", words)]


@pytest.mark.parametrize(
    "text",
    [
        "Program för Mora kommun\n\nErsätter program för perioden 2019–2023",
        "Program för Mora kommun\n\nMellan åren 2015 och 2020 har antalet ökat",
        "Program för Mora kommun 2027–2024",
        "Program för Mora kommun",
    ],
)
def test_the_years_of_something_else_are_not(text):
    assert read(text + BODY).period is None
