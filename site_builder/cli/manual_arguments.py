"""The arguments of `manual`."""

from site_builder.cli.messages import Commands
from site_builder.cli.option_types import parse_port


def add_manual_command(commands: Commands) -> None:
    """Add the command that opens the manual."""
    manual = commands.add_command("manual", "手册", "在浏览器里打开使用手册")
    manual.add_argument(
        "--output", default="", metavar="文件夹", help="写进这个文件夹，不打开（可以拷给别人）"
    )
    manual.add_argument(
        "--port",
        type=parse_port,
        default=8000,
        metavar="端口",
        help="端口（默认：8000；0 为任选）",
    )
    manual.add_argument(
        "--no-open", dest="open", action="store_false", help="只显示网址，不打开浏览器"
    )
    manual.add_json()
