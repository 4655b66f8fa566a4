"""A published `figures.json` → a report, checked against the cells of its form."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from site_builder.core.errors import ValueProblem
from site_builder.core.hashing import digest
from site_builder.model.figures import CellKey
from site_builder.model.form import Form
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.publication import PublishedReport, form_keys
from site_builder.model.value_texts import NOT_APPLICABLE_TEXT

_NUMBER = lazy_pattern(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,8})?", re.ASCII)
_YEARS = range(2008, 2100)
_MAX_TEXT = 300
_OWN_UNIT = "asked"


def read_figures(
    data: bytes, forms: Mapping[str, Form], page: str, published: str, source: str
) -> PublishedReport:
    """Read the figures of one report. Raises ValueProblem for anything else."""
    root = _mapping(_parsed(data))
    year, form = root.get("year"), forms.get(_text(root.get("form")))
    if not isinstance(year, int) or year not in _YEARS:
        raise ValueProblem("没有写明年度", "请向这个机构要一份完整的数据文件。")
    if form is None:
        raise ValueProblem("用的表式不认识", "请更新本程序，或者核对这个机构用的表式。")
    if not form.applies_to(year):
        message = f"{year}年度的报告用的是别的年度的表式（{form.key}）"
        raise ValueProblem(message, "请这个机构核对年度和表式，改正以后重新发布。")
    return PublishedReport(
        year=year,
        title=_text(root.get("title")),
        organization=_text(root.get("body")),
        form=form.id,
        published=published,
        page=page,
        source=source,
        digest=digest(data),
        values=_values(form, root.get("cells")),
    )


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_reject)
    except (ValueError, RecursionError) as exc:
        raise ValueProblem(
            "文件损坏，不是完整的 JSON", "请这个机构重新发布，或者重新取一份。"
        ) from exc


def _reject(word: str) -> None:
    raise ValueError(word)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueProblem("不是公布的统计数据", "应当是本程序公布的 figures.json。")
    return value


def _text(value: object) -> str:
    return value[:_MAX_TEXT] if isinstance(value, str) else ""


def _values(form: Form, cells: object) -> tuple[str, ...]:
    """Return a text for each cell of the form: all of them, and no others."""
    units = {
        (table.id, row.path, column.path): column.unit
        for table in form.tables()
        for _, row, column in table.cells()
    }
    texts: dict[CellKey, str] = {}
    for cell in cells if isinstance(cells, list) else ():
        fields = _mapping(cell)
        key = _text(fields.get("table")), _text(fields.get("row")), _text(fields.get("column"))
        if key not in units or key in texts:
            problem = "写了两次" if key in texts else "不在表式里"
            raise ValueProblem(f"有一格{problem}（{'/'.join(key)[:80]}）", "请这个机构核对后重发。")
        texts[key] = _value(fields, units[key])
    absent = [key for key in form_keys(form) if key not in texts]
    if absent:
        message = f"少了 {len(absent)} 格，如 {'/'.join(absent[0])}"
        raise ValueProblem(message, "请这个机构重新发布完整的数据。")
    return tuple(texts[key] for key in form_keys(form))


def _value(cell: Mapping[str, Any], unit: str) -> str:
    state, value = cell.get("state"), cell.get("value")
    if state == "number" and isinstance(value, str) and _NUMBER.fullmatch(value):
        number = str(Decimal(value)) if value.strip("-0.") == "" else value
        own = _text(cell.get("unit")) if unit == _OWN_UNIT else ""
        return f"{number} {own}" if own else number
    if value is None and state == "blank":
        return ""
    if value is None and state == "not-applicable":
        return NOT_APPLICABLE_TEXT
    raise ValueProblem("有一格不是数值、空缺或者不适用", "请这个机构核对后重发。")
