"""The index of one group of texts: which characters stand where.

Every text has three fields — title, numbers, lines — and every field whole pages of 128 places, so
a place identifies its field and an edit seldom moves what comes after it. The index knows of

* each single character: the fields that hold it;
* each pair of neighbours: its places. A longer word is found where its pairs follow one another;
* a pair with very many places, a *common* pair: the fields that hold it. Its places are stored in
  threes instead, with the character before and with the one after: a search for more than the
  pair knows one of these, and a three has fewer places. Common threes become fours, and so on.

So no key leads to a very long list, and every answer is exact.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import islice, repeat
from operator import add, sub
from zlib import crc32

from site_builder.model.search import IndexSegment, SearchDocument
from site_builder.search.fold import date_variants, fold

BLOCK_SIZE = 128
COMMON_THRESHOLD = 8000
"""Places a key may have before it is common."""
MAX_KEY_LENGTH = 8
"""Characters of a key at the most; one as long has its places however many they are."""
BUCKET_COUNT = 4096
DOCUMENTS_PER_FILE = 4
"""Texts in one file of what results show."""
SAMPLE_INTERVAL = 32
"""One text in so many is counted to find the common pairs."""

_BREAK = "\n"
_CODE_BASE = 0x20
"""Numbers are written as characters from here on: control characters retain their own meaning."""
_CODE_RANGE = 0xD800 - _CODE_BASE
_CARRY_BASE = 0xE000


def common_ngrams(documents: Iterable[SearchDocument]) -> tuple[str, ...]:
    """Return the n-grams that are very frequent in a site, judging by a sample.

    The sample is drawn by address, so a new text changes nothing about the others.
    """
    sample = (
        document for document in documents if crc32(document.url.encode()) % SAMPLE_INTERVAL == 0
    )
    fields = [field for document in sample for field in _fields(document)]
    starts: list[Iterable[int]] = [range(len(field)) for field in fields]
    ngrams: set[str] = set()
    for length in range(2, MAX_KEY_LENGTH):
        keys = [
            [field[start : start + length] for start in positions]
            for field, positions in zip(fields, starts, strict=True)
        ]
        counts = Counter(key for field_keys in keys for key in field_keys)
        common = {
            key
            for key, count in counts.items()
            if count * SAMPLE_INTERVAL > COMMON_THRESHOLD and _BREAK not in key
        }
        # What is longer and as frequent begins where this stands.
        starts = [
            [start for start, key in zip(positions, field_keys, strict=True) if key in common]
            for positions, field_keys in zip(starts, keys, strict=True)
        ]
        ngrams |= common
    # A field's last character stands alone.
    return tuple(sorted(key for key in ngrams if len(key) > 1))


def build_segment(documents: Sequence[SearchDocument], common: Collection[str]) -> IndexSegment:
    """Index a group of texts, given what is common in the whole site."""
    padded_fields, block_counts = [], []
    for document in documents:
        fields = _fields(document)
        counts = [len(field) // BLOCK_SIZE + 1 for field in fields]
        padded_fields += [
            field.ljust(count * BLOCK_SIZE, _BREAK)
            for field, count in zip(fields, counts, strict=True)
        ]
        block_counts.append((counts[0], counts[1], counts[2]))
    text = "".join(padded_fields)
    field_ids = [
        index
        for index, padded_field in enumerate(padded_fields)
        for _ in range(len(padded_field) // BLOCK_SIZE)
    ]
    postings = _find_positions(text, field_ids, frozenset(common))
    for index, padded_field in enumerate(padded_fields):
        for character in set(padded_field):
            postings[character].append(index)
    groups = (
        documents[index : index + DOCUMENTS_PER_FILE]
        for index in range(0, len(documents), DOCUMENTS_PER_FILE)
    )
    return IndexSegment(
        _buckets(postings), tuple(block_counts), tuple(map(_documents_file, groups))
    )


def _fields(document: SearchDocument) -> tuple[str, str, str]:
    """Fold the fields of a text. Dates follow each field in the form it does not use itself."""
    body = (*document.body, *(value for _, value in document.properties))
    title, identifiers, body_text = (
        _BREAK.join(map(fold, field)) for field in ((document.title,), document.identifiers, body)
    )
    return _with_dates(title), _with_dates(identifiers), _with_dates(body_text)


def _with_dates(field: str) -> str:
    return _BREAK.join((field, *date_variants(field)))


def _find_positions(
    text: str, field_ids: list[int], common: frozenset[str]
) -> dict[str, list[int]]:
    """Return the places of each pair; of common ones the fields, and places of longer ones."""
    postings: dict[str, list[int]] = defaultdict(list)
    for position, pair in enumerate(map(add, text, islice(text, 1, None))):
        postings[pair].append(position)
    # Short ones first: the places of a common three are found through its pairs.
    for key in sorted(common, key=len):
        if key not in postings:
            continue
        key_positions, length = postings[key], len(key)
        postings[key] = sorted({field_ids[position // BLOCK_SIZE] for position in key_positions})
        for position in key_positions:
            postings[text[position : position + length + 1]].append(position)
            # What begins with another common key is covered by that.
            if position and text[position - 1 : position + length - 1] not in common:
                postings[text[position - 1 : position + length]].append(position - 1)
    return postings


def _buckets(postings: dict[str, list[int]]) -> tuple[str, ...]:
    """Spread the entries over the buckets, a line each."""
    lines: list[list[str]] = [[] for _ in range(BUCKET_COUNT)]
    for key in sorted(postings):
        if _BREAK not in key:
            lines[bucket_of(key)].append(f"{key}\t{encode_postings(postings[key])}\n")
    return tuple(map("".join, lines))


def bucket_of(key: str) -> int:
    """Return the bucket of a key. The browser reckons the same."""
    sum_ = 0
    for character in key:
        sum_ = ((sum_ + ord(character)) * 40507) & 0xFFFFF
    return sum_ >> 8


def encode_postings(numbers: Sequence[int]) -> str:
    """Write rising numbers by their distances, a character each; UTF-8 keeps small ones short."""
    if len(numbers) == 1:  # as most are
        return _encode_number(numbers[0])
    steps = list(map(sub, numbers, (0, *numbers)))
    if max(steps, default=0) < _CODE_RANGE:
        return "".join(map(chr, map(add, steps, repeat(_CODE_BASE))))
    return "".join(map(_encode_number, steps))


def _encode_number(number: int) -> str:
    high, low = divmod(number, _CODE_RANGE)
    return (chr(_CARRY_BASE + high) if high else "") + chr(_CODE_BASE + low)


def _documents_file(documents: Iterable[SearchDocument]) -> str:
    entries = [
        {
            "url": document.url,
            "title": document.title,
            "numbers": [identifier for identifier in document.identifiers if identifier],
            "day": document.date,
            "lines": [" ".join(line.split()) for line in document.body if line],
            "facts": [[label, " ".join(value.split())] for label, value in document.properties],
            "status": document.status.label,
            "look": document.status.kind,
        }
        for document in documents
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
