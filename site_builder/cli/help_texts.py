"""Examples and exit codes of each command, which its help ends with.

Tests run every example, and hold the exit codes; docs/commands.md lists them.
"""

import shutil

from site_builder.cli.display_width import wrap

EXAMPLES = {
    "": (
        ("site-builder new site wangzhan --organization 某某市某某局", "新建一个网站"),
        ("site-builder edit --project wangzhan --open", "在浏览器里填写"),
        ("site-builder check --project wangzhan", "看还缺什么、哪里有错"),
        ("site-builder build --project wangzhan", "生成网站"),
    ),
    "new site": (
        ("site-builder new site wangzhan --organization 某某市某某局", "建在 wangzhan 文件夹"),
    ),
    "new report": (("site-builder new report 2022", "2022 年度的空白报告"),),
    "new document": (
        (
            "site-builder new document 2022 tongzhi-01 --title 关于开展检查的通知",
            "写成 content/2022/documents/tongzhi-01.md",
        ),
    ),
    "new template": (
        ("site-builder new template components/site-footer/site-footer.html", "改页脚"),
    ),
    "edit": (("site-builder edit --open", "打开编辑页面；按 Ctrl+C 停止"),),
    "import": (
        ("site-builder import 年报 --dry-run", "先看 年报 文件夹里的各份报告认得怎么样，不写文件"),
        ("site-builder import 2019年报.docx --year 2019", "写成 content/2019 里的文稿和数据"),
    ),
    "export": (("site-builder export 目录.xlsx", "改好以后用 site-builder import 目录.xlsx 收回"),),
    "check": (
        ("site-builder check", "看全部问题；提醒多了按种类归并"),
        ("site-builder check --all", "逐条列出"),
        ("site-builder check content/2021", "只看 2021 年的"),
        ("site-builder check --only w007", "只看一条规则"),
        ("site-builder check --explain w007", "这条规则查什么、怎么改"),
        ("site-builder check --deploy", "看发布前还缺什么"),
    ),
    "serve": (
        ("site-builder serve", "在浏览器里打开显示的网址；按 Ctrl+C 停止"),
        ("site-builder serve --port 0", "端口被占用时，任选一个"),
    ),
    "sign": (
        ("site-builder sign content/2021/report.md --level 初审 --signer 张三", "记一次初审"),
    ),
    "review-file": (
        ("site-builder review-file content/2021/report.md 审阅.html", "送给没有装本程序的人看"),
    ),
    "build": (
        ("site-builder build", "写进 public 文件夹"),
        ("site-builder build --drafts", "连未审签的一起，写进 drafts，只供内部看"),
        ("site-builder build --explain 2021/report.html", "这一页为什么重做了，或者没有重做"),
    ),
    "deploy": (
        ("site-builder deploy 官网 --dry-run", "先看会改什么"),
        ("site-builder deploy 官网", "发布到 config.yaml“部署”里的“官网”"),
    ),
    "rollback": (("site-builder rollback 官网", "退回上一版"),),
    "releases": (("site-builder releases 官网", "网上是哪一版，能退回哪些版"),),
    "verify": (
        ("site-builder verify 官网", "按设置好的目标核对"),
        ("site-builder verify https://www.example.gov.cn/zwgk/", "按网址核对"),
    ),
    "fleet build": (
        ("site-builder fleet build", "生成名录里所有机构的网站"),
        ("site-builder fleet build 甲局 乙局", "只生成这两个机构的"),
    ),
    "fleet check": (("site-builder fleet check", "检查名录里所有机构"),),
    "fleet deploy": (("site-builder fleet deploy 官网 --dry-run", "先看各机构会改什么"),),
    "fleet import": (("site-builder fleet import 机构.csv", "由表格写成 bodies.yaml"),),
    "rollup": (("site-builder rollup", "写进 rollup 文件夹"),),
    "inspect": (
        (
            "site-builder inspect https://www.example.gov.cn/zwgk/ --report 结果.html",
            "检查网上的网站，结果写成网页",
        ),
        ("site-builder inspect 另存的网页", "检查存下来的网页"),
    ),
    "web-config": (
        ("site-builder web-config nginx 官网", "显示出来"),
        ("site-builder web-config caddy 官网 --output Caddyfile", "写成文件"),
    ),
    "schema": (("site-builder schema", "写进 .schemas 文件夹"),),
    "manual": (
        ("site-builder manual --no-open", "显示网址；按 Ctrl+C 停止"),
        ("site-builder manual --output shouce", "写进 shouce 文件夹，可以拷给别人"),
    ),
    "doctor": (
        ("site-builder doctor", "看缺什么、怎么补"),
        ("site-builder doctor --json", "给程序读"),
    ),
    "completion": (
        ('eval "$(site-builder completion bash)"', "写进 ~/.bashrc，以后打开的命令行都能补全"),
        ('eval "$(site-builder completion zsh)"', "写进 ~/.zshrc"),
        (
            "site-builder completion powershell | Out-String | Invoke-Expression",
            "写进 PowerShell 的 $PROFILE",
        ),
    ),
}
"""What to type, and what comes of it, by command."""

_MISUSED = (
    2,
    "命令写得不对：没有这个命令、选项、文件、目标、规则，或者不是项目文件夹、没有机构名录",
)
_INTERRUPTED = (130, "按 Ctrl+C 中断了，原来的网站没有改动")
_USUAL = ((0, "做好了"), (1, "有错误，没有做成；原来的没有改动"), _MISUSED, _INTERRUPTED)
_OF_COMMANDS = {
    "check": ((0, "没有错误（可能有提醒）"), (1, "有错误"), _MISUSED, _INTERRUPTED),
    "verify": (
        (0, "网上的和发布的一样"),
        (1, "有不一样的"),
        _MISUSED,
        (3, "没有核对完"),
        _INTERRUPTED,
    ),
    "inspect": (
        (0, "没有错误（可能有提醒）"),
        (1, "有错误"),
        _MISUSED,
        (3, "没有错误，有不能判断的"),
        _INTERRUPTED,
    ),
    "doctor": ((0, "可以生成网站"), (1, "不能生成网站"), _MISUSED, _INTERRUPTED),
}


def exit_codes(command: str) -> tuple[tuple[int, str], ...]:
    """Return the exit codes of a command with their meanings."""
    return _OF_COMMANDS.get(command, _USUAL)


def closing_text(command: str) -> str:
    """Return what the help of a command ends with."""
    lines = ["", "例子："] if command in EXAMPLES else []
    for line, meaning in EXAMPLES.get(command, ()):
        # What is to be copied stands on a line of its own, and is never broken.
        lines += [f"  {line}", *_indented(meaning, 6)]
    lines += ["", "退出码："]
    for code, meaning in exit_codes(command):
        first, *more = _indented(meaning, 6)
        lines += [f"  {code:<4}{first.strip()}", *more]
    return "\n".join((*lines, ""))


def _indented(text: str, indent: int) -> list[str]:
    width = max(shutil.get_terminal_size().columns - 2 - indent, _MIN_WIDTH)
    return [" " * indent + line for line in wrap(text, width)]


_MIN_WIDTH = 20
