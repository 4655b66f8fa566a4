"""Rows of published figures (年度、表、行、列、数值、状态 …) → the reports they are of.

`figures.csv`, `series.csv` and what the reader of our own JSON makes of it have one figure a row:
each names its place in words, and in 代号 by the ids of the form.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from site_builder.core.text.suggest import normalize_label
from site_builder.model.figures import Amount, Cell, CellKey, MissingValue
from site_builder.model.form import Form, Header, all_leaves, form_for
from site_builder.model.imported import ImportedCell, ImportedPart, ImportedReport
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin, Original, OriginalTable

_REQUIRED = frozenset(("年度", "表", "列", "数值", "状态"))
_COLUMNS = frozenset((*_REQUIRED, "机关", "表式", "分表", "行", "单位", "代号"))
_STATES: Mapping[str, MissingValue] = {
    "空缺": MissingValue.BLANK,
    "不适用": MissingValue.NOT_APPLICABLE,
}
_NUMBER, _ABSENT = "数值", "表式无此项"
_DECIMAL = lazy_pattern(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,8})?")
_YEAR = lazy_pattern(r"[0-9]{4}")

_Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, by the labels of its columns."""

    texts: Mapping[str, str]
    doubt: str
    origin: Origin

    def get(self, label: str) -> str:
        return self.texts.get(label, "").strip()

    @property
    def labels(self) -> _Labels:
        return tuple(normalize_label(self.get(label)) for label in ("表", "分表", "行", "列"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell of the form."""

    key: CellKey
    section: str
    column: Header
    labels: _Labels


def published_reports(
    original: Original,
    forms: Mapping[str, Form],
    *,
    year: int | None = None,
    form: str | None = None,
) -> tuple[ImportedReport, ...]:
    """Return the reports, by year; none when the file holds no such rows.

    `form`: id of the form, in place of the one the rows name or their year has.
    """
    by_year: dict[int, list[_Row]] = defaultdict(list)
    for table in original.tables():
        for row in _rows(table):
            if _YEAR.fullmatch(row.get("年度")):
                by_year[int(row.get("年度"))].append(row)
    reports = []
    for reported_year, rows in sorted(by_year.items()):
        used = _form(rows, forms, reported_year, form)
        if used and year in (None, reported_year):
            reports.append(_report(original, used, reported_year, rows))
    return tuple(reports)


def _rows(table: OriginalTable) -> Iterator[_Row]:
    """Yield the rows below the header; nothing when the first row is no such header."""
    lines: dict[int, dict[int, tuple[str, str, Origin]]] = defaultdict(dict)
    for cell in table.cells:
        lines[cell.row][cell.column] = cell.text, cell.doubt, cell.origin
    header = {column: text.strip() for column, (text, *_) in lines.get(0, {}).items()}
    labels = [label for label in header.values() if label in _COLUMNS]
    if not set(labels) >= _REQUIRED or len(labels) != len(set(labels)):
        return
    for number, line in sorted(lines.items()):
        if number and line:
            texts = {
                header[column]: text for column, (text, *_) in line.items() if column in header
            }
            doubts = [doubt for _, doubt, _ in line.values() if doubt]
            yield _Row(texts, "；".join(doubts), next(iter(line.values()))[2])


def _form(rows: list[_Row], forms: Mapping[str, Form], year: int, form: str | None) -> Form | None:
    if form:
        return next((other for other in forms.values() if form in (other.id, other.key)), None)
    numbers = {normalize_label(row.get("表式")) for row in rows if row.get("表式")}
    for candidate in forms.values():
        if normalize_label(candidate.document_number) in numbers:
            return candidate
    return form_for(year, forms)


def _report(original: Original, form: Form, year: int, rows: list[_Row]) -> ImportedReport:
    places = list(_places(form))
    by_id = {"/".join(place.key): place for place in places}
    by_labels: dict[_Labels, list[_Place]] = defaultdict(list)
    for place in places:
        by_labels[place.labels].append(place)
    read: dict[CellKey, list[ImportedCell]] = defaultdict(list)
    for row in rows:
        named = by_labels.get(row.labels, [])
        target = by_id.get(row.get("代号")) or (named[0] if len(named) == 1 else None)
        if target and row.get("状态") != _ABSENT:
            agrees = target.labels == row.labels
            read[target.key].append(_cell(target, row, agrees=agrees))
    cells = {place.key: _agreed(place, read.get(place.key, [])) for place in places}
    bodies = {row.get("机关") for row in rows if row.get("机关")}
    return ImportedReport(
        file=original.file,
        form=form.id,
        year=year,
        year_reason="数据文件的“年度”一列",
        body=bodies.pop() if len(bodies) == 1 else original.body,
        title=original.title,
        published=original.published,
        preamble=(),
        parts=tuple(ImportedPart(part.id, "", None, ()) for part in form.parts),
        cells=cells,
        left_over=(),
        omissions=original.omissions,
        diagnostics=original.diagnostics,
    )


def _places(form: Form) -> Iterator[_Place]:
    for table in form.tables():
        for section in table.sections:
            rows = _label_paths(section.rows)
            columns = _label_paths(section.columns)
            for row in all_leaves(section.rows):
                for column in all_leaves(section.columns):
                    words = (table.title, section.title, rows[row.path], columns[column.path])
                    labels = tuple(map(normalize_label, words))
                    yield _Place((table.id, row.path, column.path), section.id, column, labels)


def _label_paths(headers: tuple[Header, ...], above: _Labels = ()) -> dict[str, str]:
    """Return the labels from the root down, as the files join them, by path."""
    paths: dict[str, str] = {}
    for header in headers:
        labels = (*above, header.label) if header.label else above
        paths[header.path] = " > ".join(labels)
        paths.update(_label_paths(header.children, labels))
    return paths


def _cell(place: _Place, row: _Row, *, agrees: bool) -> ImportedCell:
    state, number = row.get("状态"), row.get("数值")
    value: Cell | None = _STATES.get(state)
    doubt = row.doubt or ("" if agrees else "“代号”和行、列的名称不是同一格")
    if state == _NUMBER and _DECIMAL.fullmatch(number):
        value = _number(number, row.get("单位"), place.column)
    if value is None or (isinstance(value, MissingValue) and number):
        doubt = doubt or f"状态是“{state}”，数值是“{number}”"
    if doubt:
        candidates = (number,) if number else ()
        return _doubtful(place, row.origin, candidates, doubt)
    if value is MissingValue.BLANK:
        reason = "原件这一格是空的"
        return ImportedCell(place.key, place.section, value, "blank", row.origin, reason=reason)
    return ImportedCell(place.key, place.section, value, "read", row.origin)


def _number(text: str, unit: str, column: Header) -> Cell | None:
    """Return a number in its column; None when the column cannot hold it."""
    number = Decimal(text)
    if column.value == "money":
        if column.unit == "asked":
            return Amount(number, unit) if unit or not number else None
        return number if unit in ("", column.unit) else None
    if number != number.to_integral_value() or (column.value == "count" and number < 0):
        return None
    return int(number)


def _doubtful(
    place: _Place, origin: Origin | None, candidates: tuple[str, ...], reason: str
) -> ImportedCell:
    return ImportedCell(
        place.key, place.section, None, "doubtful", origin, candidates=candidates, reason=reason
    )


def _agreed(place: _Place, cells: list[ImportedCell]) -> ImportedCell:
    """Return the cell of all rows that name it: where they differ, it is doubtful."""
    if not cells:
        return _doubtful(place, None, (), "数据文件里没有这一格")
    if any(cell.value != cells[0].value for cell in cells):
        return _doubtful(place, cells[0].origin, (), "数据文件里这一格写了两次，不一样")
    return cells[0]
