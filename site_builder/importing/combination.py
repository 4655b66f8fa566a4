"""Reports of one year out of several files: figures from a workbook, text from a document.

A workbook gives no text, a narrative alone no figures. Where both have figures, both must agree; a
cell in which they differ is doubtful.
"""

from collections.abc import Mapping
from dataclasses import replace

from site_builder.core.office_file_types import is_spreadsheet
from site_builder.model.figures import CellKey, MissingValue
from site_builder.model.frozendict import frozendict
from site_builder.model.imported import ImportedCell, ImportedReport
from site_builder.model.original import Block
from site_builder.standards.header_grid import decimal_text


def has_text(report: ImportedReport) -> bool:
    """Return whether a report has any text of its own; lines in a sheet are none."""
    return bool(_blocks(report)) and not is_spreadsheet(report.file)


def _blocks(report: ImportedReport) -> tuple[Block, ...]:
    return (*report.preamble, *(block for part in report.parts for block in part.blocks))


def has_figures(report: ImportedReport) -> bool:
    """Return whether any cell of a report stands in the file it was read from."""
    return any(cell.origin is not None for cell in report.cells.values())


def combine(first: ImportedReport, second: ImportedReport) -> ImportedReport | None:
    """Build one report of two of the same year; None where they are two versions of it.

    They complete each other when they have the same form and not both of them have text.
    """
    if first.form != second.form or (has_text(first) and has_text(second)):
        return None
    text, figures = (second, first) if has_text(second) else (first, second)
    return replace(
        text,
        file=f"{text.file}、{figures.file}",
        body=text.body or figures.body,
        title=text.title or figures.title,
        published=text.published or figures.published,
        cells=_combine_cells(text.cells, figures.cells) if has_figures(text) else figures.cells,
        left_over=(*text.left_over, *_blocks(figures), *figures.left_over),
        omissions=(*text.omissions, *figures.omissions),
        diagnostics=(*text.diagnostics, *figures.diagnostics),
    )


def _combine_cells(
    text: Mapping[CellKey, ImportedCell], figures: Mapping[CellKey, ImportedCell]
) -> Mapping[CellKey, ImportedCell]:
    return frozendict({key: _combine_cell(cell, figures[key]) for key, cell in text.items()})


def _combine_cell(text: ImportedCell, figure: ImportedCell) -> ImportedCell:
    if figure.origin is None or text.value == figure.value:
        return text
    if text.origin is None:
        return figure
    if text.value is None and figure.value is not None and _writings(figure)[0] in text.candidates:
        return replace(figure, reading="inferred", reason=f"{figure.origin.file} 里写的是它")
    writings = tuple(dict.fromkeys((*_writings(text), *_writings(figure))))
    reason = f"{text.origin.file} 和 {figure.origin.file} 里的数字不一样"
    return replace(text, value=None, reading="doubtful", candidates=writings, reason=reason)


def _writings(cell: ImportedCell) -> tuple[str, ...]:
    """Return what a cell may hold, as a person would type it."""
    if cell.value is None:
        return cell.candidates
    if isinstance(cell.value, MissingValue):
        return ("缺" if cell.value is MissingValue.BLANK else "/",)
    return (decimal_text(cell.value),)
