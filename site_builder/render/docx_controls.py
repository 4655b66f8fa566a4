"""Content controls of a Word file: fields to type into and boxes to tick.

Called by `application_docx`. The names are those of ECMA-376 (w:sdt) and of Word 2010 for the box.
"""

import hashlib
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from site_builder.render.docx_package import node, words

_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_FACE = "Segoe UI Symbol"
_EMPTY, _TICKED = "2610", "2611"
_ROOM = "\u3000" * 12
"""What stands in an empty field: blanks, since paper shows a hint in words."""


def text_control(title: str, tag: str, *, lines: int) -> Any:  # noqa: ANN401 - lxml's
    """Build a field to type into, as many lines high as asked."""
    kind = node("w:text", multiLine=1)
    run = OxmlElement("w:r")
    for number in range(lines):
        if number:
            run.append(node("w:br"))
        text = node("w:t")
        text.text = _ROOM if number == 0 else ""
        text.set(qn("xml:space"), "preserve")
        run.append(text)
    return _control(title, tag, node("w:showingPlcHdr"), kind, content=run)


def check_box(title: str, tag: str) -> Any:  # noqa: ANN401 - lxml's
    """Build a box to tick, empty."""
    states = (
        f'<w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="{_TICKED}" w14:font="{_FACE}"/>'
        f'<w14:uncheckedState w14:val="{_EMPTY}" w14:font="{_FACE}"/>'
    )
    box = parse_xml(f'<w14:checkbox xmlns:w14="{_WORD_2010}">{states}</w14:checkbox>')
    run = parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr><w:rFonts w:ascii="{_FACE}" w:hAnsi="{_FACE}" '
        f'w:eastAsia="{_FACE}" w:cs="{_FACE}"/></w:rPr><w:t>{chr(int(_EMPTY, 16))}</w:t></w:r>'
    )
    return _control(title, tag, box, content=run)


def _control(title: str, tag: str, *kind: Any, content: Any) -> Any:  # noqa: ANN401 - lxml's
    # Word wants a number of its own for each control; the same one each time.
    number = int.from_bytes(hashlib.blake2b(tag.encode(), digest_size=4).digest()) >> 1
    about = (node("w:alias", val=words(title)), node("w:tag", val=tag), node("w:id", val=number))
    return node("w:sdt", node("w:sdtPr", *about, *kind), node("w:sdtContent", content))
