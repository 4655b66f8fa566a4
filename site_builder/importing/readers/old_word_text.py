"""The bare text of an old Word file, read apart from its structure: no number may get lost.

[MS-DOC] 2.4.1: the pieces of the text, each in two bytes a character or in one.
"""

import struct
import unicodedata
from collections import Counter
from collections.abc import Iterator

from site_builder.importing.readers.old_word_conversion import MAX_ENTRIES, MAX_SIZE
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Footnote, Original, OriginalTable, TextBlock

_NUMBER = lazy_pattern("[0-9]+")
_INSTRUCTION = lazy_pattern("\x13[^\x13\x14\x15]*[\x14\x15]")
_FLAGS, _MAIN_LENGTH, _PIECES = 0x0A, 0x4C, 0x01A2
"""Offsets in the file information block."""
_SECOND_TABLE = 0x0200
_PROPERTIES, _PIECE_TABLE = 1, 2
_COMPRESSED = 0x4000_0000
_PIECE_SIZE = 8


def find_lost_numbers(data: bytes, original: Original) -> tuple[str, ...]:
    """Return the numbers of an old Word file's text that a reading of it lacks, in their order.

    None for a file whose text cannot be read this way.
    """
    try:
        text = _main_text(data)
    except Exception:  # noqa: BLE001 - a damaged file may fail in any way; this is a second look
        return ()
    remaining = Counter(_NUMBER.findall(unicodedata.normalize("NFKC", "\n".join(_words(original)))))
    missing: list[str] = []
    for number in _NUMBER.findall(_INSTRUCTION.sub("\n", text)):
        remaining[number] -= 1
        if remaining[number] < 0:
            missing.append(number)
    return tuple(missing)


def _words(original: Original) -> Iterator[str]:
    for block in original.blocks:
        if isinstance(block, TextBlock | Footnote):
            yield block.text
        elif isinstance(block, OriginalTable):
            yield from (cell.text for cell in block.cells)
            yield from (text for cell in block.cells for text in cell.candidates)
    yield from (omission.text for omission in original.omissions)


def _main_text(data: bytes) -> str:
    """Read the text that is no header, note or text box."""
    from doc2docx.cfb import CompoundFile, CompoundFileLimits  # noqa: PLC0415 - an optional library

    compound = CompoundFile(data, limits=CompoundFileLimits(MAX_SIZE, MAX_SIZE, MAX_ENTRIES))
    document: bytes = compound.open_stream("WordDocument")
    (flags,) = struct.unpack_from("<H", document, _FLAGS)
    table: bytes = compound.open_stream("1Table" if flags & _SECOND_TABLE else "0Table")
    (length,) = struct.unpack_from("<i", document, _MAIN_LENGTH)
    start, size = struct.unpack_from("<II", document, _PIECES)
    return "".join(_pieces(document, table[start : start + size]))[:length]


def _pieces(document: bytes, clx: bytes) -> Iterator[str]:
    offset = 0
    while clx[offset] == _PROPERTIES:
        offset += 3 + struct.unpack_from("<H", clx, offset + 1)[0]
    if clx[offset] != _PIECE_TABLE:
        raise ValueError
    (size,) = struct.unpack_from("<I", clx, offset + 1)
    plc = clx[offset + 5 : offset + 5 + size]
    count = (len(plc) - 4) // (4 + _PIECE_SIZE)
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    for number in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + _PIECE_SIZE * number + 2)
        length = positions[number + 1] - positions[number]
        if place & _COMPRESSED:
            first = (place & ~_COMPRESSED) // 2
            yield document[first : first + length].decode("cp1252", "replace")
        else:
            yield document[place : place + 2 * length].decode("utf-16-le", "replace")
