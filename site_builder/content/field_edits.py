"""Fields of YAML typed anew in its text: only the bytes of what changed move, comments stay."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

import yaml

from site_builder.content.edit_verification import FieldGroup, verify_edit
from site_builder.content.typed_fields import (
    WORD,
    FieldValue,
    Row,
    clean_text,
    clean_value,
    find_key,
    numbered_rows,
    parts_of,
    typed_fields,
)
from site_builder.core.errors import ValueProblem
from site_builder.core.yaml import source_edits
from site_builder.core.yaml.nodes import Node, parse_yaml
from site_builder.core.yaml.quoted_text import quote, quote_word
from site_builder.core.yaml.source_edits import DraftItem, Splice
from site_builder.core.yaml.source_tree import SourceEntry, SourceNode, parse_source
from site_builder.model.standards import Field, Standards

_EMPTY = SourceNode(0, 0, entries=())
_DEEP = 6
"""A column that lines of a value in brackets may go on at, whatever they stand in."""
_COMPACT_TYPES = ("suppressions", "banned_terms", "site_links", "navigation")
"""Lists whose items take a line each."""


def edit_fields(
    text: str, groups: Sequence[FieldGroup], changes: Mapping[str, object], standards: Standards
) -> str:
    """Return YAML in which some fields, by their ids, say something else.

    Raises ValueProblem where the text is not read, or a value cannot be written so that it is read
    as it was typed; TypeError for what is no value of its field.
    """
    before, _ = _read(text)
    by_id = {field.id: field for group in groups for field in group.fields}
    if unknown := changes.keys() - by_id.keys():
        raise ValueProblem(f"没有“{min(unknown)}”这一项")
    new = {name: clean_value(value, by_id[name], standards) for name, value in changes.items()}
    for group in groups:
        for field in group.fields:
            if field.id in new:
                text = _Edit(text, group, field, standards).with_value(new[field.id])
    try:
        after = _read(text)[0]
    except ValueProblem as exc:
        raise ValueProblem("这里有不能保存的字符", "请删去看不见的字符，重新输入。") from exc
    verify_edit(before, after, groups, new, standards)
    return text


def _read(text: str) -> tuple[Mapping[str, Node], SourceNode]:
    root, diagnostics = parse_yaml(text.replace("\r\n", "\n"), "")
    mapping = {} if root is None or root.value is None else root.mapping()
    if diagnostics or mapping is None:
        raise ValueProblem("说明的写法有错，改不了里面的内容", source_edits.BY_HAND)
    try:
        return mapping, parse_source(text) if mapping else _EMPTY
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        raise ValueProblem("说明的写法不常见，改不了里面的内容", source_edits.BY_HAND) from exc


class _Edit:
    """One field of a text to be changed."""

    def __init__(self, text: str, group: FieldGroup, field: Field, standards: Standards) -> None:
        self.unchanged, self.text = text, text
        self.group, self.field, self.standards = group, field, standards
        self.parts = parts_of(field, standards)
        self.newline, self.deep = source_edits.line_break(text), source_edits.deep_column(text)
        self._read()

    def _read(self) -> None:
        self.nodes, self.source = _read(self.text)
        for depth in range(len(self.group.path)):
            if not self._enter(depth):
                return
        self.value = typed_fields(self.nodes, (self.field,), self.standards)[self.field.id]

    def _enter(self, depth: int) -> bool:
        """Enter a mapping on the way to the group. Returns whether it was there as it is now.

        Where it was not, all was read anew, with it.
        """
        label = self.group.path[depth]
        entry, node = _entry(self.source, label), self.nodes.get(label)
        if entry is None or node is None:
            splices = [self._new_mapping(label, depth)]
        elif node.value is None:
            within = (*map(quote, self.group.path), self.field.label)[depth + 1]
            line = f"{' ' * (entry.key_column + 2)}{within}:"
            splices = [source_edits.line_splice(self.text, entry.value.end, line)]
            if entry.value.end > entry.value.start:
                splices.append((entry.key_end, entry.value.end, ""))
        elif (mapping := node.mapping()) is not None:
            self.nodes, self.source = mapping, entry.value
            return True
        else:
            raise ValueProblem(f"“{label}”下面不是逐行写的设置", source_edits.BY_HAND)
        self.text = source_edits.apply_splices(self.text, splices)
        self._read()
        return False

    def _new_mapping(self, label: str, depth: int) -> Splice:
        """Begin a mapping behind those that it stands beside."""
        entries = self.source.entries or ()
        if self.source.is_flow:
            raise ValueProblem(f"“{label}”要写在花括号里", source_edits.BY_HAND)
        if not entries or depth == 0:
            return source_edits.line_splice(self.text, len(self.text), f"{quote(label)}:")
        last = entries[-1]
        end = max(last.value.end, last.key_end)
        return source_edits.line_splice(self.text, end, f"{' ' * last.key_column}{quote(label)}:")

    def with_value(self, value: FieldValue) -> str:
        """Return the text in which the field has a value."""
        if self.value == value:
            return self.unchanged
        key = find_key(self.field, tuple(self.nodes))
        if key is None:
            return source_edits.apply_splices(self.text, [self._new_entry(value)])
        entry = _entry(self.source, key)
        if entry is None or self.value is None:
            raise ValueProblem(f"“{self.field.label}”的写法不常见", source_edits.BY_HAND)
        if isinstance(value, str):
            splice = source_edits.scalar_splice(
                self.text, entry, value, in_flow=self.source.is_flow
            )
            return source_edits.apply_splices(self.text, [splice])
        return self._with_rows(entry, key, value)

    def _new_entry(self, value: FieldValue) -> Splice:
        """Add the field behind those that the standards list before it."""
        entries = self.source.entries or ()
        if self.source.is_flow and isinstance(value, str):
            return source_edits.entry_splice(self.text, self.source, self.field.label, value)
        if self.source.is_flow:
            raise ValueProblem(f"“{self.group.label}”写在花括号里", source_edits.BY_HAND)
        column = entries[0].key_column if entries else 0
        line = f"{' ' * column}{self.field.label}:{self._drafted(value, column)}"
        before = self._entries_before(entries)
        if not entries:
            return source_edits.line_splice(self.text, len(self.text), line)
        if before:
            end = max(max(each.value.end, each.key_end) for each in before)
            return source_edits.line_splice(self.text, end, line)
        start = entries[0].key_start - column
        return start, start, f"{line}{self.newline}"

    def _entries_before(self, entries: Sequence[SourceEntry]) -> list[SourceEntry]:
        fields = self.group.fields[: self.group.fields.index(self.field)]
        keys = {find_key(field, tuple(self.nodes)) for field in fields}
        return [entry for entry in entries if entry.key in keys]

    def _drafted(self, value: FieldValue, column: int) -> str:
        """Return a value behind the colon of a key."""
        if isinstance(value, str):
            return source_edits.draft_scalar(value, column, self.newline, self.deep)
        if self.field.type == "words":
            return source_edits.draft_words(row[WORD] for row in value)
        drafts = [self._draft_row(row)(column + 4) for row in value]
        return "".join(f"{self.newline}{' ' * (column + 2)}- {draft}" for draft in drafts)

    def _draft_row(self, row: Row) -> DraftItem:
        """Return what writes a new item of the list."""
        is_compact = self.field.type in _COMPACT_TYPES
        typed = [(part.label, row[part.id]) for part in self.parts if row.get(part.id)]

        def draft(column: int | None) -> str:
            in_flow = column is None
            column = _DEEP if column is None else column
            if len(self.parts) == 1:
                return quote_word(row[WORD]) if in_flow else quote(row[WORD])
            if in_flow or is_compact:
                pairs = (
                    f"{label}: {source_edits.flow_scalar(text, column, self.newline)}"
                    for label, text in typed
                )
                return f"{{{', '.join(pairs)}}}"
            lines = (
                f"{label}:{source_edits.draft_scalar(text, column, self.newline, self.deep)}"
                for label, text in typed
            )
            return f"{self.newline}{' ' * column}".join(lines)

        return draft

    def _with_rows(self, entry: SourceEntry, key: str, value: tuple[Row, ...]) -> str:
        node = self.nodes[key]
        old = numbered_rows(node, self.field, self.parts) if node.value is not None else ()
        if entry.value.items is None and node.value is not None:
            return source_edits.apply_splices(self.text, [self._from_text(entry, value)])
        if self.field.type == "words" and not old:
            words = source_edits.draft_words(row[WORD] for row in value)
            return source_edits.apply_splices(
                self.text, [source_edits.value_splice(self.text, entry, words.strip())]
            )
        removed: list[int] = []
        added: list[tuple[int, DraftItem]] = []
        splices: list[Splice] = []
        for index, row, before in _aligned(old or (), value):
            if index is None and row is not None:
                added.append((before, self._draft_row(row)))
            elif index is not None and row is None:
                removed.append(index)
            elif index is not None and row is not None:
                splices += self._row_splices(entry.value, index, node, row)
        # First within the items: a list in brackets is then written anew from its own items.
        self.text = source_edits.apply_splices(self.text, splices)
        self._read()
        entry = _entry(self.source, key) or entry
        return source_edits.apply_splices(
            self.text, source_edits.list_splices(self.text, entry, removed, added)
        )

    def _from_text(self, entry: SourceEntry, value: tuple[Row, ...]) -> Splice:
        """Write a list where a text stood."""
        if len(value) <= 1 and self.field.type == "references":
            text = value[0][WORD] if value else ""
            return source_edits.scalar_splice(self.text, entry, text, in_flow=self.source.is_flow)
        words = source_edits.draft_words(row[WORD] for row in value).strip() if value else ""
        return entry.value.start, entry.value.end, words

    def _row_splices(
        self, list_node: SourceNode, index: int, node: Node, row: Row
    ) -> Iterator[Splice]:
        """Change the parts of an item that differ."""
        source = (list_node.items or ())[index]
        item = (node.items() or ())[index]
        mapping = item.mapping()
        if mapping is None:
            if set(row) <= {self.parts[0].id}:
                text = row[self.parts[0].id]
                yield source_edits.item_splice(self.text, source, text, in_flow=list_node.is_flow)
            else:
                yield source.start, source.end, self._draft_row(row)(None)
            return
        for part in self.parts:
            key = find_key(part, tuple(mapping))
            text = row.get(part.id, "")
            entry = _entry(source, key) if key is not None else None
            if entry is not None:
                old = mapping[entry.key].text() or ""
                if clean_text(old, part) != text:
                    yield source_edits.scalar_splice(self.text, entry, text, in_flow=source.is_flow)
            elif text:
                yield source_edits.entry_splice(self.text, source, part.label, text)


def _entry(node: SourceNode, key: str) -> SourceEntry | None:
    return next((entry for entry in node.entries or () if entry.key == key), None)


def _aligned(
    old: Sequence[tuple[int, Row]], new: Sequence[Row]
) -> Iterator[tuple[int | None, Row | None, int]]:
    """Yield what becomes of items: place and new row, place alone, or a row and its place."""
    keys = ([tuple(sorted(row.items())) for _, row in old], [tuple(sorted(r.items())) for r in new])
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, *keys, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        pairs = min(end - start, new_end - new_start)
        for index in range(pairs):
            yield old[start + index][0], new[new_start + index], 0
        for place, _ in old[start + pairs : end]:
            yield place, None, 0
        for row in new[new_start + pairs : new_end]:
            yield None, row, old[end - 1][0] + 1 if end else 0
