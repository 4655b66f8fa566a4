"""argparse's help laid out for Chinese: columns counted as a terminal shows them."""

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from site_builder.cli.display_width import display_width, wrap

_FILLER = "\ue000"
"""Stands behind each wide character until all is laid out: argparse counts characters."""
_MIN_FULL_WIDTH = 60
_HEADINGS = ("选项", "参数", "命令", "种类", "做什么")


class HelpFormatter(argparse.HelpFormatter):
    """Writes `用法：` before the usage, and breaks lines where Chinese is broken."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage, with its heading."""
        # With a prefix of its own, it is the name of a command that is made.
        if usage is None and prefix is None and self._width < _MIN_FULL_WIDTH:
            usage = self._short_usage(actions)
        super().add_usage(usage, actions, groups, _filled("用法：") if prefix is None else prefix)

    def _short_usage(self, actions: Iterable[argparse.Action]) -> str:
        """Return the usage without each option, which a narrow window has no room for."""
        words = [
            self._format_args(action, action.metavar if isinstance(action.metavar, str) else "")
            for action in actions
            if not action.option_strings
        ]
        usage = " ".join(("用法：" + self._prog, "[选项]", *words)).replace(_FILLER, "")
        return "\n  ".join(wrap(usage, self._width)).removeprefix("用法：").replace("%", "%%")

    def format_help(self) -> str:
        """Return the help as it is printed."""
        text = super().format_help().replace(_FILLER, "")
        for heading in _HEADINGS:
            text = text.replace(f"{heading}:", f"{heading}：")
        return text

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - no public name
            # The heading above says what they are.
            return "".join(map(super()._format_action, action._get_subactions()))  # noqa: SLF001 - no public name
        return super()._format_action(action)

    def _metavar_formatter(
        self, action: argparse.Action, default_metavar: str
    ) -> Callable[[int], tuple[str, ...]]:
        format_names = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(map(_filled, format_names(size)))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrap(text, width - len(indent)))


def _filled(text: str) -> str:
    """Return a text with as many characters as it takes columns."""
    return "".join(character + _FILLER * (display_width(character) - 1) for character in text)
