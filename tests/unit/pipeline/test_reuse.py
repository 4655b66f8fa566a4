"""What earlier builds left in `.build/`: taken when whole, ignored when damaged, never run."""

import hashlib
import io
import os
import pickle
import pickletools
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.pipeline import reuse
from tests.tools import ROOT, Project

BASE = ROOT / "tests" / "bad" / "base"


@pytest.fixture
def built(tmp_path: Path) -> Project:
    """A small site, built once."""
    project = Project(tmp_path / "site")
    project.path.mkdir()
    for path in sorted(BASE.rglob("*")):
        if path.is_file():
            project.edit(path.relative_to(BASE).as_posix(), path.read_bytes())
    assert project.build().code == 0
    return project


def test_what_was_kept_comes_back(built: Project) -> None:
    kept = reuse.load(built.path / ".build")
    assert set(kept) == {
        "apply.md",
        "guide.md",
        "2021/report.md",
        "2021/documents/notice.md",
        "2021/documents/plan.md",
        "rules/review.md",
        "file:2021/files/phones.csv",
    }
    reuse.save(built.path / "elsewhere", kept)
    again = reuse.load(built.path / "elsewhere")
    assert repr(again) == repr(kept)


def test_nothing_kept(tmp_path: Path) -> None:
    assert reuse.load(tmp_path) == {}


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half": lambda data: data[: len(data) // 2],
    "noise": lambda data: data[:50] + os.urandom(64) + data[114:],
    "other words": lambda data: data.replace("服务窗口".encode(), "服务窗囗".encode()),
    "text": lambda _: b"not a pickle",
    "no dict": lambda _: pickle.dumps([1, 2]),
    "deep": lambda _: b"(" * 100_000 + b".",
    "huge": lambda _: b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_costs_only_time(built: Project, name: str) -> None:
    before = built.build(clean=True).files
    path = built.path / ".build" / "documents.pickle"
    path.write_bytes(DAMAGES[name](path.read_bytes()))
    built.edit("content/guide.md", built.read("content/guide.md"))
    done = built.build()
    assert (done.code, "Traceback" in done.out) == (0, False)
    assert done.files == before


def write(build: Path, data: bytes) -> None:
    """Write a file that is undamaged: what a stranger could make as well as we."""
    digest = hashlib.blake2b(data, digest_size=16).digest()
    (build / "documents.pickle").write_bytes(digest + data)


def test_a_whole_file_is_one_with_its_digest(built: Project) -> None:
    path = built.path / ".build" / "documents.pickle"
    data = path.read_bytes()
    write(path.parent, data[16:])
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "kept",
    [
        {"guide.md": 5},
        {"guide.md": ("key",)},
        {"guide.md": ("key", None)},
        {5: ("key", (None, ()))},
        {"guide.md": (["key"], (None, ()))},
        {"guide.md": ("key", (None, 5))},
    ],
    ids=repr,
)
def test_other_values_cost_only_time(built: Project, kept: object) -> None:
    write(built.path / ".build", pickle.dumps(kept))
    built.edit("content/guide.md", built.read("content/guide.md") + "\n再加一句。\n")
    done = built.build()
    assert (done.code, "Traceback" in done.out) == (0, False)
    assert "再加一句。" in done.text("guide.html")


def _calling(module: str, name: str, *arguments: str) -> bytes:
    """Write a pickle that calls something by its name, as a hostile one would."""
    out = io.BytesIO()
    out.write(b"\x80\x04")
    for text in (module, name):
        data = text.encode()
        out.write(b"\x8c" + bytes([len(data)]) + data)
    out.write(b"\x93(")
    for text in arguments:
        data = text.encode()
        out.write(b"\x8c" + bytes([len(data)]) + data)
    out.write(b"tR.")
    pickletools.dis(out.getvalue(), io.StringIO())  # raises when it is no pickle
    return out.getvalue()


HOSTILE = [
    ("os", "system"),
    ("posix", "system"),
    ("builtins", "eval"),
    ("builtins", "exec"),
    ("builtins", "getattr"),
    ("subprocess", "check_output"),
    ("importlib", "import_module"),
    ("site_builder.cli", "main"),
    ("site_builder.pipeline.reuse", "save"),
    ("site_builder.model.frozen", "copyreg.pickle"),
    ("site_builder.model.frozen", "__builtins__.get"),
    ("site_builder.model.field", "__builtins__.__getitem__"),
    ("site_builder.model.field", "dataclass"),
    ("site_builder.model.page", "Page.__init__.__globals__.get"),
    ("site_builder.model.frozen", "MappingProxyType"),
    ("datetime", "date.__class__"),
    ("decimal", "Decimal.__new__"),
]


@pytest.mark.parametrize(("module", "name"), HOSTILE)
def test_a_hostile_file_runs_nothing(tmp_path: Path, module: str, name: str) -> None:
    mark = tmp_path / "ran"
    for argument in (f"touch {mark}", f"open({str(mark)!r}, 'w')", "eval"):
        write(tmp_path, _calling(module, name, argument))
        assert reuse.load(tmp_path) == {}
        with pytest.raises(pickle.UnpicklingError, match=r"^[a-z_.A-Z]+$"):
            reuse._Unpickler(  # noqa: SLF001 - why it was refused is what this is about
                io.BytesIO(_calling(module, name, argument))
            ).load()
    assert not mark.exists()


def test_the_same_file_does_run_without_the_guard(tmp_path: Path) -> None:
    """The hostile files above would work: what stops them is the guard."""
    mark = tmp_path / "ran"
    pickle.loads(_calling("os", "system", f"touch {mark}"))  # noqa: S301 - our own, harmless
    assert mark.exists()
    found = pickle.loads(  # noqa: S301 - our own, harmless
        _calling("site_builder.model.frozen", "__builtins__.get", "eval")
    )
    assert found is eval
