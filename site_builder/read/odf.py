"""Words of OpenDocument files (odt, ods, odp). Called by `read.office`."""

import zipfile
from collections.abc import Mapping

from site_builder.containers import parse_xml, read_member, xml_parser
from site_builder.read.gathered import Gathered
from site_builder.read.parts import local

_PARTS = {"content.xml": "正文", "styles.xml": "页眉页脚", "meta.xml": "文件属性"}
_PEOPLE = {"creator": "最后修改者", "initial-creator": "作者", "printed-by": "打印者"}
_SPACES = frozenset(("s", "tab", "line-break"))


def is_open_document(archive: zipfile.ZipFile) -> bool:
    """Tell whether an archive is an OpenDocument file."""
    names = archive.namelist()
    return "content.xml" in names and "META-INF/manifest.xml" in names


def read(archive: zipfile.ZipFile, gathered: Gathered) -> None:
    """Tell every paragraph, and who made the file."""
    names = archive.namelist()
    for name in names:
        label = _PARTS.get(name.rpartition("/")[2])
        if label:
            _Paragraphs(label, gathered).read(read_member(archive, name))


class _Paragraphs:
    """Hears one part; paragraphs of notes lie inside others."""

    def __init__(self, label: str, gathered: Gathered) -> None:
        self.label, self.gathered = label, gathered
        self.open: list[tuple[str, list[str]]] = [("", [])]

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.heard
        parse_xml(parser, data)

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag in ("p", "h") or len(self.open) == 1 or self.label == "文件属性":
            self.open.append((tag, []))
        elif tag in _SPACES:
            self.open[-1][1].append(" ")
        elif not self.inside:
            self.open.append((tag, []))
        else:
            self.open.append(("", self.open[-1][1]))

    def heard(self, text: str) -> None:
        self.open[-1][1].append(text)

    @property
    def inside(self) -> bool:
        """Tell whether a paragraph is under way."""
        return any(tag in ("p", "h") for tag, _ in self.open)

    def end(self, name: str) -> None:
        if local(name) in _SPACES and self.open[-1][0] != local(name):
            return
        tag, pieces = self.open.pop()
        text = "".join(pieces) if tag else ""
        if tag in _PEOPLE:
            self.gathered.name(_PEOPLE[tag], text)
        elif tag:
            self.gathered.say(self.label, text)
