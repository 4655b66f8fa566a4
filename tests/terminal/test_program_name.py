"""What a terminal says to type is what works there, however the program was started."""

import os
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.helpers import ROOT, write_script

pytestmark = pytest.mark.skipif(os.name == "nt", reason="scripts are made as POSIX has them")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment whose name has a blank; libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("started")
    for name in (".venv", "我的 环境"):
        venv.create(folder / name, symlinks=True)
        write_script(folder / name / "bin/site-builder")
    return folder


def run(folder: Path, *words: str, path: str = "") -> str:
    """Run a command that fails, or help; return what it prints."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), sysconfig.get_path("purelib"))),
        "PATH": os.pathsep.join(filter(None, (path, os.environ["PATH"]))),
        "COLUMNS": "80",
    }
    completed = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return completed.stdout + completed.stderr


@pytest.mark.parametrize(
    ("started", "typed"),
    [
        ((".venv/bin/python", "-m", "site_builder"), ".venv/bin/python -m site_builder"),
        (
            (".venv/bin/python", "-X", "utf8", "-m", "site_builder"),
            ".venv/bin/python -X utf8 -m site_builder",
        ),
        (("我的 环境/bin/python", "-m", "site_builder"), "'我的 环境/bin/python' -m site_builder"),
        ((".venv/bin/site-builder",), ".venv/bin/site-builder"),
        (("我的 环境/bin/site-builder",), "'我的 环境/bin/site-builder'"),
        (("site-builder",), "site-builder"),
    ],
)
def test_what_is_to_be_typed_works_here(folder: Path, started: tuple[str, ...], typed: str) -> None:
    path = str(folder / ".venv/bin") if started == ("site-builder",) else ""
    words = [str(folder / started[0]) if "/" in started[0] else started[0], *started[1:]]
    for begin in (started, words):
        output = run(folder, *begin, "check", path=path)
        assert f"先运行 {typed} new site 文件夹" in output.replace(f"{folder}/", "")
    output = run(folder, *started, "chek", path=path)
    assert f"运行 {typed} --help 看说明" in output
    text = run(folder, *started, "check", "--help", path=path)
    assert f"用法：{typed} check" in text
    assert f"\n  {typed} check --all\n" in text
    answer = run(folder, *typed_words(typed), "--version", path=path)
    assert answer[0].isdecimal()


def typed_words(typed: str) -> list[str]:
    """Return a line as a shell reads it."""
    return ["sh", "-c", f'{typed} "$@"', "sh"]


def test_programs_read_the_same_however_it_was_started(folder: Path) -> None:
    ways = (
        (".venv/bin/python", "-m", "site_builder"),
        (".venv/bin/site-builder",),
    )
    results = {run(folder, *words, "check", "--json") for words in ways}
    (result,) = results
    assert "先运行 site-builder new site" in result
