"""Placements → every cell of the form with its value, or with what it may be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.importing.recognition.placements import Placement
from site_builder.importing.recognition.values import ValueReading, read_amount, read_value
from site_builder.model.figures import Cell, CellKey, MissingValue
from site_builder.model.form import Form, Header, TableSection
from site_builder.model.imported import ImportedCell
from site_builder.model.original import OriginalCell
from site_builder.standards.header_grid import decimal_text

DIFFERENT = "原件里有几处写这一格，写的不同"
"""Why cells are doubtful whose table, or row, comes twice."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cell of the form, with what it holds if sums prove it."""

    cell: ImportedCell
    values: tuple[Cell, ...] = ()
    """What it may hold; none for a cell that is decided, or that nothing can decide."""


def propose_cells(
    form: Form, placements: Iterable[Placement], *, scanned: bool
) -> dict[CellKey, Proposal]:
    """Return a proposal for each cell of the form, in its order."""
    by_key: dict[CellKey, list[Placement]] = {}
    for placement in placements:
        by_key.setdefault(placement.key, []).append(placement)
    tables_with_cells = {key[0] for key in by_key}
    rows_with_cells = {key[:2] for key in by_key}
    proposals: dict[CellKey, Proposal] = {}
    for table in form.tables():
        for section, row, column in table.cells():
            key = (table.id, row.path, column.path)
            if key in by_key:
                readings = [
                    _read(key, section, placement, scanned=scanned)
                    for placement in _with_cells(by_key[key])
                ]
                proposals[key] = _joined(readings, column)
            else:
                place = "列" if key[:2] in rows_with_cells else "行"
                reason = (
                    f"原件的表里没有这一{place}"
                    if table.id in tables_with_cells
                    else "原件里没有认出这张表"
                )
                proposals[key] = Proposal(_doubtful(key, section.id, reason))
    return proposals


def _with_cells(placements: Sequence[Placement]) -> Sequence[Placement]:
    return [placement for placement in placements if placement.cell] or placements[:1]


def _doubtful(key: CellKey, section: str, reason: str) -> ImportedCell:
    return ImportedCell(key, section, None, "doubtful", None, reason=reason)


def _read(key: CellKey, section: TableSection, placement: Placement, *, scanned: bool) -> Proposal:
    cell = placement.cell
    if cell is None:
        return Proposal(_doubtful(key, section.id, placement.reason))
    reading = (
        read_amount(cell.text, placement.column, placement.unit)
        if placement.unit or placement.lacks_unit
        else read_value(cell.text, placement.column)
    )
    imported = ImportedCell(
        key=key,
        section=section.id,
        value=reading.value,
        reading=reading.reading,
        origin=cell.origin,
        text=reading.text,
        candidates=reading.candidates,
        reason=reading.reason,
    )
    if placement.group:
        return _of_group(imported, reading, placement)
    is_open = placement.certainty in ("unproven", "doubtful") or scanned or bool(cell.doubt)
    if reading.reading == "doubtful" or is_open:
        return _open(imported, cell, placement, scanned=scanned)
    if placement.certainty == "inferred" and reading.reading == "read":
        imported = replace(imported, reading="inferred", reason=placement.reason)
    return Proposal(imported)


def _open(
    imported: ImportedCell, cell: OriginalCell, placement: Placement, *, scanned: bool
) -> Proposal:
    """Return a doubtful cell, with what it holds if sums prove it."""
    text = cell.text.strip()
    texts = (*(imported.candidates or (text,)), *placement.alternatives, *cell.candidates)
    candidates = tuple(dict.fromkeys(text.strip() or "缺" for text in texts))
    reasons = (
        imported.reason if imported.reading == "doubtful" else "",
        placement.reason or ("文字由图像识别" if scanned else ""),
        cell.doubt,
    )
    doubtful = replace(
        imported,
        value=None,
        reading="doubtful",
        text=text,
        candidates=candidates,
        reason="；".join(filter(None, reasons)),
    )
    values = () if _is_hopeless(placement) else tuple(_values(candidates, placement.column))
    return Proposal(doubtful, values)


def _is_hopeless(placement: Placement) -> bool:
    """Return whether sums prove nothing: exchanged rows or columns leave them as they are."""
    return placement.certainty == "doubtful"


def _of_group(imported: ImportedCell, reading: ValueReading, placement: Placement) -> Proposal:
    """Return the cell of a row below a group that the original has one row for."""
    if reading.reading == "blank" and placement.certainty == "certain":
        return Proposal(imported)
    reason = f"原件把“{placement.group}”写成一行"
    if placement.certainty in ("certain", "inferred") and reading.reading == "read":
        if reading.value == 0:
            # Counts are not negative: a sum of 0 leaves each of them no other value.
            zero = replace(imported, reading="inferred", reason=f"{reason}，合计为 0")
            return Proposal(zero)
        if not isinstance(reading.value, int):
            return Proposal(replace(imported, reading="inferred", reason=reason))
    text = placement.cell.text.strip() if placement.cell else ""
    return Proposal(
        replace(
            imported,
            value=None,
            reading="doubtful",
            text=text,
            candidates=_candidates((text, "0")),
            reason=f"{reason}，分不出各项是多少",
        )
    )


def _candidates(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() or "缺" for text in texts))


def _values(texts: Iterable[str], column: Header) -> Iterator[Cell]:
    for text in texts:
        reading = read_value("" if text == "缺" else text, column)
        if reading.value is not None:
            yield reading.value


def _joined(proposals: Sequence[Proposal], column: Header) -> Proposal:
    """Return what several places of the original say of one cell, if they say the same."""
    first = min(proposals, key=_weakness)
    decided = {proposal.cell.value for proposal in proposals if proposal.cell.value is not None}
    texts = [text for proposal in proposals for text in _texts(proposal)]
    if len(proposals) == 1 or (len(decided) == 1 and first.cell.value is not None):
        undecided = [p for p in proposals if p.cell.value is None and p.cell.text]
        if all(_agrees(proposal, first.cell.value, column) for proposal in undecided):
            return first
    candidates = _candidates(texts)
    cell = replace(
        first.cell, value=None, reading="doubtful", candidates=candidates, reason=DIFFERENT
    )
    # Two whole tables, of two bodies or two years, both add up: sums decide between none.
    is_open = not _contradict(proposals, column)
    return Proposal(cell, tuple(_values(candidates, column)) if is_open else ())


def _contradict(proposals: Sequence[Proposal], column: Header) -> bool:
    """Return whether several places hold numbers, and there is none that all of them may hold."""
    possible = [
        {proposal.cell.value, *_values(proposal.cell.candidates, column)}
        - {None, MissingValue.BLANK}
        for proposal in proposals
    ]
    filled = [values for values in possible if values]
    return len(filled) > 1 and not set.intersection(*filled)


def _weakness(proposal: Proposal) -> int:
    return ("read", "inferred", "blank", "doubtful").index(proposal.cell.reading)


def _texts(proposal: Proposal) -> tuple[str, ...]:
    cell = proposal.cell
    if cell.value is None:
        return cell.candidates
    return (cell.text or figure_text(cell.value),)


def _agrees(proposal: Proposal, value: Cell | None, column: Header) -> bool:
    return value in tuple(_values(proposal.cell.candidates, column)) or value is None


def figure_text(value: Cell) -> str:
    """Return a value as figures.yaml has it."""
    return decimal_text(value) or "缺"


def decided_cells(proposals: Mapping[CellKey, Proposal]) -> dict[CellKey, ImportedCell]:
    """Return the cells of proposals, in their order."""
    return {key: proposal.cell for key, proposal in proposals.items()}
