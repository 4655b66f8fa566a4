"""A segment as bytes and back: what is cached of a group. Nothing of another shape gets past.

In two files: most builds change one group, and need of the others only what `index.json` says.
"""

import json
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise

from site_builder.core.hashing import digest as digest_of
from site_builder.model.search import IndexSegment, SegmentHead, TierHead, TierPart
from site_builder.search.postings import BUCKET_COUNT, little_endian
from site_builder.search.segment import results_version

_LINE_END = b"\n"
_SIZES_LENGTH = 4 * BUCKET_COUNT


def dump_head(head: SegmentHead | TierHead) -> bytes:
    """Return as bytes what is known of a segment or tier without reading it."""
    return json.dumps(head).encode()


def load_head(data: bytes) -> SegmentHead:
    """Return a segment's head. Raises ValueError, LookupError or TypeError for anything else."""
    head = SegmentHead(*map(_text, json.loads(data)))
    if json.loads(head.facts)["name"] != head.name:
        raise ValueError("no group of this program")
    return head


def load_tier_head(data: bytes) -> TierHead:
    """Return a tier's head. Raises ValueError, LookupError or TypeError for anything else."""
    version, facts, digests = json.loads(data)
    if json.loads(_text(facts))["version"] != version:
        raise ValueError("no tier of this program")
    return TierHead(version, facts, {_text(url): _text(digests[url]) for url in digests})


def dump_parts(parts: Sequence[TierPart]) -> bytes:
    """Return as bytes of what a tier is joined: a line of JSON, then all sizes."""
    line = json.dumps([(part.name, part.digest) for part in parts]).encode()
    sizes = (little_endian(array("I", part.sizes)).tobytes() for part in parts)
    return b"".join((line, _LINE_END, *sizes))


def load_parts(data: bytes) -> tuple[TierPart, ...]:
    """Return the parts of a tier. Raises ValueError, LookupError or TypeError for anything else."""
    line, _, content = data.partition(_LINE_END)
    stated = json.loads(line)
    if len(content) != _SIZES_LENGTH * len(stated):
        raise ValueError("no parts of this program")
    parts = []
    for number, (name, digest) in enumerate(stated):
        start = number * _SIZES_LENGTH
        sizes = little_endian(array("I", content[start : start + _SIZES_LENGTH]))
        parts.append(TierPart(_text(name), _text(digest), sizes))
    return tuple(parts)


def _text(value: object) -> str:
    """Return a text. Raises TypeError, or ValueError for one with half a character."""
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()
    return value


def dump_content(segment: IndexSegment) -> bytes:
    """Return the rest of a segment as bytes: a line of JSON, then sizes, results and buckets."""
    line = json.dumps([len(segment.results)]).encode()
    sizes = little_endian(array("I", map(len, segment.buckets))).tobytes()
    return b"".join((line, _LINE_END, sizes, segment.results, *segment.buckets))


def load_content(head: SegmentHead, data: bytes) -> IndexSegment:
    """Return the segment. Raises ValueError, LookupError or TypeError for anything else."""
    line, _, content = data.partition(_LINE_END)
    (results_length,) = json.loads(line)
    sizes = little_endian(array("I", content[:_SIZES_LENGTH]))
    start = _SIZES_LENGTH + results_length
    ends = list(accumulate(sizes, initial=start))
    results = content[_SIZES_LENGTH:start]
    if len(sizes) != BUCKET_COUNT or ends[-1] != len(content) or len(results) != results_length:
        raise ValueError("no index of this program")
    stated = json.loads(head.facts)["version"], head.results_digest
    if stated != (results_version(results), digest_of(results)):
        raise ValueError("no group of this program")
    return IndexSegment(head, results, tuple(content[begin:end] for begin, end in pairwise(ends)))
