"""The command line: flags and exit codes. Start-up is part of the product, so imports wait."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns its exit code: 0 done, 1 something is wrong, 2 wrong usage."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help()
        return 2
    console = import_module("site_builder.console")
    console.prepare()
    command = import_module(f"site_builder.commands.{arguments.command}")
    try:
        return int(command.run(arguments))
    except KeyboardInterrupt:
        console.complain("已中断；原来的网站没有改动。")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="site-builder",
        description="政府信息公开静态网站生成器：由文本文件生成合规、无障碍的公开网站。",
        add_help=False,
    )
    _help(parser)
    commands = parser.add_subparsers(dest="command", title="命令", metavar="")
    build = commands.add_parser("build", help="生成网站", description="生成网站", add_help=False)
    _help(build)
    build.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    build.add_argument(
        "--output", default="", metavar="文件夹", help="输出文件夹（默认：项目里的 public）"
    )
    build.add_argument("--clean", action="store_true", help="不沿用上次生成的结果，全部重做")
    build.add_argument("--jobs", type=_jobs, default=0, metavar="个数", help="同时使用的进程数")
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= 256):  # noqa: PLR2004
        raise argparse.ArgumentTypeError("进程数应当是 1 到 256 的整数")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
