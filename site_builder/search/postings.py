"""The bytes of a section's index. `postings.js` reads them.

What a section has in a bucket begins with its length. A bucket is one of three kinds, so that a
question for a rare pair fetches no long lists:

* pairs, one behind the other. A pair is three bytes: the twenty bits of its hash which the number
  of the bucket does not say, and flags: whether either letter is spaced, whether a byte with their
  planes follows, whether it stands in one place. Otherwise the number of its places follows, and
  they; or nought, then which list holds them, and how much further on they are than it says;
* lists of places, each behind its length. Pairs that always stand at one distance from each other,
  as those of a sentence that is used again and again, share a list. It ends with what all places
  have around them: how many letters before the place and in all, two bytes for each, then
  a bit for each that is spaced at some place, and for each that is so at some places only;
* letters, one behind the other. A letter is a byte, for the bucket says the rest; its fields take a
  byte each, or a bit of all fields.

Addresses take two bytes each (four in a wide section). Where it is shorter they are packed: their
low bytes, then for each address as many zero bits as its page of 256 is further on, and a one.
"""

import sys
from array import array
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import sub

from site_builder.search.fold import FIELD_BREAK, LINE_BREAK, SPACED
from site_builder.search.place_lists import Surroundings, dump_letters, shared_places

_PAIR_BUCKETS = 4096
_REMAINDER_BITS = 20
_LIST_BUCKETS = 2048
_LETTER_BUCKETS = 1024
_FIRST_LISTS = _PAIR_BUCKETS
_FIRST_LETTERS = _FIRST_LISTS + _LIST_BUCKETS
LIST_BUCKETS = range(_FIRST_LISTS, _FIRST_LETTERS)
BUCKET_COUNT = _FIRST_LETTERS + _LETTER_BUCKETS
_BITMAP = 255
_PAGE_SIZE = 256
_WIDE = 1 << 16
_LOWER_HALF = 0xFFFFFFFF
_MULTIPLIER = 0x9E3779B1
_FIRST_LETTER = 0xFF00FF00FF
_BREAKS = frozenset(map(ord, (LINE_BREAK, FIELD_BREAK)))
"""Codes below 256: the same in a letter and in the first bytes of a key."""
_COLUMN_BASE = 0x23
_COLUMN_RANGE = 0xD800 - _COLUMN_BASE
_CARRY_BASE = 0xE000
_EMPTY = b"\0"
"""What a section has in a bucket of which it has nothing."""
_LISTED = b"\0"
_VARINT_LIMIT = 0x80
_SHORT = [bytes((number,)) for number in range(_VARINT_LIMIT)]
_ZEROS_AND_ONE = [f"{'0' * distance}1" for distance in range(_PAGE_SIZE)]
_REMAINDER = (1 << _REMAINDER_BITS) - 1
_FIRST_SPACED, _SECOND_SPACED = 4 << 32, 4 << 40
_PLANES = 3 << 32 | 3 << 40
_FIRST_FLAG, _SECOND_FLAG, _PLANES_FLAG, _SINGLE_FLAG = (
    1 << bit for bit in range(_REMAINDER_BITS, _REMAINDER_BITS + 4)
)


@dataclass(frozen=True, slots=True)
class Postings:
    """What stands where in a section."""

    pairs: "Mapping[int, array[int]]"
    """Two letters as `pair_keys` writes them → addresses of the first."""
    long: int
    """From so many places on, those of a pair are in a list."""
    letters: Mapping[int, list[int]]
    """Code of a letter, spaced or not → fields."""
    text: str
    """All of it: each letter has an address."""
    slots: int
    """Fields there are."""


def pair_keys(text: str) -> "memoryview[int]":
    """Return each letter with the next as one number: low bytes, high bytes, planes."""
    data = text.encode("utf-32-le")
    columns = bytearray(8 * (len(text) - 1))
    for plane in range(3):
        columns[2 * plane :: 8] = data[plane:-4:4]
        columns[2 * plane + 1 :: 8] = data[4 + plane :: 4]
    return memoryview(columns).cast("Q")


def section_buckets(postings: Postings) -> list[bytes]:
    """Write a section's index, bucket by bucket."""
    # Most buckets of a small section hold nothing: only the others are written one by one.
    buckets = [_EMPTY] * BUCKET_COUNT
    addresses = _AddressWriter(len(postings.text))
    lists, references = _list_entries(postings, addresses)
    for number, entries in _pair_entries(postings, references, addresses).items():
        buckets[number] = _with_length(b"".join(entries))
    for number, entries in lists.items():
        buckets[_FIRST_LISTS + number] = _with_length(b"".join(entries))
    for number, entries in _letter_entries(postings).items():
        buckets[_FIRST_LETTERS + number] = _with_length(b"".join(entries))
    return buckets


def _with_length(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _list_entries(
    postings: Postings, addresses: "_AddressWriter"
) -> tuple[dict[int, list[bytes]], dict[int, bytes]]:
    """Return the long lists, by bucket, and for each pair that has one which it is."""
    pairs = postings.pairs
    long = (
        key for key, places in pairs.items() if len(places) >= postings.long and not _has_break(key)
    )
    surroundings = Surroundings(postings.text)
    by_bucket: dict[int, list[bytes]] = defaultdict(list)
    references: dict[int, bytes] = {}
    for keys, places in shared_places(pairs, long):
        # In another section mostly the same pairs are alike, so this names the same bucket there;
        # by the lower bits, for the upper ones of a least number are mostly nought.
        bucket = min(key * _MULTIPLIER & _LOWER_HALF for key in keys) % _LIST_BUCKETS
        number = _varint(len(by_bucket[bucket]) * _LIST_BUCKETS + bucket)
        count, letters = _varint(len(places)), dump_letters(surroundings.of(places))
        by_bucket[bucket].append(count + addresses.write(places) + letters)
        for key in keys:
            references[key] = number + _varint(pairs[key][0] - places[0])
    return by_bucket, references


def _has_break(key: int) -> bool:
    return key & _FIRST_LETTER in _BREAKS or key >> 8 & _FIRST_LETTER in _BREAKS


def _pair_entries(
    postings: Postings, references: Mapping[int, bytes], addresses: "_AddressWriter"
) -> dict[int, list[bytes]]:
    by_bucket: dict[int, list[bytes]] = defaultdict(list)
    for key, places in postings.pairs.items():
        if _has_break(key):
            continue
        value = key * _MULTIPLIER & _LOWER_HALF
        head, planes = _pair_head(key, value & _REMAINDER)
        if len(places) == 1:
            entry = (head | _SINGLE_FLAG).to_bytes(3, "little") + planes + addresses.write(places)
        elif key in references:
            entry = head.to_bytes(3, "little") + planes + _LISTED + references[key]
        else:
            count = _varint(len(places))
            entry = head.to_bytes(3, "little") + planes + count + addresses.write(places)
        by_bucket[value >> _REMAINDER_BITS].append(entry)
    return by_bucket


def _pair_head(key: int, remainder: int) -> tuple[int, bytes]:
    """Return a pair's bits but for the number of its places, and its planes where it has any."""
    head = remainder
    if key & _FIRST_SPACED:
        head |= _FIRST_FLAG
    if key & _SECOND_SPACED:
        head |= _SECOND_FLAG
    if key & _PLANES:
        return head | _PLANES_FLAG, bytes((key >> 32 & 3 | (key >> 40 & 3) << 4,))
    return head, b""


def _letter_entries(postings: Postings) -> dict[int, list[bytes]]:
    merged: dict[int, list[int]] = {}
    for code, slots in postings.letters.items():
        if code not in _BREAKS:
            base = code - SPACED if code >= SPACED else code
            merged[base] = sorted({*merged[base], *slots}) if base in merged else slots
    by_bucket: dict[int, list[bytes]] = defaultdict(list)
    bitmap_size = -(-postings.slots // 8)
    for code, slots in merged.items():
        high, bucket = divmod(code, _LETTER_BUCKETS)
        by_bucket[bucket].append(bytes((high,)) + _slots(slots, bitmap_size))
    return by_bucket


def _slots(slots: Sequence[int], bitmap_size: int) -> bytes:
    if len(slots) <= bitmap_size:
        return bytes((len(slots), *slots))
    bits = 0
    for slot in slots:
        bits |= 1 << slot
    return bytes((_BITMAP,)) + bits.to_bytes(bitmap_size, "little")


class _AddressWriter:
    """Writes rising addresses of a section."""

    def __init__(self, size: int) -> None:
        self.typecode = address_typecode(size)
        self._pages = -(-size // _PAGE_SIZE)
        self._width = array(self.typecode).itemsize
        # Packed, an address takes a byte and a bit, and each page a bit.
        self._first_packed = self._pages // (8 * (self._width - 1) - 1) + 1

    def write(self, addresses: "array[int]") -> bytes:
        """Write addresses; the browser knows how many, and so which of two ways it was."""
        count = len(addresses)
        if count < self._first_packed:
            return little_endian(addresses).tobytes()
        pages = [address // _PAGE_SIZE for address in addresses]
        distances = map(sub, pages, (0, *pages))
        bits = "".join(map(_zeros_and_one, distances))
        high = int(bits[::-1], 2).to_bytes(-(-(count + self._pages) // 8), "little")
        return little_endian(addresses).tobytes()[:: self._width] + high


def _zeros_and_one(distance: int) -> str:
    return _ZEROS_AND_ONE[distance] if distance < _PAGE_SIZE else f"{'0' * distance}1"


def address_typecode(size: int) -> str:
    """Return how arrays hold addresses below `size`: in two bytes, in a wide section in four."""
    return "I" if size > _WIDE else "H"


def little_endian(numbers: "array[int]") -> "array[int]":
    """Return numbers in the order in which files hold their bytes."""
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


def encode_choices(numbers: Iterable[int], count: int) -> str:
    """Write numbers below `count` as text, each in as few bits as they all need."""
    width = (count - 1).bit_length()
    bits = "".join(f"{number:0{width}b}"[::-1] for number in numbers) if width else ""
    data = int(bits[::-1] or "0", 2).to_bytes(-(-len(bits) // 8), "little")
    return b64encode(data).decode()


def encode_distances(numbers: Sequence[int]) -> str:
    """Write numbers that do not fall by their distances."""
    return encode_column(map(sub, numbers, [0, *numbers]))


def encode_column(numbers: Iterable[int]) -> str:
    """Write small numbers as text, a character each; a larger one has another before it.

    The least are characters that JSON writes as they are.
    """
    return "".join(map(_encode_number, numbers))


def _encode_number(number: int) -> str:
    high, low = divmod(number, _COLUMN_RANGE)
    return (chr(_CARRY_BASE + high) if high else "") + chr(_COLUMN_BASE + low)
