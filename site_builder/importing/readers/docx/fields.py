"""Fields of a Word file: what they show is text, what they are made from is not."""

import re

from site_builder.core.xml_tree import XmlElement
from site_builder.importing.readers.docx.package import attribute, is_on, number_attribute
from site_builder.importing.readers.docx.session import OpenField, ReadingSession
from site_builder.importing.readers.docx.symbols import UNKNOWN, symbol_character
from site_builder.importing.readers.docx.text_pieces import TextPiece
from site_builder.model.lazy_pattern import lazy_pattern

_TARGET = lazy_pattern(r'(?i)^\s*HYPERLINK\s+(?:\\[a-z]\s+)*"?([^"\s]+)"?')
_CIRCLED = lazy_pattern(r"(?i)\\o(?:\\a[clr])?\s*\(\s*([○◯〇△□◇])\s*[,，;]\s*([^()]{1,3})\)")
_SYMBOL = lazy_pattern(r'(?i)^\s*SYMBOL\s+(\d{1,5})(?:.*?\\f\s+"?([^"\\]+)"?)?')
_RINGED = {str(number): chr(0x245F + number) for number in range(1, 21)} | {
    character: chr(0x3280 + index) for index, character in enumerate("一二三四五六七八九十")
}
_MAX_FIELDS = 60
_SWITCH = lazy_pattern(r"\\[A-Za-z]+\s*-?[0-9]*")
_MAX_SYMBOL = 0xFFFF


def begin_field(session: ReadingSession, element: XmlElement, kind: str) -> None:
    """Begin a field, or the result of the innermost."""
    if kind == "begin":
        # So many are never open at once but in a file that is damaged, or meant to take for ever.
        del session.fields[: max(0, len(session.fields) - _MAX_FIELDS)]
        session.fields.append(OpenField(form_data=element.find("w:ffData")))
    elif kind == "separate" and session.fields:
        session.fields[-1].in_result = True


def end_field(session: ReadingSession) -> str:
    """End the innermost field and return what it shows, where that is no result already read."""
    if not session.fields:
        return ""
    ended = session.fields.pop()
    return "" if ended.in_result else _computed(session, ended)


def is_instruction(session: ReadingSession) -> bool:
    """Return whether what is read now belongs to the instruction of a field."""
    return any(not item.in_result for item in session.fields)


def take_instruction(session: ReadingSession, text: str) -> None:
    """Add to the instruction of the innermost field that has no result yet."""
    for item in reversed(session.fields):
        if not item.in_result:
            item.instruction.append(text)
            return


def field_link(session: ReadingSession) -> str:
    """Return the address that the text read now leads to; empty for none."""
    for item in reversed(session.fields):
        match = _TARGET.match(item.words) if item.keyword == "HYPERLINK" else None
        if match:
            return match[1]
    return ""


def in_contents(session: ReadingSession) -> bool:
    """Return whether a table of contents is being read."""
    return any(item.in_result and item.keyword == "TOC" for item in session.fields)


def simple_field_text(
    session: ReadingSession, element: XmlElement, pieces: list[TextPiece]
) -> list[TextPiece]:
    """Return what a field in one piece shows."""
    if any(piece.text for piece in pieces):
        return pieces
    text = _computed(session, OpenField([attribute(element, "w:instr")]))
    return [TextPiece(text)] if text else pieces


def close_instructions(session: ReadingSession) -> None:
    """End fields that a damaged file leaves open in their instruction, and report their text."""
    while session.fields and is_instruction(session):
        broken = session.fields.pop()
        if not broken.in_result and broken.words:
            session.omit(broken.words, "没有写完的域代码")
            session.note_event("field", session.cut(broken.words))
            session.doubts.append("带着没有写完的域代码")


def _computed(session: ReadingSession, item: OpenField) -> str:
    """Return what a field without a result shows."""
    keyword = item.keyword
    if keyword == "EQ":
        return _equation(session, item.words)
    if keyword == "SYMBOL":
        match = _SYMBOL.match(item.words)
        code = int(match[1]) if match else 0
        font = (match[2] or "").strip() if match else ""
        return symbol_character(code, font) if 0 < code < _MAX_SYMBOL else UNKNOWN
    if keyword == "FORMCHECKBOX" and item.form_data is not None:
        box = item.form_data.find("w:checkBox")
        checked = box.find("w:checked") if box else None
        default = box.find("w:default") if box else None
        return "☑" if is_on(checked if checked is not None else default) else "☐"
    if keyword == "FORMDROPDOWN" and item.form_data is not None:
        return _chosen(item.form_data)
    if keyword.startswith(_COUNTING):
        session.note_event("field", session.cut(item.words))
        session.doubts.append("自动编号没有读出来")
    return ""


_COUNTING = ("AUTONUM", "LISTNUM")
"""Fields that show a number which is not in the file."""


def _chosen(form_data: XmlElement) -> str:
    choices = form_data.find("w:ddList")
    entries = [attribute(entry) for entry in choices.find_all("w:listEntry")] if choices else []
    index = number_attribute(choices.find("w:result")) if choices else 0
    return entries[index] if 0 <= index < len(entries) else ""


def _equation(session: ReadingSession, instruction: str) -> str:
    """Return a character in a ring; of other equations their instruction, which is doubtful."""

    def ringed(match: re.Match[str]) -> str:
        inner = match[2].strip()
        return _RINGED.get(inner, f"（{inner}）") if match[1] in "○◯〇" else f"{match[1]}{inner}"

    circled = _CIRCLED.search(instruction)
    if circled:
        return ringed(circled)
    session.note_event("formula", session.cut(instruction))
    session.doubts.append("是公式域，排列没有读出")
    words = _SWITCH.sub("", instruction.partition(" ")[2])
    return "".join(character for character in words if character not in "(),;，；").strip()
