r"""What to type to run this program again: the way it was started.

Texts all over the program say `site-builder`, and so do pages, files and JSON, which are the same
however the program runs. What people read in a terminal names what works in this terminal:
`.venv\Scripts\python -m site_builder`, where that was typed, and the project and the target it
was about.
"""

import os
import re
import sys
from functools import cache

_NAME = "site-builder"
_MODULE = "site_builder"
_ON_A_REGISTER = r"rollup|fleet (?:build|check|deploy|import)"
_ON_A_PROJECT = (
    "build|check|deploy|doctor|edit|export|import|releases|review-file|rollback|serve|sign|verify"
    "|web-config|new (?:document|report|template)"
)
_COMMAND = rf"(?<![\w./\\-]){_NAME}(?= [a-z-])(?P<command>(?: (?:%s)(?![\w-]))?)(?! --project\b)"
_TARGET = r"(?P<target> 目标\b)?"
"""The word that stands for a target's name, where who wrote the text knows none."""
_PLAIN_WORD = r"[\w@%+=:,./-]+"
"""No shell takes any of this for more than a letter."""


class _Work:
    """What the command that runs is about."""

    project = ""
    """The folder, as it was typed; empty where it is the current one."""
    commands = ""
    """Which commands are about the same folder."""
    target = ""
    """The name that stands for the target; empty where there is none, or an address was typed."""


def work_on(project: str, command: str, target: str) -> None:
    """Set the folder and the target in what is to be typed from now on.

    What a command on a register says of the projects of its bodies is about other folders.
    """
    _Work.project = "" if project == "." else project
    is_on_register = command.startswith("fleet")
    _Work.commands = _ON_A_REGISTER if is_on_register else f"{_ON_A_PROJECT}|{_ON_A_REGISTER}"
    _Work.target = "" if "://" in target else target


def as_typed(text: str) -> str:
    """Return a text with the commands in it as they are typed here, about the same project."""
    if program_name() == _NAME and not (_Work.project or _Work.target):
        return text

    def typed(match: re.Match[str]) -> str:
        project = project_option(_Work.project) if match["command"] else ""
        target = match["target"] or ""
        if target and _Work.target:
            target = f" {quoted(_Work.target)}"
        return f"{program_name()}{match['command']}{project}{target}"

    pattern = _COMMAND % (_Work.commands or _ON_A_PROJECT) + _TARGET
    return re.sub(pattern, typed, text)


def project_option(folder: str) -> str:
    """Return what stands after a command to name its project; empty for the current folder."""
    return f" --project {quoted(folder)}" if folder not in {"", "."} else ""


def typed_prog(prog: str) -> str:
    """Return the name of a command as it is typed here."""
    return program_name() + prog.removeprefix(_NAME)


@cache
def program_name() -> str:
    """Return how the program was started: what stands before the name of a command."""
    started = sys.orig_argv
    module = started.index("-m") + 1 if "-m" in started else 0
    if module and started[module : module + 1] == [_MODULE]:
        return " ".join(map(quoted, started[: module + 1]))
    script = sys.argv[0]
    if os.path.splitext(os.path.basename(script))[0] != _NAME:  # noqa: PTH119, PTH122 - pathlib costs start-up
        return _NAME
    return _NAME if _is_on_path(script) else quoted(_relative(script))


def _is_on_path(script: str) -> bool:
    from shutil import which  # noqa: PLC0415 - costs start-up

    # Windows starts `site-builder.exe`, and calls it without its ending.
    on_path = which(_NAME)
    return bool(on_path) and _real(on_path or "") == _real(script)


def _real(path: str) -> str:
    return os.path.splitext(os.path.normcase(os.path.realpath(path)))[0]  # noqa: PTH122 - pathlib costs start-up


def _relative(path: str) -> str:
    """Return a path from the current folder, where it lies below it."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))  # noqa: PTH109, PTH118 - pathlib costs start-up


def quoted(word: str) -> str:
    """Return a word as it is typed in a shell."""
    if re.fullmatch(_PLAIN_WORD, word):
        return word
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    from shlex import quote  # noqa: PLC0415 - costs start-up

    return quote(word)
