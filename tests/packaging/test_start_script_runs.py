"""`start.bat` from the first line to the last: as cmd would run it, each way a computer can be."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.helpers import ROOT
from tests.packaging.batch import Batch, run_quietly

pytestmark = pytest.mark.skipif(os.name == "nt", reason="cmd itself runs it there")
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
STORE = "#!/bin/sh\necho 'Python was not found; run without arguments to install' >&2\nexit 49\n"
"""The stub that Windows puts where Python is not installed."""
PYTHON = """#!/bin/sh
[ "$1" = -3 ] && shift
case "$*" in
-c*) exit 0 ;;
*"venv --clear .venv") rm -rf .venv; mkdir -p .venv/bin; cp "{venv}" .venv/bin/python
    chmod +x .venv/bin/python; [ -e cut-off ] && rm cut-off && exit 1; touch .venv/pip ;;
esac
"""
VENV = """#!/bin/sh
case "$*" in
"-m pip --version") [ -e .venv/pip ] ;;
"-m pip install"*) [ ! -e offline ] && touch .venv/program ;;
"-m site_builder --version") [ -e .venv/program ] ;;
"-m site_builder edit"*) [ ! -e busy ] ;;
esac
"""
"""Programs that do what those of Python do, as far as the script can tell."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as people have them, with the script and what it compares."""
    folder = tmp_path / "我的 文档 (新)/网站 程序"
    folder.mkdir(parents=True)
    for name in ("start.bat", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    (tmp_path / "venv").write_text(VENV)
    return folder


def programs(folder: Path, **scripts: str) -> Path:
    """Write the programs of a computer. Returns their folder."""
    commands = folder.parents[1] / "programs"
    commands.mkdir(exist_ok=True)
    for name, text in scripts.items():
        (commands / name).write_text(text.replace("{venv}", str(folder.parents[1] / "venv")))
        (commands / name).chmod(0o755)
    return commands


def start(folder: Path, *arguments: str, **scripts: str) -> tuple[int, Batch]:
    commands = programs(folder, **(scripts or {"py": PYTHON}))
    batch = Batch(folder / "start.bat", arguments, commands, run_quietly)
    return batch.run(), batch


def calls(batch: Batch) -> list[str]:
    """Return what was done, each by the word that tells it."""
    words = [" ".join(each) for each in batch.ran]
    steps = ("venv --clear", "pip install", "edit", "doctor")
    return [name for line in words for name in steps if name in line]


def test_the_first_start_sets_up_and_the_second_only_opens(folder: Path) -> None:
    exit_code, first = start(folder)
    assert (exit_code, calls(first)) == (0, ["venv --clear", "pip install", "edit"]), first.printed
    exit_code, second = start(folder)
    assert (exit_code, calls(second), second.pauses) == (0, ["edit"], 1)
    (folder / "pyproject.toml").write_text("[project]\n")
    assert calls(start(folder)[1]) == ["pip install", "edit"], "a new version is installed"


@pytest.mark.parametrize(
    "scripts",
    [{}, {"py": OLD_PYTHON}, {"python": STORE}, {"py": OLD_PYTHON, "python": STORE}],
    ids=["none", "too-old", "store", "old-and-store"],
)
def test_without_python_nothing_is_made(folder: Path, scripts: dict[str, str]) -> None:
    exit_code, batch = start(folder, **(scripts or {"other": ""}))
    assert (exit_code, batch.pauses, (folder / ".venv").exists()) == (1, 1, False)
    assert batch.printed[0] == "没有找到 Python 3.11 或更高版本。"


def test_the_other_name_of_python_is_tried(folder: Path) -> None:
    exit_code, batch = start(folder, py=OLD_PYTHON, python=PYTHON)
    assert (exit_code, calls(batch)[-1]) == (0, "edit")
    assert ["python", "-m", "venv", "--clear", ".venv"] in batch.ran


def test_what_was_cut_off_is_made_anew(folder: Path) -> None:
    (folder / "cut-off").touch()
    exit_code, batch = start(folder)
    assert (exit_code, batch.pauses, calls(batch)) == (1, 1, ["venv --clear"])
    assert (folder / ".venv/bin/python").exists(), "half of it is there"
    assert "没有准备好" in batch.printed[-1]
    assert calls(start(folder)[1]) == ["venv --clear", "pip install", "edit"]


def test_an_installation_that_failed_is_tried_again(folder: Path) -> None:
    (folder / "offline").touch()
    exit_code, batch = start(folder)
    assert (exit_code, batch.pauses) == (1, 1)
    assert "没有装好" in "".join(batch.printed)
    assert calls(start(folder)[1]) == ["pip install"]
    (folder / "offline").unlink()
    assert calls(start(folder)[1]) == ["pip install", "edit"]


def test_a_program_that_lost_files_is_installed_again(folder: Path) -> None:
    start(folder)
    (folder / ".venv/program").unlink()
    exit_code, batch = start(folder)
    assert (exit_code, calls(batch)) == (1, [])
    assert "请再双击本文件，会重新安装" in batch.printed[-1]
    assert calls(start(folder)[1]) == ["pip install", "edit"]


def test_an_environment_of_another_computer_is_made_anew(folder: Path) -> None:
    start(folder)
    (folder / ".venv/bin/python").write_text("#!/bin/sh\nexit 103\n")
    exit_code, batch = start(folder)
    assert (exit_code, calls(batch)) == (0, ["venv --clear", "pip install", "edit"])


def test_a_dropped_folder_is_opened_whatever_it_is_called(folder: Path) -> None:
    dropped = "C:\\用户\\张 三\\公开 & 网站 (100%)"
    assert start(folder, dropped)[1].ran[-1][-3:] == ["--project", dropped, "--open"]
    assert start(folder)[1].ran[-1][-3:] == ["--project", ".", "--open"]


def test_what_does_not_open_is_examined(folder: Path) -> None:
    (folder / "busy").touch()
    _, batch = start(folder)
    assert calls(batch)[-2:] == ["edit", "doctor"]
    assert batch.pauses == 1


@pytest.mark.slow
def test_the_real_program_is_set_up_and_opened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("site_builder", "templates", "docs/manual", "README.md", "LICENSE"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(ROOT / name)
    # Libraries are those of the tests; nothing is fetched.
    monkeypatch.setenv("PYTHONPATH", sysconfig.get_path("purelib"))
    for name in ("PIP_NO_DEPS", "PIP_NO_INDEX"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_NO_BUILD_ISOLATION", "0")
    monkeypatch.setenv("BROWSER", "true %s")
    commands = programs(
        folder, py=f'#!/bin/sh\n[ "$1" = -3 ] && shift\nexec "{sys.executable}" "$@"\n'
    )
    project = tmp_path / "新 网站"
    opened: list[str] = []

    def run(words: list[str], where: Path) -> int:
        if "edit" not in words:
            return run_quietly(words, where)
        process = subprocess.Popen(
            [*words, "--port", "0"], cwd=where, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert process.stdout is not None
        opened.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.communicate()
        return process.returncode

    batch = Batch(folder / "start.bat", (str(project),), commands, run)
    assert batch.run() == 0, batch.printed
    assert opened[0].startswith("编辑在 http://127.0.0.1:")
