"""A paragraph of a Word file: its words, its number, what kind of text it is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.fields import close_instructions, in_contents
from site_builder.importing.readers.docx.numbered_lists import NO_LIST, ListMark
from site_builder.importing.readers.docx.package import attribute, is_on, number_attribute
from site_builder.importing.readers.docx.runs import read_runs
from site_builder.importing.readers.docx.session import ReadingSession
from site_builder.importing.readers.docx.styles import ParagraphStyle, outline_level
from site_builder.importing.readers.docx.text_formats import TextFormat
from site_builder.importing.readers.docx.text_pieces import TextPiece, plain_text, write_markdown
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import TextBlock

_MAX_HEADING = 100
"""Characters; offices also mark whole paragraphs as headings."""
_LONG_LINE = 60
"""Characters; two such lines broken by hand are two paragraphs."""
_LEADING_TAB = lazy_pattern(r"\S\s*\t\s*[0-9]{1,3}\s*$")
_LEADING_DOTS = lazy_pattern(r"\S\s*(?:…{2,}|[.．·]{6,})\s*[0-9]{1,3}\s*$")
_NUMBERED_LINE = lazy_pattern(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
)


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """What was read of a paragraph."""

    pieces: tuple[TextPiece, ...]
    mark: ListMark | None
    level: int
    """Of a heading; 0 for anything else."""
    is_contents: bool
    runs_on: bool
    """The next paragraph belongs to it: the mark between them is deleted, or it is an initial."""


def read_paragraph(session: ReadingSession, element: XmlElement) -> WordParagraph:
    """Read a paragraph and count it in its list."""
    properties = element.find("w:pPr") or XmlElement("w:pPr")
    style = session.styles.paragraph_style(attribute(properties.find("w:pStyle")))
    mark = _list_mark(session, properties, style)
    started_in_contents = in_contents(session)
    pieces = read_runs(session, element, TextFormat(hidden=style.hidden))
    close_instructions(session)
    outline = properties.find("w:outlineLvl")
    level = outline_level(outline) if outline is not None else style.level
    is_deleted = any(properties.find("w:rPr", name) for name in ("w:del", "w:moveFrom"))
    is_initial = attribute(properties.find("w:framePr"), "w:dropCap") in ("drop", "margin")
    return WordParagraph(
        tuple(pieces),
        mark,
        1 if style.is_title and not level else level,
        is_contents=style.is_contents
        or started_in_contents
        or in_contents(session)
        or _is_contents_line(properties, pieces),
        runs_on=is_deleted or is_initial,
    )


def _is_contents_line(properties: XmlElement, pieces: list[TextPiece]) -> bool:
    """Return whether dots lead to a page number: a table of contents typed by hand."""
    tabs = properties.find("w:tabs")
    leaders = {attribute(tab, "w:leader") for tab in tabs.children} if tabs else set()
    pattern = _LEADING_TAB if leaders & {"dot", "middleDot"} else _LEADING_DOTS
    return bool(pattern.search("".join(piece.text for piece in pieces)))


def _list_mark(
    session: ReadingSession, properties: XmlElement, style: ParagraphStyle
) -> ListMark | None:
    own = properties.find("w:numPr")
    if own is None:
        list_id = style.list_id
        level = session.numbering.level_of_style(list_id, style.list_style, style.list_level)
    else:
        list_id = attribute(own.find("w:numId")) or style.list_id
        level = number_attribute(own.find("w:ilvl"), default=style.list_level)
    if not list_id or list_id == NO_LIST or is_on(properties.find("w:rPr", "w:del")):
        return None
    mark = session.numbering.next_mark(list_id, level)
    if mark and is_on(properties.find("w:rPr", "w:vanish")):
        # Nobody sees the number of a paragraph whose mark is hidden.
        return None
    return mark


def text_blocks(
    session: ReadingSession, paragraph: WordParagraph, pieces: Iterable[TextPiece], *, in_cell: bool
) -> list[TextBlock]:
    """Return the text of a paragraph; one whose lines are parts of their own gives several."""
    mark = paragraph.mark
    words = [*pieces]
    if mark and mark.text and (in_cell or plain_text(words)):
        words.insert(0, TextPiece(mark.text))
    lines = _split_lines(words)
    texts = [plain_text(line) for line in lines]
    if not any(texts):
        return []
    is_divided = any(map(_NUMBERED_LINE.match, texts[1:])) or (
        sum(len(text) > _LONG_LINE for text in texts) > 1
    )
    if is_divided and not in_cell:
        blocks = [_text_block(session, paragraph, line) for line in lines]
        return [block for block in blocks if block.text]
    return [_text_block(session, paragraph, words)]


def _text_block(
    session: ReadingSession, paragraph: WordParagraph, pieces: list[TextPiece]
) -> TextBlock:
    text = plain_text(pieces)
    if paragraph.level and len(text) <= _MAX_HEADING:
        plain = [replace(piece, bold=False, text=piece.text.replace("\n", " ")) for piece in pieces]
        markdown = write_markdown(plain)
        return TextBlock(
            "heading", plain_text(plain), markdown, session.origin, level=paragraph.level
        )
    if paragraph.mark and paragraph.mark.is_bullet:
        level = paragraph.mark.level
        return TextBlock("list-item", text, write_markdown(pieces), session.origin, level=level)
    return TextBlock("paragraph", text, write_markdown(pieces), session.origin)


def _split_lines(pieces: list[TextPiece]) -> list[list[TextPiece]]:
    lines: list[list[TextPiece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(replace(piece, text=text))
    return lines
