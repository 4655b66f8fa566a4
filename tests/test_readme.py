"""README and list of commands: what they name is there, and nothing is left out."""

import argparse
import re
from collections.abc import Iterator

import pytest

from site_builder.cli.arguments import build_parser
from tests.helpers import ROOT

README = ROOT / "README.md"
COMMANDS = ROOT / "docs" / "commands.md"
LONGEST = 45
"""Lines of a half of the README: a screen and a half."""


def leaf_commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each command with its parser."""
    for action in parser._actions:  # noqa: SLF001 - argparse tells of its commands nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse tells of its commands nowhere else
            for name, child in action.choices.items():
                below = [*leaf_commands(child)]
                yield from ((f"{name} {rest}", leaf) for rest, leaf in below)
                if not below:
                    yield name, child


def _options(parser: argparse.ArgumentParser) -> set[str]:
    """Return the long options of a command, each once."""
    return {
        action.option_strings[-1]
        for action in parser._actions  # noqa: SLF001 - argparse tells of its commands nowhere else
        if action.option_strings and action.help is not argparse.SUPPRESS
    } - {"--help"}


def _synopses() -> dict[str, set[str]]:
    """Return the options that the list of commands gives for each."""
    block = COMMANDS.read_text(encoding="utf-8").split("```")[1]
    parsers = dict(leaf_commands(build_parser()))
    synopses: dict[str, set[str]] = {}
    for line in block.strip().splitlines():
        words = line.removeprefix("site-builder ")
        name = next(
            each
            for each in sorted(parsers, key=len, reverse=True)
            if f"{words} ".startswith(f"{each} ")
        )
        options = set(re.findall(r"--[a-z][a-z-]*", words))
        synopses[name] = options | {"--quiet" for _ in re.findall(r"-q\b", words)}
    return synopses


def test_every_command_and_option_is_listed_and_no_other() -> None:
    listed = _synopses()
    assert listed == {name: _options(parser) for name, parser in leaf_commands(build_parser())}


@pytest.mark.parametrize("path", [README, COMMANDS], ids=lambda path: path.name)
def test_what_is_named_is_there(path: object) -> None:
    text = ROOT.joinpath(str(path)).read_text(encoding="utf-8")
    folder = ROOT.joinpath(str(path)).parent
    names = re.findall(r"\]\(([^)#:]+)\)", text)
    names += re.findall(r'(?:src|srcset)="([^"]+)"', text)
    missing = [name for name in names if not (folder / name).exists()]
    missing += [name for name in re.findall(r"`(tests/[^`]+)`", text) if not (ROOT / name).exists()]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)
    missing += [name for name in targets if f"\n{name}:" not in makefile]
    commands = {name.partition(" ")[0] for name, _ in leaf_commands(build_parser())}
    used = re.findall(r"site-builder ([a-z][a-z-]+)", text)
    missing += [name for name in used if name not in commands]
    assert not missing
    assert names


def test_each_half_of_the_readme_is_short() -> None:
    halves = README.read_text(encoding="utf-8").split("\n---\n")
    assert len(halves) == 2
    assert all(len(half.strip().splitlines()) <= LONGEST for half in halves)
