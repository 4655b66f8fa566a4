"""Blocks of a Word file in reading order: paragraphs, tables, text boxes, pictures, notes."""

from dataclasses import replace

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import attribute, chosen_version, is_on
from site_builder.importing.readers.docx.paragraphs import (
    WordParagraph,
    read_paragraph,
    text_blocks,
)
from site_builder.importing.readers.docx.session import ReadingSession
from site_builder.importing.readers.docx.tables import read_table
from site_builder.importing.readers.docx.text_pieces import TextPiece, plain_text, write_markdown
from site_builder.model.original import Block, Footnote, OriginalTable, TextBlock

_DELETED = ("w:del", "w:moveFrom")
_CONTENTS = "Table of Contents"


def read_blocks(
    session: ReadingSession, container: XmlElement, *, in_cell: bool = False
) -> list[Block]:
    """Read what stands in the text, in a cell or in a text box."""
    return _BlockReader(session, in_cell=in_cell).read(container)


def _read_cell(session: ReadingSession, cell: XmlElement) -> list[Block]:
    return read_blocks(session, cell, in_cell=True)


class _BlockReader:
    """Reads one container; a paragraph may run on into the next."""

    def __init__(self, session: ReadingSession, *, in_cell: bool) -> None:
        self.session = session
        self.in_cell = in_cell
        self.blocks: list[Block] = []
        self.open_pieces: list[TextPiece] = []
        self.open_paragraph: WordParagraph | None = None

    def read(self, container: XmlElement) -> list[Block]:
        self._read_children(container)
        if self.open_paragraph is not None:
            self._add_text(self.open_paragraph, [])
        return self.blocks

    def _read_children(self, container: XmlElement) -> None:
        for child in container.children:
            if child.name == "w:p":
                self._read_paragraph(child)
            elif child.name == "w:tbl":
                self._add_table(read_table(self.session, child, _read_cell))
                self._add_notes()
            elif child.name == "w:sdt":
                self._read_control(child)
            elif child.name == "w:altChunk":
                self.session.note_event("chunk")
            elif child.name in _DELETED:
                self._omit(child, "修订中删去的文字")
            elif child.name == "mc:AlternateContent":
                self._read_children(chosen_version(child))
            elif child.name not in ("w:tcPr", "w:sdtPr", "w:sectPr", "w:tblPr"):
                self._read_children(child)

    def _add_table(self, blocks: list[Block]) -> None:
        """Add a table. The line above that says its name is its caption, and no line besides."""
        match self.blocks[-1:], blocks[:1]:
            case [TextBlock() as above], [OriginalTable(caption=caption)] if caption:
                if "".join(above.text.split()) == "".join(caption.split()):
                    self.blocks.pop()
        self.blocks += blocks

    def _read_paragraph(self, element: XmlElement) -> None:
        session = self.session
        paragraph = read_paragraph(session, element)
        if paragraph.is_contents:
            session.omit(plain_text(paragraph.pieces), "目录")
        elif paragraph.runs_on:
            self.open_pieces += paragraph.pieces
            self.open_paragraph = self.open_paragraph or paragraph
        else:
            self._add_text(paragraph, list(paragraph.pieces))
        boxes, session.boxes = session.boxes, []
        self.blocks += session.pictures
        session.pictures = []
        for box in boxes:
            self.blocks += read_blocks(session, box, in_cell=self.in_cell)
        if boxes and self.in_cell:
            session.doubts.append("格子里有文本框")
        self._add_notes()

    def _add_notes(self) -> None:
        """Add the notes that were referred to; in a cell they wait for the table's end."""
        if not self.in_cell:
            self.blocks += read_notes(self.session)
            self.session.doubts.clear()

    def _add_text(self, paragraph: WordParagraph, pieces: list[TextPiece]) -> None:
        words = [*self.open_pieces, *pieces]
        self.open_paragraph, self.open_pieces = None, []
        self.blocks += text_blocks(self.session, paragraph, words, in_cell=self.in_cell)

    def _read_control(self, element: XmlElement) -> None:
        content = element.find("w:sdtContent")
        if content is None:
            return
        gallery = element.find("w:sdtPr", "w:docPartObj", "w:docPartGallery")
        if attribute(gallery) == _CONTENTS:
            self._omit(content, "目录")
        elif is_on(element.find("w:sdtPr", "w:showingPlcHdr")):
            self._omit(content, "没有填写的栏目里的提示")
        else:
            self._read_children(content)

    def _omit(self, element: XmlElement, reason: str) -> None:
        """Leave out all text of an element; numbers of its lists are counted all the same."""
        if reason == "目录":
            for paragraph in element.descendants("w:p"):
                self.session.omit(self.session.take_text(paragraph), reason)
            return
        text = self.session.take_text(element)
        self.session.omit(text, reason)
        if "修订" in reason and text.strip():
            self.session.note_event("revision", f"删去“{self.session.cut(text)}”")


def read_notes(session: ReadingSession) -> list[Footnote]:
    """Read the notes referred to since the last time, and those that they refer to."""
    notes: list[Footnote] = []
    while session.pending_notes:
        key = session.pending_notes.pop(0)
        element, part = session.notes[key]
        main, session.part = session.part, part
        pieces: list[TextPiece] = []
        for paragraph in element.descendants("w:p"):
            pieces += [TextPiece(" "), *read_paragraph(session, paragraph).pieces]
        session.part = main
        pieces = [replace(piece, text=piece.text.replace("\n", " ")) for piece in pieces]
        label = session.note_labels[key]
        notes.append(Footnote(label, plain_text(pieces), write_markdown(pieces), session.origin))
    return notes
