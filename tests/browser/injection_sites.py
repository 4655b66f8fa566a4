"""Sites in which every field that an author fills holds strings of `injection_corpus`."""

from collections.abc import Iterable, Sequence

from tests.helpers import Project
from tests.properties.small_site import figures, report

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
    values = iter(texts)
    lines = []
    for group, keys in SETTINGS.items():
        lines.append(f"{group}:")
        lines += [f"  {key}: {quote_yaml(next(values))}" for key in keys]
        if group == "站点":
            lines += ["  网址: https://gk.example.gov.cn/", "  公安备案链接: https://p.example/"]
        if group == "宿主网站":
            lines.append("  网址: https://host.example/")
    return "\n".join((*lines, "公开审签人: 是", more, ""))


def quote_yaml(text: str) -> str:
    """Write any text as a value of YAML, on one line."""
    words = "".join(" " if character in "\r\n" else character for character in text)
    return "'" + words.replace("'", "''") + "'"


def document(number: int, text: str, body: str) -> str:
    """Write a document with a text in every field."""
    lines = [
        f"索引号: {quote_yaml(f'{text}{number}')}",
        *(f"{key}: {quote_yaml(text)}" for key in DOCUMENT),
    ]
    lines += [
        *("生成日期: 2021-02-03", "发布日期: 2021-02-04", "公开事项: 履职依据"),
        *("主题分类: 综合政务\\其他", f"主题词: [{quote_yaml(text)}, {quote_yaml(text + '二')}]"),
        *("有效性: 废止", "废止日期: 2021-05-06", "附件:", "  - 文件: ../files/a.txt"),
        *(f"    名称: {quote_yaml(text)}", "更正:", "  - 日期: 2021-03-04"),
        *(f"    内容: {quote_yaml(text)}", f"    原因: {quote_yaml(text)}"),
    ]
    return "\n".join(("---", *lines, "---", "", body, ""))


def body(text: str) -> str:
    """Put a text wherever Markdown may hold one."""
    line = " ".join(text.split())
    cell = line.replace("|", "\\|")
    blocks = (
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
    return "\n\n".join(blocks)


def rule(text: str) -> str:
    """Write a rule with a text in every field."""
    lines = [f"{key}: {quote_yaml(text)}" for key in RULE]
    lines += ["发布日期: 2021-02-04", "有效性: 已修改", "更正:", "  - 日期: 2021-03-04"]
    lines += [f"    内容: {quote_yaml(text)}", f"    原因: {quote_yaml(text)}"]
    lines += ["附件:", "  - 文件: ../2021/files/a.txt", f"    名称: {quote_yaml(text)}"]
    return "\n".join(("---", *lines, "---", "", f"> {' '.join(text.split())}", ""))


def annual_report(text: str, words: str) -> str:
    """Write a report with a text in every field, and words in every part."""
    front_matter = [f"{key}: {quote_yaml(text)}" for key in ("索引号", *DOCUMENT)]
    front_matter += [
        "有效性: 已修改",
        f"主题词: [{quote_yaml(text)}]",
        "附件:",
        "  - 文件: files/a.txt",
    ]
    front_matter += [f"    名称: {quote_yaml(text)}"]
    front_matter += ["发布日期: 2022-01-20", "更正:", "  - 日期: 2022-02-02"]
    front_matter += [f"    内容: {quote_yaml(text)}", f"    原因: {quote_yaml(text)}"]
    rest = report(YEAR, opening=words).partition("---\n")[2].partition("---\n")[2]
    parts = rest.replace(f"{YEAR} 年的", f"{' '.join(words.split())} ")
    return "\n".join(("---", *front_matter, "---", parts))


def fill_project(project: Project, texts: Sequence[str]) -> None:
    """Fill a site: a document for each text, a rule for each four, a report with ten."""
    for number, text in enumerate(texts):
        project.edit(document_path(number), document(number, text, body(text)))
    for first in range(0, len(texts), 4):
        project.edit(f"content/rules/r{first:03}.md", rule(" ".join(texts[first : first + 4])))
    some = " ".join(texts[:10])
    project.edit(f"content/{YEAR}/report.md", annual_report(some, some))
    project.edit(f"content/{YEAR}/figures.yaml", figures(YEAR))
    project.edit(f"content/{YEAR}/index.md", fixed_page(texts[10]))
    project.edit("content/index.md", fixed_page(texts[11]))
    project.edit("content/apply.md", fixed_page(texts[12]))
    project.edit(f"content/{YEAR}/files/a.txt", "附件")
    project.edit(f"content/{YEAR}/files/x.png", b"\x89PNG\r\n\x1a\n")


def document_path(number: int) -> str:
    """Return the path of the document that holds a text."""
    return f"content/{YEAR}/documents/d{number:03}.md"


def fixed_page(text: str) -> str:
    """Write a standing page."""
    matter = f"标题: {quote_yaml(text)}\n概述: {quote_yaml(text)}\n发布日期: 2021-02-04"
    return f"---\n{matter}\n---\n\n{' '.join(text.split())}\n"


def remove_bodies(project: Project, files: Iterable[str]) -> None:
    """Leave out the text below the front matter of some documents and rules."""
    for file in files:
        front_matter = project.read(file).split("\n---\n", 1)[0]
        project.edit(file, f"{front_matter}\n---\n\n正文。\n")
