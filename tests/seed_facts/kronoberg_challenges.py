"""Kronoberg: the five challenges of Småland Business Region."""

from tests.seed_facts.fact import Fact, says, states, titles

FILE = "kronoberg-smaland-business-region.md"


def challenge(number: int, *words: str) -> Fact:
    """That the text of challenge `number` holds all the words."""
    bullet, name = f"003.{number + 2:02}", f"challenge {number}: {words[0]}"
    return Fact(bullet, name, lambda p: says(p.challenges[number - 1].text, *words))


def named(number: int, title: str) -> Fact:
    """That challenge `number` has this title."""
    name = f"challenge {number} is {title}"
    return Fact(f"003.{number + 2:02}", name, lambda p: p.challenges[number - 1].title == title)


FACTS = (
    named(1, "Strukturomvandling"),
    named(2, "Värna det befintliga"),
    named(3, "Globalisering"),
    named(4, "Urbanisering"),
    named(5, "Företagens syn på det offentliga"),
    challenge(1, "industri", "smalt näringsliv", "sårbart"),
    challenge(1, "lågkonjunkturer", "tillverkningen"),
    challenge(1, "marknadens villkor", "positivt"),
    challenge(1, "bredd", "nya företag", "etableringar"),
    challenge(1, "underleverantörer", "nya eller små"),
    challenge(1, "tjänster", "värdekedjan"),
    challenge(1, "trender", "talanger", "flexibel"),
    challenge(2, "investera", "växa", "ledare", "anställa", "byta generation"),
    challenge(2, "många jobb", "tillverkningen"),
    challenge(2, "insatser som utvecklar", "egna företag"),
    challenge(2, "kompetensen", "specialiserat", "tävlar", "arbetskraften"),
    challenge(2, "framtidens branscher", "besöksnäringen i södra Småland"),
    challenge(2, "gemensam syn", "stöd", "långsiktiga satsningar", "strukturen"),
    challenge(2, "kommunerna veta mer", "läget i dag"),
    challenge(3, "konkurrensen har blivit hårdare"),
    challenge(3, "hemmamarknaden", "marginalerna krymper"),
    challenge(3, "nå ut i världen"),
    challenge(3, "större, internationellt perspektiv"),
    challenge(3, "kommunerna är för små", "kanske", "hela regionen"),
    challenge(3, "länets styrkor beskrivs gemensamt"),
    challenge(4, "som i landet", "stora städerna växer"),
    challenge(4, "Växjö är den största", "ta ansvar för länet", "resurser"),
    challenge(4, "de små kommunerna", "trygga"),
    challenge(4, "tillväxt sprider sig"),
    challenge(4, "balansen mellan centrum och periferi"),
    challenge(4, "andra regioner"),
    challenge(4, "humankapital"),
    challenge(5, "effektiv", "snabb", "professionell"),
    challenge(5, "basservice", "hög nivå"),
    Fact(
        "003.07",
        "four sub-challenges",
        lambda p: (
            titles(p.challenges[4].challenges)
            == [
                "Öka södra Smålands attraktionskraft (boendesituation etc)",
                "Graden av service (bygglov, tillstånd, tillsyn etc.)",
                "Möjlighet till en dialog med myndigheten",
                "Tjänstemännens och politikers attityd till företagande",
            ]
        ),
    ),
    Fact(
        "003.07",
        "growth is made by firms",
        states("princip", "tillväxten", "företagen", "inte från det offentliga"),
    ),
    Fact(
        "003.07",
        "firms see no borders",
        states("princip", "inga kommungränser", "samarbeta"),
    ),
    Fact(
        "003.07",
        "better service, not always regional",
        states("princip", "service", "inte alltid", "hela regionen"),
    ),
    Fact(
        "003.07",
        "learn from each other, coordinate training",
        states("princip", "lära av varandra", "samordna utbildning", "företagskunskap", "värdskap"),
    ),
)
