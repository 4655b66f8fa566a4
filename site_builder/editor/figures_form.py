"""A year's figures as a form: the statutory tables as printed, with a field in each cell."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.content.unconfirmed_cells import UnconfirmedNote
from site_builder.model.figures import CellKey, Figures, MissingValue
from site_builder.model.form import Form, Table, all_leaves
from site_builder.model.frozendict import frozendict
from site_builder.model.views.parts import HeaderCell, TableSectionView
from site_builder.standards.carried_cells import carried_cells
from site_builder.standards.header_grid import cell_label, header_labels, lay_out
from site_builder.standards.identities import identity_keys


@dataclass(frozen=True, slots=True)
class FormCell:
    """A field."""

    name: str
    """Table, row and column, as the browser sends them back."""
    typed: str
    label: str
    """What it is called without its table in sight: row and column."""
    headers: str
    carried: str
    """What last year's report says should stand here; empty where it says nothing."""
    is_total: bool
    note: UnconfirmedNote | None
    """What an import says of the cell."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A row with its headers."""

    header_cells: tuple[HeaderCell, ...]
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section of a table as it is filled in."""

    view: TableSectionView
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """A sentence of the form on one line, to be judged."""

    name: str
    label: str
    """The line it is about."""
    statement: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table as it is filled in."""

    id: str
    title: str
    sections: tuple[FormSection, ...]
    identities: tuple[FormIdentity, ...]


def cell_name(key: CellKey) -> str:
    """Return the name of a cell's field."""
    return "|".join(key)


def cell_key(name: str) -> CellKey:
    """Return the cell of a field. Raises ValueError."""
    table, row, column = name.split("|")
    return table, row, column


def typed_cells_of(fields: object) -> dict[CellKey, str]:
    """Return the cells of fields as the browser sends them. Raises TypeError and ValueError."""
    if not isinstance(fields, dict):
        raise TypeError
    return {cell_key(str(name)): str(typed).strip() for name, typed in fields.items()}


def form_tables(
    form: Form,
    typed: Mapping[CellKey, str],
    notes: Mapping[CellKey, UnconfirmedNote],
    previous_figures: Figures | None,
) -> tuple[FormTable, ...]:
    """Lay out all tables of a form with what is typed into them, and what is noted of cells."""
    return tuple(_form_table(table, typed, notes, previous_figures) for table in form.tables())


def _form_table(
    table: Table,
    typed: Mapping[CellKey, str],
    notes: Mapping[CellKey, UnconfirmedNote],
    previous_figures: Figures | None,
) -> FormTable:
    keys = [(table.id, row.path, column.path) for _, row, column in table.cells()]
    blank = Figures("", frozendict(dict.fromkeys(keys, MissingValue.BLANK)), frozendict({}))
    carried = carried_cells(table, previous_figures)
    sections = []
    for section, view in zip(table.sections, lay_out(table, blank).sections, strict=True):
        columns = all_leaves(section.columns)
        totals = {term.path for each in section.identities for term in each.left[:1]}
        rows = tuple(
            FieldRow(
                row_view.header_cells,
                tuple(
                    FormCell(
                        name=cell_name(key := (table.id, row.path, column.path)),
                        typed=typed.get(key, ""),
                        label=cell_label(section, row, column),
                        headers=cell.headers,
                        carried=carried.get(key, ""),
                        is_total=bool({row.path, column.path} & totals),
                        note=notes.get(key),
                    )
                    for column, cell in zip(columns, row_view.cells, strict=True)
                ),
            )
            for row, row_view in zip(all_leaves(section.rows), view.rows, strict=True)
        )
        sections.append(FormSection(view, rows))
    return FormTable(table.id, table.title, tuple(sections), tuple(_identities(table)))


def _identities(table: Table) -> list[FormIdentity]:
    identities = []
    for section in table.sections:
        for identity in section.identities:
            across = identity.axis == "columns"
            headers = section.columns if across else section.rows
            for line in all_leaves(headers):
                keys = identity_keys(table, section, identity, line)
                labels = (
                    header_labels(headers, line.path)[-1:]
                    or header_labels(section.columns, identity.left[0].path)[:-1]
                )
                name = f"{table.id}|{section.id}|{identity.id}|{line.path}"
                cells = tuple(map(cell_name, keys))
                label = " ".join(labels) + ("列" if across else "")
                identities.append(FormIdentity(name, label, identity.statement, cells))
    return identities
