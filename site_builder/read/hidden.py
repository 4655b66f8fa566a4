"""Words of an office file that stand outside its text: links, alternative texts, charts, fields.

Called by `read.office` after the text itself. Every XML part is heard, whatever its name; of what
it says, only that is told which may matter: words in Chinese or
another script of the country, addresses, long numbers.
"""

import re
import zipfile
from collections.abc import Mapping
from urllib.parse import unquote

from site_builder.containers import UnsupportedFileError, parse_xml, read_member, xml_parser
from site_builder.read.gathered import Gathered
from site_builder.read.parts import local

_SPOKEN = re.compile(
    r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
    r"|ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"
    r"|(?:.*/)?Pages/Page_\d+/Content\.xml|xl/(?:worksheets|comments|drawings)[^/]*/?[^/]*\.xml|xl/sharedStrings\.xml"
)
"""Parts whose text has been told; their fields, formulas and alternative texts have not."""
_NAMELESS = re.compile(r".*/(?:styles|stylesWithEffects|fontTable|numbering|theme\d*)\.xml")
_WHERE = (
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
_OF_ATTRIBUTES = {"descr": "替代文字", "title": "替代文字", "alt": "替代文字", "Target": "链接地址"}
_ATTRIBUTES = frozenset(
    (
        *("descr", "title", "alt", "Target", "name", "display", "tooltip", "location", "prompt"),
        *("promptTitle", "error", "errorTitle", "comment", "string", "caption", "instr"),
        *("formatCode",),
    )
)
_NUMBERED = re.compile(r"(?<![\d.])\d(?:[^\w.,]{0,2}\d){10,}|\w@\w")
_SHORT = 8
"""No number or address of a person in an attribute is as short."""
_IDENTIFIER = re.compile(
    r"[{}]|://|(?:^|[^@])\b(?:urn|schemas)\b|^(?:[\d.,;%-]+ ){3}|^@\d|^[0-9A-F]{20}$|^0+$"
)
"""What programs write: identifiers, shapes' outlines, lists of measures."""
_VALUES = re.compile(
    r"docVar|alias|tag|s|n|lvl|result|default|listItem|ddList|helpText|statusText|lvlText"
)
"""Elements whose `val`, `v` or `displayText` an author has typed."""
_RUNS = frozenset(("t", "delText", "instrText", "delInstrText"))
_TOLD = frozenset(("t", "delText", "v", "author", "oddHeader", "oddFooter", "TextCode"))
_PEOPLE = frozenset(
    (
        *("creator", "lastModifiedBy", "Company", "Manager", "Application", "AppVersion"),
        *("Author", "Creator", "CreatorVersion", "DocID", "initial-creator", "generator"),
    )
)
_PROPERTIES = re.compile(r"docProps/.*|(?:.*/)?(?:OFD|DocumentInfo|meta)\.xml")
"""Properties told as names, or nobody's: the program."""
_TELLING = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]|[\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7a3]"
    r"|@|(?:\d[\W_]*){7}"
)
_REST = re.compile(r"\d{1,17}[Xx]?|[Xx]")
_MEASURE = re.compile(r"-?\d{0,10}|-?\d*\.\d+(?:E-?\d+)?|[\dT:Z.-]{0,30}T[\dT:Z.-]{0,30}")
_OWN = frozenset(("KSOProductBuildVer", "ICV", "KSOTemplateUUID", "KSOTemplateDocerSaveRecord"))
"""Properties that WPS writes about itself."""


def read(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    """Hear every part that is XML."""
    for name in archive.namelist():
        gathered.in_time()
        if name.endswith((".xml", ".rels")):
            _Part(name, gathered).read(read_member(archive, name))
        elif name.endswith(".vml"):
            try:
                _Part(name, gathered).read(read_member(archive, name))
            except UnsupportedFileError:
                gathered.leave("里面的旧式图形读不了")


class _Part:
    """Hears one part."""

    def __init__(self, name: str, gathered: Gathered) -> None:
        self.name, self.gathered = name, gathered
        self.told = _TOLD if _SPOKEN.fullmatch(name) else frozenset[str]()
        self.where = next((what for one, what in _WHERE if one.fullmatch(name)), "隐藏的文字")
        self.nameless = _NAMELESS.fullmatch(name) is not None
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.owner = ""
        """The element the last words stood in."""
        self.cut = False
        """The last words ended in digits: what follows may be the rest of a number."""
        self.own = False
        """Inside a property that a program writes about itself."""

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.heard
        parser.CommentHandler = lambda text: self.say("注释", text)
        parser.ProcessingInstructionHandler = lambda _, text: self.say("注释", text)
        parse_xml(parser, data)
        self.flush()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        self.open.append(tag)
        values = {local(key): value for key, value in attributes.items()}
        self.own = self.own if tag != "property" else values.get("name") in _OWN
        self.people(tag, values)
        internal = tag == "Relationship" and "TargetMode" not in values
        plain = internal or self.nameless
        for key, value in values.items():
            if key in _ATTRIBUTES and not plain:
                self.say(_OF_ATTRIBUTES.get(key, self.where), unquote(value))
            elif (key in ("val", "v", "displayText") and _VALUES.fullmatch(tag)) or (
                len(value) > _SHORT and _NUMBERED.search(value) and not _IDENTIFIER.search(value)
            ):
                self.say(self.where, value)

    def people(self, tag: str, values: Mapping[str, str]) -> None:
        """Tell who works on the file, where an attribute names them."""
        if tag == "absPath":
            self.gathered.name("保存位置", values.get("url", ""))
        elif tag == "person" and "author" in values:
            self.gathered.name("审阅者", values["author"])
        elif tag == "person":
            self.gathered.name("批注作者", values.get("displayName", ""))
        elif tag == "cmAuthor":
            self.gathered.name("批注作者", values.get("name", ""))

    def end(self, _name: str) -> None:
        tag = self.open.pop()
        if tag == "p" or (tag == self.owner and tag not in _RUNS):
            self.flush()

    def heard(self, text: str) -> None:
        tag = self.open[-1]
        props = _PROPERTIES.fullmatch(self.name) is not None
        told = tag in self.told and "rPh" not in self.open
        if not (told or self.own or (props and tag in _PEOPLE)):
            self.pieces.append(text)
            self.owner = tag

    def flush(self) -> None:
        text, self.pieces = "".join(self.pieces), []
        if self.name == "docProps/custom.xml" and text.strip():
            self.gathered.name("自定义属性", text)
        self.say("域代码" if self.owner.endswith("nstrText") else self.where, text)

    def say(self, label: str, text: str) -> None:
        text = text.strip()
        rest = self.cut and _REST.fullmatch(text)
        self.cut = bool(rest) or (text[-1:].isdigit() and bool(_TELLING.search(text)))
        if rest or (_TELLING.search(text) and not _MEASURE.fullmatch(text)):
            for line in text.splitlines():
                self.gathered.say(label, line)
