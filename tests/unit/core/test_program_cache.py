"""What follows from the program alone is kept with its bytecode, and is used for nothing else."""

import sys
from pathlib import Path

import pytest

from site_builder.core.program_cache import load_derived, save_derived
from site_builder.render.environment import environment
from site_builder.standards.load import load_standards
from site_builder.standards.vocabulary_loader import read_standards
from tests.unit.render.test_environment import OURS


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for bytecode of its own."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    return tmp_path


def test_it_is_returned_for_the_same_cause_and_undamaged(cache_folder: Path) -> None:
    assert load_derived("a", "cause") is None
    save_derived("a", "cause", b"1\n2")
    assert load_derived("a", "cause") == b"1\n2"
    assert load_derived("a", "another") is None
    (path,) = (path for path in cache_folder.rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes()[:-1] + b"3")
    assert load_derived("a", "cause") is None


def test_without_a_place_it_is_worked_out_each_time(
    cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    save_derived("a", "cause", b"1")
    assert not list(cache_folder.iterdir())
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(cache_folder / "file"))
    (cache_folder / "file").write_bytes(b"")
    save_derived("a", "cause", b"1")
    assert load_derived("a", "cause") is None


def test_standards_are_what_their_files_say(cache_folder: Path) -> None:
    expected = repr(read_standards())
    assert repr(load_standards()) == expected
    assert list(cache_folder.rglob("*.derived"))
    assert repr(load_standards()) == expected


def test_a_template_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "pages/document.html"
    environment.cache_clear()
    compiled = environment(OURS).get_template(name)
    environment.cache_clear()
    again = environment(OURS)
    monkeypatch.setattr(again, "compile", None)
    assert again.get_template(name).blocks.keys() == compiled.blocks.keys()
    environment.cache_clear()
