"""Rows of figures → rows of the form: by their labels, and by their place between clear ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from site_builder.importing.recognition.data_rows import DataRow
from site_builder.importing.recognition.frames import FormFrame, LabelTarget, SectionFrame
from site_builder.importing.recognition.headers import named_group
from site_builder.importing.recognition.labels import similarity
from site_builder.model.form import Header

Certainty = Literal["certain", "inferred", "unproven", "doubtful"]
"""certain: labels say it. inferred: for a reason that suffices. unproven: only if identities close.
doubtful: never by itself."""

_SIMILAR = 0.6
_VERY_SIMILAR = 0.8


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of figures, with the row of the form that it is."""

    data: DataRow
    section: SectionFrame
    path: str
    """Of the row; of a group of rows when the table has one row for it."""
    group: Header | None = None
    """The group that the table has only one row for."""
    certainty: Certainty = "certain"
    reason: str = ""
    column_group: str = ""
    """Path of the group of columns that its label, or its place among others, names."""


@dataclass(frozen=True, slots=True)
class _Entry:
    data: DataRow
    section: SectionFrame | None
    target: LabelTarget | None

    @property
    def position(self) -> int:
        """Return where the row stands in the form; -1 while that is open."""
        if self.section is None or self.target is None:
            return -1
        return self.section.row_positions.get(self.target.path, -1)


def order_rows(
    rows: Sequence[DataRow], frame: FormFrame
) -> tuple[tuple[FormRow, ...], tuple[DataRow, ...]]:
    """Return the rows of the form, and the rows that are none of it."""
    entries: list[_Entry] = []
    for row in rows:
        previous = entries[-1].section if entries else None
        entries.append(_entry(row, frame, previous))
    resolved = {
        (entry.section.id, entry.target.path)
        for entry in entries
        if entry.section and entry.target and entry.position >= 0
    }
    form_rows: list[FormRow] = []
    rest: list[DataRow] = []
    start = 0
    while start < len(entries):
        entry = entries[start]
        if entry.section and entry.target and entry.position >= 0:
            form_rows.append(_form_row(entry.data, entry.section, entry.target.path, frame))
            start += 1
            continue
        if _is_solo_group(entry, entries, resolved):
            form_rows.append(_group_row(entry))
            start += 1
            continue
        end = start + 1
        while end < len(entries) and _is_open(entries[end], entries, resolved):
            end += 1
        placed, unplaced = _place(entries, start, end, resolved, frame)
        form_rows += placed
        rest += unplaced
        start = end
    return tuple(form_rows), tuple(rest)


def _form_row(row: DataRow, section: SectionFrame, path: str, frame: FormFrame) -> FormRow:
    if section.has_row_labels or not row.labels:
        return FormRow(row, section, path)
    words = "".join(cell.text for cell in row.labels)
    return FormRow(row, section, path, column_group=named_group(section, frame, words))


def _is_open(
    entry: _Entry, entries: Sequence[_Entry], resolved: set[tuple[tuple[str, str], str]]
) -> bool:
    return entry.position < 0 and not _is_solo_group(entry, entries, resolved)


def _entry(row: DataRow, frame: FormFrame, previous: SectionFrame | None) -> _Entry:
    if row.targets:
        near = [pair for pair in row.targets if pair[0] is previous]
        section, target = (near or row.targets)[0]
        same_section = [pair for pair in row.targets if pair[0] is section]
        return _Entry(row, section, target if len(same_section) == 1 else None)
    group = _upper_group(row, frame)
    if group:
        return _Entry(row, *group)
    unlabelled, _ = unlabelled_section(row, frame)
    if unlabelled:
        leaf = unlabelled.rows.leaves[0]
        return _Entry(row, unlabelled, LabelTarget(leaf, (), 0, needs_number=False))
    return _Entry(row, None, None)


def _upper_group(row: DataRow, frame: FormFrame) -> tuple[SectionFrame, LabelTarget] | None:
    """Return the group that a label left of one that says nothing names."""
    for cell in reversed(row.labels):
        label = frame.normalize(cell.text)
        for section in frame.sections:
            for target in section.rows.find(label):
                if target.header.children:
                    return section, target
    return None


def unlabelled_section(row: DataRow, frame: FormFrame) -> tuple[SectionFrame | None, int]:
    """Return the section without row labels whose columns stand above a row, and how many do."""
    fits = [
        (
            sum(bool(slot.options) for slot in row.header.columns(section).slots),
            not section.has_row_labels,
            -place,
            section,
        )
        for place, section in enumerate(frame.sections)
    ]
    count, is_unlabelled, _, section = max(fits, key=lambda fit: fit[:3])
    return (section, count) if count and is_unlabelled else (None, 0)


def _is_solo_group(
    entry: _Entry, entries: Sequence[_Entry], resolved: set[tuple[tuple[str, str], str]]
) -> bool:
    """Return whether a table has one row where the form has a group of them."""
    if entry.section is None or entry.target is None or not entry.target.header.children:
        return False
    if not entry.data.targets:
        return False
    path = entry.target.path
    rows_of_group = sum(
        other.target is not None and other.section is entry.section and other.target.path == path
        for other in entries
        if other.data.source is entry.data.source
    )
    leaves = entry.target.header.leaves()
    return rows_of_group == 1 and not any(
        (entry.section.id, leaf.path) in resolved for leaf in leaves
    )


def _group_row(entry: _Entry) -> FormRow:
    assert entry.section  # noqa: S101 - a solo group has both
    assert entry.target  # noqa: S101 - a solo group has both
    return FormRow(entry.data, entry.section, entry.target.path, entry.target.header)


def _place(
    entries: Sequence[_Entry],
    start: int,
    end: int,
    resolved: set[tuple[tuple[str, str], str]],
    frame: FormFrame,
) -> tuple[list[FormRow], list[DataRow]]:
    """Place rows without a clear label between those that have one, if just as many are missing."""
    open_entries = entries[start:end]
    missing = _missing_between(entries, start, end, resolved)
    groups = {entry.target.path for entry in open_entries if entry.target}
    if len(groups) == 1:
        group = next(iter(groups))
        missing = [pair for pair in missing if pair[1].path.startswith(f"{group}.")]
    if len(missing) != len(open_entries) or any(
        _is_extra(entry.data, frame) for entry in open_entries
    ):
        return [], [entry.data for entry in open_entries]
    return [
        _placed(entry.data, section, leaf, frame)
        for entry, (section, leaf) in zip(open_entries, missing, strict=True)
    ], []


def _is_extra(row: DataRow, frame: FormFrame) -> bool:
    return any(frame.normalize(cell.text).full in frame.extra_rows for cell in row.labels)


def _missing_between(
    entries: Sequence[_Entry],
    start: int,
    end: int,
    resolved: set[tuple[tuple[str, str], str]],
) -> list[tuple[SectionFrame, Header]]:
    """Return the rows of the form between two clear ones of the same table that no label names."""
    tables = {id(entry.data.source) for entry in entries[start:end]}
    before = next((e for e in reversed(entries[:start]) if e.position >= 0), None)
    after = next((e for e in entries[end:] if e.position >= 0), None)
    is_rest = any(entry.data.is_carried for entry in entries[start:end])
    if before and id(before.data.source) not in tables and not is_rest:
        before = None
    if after and id(after.data.source) not in tables:
        after = None
    missing: list[tuple[SectionFrame, Header]] = []
    if before and before.section:
        last = after.position if after and after.section is before.section else None
        leaves = before.section.rows.leaves[before.position + 1 : last]
        missing += [(before.section, leaf) for leaf in leaves]
    if after and after.section and not (before and before.section is after.section):
        missing += [(after.section, leaf) for leaf in after.section.rows.leaves[: after.position]]
    return [pair for pair in missing if (pair[0].id, pair[1].path) not in resolved]


def _placed(row: DataRow, section: SectionFrame, leaf: Header, frame: FormFrame) -> FormRow:
    label = frame.normalize(row.labels[-1].text) if row.labels else None
    expected = section.rows.labels[leaf.path]
    text = row.labels[-1].text if row.labels else ""
    alike = similarity(label, expected) if label else 0.0
    if alike >= _VERY_SIMILAR or (label and alike >= _SIMILAR and label.number == expected.number):
        reason = f"行名“{_line(text)}”和“{leaf.label}”相近，上下行的次序相符"
        return FormRow(row, section, leaf.path, certainty="inferred", reason=reason)
    reason = f"行名“{_line(text)}”不认识，按上下行的次序" if text else "没有行名，按上下行的次序"
    return FormRow(row, section, leaf.path, certainty="unproven", reason=reason)


def _line(text: str) -> str:
    return "".join(text.split())
