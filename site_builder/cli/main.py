"""The command line: commands and exit codes. Start-up is part of the product, so imports wait."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.cli.arguments import build_parser
from site_builder.cli.messages import WrongUsageError
from site_builder.cli.program_name import work_on

if TYPE_CHECKING:
    from site_builder.model.standards import Standards
    from site_builder.model.standards_loader import StandardsLoader


_MODULES = {
    "import": "import_",
    "inspect": "inspect_site",
    "review-file": "review_file",
    "web-config": "web_config",
}
"""Commands whose names are none that a module may have."""
_MAX_NAME_LENGTH = 200
"""Characters of a name that are shown: nobody reads more."""


def main(argv: Sequence[str] | None = None, standards: "Standards | None" = None) -> int:
    """Run a command. Returns its exit code: 0 done, 1 something is wrong, 2 wrong usage.

    Standards other than those that come with the program may be passed.
    """
    parser = build_parser()
    if "_ARGCOMPLETE" in os.environ:
        # A shell asks what may follow; ends the process.
        import_module("site_builder.cli.completion").complete(parser)
    words = sys.argv[1:] if argv is None else argv
    work_on("", "", "")
    try:
        arguments = parser.parse_args(words)
    except WrongUsageError as exc:
        return _answer(words, exc.command, partial(_print_misuse, words, exc))
    if arguments.command is None:
        parser.print_help()
        return 2
    project, target = (str(getattr(arguments, name, "")) for name in ("project", "target"))
    work_on(project, arguments.command, target)
    return _answer(words, _command_name(arguments), partial(_run, words, arguments, standards))


def _answer(words: Sequence[str], name: str, command: Callable[[], int]) -> int:
    """Run what is left to do, and print it for whom it was asked for. Returns its exit code."""
    console = import_module("site_builder.cli.console")
    console.configure_streams()
    try:
        return int(console.run_with_json(name, command)) if _asks_for_json(words) else command()
    except BrokenPipeError:
        # The reader of the output has closed it (`… | head`); what was asked for is done.
        console.silence_stdout()
        return 0


def _asks_for_json(words: Sequence[str]) -> bool:
    """Return whether the result is for a program: also where the words cannot be understood."""
    return any(
        word in ("--json", "--format=json") or (before, word) == ("--format", "json")
        for before, word in pairwise(("", *words))
    )


def _command_name(arguments: Namespace) -> str:
    parts = (getattr(arguments, name, None) for name in ("command", "kind", "action"))
    return " ".join(part for part in parts if part)


def _print_misuse(words: Sequence[str], misuse: WrongUsageError) -> int:
    """Print why a command line cannot be followed. Returns 2."""
    console = import_module("site_builder.cli.console")
    console.print_error(misuse.message)
    if not _asks_for_json(words):
        console.print_error(misuse.advice)
    return 2


def _run(words: Sequence[str], arguments: Namespace, standards: "Standards | None") -> int:
    """Run a command; what prevents its work is a message. Returns its exit code."""
    console = import_module("site_builder.cli.console")
    if any(map(_unusable, words)):
        console.print_error("命令里有不能用在文件名里的字符（空字符，或者半个字符），请重新输入。")
        return 2
    folders = import_module("site_builder.cli.needed_folders")
    if missing := folders.missing_folder(_command_name(arguments), arguments):
        console.print_error(missing)
        return 2
    # `check --explain` runs nothing of what `check` needs.
    name = "explain" if getattr(arguments, "explain", None) else arguments.command
    try:
        command = import_module(f"site_builder.cli.commands.{_MODULES.get(name, name)}")
        return int(command.run(arguments, _loader(standards)))
    except KeyboardInterrupt:
        console.print_error("已中断；原来的网站没有改动。")
        return 130
    except BrokenPipeError:
        raise
    except OSError as exc:
        reason = import_module("site_builder.core.errors").describe_os_error(exc)
        path = f"（{str(exc.filename)[:_MAX_NAME_LENGTH]}）" if exc.filename else ""
        console.print_error(f"没有完成：{reason}{path}。")
        return 1


def _loader(passed: "Standards | None") -> "StandardsLoader":
    loaders = import_module("site_builder.model.standards_loader")
    loader: StandardsLoader = (
        loaders.loader_of(passed) if passed else loaders.StandardsLoader(_load_standards)
    )
    return loader


def _load_standards() -> "Standards":
    standards: Standards = import_module("site_builder.standards.load").load_standards()
    return standards


def _unusable(word: str) -> bool:
    """Return whether no file can have a name with these characters."""
    try:
        return b"\0" in os.fsencode(word)
    except UnicodeEncodeError:
        return True


if __name__ == "__main__":
    sys.exit(main())
