"""`figures.yaml` of an imported report: each cell as it was read, `待核` where in doubt."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from site_builder.importing.drafts.places import describe_place, file_name
from site_builder.importing.drafts.yaml_text import comment_line
from site_builder.model.figures import UNCONFIRMED, Amount, Cell, MissingValue
from site_builder.model.form import Form, Header, Table
from site_builder.model.imported import ImportedCell, ImportedReport
from site_builder.standards.figures_layout import FiguresLine, figures_lines

_MAX_REPEATS = 8
"""Cells of a table with one reason, beyond which it is given once for the table."""
_MAX_CANDIDATES = 6


def draft_figures(report: ImportedReport, form: Form) -> str:
    """Return a `figures.yaml` that reads back as the report's cells, doubtful ones apart."""
    doubtful = sum(cell.value is None for cell in report.cells.values())
    lines = [
        comment_line(
            f"{report.year} 年度报告的统计数据，由 {file_name(report.file)} 导入，次序照表上各栏。"
        ),
        "# 0 是零；缺 是原件空着；/ 是不适用。增减写作 +1、-34。",
    ]
    if doubtful:
        lines.append(
            f"# 有 {doubtful} 格认不准，写作 {UNCONFIRMED}："
            "请对照原件改成原件上的数，改完才能生成网站。"
        )
    lines.append(f"表式: {form.key}")
    for table in form.tables():
        lines.append(f"{table.key}:")
        lines += _TableDraft(report, table).lines()
    return "\n".join(lines) + "\n"


def draft_value(cell: Cell | None, column: Header) -> str:
    """Return a cell as it is typed in `figures.yaml`; None, a doubtful one, as `待核`."""
    if cell is None:
        return UNCONFIRMED
    if isinstance(cell, MissingValue):
        return "缺" if cell is MissingValue.BLANK else "/"
    if isinstance(cell, Amount):
        return f"{cell.number:f}{cell.unit}"
    if column.value == "signed" and cell > 0:
        return f"+{cell}"
    return f"{Decimal(cell):f}"


class _TableDraft:
    """Writes one table."""

    def __init__(self, report: ImportedReport, table: Table) -> None:
        self.report = report
        self.table = table
        counts = Counter(
            cell.reason
            for key, cell in report.cells.items()
            if key[0] == table.id and cell.value is not None and cell.reason
        )
        self.common_reasons = {
            reason: count for reason, count in counts.items() if count > _MAX_REPEATS
        }

    def lines(self) -> Iterator[str]:
        for reason, count in self.common_reasons.items():
            yield f"  {comment_line(f'这张表有 {count} 格：{reason}')}"
        for line in figures_lines(self.table):
            if line.row is None:
                yield line.indent + (f"# {line.comment}" if line.comment else f"{line.key}:")
            else:
                yield from self._row(line, line.row)

    def _row(self, line: FiguresLine, row: Header) -> Iterator[str]:
        cells = [
            (column, self.report.cells[self.table.id, row.path, column.path])
            for column in line.columns
        ]
        for remark in self._remarks(cells):
            yield f"{line.indent}{comment_line(remark)}"
        values = ", ".join(draft_value(cell.value, column) for column, cell in cells)
        yield f"{line.indent}{line.key}: [{values}]"

    def _remarks(self, cells: Sequence[tuple[Header, ImportedCell]]) -> Iterator[str]:
        """Yield what the numbers of a row do not say: doubts first, each with its place."""
        for column, cell in cells:
            if cell.value is None:
                yield _doubt(column, cell)
        for column, cell in cells:
            if cell.value is not None and cell.text:
                yield f"{column.label}：原件作“{cell.text}”"
        explained = [
            (column, cell)
            for column, cell in cells
            if cell.value is not None and cell.reason and cell.reason not in self.common_reasons
        ]
        for reason, group in groupby(explained, key=lambda pair: pair[1].reason):
            columns = [column.label for column, _ in group]
            whole = len(columns) == len(cells) > 1
            yield f"{'整行' if whole else '、'.join(columns)}：{reason}"


def _doubt(column: Header, cell: ImportedCell) -> str:
    """Return what a person needs to settle a doubtful cell."""
    candidates = "、".join(cell.candidates[:_MAX_CANDIDATES])
    place = describe_place(cell.origin)
    parts = (
        f"可能是 {candidates}" + ("……" if len(cell.candidates) > _MAX_CANDIDATES else "")
        if candidates
        else "",
        f"原件作“{cell.text}”" if cell.text else "",
        cell.reason.rstrip("。"),
        f"见原件{place}" if place else "",
    )
    return f"{UNCONFIRMED} {column.label}：{'；'.join(part for part in parts if part)}"
