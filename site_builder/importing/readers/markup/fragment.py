"""A piece of HTML within another text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.importing.readers.markup.cells import TableReader
from site_builder.importing.readers.markup.flow import Flow, FlowSettings
from site_builder.importing.readers.markup.furniture import omit_hidden
from site_builder.importing.readers.markup.tables import data_tables
from site_builder.importing.readers.markup.tree import parse_markup
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.original import Block


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML holds."""

    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]
    tables: int
    """Tables of the whole text so far."""


def read_fragment(file: str, first_line: int, lines: Sequence[str], tables: int) -> Fragment:
    """Read some lines of HTML; `tables` counts those that the text had before.

    Raises UnsupportedFileError beyond the bounds of a page.
    """
    # The parser counts lines: those before the piece are empty.
    root = parse_markup("\n" * (first_line - 1) + "<div>" + "\n".join(lines) + "</div>")
    _, hidden = omit_hidden(root, file)
    settings = FlowSettings(file, data_tables(root), {})
    reader = TableReader(settings, count=tables)
    blocks = reader.expand(Flow(settings).read(root))
    return Fragment(tuple(blocks), (*hidden, *reader.diagnostics), reader.count)
