"""Content controls of a Word file: fields to type into and boxes to tick.

The names are those of ECMA-376 (w:sdt) and of Word 2010 for the box.
"""

import hashlib
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from site_builder.render.office.docx.package import make_element, xml_safe

_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_FONT = "Segoe UI Symbol"
_UNCHECKED, _CHECKED = "2610", "2611"
_BLANK_TEXT = "\u3000" * 12
"""What stands in an empty field: blanks, since paper shows a hint in words."""


def text_control(title: str, tag: str, *, lines: int) -> Any:  # noqa: ANN401 - lxml's
    """Build a field to type into, as many lines high as asked."""
    control_type = make_element("w:text", multiLine=1)
    run = OxmlElement("w:r")
    for number in range(lines):
        if number:
            run.append(make_element("w:br"))
        text = make_element("w:t")
        text.text = _BLANK_TEXT if number == 0 else ""
        text.set(qn("xml:space"), "preserve")
        run.append(text)
    return _control(title, tag, make_element("w:showingPlcHdr"), control_type, content=run)


def check_box(title: str, tag: str) -> Any:  # noqa: ANN401 - lxml's
    """Build a box to tick, empty."""
    states = (
        f'<w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="{_CHECKED}" w14:font="{_FONT}"/>'
        f'<w14:uncheckedState w14:val="{_UNCHECKED}" w14:font="{_FONT}"/>'
    )
    box = parse_xml(f'<w14:checkbox xmlns:w14="{_WORD_2010}">{states}</w14:checkbox>')
    run = parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr><w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" '
        f'w:eastAsia="{_FONT}" w:cs="{_FONT}"/></w:rPr>'
        f"<w:t>{chr(int(_UNCHECKED, 16))}</w:t></w:r>"
    )
    return _control(title, tag, box, content=run)


def _control(title: str, tag: str, *control_type: Any, content: Any) -> Any:  # noqa: ANN401 - lxml's
    # Word wants a number of its own for each control; the same one each time.
    number = int.from_bytes(hashlib.blake2b(tag.encode(), digest_size=4).digest()) >> 1
    properties = (
        make_element("w:alias", val=xml_safe(title)),
        make_element("w:tag", val=tag),
        make_element("w:id", val=number),
    )
    return make_element(
        "w:sdt",
        make_element("w:sdtPr", *properties, *control_type),
        make_element("w:sdtContent", content),
    )
