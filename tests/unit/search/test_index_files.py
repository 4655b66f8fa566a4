"""One edit changes few files of the index; a long text and a rare letter are no exception."""

import json
from array import array
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from site_builder.model.search import IndexSegment, SearchDocument, search_member
from site_builder.search.groups import search_groups
from site_builder.search.index_files import index_files, join_tier, rejoin_tier
from site_builder.search.postings import BUCKET_COUNT, LIST_BUCKETS, little_endian
from site_builder.search.segment import build_segment
from site_builder.search.segment_file import (
    dump_content,
    dump_head,
    dump_parts,
    load_content,
    load_head,
    load_parts,
)
from tests.unit.search.library import search_document, search_entry

MAX_FILES = 60


def segments_of(documents: Iterable[SearchDocument]) -> list[IndexSegment]:
    """Index documents group by group."""
    return [
        build_segment(group.name, group.tier, group.build_documents())
        for group in search_groups(map(search_member, documents))
    ]


def _files(documents: Iterable[SearchDocument]) -> dict[str, bytes]:
    return dict(index_files((), segments_of(documents)))


@pytest.fixture(scope="module")
def documents() -> list[SearchDocument]:
    return [
        search_document(search_entry(number, year, 1 + number % 12))
        for year in (2019, 2020, 2021)
        for number in range(170)
    ]


def _edited(documents: list[SearchDocument], at: int) -> list[SearchDocument]:
    changed = replace(documents[at], body=("摘要。", "全新的正文，与从前一字不同。" * 9))
    return [*documents[:at], changed, *documents[at + 1 :]]


@pytest.mark.parametrize("at", [5, 505])
@pytest.mark.parametrize(
    "change",
    [
        _edited,
        lambda documents, at: documents[:at] + documents[at + 1 :],
        lambda documents, at: [*documents, search_document(search_entry(999, 2019 + at // 200))],
    ],
    ids=["edited", "deleted", "new"],
)
def test_one_change_writes_few_files(
    documents: list[SearchDocument],
    at: int,
    change: Callable[[list[SearchDocument], int], list[SearchDocument]],
) -> None:
    before, after = _files(documents), _files(change(documents, at))
    changed = {url for url in before.keys() | after.keys() if before.get(url) != after.get(url)}
    assert len(changed) <= MAX_FILES
    other = "older" if at > 340 else "recent"
    assert not {url for url in changed if url.startswith(f"search/{other}")}
    results = {url for url in changed if url.endswith(".json")} - {"search/index.json"}
    assert len(results) <= 1


def test_order_and_neighbours_decide_nothing(documents: list[SearchDocument]) -> None:
    assert _files(documents) == _files(reversed(documents))
    alone = segments_of(documents[:170])
    assert [segment.buckets for segment in alone] == [
        segment.buckets for segment in segments_of(documents)[: len(alone)]
    ]


def test_a_bucket_of_lists_begins_with_the_lengths_of_its_groups(
    documents: list[SearchDocument],
) -> None:
    segments = segments_of(documents)[:5]
    tier = join_tier("recent", segments)
    joined = b"".join(data for _, data in tier.files)
    position = 0
    for number in range(BUCKET_COUNT):
        parts = [segment.buckets[number] for segment in segments]
        if number in LIST_BUCKETS:
            lengths = array("H", joined[position : position + 2 * len(parts)])
            assert [*little_endian(lengths)] == [*map(len, parts)]
            position += 2 * len(parts)
        assert joined[position:].startswith(b"".join(parts))
        position += sum(map(len, parts))
    assert position == len(joined)


def test_a_part_longer_than_can_be_said_is_fetched_with_its_bucket() -> None:
    (segment,) = segments_of([search_document(search_entry(1), "啊" * 90_000)])
    (number,) = (at for at in LIST_BUCKETS if len(segment.buckets[at]) > 1 << 16)
    tier = join_tier("recent", [segment])
    part = segment.buckets[number]
    assert b"\xff\xff" + part in b"".join(data for _, data in tier.files)


@pytest.mark.parametrize("edited", [(0,), (5,), (11,), (3, 4, 11)])
def test_parts_replaced_in_a_tier_give_the_tier_joined(
    documents: list[SearchDocument], edited: tuple[int, ...]
) -> None:
    segments = segments_of(documents)[:12]
    tier = join_tier("older", segments)
    joined = b"".join(data for _, data in tier.files)
    changed = {}
    for place in edited:
        texts = [replace(document, body=("改了的字" * 99,)) for document in documents[: place + 1]]
        head = segments[place].head
        changed[place] = build_segment(head.name, head.tier, texts)
    expected = join_tier("older", [changed.get(at, old) for at, old in enumerate(segments)])
    parts = load_parts(dump_parts(tier.parts))
    assert parts == tier.parts
    assert rejoin_tier("older", parts, joined, changed) == expected


def test_parts_of_another_shape_are_refused(documents: list[SearchDocument]) -> None:
    data = dump_parts(join_tier("older", segments_of(documents[:3])).parts)
    for damaged in (b"", b"[[1]]\n", data[:-1], b"3\n", data + b"0"):
        with pytest.raises((ValueError, LookupError, TypeError)):
            load_parts(damaged)


def test_a_long_text_is_a_section_of_its_own() -> None:
    texts = ["甲", "乙丙" * 40_000, "丁"]
    (segment,) = segments_of(
        search_document(search_entry(number), text) for number, text in enumerate(texts)
    )
    assert json.loads(segment.head.facts)["sections"] == [1, 1, 1]


def test_a_segment_comes_back_as_it_was_written(documents: list[SearchDocument]) -> None:
    segment = segments_of(documents[:3])[0]
    assert load_head(dump_head(segment.head)) == segment.head
    data = dump_content(segment)
    assert load_content(segment.head, data) == segment
    for damaged in (data[:-1], b"", b"{}\n", b"[]\n", data[:9000], data + b"0"):
        with pytest.raises((ValueError, LookupError, TypeError)):
            load_content(segment.head, damaged)
    for damaged in (
        b"",
        b"{}",
        b"[]",
        b"[1, 2, 3, 4, 5]",
        dump_head(segment.head._replace(facts="0")),
    ):
        with pytest.raises((ValueError, LookupError, TypeError)):
            load_head(damaged)
