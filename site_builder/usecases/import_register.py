"""Import the register of bodies from a sheet: first the plan; on any doubt nothing is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.build.catalogue_row_checks import odd_number
from site_builder.build.imported_files import WrittenFiles, write_files
from site_builder.build.project_settings import read_if_exists
from site_builder.build.register_sheet import RegisterSheet
from site_builder.config.bodies import MAX_NODES, read_register, register_entries
from site_builder.core.errors import ChangedError
from site_builder.core.file_names import REGISTER_FILE
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.importing.drafts.register_file import EntryValue, draft_register
from site_builder.importing.recognition.catalogue import CatalogueRow
from site_builder.model.catalogue_plan import FieldChange, RejectedRow
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.register_plan import BodyChange, RegisterPlan
from site_builder.model.standards import Field, Standards

_OPEN_ENDED = frozenset(("至今", "现在", "长期", "无", "今"))
"""What stands in the column of an end that has not come."""
Entry = dict[str, EntryValue]
"""Value of each field by its id."""


def plan_register(sheet: RegisterSheet, folder: Path, standards: Standards) -> RegisterPlan:
    """Plan what the rows of a sheet come to; nothing is written. Raises OSError."""
    base = read_if_exists(folder / REGISTER_FILE)
    faults = [text for table in sheet.tables for text in table.conflicts]
    existing: dict[str, Entry] = {}
    if base is not None:
        _, diagnostics = read_register(base, standards)
        faults += [_describe(item) for item in diagnostics if item.severity is Severity.ERROR]
        existing = {} if faults else _existing(base, standards)
    rows = [row for table in sheet.tables for row in table.rows]
    merger = _Merger(existing, standards.body_fields)
    codes = _codes_by_name(rows, existing)
    for row in rows:
        merger.add(row, codes)
    data, places = draft_register(merger.entries, standards.body_fields)
    rejected = [*merger.rejected, *_mistakes(data, places, merger, standards)]
    return RegisterPlan(
        created=tuple(merger.created),
        changed=tuple(merger.changed),
        unchanged=merger.unchanged,
        untouched=len(existing.keys() - merger.rows_by_code.keys()),
        rejected=tuple(rejected),
        faults=tuple(faults),
        notes=tuple(_notes(sheet)),
        data=data,
        base=base,
    )


def import_register(plan: RegisterPlan, folder: Path) -> WrittenFiles:
    """Write the register of a plan that is clear; what it was is set aside.

    Raises ChangedError where it is another by now, ImportRefusedError for a link, and OSError.
    """
    if read_if_exists(folder / REGISTER_FILE) != plan.base:
        raise ChangedError(REGISTER_FILE)
    return write_files(folder, {REGISTER_FILE: plan.data}, force=True)


def _existing(base: bytes, standards: Standards) -> dict[str, Entry]:
    root, _ = parse_yaml(base.decode("utf-8-sig"), REGISTER_FILE, limit=MAX_NODES)
    entries = (
        {field_id: _plain(node) for field_id, node in values.nodes.items()}
        for values in (register_entries(root, standards) if root else ())
    )
    return {str(entry["code"]): entry for entry in entries}


def _plain(node: Node) -> EntryValue:
    items, mapping = node.items(), node.mapping()
    if items is not None:
        return [_plain(item) for item in items]
    if mapping is not None:
        return {key: _plain(child) for key, child in mapping.items()}
    return node.text() or ""


def _codes_by_name(
    rows: Sequence[CatalogueRow], existing: Mapping[str, Entry]
) -> Mapping[str, str]:
    """Return the codes of names that one body has: sheets often name a parent by its name."""
    names = {row.get("code"): row.get("name") for row in rows}
    names = {code: str(entry.get("name", "")) for code, entry in existing.items()} | names
    counts = Counter(names.values())
    return {name: code for code, name in names.items() if counts[name] == 1 and code}


@dataclass(slots=True)
class _Merger:
    """Lays the rows of a sheet over the register, one after another."""

    existing: Mapping[str, Entry]
    fields: tuple[Field, ...]
    entries: dict[str, Entry] = field(default_factory=dict)
    rows_by_code: dict[str, CatalogueRow] = field(default_factory=dict)
    created: list[tuple[str, str]] = field(default_factory=list)
    changed: list[BodyChange] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    unchanged: int = 0

    def __post_init__(self) -> None:
        self.entries = {code: dict(entry) for code, entry in self.existing.items()}

    def add(self, row: CatalogueRow, codes: Mapping[str, str]) -> None:
        """Lay a row over what is there, or reject it."""
        texts = {each.id: self._text(each, row, codes) for each in self.fields}
        code = texts["code"]
        reasons = [
            f"“{_label(self.fields, key)}”不能确定：{why}" for key, why in row.doubts.items()
        ]
        reasons += odd_number("代码", code)
        if not code:
            reasons.append("没有写“代码”")
        elif code in self.rows_by_code:
            reasons.append(f"代码“{code}”在表里不止一行，第一次在{_place(self.rows_by_code[code])}")
        if reasons:
            self.rejected.append(RejectedRow(_place(row), texts["name"] or code, tuple(reasons)))
            return
        self.rows_by_code[code] = row
        self._merge(code, {key: text for key, text in texts.items() if text})

    def _text(self, each: Field, row: CatalogueRow, codes: Mapping[str, str]) -> str:
        text = row.get(each.id)
        if each.id in ("parent", "successor"):
            return codes.get(text, text)
        return "" if each.type == "date" and text in _OPEN_ENDED else text

    def _merge(self, code: str, texts: Mapping[str, str]) -> None:
        old = self.existing.get(code)
        if old is None:
            self.entries[code] = dict(texts)
            self.created.append((code, texts.get("name", "")))
            return
        changes = tuple(
            FieldChange(_label(self.fields, key), _cell_text(old.get(key, "")), text)
            for key, text in texts.items()
            if _cell_text(old.get(key, "")) != text
        )
        self.entries[code] |= texts
        if changes:
            self.changed.append(BodyChange(code, texts.get("name", ""), changes))
        else:
            self.unchanged += 1


def _cell_text(value: EntryValue) -> str:
    """Return a value of the register as a cell has it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "；".join(map(_cell_text, value))
    since = f"{value['起']}起" if "起" in value else ""
    if "名称" in value and "止" in value:
        return f"{_cell_text(value['名称'])}（{since}至{_cell_text(value['止'])}）"
    return "；".join(f"{key}：{_cell_text(child)}" for key, child in value.items())


def _label(fields: Sequence[Field], field_id: str) -> str:
    return next((each.label for each in fields if each.id == field_id), field_id)


def _place(row: CatalogueRow) -> str:
    page = f"第 {row.origin.page} 张表" if (row.origin.page or 1) > 1 else ""
    return f"{page}第 {row.origin.row} 行"


def _mistakes(
    data: bytes, places: Mapping[int, str], merger: _Merger, standards: Standards
) -> Iterator[RejectedRow]:
    """Yield the rows that the reader of registers would find wrong."""
    _, diagnostics = read_register(data, standards)
    starts = sorted(places)
    reasons: dict[str, list[str]] = {}
    for item in diagnostics:
        if item.severity is Severity.ERROR:
            start = max((line for line in starts if line <= item.location.line), default=0)
            reasons.setdefault(places.get(start, ""), []).append(_describe(item, place=False))
    for code, texts in reasons.items():
        row = merger.rows_by_code.get(code)
        name = str(merger.entries.get(code, {}).get("name", code))
        where = _place(row) if row else f"名录里的“{name}”"
        yield RejectedRow(where, name, tuple(texts))


def _describe(item: Diagnostic, *, place: bool = True) -> str:
    words = f"{item.message}。{item.hint}" if item.hint else item.message
    return f"{item.location} {words}" if place else words


def _notes(sheet: RegisterSheet) -> Iterator[str]:
    unused = list(dict.fromkeys(name for table in sheet.tables for name in table.unused))
    if unused:
        yield f"没有用到的列：{'、'.join(unused)}"
    yield from (f"{item.message}。{item.hint}".rstrip("。") for item in sheet.diagnostics)
