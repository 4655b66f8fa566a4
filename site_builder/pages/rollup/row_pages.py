"""Bodies side by side: a row of the form, in one unit, in the order of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from site_builder.core.hashing import digest
from site_builder.model.form import Form
from site_builder.model.page import Page
from site_builder.model.value_texts import unit_of
from site_builder.model.views.parts import LinkItem
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.rollup.form_cells import (
    LEGEND,
    RollupCell,
    RollupRow,
    figure_cell,
    form_rows,
    row_url,
)
from site_builder.pages.rollup.ledger import LedgerEntry
from site_builder.pages.rollup.level_sums import common_unit, in_common_unit
from site_builder.pages.rollup.rollup_page import (
    PageText,
    RollupContext,
    body_url,
    nav_link,
    order_note,
    plan_page,
)

PAGE_SIZE = 100
"""Bodies on a page: one that changes makes no more than that many lines anew."""


def row_pages(context: RollupContext) -> Iterator[Page]:
    """Plan the list of rows, and for each its pages."""
    ledger = context.ledger
    forms = {year: form for year in ledger.years if (form := ledger.form(year))}
    causes = {"years": repr([(year, form.id) for year, form in forms.items()])}
    yield plan_page(context, "rows/index.html", partial(_index, forms), causes)
    for year, form in forms.items():
        entries = [entry for entry in ledger.of_year(year) if entry.is_expected or entry.reports]
        chunks = [entries[at : at + PAGE_SIZE] for at in range(0, len(entries), PAGE_SIZE)] or [[]]
        shared = [_shared_causes(chunk) for chunk in chunks]
        for row in form_rows(form):
            units = _units(entries, row, form)
            for number, chunk in enumerate(chunks, 1):
                values = [_values(entry, row, form) for entry in chunk]
                row_causes = {
                    "entries": shared[number - 1],
                    "values": digest(repr((values, sorted(units), len(chunks))).encode()),
                }
                part = _Part(year, form, row, number, len(chunks), units)
                build_text = partial(_page, part, chunk)
                yield plan_page(context, row_url(year, row, number), build_text, row_causes)


def _shared_causes(entries: Sequence[LedgerEntry]) -> str:
    """Return what decides the lines of bodies besides their figures."""
    facts = [
        (entry.body.code, entry.name, entry.address, entry.is_expected, *map(_origin, [entry]))
        for entry in entries
    ]
    return digest(repr(facts).encode("utf-8", "surrogatepass"))


def _origin(entry: LedgerEntry) -> tuple[str, str, bool]:
    report = entry.report
    return (report.page, report.form, report.has_cell_ids) if report else ("", "", False)


def _values(entry: LedgerEntry, row: RollupRow, form: Form) -> tuple[str, ...]:
    if entry.report is None or entry.report.form != form.id:
        return ()
    # The cells of a row stand one after another.
    return entry.values[row.cells[0].index : row.cells[-1].index + 1]


def _units(entries: Sequence[LedgerEntry], row: RollupRow, form: Form) -> set[str]:
    """Return the units that bodies chose for the money in a row."""
    cells = [position for position, cell in enumerate(row.cells) if cell.unit == "asked"]
    if not cells:
        return set()
    values = (_values(entry, row, form) for entry in entries)
    return {unit for value in values if value for at in cells if (unit := unit_of(value[at]))}


def _index(forms: dict[int, Form]) -> PageText:
    sections = tuple(
        RollupSection(
            f"y{year}",
            f"{year}年度",
            links=tuple(
                LinkItem(f"{year}年 {row.title}", row_url(year, row)) for row in form_rows(form)
            ),
        )
        for year, form in forms.items()
    )
    lead = "把各机构公布的同一项放在一起看；每个数都通到公布它的网页。"
    return PageText("机构对照", lead, sections, (order_note(),), "rows")


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of a form, and which page of its bodies."""

    year: int
    form: Form
    row: RollupRow
    number: int
    count: int
    units: set[str]


def _page(part: _Part, entries: Sequence[LedgerEntry]) -> PageText:
    year, row, units, number, count = part.year, part.row, part.units, part.number, part.count
    lines = tuple(
        LinkedRow(
            entry.name,
            body_url(entry.body),
            tuple(_cell(entry, cell, part.form, units) for cell in row.cells),
        )
        for entry in entries
    )
    unit = common_unit(units) or next((cell.unit for cell in row.cells if cell.unit), "")
    caption = f"{year}年 {row.title}" + (f"（单位：{unit}）" if unit else "")
    columns = tuple(cell.column for cell in row.cells)
    table = LinkedTable("bodies", caption, "机构", columns, lines, legend=LEGEND)
    others = tuple(
        LinkItem(f"第 {other} 页", row_url(year, row, other))
        for other in range(1, count + 1)
        if other != number
    )
    section = RollupSection("side", "各机构", (order_note(),), (table,), others)
    suffix = f"（第 {number} 页，共 {count} 页）" if count > 1 else ""
    title = f"{year}年度各机构：{row.title}{suffix}"
    lead = f"各机构在{year}年度报告里公布的“{row.title}”。"
    return PageText(title, lead, (section,), (), "rows", (nav_link("rows"),))


def _cell(entry: LedgerEntry, cell: RollupCell, form: Form, units: set[str]) -> LinkedCell:
    figure = figure_cell(entry, cell, form)
    if figure.state or not units or cell.unit != "asked":
        return figure
    number = in_common_unit(entry.value(cell.index), units)
    text = figure.text if number is None else f"{number.normalize():f}"
    return LinkedCell(text, figure.url, figure.state, figure.note, is_external=figure.is_external)
