"""Words of Word, Excel, PowerPoint and OFD files and who made them.

Only the parts that hold words are unpacked, each within bounds; no library, no entities, no links.
"""

import re
import zipfile
from collections.abc import Mapping

from site_builder.attachments.extract import (
    archive_members,
    odf_text,
    office_hidden_text,
    xlsx_text,
)
from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.attachments.extract.xml_text import ElementTextParser, local_name
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import open_archive, read_member
from site_builder.model.lazy_pattern import lazy_pattern

_PERSON_LABELS = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "Company": "单位",
    "Manager": "主管",
}
_WORD_PARTS = (
    (re.compile(r"word/document\d*\.xml"), ""),
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/footnotes\.xml"), "脚注"),
    (re.compile(r"word/endnotes\.xml"), "尾注"),
    (re.compile(r"word/comments\.xml"), "批注"),
)
_SLIDE = lazy_pattern(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_PAGE = lazy_pattern(r"(?:.*/)?Pages/Page_(\d+)/Content\.xml")
_SIGNATURE_PART = lazy_pattern(r"_xmlsignatures/.*|(?:.*/)?Signs?/.*Signature\.xml")


def read(data: bytes, result: ExtractionResult) -> None:
    """Read an archive by what lies in it."""
    archive = open_archive(data)
    names = archive.namelist()
    result.signed = any(_SIGNATURE_PART.fullmatch(name) for name in names)
    archive_members.read_archive_metadata(archive, data, result)
    if not (_read_text(archive, result) or odf_text.is_open_document(archive)):
        archive_members.read_members(archive, result)
        return
    if odf_text.is_open_document(archive):
        odf_text.read(archive, result)
    text_span_count = len(result.spans)
    office_hidden_text.read(archive, result)
    archive_members.read_other_parts(archive, result)
    if not any(span.kind == "body" for span in result.spans[:text_span_count]) and any(
        _IMAGE_PART.fullmatch(name) for name in names
    ):
        result.add_unreadable("没有文字，只有图片，可能是扫描件")


_IMAGE_PART = lazy_pattern(r"(?i).*\.(?:png|jpe?g|tiff?|bmp|jb2|gif)")


def _read_text(archive: zipfile.ZipFile, result: ExtractionResult) -> bool:
    """Read who made it, and its text; false for an archive of other files."""
    names = archive.namelist()
    for name in ("docProps/core.xml", "docProps/app.xml", "OFD.xml"):
        if name in names:
            _read_properties(read_member(archive, name), result)
    if "word/document.xml" in names:
        _read_word(archive, result)
    elif "xl/workbook.xml" in names:
        xlsx_text.read(archive, result)
    elif "ppt/presentation.xml" in names:
        _read_slides(archive, result)
    elif "OFD.xml" in names:
        _read_ofd(archive, result)
    else:
        return False
    return True


def _read_properties(data: bytes, result: ExtractionResult) -> None:
    """Read who made the file."""
    labels = {**_PERSON_LABELS, "Author": "作者"}
    open_elements: list[str] = []
    parser = xml_parser()

    def on_text(text: str) -> None:
        if open_elements and open_elements[-1] in labels:
            result.add_person(labels[open_elements[-1]], text)

    parser.StartElementHandler = lambda name, _: open_elements.append(local_name(name))
    parser.EndElementHandler = lambda _: open_elements.pop() and None
    parser.CharacterDataHandler = on_text
    parse_xml(parser, data)


def _read_word(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    for pattern, label in _WORD_PARTS:
        for name in sorted(filter(pattern.fullmatch, archive.namelist())):
            author_label = "批注作者" if label == "批注" else "修订作者"
            parser = _ParagraphParser(label or "第 {} 段", author_label, result)
            parser.read(read_member(archive, name))


class _ParagraphParser:
    """Parses the XML of Word or PowerPoint and records one paragraph after the other."""

    def __init__(self, label: str, author_label: str, result: ExtractionResult) -> None:
        self.label = label
        self.author_label = author_label
        self.result = result
        self.open_paragraphs: list[list[str]] = []
        """Paragraphs under way: those of a text box lie inside another."""
        self.number = 0
        self.text_depth = 0
        """Depth inside elements that hold words."""
        self.fallback_depth = 0
        """Depth inside what only repeats something for older programs."""
        self.texts: set[str] = set()

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parse_xml(parser, data)

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        for key, value in attributes.items():
            if local_name(key) == "author":
                self.result.add_person(self.author_label, value)
        self.fallback_depth += tag == "Fallback"
        if tag == "p":
            self.open_paragraphs.append([])
        elif tag in ("t", "delText"):
            self.text_depth += 1
        elif tag in ("tab", "br", "cr") and self.open_paragraphs:
            self.open_paragraphs[-1].append(" ")
        elif tag == "sym" and self.open_paragraphs:
            self.open_paragraphs[-1].append(_symbol_character(attributes))

    def on_end(self, name: str) -> None:
        tag = local_name(name)
        self.fallback_depth -= tag == "Fallback"
        if tag in ("t", "delText"):
            self.text_depth -= 1
        elif tag == "p" and self.open_paragraphs:
            text = "".join(self.open_paragraphs.pop())
            self.number += not self.fallback_depth
            if not self.fallback_depth or text not in self.texts:
                self.result.add_text(self.label.format(self.number), text)
            self.texts.add(text)

    def on_text(self, text: str) -> None:
        if self.text_depth and self.open_paragraphs:
            self.open_paragraphs[-1].append(text)


def _symbol_character(attributes: Mapping[str, str]) -> str:
    """Return the character that a symbol font shows: fonts have digits in a private area."""
    code = next((value for key, value in attributes.items() if local_name(key) == "char"), "")
    number = int(code, 16) if _HEX_CODE.fullmatch(code) else 0
    return chr(number - _SYMBOL_OFFSET if number in _SYMBOL_AREA else number)


_SYMBOL_AREA, _SYMBOL_OFFSET = range(0xF020, 0xF100), 0xF000
_HEX_CODE = lazy_pattern("[0-9A-Fa-f]{2,4}")


def _read_slides(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    matches = [match for name in archive.namelist() if (match := _SLIDE.fullmatch(name))]
    for match in sorted(matches, key=lambda match: (int(match[2][:6]), match[1])):
        suffix = "的备注" if "notes" in match[1] else ""
        label = f"第 {match[2]} 张幻灯片{suffix}"
        _ParagraphParser(label, "批注作者", result).read(read_member(archive, match[0]))


def _read_ofd(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    for name in archive.namelist():
        if name.endswith("DocumentInfo.xml"):
            _read_properties(read_member(archive, name), result)
        match = _PAGE.fullmatch(name)
        if match:
            page = f"第 {int(match[1][:6]) + 1} 页"
            texts: list[str] = []
            ElementTextParser("TextObject", "TextCode", texts.append).read(
                read_member(archive, name)
            )
            for text in texts:
                result.add_text(page, text)
