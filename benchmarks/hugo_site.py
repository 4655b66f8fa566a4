"""The corpus as a Hugo site: the same documents at the same addresses, with Hugo's own practice.

Header and footer are rendered once (`partialCached`), kinds of pages that nobody asked for are off
(`disableKinds`), and so are the typographic extensions.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from benchmarks.corpus import YEARS, Corpus, Entry, Report, genre_names

_SOURCES = Path(__file__).with_name("hugo")
_APPLICANTS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"
_COLUMNS = {"申请": _APPLICANTS, "复议诉讼": "结果维持 结果纠正 其他结果 尚未审结 总计"}
"""Columns of the tables whose sections have none of their own."""


def write_hugo_site(folder: Path, corpus: Corpus) -> None:
    """Write the corpus into a folder that does not exist yet."""
    shutil.copytree(_SOURCES, folder)
    content, data = folder / "content", folder / "data"
    data.mkdir()
    genres = [{"id": genre_id(name), "name": name} for name in genre_names()]
    _write_json(data / "lists.json", {"years": YEARS, "genres": genres})
    _write_json(data / "names.json", {genre["id"]: genre["name"] for genre in genres})
    for genre in genres:
        _write_page(content / "genre" / genre["id"] / "_index.md", {"title": genre["name"]})
    for year in YEARS:
        (content / str(year) / "documents").mkdir(parents=True)
        # In a section, `url` names the file that this builder makes of a year as well.
        section = {"title": f"{year}年", "year": year, "url": f"/{year}/index.html"}
        _write_page(content / str(year) / "_index.md", section)
        _write_report(content / str(year) / "report.md", corpus.report(year))
    for entry in corpus.entries():
        (content / entry.path).write_text(document_text(entry), encoding="utf-8")


def genre_id(name: str) -> str:
    """Return the address of a genre's list."""
    return f"g{genre_names().index(name) + 1:02d}"


def document_text(entry: Entry) -> str:
    """Write a document with Hugo's front matter: the same twelve fields."""
    return f"""---
index: {entry.index}
title: {entry.title}
number: {entry.document_number}
agency: {entry.agency}
created: {entry.created}
date: {entry.published}
item: {entry.item}
theme: {entry.theme}
genre: {genre_id(entry.genre)}
keywords: [{", ".join(entry.keywords)}]
summary: {entry.summary}
state: {entry.status}
year: {entry.year}
---

{entry.body}"""


def _write_report(path: Path, report: Report) -> None:
    title = f"示范园区管理委员会{report.year}年政府信息公开工作年度报告"
    facts = {"title": title, "layout": "report", "date": f"{report.year + 1}-01-09"}
    text = "\n\n".join(report.texts.values())
    _write_page(path, {**facts, "year": report.year, "tables": _tables(report.figures)}, text)


def _tables(figures: str) -> list[dict[str, Any]]:
    """Read the rows of a form's tables, each with the headings of its columns."""
    tables: list[dict[str, Any]] = []
    caption, columns = "", ""
    for line in figures.splitlines():
        if heading := re.fullmatch(r"(\w+):", line):
            caption, columns = heading[1], _COLUMNS.get(heading[1], "")
            tables += [_table(caption, columns)] if columns else []
        elif section := re.fullmatch(r"  # (\w.*)：(.+)", line):
            tables.append(_table(section[1], section[2]))
        elif row := re.fullmatch(r" +(\w+): \[(.*)\]", line):
            tables[-1]["rows"].append({"label": row[1], "cells": row[2].split(", ")})
    return tables


def _table(caption: str, columns: str) -> dict[str, Any]:
    return {"caption": caption, "columns": columns.split(), "rows": []}


def _write_page(path: Path, facts: dict[str, Any], text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    front_matter = json.dumps(facts, ensure_ascii=False, indent=1)  # YAML includes JSON
    path.write_text(f"---\n{front_matter}\n---\n\n{text}\n", encoding="utf-8")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
