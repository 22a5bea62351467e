"""A Word file's outer shell, a zip file, looked through before anything in it is unpacked or parsed."""

import io
import zipfile

from strategies.loading.errors import ReadingError

MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 50 * 1024 * 1024
HIGHEST_RATIO = 200
SMALL = 1024 * 1024  # below this a high ratio is no danger: an empty picture packs well
ENTRY = b"PK\x01\x02"
DECLARATIONS = [
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
]


def parts_of(data: bytes) -> frozenset[str]:
    """The names in a zip file. Raises ReadingError for one that is damaged or would swell."""
    return frozenset(info.filename for info in _entries(data))


def refuse_declarations(data: bytes) -> None:
    """Raise ReadingError if any part of the zip file declares a document type or an entity: Word never does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                if info.filename.lower().endswith((".xml", ".rels")):
                    part = package.read(info)
                    if any(word in part for word in DECLARATIONS):
                        raise ReadingError("xml_entities")
    except ReadingError:
        raise
    except Exception as error:  # zipfile raises what the damage led it to
        raise ReadingError("unreadable", type(error).__name__) from error


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    # zipfile makes an object for each entry before it can be asked how many there are, so the bytes are asked first.
    if data.count(ENTRY) > MOST_ENTRIES:
        raise ReadingError("zip_bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except Exception as error:  # zipfile raises what the damage led it to
        raise ReadingError("unreadable", type(error).__name__) from error
    unpacked = sum(info.file_size for info in entries)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
        raise ReadingError("zip_bomb")
    if any(_swells(info.file_size, info.compress_size) for info in entries):
        raise ReadingError("zip_bomb")
    if any(info.flag_bits & 1 for info in entries):
        raise ReadingError("encrypted")
    return entries


def _swells(unpacked: int, packed: int) -> bool:
    return unpacked > SMALL and unpacked > HIGHEST_RATIO * packed
