"""Words of Word, Excel, PowerPoint and OFD files and who made them. Called by `read.attachments`.

Only the parts that hold words are unpacked, each within bounds; no library, no entities, no links.
"""

import re
import zipfile
from collections.abc import Mapping

from site_builder.containers import open_archive, parse_xml, read_member, xml_parser
from site_builder.read import hidden, odf, packed, workbook
from site_builder.read.gathered import Gathered
from site_builder.read.parts import Elements, local

_PROPERTIES = {
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
_SLIDE = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_PAGE = re.compile(r"(?:.*/)?Pages/Page_(\d+)/Content\.xml")
_SIGNED = re.compile(r"_xmlsignatures/.*|(?:.*/)?Signs?/.*Signature\.xml")


def read(data: bytes, gathered: Gathered) -> None:
    """Read an archive by what lies in it."""
    archive = open_archive(data)
    names = archive.namelist()
    gathered.signed = any(_SIGNED.fullmatch(name) for name in names)
    packed.read_outside(archive, data, gathered)
    if not (_text(archive, gathered) or odf.is_open_document(archive)):
        packed.read_members(archive, gathered)
        return
    if odf.is_open_document(archive):
        odf.read(archive, gathered)
    before = len(gathered.passages)
    hidden.read(archive, gathered)
    packed.read_parts(archive, gathered)
    if not any(one.kind == "body" for one in gathered.passages[:before]) and any(
        _SHOWN.fullmatch(name) for name in names
    ):
        gathered.leave("没有文字，只有图片，可能是扫描件")


_SHOWN = re.compile(r"(?i).*\.(?:png|jpe?g|tiff?|bmp|jb2|gif)")


def _text(archive: zipfile.ZipFile, gathered: Gathered) -> bool:
    """Read who made it, and its text; false for an archive of other files."""
    names = archive.namelist()
    for name in ("docProps/core.xml", "docProps/app.xml", "OFD.xml"):
        if name in names:
            _properties(read_member(archive, name), gathered)
    if "word/document.xml" in names:
        _word(archive, gathered)
    elif "xl/workbook.xml" in names:
        workbook.read(archive, gathered)
    elif "ppt/presentation.xml" in names:
        _slides(archive, gathered)
    elif "OFD.xml" in names:
        _ofd(archive, gathered)
    else:
        return False
    return True


def _properties(data: bytes, gathered: Gathered) -> None:
    """Read who made the file."""
    known = {**_PROPERTIES, "Author": "作者"}
    inside: list[str] = []
    parser = xml_parser()

    def words(text: str) -> None:
        if inside and inside[-1] in known:
            gathered.name(known[inside[-1]], text)

    parser.StartElementHandler = lambda name, _: inside.append(local(name))
    parser.EndElementHandler = lambda _: inside.pop() and None
    parser.CharacterDataHandler = words
    parse_xml(parser, data)


def _word(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    for pattern, where in _WORD_PARTS:
        for name in sorted(filter(pattern.fullmatch, archive.namelist())):
            remarks = "批注作者" if where == "批注" else "修订作者"
            part = _Paragraphs(where or "第 {} 段", remarks, gathered)
            part.read(read_member(archive, name))


class _Paragraphs:
    """Hears the XML of Word or PowerPoint and tells one paragraph after the other."""

    def __init__(self, label: str, remarks: str, gathered: Gathered) -> None:
        self.label = label
        self.remarks = remarks
        self.gathered = gathered
        self.open: list[list[str]] = []
        """Paragraphs under way: those of a text box lie inside another."""
        self.number = 0
        self.spoken = 0
        """Depth inside elements that hold words."""
        self.twice = 0
        """Depth inside what only repeats something for older programs."""
        self.said: set[str] = set()

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.words
        parse_xml(parser, data)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        for key, value in attributes.items():
            if local(key) == "author":
                self.gathered.name(self.remarks, value)
        self.twice += tag == "Fallback"
        if tag == "p":
            self.open.append([])
        elif tag in ("t", "delText"):
            self.spoken += 1
        elif tag in ("tab", "br", "cr") and self.open:
            self.open[-1].append(" ")
        elif tag == "sym" and self.open:
            self.open[-1].append(_symbol(attributes))

    def end(self, name: str) -> None:
        tag = local(name)
        self.twice -= tag == "Fallback"
        if tag in ("t", "delText"):
            self.spoken -= 1
        elif tag == "p" and self.open:
            text = "".join(self.open.pop())
            self.number += not self.twice
            if not self.twice or text not in self.said:
                self.gathered.say(self.label.format(self.number), text)
            self.said.add(text)

    def words(self, text: str) -> None:
        if self.spoken and self.open:
            self.open[-1].append(text)


def _symbol(attributes: Mapping[str, str]) -> str:
    """Return the character that a symbol font shows: fonts keep digits in a private area."""
    code = next((value for key, value in attributes.items() if local(key) == "char"), "")
    number = int(code, 16) if _CODE.fullmatch(code) else 0
    return chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number)  # noqa: PLR2004 - the area


_CODE = re.compile("[0-9A-Fa-f]{2,4}")


def _slides(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    found = [one for name in archive.namelist() if (one := _SLIDE.fullmatch(name))]
    for one in sorted(found, key=lambda one: (int(one[2][:6]), one[1])):
        where = "的备注" if "notes" in one[1] else ""
        label = f"第 {one[2]} 张幻灯片{where}"
        _Paragraphs(label, "批注作者", gathered).read(read_member(archive, one[0]))


def _ofd(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    for name in archive.namelist():
        if name.endswith("DocumentInfo.xml"):
            _properties(read_member(archive, name), gathered)
        found = _PAGE.fullmatch(name)
        if found:
            page = f"第 {int(found[1][:6]) + 1} 页"
            said: list[str] = []
            Elements("TextObject", "TextCode", said.append).read(read_member(archive, name))
            for text in said:
                gathered.say(page, text)
