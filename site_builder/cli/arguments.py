"""The arguments of all commands. Whoever asks for help needs nothing else of the program."""

import argparse
from typing import Any

from site_builder import __version__
from site_builder.cli.fleet_arguments import add_body_commands
from site_builder.cli.messages import Parser
from site_builder.cli.option_types import parse_date, parse_jobs, parse_port, parse_year


def build_parser() -> Parser:
    """Build the parser of all commands."""
    parser = Parser(
        prog="site-builder",
        description="政府信息公开静态网站生成器：由文本文件生成合规、无障碍的公开网站。",
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    commands = parser.add_subparsers(dest="command", title="命令", metavar="命令")
    _build(commands.add_parser("build", help="生成网站", description="生成网站"))
    check_parser = commands.add_parser("check", help="检查", description="检查，不生成网站")
    _check(check_parser)
    _serve(commands.add_parser("serve", help="预览", description="边写边看：在浏览器里预览"))
    edit_parser = commands.add_parser(
        "edit", help="编辑", description="在浏览器里填写和修改文稿，只在这台电脑上"
    )
    _edit(edit_parser)
    sign_parser = commands.add_parser("sign", help="审签", description="审签一份文稿")
    _sign(sign_parser)
    _review_file(
        commands.add_parser(
            "review-file", help="审阅件", description="把一份文稿做成一个网页文件，送领导审阅"
        )
    )
    import_parser = commands.add_parser(
        "import", help="导入", description="把 Word、WPS、网页、PDF、表格里的年度报告变成文稿"
    )
    _import(import_parser)
    _new(commands.add_parser("new", help="新建", description="新建网站、年度报告、公开文件"))
    _export(commands.add_parser("export", help="导出", description="把公开目录导出成表格来改"))
    _targets(commands)
    add_body_commands(commands)
    _tools(commands)
    return parser


def _tools(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the commands about the installation, the host and the tools around the program."""
    verify_parser = commands.add_parser(
        "verify", help="核对", description="核对网上的网站和发布时是否一样，有没有被改动"
    )
    _verify(verify_parser)
    web_config_parser = commands.add_parser(
        "web-config", help="服务器设置", description="写出网页服务器（nginx、Caddy）的安全设置"
    )
    _web_config(web_config_parser)
    schema = commands.add_parser(
        "schema", help="编辑器提示", description="写出 JSON Schema，文本编辑器照它提示、检查文稿"
    )
    schema.add_argument(
        "--output", default=".schemas", metavar="文件夹", help="写进哪个文件夹（默认：.schemas）"
    )
    doctor_parser = commands.add_parser(
        "doctor", help="体检", description="看程序装好没有、能做什么、缺什么，项目文件夹是否正常"
    )
    _doctor(doctor_parser)


def _build(build: Parser) -> None:
    build.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    build.add_argument(
        "--output",
        default="",
        metavar="文件夹",
        help="输出文件夹（默认：项目里的 public，或者 drafts、wechat）",
    )
    alternatives = build.add_mutually_exclusive_group()
    alternatives.add_argument("--drafts", action="store_true", help="未审签的也生成，标明“未审”")
    alternatives.add_argument(
        "--wechat", action="store_true", help="不生成网站，把年度报告排成公众号文章"
    )
    _add_today(build)
    build.add_argument("--clean", action="store_true", help="不沿用上次生成的结果，全部重做")
    build.add_argument(
        "--explain",
        dest="explain_output",
        metavar="网址或文件",
        help="生成之后说明某一页为什么重做了，或者为什么没有重做",
    )
    _add_brief(build)
    _add_quiet(build)
    build.add_argument(
        "--jobs", type=parse_jobs, default=0, metavar="个数", help="同时使用的进程数"
    )


def _new(new: Parser) -> None:
    kinds = new.add_subparsers(dest="kind", title="种类", metavar="种类", required=True)
    site = kinds.add_parser("site", help="网站", description="新建一个网站的项目文件夹")
    site.add_argument("folder", metavar="文件夹", help="建在哪个文件夹，要是空的或者还没有")
    site.add_argument("--organization", required=True, metavar="机关", help="公开信息的机关的全称")
    site.add_argument(
        "--name", default="", metavar="名称", help="网站的名称（默认：机关＋政府信息公开）"
    )
    _add_today(site)
    report = kinds.add_parser("report", help="年度报告", description="新建一年的空白年度报告")
    document = kinds.add_parser("document", help="公开文件", description="新建一份公开文件")
    for kind in (report, document):
        kind.add_argument("year", type=parse_year, metavar="年份", help="报告的年度，如 2022")
    document.add_argument(
        "name", nargs="?", metavar="文件名", help="公开文件的文件名，如 tongzhi-01"
    )
    document.add_argument("--title", default="", metavar="名称", help="公开文件的名称")
    document.add_argument(
        "--from",
        dest="source",
        default="",
        metavar="文件",
        help="从 Word、WPS、网页、PDF 导入；文件名可以不写",
    )
    for kind in (report, document):
        kind.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")


def _edit(edit: Parser) -> None:
    edit.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    _add_port(edit)
    edit.add_argument("--open", action="store_true", help="在浏览器里打开编辑页面")
    _add_today(edit)


def _import(import_: Parser) -> None:
    import_.add_argument(
        "files", nargs="+", metavar="文件", help="报告的文件，或者放着各年报告的文件夹"
    )
    import_.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    import_.add_argument(
        "--year", type=parse_year, metavar="年份", help="报告的年度（默认：从原件里认）"
    )
    import_.add_argument(
        "--form", metavar="表式", help="报告的表式，如 2021（默认：按年度和统计表的样子）"
    )
    import_.add_argument("--dry-run", action="store_true", help="预演：只看结果，不写文件")
    import_.add_format()
    import_.add_argument(
        "--force", action="store_true", help="代替已有的文稿和数据；原来的另存一份"
    )


def _export(export: Parser) -> None:
    export.add_argument("file", metavar="文件", help="写成哪个文件，如 目录.xlsx、目录.csv")
    export.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    export.add_argument("--force", action="store_true", help="已经有这个文件的，写在它上面")


def _verify(verify: Parser) -> None:
    verify.add_argument("target", metavar="目标", help="config.yaml“部署”里的名称，或者网址")
    verify.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    verify.add_argument("--record", metavar="文件", help="按这份发布记录核对，如 releases/…/….json")
    verify.add_argument("--links", action="store_true", help="也看看网页里的外站链接还通不通")
    verify.add_format()
    _add_quiet(verify)


def _web_config(web_config: Parser) -> None:
    web_config.add_argument(
        "server", choices=("nginx", "caddy"), metavar="软件", help="nginx 或 caddy"
    )
    web_config.add_argument("target", nargs="?", default="", metavar="目标", help="“部署”里的名称")
    web_config.add_argument("--output", metavar="文件", help="写进这个文件（默认：显示出来）")
    web_config.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")


def _doctor(doctor: Parser) -> None:
    doctor.add_argument(
        "--project", default="", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    doctor.add_format()


def _targets(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the commands about where the site is put online."""
    deploy = commands.add_parser("deploy", help="发布", description="把网站发布到设置好的目标")
    rollback = commands.add_parser("rollback", help="回退", description="退回以前公布的一版")
    releases = commands.add_parser("releases", help="各版", description="列出目标上的各版和记录")
    for command in (deploy, rollback, releases):
        command.add_argument("target", metavar="目标", help="config.yaml“部署”里的名称")
        command.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    for command in (deploy, rollback):
        command.add_renamed(
            "--author", "--by", default="", metavar="姓名", help="谁发布（默认：电脑的用户名）"
        )
    alternatives = deploy.add_mutually_exclusive_group()
    alternatives.add_argument("--dry-run", action="store_true", help="预演：只列出会改什么")
    _add_quiet(alternatives)
    deploy.add_renamed("--force", "--again", action="store_true", help="全部重传，不管上面有什么")
    deploy.add_renamed(
        "--from",
        "--built",
        dest="built_site",
        metavar="文件夹",
        help="不重新生成，发布这里生成好的网站",
    )
    _add_today(deploy)
    rollback.add_argument("release", nargs="?", metavar="版本", help="退回哪一版（默认：上一版）")
    releases.add_format()


def _serve(serve: Parser) -> None:
    serve.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    serve.add_argument("--edit", action="store_true", help="同时可以在浏览器里编辑；只在这台电脑上")
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="本机的哪个地址（默认：127.0.0.1）"
    )
    serve.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="名称",
        help="别人用这个名称打开预览时也回答；可以写几次（默认：只回答本机的地址）",
    )
    _add_port(serve)
    _add_today(serve)


def _review_file(review_file: Parser) -> None:
    review_file.add_argument("file", metavar="文件", help="文稿，如 content/2020/report.md")
    review_file.add_argument("output", metavar="审阅件", help="写成哪个文件，如 审阅.html")
    review_file.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    review_file.add_argument("--force", action="store_true", help="已有这个文件的，写一份新的")


def _sign(sign: Parser) -> None:
    sign.add_argument("file", metavar="文件", help="要审签的文稿，如 content/2020/report.md")
    sign.add_argument("--level", required=True, metavar="级别", help="审核级别，如 初审")
    sign.add_renamed("--signer", "--by", required=True, metavar="姓名", help="审核人的姓名")
    sign.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")


def _check(check: Parser) -> None:
    check.add_argument("paths", nargs="*", metavar="文件", help="只看这些文件或文件夹的问题")
    check.add_argument("--project", default=".", metavar="文件夹", help="项目文件夹")
    check.add_argument(
        "--only",
        nargs="+",
        action="extend",
        default=[],
        metavar="编号",
        help="只看这些规则，如 v001 p001；后面也可以接着写文件",
    )
    check.add_format("sarif")
    check.add_argument(
        "--deploy", action="store_true", help="按发布（deploy）的要求检查：依法应当公布的不能缺"
    )
    _add_brief(check)
    _add_quiet(check)
    check.add_argument("--explain", metavar="编号", help="说明一条规则：查什么、依据、怎么改")
    check.add_argument(
        "--jobs", type=parse_jobs, default=0, metavar="个数", help="同时使用的进程数"
    )
    _add_today(check)


def _add_brief(command: Parser) -> None:
    command.add_argument("--brief", action="store_true", help="不显示有问题的那一行")


def _add_quiet(command: Any) -> None:  # noqa: ANN401 - a parser, or a group of its options
    command.add_argument(
        "-q", "--quiet", action="store_true", help="只显示问题；一切正常就什么也不显示"
    )


def _add_port(command: Parser) -> None:
    command.add_argument(
        "--port",
        type=parse_port,
        default=8000,
        metavar="端口",
        help="端口（默认：8000；0 为任选）",
    )


def _add_today(command: Parser) -> None:
    command.add_argument(
        "--today",
        type=parse_date,
        metavar="日期",
        help="按哪一天检查期限（默认：今天），如 2026-01-31",
    )
