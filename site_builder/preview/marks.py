"""The cells of a broken sum, marked on the page of the report. Called by `answers`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.forms import grid, sums
from site_builder.forms.likely_cell import evaluation_key, likely_cells
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import Report
from site_builder.model.figures import CellKey
from site_builder.model.form import Table
from site_builder.model.site import Site

_ARITHMETIC = "n001/"


@dataclass(frozen=True, slots=True)
class BrokenSum:
    """One finding about arithmetic, with its cells by the `headers` that name them on the page."""

    finding: Diagnostic
    main: str
    """The cell to look at first: the likely one, or the one that states the sum."""
    others: tuple[str, ...]
    """The other cells that hold a number."""


def broken_sums(site: Site, url: str, findings: tuple[Diagnostic, ...]) -> tuple[BrokenSum, ...]:
    """List the findings about arithmetic on a page, in their order, with their cells."""
    sums_found = [one for one in findings if one.code.startswith(_ARITHMETIC)]
    report = next((one for one in site.reports.values() if one.entry.url == url), None)
    if not sums_found or report is None:
        return ()
    marked = {
        (rule, subject): (main, others) for rule, subject, main, others in _broken(site, report)
    }
    return tuple(
        BrokenSum(one, *marked[one.code, one.subject.partition("=")[0]])
        for one in sums_found
        if (one.code, one.subject.partition("=")[0]) in marked
    )


def _broken(site: Site, report: Report) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    last = site.reports.get(report.year - 1)
    for table in site.forms[report.form].tables():
        headers = _headers(table)
        proved = [*sums.evaluate(table, report.figures, last.figures if last else None)]
        likely = likely_cells(proved, report.figures)
        for one in proved:
            if not one.holds and one.keys:
                sure = likely.get(evaluation_key(one))
                main = sure.key if sure else one.keys[0]
                others = (key for key in one.keys if key != main and report.figures.number(key))
                rule = f"{_ARITHMETIC}{one.identity.id}"
                yield rule, one.line.path, headers[main], tuple(headers[key] for key in others)


def _headers(table: Table) -> dict[CellKey, str]:
    return {
        (table.id, row.path, column.path): grid.headers_of(table, band, row, column)
        for band, row, column in table.cells()
    }


def mark(data: bytes, sums_: tuple[BrokenSum, ...]) -> bytes:
    """Outline the cells of broken sums, and lead from the cell of each back to its finding."""
    main: dict[str, list[int]] = {}
    for number, one in enumerate(sums_, 1):
        main.setdefault(one.main, []).append(number)
    for headers in dict.fromkeys((*main, *(other for one in sums_ for other in one.others))):
        data = _marked(data, headers, main.get(headers, []))
    return data


def _marked(data: bytes, headers: str, numbers: list[int]) -> bytes:
    pattern = re.compile(
        rb'<td class="([^"]*)" headers="' + re.escape(headers.encode()) + rb'"([^>]*)>(.*?)</td>',
        re.DOTALL,
    )
    marks = "".join(
        f'<a class="preview-cell__mark" id="preview-cell-{number}" '
        f'href="#preview-finding-{number}">核对 {number}</a>'
        for number in numbers
    ).encode()
    kind = b"preview-cell preview-cell--main" if numbers else b"preview-cell"
    new = rb'<td class="\1 ' + kind + rb'" headers="' + headers.encode() + rb'"\2>\3' + marks
    return pattern.sub(new + b"</td>", data, count=1)
