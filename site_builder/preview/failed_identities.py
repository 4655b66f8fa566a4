"""The cells of a broken sum, marked on the page of the report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import Report
from site_builder.model.failure import FailureGroup
from site_builder.model.figures import CellKey
from site_builder.model.site import Site
from site_builder.standards import identities
from site_builder.standards.header_grid import cell_ids
from site_builder.standards.likely_causes import failure_groups

_ARITHMETIC = "n001/"


@dataclass(frozen=True, slots=True)
class BrokenSum:
    """One diagnostic about arithmetic, with the ids of its cells."""

    diagnostic: Diagnostic
    main_cell: str
    """The cell to check first: the likely one, or the one that states the sum."""
    other_cells: tuple[str, ...]
    """The other cells that hold a number."""


def broken_sums(site: Site, url: str, diagnostics: tuple[Diagnostic, ...]) -> tuple[BrokenSum, ...]:
    """Return the diagnostics about arithmetic on a page, in their order, with their cells."""
    arithmetic_diagnostics = [
        diagnostic for diagnostic in diagnostics if diagnostic.code.startswith(_ARITHMETIC)
    ]
    report = next((other for other in site.reports.values() if other.entry.url == url), None)
    if not arithmetic_diagnostics or report is None:
        return ()
    cells = {
        (code, subject): (main, others)
        for code, subject, main, others in _broken_cells(site, report)
    }
    return tuple(
        BrokenSum(diagnostic, *cells[diagnostic.code, diagnostic.subject.partition("=")[0]])
        for diagnostic in arithmetic_diagnostics
        if (diagnostic.code, diagnostic.subject.partition("=")[0]) in cells
    )


def _broken_cells(site: Site, report: Report) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    previous_report = site.reports.get(report.year - 1)
    for table in site.forms[report.form].tables():
        ids = cell_ids(table)
        previous_figures = previous_report.figures if previous_report else None
        evaluations = identities.evaluate(table, report.figures, previous_figures)
        failed = [evaluation for evaluation in evaluations if not evaluation.holds]
        groups = failure_groups(table, report.figures, previous_figures) if failed else {}
        for evaluation in failed:
            if evaluation.keys:
                main = _main_cell(groups.get(evaluation.name), evaluation.keys)
                others = (
                    key for key in evaluation.keys if key != main and report.figures.number(key)
                )
                code = f"{_ARITHMETIC}{evaluation.identity.id}"
                yield (
                    code,
                    evaluation.line.path,
                    ids[main],
                    tuple(ids[key] for key in others),
                )


def _main_cell(group: FailureGroup | None, keys: tuple[CellKey, ...]) -> CellKey:
    changes = group.causes[0].changes if group and group.decided else ()
    likely = (change.key for change in changes if not change.previous_year and change.key in keys)
    return next(likely, keys[0])


def mark_cells(data: bytes, sums_: tuple[BrokenSum, ...]) -> bytes:
    """Outline the cells of broken sums, and lead from the cell of each back to its diagnostic."""
    main: dict[str, list[int]] = {}
    for number, broken_sum in enumerate(sums_, 1):
        main.setdefault(broken_sum.main_cell, []).append(number)
    for cell_id in dict.fromkeys(
        (*main, *(cell for broken_sum in sums_ for cell in broken_sum.other_cells))
    ):
        data = _mark_cell(data, cell_id, main.get(cell_id, []))
    return data


def _mark_cell(data: bytes, cell_id: str, numbers: list[int]) -> bytes:
    pattern = re.compile(
        rb'<td id="' + re.escape(cell_id.encode()) + rb'"(?: class="([^"]*)")?([^>]*)>(.*?)</td>',
        re.DOTALL,
    )
    marks = "".join(
        f'<a class="preview-cell__mark" id="preview-cell-{number}" '
        f'href="#preview-finding-{number}">核对 {number}</a>'
        for number in numbers
    ).encode()
    kind = b"preview-cell preview-cell--main" if numbers else b"preview-cell"
    new = rb'<td id="' + cell_id.encode() + rb'" class="' + kind + rb' \1"\2>\3' + marks
    return pattern.sub(new + b"</td>", data, count=1)
