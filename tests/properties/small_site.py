"""A small whole site for the property tests: two years, one in each form, documents, a file."""

from collections.abc import Mapping
from random import Random

from site_builder.model.form import Form, Header
from tests.helpers.standards import STANDARDS

_TEXTS = ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")

CONFIG = """站点:
  名称: 测试园区政府信息公开
  机关: 测试园区
  网址: https://gk.example.gov.cn/
目录每页: 3
下载: [docx, xlsx, csv, json]
"""
"""PDF files have tests of their own in `tests/downloads`: a hundred of them take a minute."""
LIGHT_CONFIG = CONFIG.replace("docx, xlsx, ", "")
"""Without office files, for all that is about something else: to make them takes as long as all
the rest of a small site, to load their libraries a second in each new process."""


def report(year: int, opening: str = "现将情况报告如下。") -> str:
    """Write a report in which every narrative part has a text."""
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(year))
    lines = ["---", f"标题: {year}年政府信息公开工作年度报告", f"发布日期: {year + 1}-01-20", "---"]
    lines += [opening, ""]
    for part in form.parts:
        lines += [f"## {part.title}", ""]
        if part.title in _TEXTS:
            lines += [f"{year} 年的{part.title[2:]}。", ""]
    return "\n".join(lines)


def figures(year: int, cells: Mapping[tuple[str, str, str], str] | None = None) -> str:
    """Write the figures of a year: zero everywhere but in the given cells."""
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(year))
    return "\n".join((f"表式: {form.key}", *_tables(form, cells or {}))) + "\n"


def _tables(form: Form, cells: Mapping[tuple[str, str, str], str]) -> list[str]:
    lines: list[str] = []
    for table in form.tables():
        lines.append(f"{table.key}:")
        for section in table.sections:
            columns = [leaf.path for header in section.columns for leaf in header.leaves()]
            for row in section.rows:
                if row.key:
                    lines += _rows(row, 1, table.id, columns, cells)
                else:
                    numbers = [cells.get((table.id, row.path, path), "0") for path in columns]
                    lines[-1] += f" [{', '.join(numbers)}]"
    return lines


def _rows(
    row: Header,
    depth: int,
    table: str,
    columns: list[str],
    cells: Mapping[tuple[str, str, str], str],
) -> list[str]:
    start = "  " * depth + f"{row.key}:"
    if row.children:
        inner = [_rows(child, depth + 1, table, columns, cells) for child in row.children]
        return [start, *(line for lines in inner for line in lines)]
    numbers = [cells.get((table, row.path, path), "0") for path in columns]
    return [f"{start} [{', '.join(numbers)}]"]


def document(year: int, number: int, title: str = "", body: str = "正文。") -> str:
    """Write a catalogue document."""
    return f"""---
索引号: CS-{year}-{number:05d}
名称: {title or f"关于第{number}号事项的通知"}
内容概述: 第{number}号事项的概述。
生成日期: {year}-03-{1 + number % 28:02d}
发布日期: {year}-04-{1 + number % 28:02d}
公开事项: {1 + number % 15}
主题分类: 综合政务\\政务公开
有效性: 有效
---
{body}
"""


def small_site(documents: int = 4) -> dict[str, str]:
    """Build a whole site: path in the project → text."""
    random = Random(documents)  # noqa: S311 - test data, the same every time
    files = {
        "config.yaml": LIGHT_CONFIG,
        "content/index.md": "---\n标题: 首页\n---\n欢迎。\n",
        "content/guide.md": "---\n标题: 政府信息公开指南\n---\n## 分类\n\n说明。\n",
        "content/apply.md": "---\n标题: 依申请公开\n---\n申请方式。\n",
        "content/rules/law.md": "---\n标题: 某条例\n发文字号: 第711号\n---\n要点。\n",
        "content/2020/report.md": report(2020),
        "content/2020/figures.yaml": figures(2020, {("proactive", "normative", "public"): "3"}),
        "content/2021/report.md": report(2021),
        "content/2021/figures.yaml": figures(2021, {("proactive", "penalty", "decisions"): "7"}),
        "content/2021/files/list.csv": "甲,乙\n1,2\n",
    }
    for number in range(documents):
        year = 2020 + number % 2
        words = "".join(random.choice("园区公开规划审批") for _ in range(30))
        body = f"## 正文\n\n{words}，见[清单](../../2021/files/list.csv)。\n"
        files[f"content/{year}/documents/d{number:04d}.md"] = document(year, number, body=body)
    return files


LAWFUL = LIGHT_CONFIG.replace(
    "目录每页",
    """  标识码: "0000000000"
  ICP备案号: 示ICP备00000000号
联系方式: {机构: 办公室, 地址: 一号楼, 办公时间: 工作日9:00～17:00, 电话: 000-0, 传真: 000-1,
  网上申请: "https://gk.example.gov.cn/apply"}
目录每页""",
)
"""Settings with all that the law requires before a site goes online."""


def lawful_site(documents: int = 4) -> dict[str, str]:
    """Build a small site that may be deployed."""
    files = small_site(documents) | {"config.yaml": LAWFUL}
    for year in (2020, 2021):
        facts = f"索引号: CS-{year}-R\n生成日期: {year + 1}-01-19\n内容概述: {year}年报。\n"
        path = f"content/{year}/report.md"
        files[path] = files[path].replace("---\n", f"---\n{facts}", 1)
    return files


def as_text(files: Mapping[str, str]) -> str:
    """Write a site as the `project` fixture takes it."""
    return "".join(
        f"--- {path}\n{text}" + ("" if text.endswith("\n") else "\n")
        for path, text in files.items()
    )
