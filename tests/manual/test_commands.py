"""Every command of the manual is run, and answers as the manual shows; or it can be typed at least.

What stays open until somebody stops it (serve, edit, manual) and what needs another computer is
parsed here and run by tests of its own.
"""

import shlex
import shutil
from pathlib import Path

import pytest

from site_builder.cli.arguments import build_parser
from tests.helpers import EXAMPLE, ROOT, SHOWCASE, run_cli
from tests.helpers.fleet_projects import write_fleet
from tests.manual.manual_blocks import CHAPTERS, other_commands_of, steps_of
from tests.test_readme import leaf_commands

TARGETS = "\n部署:" + (SHOWCASE / "config.yaml").read_text("utf-8").partition("\n部署:")[2]
WITH_STEPS = [path for path in CHAPTERS if any(steps_of(path))]
PLACEHOLDERS = {"目标": "共享盘", "文件": "a.docx", "文件夹": "gk", "编号": "c005"}


def prepare(chapter: str, folder: Path) -> Path:
    """Return the folder that a chapter's commands are typed in."""
    if chapter == "start":
        return folder
    site = folder / "site"
    shutil.copytree(EXAMPLE, site)
    with (site / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(TARGETS)
    (folder / "shifan-park-online").mkdir()
    if chapter == "supervisor":
        write_fleet(site, 2, 1)
        (site / "网站").mkdir()
        (site / "网站" / "index.html").write_text("<title>网站</title><p>政府信息公开", "utf-8")
    return site


@pytest.mark.parametrize("path", WITH_STEPS, ids=lambda path: path.stem)
def test_each_command_answers_as_shown(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(prepare(path.stem, tmp_path))
    for step in steps_of(path):
        program, *words = shlex.split(step.command)
        if program == "cd":
            monkeypatch.chdir(words[0])
            continue
        assert program == "site-builder", step.command
        exit_code, output, stdout = run_cli(*words)
        # `inspect` ends with 1 for what it found: the site here is none that anybody finished.
        assert exit_code in ((0, 1) if words[0] == "inspect" else (0,)), f"{step.command}\n{output}"
        if step.answer:
            assert step.pattern.fullmatch(stdout), f"{step.command}\n{output}"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_what_is_only_named_can_be_typed(path: Path) -> None:
    for command in other_commands_of(path):
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)[1:]]
        if len(words) == 1 and words[0] not in ("serve", "edit", "build", "check", "schema"):
            words = words if words[0] in ("doctor", "manual") else [*words, "--help"]
        assert _status(words) == 0, command


def _status(words: list[str]) -> object:
    """Return 0 where the program takes these words; it ends where it shows its help."""
    try:
        build_parser().parse_args(words)
    except SystemExit as exc:
        return exc.code
    return 0


def test_the_targets_of_make_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = "\n".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    used = {word for word in ("site", "demo", "quick", "test") if f"make {word}" in text}
    assert used == {"site", "demo", "quick", "test"}
    assert all(f"\n{target}:" in makefile for target in used)


def test_every_command_of_the_program_is_in_the_manual() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    names = {name.partition(" ")[0] for name, _ in leaf_commands(build_parser())}
    missing = [name for name in names if f"site-builder {name}" not in text]
    assert not missing
