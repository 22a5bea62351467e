"""What the analyser knows beside simplemma's dictionary: lists of exceptions, each with its reason. A change here is a new analyser.VERSION."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that everybody uses and nobody searches for. They keep their places in phrases.
STOP_WORDS = _words(
    """
    alla allt att av bli blir blivit de dem den denna deras dess dessa det detta där då efter eller en ett finns från för genom ha han har hon i
    in inom inte kan man med mellan men mot nu när och också om på samt sig sin sina sitt ska skall som så till under ut var vara varit vi vid
    vilka vilken vilket vår våra vårt än är även över
    """
)

# Join two words that share an end: "näringslivs- och tillväxtstrategi".
CONJUNCTIONS = _words("och eller samt respektive & /")

# Never words of their own at the beginning or end of a longer one: område is not om + råde, företag not före + tag, ledarskap no kind of skap.
NEVER_PARTS = _words(
    """
    agande aktig ande anden andet ans arna bar bara barhet besk bort dess efter ella ende enden ens era eras ering etern etens fort fram framför
    före förl förs fört förut från genom hela hemma het heten heter hets igen ingen inger inne inom inre inte isk iska iskt ister iver kare katt
    kola kont kring lande lig liga ligt lighet ling lings mare mellan ment ments mest meter mindre mitt mot mycket ning ningar ningen nings pers
    prog rade ras rate ration rationer remi ringar sam samma samman samt sen sens ring sion skap skapen skapet skaps skar skare slig stånd tag
    tagande tagare tagen taget tagna tals tande tare ters till tillg tillr tills tion tran tråk under unders upp uppe utan ute utom ven vid visa
    ålla ålls åter över övers
    """
)

# Parts of two or three letters. Other short words begin and end longer ones by chance: kontor is not kon + tor.
SHORT_FIRST = _words("ai el ny")
SHORT_PARTS = _words(
    """
    bad bas bil bio bok bro båt dag del djur eko far fem fet fin fot fri geo gym hav hel hem hot hus hyr hög jul kol kor kök köp lag led liv lån låg
    län lön man mat mer mil mål män nod när nät nöd oro ord ort ost rum råd råg sak sju sjö ski små sol tal tid tre trä tur tåg tät val ved vin
    vår väg yta år åka ägg öga öst
    """
)
# Adjectives are joined as they are: högskola is hög + skola, not högs + kola.
WITHOUT_S = _words("hög låg ny små fri hel fin fet grön när smart god tät")
# Beginnings of three letters that alone end in a vowel: resvanor, of resa.
STEMS = {"res": "resa"}

# Look like compounds and are none, or are so worn that their parts no longer mean what they say.
WHOLE = _words(
    """
    arkitektur beskriva beskrivning centrum deltagare figur förslag förskola fullmäktig fullmäktige företagande generation handlägga hållbar
    hållbarhet kommunikation kommunicera kompetens kontakt kontakta kontor kontrakt kontroll kontrollera kristall kultur kvalitet lagring litteratur
    mandat måltid natur närmare närvaro närvara ordförande person process rapport rapportera signatur skulptur struktur styrelse temperatur
    transport transportera transportör vitalitet
    """
)

# A name that ends so is a place or a family, and its end says nothing: Halland is not about land.
NAME_ENDINGS = _words(
    """
    backa berg bo borg botten bro by bygd dal fors gren hamn hill holm hult hus kil krona köping land lund län mark mora rike rum ryd sala sjö
    skog stad sten strand strom ström sund torp vall vik vind å ås älv ö
    """
)

# Base forms where the dictionary has another word of the same letters, or none.
LEMMAS = {
    "data": "data",
    "föring": "föring",
    "fullmäktige": "fullmäktige",
    "gräns": "gräns",
    "infra": "infra",
    "livs": "liv",
    "läns": "län",
    "mer": "mer",
    "nämnd": "nämnd",
    "små": "små",
    "stiftning": "stiftning",
    "tillväxt": "tillväxt",
    "uppdrag": "uppdrag",
    "vuxen": "vuxen",
}
