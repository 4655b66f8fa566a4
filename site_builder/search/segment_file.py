"""A segment as bytes and back: what is cached of a group. Nothing of another shape gets past."""

import json
from itertools import accumulate, pairwise

from site_builder.model.search import IndexSegment
from site_builder.search.postings import BUCKET_COUNT, PHRASE_HINTS
from site_builder.search.segment import results_version

_HEAD_END = b"\n"


def dump_segment(segment: IndexSegment) -> bytes:
    """Return a segment as bytes: a line of JSON, then all buckets."""
    head = {
        "name": segment.name,
        "tier": segment.tier,
        "digest": segment.digest,
        "facts": segment.facts,
        "phrases": segment.phrases,
        "results": segment.results.decode(),
        "sizes": list(map(len, segment.buckets)),
    }
    return b"".join((json.dumps(head).encode(), _HEAD_END, *segment.buckets))


def load_segment(data: bytes) -> IndexSegment:
    """Return the segment. Raises ValueError, LookupError or TypeError for anything else."""
    line, _, content = data.partition(_HEAD_END)
    head = json.loads(line)
    ends = [0, *accumulate(map(int, head["sizes"]))]
    if len(ends) != BUCKET_COUNT + 1 or ends[-1] != len(content) or min(head["sizes"]) < 0:
        raise ValueError("no index of this program")
    texts = [str(head[name]) for name in ("name", "tier", "digest", "facts", "results")]
    name, tier, digest, facts, results = texts
    phrases = tuple(map(int, head["phrases"]))
    stated = json.loads(facts)
    if (stated["name"], stated["version"]) != (name, results_version(results.encode())):
        raise ValueError("no group of this program")
    if not all(hint in PHRASE_HINTS for hint in phrases):
        raise ValueError("no phrases of this program")
    "".join(texts).encode()  # half a character raises ValueError
    return IndexSegment(
        name=name,
        tier=tier,
        digest=digest,
        facts=facts,
        phrases=phrases,
        results=results.encode(),
        buckets=tuple(content[start:end] for start, end in pairwise(ends)),
    )
