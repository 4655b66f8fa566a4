"""What is under way while a Word file is read: its parts, what is counted, what is to be told."""

from dataclasses import dataclass, field

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.numbered_lists import Numbering
from site_builder.importing.readers.docx.package import WordPackage
from site_builder.importing.readers.docx.styles import StyleSheet
from site_builder.model.original import Omission, Origin, OriginalPicture

MAX_COLUMNS = 500
"""Word itself allows 63."""
MAX_NOTED_PLACES = 8


@dataclass(slots=True)
class OpenField:
    """A field under way: its instruction, then its result."""

    instruction: list[str] = field(default_factory=list)
    in_result: bool = False
    form_data: XmlElement | None = None

    @property
    def words(self) -> str:
        """Return the instruction as it was typed."""
        return "".join(self.instruction).strip()

    @property
    def keyword(self) -> str:
        """Return the first word of the instruction, in capitals."""
        return (self.words.split() or [""])[0].upper()


@dataclass(slots=True)
class ReadingSession:
    """One file being read, part by part, in reading order."""

    file: str
    package: WordPackage
    part: str
    """Name of the part that is read: its relationships are meant."""
    styles: StyleSheet
    numbering: Numbering
    notes: dict[str, tuple[XmlElement, str]] = field(default_factory=dict)
    """Footnotes and endnotes by kind and id, each with its part."""
    note_labels: dict[str, str] = field(default_factory=dict)
    """By kind and id, for those that were referred to."""
    origin: Origin = field(default_factory=lambda: Origin(""))
    """Of what is read now."""
    fields: list[OpenField] = field(default_factory=list)
    """Those open, the innermost last."""
    omissions: list[Omission] = field(default_factory=list)
    pictures: list[OriginalPicture] = field(default_factory=list)
    """Read, and not yet put behind their paragraph or table."""
    pending_notes: list[str] = field(default_factory=list)
    """Notes likewise, by kind and id."""
    boxes: list[XmlElement] = field(default_factory=list)
    """Text boxes likewise."""
    is_shaded: bool = False
    """The cell that is read has a ground of its own."""
    doubts: list[str] = field(default_factory=list)
    """Why the cell that is read is not sure."""
    candidates: list[str] = field(default_factory=list)
    """What else it may say."""
    events: dict[str, list[str]] = field(default_factory=dict)
    """Places by what a person should know of."""
    taken: set[int] = field(default_factory=set)
    """Identities of the elements with text that was read, or left out for a reason."""
    comment_places: dict[str, str] = field(default_factory=dict)
    """Where a comment is attached, by its id."""
    table_count: int = 0
    picture_count: int = 0

    def place(self) -> str:
        """Return where the reading is, in Chinese."""
        origin = self.origin
        if origin.row is None:
            return f"第 {origin.table} 个表格" if origin.table else ""
        return f"第 {origin.table} 个表格第 {origin.row} 行第 {origin.column} 列"

    def note_event(self, kind: str, detail: str = "") -> None:
        """Record that something is to be told; with its place."""
        self.events.setdefault(kind, []).append("：".join(filter(None, (self.place(), detail))))

    def omit(self, text: str, reason: str) -> None:
        """Record text that is left out."""
        if text.strip():
            self.omissions.append(Omission(text.strip(), reason, self.origin))

    def take_text(self, element: XmlElement, joint: str = "") -> str:
        """Return all text inside an element, deleted text too; it counts as read."""
        items = list(element.descendants("w:t", "w:delText"))
        self.taken.update(map(id, items))
        return joint.join(item.text for item in items)

    def refer_to_note(self, key: str) -> str:
        """Return the label of a note, and put its text on the list; empty for none."""
        if key not in self.notes:
            self.note_event("note")
            return ""
        if key not in self.note_labels:
            self.note_labels[key] = str(len(self.note_labels) + 1)
            self.pending_notes.append(key)
        return self.note_labels[key]

    def cut(self, text: str) -> str:
        """Return the beginning of a text, for messages."""
        text = " ".join(text.split())
        return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


_EXCERPT = 24
