"""The arguments of the commands about many bodies: `fleet`, `rollup`, `inspect`."""

from argparse import ArgumentTypeError

from site_builder.cli.messages import Commands, Parser
from site_builder.cli.option_types import parse_date, parse_jobs


def add_body_commands(commands: Commands) -> None:
    """Add the commands that work on a register of bodies, and on sites of others."""
    _fleet(commands)
    _rollup(commands)
    _inspect(commands)


def _fleet(commands: Commands) -> None:
    """Add the commands about the bodies of a register."""
    fleet = commands.add_command(
        "fleet", "机构群", "按机构名录（bodies.yaml）生成、检查、发布许多机构的网站"
    )
    actions = fleet.add_commands("action", "做什么")
    build = actions.add_command("build", "生成", "生成各机构的网站")
    check = actions.add_command("check", "检查", "检查各机构的网站，不生成")
    deploy = actions.add_command("deploy", "发布", "发布各机构的网站")
    _add_import(actions.add_command("import", "导入名录", "由表格写成机构名录（bodies.yaml）"))
    deploy.add_argument("target", metavar="目标", help="各机构的 config.yaml“部署”里的名称")
    for action in (build, check, deploy):
        _add_common(action)
    for action in (build, check):
        action.add_argument("--clean", action="store_true", help="不沿用上次的结果，全部重做")
    deploy.add_argument("--dry-run", action="store_true", help="预演：只列出会改什么")
    deploy.add_argument("--author", default="", metavar="姓名", help="谁发布（默认：电脑的用户名）")


def _add_import(import_: Parser) -> None:
    import_.add_argument("sheet", metavar="表格", help="xlsx、ods、csv 等，第一行是列名")
    import_.add_argument(
        "--project", default=".", metavar="文件夹", help="机构名录所在的文件夹（默认：当前文件夹）"
    )
    alternatives = import_.add_mutually_exclusive_group()
    alternatives.add_argument("--dry-run", action="store_true", help="预演：只看结果，不写文件")
    alternatives.add_argument("--force", action="store_true", help="写进已有的名录；原来的另存一份")
    import_.add_json()


def _add_common(action: Parser) -> None:
    action.add_argument(
        "bodies", nargs="*", metavar="机构", help="只做这些机构：代码或名称（默认：全部）"
    )
    action.add_argument(
        "--project",
        default=".",
        metavar="文件夹",
        help="机构名录所在的文件夹（默认：当前文件夹）",
    )
    where = action.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs", type=parse_jobs, default=0, metavar="个数", help="同时处理几个机构"
    )
    where.add_argument(
        "--cluster", default="", metavar="地址", help="用 Dask 集群处理，如 tcp://主机:8786"
    )
    action.add_argument("--today", type=parse_date, metavar="日期", help="按哪一天检查期限")
    action.add_format()
    action.add_argument("-q", "--quiet", action="store_true", help="只显示有问题的机构")


def _rollup(commands: Commands) -> None:
    """Add the command of an office that supervises many bodies."""
    rollup = commands.add_command(
        "rollup", "汇总", "按机构名录读各机构公布的年度报告，生成汇总网站"
    )
    rollup.add_argument(
        "--project",
        default=".",
        metavar="文件夹",
        help="放着 config.yaml 和 bodies.yaml 的文件夹（默认：当前文件夹）",
    )
    rollup.add_argument(
        "--output", default="", metavar="文件夹", help="输出文件夹（默认：项目里的 rollup）"
    )
    rollup.add_argument(
        "--propose",
        default="",
        metavar="文件夹",
        help="把最近一年的建议稿另写一份到这个文件夹，已有的文件不改",
    )
    rollup.add_argument("--today", type=parse_date, metavar="日期", help="按哪一天算期限")
    rollup.add_argument("--clean", action="store_true", help="不沿用上次的结果，全部重做")
    rollup.add_argument(
        "-v", "--all", action="store_true", help="逐条列出提醒；不写的，提醒多了就按种类归并"
    )
    rollup.add_json()
    rollup.add_argument("-q", "--quiet", action="store_true", help="只显示问题")


def _inspect(commands: Commands) -> None:
    """Add the command about a site that others made."""
    inspect = commands.add_command(
        "inspect", "检查别的网站", "按同样的规则检查别人做的政府信息公开网站，留下证据"
    )
    inspect.add_argument("target", metavar="网址或文件夹", help="网址，或者放着另存的网页的文件夹")
    inspect.add_argument(
        "--store", default="inspection", metavar="文件夹", help="证据放在哪里（默认：inspection）"
    )
    inspect.add_argument("--report", metavar="文件", help="把结果写成文件：.html、.md 或 .json")
    inspect.add_argument(
        "--contact",
        default="",
        metavar="邮箱",
        help="告诉对方网站找谁询问，如 gongkai@example.gov.cn",
    )
    for name, default, unit, text in (
        ("--max-pages", 500, "个数", "最多看多少个网址（默认：500）"),
        ("--max-bytes", 500_000_000, "字节", "最多下载多少字节（默认：500000000）"),
        ("--max-depth", 6, "层数", "最多跟几层链接（默认：6）"),
    ):
        inspect.add_argument(name, type=_parse_bound, default=default, metavar=unit, help=text)
    inspect.add_argument(
        "--pause",
        type=_parse_pause,
        default=1.0,
        metavar="秒",
        help="两次请求之间停多久（默认：1）",
    )
    inspect.add_argument("--today", type=parse_date, metavar="日期", help="按哪一天检查期限")
    inspect.add_format("sarif")
    inspect.add_argument("-q", "--quiet", action="store_true", help="只显示问题")


def _parse_bound(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:12]) > 0):
        raise ArgumentTypeError("要写大于 0 的整数")
    return int(text[:12])


def _parse_pause(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _MAX_PAUSE:
        raise ArgumentTypeError("要写 0 到 60 的秒数，如 1 或 0.5")
    return seconds


_MAX_PAUSE = 60
