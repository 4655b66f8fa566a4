"""A part of a report as its page and its papers show it."""

from dataclasses import dataclass

from site_builder.model.html import Html
from site_builder.model.row_list import RowList
from site_builder.model.transcript import TableText
from site_builder.model.views.parts import TableView


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the report."""

    id: str
    title: str
    """Empty where a table stands without a heading of its own."""
    html: Html
    table: TableView | None
    lists: tuple[RowList, ...]
    """Its sections as lists."""
    text: TableText | None
    """The table in sentences."""
