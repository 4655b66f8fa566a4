"""Words of OpenDocument files (odt, ods, odp)."""

import zipfile
from collections.abc import Mapping

from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.attachments.extract.xml_text import local_name
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.core.safe_zip import read_member

_PART_LABELS = {"content.xml": "正文", "styles.xml": "页眉页脚", "meta.xml": "文件属性"}
_PERSON_LABELS = {"creator": "最后修改者", "initial-creator": "作者", "printed-by": "打印者"}
_SPACE_ELEMENTS = frozenset(("s", "tab", "line-break"))


def is_open_document(archive: zipfile.ZipFile) -> bool:
    """Return whether an archive is an OpenDocument file."""
    names = archive.namelist()
    return "content.xml" in names and "META-INF/manifest.xml" in names


def read(archive: zipfile.ZipFile, result: ExtractionResult) -> None:
    """Record every paragraph, and who made the file."""
    names = archive.namelist()
    for name in names:
        label = _PART_LABELS.get(name.rpartition("/")[2])
        if label:
            _OdfParagraphParser(label, result).read(read_member(archive, name))


class _OdfParagraphParser:
    """Parses one part; paragraphs of notes lie inside others."""

    def __init__(self, label: str, result: ExtractionResult) -> None:
        self.label, self.result = label, result
        self.open_elements: list[tuple[str, list[str]]] = [("", [])]

    def read(self, data: bytes) -> None:
        parser = xml_parser()
        parser.StartElementHandler = self.on_start
        parser.EndElementHandler = self.on_end
        parser.CharacterDataHandler = self.on_text
        parse_xml(parser, data)

    def on_start(self, name: str, _attributes: Mapping[str, str]) -> None:
        tag = local_name(name)
        if tag in ("p", "h") or len(self.open_elements) == 1 or self.label == "文件属性":
            self.open_elements.append((tag, []))
        elif tag in _SPACE_ELEMENTS:
            self.open_elements[-1][1].append(" ")
        elif not self.in_paragraph:
            self.open_elements.append((tag, []))
        else:
            self.open_elements.append(("", self.open_elements[-1][1]))

    def on_text(self, text: str) -> None:
        self.open_elements[-1][1].append(text)

    @property
    def in_paragraph(self) -> bool:
        """Return whether a paragraph is under way."""
        return any(tag in ("p", "h") for tag, _ in self.open_elements)

    def on_end(self, name: str) -> None:
        if local_name(name) in _SPACE_ELEMENTS and self.open_elements[-1][0] != local_name(name):
            return
        tag, pieces = self.open_elements.pop()
        text = "".join(pieces) if tag else ""
        if tag in _PERSON_LABELS:
            self.result.add_person(_PERSON_LABELS[tag], text)
        elif tag:
            self.result.add_text(self.label, text)
