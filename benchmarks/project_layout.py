"""The corpus as a project of this builder: settings, pages and rules are the fictional park's."""

import shutil
from pathlib import Path

from benchmarks.corpus import EXAMPLE, YEARS, Corpus, Entry, Report

NOTICE = "  提示: "
"""The setting that is changed: it stands at the top of every page."""

_PARTS = (
    ("一、总体情况", "overview"),
    ("二、主动公开政府信息情况", ""),
    ("三、收到和处理政府信息公开申请情况", ""),
    ("四、政府信息公开行政复议、行政诉讼情况", ""),
    ("五、存在的主要问题及改进情况", "problems"),
    ("六、其他需要报告的事项", "other"),
)


def write_project(folder: Path, corpus: Corpus) -> None:
    """Write the corpus into a folder that does not exist yet."""
    content = folder / "content"
    content.mkdir(parents=True)
    settings = (EXAMPLE / "config.yaml").read_text(encoding="utf-8")
    # Word, Excel and PDF files are other programs' work, and Hugo has nothing like them.
    settings = settings.replace("下载: [pdf, docx, xlsx, csv, json]", "下载: [csv, json]")
    (folder / "config.yaml").write_text(settings, encoding="utf-8")
    for name in ("index.md", "guide.md", "apply.md"):
        shutil.copyfile(EXAMPLE / "content" / name, content / name)
    shutil.copytree(EXAMPLE / "content" / "rules", content / "rules")
    for year in YEARS:
        (content / str(year) / "documents").mkdir(parents=True)
        report = corpus.report(year)
        (content / str(year) / "report.md").write_text(report_text(report), encoding="utf-8")
        (content / str(year) / "figures.yaml").write_text(report.figures, encoding="utf-8")
    for entry in corpus.entries():
        (content / entry.path).write_text(document_text(entry), encoding="utf-8")


def document_text(entry: Entry) -> str:
    """Write a document with its front matter."""
    return f"""---
索引号: {entry.index}
名称: {entry.title}
发文字号: {entry.document_number}
发文机关: {entry.agency}
生成日期: {entry.created}
发布日期: {entry.published}
公开事项: {entry.item}
主题分类: {entry.theme}
体裁分类: {entry.genre}
主题词: [{", ".join(entry.keywords)}]
内容概述: {entry.summary}
有效性: {entry.status}
---

{entry.body}"""


def report_text(report: Report) -> str:
    """Write the text of an annual report."""
    year = report.year
    lines = [
        *("---", f"索引号: SFYQ-{year + 1}-00001"),
        f"标题: 示范园区管理委员会{year}年政府信息公开工作年度报告",
        *(f"生成日期: {year + 1}-01-08", f"发布日期: {year + 1}-01-09"),
        f"内容概述: 示范园区管理委员会{year}年政府信息公开工作情况。",
        *("公开事项: 其他法定信息", "主题分类: 综合政务\\政务公开", "---", ""),
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    ]
    for heading, part in _PARTS:
        lines += ["", f"## {heading}", *(("", report.texts[part]) if part else ())]
    return "\n".join(lines) + "\n"
