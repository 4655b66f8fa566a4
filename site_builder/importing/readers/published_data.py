"""Our own `figures.json` and `series.json` → the table that their CSV files have.

The ids stand in one column more, 代号: with them every number finds its place by itself.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.sheet_blocks import build_original
from site_builder.importing.readers.sheets import CellBudget, Sheet, SheetCell
from site_builder.model.original import Original

MAX_BYTES = 60_000_000
_HEADER = ("年度", "机关", "表式", "表", "分表", "行", "列", "数值", "单位", "状态", "代号")
_STATES = {"number": "数值", "blank": "空缺", "not-applicable": "不适用", "absent": "表式无此项"}
_HINT = "可以导入的是本网站公布的 figures.json 和 series.json。"


def read(file: str, data: bytes) -> Original:
    """Read the published figures of one report or of all years.

    Raises UnsupportedFileError for any other JSON.
    """
    if len(data) > MAX_BYTES:
        raise UnsupportedFileError("文件太大", _HINT)
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise UnsupportedFileError("文件损坏，不是完整的 JSON", "请重新下载，再导入。") from exc
    try:
        rows = list(_rows(root))
    except (KeyError, TypeError, ValueError) as exc:
        raise UnsupportedFileError("这个 JSON 文件不是公布的统计数据", _HINT) from exc
    sheet, budget = Sheet(""), CellBudget()
    for row, values in enumerate([_HEADER, *rows]):
        for column, value in enumerate(values):
            if value:
                budget.take()
                sheet.cells[row, column] = SheetCell(value)
    title = root.get("title", "")
    body = root.get("body", "")
    return build_original(
        file,
        [sheet],
        title=title if isinstance(title, str) else "",
        body=body if isinstance(body, str) else "",
    )


def _rows(root: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each figure. Raises KeyError, TypeError or ValueError for other data."""
    if "cells" in root:
        head = str(int(root["year"])), _text(root["body"]), _text(root["document_number"])
        for cell in root["cells"]:
            yield (*head, *_cell(cell))
        return
    reports = {report["year"]: report for report in root["reports"]}
    for figure in root["figures"]:
        report = reports[figure["year"]]
        head = str(int(report["year"])), _text(report["body"]), _text(report["document_number"])
        yield (*head, *_cell(figure))


def _cell(cell: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _text(cell["table_title"]),
        _text(cell["band_title"]),
        " > ".join(map(_text, cell["row_labels"])),
        " > ".join(map(_text, cell["column_labels"])),
        _text(cell["value"] or ""),
        _text(cell["unit"]),
        _STATES[cell["state"]],
        f"{_text(cell['table'])}/{_text(cell['row'])}/{_text(cell['column'])}",
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
