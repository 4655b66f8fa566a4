"""The header rows of a table → which columns of the form stand where, as far as labels say it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.frames import FormFrame, LabelTarget, SectionFrame
from site_builder.importing.recognition.grids import GridRow, is_blank, runs
from site_builder.importing.recognition.labels import Label
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import OriginalCell

_UNIT = lazy_pattern(r"(?:[(（](?:单位|單位)?|单位|單位)[:：]?([亿億万萬千]?元)(?:[)）]|$)")
_NOTE = lazy_pattern(r"^([^(（]+)[(（]([^()（）]+)[)）]$")


@dataclass(frozen=True, slots=True)
class Slot:
    """Columns of the grid that one header stands over."""

    start: int
    end: int
    path: str
    """Of the form's column; empty when labels do not decide it."""
    options: tuple[str, ...]
    """Columns of the form it may be."""
    unit: str = ""
    """Of money, where the header states one."""
    is_named: bool = False
    """Words stand over it, whatever they mean."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What the header rows say of a section's columns."""

    slots: tuple[Slot, ...]
    """From the first that may be a column of the form."""
    reason: str = ""
    """Why it is inferred, in Chinese; empty where the labels say it all."""
    places: tuple[tuple[int, int], ...] = ()
    """Start and end of all columns that any header stands over, those of no form included."""

    @property
    def is_decided(self) -> bool:
        """Return whether every column is clear, and none stands twice."""
        paths = [slot.path for slot in self.slots]
        return bool(paths) and all(paths) and len(set(paths)) == len(paths)

    @property
    def has_strange_words(self) -> bool:
        """Return whether words of no column of the form stand over one that is placed."""
        return any(slot.is_named and not slot.options for slot in self.slots)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the columns of the form, in the table's order."""
        return tuple(slot.path for slot in self.slots)


class HeaderBlock:
    """The header rows that stand above some rows of figures."""

    def __init__(self, rows: Sequence[GridRow], context: str, frame: FormFrame) -> None:
        self.rows = tuple(rows)
        self.context = context
        """A heading above the table that may name a group of columns."""
        self._frame = frame
        self._maps: dict[tuple[tuple[str, str], str], ColumnMap] = {}

    def columns(self, section: SectionFrame, group: str = "") -> ColumnMap:
        """Return what the header rows say of a section's columns.

        `group`: path of the columns that the row itself names; else the heading above may.
        """
        key = section.id, group
        if key not in self._maps:
            group = group or named_group(section, self._frame, self.context)
            self._maps[key] = _map_columns(self.rows, section, self._frame, group)
        return self._maps[key]


def _map_columns(
    rows: Sequence[GridRow], section: SectionFrame, frame: FormFrame, group: str
) -> ColumnMap:
    stacks = list(runs(rows))
    places = tuple((start, end) for start, end, cells in stacks if not is_blank(cells[-1]))
    slots = [
        Slot(
            start,
            end,
            "",
            _options(cells, section, frame),
            _unit(cells),
            is_named=not is_blank(cells[-1]),
        )
        for start, end, cells in stacks
    ]
    while slots and not slots[0].options:
        del slots[0]
    while slots and not slots[-1].options:
        del slots[-1]
    if not slots:
        return ColumnMap((), places=places)
    leaves = [leaf.path for leaf in section.columns.leaves]
    decided = replace(_decide(slots), places=places)
    if decided.is_decided:
        return decided
    if len(slots) == len(leaves) and _fits(slots, leaves):
        placed = [replace(slot, path=path) for path, slot in zip(leaves, slots, strict=True)]
        return ColumnMap(tuple(placed), "列名不全，按表式的列序对应", places)
    return _of_group(slots, group) or decided


def _fits(slots: list[Slot], leaves: list[str]) -> bool:
    """Return whether labels, where they are there, stand as in the form."""
    pairs = list(zip(leaves, slots, strict=True))
    return all(path in slot.options or not slot.options for path, slot in pairs) and (
        any(len(slot.options) == 1 for slot in slots) or all(slot.options for slot in slots)
    )


def _decide(slots: list[Slot]) -> ColumnMap:
    counts = Counter(slot.options[0] for slot in slots if len(slot.options) == 1)
    return ColumnMap(
        tuple(
            replace(slot, path=slot.options[0])
            if len(slot.options) == 1 and counts[slot.options[0]] == 1
            else slot
            for slot in slots
        )
    )


def _of_group(slots: list[Slot], group: str) -> ColumnMap | None:
    """Decide columns that several groups have by the one group that is named elsewhere."""
    if not group:
        return None
    narrowed = [
        replace(slot, options=tuple(path for path in slot.options if path.startswith(f"{group}.")))
        for slot in slots
    ]
    decided = _decide(narrowed)
    return decided if decided.is_decided else None


def named_group(section: SectionFrame, frame: FormFrame, context: str) -> str:
    """Return the path of the one innermost group of columns that a heading names; or empty."""
    words = frame.normalize(context).full
    groups = {path.rpartition(".")[0] for path in section.columns.labels} - {""}
    named = {
        target.path
        for target in section.columns.targets()
        if target.header.children
        and any(frame.normalize(text).full in words for text in frame.texts_of(target.header))
    }
    # 行政诉讼（未经复议直接起诉） names an outer group too; a heading over all names several.
    innermost = {path for path in named & groups if "." in path}
    if not innermost and len(named) == 1:
        innermost = named & groups
    return innermost.pop() if len(innermost) == 1 else ""


def _options(
    cells: Sequence[OriginalCell], section: SectionFrame, frame: FormFrame
) -> tuple[str, ...]:
    """Return the columns of the form that the labels over some columns may mean."""
    labels = [
        label
        for cell in cells
        if not is_blank(cell)
        for label in _cell_labels(cell, section, frame)
    ]
    if not labels:
        return ()
    *upper, bottom = labels
    if bottom.is_numbered:
        return ()
    leaves = [target for target in section.columns.find(bottom) if not target.header.children]
    below = leaves
    for label in upper:
        groups = {target.path for target in section.columns.find(label)}
        if groups:
            below = [leaf for leaf in below if _is_below(leaf, groups)]
    # A label that contradicts those above it still says what the column is not.
    return tuple(leaf.path for leaf in below or leaves)


def _unit(cells: Sequence[OriginalCell]) -> str:
    for cell in reversed(cells):
        match = _UNIT.search("".join(cell.text.split()))
        if match:
            return match[1].replace("億", "亿").replace("萬", "万")
    return ""


def _is_below(leaf: LabelTarget, groups: set[str]) -> bool:
    return leaf.path in groups or any(header.path in groups for header in leaf.ancestors)


def _cell_labels(cell: OriginalCell, section: SectionFrame, frame: FormFrame) -> list[Label]:
    """Return the labels of a cell: two for a group with the one below it in brackets."""
    whole = frame.normalize(cell.text)
    note = _NOTE.match("".join(cell.text.split()))
    if note:
        outer, inner = frame.normalize(note[1]), frame.normalize(note[2])
        if section.columns.find(outer) and section.columns.find(inner):
            return [outer, inner]
    return [whole]
