"""argparse in Chinese: its messages when flags are wrong, and the headings of its help."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from site_builder.cli.help_format import HelpFormatter
from site_builder.cli.program_name import as_typed, typed_prog

_TRANSLATIONS = (
    (r"unrecognized arguments: (.*)", r"不认识“\1”。"),
    (r"argument (.*?): ?invalid choice: '(.*)' \(choose from (.*)\)", r"\1 没有“\2”这个选择。"),
    (r"the following arguments are required: (.*)", r"还要写：\1。"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 和 \2 不能一起用。"),
    (r"argument (.*): expected one argument", r"\1 后面要写一个值。"),
    (r"argument (.*): expected at least one argument", r"\1 后面至少写一个值。"),
    (r"argument (.*): ignored explicit argument '(.*)'", r"\1 后面不能写值“\2”。"),
    (r"ambiguous option: (.*) could match (.*)", r"“\1”不够明确，可能是：\2。"),
    (r"argument (.*): (.*)", r"\1：\2。"),
)

_WRONG_COMMAND = r"argument (?:命令|种类|做什么): invalid choice: '(.*?)' \(choose from .*\)"
_WRONG_CHOICE = r"argument .*?: ?invalid choice: '(.*)' \(choose from (.*)\)"
_UNKNOWN_OPTION = r"unrecognized arguments: (--[^\s=]+)"
_SYNONYMS = {
    **dict.fromkeys(("生成", "构建", "编译", "制作", "更新"), "build"),
    **dict.fromkeys(("部署", "上线", "上传", "公布"), "deploy"),
    **dict.fromkeys(("回滚", "退回", "撤销", "撤回"), "rollback"),
    **dict.fromkeys(("审核", "审批", "签字", "签发"), "sign"),
    **dict.fromkeys(("查看", "浏览", "打开"), "serve"),
    **dict.fromkeys(("校验", "验证", "比对"), "verify"),
    **dict.fromkeys(("版本", "历史"), "releases"),
}
"""What people call a command besides the word of its help."""
_CUTOFF = 0.6
_OFFICE_WORD_END = "："
"""Behind what an office calls a command, in its help."""


class WrongUsageError(SystemExit):
    """A command line that cannot be followed: exit code 2, as everywhere."""

    def __init__(self, command: str, message: str, advice: str) -> None:
        super().__init__(2)
        self.command = command
        """As far as it was understood."""
        self.message = message
        self.advice = advice


class Commands(argparse._SubParsersAction):  # type: ignore[type-arg]  # noqa: SLF001 - no public name
    """The commands of a parser."""

    def add_command(self, name: str, office_word: str, text: str) -> "Parser":
        """Add a command with what an office calls it and what it does."""
        parser: Parser = self.add_parser(
            name, help=f"{office_word}{_OFFICE_WORD_END}{text}", description=f"{text}。"
        )
        return parser


class Parser(argparse.ArgumentParser):
    """A parser that an office can read. Exit code 2 for wrong usage, as everywhere."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - argparse's own settings
        super().__init__(add_help=False, formatter_class=HelpFormatter, **settings)
        self._renamed: dict[str, str] = {}
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def add_commands(self, dest: str, title: str, *, required: bool = True) -> Commands:
        """Add the place where the name of a command stands."""
        commands: Commands = self.add_subparsers(
            action=Commands,
            dest=dest,
            title=title,
            metavar=title,
            required=required,
            prog=self.prog,
        )  # type: ignore[assignment]  # argparse's types know no other class
        return commands

    def add_renamed(self, name: str, old_name: str, **settings: Any) -> None:  # noqa: ANN401 - argparse's own settings
        """Add an option whose old name is still understood, and no longer shown."""
        self.add_argument(name, old_name, **settings).option_strings = [name]
        self._renamed[old_name] = name

    def add_format(self, *more: str) -> None:
        """Add the choice of what is printed, for people or for programs; `more` than these two."""
        self.add_argument(
            "--format",
            choices=("text", "json", *more),
            default="text",
            metavar="格式",
            help=f"输出的格式：{'、'.join(('text', 'json', *more))}（默认：text）",
        )
        self.add_argument(
            "--json",
            dest="format",
            action="store_const",
            const="json",
            help="给程序读的结果（JSON），同 --format json",
        )

    def add_json(self) -> None:
        """Add the choice of a result for programs."""
        self.add_argument("--json", action="store_true", help="给程序读的结果（JSON）")

    def format_help(self) -> str:
        """Return the help with its examples and exit codes."""
        from site_builder.cli.help_texts import (  # noqa: PLC0415 - only who asks for help needs it
            closing_text,
        )

        return super().format_help() + as_typed(closing_text(self.prog.partition(" ")[2]))

    def _get_formatter(self) -> argparse.HelpFormatter:
        return self.formatter_class(prog=typed_prog(self.prog))

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsageError: what is wrong with the flags, and how the command is called."""
        message, hint = self._suggest(message)
        text = message
        for pattern, replacement in _TRANSLATIONS:
            if re.fullmatch(pattern, message):
                text = re.sub(pattern, replacement, message)
                break
        text = text.replace("'", "").replace("命令 ", "")
        advice = f"{self.format_usage()}运行 {self.prog} --help 看说明。"
        raise WrongUsageError(self.prog.partition(" ")[2], text + hint, advice)

    def parse_known_args(  # type: ignore[override]  # argparse's own overloads
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Reject an unknown option where it was typed: the command knows what was meant."""
        parsed, rest = super().parse_known_args(args, namespace)
        if rest and " " in self.prog:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return parsed, rest

    def _suggest(self, message: str) -> tuple[str, str]:
        """Find what was meant. Returns the message, in Chinese if known here, and the hint."""
        from site_builder.core.text.suggest import (  # noqa: PLC0415 - only mistakes need it
            closest_match,
            did_you_mean,
        )

        match = re.fullmatch(_WRONG_COMMAND, message)
        if match:
            commands = self._commands()
            suggestion = commands.get(match[1]) or _SYNONYMS.get(match[1]) or ""
            suggestion = suggestion or closest_match(match[1], commands.values(), _CUTOFF)
            hint = (
                f"是不是“{suggestion}”？"
                if suggestion
                else f"可以写的有：{'、'.join(commands.values())}。"
            )
            return f"没有“{match[1]}”这个命令。", hint
        choice = re.fullmatch(_WRONG_CHOICE, message)
        if choice:
            return message, did_you_mean(choice[1], choice[2].replace("'", "").split(", "))
        option_match = re.match(_UNKNOWN_OPTION, message)
        names = (name for action in self._actions for name in action.option_strings)
        options = [*(name for name in names if name.startswith("--")), *self._renamed]
        suggestion = closest_match(option_match[1], options, _CUTOFF) if option_match else ""
        suggestion = self._renamed.get(suggestion, suggestion)
        return message, f"是不是“{suggestion}”？" if suggestion else ""

    def _commands(self) -> dict[str, str]:
        """Return the commands by what their help calls them."""
        return {
            (choice.help or "").partition(_OFFICE_WORD_END)[0]: choice.dest
            for action in self._actions
            if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - no public name
            for choice in action._choices_actions  # noqa: SLF001 - no public name
        }
