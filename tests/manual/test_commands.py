"""Every command of the manual and README is typed into a shell, and answers as they show."""

import re
import shutil
from pathlib import Path

import pytest

from site_builder import __version__
from site_builder.cli.arguments import build_parser
from tests.helpers import ROOT
from tests.helpers.typed_commands import Step, Terminal, named_in, other_blocks_of, story_of
from tests.manual.scenes import CHAPTERS, README, scene
from tests.test_readme import leaf_commands

TEXTS = [path for path in (*CHAPTERS, README) if path.stem != "index"]
ONLY_PLANNED = {
    "make demo": "its port may be taken here; what it runs is typed with another",
    "make quick": "it runs this test",
    "make test": "it runs this test",
}
"""Commands that are not run whole, and why; what they would run is asked of make."""
JUDGES = ("inspect",)
"""Commands whose exit code says what is wrong with the site of others."""


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_each_command_is_run_and_answers_as_shown(path: Path, tmp_path: Path) -> None:
    prepared = scene(path.stem, tmp_path / "prepared")
    after = prepared.copy(tmp_path / "after")
    for step in story_of(path):
        _run(step, after)
    # What a block or a sentence says is about a project as it was then, whatever others did to it.
    starts = [(prepared, block) for block in other_blocks_of(path)]
    starts += [(after, [step]) for step in named_in(path)]
    for number, (start, steps) in enumerate(starts):
        terminal = start.copy(tmp_path / str(number))
        for step in steps:
            _run(step, terminal)
        shutil.rmtree(terminal.home)


def _run(step: Step, terminal: Terminal) -> None:
    planned = step.command.partition("#")[0].strip()
    if planned in ONLY_PLANNED:
        _plan(planned, terminal)
        return
    exit_code, output, stdout = terminal.type(step.command)
    allowed = (0, 1) if step.command.split()[1:2] == [*JUDGES] else (0,)
    assert exit_code in allowed, f"{step.command}\n{output}"
    assert not step.answer or step.pattern.fullmatch(stdout), f"{step.command}\n{output}"


def _plan(command: str, terminal: Terminal) -> None:
    exit_code, output, plan = terminal.type(f"{command.replace('make', 'make -n')}")
    assert exit_code == 0, output
    assert plan
    if command == "make demo":
        _run(Step(plan.strip()), terminal)


def test_every_command_of_the_program_is_in_the_manual() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    names = {name.partition(" ")[0] for name, _ in leaf_commands(build_parser())}
    missing = [name for name in names if f"site-builder {name}" not in text]
    assert not missing


def test_the_version_is_that_of_the_program() -> None:
    named = {
        version
        for path in TEXTS
        for version in re.findall(r"site_builder-([0-9.]+)-", path.read_text(encoding="utf-8"))
    }
    assert named == {__version__}


def test_what_it_says_of_other_files_is_there() -> None:
    """Paths of the checkout that a chapter names."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    named = set(re.findall(r"`((?:docs|examples|site_builder)/[a-z_/.-]+)`", text))
    package = r"`((?:standards|model|content|build|pages)/[a-z_/]+\.(?:py|yaml))`"
    named |= {f"site_builder/{name}" for name in re.findall(package, text)}
    assert len(named) > 8
    assert not [name for name in named if not (ROOT / name).exists()]
