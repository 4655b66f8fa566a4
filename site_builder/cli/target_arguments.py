"""Arguments of the commands about where a site is put online, and options that others share."""

from typing import Any

from site_builder.cli.messages import Commands, Parser
from site_builder.cli.option_types import parse_date


def add_target_commands(commands: Commands) -> None:
    """Add the commands about where the site is put online."""
    deploy = commands.add_command("deploy", "发布", "把网站发布到设置好的目标")
    rollback = commands.add_command("rollback", "回退", "退回以前公布的一版")
    releases = commands.add_command("releases", "各版", "列出目标上的各版和记录")
    _verify(commands.add_command("verify", "核对", "核对网上的网站和发布时是否一样，有没有被改动"))
    _web_config(
        commands.add_command("web-config", "服务器设置", "写出网页服务器（nginx、Caddy）的安全设置")
    )
    for command in (deploy, rollback, releases):
        command.add_argument("target", metavar="目标", help="config.yaml“部署”里的名称")
        command.add_argument(
            "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
        )
    for command in (deploy, rollback):
        command.add_json()
        command.add_renamed(
            "--author", "--by", default="", metavar="姓名", help="谁发布（默认：电脑的用户名）"
        )
    alternatives = deploy.add_mutually_exclusive_group()
    alternatives.add_argument("--dry-run", action="store_true", help="预演：只列出会改什么")
    add_quiet(alternatives)
    deploy.add_renamed("--force", "--again", action="store_true", help="全部重传，不管上面有什么")
    deploy.add_renamed(
        "--from",
        "--built",
        dest="built_site",
        metavar="文件夹",
        help="不重新生成，发布这里生成好的网站",
    )
    add_today(deploy)
    rollback.add_argument("release", nargs="?", metavar="版本", help="退回哪一版（默认：上一版）")
    releases.add_format()


def _verify(verify: Parser) -> None:
    verify.add_argument("target", metavar="目标", help="config.yaml“部署”里的名称，或者网址")
    verify.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    verify.add_argument("--record", metavar="文件", help="按这份发布记录核对，如 releases/…/….json")
    verify.add_argument("--links", action="store_true", help="也看看网页里的外站链接还通不通")
    verify.add_format()
    add_quiet(verify)


def _web_config(web_config: Parser) -> None:
    web_config.add_argument(
        "server", choices=("nginx", "caddy"), metavar="软件", help="nginx 或 caddy"
    )
    web_config.add_argument("target", nargs="?", default="", metavar="目标", help="“部署”里的名称")
    web_config.add_argument("--output", metavar="文件", help="写进这个文件（默认：显示出来）")
    web_config.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    web_config.add_json()


def add_quiet(command: Any) -> None:  # noqa: ANN401 - a parser, or a group of its options
    """Add the choice of hearing of trouble only."""
    command.add_argument(
        "-q", "--quiet", action="store_true", help="只显示问题；一切正常就什么也不显示"
    )


def add_today(command: Parser) -> None:
    """Add the choice of the day by which due dates are judged."""
    command.add_argument(
        "--today",
        type=parse_date,
        metavar="日期",
        help="按哪一天检查期限（默认：今天），如 2026-01-31",
    )
