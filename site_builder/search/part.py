"""The index of one group of texts: which characters stand where. Called by the pipeline.

Every text has three fields — title, numbers, lines — and every field whole pages of 128 places, so
a place tells its field and an edit seldom moves what comes after it. The index knows of

* each single character: the fields that hold it;
* each pair of neighbours: its places. A longer word is found where its pairs follow one another;
* a pair with very many places, a *common* pair: the fields that hold it. Its places are kept in
  threes instead, with the character before and with the one after: whoever looks for more than the
  pair knows one of these, and a three has fewer places. Common threes are kept in fours, and so on.

So no key leads to a very long list, and every answer is exact.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import islice, repeat
from operator import add, sub
from zlib import crc32

from site_builder.model.search import IndexSegment, SearchDocument
from site_builder.search.fold import dates, fold

PAGE = 128
COMMON = 8000
"""Places a key may have before it is common."""
LONGEST = 8
"""Characters of a key at the most; one as long has its places however many they are."""
BUCKETS = 4096
CARDS = 4
"""Texts in one file of what results show."""
SAMPLE = 32
"""One text in so many is counted to find the common pairs."""

_BREAK = "\n"
_FIRST = 0x20
"""Numbers are written as characters from here on: control characters keep their own meaning."""
_MOST = 0xD800 - _FIRST
_CARRY = 0xE000


def common_keys(texts: Iterable[SearchDocument]) -> tuple[str, ...]:
    """Name the pairs, threes … that have very many places in a site, judging by a sample.

    The sample is drawn by address, so a new text changes nothing about the others.
    """
    sample = (text for text in texts if crc32(text.url.encode()) % SAMPLE == 0)
    fields = [field for text in sample for field in _fields(text)]
    starts: list[Iterable[int]] = [range(len(field)) for field in fields]
    known: set[str] = set()
    for length in range(2, LONGEST):
        keys = [
            [field[at : at + length] for at in some]
            for field, some in zip(fields, starts, strict=True)
        ]
        counted = Counter(key for some in keys for key in some)
        common = {key for key, n in counted.items() if n * SAMPLE > COMMON and _BREAK not in key}
        # What is longer and as frequent begins where this stands.
        starts = [
            [at for at, key in zip(some, found, strict=True) if key in common]
            for some, found in zip(starts, keys, strict=True)
        ]
        known |= common
    # A field's last character stands alone.
    return tuple(sorted(key for key in known if len(key) > 1))


def index(texts: Sequence[SearchDocument], common: Collection[str]) -> IndexSegment:
    """Index a group of texts, given what is common in the whole site."""
    sheets, sizes = [], []
    for text in texts:
        fields = _fields(text)
        pages = [len(field) // PAGE + 1 for field in fields]
        sheets += [field.ljust(n * PAGE, _BREAK) for field, n in zip(fields, pages, strict=True)]
        sizes.append((pages[0], pages[1], pages[2]))
    whole = "".join(sheets)
    owners = [at for at, sheet in enumerate(sheets) for _ in range(len(sheet) // PAGE)]
    entries = _places(whole, owners, frozenset(common))
    for at, sheet in enumerate(sheets):
        for character in set(sheet):
            entries[character].append(at)
    cards = (texts[at : at + CARDS] for at in range(0, len(texts), CARDS))
    return IndexSegment(_buckets(entries), tuple(sizes), tuple(map(_card_file, cards)))


def _fields(text: SearchDocument) -> tuple[str, str, str]:
    """Fold the fields of a text. Dates follow each field in the form it does not use itself."""
    body = (*text.body, *(value for _, value in text.properties))
    title, numbers, lines = (
        _BREAK.join(map(fold, field)) for field in ((text.title,), text.identifiers, body)
    )
    return _dated(title), _dated(numbers), _dated(lines)


def _dated(field: str) -> str:
    return _BREAK.join((field, *dates(field)))


def _places(whole: str, owners: list[int], common: frozenset[str]) -> dict[str, list[int]]:
    """List the places of each pair; of common ones the fields, and the places of what is longer."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, pair in enumerate(map(add, whole, islice(whole, 1, None))):
        found[pair].append(at)
    # Short ones first: the places of a common three are found through its pairs.
    for key in sorted(common, key=len):
        if key not in found:
            continue
        places, length = found[key], len(key)
        found[key] = sorted({owners[at // PAGE] for at in places})
        for at in places:
            found[whole[at : at + length + 1]].append(at)
            # What begins with another common key has been told by that.
            if at and whole[at - 1 : at + length - 1] not in common:
                found[whole[at - 1 : at + length]].append(at - 1)
    return found


def _buckets(entries: dict[str, list[int]]) -> tuple[str, ...]:
    """Spread the entries over the buckets, a line each."""
    lines: list[list[str]] = [[] for _ in range(BUCKETS)]
    for key in sorted(entries):
        if _BREAK not in key:
            lines[bucket(key)].append(f"{key}\t{written(entries[key])}\n")
    return tuple(map("".join, lines))


def bucket(key: str) -> int:
    """Tell the bucket of a key. The browser reckons the same."""
    sum_ = 0
    for character in key:
        sum_ = ((sum_ + ord(character)) * 40507) & 0xFFFFF
    return sum_ >> 8


def written(numbers: Sequence[int]) -> str:
    """Write rising numbers by their distances, a character each; UTF-8 keeps small ones short."""
    if len(numbers) == 1:  # as most are
        return _character(numbers[0])
    steps = list(map(sub, numbers, (0, *numbers)))
    if max(steps, default=0) < _MOST:
        return "".join(map(chr, map(add, steps, repeat(_FIRST))))
    return "".join(map(_character, steps))


def _character(number: int) -> str:
    high, low = divmod(number, _MOST)
    return (chr(_CARRY + high) if high else "") + chr(_FIRST + low)


def _card_file(texts: Iterable[SearchDocument]) -> str:
    cards = [
        {
            "url": text.url,
            "title": text.title,
            "numbers": [one for one in text.identifiers if one],
            "day": text.date,
            "lines": [" ".join(line.split()) for line in text.body if line],
            "facts": [[label, " ".join(value.split())] for label, value in text.properties],
            "status": text.status,
            "look": text.status_kind,
        }
        for text in texts
    ]
    return json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
