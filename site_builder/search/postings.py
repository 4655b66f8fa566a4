"""The bytes of a section's index: columns for each bucket, so that C code writes most of them.

A bucket of a section is its length and, if it holds anything, three blocks: pairs, letters,
phrases. Each block is how many keys it has, the keys, how many numbers each has, and the numbers.

* A pair is five bytes: sixteen bits of each letter and a byte with their planes. Its addresses take
  two bytes each (four in a wide section); 255 and more are written as distances instead.
* A letter is three bytes; its fields take a byte each, or more than 32 of them a map of 256 bits.
* A phrase is its letters of two bytes each and a byte that says which of them are spaced.

`postings.js` reads them.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import sub

from site_builder.search.fold import FIELD_BREAK, LINE_BREAK, SPACED

BUCKET_COUNT = 4096
_DENSE = 255
_MAX_LISTED_SLOTS = 32
_LOWER_HALF = 0xFFFFFFFF
PHRASE_HINTS = range(1 << 20)
_MULTIPLIER = 0x9E3779B1
_FIRST_LETTER = 0xFF00FF00FF
UNSPACED_PAIR = ~(4 << 32 | 4 << 40)
"""Mask that makes four keys of a pair one."""
_BREAKS = frozenset(map(ord, (LINE_BREAK, FIELD_BREAK)))
"""Codes below 256: the same in a letter and in the first bytes of a key."""
_COLUMN_BASE = 0x20
_COLUMN_RANGE = 0xD800 - _COLUMN_BASE
_CARRY_BASE = 0xE000
_NONE = b"\0"
"""A block without keys."""
_VARINT_LIMIT = 0x80
_SHORT = [bytes((number,)) for number in range(_VARINT_LIMIT)]
_SHIFTED = bytes(plane << 4 & 0xFF for plane in range(256))

Phrase = tuple[str, bytes]
"""Eight letters, and the plane of each: 4 and more for a spaced one."""


@dataclass(frozen=True, slots=True)
class Postings:
    """What stands where in a section."""

    pairs: "Mapping[int, array[int]]"
    """Two letters as `pair_keys` writes them → addresses of the first."""
    letters: Mapping[int, list[int]]
    """Code of a letter, spaced or not → fields."""
    phrases: dict[Phrase, list[int]]
    wide: bool
    """Whether addresses need four bytes."""


def pair_keys(text: str) -> "memoryview[int]":
    """Return each letter with the next as one number: low bytes, high bytes, planes."""
    data = text.encode("utf-32-le")
    columns = bytearray(8 * (len(text) - 1))
    for plane in range(3):
        columns[2 * plane :: 8] = data[plane:-4:4]
        columns[2 * plane + 1 :: 8] = data[4 + plane :: 4]
    return memoryview(columns).cast("Q")


def bucket_of(number: int) -> int:
    """Return the bucket of a key by its lower 32 bits. The browser reckons the same."""
    return (number * _MULTIPLIER & _LOWER_HALF) >> 20


def phrase_hash(phrase: str) -> int:
    """Return 32 bits that tell a phrase from most others."""
    value = 0
    for letter in phrase:
        value = (value * 31 + ord(letter)) & _LOWER_HALF
    return value


def phrase_hint(phrase: str) -> int:
    """Return a small number: whether it is worth asking for a phrase at all."""
    return phrase_hash(phrase) % len(PHRASE_HINTS)


def section_buckets(postings: Postings) -> list[bytes]:
    """Write a section's index, bucket by bucket."""
    blocks = (_pair_blocks(postings), _letter_blocks(postings.letters), _phrase_blocks(postings))
    pairs, letters, phrases = blocks
    # Most buckets of a small section hold nothing: only the others are written one by one.
    buckets = [_with_length(3 * _NONE)] * BUCKET_COUNT
    for number in set().union(*blocks):
        buckets[number] = _with_length(
            pairs.get(number, _NONE) + letters.get(number, _NONE) + phrases.get(number, _NONE)
        )
    return buckets


def _with_length(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _pair_blocks(postings: Postings) -> dict[int, bytes]:
    by_bucket: dict[int, list[int]] = defaultdict(list)
    for key in postings.pairs:
        if key & _FIRST_LETTER not in _BREAKS and key >> 8 & _FIRST_LETTER not in _BREAKS:
            by_bucket[bucket_of(key)].append(key)
    keys = list(chain.from_iterable(by_bucket.values()))
    lists = list(map(postings.pairs.__getitem__, keys))
    counts = list(map(len, lists))
    key_column = _key_column(keys)
    count_column = bytes([min(count, _DENSE) for count in counts])
    columns = [
        _dense(addresses) if count >= _DENSE else addresses.tobytes()
        for count, addresses in zip(counts, lists, strict=True)
    ]
    blocks, start = {}, 0
    for number, bucket in by_bucket.items():
        end = start + len(bucket)
        blocks[number] = b"".join(
            (
                _varint(len(bucket)),
                key_column[5 * start : 5 * end],
                count_column[start:end],
                *columns[start:end],
            )
        )
        start = end
    return blocks


def _key_column(keys: Sequence[int]) -> bytes:
    """Write pairs as five bytes each: both letters, then their planes in one byte."""
    raw = _little_endian(array("Q", keys)).tobytes()
    column = bytearray(5 * len(keys))
    for byte in range(4):
        column[byte::5] = raw[byte::8]
    first = int.from_bytes(raw[4::8], "little")
    second = int.from_bytes(raw[5::8].translate(_SHIFTED), "little")
    column[4::5] = (first | second).to_bytes(len(keys), "little")
    return bytes(column)


def _dense(addresses: "array[int]") -> bytes:
    """Write rising numbers by their distances; UTF-8 keeps small ones short."""
    distances = array("I", map(sub, addresses, (0, *addresses)))
    text = _little_endian(distances).tobytes().decode("utf-32-le", "surrogatepass")
    return _with_length(text.encode("utf-8", "surrogatepass"))


def _letter_blocks(letters: Mapping[int, list[int]]) -> dict[int, bytes]:
    merged: dict[int, list[int]] = {}
    for code, slots in letters.items():
        if code not in _BREAKS:
            base = code - SPACED if code >= SPACED else code
            merged[base] = sorted({*merged[base], *slots}) if base in merged else slots
    by_bucket: dict[int, list[bytes]] = defaultdict(list)
    for code, slots in merged.items():
        by_bucket[bucket_of(code & 0xFF | (code >> 8 & 0xFF) << 16)].append(
            code.to_bytes(3, "little") + _slots(slots)
        )
    return _joined(by_bucket)


def _joined(by_bucket: Mapping[int, Sequence[bytes]]) -> dict[int, bytes]:
    return {
        bucket: _varint(len(entries)) + b"".join(entries) for bucket, entries in by_bucket.items()
    }


def _slots(slots: Sequence[int]) -> bytes:
    if len(slots) <= _MAX_LISTED_SLOTS:
        return bytes((len(slots), *slots))
    bits = 0
    for slot in slots:
        bits |= 1 << slot
    return b"\xff" + bits.to_bytes(32, "little")


def _phrase_blocks(postings: Postings) -> dict[int, bytes]:
    by_bucket: dict[int, list[bytes]] = defaultdict(list)
    for (phrase, planes), addresses in postings.phrases.items():
        pattern = sum(1 << index for index, plane in enumerate(planes) if plane >= SPACED >> 16)
        by_bucket[bucket_of(phrase_hash(phrase))].append(
            phrase.encode("utf-16-le")
            + bytes((pattern,))
            + _varint(len(addresses))
            + _numbers(addresses, wide=postings.wide)
        )
    return _joined(by_bucket)


def _numbers(numbers: Iterable[int], *, wide: bool) -> bytes:
    return _little_endian(array("I" if wide else "H", numbers)).tobytes()


def _little_endian(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _varint(number: int) -> bytes:
    """Write a number by seven bits a byte, the lowest first."""
    if number < _VARINT_LIMIT:
        return _SHORT[number]
    data = bytearray()
    while number >= _VARINT_LIMIT:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


def encode_distances(numbers: Sequence[int]) -> str:
    """Write numbers that do not fall by their distances."""
    return encode_column(map(sub, numbers, [0, *numbers]))


def encode_column(numbers: Iterable[int]) -> str:
    """Write small numbers as text, a character each; a larger one has another before it."""
    return "".join(map(_encode_number, numbers))


def _encode_number(number: int) -> str:
    high, low = divmod(number, _COLUMN_RANGE)
    return (chr(_CARRY_BASE + high) if high else "") + chr(_COLUMN_BASE + low)
