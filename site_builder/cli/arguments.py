"""The arguments of all commands. Whoever asks for help needs nothing else of the program."""

from site_builder import __version__
from site_builder.cli.fleet_arguments import add_body_commands
from site_builder.cli.manual_arguments import add_manual_command
from site_builder.cli.messages import Commands, Parser
from site_builder.cli.option_types import parse_jobs, parse_port, parse_year
from site_builder.cli.target_arguments import add_quiet, add_target_commands, add_today


def build_parser() -> Parser:
    """Build the parser of all commands."""
    parser = Parser(
        prog="site-builder",
        description="政府信息公开静态网站生成器：由文本文件生成合规、无障碍的公开网站。",
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    commands = parser.add_commands("command", "命令", required=False)
    _new(commands.add_command("new", "新建", "新建网站、年度报告、公开文件"))
    _edit(commands.add_command("edit", "编辑", "在浏览器里填写和修改文稿，只在这台电脑上"))
    _import(
        commands.add_command("import", "导入", "把 Word、WPS、网页、PDF、表格里的年度报告变成文稿")
    )
    _export(commands.add_command("export", "导出", "把公开目录导出成表格来改"))
    _check(commands.add_command("check", "检查", "检查文稿，不生成网站"))
    _serve(commands.add_command("serve", "预览", "在浏览器里边写边看"))
    _sign(commands.add_command("sign", "审签", "审签一份文稿"))
    _review_file(
        commands.add_command("review-file", "审阅件", "把一份文稿做成一个网页文件，送领导审阅")
    )
    _build(commands.add_command("build", "生成", "由文稿生成网站"))
    add_target_commands(commands)
    add_body_commands(commands)
    _tools(commands)
    return parser


def _tools(commands: Commands) -> None:
    """Add the commands about the installation, the host and the tools around the program."""
    schema = commands.add_command(
        "schema", "编辑器提示", "写出 JSON Schema，文本编辑器照它提示、检查文稿"
    )
    schema.add_argument(
        "--output", default=".schemas", metavar="文件夹", help="写进哪个文件夹（默认：.schemas）"
    )
    schema.add_json()
    add_manual_command(commands)
    _doctor(
        commands.add_command(
            "doctor", "体检", "看程序装好没有、能做什么、缺什么，项目文件夹是否正常"
        )
    )
    completion = commands.add_command(
        "completion", "补全", "写出命令行的补全脚本，按 Tab 键补全命令、选项、目标和文件"
    )
    completion.add_argument(
        "shell",
        choices=("bash", "zsh", "powershell"),
        metavar="命令行",
        help="用哪一种命令行：bash、zsh、powershell",
    )
    completion.add_json()


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
    add_today(build)
    build.add_argument("--clean", action="store_true", help="不沿用上次生成的结果，全部重做")
    build.add_argument(
        "--explain",
        dest="explain_output",
        metavar="网址或文件",
        help="生成之后说明某一页为什么重做了，或者为什么没有重做",
    )
    _add_brief(build)
    _add_all(build)
    build.add_json()
    add_quiet(build)
    build.add_argument(
        "--jobs", type=parse_jobs, default=0, metavar="个数", help="同时使用的进程数"
    )


def _new(new: Parser) -> None:
    kinds = new.add_commands("kind", "种类")
    site = kinds.add_command("site", "网站", "新建一个网站的项目文件夹")
    site.add_argument("folder", metavar="文件夹", help="建在哪个文件夹，要是空的或者还没有")
    site.add_argument("--organization", required=True, metavar="机关", help="公开信息的机关的全称")
    site.add_argument(
        "--name", default="", metavar="名称", help="网站的名称（默认：机关＋政府信息公开）"
    )
    add_today(site)
    report = kinds.add_command("report", "年度报告", "新建一年的空白年度报告")
    document = kinds.add_command("document", "公开文件", "新建一份公开文件")
    template = kinds.add_command("template", "模板", "把一个自带的模板抄进项目来改")
    template.add_argument("name", metavar="模板", help="模板的文件名，如 pages/report.html")
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
    for kind in (template, report, document):
        kind.add_argument(
            "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
        )
    for kind in (site, template, report, document):
        kind.add_json()


def _edit(edit: Parser) -> None:
    edit.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    _add_port(edit)
    edit.add_argument("--open", action="store_true", help="在浏览器里打开编辑页面")
    add_today(edit)
    edit.add_json()


def _import(import_: Parser) -> None:
    import_.add_argument(
        "files", nargs="+", metavar="文件", help="报告的文件，或者放着各年报告的文件夹"
    )
    import_.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
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
    export.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    export.add_argument("--force", action="store_true", help="已经有这个文件的，写在它上面")
    export.add_json()


def _doctor(doctor: Parser) -> None:
    doctor.add_argument(
        "--project", default="", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    doctor.add_format()


def _serve(serve: Parser) -> None:
    serve.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
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
    add_today(serve)
    serve.add_json()


def _review_file(review_file: Parser) -> None:
    review_file.add_argument("file", metavar="文件", help="文稿，如 content/2020/report.md")
    review_file.add_argument("output", metavar="审阅件", help="写成哪个文件，如 审阅.html")
    review_file.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    review_file.add_argument("--force", action="store_true", help="已有这个文件的，写一份新的")
    review_file.add_json()


def _sign(sign: Parser) -> None:
    sign.add_argument("file", metavar="文件", help="要审签的文稿，如 content/2020/report.md")
    sign.add_argument("--level", required=True, metavar="级别", help="审核级别，如 初审")
    sign.add_renamed("--signer", "--by", required=True, metavar="姓名", help="审核人的姓名")
    sign.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
    sign.add_json()


def _check(check: Parser) -> None:
    check.add_argument("paths", nargs="*", metavar="文件", help="只看这些文件或文件夹的问题")
    check.add_argument(
        "--project", default=".", metavar="文件夹", help="项目文件夹（默认：当前文件夹）"
    )
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
    _add_all(check)
    add_quiet(check)
    check.add_argument("--explain", metavar="编号", help="说明一条规则：查什么、依据、怎么改")
    check.add_argument(
        "--jobs", type=parse_jobs, default=0, metavar="个数", help="同时使用的进程数"
    )
    add_today(check)


def _add_brief(command: Parser) -> None:
    command.add_argument("--brief", action="store_true", help="不显示有问题的那一行")


def _add_all(command: Parser) -> None:
    command.add_argument(
        "-v", "--all", action="store_true", help="逐条列出提醒；不写的，提醒多了就按种类归并"
    )


def _add_port(command: Parser) -> None:
    command.add_argument(
        "--port",
        type=parse_port,
        default=8000,
        metavar="端口",
        help="端口（默认：8000；0 为任选）",
    )
