"""The blank files of a year's report, generated from its form.

Rows are left without numbers: a report that nobody filled in cannot be published by mistake.
"""

from collections.abc import Iterable, Mapping

from site_builder.model.figures import UNCONFIRMED, CellKey
from site_builder.model.form import Form
from site_builder.model.frozendict import frozendict
from site_builder.model.standards import Field
from site_builder.standards.figures_layout import FiguresLine, figures_lines
from site_builder.standards.json_schemas import figures_schema_name, modeline

_NO_PROPOSALS: Mapping[CellKey, str] = frozendict({})


def blank_figures(form: Form, year: int, proposals: Mapping[CellKey, str] = _NO_PROPOSALS) -> str:
    """Return a `figures.yaml` with every row of the form, and the columns in comment lines.

    `proposals`: what last year's report says should stand in a cell. It is written as a remark, the
    cell as 待核: nothing is built until a person has confirmed it.
    """
    lines = [
        modeline(f"content/{year}/figures.yaml", figures_schema_name(form.key)),
        f"# {year} 年度报告的统计数据，表式见 {form.document_number}。",
        "# 一行对应表上一行：数字写进方括号，用半角逗号隔开，次序照上面的说明；也可以整行粘贴。",
        "# 没有发生的填 0；签发的报告空着的填 缺；不适用的填 /。",
        f"表式: {form.key}",
    ]
    for table in form.tables():
        lines.append(f"{table.key}:")
        for line in figures_lines(table):
            lines += _proposed_line(table.id, line, proposals) or [blank_line(line)]
    return "\n".join(lines) + "\n"


def blank_line(line: FiguresLine) -> str:
    """Return a line without numbers."""
    text = f"# {line.comment}" if line.comment else f"{line.key}:"
    return f"{line.indent}{text}{' []' if line.row else ''}"


def _proposed_line(table: str, line: FiguresLine, proposals: Mapping[CellKey, str]) -> list[str]:
    """Return a row with its proposed cells, and a remark for each; nothing for any other line."""
    if line.row is None:
        return []
    row = line.row.path
    keys = [(column, (table, row, column.path)) for column in line.columns]
    remarks = [
        f"{line.indent}# {UNCONFIRMED} {column.label}：可能是 {proposals[key]}；"
        "上年报告结转过来的数"
        for column, key in keys
        if key in proposals
    ]
    cells = (UNCONFIRMED if key in proposals else "~" for _, key in keys)
    return [*remarks, f"{line.indent}{line.key}: [{', '.join(cells)}]"] if remarks else []


def blank_report(form: Form, fields: Iterable[Field]) -> str:
    """Return a `report.md` with the lines of its description and the headings of its parts."""
    # The page makes the title from the year and the body.
    front_matter = [
        f"{field.label}: {field.report_value}".rstrip()
        for field in fields
        if field.required and field.id != "title"
    ]
    parts = [f"## {part.title}\n" for part in form.parts]
    return "\n".join(("---", *front_matter, "---", "", *parts))
