"""Texts that are a statutory table's own words: its labels, titles and notes, and its figures."""

from collections import Counter
from collections.abc import Iterator, Mapping

from site_builder.importing.recognition.frames import FormFrame
from site_builder.model.form import Header
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, OriginalTable, TextBlock

_SENTENCE_END = lazy_pattern("[。；;！？]")
_MIN_LABELS = 3
"""Labels of one table in one text that make it the table itself."""
_MAX_LABEL = 200
_MIN_TABLE, _MAX_TABLE = 12, 20_000
"""Characters of a text that may be a label, and of one that may be a whole table."""
_MIN_LENGTH = 4
"""Characters of a label that is sought within a text."""


class FormWords:
    """The words of a form's tables, and the parts they stand in."""

    def __init__(self, frame: FormFrame) -> None:
        self.normalize = frame.normalize
        self._stubs = frame.stubs
        self._parts = frozenset(frame.form.tables_by_part())
        self._parts_by_label: dict[str, set[str]] = {}
        for part, table in frame.form.tables_by_part().items():
            for section in table.sections:
                texts = [section.title, section.stub, section.note]
                for header in _headers((*section.rows, *section.columns)):
                    texts += frame.texts_of(header)
                for text in filter(None, texts):
                    label = self.normalize(text)
                    for words in (label.full, label.core):
                        self._parts_by_label.setdefault(words, set()).add(part)
        self._long_labels: Mapping[str, str] = {
            label: next(iter(parts))
            for label, parts in self._parts_by_label.items()
            if len(parts) == 1 and len(label) >= _MIN_LENGTH
        }

    def has_table(self, part: str) -> bool:
        """Return whether a part has a statutory table."""
        return part in self._parts

    def is_label(self, text: str) -> bool:
        """Return whether a text is a label of some table, or what stands above labels."""
        label = self.normalize(text)
        words = {label.full, label.core}
        return bool(words & self._parts_by_label.keys() or words & self._stubs)

    def is_label_of(self, text: str, part: str) -> bool:
        """Return whether a text is a label of the table of a part."""
        label = self.normalize(text)
        return any(
            part in self._parts_by_label.get(words, ()) for words in (label.full, label.core)
        )

    def part_of(self, block: Block) -> str:
        """Return the part in whose table a block has its place; empty when it has none."""
        if isinstance(block, OriginalTable):
            counts = Counter(
                part for cell in block.cells if (part := self._part_of_label(cell.text))
            )
            return max(counts, key=lambda part: counts[part]) if counts else ""
        return self._part_of_text(block.text) if isinstance(block, TextBlock) else ""

    def _part_of_label(self, text: str) -> str:
        if len(text) > _MAX_LABEL:
            return ""
        label = self.normalize(text)
        for words in (label.full, label.core):
            parts = self._parts_by_label.get(words, set())
            if len(parts) == 1:
                return next(iter(parts))
        return ""

    def _part_of_text(self, text: str) -> str:
        part = self._part_of_label(text)
        if part or not _MIN_TABLE <= len(text) <= _MAX_TABLE or _SENTENCE_END.search(text):
            # A sentence that lists results has their labels in it, too.
            return part
        folded = self.normalize(text).full
        counts = Counter(part for label, part in self._long_labels.items() if label in folded)
        likely = max(counts, key=lambda name: counts[name], default="")
        return likely if likely and counts[likely] >= _MIN_LABELS else ""


def _headers(headers: tuple[Header, ...]) -> Iterator[Header]:
    for header in headers:
        yield header
        yield from _headers(header.children)
