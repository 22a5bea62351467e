"""Characters that went wrong on their way here: each mend is told, so that a reviewer knows what the source did not say so."""

import re
import unicodedata

MISREAD = "Tecken som hade avkodats fel rättades (som Ã¤ i stället för ä)"
LIGATURES = "Sammanskrivna typografiska tecken delades upp (ﬁ blev fi)"
SPACES = "Hårda mellanslag och andra ovanliga mellanrum blev vanliga mellanslag"
INVISIBLE = "Mjuka bindestreck och osynliga tecken togs bort"
CONTROLS = "Styrtecken togs bort"
BULLETS = "Punkter i ett symbolteckensnitt blev •"
LOST = "Några tecken gick inte att tyda och visas som �"
MISTAKEN = "Gemena l som ett läsprogram hade tagit för stora I rättades (lnsats blev Insats)"
COMPOSED = "Bokstäver med lösa accenter sattes ihop"

# No Swedish word begins with ln, and none has a small l among capitals: text recognition took the letters for one another.
_SMALL_L = re.compile(r"\bl(?=n[a-zåäö])|(?<=[A-ZÅÄÖ])l(?=[A-ZÅÄÖ])")

# What UTF-8 becomes when it is read as Windows-1252 (or Latin-1, where its five gaps are control characters): a lead character and its
# followers. Only leads that Swedish does not use: Ä, Å and Ö are leads too, of letters that Swedish does not use.
_FOLLOWER = (
    "".join(bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xC0)) + "\x80-\xbf"
)
_MISREAD = re.compile(
    f"[ÂÃ][{_FOLLOWER}]|[âï][{_FOLLOWER}]{{2}}|ð[{_FOLLOWER}]{{3}}"
    f"|(?<=[ÂÃ][{_FOLLOWER}])[ÅÆË][{_FOLLOWER}]"  # half of a character that was misread twice
)
_LOST_QUOTE = re.compile(r"â€(?=[\s.,;:!?)]|\Z)")  # ” ends in a byte that Windows-1252 lacks
_TO_BYTE = {bytes([code]).decode("cp1252", "replace"): code for code in range(0x80, 0x100)}
_TO_BYTE |= {chr(code): code for code in range(0x80, 0x100)}

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
_PRIVATE = "\ue000-\uf8ff"
_BREAKS = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
_ODD = re.compile(f"[{_SPACES}{_INVISIBLE}{_CONTROLS}{_PRIVATE}{''.join(_LIGATURES)}]")
_KINDS = [
    (re.compile(f"[{''.join(_LIGATURES)}]"), LIGATURES),
    (re.compile(f"[{_SPACES}]"), SPACES),
    (re.compile(f"[{_INVISIBLE}]"), INVISIBLE),
    (re.compile(f"[{_CONTROLS}]"), CONTROLS),
]
# Word's own bullets, from Symbol and Wingdings; others of the private area only where a line begins with one.
_SYMBOL_BULLETS = re.compile(
    "[\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf06e\uf0de\uf0e0]|(?m:^([ \t]*))[\ue000-\uf8ff](?=[ \t])"
)


def mend(text: str, line_end: str = "\n") -> tuple[str, tuple[str, ...]]:
    r"""The text with its characters mended, and what was done.

    `line_end` takes the place of every line end but "\n", of which there are as many after as before.
    """
    notes: list[str] = []
    text = _BREAKS.sub(line_end, _reread(text, notes))
    text = _plain(text, notes)
    text, mistaken = _SMALL_L.subn("I", text)
    if mistaken:
        notes.append(MISTAKEN)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
        notes.append(COMPOSED)
    if "\ufffd" in text:
        notes.append(LOST)
    return text, tuple(notes)


def _reread(text: str, notes: list[str]) -> str:
    """Undo reading UTF-8 as Windows-1252, also where only parts of the text suffered it, and where it happened twice."""
    before = text
    for _ in range(3):
        again = _MISREAD.sub(_as_utf_8, text)
        if again == text:
            break
        text = again
    if text != before:
        text = _LOST_QUOTE.sub("”", text)
        notes.append(MISREAD)
    return text


def _as_utf_8(match: re.Match[str]) -> str:
    """The character that the bytes meant, or the characters as they stand."""
    try:
        return bytes(_TO_BYTE[char] for char in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _plain(text: str, notes: list[str]) -> str:
    if not _ODD.search(text):
        return text
    text, bullets = _SYMBOL_BULLETS.subn(r"\1•", text)
    if bullets:
        notes.append(BULLETS)
    notes += [note for pattern, note in _KINDS if pattern.search(text)]
    return _ODD.sub(_stand_in, text)


def _stand_in(match: re.Match[str]) -> str:
    char = match[0]
    if char in _LIGATURES:
        return _LIGATURES[char]
    return " " if unicodedata.category(char) == "Zs" else ""
