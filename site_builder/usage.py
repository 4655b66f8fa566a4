"""argparse in Chinese: what it says when flags are wrong, and the headings of its help."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

_SAID = (
    (r"unrecognized arguments: (.*)", r"不认识“\1”。"),
    (r"argument (.*?): ?invalid choice: '(.*)' \(choose from (.*)\)",
     r"\1没有“\2”这个选择，可以写：\3。"),
    (r"the following arguments are required: (.*)", r"还要写：\1。"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 和 \2 不能一起用。"),
    (r"argument (.*): expected one argument", r"\1 后面要写一个值。"),
    (r"argument (.*): expected at least one argument", r"\1 后面至少写一个值。"),
    (r"argument (.*): ignored explicit argument '(.*)'", r"\1 后面不能写值“\2”。"),
    (r"ambiguous option: (.*) could match (.*)", r"“\1”不够明确，可能是：\2。"),
    (r"argument (.*): (.*)", r"\1：\2。"),
)  # fmt: skip


class _Formatter(argparse.HelpFormatter):
    """Writes `用法：` before the usage."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that an office can read. Exit code 2 for wrong usage, as everywhere."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's own settings
        super().__init__(add_help=False, formatter_class=_Formatter, **settings)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the flags, and how the command is called."""
        told = message
        for pattern, words in _SAID:
            if re.fullmatch(pattern, message):
                told = re.sub(pattern, words, message)
                break
        told = told.replace("'", "").replace("命令 ", "")
        print(f"{told}\n{self.format_usage()}运行 {self.prog} --help 看说明。", file=sys.stderr)
        self.exit(2)
