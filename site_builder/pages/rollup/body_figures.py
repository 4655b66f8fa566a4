"""A body over its years: the figures that the form calls key figures, as it published them."""

from collections.abc import Iterator, Sequence

from site_builder.model.form import Form
from site_builder.model.publication import form_keys
from site_builder.model.views.rollup import LinkedCell, LinkedRow, LinkedTable, RollupSection
from site_builder.pages.rollup.form_cells import LEGEND, figure_cell, form_rows
from site_builder.pages.rollup.ledger import Ledger, LedgerEntry
from site_builder.pages.rollup.rollup_page import status_url


def body_figures(ledger: Ledger, entries: Sequence[LedgerEntry]) -> Iterator[RollupSection]:
    """Yield the part of a body's page that sets its years side by side, if it has any report."""
    reported = [
        (entry, form) for entry in entries if entry.report and (form := ledger.form(entry.year))
    ]
    if not reported:
        return
    labels = tuple(dict.fromkeys(key.label for _, form in reported for key in form.key_figures))
    rows = tuple(
        LinkedRow(f"{entry.year}年", status_url(entry.year), tuple(_cells(entry, form, labels)))
        for entry, form in reported
    )
    text = "只列出主要的几项，照报告公布的写；每个数通到公布它的网页。"
    table = LinkedTable("key-figures", "历年的主要数字", "年度", labels, rows, legend=LEGEND)
    yield RollupSection("figures", "历年的数字", (text,), (table,))


def _cells(entry: LedgerEntry, form: Form, labels: Sequence[str]) -> Iterator[LinkedCell]:
    """Yield a cell for each label; forms name some figures that others do not have."""
    cells = {cell.index: cell for row in form_rows(form) for cell in row.cells}
    places = {key: index for index, key in enumerate(form_keys(form))}
    figures = {
        figure.label: cells[places[figure.table, figure.row, figure.column]]
        for figure in form.key_figures
    }
    for label in labels:
        cell = figures.get(label)
        yield figure_cell(entry, cell, form) if cell else LinkedCell("表式没有", "", "none")
