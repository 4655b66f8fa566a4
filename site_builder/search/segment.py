"""The index of one group of documents: which letters stand where.

A group's text is laid out in sections of up to 65,536 addresses, field after field: title, numbers,
lines of each document. The index knows of

* each pair of neighbouring letters: its addresses. A longer word is found where its pairs follow
  one another. A pair has four keys, by whether either letter is spaced, so an answer knows whether
  the text has marks where the query has;
* each single letter: the fields that hold it;
* each *phrase*, eight letters that begin with a very frequent pair and stand in several documents:
  its addresses. A long question of usual words fetches few phrases instead of many long lists.

So every answer is exact, and no group need know of another. `postings.py` describes the bytes.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b

from site_builder.core.hashing import digest as digest_of
from site_builder.model.search import IndexSegment, SearchDocument, SearchEntry, SegmentHead
from site_builder.search.fold import (
    FIELD_BREAK,
    LINE_BREAK,
    date_variants,
    join_letters,
    normalize,
    unspaced,
)
from site_builder.search.groups import MAX_GROUP_SIZE
from site_builder.search.postings import (
    UNSPACED_PAIR,
    Phrase,
    Postings,
    address_typecode,
    encode_column,
    encode_distances,
    pair_keys,
    phrase_hint,
    section_buckets,
)

PHRASE_LENGTH = 8
_FREQUENT_PAIR, _FREQUENT_PHRASE = 1.0, 0.125
"""Times for each document of a section: pairs with long lists, phrases worth one of their own."""
_MIN_COUNT = 4
_MAX_ADDRESSES = 1 << 16
_FIELDS = 3
_EPOCH = date(1949, 10, 1).toordinal() - 1
"""Days are sorted, never shown: what is older counts as the first."""


@dataclass(frozen=True, slots=True)
class _Section:
    """Fields of some neighbours, one behind the other, each with its break."""

    fields: list[str]

    @property
    def text(self) -> str:
        return FIELD_BREAK.join(self.fields) + FIELD_BREAK


def build_segment(name: str, tier: str, documents: Sequence[SearchDocument]) -> IndexSegment:
    """Index a group of documents; depends on nothing else."""
    sections = list(_sections(_fold_fields(documents)))
    postings = [_find_postings(section) for section in sections]
    parts = list(map(section_buckets, postings))
    buckets = tuple(parts[0] if len(parts) == 1 else map(b"".join, zip(*parts, strict=True)))
    results = _to_json([_result(document.entry) for document in documents]).encode()
    facts = {
        "name": name,
        "tier": tier,
        "version": results_version(results),
        "sections": [len(section.fields) // _FIELDS for section in sections],
        "lengths": encode_column(len(field) for section in sections for field in section.fields),
        "days": encode_distances([_day_number(document.entry) for document in documents]),
        "facets": _facets([document.entry for document in documents]),
    }
    return IndexSegment(
        head=SegmentHead(
            name=name,
            tier=tier,
            digest=blake2b(b"".join(buckets), digest_size=8).hexdigest(),
            results_digest=digest_of(results),
            facts=_to_json(facts),
        ),
        phrases=tuple(
            sorted({phrase_hint(phrase) for part in postings for phrase, _ in part.phrases})
        ),
        results=results,
        buckets=buckets,
    )


def results_version(results: bytes) -> str:
    """Return what names the state of a group's results in their address."""
    return blake2b(results, digest_size=6).hexdigest()


def _fold_fields(documents: Sequence[SearchDocument]) -> list[str]:
    """Fold the three fields of each document. Dates follow each field in words as well."""
    raw_fields = (
        LINE_BREAK.join(" ".join(line.splitlines()) for line in lines)
        for document in documents
        for lines in (
            (document.entry.title,),
            document.entry.identifiers,
            (*document.body, *document.properties),
        )
    )
    normalized = normalize(FIELD_BREAK.join(raw_fields)).split(FIELD_BREAK)
    dated = FIELD_BREAK.join(
        LINE_BREAK.join((field, *date_variants(field))) for field in normalized
    )
    return join_letters(dated).split(FIELD_BREAK)


def _sections(fields: list[str]) -> Iterator[_Section]:
    """Part the documents so that addresses fit two bytes; a longer document is alone."""
    current: list[str] = []
    size = 0
    for start in range(0, len(fields), _FIELDS):
        document_fields = fields[start : start + _FIELDS]
        length = sum(map(len, document_fields)) + _FIELDS
        if current and (size + length > _MAX_ADDRESSES or len(current) >= _FIELDS * MAX_GROUP_SIZE):
            yield _Section(current)
            current, size = [], 0
        current = [*current, *document_fields]
        size += length
    yield _Section(current)


def _find_postings(section: _Section) -> Postings:
    text = section.text
    pairs: dict[int, array[int]] = defaultdict(partial(array, address_typecode(len(text))))
    for address, key in enumerate(pair_keys(text)):
        pairs[key].append(address)
    letters: dict[int, list[int]] = defaultdict(list)
    for slot, field in enumerate(section.fields):
        for letter in set(memoryview(field.encode("utf-32-le")).cast("I")):
            letters[letter].append(slot)
    frequent = _frequent_pairs(section, pairs)
    phrases = _find_phrases(section, pairs, frequent)
    return Postings(pairs, frequent, letters, phrases, len(text), len(section.fields))


def _frequent_pairs(section: _Section, pairs: "Mapping[int, array[int]]") -> frozenset[int]:
    """Return the pairs with long lists, whichever of their letters are spaced."""
    totals: dict[int, int] = defaultdict(int)
    for key, addresses in pairs.items():
        totals[key & UNSPACED_PAIR] += len(addresses)
    frequent = max(_MIN_COUNT, int(len(section.fields) // _FIELDS * _FREQUENT_PAIR))
    return frozenset(key for key, total in totals.items() if total >= frequent)


def _find_phrases(
    section: _Section, pairs: "Mapping[int, array[int]]", frequent: frozenset[int]
) -> dict[Phrase, list[int]]:
    """Return the addresses of frequent phrases, by their letters and which of them are spaced."""
    documents = len(section.fields) // _FIELDS
    threshold = max(_MIN_COUNT, int(documents * _FREQUENT_PHRASE))
    text = unspaced(section.text)
    phrases: dict[str, list[int]] = defaultdict(list)
    for key, addresses in pairs.items():
        # Every phrase of a section is known with all its places, spaced or not.
        if key & UNSPACED_PAIR in frequent:
            for address in addresses:
                phrases[text[address : address + PHRASE_LENGTH]].append(address)
    planes = section.text.encode("utf-32-le")[2::4]
    listed: dict[Phrase, list[int]] = defaultdict(list)
    for phrase, places in phrases.items():
        if len(places) >= threshold and _is_indexed(phrase):
            for address in sorted(places):
                listed[phrase, planes[address : address + PHRASE_LENGTH]].append(address)
    return listed


def _is_indexed(phrase: str) -> bool:
    """Return whether a phrase is within a line, and its letters take two bytes each."""
    return LINE_BREAK not in phrase and FIELD_BREAK not in phrase and max(phrase) <= "\uffff"


def _result(entry: SearchEntry) -> dict[str, object]:
    return {
        "url": entry.url,
        "title": entry.title,
        "numbers": [identifier for identifier in entry.identifiers if identifier],
        "day": entry.date,
        "summary": " ".join(entry.summary.split()),
        "status": entry.status.label,
        "look": entry.status.kind,
    }


def _facets(entries: Sequence[SearchEntry]) -> list[list[object]]:
    """Return for each facet the group's values and a column: the number of an entry's value."""
    facets: list[list[object]] = []
    for column in zip(*(entry.facets for entry in entries), strict=True):
        values = sorted(set(column) - {""})
        numbers = {value: number for number, value in enumerate(["", *values])}
        facets.append([values, encode_column(map(numbers.__getitem__, column))])
    return facets


def _day_number(entry: SearchEntry) -> int:
    return max(1, date.fromisoformat(entry.date).toordinal() - _EPOCH) if entry.date else 0


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
