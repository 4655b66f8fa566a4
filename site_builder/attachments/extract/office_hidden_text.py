"""Words of an office file that stand outside its text: links, alternative texts, charts, fields.

Every XML part is parsed, whatever its name; of its text, only what may matter is reported:
words in Chinese or another script of the country, addresses, long numbers.
"""

import re
import zipfile
from collections.abc import Mapping
from urllib.parse import unquote

from site_builder.attachments.extract.extraction import NUMBER_REMAINDER, ExtractionResult
from site_builder.attachments.extract.xml_text import local_name
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import read_member
from site_builder.model.lazy_pattern import lazy_pattern

_TEXT_PARTS = lazy_pattern(
    r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
    r"|ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"
    r"|(?:.*/)?Pages/Page_\d+/Content\.xml|xl/(?:worksheets|comments|drawings)[^/]*/?[^/]*\.xml|xl/sharedStrings\.xml"
)
"""Parts whose text is read elsewhere; their fields, formulas and alternative texts are not."""
_STYLE_PARTS = lazy_pattern(r".*/(?:styles|stylesWithEffects|fontTable|numbering|theme\d*)\.xml")
_PART_LABELS = (
    (re.compile(r"docProps/.*"), "文件属性"),
    (re.compile(r".*/charts/.*"), "图表"),
    (re.compile(r".*/diagrams/.*"), "SmartArt 图示"),
    (re.compile(r"customXml/.*"), "自定义数据"),
    (re.compile(r"word/glossary/.*"), "文档部件"),
    (re.compile(r".*[cC]omments.*"), "批注"),
    (re.compile(r"xl/pivotCache/.*"), "数据透视表的缓存"),
    (re.compile(r"xl/(?:workbook\.xml|tables/.*)"), "工作表或名称"),
    (re.compile(r"xl/worksheets/.*"), "公式或提示"),
    (re.compile(r"ppt/.*"), "幻灯片的版式或对象"),
)
_ATTRIBUTE_LABELS = {
    "descr": "替代文字",
    "title": "替代文字",
    "alt": "替代文字",
    "Target": "链接地址",
}
_TEXT_ATTRIBUTES = frozenset(
    (
        *("descr", "title", "alt", "Target", "name", "display", "tooltip", "location", "prompt"),
        *("promptTitle", "error", "errorTitle", "comment", "string", "caption", "instr"),
        *("formatCode",),
    )
)
_NUMBER_OR_EMAIL = lazy_pattern(r"(?<![\d.])\d(?:[^\w.,]{0,2}\d){10,}|\w@\w")
_MAX_IGNORED_LENGTH = 8
"""No number or address of a person in an attribute is as short."""
_IDENTIFIER = lazy_pattern(
    r"[{}]|://|(?:^|[^@])\b(?:urn|schemas)\b|^(?:[\d.,;%-]+ ){3}|^@\d|^[0-9A-F]{20}$|^0+$"
)
"""What programs write: identifiers, shapes' outlines, lists of measures."""
_VALUE_ELEMENTS = lazy_pattern(
    r"docVar|alias|tag|s|n|lvl|result|default|listItem|ddList|helpText|statusText|lvlText"
)
"""Elements whose `val`, `v` or `displayText` an author has typed."""
_RUN_ELEMENTS = frozenset(("t", "delText", "instrText", "delInstrText"))
_TEXT_ELEMENTS = frozenset(("t", "delText", "v", "author", "oddHeader", "oddFooter", "TextCode"))
_PERSON_ELEMENTS = frozenset(
    (
        *("creator", "lastModifiedBy", "Company", "Manager", "Application", "AppVersion"),
        *("Author", "Creator", "CreatorVersion", "DocID", "initial-creator", "generator"),
    )
)
_PROPERTY_PARTS = lazy_pattern(r"docProps/.*|(?:.*/)?(?:OFD|DocumentInfo|meta)\.xml")
"""Properties reported as names, or naming nobody: the program."""
_SIGNIFICANT_TEXT = lazy_pattern(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]|[\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7a3]"
    r"|@|(?:\d[\W_]*){7}"
)
_MEASUREMENT = lazy_pattern(r"-?\d{0,10}|-?\d*\.\d+(?:E-?\d+)?|[\dT:Z.-]{0,30}T[\dT:Z.-]{0,30}")
_WPS_PROPERTIES = frozenset(
    ("KSOProductBuildVer", "ICV", "KSOTemplateUUID", "KSOTemplateDocerSaveRecord")
)
"""Properties that WPS writes about itself."""


def read(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    """Read every part that is XML."""
    for name in archive.namelist():
        result.check_deadline()
        if name.endswith((".xml", ".rels")):
            _HiddenTextParser(name, result).read(read_member(archive, name))
        elif name.endswith(".vml"):
            try:
                _HiddenTextParser(name, result).read(read_member(archive, name))
            except UnsupportedFileError:
                result.add_unreadable("里面的旧式图形读不了")


class _HiddenTextParser:
    """Parses one part."""

    def __init__(self, name: str, result: ExtractionResult) -> None:
        self.name, self.result = name, result
        self.text_elements = _TEXT_ELEMENTS if _TEXT_PARTS.fullmatch(name) else frozenset[str]()
        self.label = next(
            (label for pattern, label in _PART_LABELS if pattern.fullmatch(name)), "隐藏的文字"
        )
        self.is_style_part = _STYLE_PARTS.fullmatch(name) is not None
        self.open_elements: list[str] = []
        self.pieces: list[str] = []
        self.last_element = ""
        """The element the last words stood in."""
        self.ends_in_digits = False
        """The last words ended in digits: what follows may be the rest of a number."""
        self.in_program_property = False
        """Inside a property that a program writes about itself."""

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parser.CommentHandler = lambda text: self.add_text("注释", text)
        parser.ProcessingInstructionHandler = lambda _, text: self.add_text("注释", text)
        parse_xml(parser, data)
        self.flush()

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        self.open_elements.append(tag)
        values = {local_name(key): value for key, value in attributes.items()}
        self.in_program_property = (
            self.in_program_property if tag != "property" else values.get("name") in _WPS_PROPERTIES
        )
        self.read_people(tag, values)
        internal = tag == "Relationship" and "TargetMode" not in values
        is_ignored = internal or self.is_style_part
        for key, value in values.items():
            if key in _TEXT_ATTRIBUTES and not is_ignored:
                self.add_text(_ATTRIBUTE_LABELS.get(key, self.label), unquote(value))
            elif (key in ("val", "v", "displayText") and _VALUE_ELEMENTS.fullmatch(tag)) or (
                len(value) > _MAX_IGNORED_LENGTH
                and _NUMBER_OR_EMAIL.search(value)
                and not _IDENTIFIER.search(value)
            ):
                self.add_text(self.label, value)

    def read_people(self, tag: str, values: Mapping[str, str]) -> None:
        """Report who works on the file, where an attribute names them."""
        if tag == "absPath":
            self.result.add_person("保存位置", values.get("url", ""))
        elif tag == "person" and "author" in values:
            self.result.add_person("审阅者", values["author"])
        elif tag == "person":
            self.result.add_person("批注作者", values.get("displayName", ""))
        elif tag == "cmAuthor":
            self.result.add_person("批注作者", values.get("name", ""))

    def on_end(self, _name: str) -> None:
        tag = self.open_elements.pop()
        if tag == "p" or (tag == self.last_element and tag not in _RUN_ELEMENTS):
            self.flush()

    def on_text(self, text: str) -> None:
        tag = self.open_elements[-1]
        is_property_part = _PROPERTY_PARTS.fullmatch(self.name) is not None
        is_extracted = tag in self.text_elements and "rPh" not in self.open_elements
        if not (
            is_extracted
            or self.in_program_property
            or (is_property_part and tag in _PERSON_ELEMENTS)
        ):
            self.pieces.append(text)
            self.last_element = tag

    def flush(self) -> None:
        text, self.pieces = "".join(self.pieces), []
        if self.name == "docProps/custom.xml" and text.strip():
            self.result.add_person("自定义属性", text)
        self.add_text("域代码" if self.last_element.endswith("nstrText") else self.label, text)

    def add_text(self, label: str, text: str) -> None:
        text = text.strip()
        is_remainder = self.ends_in_digits and NUMBER_REMAINDER.fullmatch(text)
        self.ends_in_digits = bool(is_remainder) or (
            text[-1:].isdigit() and bool(_SIGNIFICANT_TEXT.search(text))
        )
        if is_remainder or (_SIGNIFICANT_TEXT.search(text) and not _MEASUREMENT.fullmatch(text)):
            for line in text.splitlines():
                self.result.add_text(label, line)
