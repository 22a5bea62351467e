"""What the plan answers."""

from tests.loading.proofs import cited, proves, read

CHALLENGES = ["Få unga stannar", "Företagen saknar mark"]
HEAD = "Strategi för Mora kommun\n\n"


def rules(plan) -> set[str | None]:
    return {rule for one in plan.challenges for rule, _ in cited(plan, "title", one.key)}


@proves("R40")
def test_headings_with_the_word_and_a_number_are_challenges_with_their_text():
    plan = read(f"{HEAD}Utmaning 1 Få unga stannar\nDe flyttar efter gymnasiet.\n\nUtmaning 2 Företagen saknar mark\nAllt är upptaget.\n")  # fmt: skip
    assert [one.title for one in plan.challenges] == CHALLENGES
    assert plan.challenges[0].text == "De flyttar efter gymnasiet."
    assert rules(plan) == {"R40"}
    assert cited(plan, "text", plan.challenges[0].key) == [("R33", "De flyttar efter gymnasiet.")]


@proves("R41")
def test_the_list_below_a_heading_of_challenges_is_challenges():
    plan = read(f"{HEAD}Utmaningar\n\n- Få unga stannar\n- Företagen saknar mark\n")
    assert [one.title for one in plan.challenges] == CHALLENGES
    assert rules(plan) == {"R41"}


@proves("R42")
def test_the_list_after_a_sentence_about_challenges_is_challenges():
    plan = read(f"{HEAD}Strategin utgår från ett antal utmaningar för kommunen:\n- Få unga stannar\n- Företagen saknar mark\n")  # fmt: skip
    assert [one.title for one in plan.challenges] == CHALLENGES
    assert rules(plan) == {"R42"}
