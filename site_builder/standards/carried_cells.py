"""Cells whose numbers stand in last year's report already: what a form carries over."""

from site_builder.model.figures import CellKey, Figures
from site_builder.model.form import Table, all_leaves
from site_builder.standards.header_grid import decimal_text


def carried_cells(table: Table, previous_figures: Figures | None) -> dict[CellKey, str]:
    """Return what stands in last year's report for cells that a sentence makes equal to it."""
    carried: dict[CellKey, str] = {}
    for section in table.sections:
        for identity in section.identities:
            left, right = identity.left, identity.right
            is_copy = len(left) == len(right) == 1 and right[0].previous_year
            if not is_copy or identity.relation != "=" or previous_figures is None:
                continue
            for line in all_leaves(section.columns if identity.axis == "columns" else section.rows):
                places = ((left[0].path, line.path), (right[0].path, line.path))
                if identity.axis == "rows":
                    places = ((line.path, left[0].path), (line.path, right[0].path))
                number = previous_figures.cells.get((table.id, *places[1]))
                if number is not None and decimal_text(number):
                    carried[table.id, *places[0]] = decimal_text(number)
    return carried
