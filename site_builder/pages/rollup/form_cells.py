"""The cells of a form as a rollup addresses them: places, names, ids on a report's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from site_builder.model.form import Form
from site_builder.model.publication import DOUBTFUL
from site_builder.model.views.rollup import LinkedCell
from site_builder.pages.rollup.ledger import LedgerEntry
from site_builder.pages.rollup.rollup_page import report_address
from site_builder.standards.header_grid import cell_ids, header_labels

_TEXTS: Mapping[str, tuple[str, str]] = {"": ("缺", "blank"), "/": ("/", "not-applicable")}
LEGEND = (
    "「缺」表示报告没有填",
    "「/」表示不适用",
    "「待核」表示读得没有把握，或者几份报告不一致",
)


@dataclass(frozen=True, slots=True)
class RollupCell:
    """A cell of a form."""

    index: int
    id: str
    """On the page of a report of ours."""
    row: str
    column: str
    unit: str


@dataclass(frozen=True, slots=True)
class RollupRow:
    """A row of a section of a form."""

    table: str
    """Id of the table."""
    number: int
    """Counted within its table, from 1."""
    title: str
    """What it is called where it stands alone."""
    label: str
    section: int
    """Which section of all sections of the form it stands in."""
    section_title: str
    cells: tuple[RollupCell, ...]


@lru_cache(maxsize=8)
def form_rows(form: Form) -> tuple[RollupRow, ...]:
    """Return the rows of a form, in its order."""
    rows: list[RollupRow] = []
    index, section_number = 0, 0
    for table in form.tables():
        ids, number = cell_ids(table), 0
        for section in table.sections:
            section_number += 1
            by_row: dict[str, list[RollupCell]] = {}
            for cell_section, row, column in table.cells():
                if cell_section is section:
                    label = " ".join(header_labels(section.rows, row.path))
                    name = " ".join(header_labels(section.columns, column.path))
                    cell_id = ids[table.id, row.path, column.path]
                    cell = RollupCell(index, cell_id, label, name, column.unit)
                    by_row.setdefault(row.path, []).append(cell)
                    index += 1
            for cells in by_row.values():
                number += 1
                label = cells[0].row
                title = " ".join(filter(None, (section.title, label))) or table.title
                head = section.title or table.title
                rows.append(
                    RollupRow(
                        table.id, number, title, label or "合计", section_number, head, tuple(cells)
                    )
                )
    return tuple(rows)


def row_url(year: int, row: RollupRow, page: int = 1) -> str:
    """Return the page that sets bodies side by side for a row."""
    suffix = f"-p{page}" if page > 1 else ""
    return f"rows/{year}-{row.table}-{row.number}{suffix}.html"


def figure_cell(entry: LedgerEntry, cell: RollupCell, form: Form) -> LinkedCell:
    """Return a figure of a body as it published it, with a link to where."""
    report = entry.report
    if report is None:
        return LinkedCell("没有报告" if entry.is_expected else "不需编制", "", "none")
    if report.form != form.id:
        return LinkedCell("另一种表式", cell_address(entry, cell), "none", is_external=True)
    text, state = value_text(entry.value(cell.index))
    address = cell_address(entry, cell)
    return LinkedCell(text, address, state, is_external=bool(address))


def value_text(value: str) -> tuple[str, str]:
    """Return a value as pages print it, and its state."""
    if value.startswith(DOUBTFUL):
        return f"待核 {value[1:]}".strip(), "doubtful"
    return _TEXTS.get(value, (value.replace(" ", ""), ""))


def cell_address(entry: LedgerEntry, cell: RollupCell) -> str:
    """Return the address of a cell on the body's own page."""
    return cell_addresses(entry, (cell,))[0]


def cell_addresses(entry: LedgerEntry, cells: Sequence[RollupCell]) -> list[str]:
    """Return the addresses of cells on the body's own page."""
    report = entry.report
    page = report_address(entry, report.page) if report else ""
    has_ids = page and report and report.has_cell_ids
    return [f"{page}#{cell.id}" if has_ids else page for cell in cells]
