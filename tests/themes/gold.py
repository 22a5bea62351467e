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


# Parts of other documents, which are made up after real ones (tests/documents, 06–10): labelled before the rules had seen them.
# Title; text; themes; those that count neither way.
HELD_OUT = """
Växande företag; Fler företag ska kunna ta nästa steg utan att behöva lämna Tranås.; foretagsutveckling;
Erbjuda tillväxtsamtal till företag med fler än tio anställda; ; foretagsutveckling;
Upprätta ett etableringsteam med en fast kontaktperson; ; etablering; foretagsklimat
Arbeta upp en markreserv söder om riksväg 32; ; etablering; infrastruktur
Kunskapsstaden; ; ; kompetensforsorjning innovation
Etablera ett campus för yrkeshögskola i Stoeryds gamla skola; ; kompetensforsorjning;
Teckna avtal om praktikplatser med minst 30 arbetsgivare; ; kompetensforsorjning;
En stad att besöka; ; besoksnaring; attraktivitet
Genomföra ett årligt arrangemang vid Sommen; ; besoksnaring;
Rusta centrumstråket från stationen till ån; ; attraktivitet; besoksnaring infrastruktur
Fler jobb i fler branscher; Förslaget lyfter särskilt tjänsteföretag och den gröna industrin.; ; industri gron-omstallning foretagsutveckling
Bättre skolresultat; Fler ska klara gymnasiet och läsa vidare, till exempel vid Karlstads universitet.; kompetensforsorjning;
Hela Värmland uppkopplat; Bredband och kollektivtrafik behöver nå längre ut.; digitalisering infrastruktur;
Ett klimatsmart län; Utsläppen ska minska samtidigt som företagen växer.; gron-omstallning;
Generationsskiften; Var tredje ägare är över 60 år och många saknar en plan för vem som tar över.; foretagsutveckling;
Klimatomställning; Kunderna ställer krav på spårbarhet och låga utsläpp, och mindre företag har svårt att hinna med.; gron-omstallning;
Ägande och företagande; Underlätta för nya ägare.; foretagsutveckling; entreprenorskap samordning
ordna en mötesplats för köpare och säljare av företag; ; foretagsutveckling; samordning
erbjuda rådgivning om ägarskiften på kvällstid; ; foretagsutveckling;
lyfta fram unga företagsledare som förebilder; ; ; entreprenorskap jamstalldhet foretagsutveckling
utveckla Njudungsgymnasiets teknikprogram ihop med branschen; ; kompetensforsorjning;
medverka i ett gemensamt vuxenutbildningsråd på Höglandet; ; kompetensforsorjning; samordning
Etablering och mark; ; etablering;
ha byggklar industrimark i Vetlanda, Ekenässjön och Landsbro; ; etablering; industri
svara på etableringsfrågor inom två arbetsdagar; ; etablering; foretagsklimat
Grön industri; ; gron-omstallning industri;
bilda ett nätverk för återbruk av aluminium och trä; ; gron-omstallning; samordning industri
bygga laddplatser för tunga fordon i samverkan med Njudung Energi; ; ; energi gron-omstallning infrastruktur samordning
Minskande befolkning; De flesta kommunerna tappar invånare i arbetsför ålder.; attraktivitet; landsbygd kompetensforsorjning
Långa avstånd; Restiderna mellan kustens städer är för långa för dagspendling.; infrastruktur; landsbygd
Beroende av få basnäringar; Skog och energi står för en stor del av exporten.; industri; energi livsmedel internationalisering
Innovativa företag; ; innovation;
Testmiljöer för skogens material; Här ska vi öppna laboratorier för fler små företag.; innovation; livsmedel industri
Kapital i tidiga skeden; Almi Mitt och Bizmaker ska erbjuda en gemensam väg in.; kapitalforsorjning; entreprenorskap foretagsklimat
Upphandling som driver utveckling; Regionen ska pröva innovationsupphandling inom vården.; innovation; foretagsklimat
Kompetens för omställning; ; kompetensforsorjning;
Vägar till bristyrken; Korta utbildningar ska tas fram ihop med arbetsgivarna.; kompetensforsorjning;
Lärcentra i varje kommun; Det ska gå att läsa på högskola utan att flytta.; kompetensforsorjning; landsbygd
Tillgängligt län; ; ; infrastruktur
Snabbare tåg längs kusten; Vi ska driva på utbyggnaden av Nya Ostkustbanan.; infrastruktur;
Digital infrastruktur; Utbyggnaden av bredband ska fortsätta där marknaden inte räcker till.; digitalisering; infrastruktur landsbygd
Hållbart resande i glesbygd; Försök med anropsstyrd trafik ska göras i två kommuner.; infrastruktur landsbygd; gron-omstallning
göra det lättare att starta och driva företag; Öppna en företagsmottagning i kommunhuset och förenkla blanketter.; foretagsklimat; entreprenorskap
ta vara på kulturen som motor för jobb; Stödja scener utanför tätorten och samla evenemangen i en gemensam kalender.; kultur; besoksnaring landsbygd
höja kunskapen om hållbart företagande; Starta en klimatskola för företag.; gron-omstallning;
"""


def held_out() -> list[tuple[str, str, set[str], set[str]]]:
    """Title, text, the themes that a part must have and those that it may have."""
    found = []
    for line in HELD_OUT.strip().splitlines():
        title, text, must, may = (piece.strip() for piece in line.split(";"))
        found.append((title, text, set(must.split()), set(may.split())))
    return found
