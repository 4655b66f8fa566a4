"""What earlier builds left in `.build/`: taken when whole, ignored when damaged, never run."""

import copy
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from site_builder.build import cache
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


def test_what_was_kept_comes_back(built: Project) -> None:
    cached = cache.load_documents(built.path / ".build")
    assert set(cached) == {
        "apply.md",
        "guide.md",
        "2021/report.md",
        "2021/documents/notice.md",
        "2021/documents/plan.md",
        "rules/review.md",
        "file:2021/files/phones.csv",
    }
    cache.save_documents(built.path / "elsewhere", cached)
    again = cache.load_documents(built.path / "elsewhere")
    assert repr(again) == repr(cached)


def test_nothing_kept(tmp_path: Path) -> None:
    assert cache.load_documents(tmp_path) == {}


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
    "nan": lambda _: with_digest(b'{"guide.md": ["key", [null, NaN]]}'),
    "long number": lambda _: with_digest(b'{"guide.md": ' + b"9" * 100_000 + b"}"),
}


def with_digest(data: bytes) -> bytes:
    """Return what counts as undamaged: what anybody else could write as well."""
    return hashlib.blake2b(data, digest_size=16).digest() + data


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_costs_only_time(built: Project, name: str) -> None:
    before = read_tree(built.output)
    path = built.path / ".build" / "documents.json"
    path.write_bytes(DAMAGES[name](path.read_bytes()))
    built.edit("content/guide.md", built.read("content/guide.md"))
    outcome = built.build()
    assert (outcome.exit_code, "Traceback" in outcome.output) == (0, False)
    assert outcome.files == before


def test_a_whole_file_is_one_with_its_digest(built: Project) -> None:
    data = (built.path / ".build" / "documents.json").read_bytes()
    assert with_digest(data[16:]) == data


@pytest.mark.slow
@pytest.mark.parametrize("path", [".build", ".build/search", ".build/documents.json"])
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
            (target / "documents.json" / "a").mkdir(parents=True)
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


def test_a_kept_value_of_another_shape_counts_for_nothing(built: Project) -> None:
    path = built.path / ".build" / "documents.json"
    content = json.loads(path.read_bytes()[16:])
    before, random = cache.load_documents(path.parent), Random(10)  # noqa: S311 - test data
    refused = 0
    for _ in range(100):
        raw = copy.deepcopy(content)
        change(raw, random)
        path.write_bytes(with_digest(json.dumps(raw).encode()))
        cached = cache.load_documents(path.parent)
        refused += cached == {}
        assert cached == {} or cached.keys() == before.keys()
        repr(cached)
    assert refused > 30


@pytest.mark.parametrize("value", [10**30, -(10**9), "\ud800", [], None])
@pytest.mark.parametrize("name", ["sizes", "phrases", "facts", "results"])
def test_a_part_of_the_index_that_makes_no_sense_is_made_again(
    built: Project, name: str, value: object
) -> None:
    before = read_tree(built.output)
    for path in (built.path / ".build" / "search").iterdir():
        line, _, buckets = path.read_bytes()[16:].partition(b"\n")
        head = json.loads(line)
        head[name] = [value, *head[name][1:]] if isinstance(head[name], list) else value
        path.write_bytes(with_digest(json.dumps(head).encode() + b"\n" + buckets))
    built.edit("content/guide.md", built.read("content/guide.md"))
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
