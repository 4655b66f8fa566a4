"""The Word template of reports: the program's, or one that an office restyled in Word or WPS.

The style is the template's: page, styles, page numbers. Everything else in it goes: whoever saved
it may have left names, comments and older words there, and all of that would be published.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from lxml.etree import QName

from site_builder.core.errors import TemplateError
from site_builder.model.settings import Fonts
from site_builder.render.office.docx.package import clear_document, make_element, xml_safe

TEMPLATE = "word/report.docx"
"""Below `templates/`."""
STYLE_IDS = {
    "Normal": "Normal",
    "Title": "Title",
    "heading 1": "Heading1",
    "heading 2": "Heading2",
    "heading 3": "Heading3",
    "List Paragraph": "ListParagraph",
    "caption": "Caption",
    "Table Text": "TableText",
    "Small Print": "SmallPrint",
    "footnote text": "footnotetext",
    "footnote reference": "footnotereference",
    "Hyperlink": "Hyperlink",
    "Table Grid": "TableGrid",
}
"""Name of a style, the same in every program → the id that the body uses; programs write others."""
FACE_STYLES = {
    "title": ("Title",),
    "body": ("Normal", "heading 3", "List Paragraph", "Table Text", "Small Print", "footnote text"),
    "hei": ("heading 1", "caption"),
    "kai": ("heading 2",),
}
FALLBACK_FACES = {"title": "宋体", "body": "仿宋", "hei": "SimHei", "kai": "楷体"}
"""Taken where a machine does not have the face."""
FIRST_LIST = 900
"""Lists of the body count from here; a template that was saved from a report has them already."""
_DOCUMENT_PARTS = frozenset(
    getattr(RELATIONSHIP_TYPE, name)
    for name in ("STYLES", "SETTINGS", "FONT_TABLE", "THEME", "NUMBERING", "HEADER", "FOOTER")
)
"""Parts that are retained."""
_PACKAGE_PARTS = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
_PERSONAL_PROPERTIES = (
    *("category", "contentStatus", "identifier"),
    *("keywords", "subject", "version"),
)
_PERSONAL_SETTINGS = (
    *("attachedTemplate", "rsids", "docVars"),
    *("mailMerge", "footnotePr", "endnotePr"),
)
_STYLE_REFERENCES = tuple(
    qn(f"w:{name}")
    for name in (
        *("basedOn", "next", "link", "styleLink", "numStyleLink"),
        *("pStyle", "rStyle", "tblStyle"),
    )
)
_HINT = (
    "请在 Word 或 WPS 里打开自带的 templates/word/report.docx，只改样式、页面和页码，"
    "另存回原处；或删去项目里的这个文件，改用自带的模板。"
)


def open_template(path: Path, title: str, fonts: Fonts) -> Any:  # noqa: ANN401 - python-docx has no types
    """Open a template as an empty document. Raises TemplateError when it cannot be used."""
    try:
        document = docx.Document(str(path))
        _clear(document, title)
        styles = _styles_by_name(document)
        _set_style_ids(document, styles)
        _set_faces(document, fonts, styles)
    except TemplateError:
        raise
    except Exception as exc:  # a file that is no DOCX, or a broken one, fails in any way
        reason = f"Word 模板不能用，不是完整的 DOCX 文件（{type(exc).__name__}）"
        raise TemplateError(TEMPLATE, reason, _HINT) from exc
    return document


def _clear(document: Any, title: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Drop from a template whatever does not define the style."""
    clear_document(document, title)
    properties = document.core_properties._element  # noqa: SLF001 - python-docx only empties them
    for element in [item for item in properties if QName(item).localname in _PERSONAL_PROPERTIES]:
        properties.remove(element)
    _drop_unknown_parts(document)
    _add_numbering(document)


def _drop_unknown_parts(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    for source, allowed in (
        (document.part.package, _PACKAGE_PARTS),
        (document.part, _DOCUMENT_PARTS),
    ):
        for key, relation in list(source.rels.items()):
            if relation.reltype not in allowed:
                del source.rels[key]
    settings = document.settings.element
    for name in _PERSONAL_SETTINGS:
        for element in settings.findall(qn(f"w:{name}")):
            settings.remove(element)
    document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()


def _add_numbering(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Add a part for lists, without those of a report that the template was saved from."""
    part = document.part
    if not any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in part.rels.values()):
        xml = f"<w:numbering {nsdecls('w')}/>".encode()
        name = PackURI("/word/numbering.xml")
        numbering = NumberingPart.load(name, CONTENT_TYPE.WML_NUMBERING, xml, part.package)
        part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
    root = part.numbering_part.element
    for tag, attribute in (("w:abstractNum", "w:abstractNumId"), ("w:num", "w:numId")):
        for element in root.findall(qn(tag)):
            if int(element.get(qn(attribute))) >= FIRST_LIST:
                root.remove(element)


def _styles_by_name(document: Any) -> dict[str, Any]:  # noqa: ANN401 - python-docx has no types
    """Find the styles of `STYLE_IDS`. Programs write names large or small, LibreOffice both."""
    styles = {
        name.get(qn("w:val"), ""): name.getparent()
        for name in document.styles.element.iterfind(f"{qn('w:style')}/{qn('w:name')}")
    }
    folded = {name.casefold(): style for name, style in styles.items()}
    matches = {name: styles.get(name, folded.get(name.casefold())) for name in STYLE_IDS}
    missing = "、".join(f"“{name}”" for name, style in matches.items() if style is None)
    if missing:
        raise TemplateError(TEMPLATE, f"Word 模板里没有样式{missing}", _HINT)
    return matches


def _set_style_ids(document: Any, styles: dict[str, Any]) -> None:  # noqa: ANN401 - python-docx has no types
    """Set each style to the id that the body uses: programs write ids of their own."""
    attribute = qn("w:styleId")
    new_ids = {styles[name].get(attribute): style_id for name, style_id in STYLE_IDS.items()}
    others = set(STYLE_IDS.values()) - new_ids.keys()
    new_ids |= {style_id: f"{style_id}-other" for style_id in others}
    for style in document.styles.element.iterfind(qn("w:style")):
        style.set(attribute, new_ids.get(style.get(attribute), style.get(attribute)))
    for root in _roots(document):
        for reference in root.iter(*_STYLE_REFERENCES):
            value = reference.get(qn("w:val"))
            reference.set(qn("w:val"), new_ids.get(value, value))


def _roots(document: Any) -> Iterator[Any]:  # noqa: ANN401 - python-docx has no types
    for relation in document.part.rels.values():
        if not relation.is_external and hasattr(relation.target_part, "element"):
            yield relation.target_part.element


def _set_faces(document: Any, fonts: Fonts, styles: dict[str, Any]) -> None:  # noqa: ANN401 - python-docx has no types
    """Write Chinese words in the faces that the settings name."""
    for role, names in FACE_STYLES.items():
        face = xml_safe(getattr(fonts, role))
        if not face:
            continue
        for name in names:
            properties = styles[name].get_or_add_rPr().get_or_add_rFonts()
            properties.attrib.pop(qn("w:eastAsiaTheme"), None)
            properties.set(qn("w:eastAsia"), face)
        _add_font(document, face, FALLBACK_FACES[role])


def _add_font(document: Any, face: str, fallback: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Add a face to the font table, with the one to take where it is not installed."""
    for relation in document.part.rels.values():
        if relation.reltype != RELATIONSHIP_TYPE.FONT_TABLE:
            continue
        table = parse_xml(relation.target_part.blob)
        alternative = [] if fallback == face else [make_element("w:altName", val=fallback)]
        charset = make_element("w:charset", val="86")
        table.append(make_element("w:font", *alternative, charset, name=face))
        relation.target_part._blob = serialize_part_xml(table)  # noqa: SLF001 - python-docx knows no font table
