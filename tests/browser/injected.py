"""Sites in which every field that an author fills holds strings from `injections`."""

from collections.abc import Iterable, Sequence

from tests.properties.small_site import figures, report
from tests.tools import Project

YEAR = 2021
SETTINGS = {
    "站点": ("名称", "机关", "主办单位", "承办单位", "ICP备案号", "公安备案号", "提示", "授权"),
    "宿主网站": ("名称",),
    "联系方式": ("机构", "地址", "办公时间", "电话", "传真", "邮编"),
}
"""Settings that are free texts; all others must have a shape that nothing dangerous has."""
DOCUMENT = (
    *("名称", "内容概述", "发文机关", "发文字号", "体裁分类", "状态说明", "信息格式"),
    *("公开范围", "公开时限", "责任部门"),
)
RULE = ("标题", "概述", "发文机关", "发文字号", "状态说明")


def settings(texts: Iterable[str], more: str = "") -> str:
    """Write config.yaml with one text after another."""
    given = iter(texts)
    lines = []
    for group, keys in SETTINGS.items():
        lines.append(f"{group}:")
        lines += [f"  {key}: {quoted(next(given))}" for key in keys]
        if group == "站点":
            lines += ["  网址: https://gk.example.gov.cn/", "  公安备案链接: https://p.example/"]
        if group == "宿主网站":
            lines.append("  网址: https://host.example/")
    return "\n".join((*lines, "公开审签人: 是", more, ""))


def quoted(text: str) -> str:
    """Write any text as a value of YAML, on one line."""
    words = "".join(" " if one in "\r\n" else one for one in text)
    return "'" + words.replace("'", "''") + "'"


def document(number: int, text: str, body: str) -> str:
    """Write a document with a text in every field."""
    lines = [
        f"索引号: {quoted(f'{text}{number}')}",
        *(f"{key}: {quoted(text)}" for key in DOCUMENT),
    ]
    lines += [
        *("生成日期: 2021-02-03", "发布日期: 2021-02-04", "公开事项: 履职依据"),
        *("主题分类: 综合政务\\其他", f"主题词: [{quoted(text)}, {quoted(text + '二')}]"),
        *("有效性: 废止", "废止日期: 2021-05-06", "附件:", "  - 文件: ../files/a.txt"),
        *(f"    名称: {quoted(text)}", "更正:", "  - 日期: 2021-03-04"),
        *(f"    内容: {quoted(text)}", f"    原因: {quoted(text)}"),
    ]
    return "\n".join(("---", *lines, "---", "", body, ""))


def body(text: str) -> str:
    """Put a text wherever Markdown may hold one."""
    line = " ".join(text.split())
    cell = line.replace("|", "\\|")
    places = (
        f"## {line}",
        text,
        f"- {line}\n- 二",
        f"1. {line}",
        f"> {line}",
        f"**{line}** *{line}* ~~{line}~~ `{line}`",
        f"| {cell} | 乙 |\n| --- | --- |\n| {cell} | 丁 |",
        f"[{line}](../../guide.md)",
        f'[链接](../../guide.md "{line}")',
        f"![{line}](../files/x.png)",
        f"词语\n: {line}",
        f"```{line}\n{text}\n```",
        f"    {line}",
        f"{line}\n---",
        f"脚注[^1]\n\n[^1]: {line}",
    )
    return "\n\n".join(places)


def rule(text: str) -> str:
    """Write a rule with a text in every field."""
    lines = [f"{key}: {quoted(text)}" for key in RULE]
    lines += ["发布日期: 2021-02-04", "有效性: 已修改", "更正:", "  - 日期: 2021-03-04"]
    lines += [f"    内容: {quoted(text)}", f"    原因: {quoted(text)}"]
    lines += ["附件:", "  - 文件: ../2021/files/a.txt", f"    名称: {quoted(text)}"]
    return "\n".join(("---", *lines, "---", "", f"> {' '.join(text.split())}", ""))


def annual(text: str, words: str) -> str:
    """Write a report with a text in every field, and words in every part."""
    matter = [f"{key}: {quoted(text)}" for key in ("索引号", *DOCUMENT)]
    matter += ["有效性: 已修改", f"主题词: [{quoted(text)}]", "附件:", "  - 文件: files/a.txt"]
    matter += [f"    名称: {quoted(text)}"]
    matter += ["发布日期: 2022-01-20", "更正:", "  - 日期: 2022-02-02"]
    matter += [f"    内容: {quoted(text)}", f"    原因: {quoted(text)}"]
    rest = report(YEAR, opening=words).partition("---\n")[2].partition("---\n")[2]
    parts = rest.replace(f"{YEAR} 年的", f"{' '.join(words.split())} ")
    return "\n".join(("---", *matter, "---", parts))


def fill(made: Project, texts: Sequence[str]) -> None:
    """Fill a site: a document for each text, a rule for each four, a report with ten."""
    for number, text in enumerate(texts):
        made.edit(named(number), document(number, text, body(text)))
    for first in range(0, len(texts), 4):
        made.edit(f"content/rules/r{first:03}.md", rule(" ".join(texts[first : first + 4])))
    some = " ".join(texts[:10])
    made.edit(f"content/{YEAR}/report.md", annual(some, some))
    made.edit(f"content/{YEAR}/figures.yaml", figures(YEAR))
    made.edit(f"content/{YEAR}/index.md", standing(texts[10]))
    made.edit("content/index.md", standing(texts[11]))
    made.edit("content/apply.md", standing(texts[12]))
    made.edit(f"content/{YEAR}/files/a.txt", "附件")
    made.edit(f"content/{YEAR}/files/x.png", b"\x89PNG\r\n\x1a\n")


def named(number: int) -> str:
    """Name the document that holds a text."""
    return f"content/{YEAR}/documents/d{number:03}.md"


def standing(text: str) -> str:
    """Write a standing page."""
    matter = f"标题: {quoted(text)}\n概述: {quoted(text)}\n发布日期: 2021-02-04"
    return f"---\n{matter}\n---\n\n{' '.join(text.split())}\n"


def without_bodies(made: Project, files: Iterable[str]) -> None:
    """Leave out the text below the front matter of some documents and rules."""
    for file in files:
        matter = made.read(file).split("\n---\n", 1)[0]
        made.edit(file, f"{matter}\n---\n\n正文。\n")
