"""What a form expects of its tables: the labels of all rows and columns, each with its way down."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from site_builder.importing.recognition.labels import (
    Label,
    Normalize,
    label_normalizer,
    same_words,
)
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.standards import Standards


@dataclass(frozen=True, slots=True)
class LabelTarget:
    """A header of a section that a label may name."""

    header: Header
    ancestors: tuple[Header, ...]
    """From the root to the header above; without those that take no place on paper."""
    number: int
    """What the form numbers it with; 0 for no number."""
    needs_number: bool
    """The words name it only with their number: （六）其他."""

    @property
    def path(self) -> str:
        """Return the path of the header."""
        return self.header.path


class AxisLabels:
    """The labels of the rows or of the columns of one section."""

    def __init__(self, headers: tuple[Header, ...], frame: "FormFrame") -> None:
        self.leaves = all_leaves(headers)
        self.labels = {leaf.path: frame.normalize(leaf.label) for leaf in self.leaves}
        self._targets: dict[str, list[LabelTarget]] = {}
        for header, ancestors in _walk(headers, ()):
            printed = frame.normalize(header.label)
            for text in dict.fromkeys(frame.texts_of(header)):
                label = frame.normalize(text)
                needs_number = label.is_numbered and not same_words(label, printed)
                target = LabelTarget(header, ancestors, printed.number, needs_number)
                self._add(label, target)

    def _add(self, label: Label, target: LabelTarget) -> None:
        for words in dict.fromkeys((label.full, label.core)):
            targets = self._targets.setdefault(words, [])
            if all(other.path != target.path for other in targets):
                targets.append(target)

    def targets(self) -> Iterator[LabelTarget]:
        """Yield the headers, each as often as there are words for it."""
        for targets in self._targets.values():
            yield from targets

    def find(self, label: Label) -> tuple[LabelTarget, ...]:
        """Return the headers that a label may name: all of them where its words fit several."""
        targets = self._targets.get(label.full) or self._targets.get(label.core) or []
        fitting = [
            target for target in targets if not target.needs_number or label.number == target.number
        ]
        if len(fitting) > 1 and label.is_numbered:
            numbered = [target for target in fitting if target.number == label.number]
            fitting = numbered or fitting
        return tuple(fitting)


class SectionFrame:
    """One section of a table, with what its labels look like."""

    def __init__(self, table: Table, section: TableSection, frame: "FormFrame") -> None:
        self.table = table
        self.section = section
        self.rows = AxisLabels(section.rows, frame)
        self.columns = AxisLabels(section.columns, frame)
        self.row_positions = {leaf.path: place for place, leaf in enumerate(self.rows.leaves)}
        self.title = frame.normalize(section.title).full
        self.has_row_labels = any(leaf.label for leaf in self.rows.leaves)

    @property
    def id(self) -> tuple[str, str]:
        """Return the ids of the table and of the section."""
        return self.table.id, self.section.id


class FormFrame:
    """All sections of a form, and the words that stand around its tables."""

    def __init__(self, form: Form, standards: Standards) -> None:
        self.form = form
        self.normalize: Normalize = label_normalizer(standards.characters)
        self._variants = standards.import_labels.variants
        self.sections = tuple(
            SectionFrame(table, section, self)
            for table in form.tables()
            for section in table.sections
        )
        labels = standards.import_labels
        self.stubs = self._words((*labels.stubs, *self._printed_stubs()))
        self.extra_rows = self._words(labels.extra_rows)

    def texts_of(self, header: Header) -> Iterator[str]:
        """Yield all that may stand for a header: as printed, as typed, as reports vary it."""
        yield from filter(None, (header.label, header.key))
        yield from self._variants.get(header.label, ())

    @cached_property
    def titles(self) -> Mapping[str, SectionFrame]:
        """Return the sections by the words above them."""
        return {section.title: section for section in self.sections if section.title}

    @cached_property
    def label_words(self) -> frozenset[str]:
        """Return the words of all printed labels."""
        return frozenset(
            self.normalize(target.header.label).full
            for section in self.sections
            for axis in (section.rows, section.columns)
            for target in axis.targets()
        )

    def _printed_stubs(self) -> Iterator[str]:
        for section in self.sections:
            yield from filter(None, (section.section.stub, section.section.note))

    def _words(self, texts: Iterable[str]) -> frozenset[str]:
        return frozenset(self.normalize(text).full for text in texts)


def _walk(
    headers: tuple[Header, ...], ancestors: tuple[Header, ...]
) -> Iterator[tuple[Header, tuple[Header, ...]]]:
    for header in headers:
        if header.label:
            yield header, ancestors
        yield from _walk(header.children, (*ancestors, header) if header.label else ancestors)
