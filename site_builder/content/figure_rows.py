"""The rows of `figures.yaml` with their spans in its text, and what the form has besides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.content.header_schema import header_schema
from site_builder.core.yaml.source_tree import SourceEntry, SourceNode
from site_builder.model.figures import CellKey
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.standards.blank_files import blank_line
from site_builder.standards.figures_layout import column_lines, figures_lines, row_lines


@dataclass(frozen=True, slots=True)
class CellList:
    """What is typed behind one key: the cells of a row, or of a group of its columns."""

    label: str
    keys: tuple[CellKey, ...]
    node: SourceNode


@dataclass(frozen=True, slots=True)
class MissingLines:
    """Lines that the form has and the text has not."""

    keys: tuple[CellKey, ...]
    """The cells they would hold."""
    position: int
    """Behind which value they belong, in characters of the text."""
    lines: tuple[str, ...]

    def insert(self, text: str) -> str:
        """Return the text with the lines in it, empty."""
        newline = "\r\n" if "\r\n" in text else "\n"
        end = text.find("\n", self.position)
        before = text if end < 0 else text[: end + 1]
        if not before.endswith("\n"):
            before += newline
        return before + "".join(f"{line}{newline}" for line in self.lines) + text[len(before) :]


def read_cell_lists(
    root: SourceNode, form: Form
) -> tuple[Sequence[CellList], Sequence[MissingLines]]:
    """Return all rows of a file, and what is missing. Raises ValueError for another shape."""
    reader = _Reader()
    entries = _entries(root)
    position = entries[-1].value.end if entries else root.end
    by_key = {entry.key: entry for entry in entries}
    for table in form.tables():
        entry = by_key.get(table.key)
        if entry is None:
            keys = tuple((table.id, row.path, column.path) for _, row, column in table.cells())
            reader.missing.append(
                MissingLines(
                    keys, position, (f"{table.key}:", *map(blank_line, figures_lines(table)))
                )
            )
        else:
            rows = tuple(row for section in table.sections for row in section.rows)
            position = entry.value.end
            reader.read_rows(table, rows, entry, table.key)
    return reader.lists, reader.missing


def _entries(node: SourceNode) -> tuple[SourceEntry, ...]:
    if node.entries is None:
        raise ValueError("no mapping")
    return node.entries


class _Reader:
    """Walks a form's headers and the lines of a file together, as `content.figures` does."""

    def __init__(self) -> None:
        self.lists: list[CellList] = []
        self.missing: list[MissingLines] = []

    def read_rows(
        self, table: Table, headers: tuple[Header, ...], parent: SourceEntry, label: str
    ) -> None:
        if len(headers) == 1 and not headers[0].key:
            section = _section_of(table, headers[0])
            self.read_columns(table, headers[0], section.columns, parent, label)
            return
        for header, entry, position, indent in self._match(headers, parent, label, "行"):
            leaves = tuple(header.leaves())
            if entry is None:
                section = _section_of(table, leaves[0])
                keys = tuple(
                    (table.id, row.path, column.path)
                    for row in leaves
                    for column in all_leaves(section.columns)
                )
                lines = tuple(map(blank_line, row_lines((header,), section, indent)))
                self.missing.append(MissingLines(keys, position, lines))
            elif header.children:
                self.read_rows(table, header.children, entry, header.key)
            else:
                section = _section_of(table, header)
                self.read_columns(table, header, section.columns, entry, header.label or label)

    def read_columns(
        self,
        table: Table,
        row: Header,
        headers: tuple[Header, ...],
        parent: SourceEntry,
        label: str,
    ) -> None:
        while len(headers) == 1 and not headers[0].key and headers[0].children:
            headers = headers[0].children
        if parent.value.entries is None:
            keys = tuple((table.id, row.path, leaf.path) for leaf in all_leaves(headers))
            self.lists.append(CellList(label, keys, parent.value))
            return
        for header, entry, position, indent in self._match(headers, parent, label, "列"):
            if entry is None:
                keys = tuple((table.id, row.path, leaf.path) for leaf in header.leaves())
                lines = tuple(map(blank_line, column_lines(row, (header,), indent)))
                self.missing.append(MissingLines(keys, position, lines))
            else:
                self.read_columns(table, row, header.children or (header,), entry, header.label)

    def _match(
        self, headers: tuple[Header, ...], parent: SourceEntry, label: str, axis: str
    ) -> Iterator[tuple[Header, SourceEntry | None, int, str]]:
        """Pair headers with their lines; with each, where a missing one belongs, and indented."""
        schema = header_schema(headers, label, axis)
        if parent.value.is_flow:
            raise ValueError("rows in braces")
        entries = parent.value.entries or ()
        by_path: dict[str, SourceEntry] = {}
        for entry in entries:
            target = schema.by_name.get(entry.key) or schema.by_label.get(schema.fold(entry.key))
            if target is not None:
                by_path.setdefault(target.id, entry)
        position = parent.value.start if not entries else parent.key_end
        indent = " " * (entries[0].key_column if entries else parent.key_column + 2)
        for header in headers:
            present = by_path.get(header.path)
            yield header, present, position, indent
            if present is not None:
                position = present.value.end


def _section_of(table: Table, leaf: Header) -> TableSection:
    return next(section for section in table.sections if leaf in all_leaves(section.rows))
