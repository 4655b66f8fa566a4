"""`.build/` and the builder's own notes in the output: whatever is there costs only time."""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.fuzz.mutations import json_text, raw
from tests.fuzz.runs import Tally, generator, run
from tests.fuzz.test_sources import BASE
from tests.helpers import Project, clean_build, read_tree

TEXTS = ("", "\n再加一句。\n", "\n又加一句。\n")
"""Ends of a text: between builds it changes, or does not."""


def _with_digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest() + data


def corrupt(path: Path, random: Random) -> bytes:
    """Put something else in the place of a file. Returns what it holds now, if it is a file."""
    before = path.read_bytes() if path.is_file() else b""
    way = random.randrange(12)
    if way >= 4:
        changed = raw(before, before, random) if way < 8 else _other_values(before, random)
        if not path.is_file() or path.is_symlink():
            _remove(path)
        path.write_bytes(changed)
        if random.random() < 0.2:
            os.utime(path, (2**33, 2**33))
        return changed
    _remove(path)
    match way:
        case 0:
            (path / path.name / "a").mkdir(parents=True)
        case 1:
            os.mkfifo(path)
        case 2:
            path.symlink_to(random.choice((path, path.parent, Path("/dev/zero"), path / "none")))
        case _:
            path.write_bytes(b"")
    return b""


def _remove(path: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _other_values(before: bytes, random: Random) -> bytes:
    """Change JSON and make its digest right again, so that only its shape is wrong."""
    if before[:1] in (b"{", b"["):
        return json_text(before, random)
    return _with_digest(json_text(before[16:], random))


def test_build_folder(tally: Tally, budget: int, tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(BASE, project.path)
    guide = project.read("content/guide.md")
    expected = []
    for end in TEXTS:
        project.edit("content/guide.md", guide + end)
        assert project.build().exit_code == 0
        expected.append(clean_build(project))
    while tally.inputs < (budget or 6):
        random = generator(tally.seed, tally.inputs)
        inputs: dict[str, bytes] = {}
        for _ in range(random.choice((1, 1, 2))):
            path = _random_path(project, random) if not inputs else project.path / ".build" / "lock"
            if not path.parent.is_dir():
                break
            inputs[path.name] = corrupt(path, random)
        tally.count(inputs)
        # Right values under a right digest are believed: only what they are not is looked for.
        forged = any(data[:16] == _with_digest(data[16:])[:16] for data in inputs.values())
        number = random.randrange(len(TEXTS))
        project.edit("content/guide.md", guide + TEXTS[number])
        exit_code, output = run(
            tally, inputs, "build", "--project", str(project.path), "--jobs", "1"
        )
        if not (project.path / ".build").is_dir():
            _remove(project.path / ".build")
        if exit_code == 0 and forged:
            _rebuild(project)
        elif exit_code == 0 and read_tree(project.output) == expected[number]:
            tally.survived += 1
        elif exit_code >= 0:
            tally.record_failure(inputs, f"another site\n{output[-500:]}\n{sorted(inputs)}")
            _rebuild(project)
    tally.assert_no_failures()


def _random_path(project: Project, random: Random) -> Path:
    folder = project.path / ".build"
    # A folder that was made a link leads to the project: what lies there is no cache.
    if random.random() < 0.05 or folder.is_symlink():
        return folder
    with suppress(OSError):
        paths = sorted(path for path in folder.rglob("*") if path.name != "lock.new")
        return random.choice((*paths, folder / "search", folder / "lock"))
    return folder


def _rebuild(project: Project) -> None:
    for path in (project.path / ".build", project.output):
        _remove(path)
