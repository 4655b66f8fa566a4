"""Several tables where the form has one with groups of columns: whose is whose by their order."""

from collections.abc import Sequence
from dataclasses import replace

from site_builder.importing.recognition.row_order import FormRow

_REASON = "各表没有写明是哪一组，按先后次序对应"


def with_groups_in_order(rows: Sequence[FormRow]) -> tuple[FormRow, ...]:
    """Return the rows, those of tables that name no group with the group that is left for them.

    Only where there are as many such tables as groups, none of them clear by itself.
    """
    unnamed = [row for row in rows if _needs_group(row)]
    if not unnamed:
        return tuple(rows)
    section = unnamed[0].section
    others = [row for row in rows if row.section is section and row not in unnamed]
    leaves = [leaf.path.rpartition(".")[0] for leaf in section.columns.leaves]
    groups = list(dict.fromkeys(leaves))
    sizes = {leaves.count(group) for group in groups}
    if others or len(unnamed) != len(groups) or sizes != {len(unnamed[0].data.values)}:
        return tuple(rows)
    by_row = {id(row): group for row, group in zip(unnamed, groups, strict=True)}
    return tuple(
        replace(row, column_group=by_row[id(row)], certainty="inferred", reason=_REASON)
        if id(row) in by_row
        else row
        for row in rows
    )


def _needs_group(row: FormRow) -> bool:
    columns = row.data.header.columns(row.section, row.column_group)
    return (
        not row.section.has_row_labels
        and not columns.is_decided
        and bool(columns.slots)
        and len(columns.slots) == len(row.data.values)
        and all(len(slot.options) > 1 for slot in columns.slots)
    )
