"""The words of a paragraph: runs, fields, links, revisions, notes, symbols."""

from collections.abc import Callable
from dataclasses import replace

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.fields import (
    begin_field,
    end_field,
    field_link,
    is_instruction,
    simple_field_text,
    take_instruction,
)
from site_builder.importing.readers.docx.package import attribute, chosen_version, is_on
from site_builder.importing.readers.docx.pictures import read_drawing, read_embedded, read_vml
from site_builder.importing.readers.docx.session import ReadingSession
from site_builder.importing.readers.docx.symbols import (
    UNKNOWN,
    read_symbol,
    shifted,
    symbol_character,
)
from site_builder.importing.readers.docx.text_formats import TextFormat, run_format
from site_builder.importing.readers.docx.text_pieces import TextPiece

_INVISIBLE = {ord(character): None for character in "\u00ad\u200b\u2060\ufeff"}
_OBJECT = "\ufffc"
"""Stands where an object stood that a conversion left out."""
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_INSERTED = ("w:ins", "w:moveTo")
_SKIPPED = frozenset(
    (
        "w:pPr",
        "w:rPr",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:rubyPr",
        "w:smartTagPr",
        "w:customXmlPr",
        "w:instrText",
        "w:delInstrText",
        "w:delText",
        "w:fldData",
        "w:ffData",
        "m:rPr",
        "m:ctrlPr",
    )
)


def read_runs(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    """Read all runs inside an element, whatever lies around them."""
    pieces: list[TextPiece] = []
    for child in element.children:
        if child.name in _SKIPPED:
            continue
        pieces += _read_inline(session, child, text_format)
    return pieces


def _read_inline(
    session: ReadingSession, child: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    reader = _INLINE_READERS.get(child.name)
    if reader is not None:
        return reader(session, child, text_format)
    pieces = read_runs(session, child, text_format)
    words = "".join(piece.text for piece in pieces)
    if child.name in _INSERTED and words.strip():
        session.note_event("revision", f"增加“{session.cut(words)}”")
    return pieces


def _read_hyperlink(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    related = session.package.relationships(session.part)
    relationship = related.get(attribute(element, "r:id"))
    target = relationship.target if relationship and relationship.external else ""
    return read_runs(session, element, replace(text_format, link=target))


def _read_simple_field(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    return simple_field_text(session, element, read_runs(session, element, text_format))


def _read_alternative(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    return read_runs(session, chosen_version(element), text_format)


def _read_deletion(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    del text_format
    record_deletion(session, element)
    return []


def _read_run(session: ReadingSession, run: XmlElement, text_format: TextFormat) -> list[TextPiece]:
    text_format = run_format(session, run.find("w:rPr"), text_format)
    pieces: list[TextPiece] = []
    for child in run.children:
        text = _run_text(session, child, text_format, pieces)
        if text:
            pieces += _place_text(session, text.translate(_INVISIBLE), text_format)
    return pieces


def _place_text(session: ReadingSession, text: str, text_format: TextFormat) -> list[TextPiece]:
    """Return text as a piece; what belongs to a field's instruction or is hidden is none."""
    if is_instruction(session):
        take_instruction(session, text)
        return []
    if text_format.hidden:
        session.omit(text, "隐藏的文字")
        session.note_event("hidden", session.cut(text))
        return []
    if _OBJECT in text:
        session.note_event("object", "没有读出的图形或者对象")
        text = text.replace(_OBJECT, "")
    if UNKNOWN in text:
        session.note_event("symbol")
        session.doubts.append("有认不出的特殊符号")
    if text_format.highlighted and text.strip():
        session.note_event("highlight", session.cut(text))
    if text_format.faint and text.strip():
        session.note_event("faint", session.cut(text))
        session.doubts.append("有纸上看不见的文字（白色，或者极小）")
    if text_format.struck and text.strip():
        session.note_event("struck", session.cut(text))
        session.doubts.append("有带删除线的文字")
    text = shifted(text, text_format.position)
    link = text_format.link or field_link(session)
    return [TextPiece(text, bold=text_format.bold, link=link)]


def _run_text(
    session: ReadingSession, child: XmlElement, text_format: TextFormat, pieces: list[TextPiece]
) -> str:
    """Return the text of a part of a run; what is no text is recorded or added to the pieces."""
    name = child.name
    if name == "w:t":
        session.taken.add(id(child))
        return _visible_text(child, text_format)
    if name in _SIGNS:
        return _SIGNS[name]
    if name in _TEXT_READERS:
        return _TEXT_READERS[name](session, child)
    if name in _RECORDERS:
        _RECORDERS[name](session, child)
    elif name in ("w:footnoteReference", "w:endnoteReference"):
        key = f"{name.removesuffix('Reference')} {attribute(child, 'w:id')}"
        label = session.refer_to_note(key)
        pieces += [TextPiece("", note=label)] if label else []
    elif name == "w:ruby":
        _read_ruby(session, child, text_format, pieces)
    elif name == "mc:AlternateContent":
        for item in chosen_version(child).children:
            text = _run_text(session, item, text_format, pieces)
            pieces += _place_text(session, text, text_format) if text else []
    return ""


def _read_field_mark(session: ReadingSession, element: XmlElement) -> str:
    kind = attribute(element, "w:fldCharType")
    if kind == "end":
        return end_field(session)
    begin_field(session, element, kind)
    return ""


def _read_symbol(session: ReadingSession, element: XmlElement) -> str:
    del session
    return read_symbol(element)


def _place_comment(session: ReadingSession, element: XmlElement) -> None:
    session.comment_places[attribute(element, "w:id")] = session.place()


def _read_instruction(session: ReadingSession, element: XmlElement) -> None:
    take_instruction(session, element.text)


def _read_ruby(
    session: ReadingSession, element: XmlElement, text_format: TextFormat, pieces: list[TextPiece]
) -> None:
    """Read the words; how they are pronounced is left out."""
    base, pronunciation = element.find("w:rubyBase"), element.find("w:rt")
    if base is not None:
        pieces += read_runs(session, base, text_format)
    if pronunciation is not None:
        session.omit(session.take_text(pronunciation), "注音")


def _visible_text(element: XmlElement, text_format: TextFormat) -> str:
    text = element.text
    if element.attributes.get("xml:space") != "preserve":
        text = text.strip(" \t\r\n")
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    if text_format.symbol_font or any("\ue000" <= character <= "\uf8ff" for character in text):
        return "".join(symbol_character(ord(item), text_format.symbol_font) for item in text)
    return text


def record_deletion(session: ReadingSession, element: XmlElement) -> None:
    """Record text that a revision took out."""
    text = session.take_text(element)
    if text.strip():
        session.omit(text, "修订中删去的文字")
        session.note_event("revision", f"删去“{session.cut(text)}”")
        session.doubts.append("带着没有定稿的修订")
        session.candidates.append(text.strip())


def _read_control(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    """Read a content control: what was filled in, not the hint that asks for it."""
    content = element.find("w:sdtContent")
    if content is None:
        return []
    pieces = read_runs(session, content, text_format)
    if is_on(element.find("w:sdtPr", "w:showingPlcHdr")):
        session.omit("".join(piece.text for piece in pieces), "没有填写的栏目里的提示")
        return []
    return pieces


def _read_formula(
    session: ReadingSession, element: XmlElement, text_format: TextFormat
) -> list[TextPiece]:
    """Read the characters of a formula; how they stand is lost, which is said."""
    del text_format
    text = "".join(item.text for item in element.descendants("m:t"))
    if not text.strip():
        return []
    session.note_event("formula", session.cut(text))
    session.doubts.append("是公式，排列没有读出")
    return [TextPiece(text)]


_INLINE_READERS: dict[str, Callable[[ReadingSession, XmlElement, TextFormat], list[TextPiece]]] = {
    "w:r": _read_run,
    "w:del": _read_deletion,
    "w:moveFrom": _read_deletion,
    "w:hyperlink": _read_hyperlink,
    "w:fldSimple": _read_simple_field,
    "w:sdt": _read_control,
    "mc:AlternateContent": _read_alternative,
    "m:oMath": _read_formula,
    "m:oMathPara": _read_formula,
}
_TEXT_READERS: dict[str, Callable[[ReadingSession, XmlElement], str]] = {
    "w:sym": _read_symbol,
    "w:fldChar": _read_field_mark,
}
_RECORDERS: dict[str, Callable[[ReadingSession, XmlElement], None]] = {
    "w:instrText": _read_instruction,
    "w:commentReference": _place_comment,
    "w:drawing": read_drawing,
    "w:pict": read_vml,
    "w:object": read_embedded,
    "w:del": record_deletion,
    "w:moveFrom": record_deletion,
}
