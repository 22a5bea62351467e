"""What is asked in benchmarks.search, and how often the words stand in the texts that are searched."""

# Shares of the actions that have the word.
OFTEN = {"kompetensförsörjning": 0.33, "rymdturism": 0.012, "elflyg": 0.001}

QUESTIONS = {
    "vanligt ord": "q=försörjning",
    "medel": "q=rymdturism",
    "ovanligt": "q=elflyg",
    "två ord": "q=kompetens rymdturism",
    "två vanliga": "q=kompetens försörjning",
    "fras": 'q="kompetensförsörjning rymdturism"',
    "påbörjat ord": "q=rymdtu",
    "vanligt, ett län": "q=försörjning&region=orebro-lan",
    "medel, ett län": "q=rymdturism&region=orebro-lan",
    "vanligt, gällande": "q=försörjning&status=gallande",
    "vanligt, ett ämne": "q=försörjning&amne=kompetensforsorjning",
    "inget": "q=kompetansförsörgning",
}
