"""What the plan declares of itself."""

from tests.loading.proofs import cited, proves, read

HEAD = "Program för Mora kommun\n\n"


def said(plan) -> list[tuple[str, str, str | None]]:
    return [
        (one.kind, one.text, rule)
        for one in plan.statements
        for rule, _ in cited(plan, "text", one.key)
    ]


@proves("R60")
def test_what_stands_under_vision_and_goals_is_declared():
    plan = read(f"{HEAD}Vision\n\nI Mora är steget kort.\n\nMål\n\n- Fler företag\n- Fler besökare\n\nUppföljning\n\nVarje år.\n")  # fmt: skip
    assert said(plan) == [
        ("vision", "I Mora är steget kort.", "R60"),
        ("mål", "Fler företag", "R60"),
        ("mål", "Fler besökare", "R60"),
    ]


@proves("R61")
def test_what_follows_its_word_and_a_colon_is_declared():
    plan = read(f"{HEAD}Vision för Mora: ”I Mora är steget kort”\n\nKommunen ska växa.\n")
    assert said(plan) == [("vision", "I Mora är steget kort", "R61")]


@proves("R62")
def test_a_purpose_told_in_a_sentence_is_declared():
    plan = read(f"{HEAD}Syftet med programmet är att få fler att stanna.\n\nKommunen ska växa.\n")
    assert said(plan) == [("syfte", "få fler att stanna.", "R62")]


def test_a_sentence_inside_a_direction_is_the_direction_s():
    plan = read(f"{HEAD}Fokusområde 1: Mark\nMålet är att få fler att bygga.\n\nFokusområde 2: Handel\nHandeln.\n")  # fmt: skip
    assert plan.statements == ()
