"""Why a document cannot be read: named codes, each with what happened and what to do (docs/loading-errors.md lists them)."""

from dataclasses import dataclass
from typing import Literal

Code = Literal[
    "empty",
    "too_large",
    "wrong_type",
    "other_office",
    "unknown_type",
    "encrypted",
    "scanned",
    "zip_bomb",
    "xml_entities",
    "too_many_pages",
    "broken_encoding",
    "too_slow",
    "too_much_memory",
    "reader_died",
    "unreadable",
]


@dataclass(frozen=True)
class Message:
    """What the person who loads is told: what happened, and what to do about it."""

    what: str
    remedy: str


MESSAGES: dict[Code, Message] = {
    "empty": Message(
        "Filen innehåller ingen text.",
        "Kontrollera att du valde rätt fil och att den går att öppna på din dator.",
    ),
    "too_large": Message(
        "Filen är större än 25 MB.",
        "Ta bort bilder och bilagor, eller spara texten som en egen fil, och försök igen.",
    ),
    "wrong_type": Message(
        "Filens innehåll är av ett annat slag än vad filnamnet säger.",
        "Öppna filen i programmet som den skapades i, spara den på nytt som .docx eller PDF och försök igen.",
    ),
    "other_office": Message(
        "Filen är av ett slag som portalen inte läser.",
        "Öppna filen i programmet som den skapades i, spara den som .docx eller PDF och försök igen.",
    ),
    "unknown_type": Message(
        "Filen är varken en text, en webbsida, ett Word-dokument eller en PDF.",
        "Välj en fil som slutar på .txt, .md, .html, .docx eller .pdf, eller klistra in texten.",
    ),
    "encrypted": Message(
        "Filen är skyddad med lösenord.",
        "Spara en kopia utan lösenord och försök igen.",
    ),
    "scanned": Message(
        "PDF-filen består av bilder och innehåller ingen text.",
        "Be avsändaren om originalet, eller tolka filen med ett program för textigenkänning (OCR) först.",
    ),
    "zip_bomb": Message(
        "Filen blir orimligt stor när den packas upp.",
        "Öppna dokumentet i Word, ta bort stora bilder och inbäddade filer, spara en kopia och försök igen.",
    ),
    "xml_entities": Message(
        "Word-filen innehåller XML-deklarationer som inte hör hemma i ett dokument.",
        "Öppna dokumentet i Word, spara en kopia som .docx och försök igen. Läs inte in filer från okända avsändare.",
    ),
    "too_many_pages": Message(
        "PDF-filen har fler än 1 000 sidor.",
        "Spara de sidor som planen står på som en egen PDF och försök igen.",
    ),
    "broken_encoding": Message(
        "Filens tecken går inte att tyda som text.",
        "Öppna filen i programmet som den skapades i, spara den som text i UTF-8, eller klistra in texten.",
    ),
    "too_slow": Message(
        "Det tog för lång tid att läsa filen.",
        "Dela upp dokumentet, eller klistra in den text som planen består av.",
    ),
    "too_much_memory": Message(
        "Det krävdes för mycket minne för att läsa filen.",
        "Dela upp dokumentet, eller klistra in den text som planen består av.",
    ),
    "reader_died": Message(
        "Läsningen avbröts av ett fel som filen orsakade.",
        "Spara filen på nytt i programmet som den skapades i, eller klistra in texten. Hjälper inte det: hör av dig till den som sköter portalen.",
    ),
    "unreadable": Message(
        "Filen är skadad och går inte att läsa.",
        "Hämta filen på nytt, eller öppna den i programmet som den skapades i och spara en kopia.",
    ),
}


class ReadingError(Exception):
    """A document that is not read. Its text is Swedish; `detail` is for developers and never holds words of the document."""

    def __init__(self, code: Code, detail: str = "") -> None:
        self.code: Code = code
        self.message = MESSAGES[code]
        self.detail = detail
        super().__init__(f"{self.message.what} {self.message.remedy}")
