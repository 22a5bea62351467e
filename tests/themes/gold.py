"""What the five seeds' plans are about: labelled part by part from reading them.

A title's beginning, then the themes that it must have; those after a bar are a matter of taste and count neither way.
"""

GOLD: dict[str, str] = {
    "askersund-naringslivsprogram": """
        Näringslivsprogram: | foretagsutveckling
        Företagsklimat: foretagsklimat
        Kommunikation: | samordning
        Kompetensförsörjning: kompetensforsorjning
    """,
    "kronoberg-smaland-business-region": """
        Småland Business Region: samordning | foretagsutveckling
        Strukturomvandling: industri entreprenorskap etablering | kompetensforsorjning foretagsutveckling
        Värna det befintliga: foretagsutveckling kompetensforsorjning industri | besoksnaring samordning
        Globalisering: internationalisering | attraktivitet samordning
        Urbanisering: landsbygd attraktivitet | samordning
        Företagens syn: foretagsklimat
        Öka södra Smålands attraktionskraft: attraktivitet
        Graden av service: foretagsklimat
        Möjlighet till en dialog: foretagsklimat | samordning
        Tjänstemännens och politikers attityd: foretagsklimat
        Etablering: etablering
        Arbetsmetodik: etablering
        Profilering: attraktivitet | etablering
        Kartläggning: etablering | samordning industri
        Hantering av centrala förfrågningar: etablering | internationalisering
        Företagsutveckling: foretagsutveckling
        Gemensam planering: samordning | foretagsutveckling kapitalforsorjning
        Utveckla statistikunderlag:
        Planering av företagsstöd: foretagsutveckling kapitalforsorjning
        Stöd till kommunernas basservice: foretagsklimat samordning | kompetensforsorjning
        Inflyttning: attraktivitet
        Koordinering av inflyttarnätverk: attraktivitet | samordning
        Förvaltning av Nätverk Stockholm: attraktivitet | samordning
        Förvaltning av inflyttarvarumärket: attraktivitet
        Marknadsplan för inflyttaraktiviteter: attraktivitet
        Besöksnäring: besoksnaring
        Utveckla uppdraget: besoksnaring | attraktivitet samordning
    """,
    "norra-mellansverige-strategi-industriell-omvandling": """
        Strategi för industriell omvandling: industri | foretagsutveckling
        Låg innovationskapacitet: innovation | foretagsutveckling
        Bristande matchning: kompetensforsorjning
        Låg utgifts- och investeringsnivå: innovation | kapitalforsorjning
        Starkt beroende av internationalisering: internationalisering | foretagsutveckling
        Bristande strategisk samordning: samordning
        Resurser och kapacitet för innovation: innovation
        Ökad närvaro: internationalisering | attraktivitet foretagsutveckling
        Stärkt omställningsförmåga: foretagsutveckling digitalisering
        Kompetenser: kompetensforsorjning | industri jamstalldhet
        Grön och cirkulär industri: gron-omstallning industri
        Strategisk styrning: samordning | industri
    """,
    "orebro-handlingsplan-naringsliv": """
        Handlingsplan: foretagsklimat entreprenorskap internationalisering etablering
        Skapa ett företagsklimat: foretagsklimat entreprenorskap | foretagsutveckling
        Stärka entreprenörskapet: entreprenorskap jamstalldhet
        Tillsätta ett regionalt näringslivsråd: samordning | foretagsklimat
        Möjliggöra för digitala mötesplatser: digitalisering entreprenorskap | samordning
        Öka internationaliseringsgraden: internationalisering | kompetensforsorjning innovation
        Vidareutveckla regional exportsamverkan: internationalisering samordning
        Stärka digitaliseringen: digitalisering | foretagsutveckling
        Underlätta för småföretag: innovation | foretagsutveckling
        Underlätta för fler etableringar: etablering kapitalforsorjning
        Underlätta företagens kapitalförsörjning: kapitalforsorjning
        Förstärka och utveckla: etablering
        Stärka den nationella: attraktivitet | internationalisering etablering
    """,
    "stockholm-naringslivs-och-tillvaxtstrategi": """
        Näringslivs- och tillväxtstrategi: | foretagsutveckling
        Stärk och utveckla forskning: innovation
        Tillgängliggör: innovation
        Främja forskning: innovation | gron-omstallning
        Öka kunskapen: innovation | samordning
        Stärk och utveckla små och medelstora: foretagsutveckling
        Verka för enklare regler: foretagsklimat | entreprenorskap
        Stöd omställningen: foretagsutveckling
        Stärk den regionala näringslivsutvecklingen: foretagsutveckling kapitalforsorjning | samordning
        Stärk och utveckla export: internationalisering etablering
        Stärk och utveckla strategisk kompetens: kompetensforsorjning
        Förbättra matchningen: kompetensforsorjning
        Möjliggör omställning: kompetensforsorjning
        Underlätta rekryteringen: kompetensforsorjning | internationalisering
    """,
}


def labels(plan: str) -> list[tuple[str, set[str], set[str]]]:
    """For each labelled part: how its title begins, the themes that it must have, and those that it may have."""
    found = []
    for line in GOLD[plan].strip().splitlines():
        title, themes = line.strip().rsplit(":", 1)
        must, _bar, may = themes.partition("|")
        found.append((title, set(must.split()), set(may.split())))
    return found
