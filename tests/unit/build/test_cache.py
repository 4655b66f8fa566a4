"""What earlier builds left in `.build/`: taken when whole, ignored when damaged, never run."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from site_builder.build.text_cache import (
    TextCache,
    load_text_cache,
    pack_outcome,
    save_text_cache,
)
from tests.helpers import ROOT, Project, read_tree

BASE = ROOT / "tests" / "bad" / "base"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site as it was built, to restore from: a site belongs to where it was built."""
    project = Project(tmp_path_factory.mktemp("cache") / "site")
    project.path.mkdir()
    for path in sorted(BASE.rglob("*")):
        if path.is_file():
            project.edit(path.relative_to(BASE).as_posix(), path.read_bytes())
    assert project.build().exit_code == 0
    return project.path.rename(project.path.with_name("pristine"))


@pytest.fixture
def built(pristine: Path) -> Iterator[Project]:
    """A small site that was built, for one test."""
    project = Project(pristine.with_name("site"))
    shutil.copytree(pristine, project.path)
    yield project
    shutil.rmtree(project.path)


def load_whole(built: Project, name: str) -> TextCache:
    """Return what is cached of one kind of file, all records at hand."""
    texts = load_text_cache(built.path / ".build" / name)
    assert texts.load_outcomes(texts.entries) == []
    return texts


def test_what_was_cached_comes_back(built: Project) -> None:
    cached = load_whole(built, "texts")
    assert set(cached.entries) == {
        "apply.md",
        "guide.md",
        "2021/report.md",
        "2021/documents/notice.md",
        "2021/documents/plan.md",
        "rules/review.md",
    }
    assert set(load_whole(built, "attachments").entries) == {"2021/files/phones.csv"}
    packed = {path: pack_outcome(outcome)[0] for path, outcome in cached.outcomes.items()}
    save_text_cache(built.path / ".build" / "again", cached, packed, TextCache())
    again = load_whole(built, "again")
    assert (again.entries, again.outcomes) == (cached.entries, cached.outcomes)


def test_an_edited_text_leaves_all_records_as_they_are(built: Project) -> None:
    folder = built.path / ".build" / "texts"
    records = (folder / "2021.tsv").read_bytes()
    notice = "content/2021/documents/notice.md"
    built.edit(notice, built.read(notice) + "\n又一段。\n")
    assert built.build().exit_code == 0
    assert (folder / "2021.tsv").read_bytes() == records
    built.edit(notice, built.read(notice).replace("名称: ", "名称: 新的"))
    assert built.build().exit_code == 0
    assert (folder / "2021.tsv").read_bytes() != records


def test_nothing_cached(tmp_path: Path) -> None:
    assert load_text_cache(tmp_path).entries == {}


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda data: data[: len(data) // 2],
    "noise": lambda data: data[:50] + os.urandom(64) + data[114:],
    "other words": lambda data: data.replace("服务窗口".encode(), "服务窗囗".encode()),
    "text": lambda _: b"no digest",
    "list": lambda _: with_digest(b"[1, 2]"),
    "deep": lambda _: with_digest(b"[" * 1_000_000),
    "deep and whole": lambda _: with_digest(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "pickle": lambda _: with_digest(b")" + b"\x85" * 1_000_000 + b"."),
    "lines": lambda _: with_digest(b"guide.md\n2021/documents/notice.md\t\t\t\t\t\t\t\n"),
    "tabs": lambda data: with_digest(data[16:].replace(b"\t", b"\t\t")),
    "fewer": lambda data: with_digest(data[16:].replace(b"\t", b" ")),
    "nan": lambda data: with_digest(data[16:].replace(b'"', b"NaN", 1)),
    "long number": lambda data: with_digest(data[16:].replace(b'""', b"9" * 100_000, 1)),
}


def with_digest(data: bytes) -> bytes:
    """Return what counts as undamaged: what anybody else could write as well."""
    return hashlib.blake2b(data, digest_size=16).digest() + data


@pytest.mark.parametrize("file", ["index", "2021", "others"])
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_costs_only_time(built: Project, name: str, file: str) -> None:
    before = read_tree(built.output)
    path = built.path / ".build" / "texts" / f"{file}.tsv"
    path.write_bytes(DAMAGES[name](path.read_bytes()))
    built.edit("content/guide.md", built.read("content/guide.md"))
    outcome = built.build()
    assert (outcome.exit_code, "Traceback" in outcome.output) == (0, False)
    assert outcome.files == before


def test_a_whole_file_is_one_with_its_digest(built: Project) -> None:
    data = (built.path / ".build" / "texts" / "index.tsv").read_bytes()
    assert with_digest(data[16:]) == data


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [".build", ".build/search", ".build/texts", ".build/texts/2021.tsv"]
)
@pytest.mark.parametrize("stands", ["file", "folder", "pipe", "link to nothing", "link to mine"])
def test_whatever_stands_in_a_place_costs_only_time(built: Project, path: str, stands: str) -> None:
    before = read_tree(built.output)
    built.edit("mine.txt", "mine")
    built.remove(path)
    target = built.path / path
    match stands:
        case "file":
            target.write_bytes(b"")
        case "folder":
            (target / "2021.tsv" / "a").mkdir(parents=True)
            (target / "lock").mkdir()
        case "pipe":
            os.mkfifo(target)
        case _:
            target.symlink_to(built.path / ("none" if stands == "link to nothing" else "mine.txt"))
    built.edit("content/guide.md", built.read("content/guide.md"))
    for _ in range(2):
        outcome = built.build()
        assert (outcome.exit_code, "Traceback" in outcome.output) == (0, False), outcome.output
        assert outcome.files == before
        warnings = [
            line
            for line in outcome.output.splitlines()
            if line.startswith(".build 提醒 write/kept")
        ]
        assert len(warnings) == (path == ".build" and stands != "folder")
    assert built.read("mine.txt") == "mine"


def test_a_cached_record_of_another_shape_counts_for_nothing(built: Project) -> None:
    path = built.path / ".build" / "texts" / "2021.tsv"
    lines = [line.split("\t") for line in path.read_bytes()[16:].decode().split("\n")[:-1]]
    before, random = load_whole(built, "texts"), Random(10)  # noqa: S311 - test data
    refused = 0
    for _ in range(100):
        at = random.randrange(len(lines))
        raw = json.loads(lines[at][2])
        change(raw, random)
        changed = [*lines[:at], [*lines[at][:2], json.dumps(raw)], *lines[at + 1 :]]
        text = "".join("\t".join(line) + "\n" for line in changed)
        path.write_bytes(with_digest(text.encode()))
        cached = load_text_cache(path.parent)
        refused += cached.load_outcomes(cached.entries) != []
        assert cached.entries == before.entries
        repr(cached)
    assert refused > 30


@pytest.mark.parametrize("value", [10**30, -(10**9), "\ud800", [], None])
@pytest.mark.parametrize("number", range(5))
def test_a_part_of_the_index_that_makes_no_sense_is_made_again(
    built: Project, number: int, value: object
) -> None:
    before = read_tree(built.output)
    for path in (built.path / ".build" / "search").iterdir():
        line, end, content = path.read_bytes()[16:].partition(b"\n")
        head = json.loads(line)
        head[number : number + 1] = [value]
        path.write_bytes(with_digest(json.dumps(head).encode() + end + content))
    text = "content/2021/documents/notice.md"
    built.edit(text, built.read(text))
    outcome = built.build()
    assert (outcome.exit_code, dict(outcome.files) == dict(before)) == (0, True), outcome.output


def change(raw: object, random: Random) -> None:
    """Put another kind of value in the place of one, somewhere."""
    while isinstance(raw, dict | list) and raw:
        keys = list(raw) if isinstance(raw, dict) else range(len(raw))
        key = random.choice(keys)
        inner = raw[key]
        if not isinstance(inner, dict | list) or not inner or random.random() < 0.1:
            raw[key] = random.choice([None, 1, -1.5, True, "甲", [], {}, [[[]]], 10**400, "\ud800"])
            return
        raw = inner
