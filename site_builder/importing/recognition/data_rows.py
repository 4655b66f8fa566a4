"""Tables → their rows of figures, each with its label, its cells and the header rows above it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.frames import FormFrame, LabelTarget, SectionFrame
from site_builder.importing.recognition.grids import GridRow, grid_rows, is_blank
from site_builder.importing.recognition.headers import HeaderBlock
from site_builder.importing.recognition.labels import Label
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import OriginalCell, OriginalTable

_VALUE = lazy_pattern(
    r"\s*(?:[+\-±－＋]?\s*[0-9０-９OolI|][0-9０-９OolI|,，.．\s]*"
    r"(?:$|[(（\[①-⑳²³¹*件宗起例条项个人次份元万亿%])"
    r"|[/\\／]+\s*$|[-–—－─_]+\s*$|不适用\s*$|[nN]/?[aA]\s*$|[(（]?(?:净?增|净?减)[加少]?[)）]?\s*[0-9])"
)
_NUMBERED_WORDS = lazy_pattern(r"\s*[0-9０-９]{1,2}\s*[.．、,，)）]\s*[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of the original, and the words that stand above it."""

    table: OriginalTable
    context: str
    """The last heading or line before it, and its caption."""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row of a table that may hold figures of the form."""

    source: SourceTable
    row: GridRow
    header: HeaderBlock
    """The header rows above it; none when they are missing."""
    is_carried: bool
    """The header rows are those of the table before, of which this is the rest."""
    labels: tuple[OriginalCell, ...]
    """The cells before its figures that hold words."""
    targets: tuple[tuple[SectionFrame, LabelTarget], ...]
    """What its label names; none when no label does with certainty."""
    values: tuple[OriginalCell, ...]
    """The cells after its label."""
    next_row: int
    """Index of the row below in which any cell begins."""
    row_number: OriginalCell | None
    """A number before its label: 序号, if other rows have one too."""

    @property
    def label_cells(self) -> tuple[OriginalCell, ...]:
        """Return the cells of its label, with its number."""
        return (*self.labels, *((self.row_number,) if self.row_number else ()))

    def shares(self, cell: OriginalCell) -> bool:
        """Return whether a cell covers other rows of the table too."""
        return cell.row < self.row.index or cell.row + cell.row_span > self.next_row


def is_value(text: str) -> bool:
    """Return whether a text looks like a figure rather than a label."""
    return bool(_VALUE.match(text)) and not _NUMBERED_WORDS.match(text)


class RowReader:
    """Reads tables one after another: a table that was cut goes on under the same header rows."""

    def __init__(self, frame: FormFrame) -> None:
        self.frame = frame
        self._header = HeaderBlock((), "", frame)
        self._header_width = 0
        self._cached_targets: dict[Label, tuple[tuple[SectionFrame, LabelTarget], ...]] = {}

    def read(self, source: SourceTable) -> Iterator[DataRow]:
        """Yield the rows of figures of a table."""
        table = source.table
        none = HeaderBlock((), source.context, self.frame)
        header = none
        if table.column_count == self._header_width:
            header = HeaderBlock(self._header.rows, source.context, self.frame)
        is_carried, in_header = bool(header.rows), False
        rows = grid_rows(table)
        for place, row in enumerate(rows):
            is_start = in_header or not header.rows or not row.index
            kind = self._kind(row, may_be_header=is_start)
            if kind == "header":
                rows_above = (*header.rows, row) if in_header else (row,)
                header = HeaderBlock(rows_above, source.context, self.frame)
                in_header, is_carried = True, False
            elif kind == "title":
                header, in_header, is_carried = none, False, False
            elif kind == "data" or (kind == "blank" and in_header and self._may_be_data(header)):
                in_header = False
                data = self._data_row(source, row, header)
                below = rows[place + 1].index if place + 1 < len(rows) else table.row_count
                yield replace(data, is_carried=is_carried, next_row=below)
        self._header, self._header_width = header, table.column_count

    def _may_be_data(self, header: HeaderBlock) -> bool:
        """Return whether a row without any text is the row of a table whose rows have no labels."""
        return any(
            header.columns(section).slots
            for section in self.frame.sections
            if not section.has_row_labels
        )

    def _kind(self, row: GridRow, *, may_be_header: bool) -> str:
        filled = row.filled
        if not filled:
            return "blank"
        words = {self.frame.normalize(cell.text).full for cell in filled}
        if len(words) == 1 and words <= self.frame.titles.keys():
            return "title"
        if any(is_value(cell.text) for cell in filled):
            return "data"
        return self._kind_of_words(row, may_be_header=may_be_header and len(words) > 1)

    def _kind_of_words(self, row: GridRow, *, may_be_header: bool) -> str:
        filled = row.filled
        columns = [cell for cell in filled if self._is_column(cell)]
        rows = [cell for cell in filled if cell not in columns and self.targets_of(cell.text)]
        if rows and self._is_nested(rows):
            return "data"
        if len(filled) == 1 and columns and self.targets_of(columns[0].text):
            return "header" if columns[0].column else "data"
        if columns or may_be_header:
            return "header"
        return "data" if len(row.cells) > 1 else "note"

    def _is_column(self, cell: OriginalCell) -> bool:
        label = self.frame.normalize(cell.text)
        return not label.is_numbered and (
            label.full in self.frame.stubs
            or any(section.columns.find(label) for section in self.frame.sections)
        )

    def targets_of(self, text: str) -> tuple[tuple[SectionFrame, LabelTarget], ...]:
        """Return the rows of the form that a label may name."""
        label = self.frame.normalize(text)
        return tuple(
            (section, target)
            for section in self.frame.sections
            for target in section.rows.find(label)
        )

    def _is_nested(self, cells: Sequence[OriginalCell]) -> bool:
        """Return whether labels in one row stand below one another, not side by side."""
        leaves = {
            target.path
            for cell in cells
            for _, target in self.targets_of(cell.text)
            if not target.header.children
        }
        return len(leaves) <= 1 or len(cells) == 1

    def _data_row(self, source: SourceTable, row: GridRow, header: HeaderBlock) -> DataRow:
        labels: list[OriginalCell] = []
        row_number: OriginalCell | None = None
        end = 0
        for place, cell in enumerate(row.cells):
            if is_blank(cell):
                continue
            if is_value(cell.text) and not labels and self._has_label(row.cells[place + 1 :]):
                row_number = cell
                continue
            if is_value(cell.text) or (labels and self._is_figure_place(cell, header)):
                break
            end = place + 1
            if self.frame.normalize(cell.text).full not in self.frame.stubs:
                labels.append(cell)
        return DataRow(
            source=source,
            row=row,
            header=header,
            is_carried=False,
            labels=tuple(labels),
            targets=self._targets(labels),
            values=row.cells[end:],
            next_row=row.index + 1,
            row_number=row_number,
        )

    def _has_label(self, cells: Sequence[OriginalCell]) -> bool:
        return any(not is_blank(cell) and self.targets_of(cell.text) for cell in cells)

    def _is_figure_place(self, cell: OriginalCell, header: HeaderBlock) -> bool:
        """Return whether words stand under a column of the form: a remark, not a label."""
        if self.targets_of(cell.text):
            return False
        above = [
            other for row in header.rows for other in row.filled if other.column <= cell.column
        ]
        return any(
            self._is_column(other)
            and other.column == cell.column
            and self.frame.normalize(other.text).full not in self.frame.stubs
            for other in above
        )

    def _targets(
        self, labels: Sequence[OriginalCell]
    ) -> tuple[tuple[SectionFrame, LabelTarget], ...]:
        """Return what the last label names, in the light of those before it."""
        for first in range(len(labels) - 1, -1, -1):
            # A label may be cut over several cells.
            targets = self.targets_of("".join(cell.text for cell in labels[first:]))
            if targets:
                return self._below(targets, labels[:first])
        return ()

    def _below(
        self,
        targets: tuple[tuple[SectionFrame, LabelTarget], ...],
        upper: Sequence[OriginalCell],
    ) -> tuple[tuple[SectionFrame, LabelTarget], ...]:
        for cell in reversed(upper):
            groups = {target.path for _, target in self.targets_of(cell.text)}
            below = tuple(
                pair
                for pair in targets
                if pair[1].path in groups
                or any(header.path in groups for header in pair[1].ancestors)
            )
            targets = below or targets
        return targets
