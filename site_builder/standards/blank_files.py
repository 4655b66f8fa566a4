"""The blank files of a year's report, generated from its form.

Rows are left without numbers: a report that nobody filled in cannot be published by mistake.
"""

from collections.abc import Iterable, Iterator

from site_builder.model.form import Form, Header, TableSection, all_leaves
from site_builder.model.standards import Field


def blank_figures(form: Form, year: int) -> str:
    """Return a `figures.yaml` with every row of the form, and the columns in comment lines."""
    lines = [
        f"# {year} 年度报告的统计数据，表式见 {form.document_number}。",
        "# 一行对应表上一行：数字写进方括号，用半角逗号隔开，次序照上面的说明；也可以整行粘贴。",
        "# 没有发生的填 0；签发的报告空着的填 缺；不适用的填 /。",
        f"表式: {form.key}",
    ]
    for table in form.tables():
        lines.append(f"{table.key}:")
        for section in table.sections:
            lines.extend(_section_lines(section))
    return "\n".join(lines) + "\n"


def _section_lines(section: TableSection) -> Iterator[str]:
    if all(row.key for row in all_leaves(section.rows)):
        title = f"{section.title}：" if section.title else ""
        yield f"  # {title}{_column_labels(all_leaves(section.columns))}"
    yield from _row_lines(section.rows, section, "  ")


def _column_labels(columns: Iterable[Header]) -> str:
    return " ".join(column.label for column in columns)


def _row_lines(rows: Iterable[Header], section: TableSection, indent: str) -> Iterator[str]:
    for row in rows:
        if row.children:
            yield f"{indent}{row.key}:"
            yield from _row_lines(row.children, section, f"{indent}  ")
        elif row.key:
            yield f"{indent}{row.key}: []"
        else:
            yield from _column_lines(section.columns, indent)


def _column_lines(columns: Iterable[Header], indent: str) -> Iterator[str]:
    """Yield the groups of columns of a table that has one row, and no name for it."""
    for column in columns:
        if not column.key:
            yield from _column_lines(column.children, indent)
        elif any(child.children for child in column.children):
            yield f"{indent}{column.key}:"
            yield from _column_lines(column.children, f"{indent}  ")
        else:
            yield f"{indent}# {_column_labels(all_leaves((column,)))}"
            yield f"{indent}{column.key}: []"


def blank_report(form: Form, fields: Iterable[Field]) -> str:
    """Return a `report.md` with the lines of its description and the headings of its parts."""
    # The page makes the title from the year and the body.
    front_matter = [f"{field.label}:" for field in fields if field.required and field.id != "title"]
    parts = [f"## {part.title}\n" for part in form.parts]
    return "\n".join(("---", *front_matter, "---", "", *parts))
