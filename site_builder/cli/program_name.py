r"""What to type to run this program again: the way it was started.

Texts all over the program say `site-builder`, and so do pages, files and JSON, which are the same
however the program runs. What people read in a terminal names what works in this terminal:
`.venv\Scripts\python -m site_builder`, where that was typed.
"""

import os
import re
import sys
from functools import cache

_NAME = "site-builder"
_MODULE = "site_builder"


def as_typed(text: str) -> str:
    """Return a text with the commands in it as they are typed here."""
    name = program_name()
    if name == _NAME:
        return text
    return re.sub(rf"(?<![\w./\\-]){_NAME}(?= [a-z-])", lambda _: name, text)


def typed_prog(prog: str) -> str:
    """Return the name of a command as it is typed here."""
    return program_name() + prog.removeprefix(_NAME)


@cache
def program_name() -> str:
    """Return how the program was started: what stands before the name of a command."""
    started = sys.orig_argv
    module = started.index("-m") + 1 if "-m" in started else 0
    if module and started[module : module + 1] == [_MODULE]:
        return " ".join(map(_quoted, started[: module + 1]))
    script = sys.argv[0]
    if os.path.splitext(os.path.basename(script))[0] != _NAME:  # noqa: PTH119, PTH122 - pathlib costs start-up
        return _NAME
    return _NAME if _is_on_path(script) else _quoted(_relative(script))


def _is_on_path(script: str) -> bool:
    from shutil import which  # noqa: PLC0415 - costs start-up

    # Windows starts `site-builder.exe`, and calls it without its ending.
    on_path = which(_NAME)
    return bool(on_path) and _real(on_path or "") == _real(script)


def _real(path: str) -> str:
    return os.path.splitext(os.path.normcase(os.path.realpath(path)))[0]  # noqa: PTH122 - as above


def _relative(path: str) -> str:
    """Return a path from the current folder, where it lies below it."""
    return path.removeprefix(os.path.join(os.getcwd(), ""))  # noqa: PTH109, PTH118 - as above


def _quoted(word: str) -> str:
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    from shlex import quote  # noqa: PLC0415 - costs start-up

    return quote(word)
