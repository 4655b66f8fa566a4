"""The index of one group of documents: which letters stand where.

A group's text is laid out in sections of up to 65,536 addresses, field after field: title, numbers,
lines of each document. The index knows of

* each pair of neighbouring letters: its addresses. A longer word is found where its pairs follow
  one another. A pair has four keys, by whether either letter is spaced, so an answer knows whether
  the text has marks where the query has;
* each single letter: the fields that hold it.

So every answer is exact, and no group need know of another. `postings.py` describes the bytes.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b
from operator import add

from site_builder.core.hashing import digest as digest_of
from site_builder.model.search import IndexSegment, SearchDocument, SearchEntry, SegmentHead
from site_builder.search.fold import (
    FIELD_BREAK,
    LINE_BREAK,
    date_variants,
    join_letters,
    normalize,
)
from site_builder.search.groups import MAX_GROUP_SIZE
from site_builder.search.postings import (
    Postings,
    address_typecode,
    encode_choices,
    encode_column,
    encode_distances,
    pair_keys,
    section_buckets,
)

_LONG_LIST = 1.0
"""Times for each document of a section."""
_MIN_COUNT = 4
_MAX_ADDRESSES = 1 << 16
_FIELDS, _FIELD_UNIT = 3, 16
_EPOCH = date(1949, 10, 1).toordinal() - 1
"""Days are sorted, never shown: what is older counts as the first."""


@dataclass(frozen=True, slots=True)
class _Section:
    """Fields of some neighbours, one behind the other, each with its break."""

    fields: list[str]

    @property
    def text(self) -> str:
        """Return all fields, each of a whole number of units: few bytes say where each ends."""
        units = (FIELD_BREAK * (_units(field) * _FIELD_UNIT - len(field)) for field in self.fields)
        return "".join(map(add, self.fields, units))


def _units(field: str) -> int:
    """Return how much a field takes, with one break at least."""
    return len(field) // _FIELD_UNIT + 1


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
        "lengths": encode_column(_units(field) for section in sections for field in section.fields),
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
        length = sum(map(_units, document_fields)) * _FIELD_UNIT
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
    long = max(_MIN_COUNT, int(len(section.fields) // _FIELDS * _LONG_LIST))
    return Postings(pairs, long, letters, text, len(section.fields))


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
    """Return for each facet the group's values, and which of them each entry has."""
    facets: list[list[object]] = []
    for column in zip(*(entry.facets for entry in entries), strict=True):
        values = sorted(set(column))
        facets.append([values, encode_choices(map(values.index, column), len(values))])
    return facets


def _day_number(entry: SearchEntry) -> int:
    return max(1, date.fromisoformat(entry.date).toordinal() - _EPOCH) if entry.date else 0


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
