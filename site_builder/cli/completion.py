"""What may follow on a command line, for a shell that completes it (docs/commands.md).

A shell runs the program with `_ARGCOMPLETE` in its environment; `main` then calls `complete`.
"""

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import argcomplete
from argcomplete.completers import DirectoriesCompleter, FilesCompleter

from site_builder.core.errors import SiteBuilderError

Completer = Callable[..., Iterable[str]]


def complete(parser: argparse.ArgumentParser) -> None:
    """Write what may follow, and end the process."""
    for action in _actions(parser):
        action.completer = _COMPLETERS.get(action.dest, _nothing)  # type: ignore[attr-defined]  # argcomplete's own interface
    argcomplete.autocomplete(parser, always_complete_options=False)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # noqa: SLF001 - argparse tells of its actions nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse tells of its actions nowhere else
            for child in action.choices.values():
                yield from _actions(child)
        elif action.choices is None:
            yield action


def _nothing(**_: object) -> tuple[str, ...]:
    return ()


def _targets(parsed_args: Namespace, **_: object) -> tuple[str, ...]:
    """Return the targets of config.yaml; none where it cannot be read."""
    from site_builder.build.deploy_targets import load_settings  # noqa: PLC0415 - only targets
    from site_builder.standards.load import load_standards  # noqa: PLC0415 - only targets need it

    try:
        settings = load_settings(Path(parsed_args.project), load_standards())
    except (SiteBuilderError, OSError):
        return ()
    return tuple(target.name for target in settings.targets)


def _levels(parsed_args: Namespace, **_: object) -> tuple[str, ...]:
    """Return the levels of review of config.yaml; none where it cannot be read."""
    from site_builder.build.deploy_targets import load_settings  # noqa: PLC0415 - only levels
    from site_builder.standards.load import load_standards  # noqa: PLC0415 - only levels need it

    try:
        return load_settings(Path(parsed_args.project), load_standards()).review_levels
    except (SiteBuilderError, OSError):
        return ()


def _bodies(parsed_args: Namespace, **_: object) -> tuple[str, ...]:
    """Return the bodies of the register; none where it cannot be read."""
    from site_builder.build.register import load_register  # noqa: PLC0415 - only bodies
    from site_builder.standards.load import load_standards  # noqa: PLC0415 - only bodies need it

    register, _diagnostics = load_register(Path(parsed_args.project), load_standards())
    return tuple(body.name for body in register.bodies) if register else ()


def _rules(**_: object) -> tuple[str, ...]:
    """Return the ids of all rules."""
    from site_builder.rules.rule_list import all_rules  # noqa: PLC0415 - only rules

    return tuple(rule.id for rule in all_rules())


_COMPLETERS: dict[str, Completer] = {
    "project": DirectoriesCompleter(),
    "built_site": DirectoriesCompleter(),
    "store": DirectoriesCompleter(),
    "propose": DirectoriesCompleter(),
    "folder": DirectoriesCompleter(),
    "output": FilesCompleter(),
    "files": FilesCompleter(),
    "file": FilesCompleter(),
    "paths": FilesCompleter(),
    "sheet": FilesCompleter(),
    "record": FilesCompleter(),
    "report": FilesCompleter(),
    "target": _targets,
    "level": _levels,
    "bodies": _bodies,
    "only": _rules,
    "explain": _rules,
}
"""By what the parser calls an argument."""
