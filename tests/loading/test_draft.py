"""Whatever a text says, a draft of it is a sound plan, made in a time that grows no faster than the text."""

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies.loading.draft import draft
from strategies.loading.text import Mark, Text
from strategies.plan import Plan
from tests.loading.documents import own, register
from tests.loading.proofs import read

steady = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def is_sound(text: str, *marks: Mark) -> bool:
    """A draft is made, its JSON makes it again, and its passages are places in the text."""
    plan = draft(Text(content=text, marks=marks), register(), "a.txt")
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    for passage in plan.passages:
        assert passage.start is not None
        assert passage.end is not None
        assert 0 <= passage.start <= passage.end <= len(text)
    return bool(plan.title)


LETTERS = st.sampled_from("aäåöAÅ éx019.,:;-–—•()§”/|\n\n\t\f ")
WORDS = st.sampled_from(
    [
        "Fokusområde", "Mål", "Utmaning", "1", "2.1", "a)", "IV.", "–", "•", ":", ".", ",", "och", "samt", "ska", "att", "Vi ska", "bland annat",
        "Vision", "Innehåll", "....... 3", "Åtgärd", "Ansvarig", "Tid", "\t", "\n", "\n\n", "\f", "den första inriktningen är", "tre prioriteringar",
        "Mora kommun", "Region Dalarna", "kommunerna Orsa och Mora", "tillsammans med", "AB", "antagen av kommunfullmäktige", "reviderad",
        "2024-06-14", "den 31 februari 2024", "2024–2027", "2027–2024", "i dag", "§ 4", "Dnr KS 1", "12 mnkr", "– säger Eva Ek", "”", "Eva Ek, Mora kommun",
        "Deltagare", "Sidansvarig: Eva Ek", "utgår från", "ersätter", "Näringslivsprogram", "strategi", "0", "00000000000000000000", "ſex områden", "İ",
    ]
)  # fmt: skip


@settings(steady, max_examples=300)
@given(st.text(max_size=300) | st.text(LETTERS, max_size=300))
def test_any_text_becomes_a_sound_plan(text):
    assert is_sound(text)


@settings(steady, max_examples=400)
@given(st.lists(WORDS, max_size=60), st.sampled_from([" ", "", "\n"]))
def test_any_mixture_of_the_words_of_plans_becomes_a_sound_plan(words, between):
    assert is_sound(between.join(words))


@settings(steady, max_examples=100)
@given(st.lists(WORDS, min_size=1, max_size=30), st.lists(st.sampled_from(["heading", "item", "row", "furniture"]), max_size=30))  # fmt: skip
def test_any_marks_of_the_file_s_own_are_taken_as_they_are(words, kinds):
    text, marks, start = "\n".join(words), [], 0
    for line, kind in zip(text.split("\n"), kinds, strict=False):
        if line.strip():
            marks.append(Mark(start, start + len(line), kind, 1 + len(line) % 3))
        start += len(line) + 1
    assert is_sound(text, *marks)


@pytest.mark.parametrize("chance", range(12))
def test_shuffled_spliced_and_truncated_documents_become_sound_plans(chance):
    chosen = random.Random(chance)
    lines = [line for one in own() for line in one.text.content.split("\n")]
    for _ in range(6):
        picked = chosen.choices(lines, k=chosen.choice([5, 40, 200]))
        pieces = [line[chosen.randrange(len(line) + 1) :] if chosen.random() < 0.2 else line for line in picked]  # fmt: skip
        assert is_sound(chosen.choice(["\n", "\n\n", " "]).join(pieces))
    whole = chosen.choice(own()).text.content
    assert is_sound(whole[: chosen.randrange(len(whole))])
    assert is_sound(whole[chosen.randrange(len(whole)) :].replace("\n", " "))


@pytest.mark.parametrize("text", ["", " ", "\n\f\n", "1", "–", "•", "”", "\t", "Mål 1", "Program"])
def test_a_text_of_next_to_nothing_has_a_name_all_the_same(text):
    assert read(text).title


def _numbered(line: str) -> str:
    return "\n".join(line.format(n) for n in range(3_000))


# Texts that a careless pattern needs a time for that grows with their square, or worse.
HARD = {
    "one word": "a" * 50_000,
    "capitals": "A" * 50_000,
    "capitals with hyphens": "A-" * 25_000,
    "digits": "1" * 50_000,
    "digits and spaces": "1 " * 25_000,
    "sums of money": "123 456 " * 6_000,
    "labels": " ".join(["Mål 1"] * 10_000),
    "label lines": "\n".join(["Mål 1"] * 10_000),
    "labelled headings": _numbered("Fokusområde {0}: Namn {0}"),
    "numbered lines": _numbered("{}. Namn"),
    "page heads": _numbered("Program för Mora sida {}"),
    "headings": "Rubrik\n\nText här under.\n\n" * 2_500,
    "a list": "- Köp mark\n" * 5_000,
    "dashes": "- " * 25_000,
    "lines of dashes": "- \n" * 16_000,
    "hyphens": "-" * 50_000,
    "divided words": "ord-\n" * 10_000,
    "tabs": "\t" * 50_000,
    "cells": "a\tb\tc\n" * 8_000,
    "pipes": "a | " * 12_000,
    "inner spaces": f"x{' ' * 50_000}x",
    "dots": "." * 50_000,
    "dots and spaces": ". " * 25_000,
    "och": "och " * 12_000,
    "verbs": "stärka det, utveckla det samt " * 1_700,
    "companies": "AB Abc " * 7_000,
    "decisions": "antagen av kommunfullmäktige 2020-01-01 " * 1_250,
    "revisions": "reviderad " * 5_000,
    "years": "2020–2024 " * 5_000,
    "kinds": "strategi" * 6_000,
    "bodies": "nämnd" * 10_000,
    "partners": "tillsammans med A, " * 2_600,
    "participants": "Deltagare Eva Ek, Mora kommun " * 1_600,
    "contents": "Innehåll\n" + "Namn 3\n" * 7_000,
    "a paragraph of promises": f"Fokusområde 1: A\n{'Vi ska göra en sak. ' * 2_500}\n\nFokusområde 2: B\nHej.\n",
    "running text": f"Den första inriktningen är att a. Här ska man {'stärka det, utveckla det, ' * 1_900}. Den andra inriktningen är att b.",
    "no line breaks": "1. Rubrik Text som fortsätter. 2. Annan Text igen. " * 1_000,
    "page heads without line breaks": "Abc def ghi jkl 12 Abc " * 2_100,
}  # fmt: skip


def spent(text: str) -> float:
    start = time.process_time()
    draft(Text(content=text), register())
    return time.process_time() - start


@pytest.mark.parametrize("name", HARD)
def test_the_time_grows_no_faster_than_the_text(name):
    text = HARD[name]
    register().by_first_word  # noqa: B018 - made once
    whole = spent(text)
    # A slow machine is given time, a pattern that grows with the square is not: a quarter would take a sixteenth.
    assert whole < 2 or whole < 8 * spent(text[: len(text) // 4])
    assert whole < 20
