"""The parts of a Word file and how they refer to one another, each unpacked within bounds."""

import posixpath
import zipfile
from dataclasses import dataclass

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_zip import open_archive, read_member
from site_builder.core.xml_tree import XmlElement, parse_tree

MAX_PART_SIZE = 60_000_000
"""Bytes of XML; the text of a report has a hundredth of it."""
MAX_PICTURE_SIZE = 40_000_000
DAMAGED_HINT = "请用 Word 或 WPS 打开它，另存为新的 .docx 文件，再导入。"
_DAMAGED = "文件损坏，打不开"

_STANDARD = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
PREFIXES = {
    f"{_STANDARD}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_STANDARD}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_STANDARD}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_STANDARD}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_STANDARD}drawingml/2006/picture": "pic",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_STANDARD}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_STANDARD}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_STANDARD}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_STANDARD}markup-compatibility/2006": "mc",
    f"{_STANDARD}package/2006/relationships": "rel",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to."""

    type: str
    """The last word of its type: `image`, `hyperlink`, `footnotes`."""
    target: str
    """Name of a part; of what lies outside, its address."""
    external: bool


class WordPackage:
    """A Word file. Raises UnsupportedFileError for what is none, or is encrypted or damaged."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD_OFFICE):
            raise _old_office_error(data)
        try:
            self._archive: zipfile.ZipFile = open_archive(data)
        except UnsupportedFileError as exc:
            raise UnsupportedFileError(exc.message, exc.hint or DAMAGED_HINT) from exc
        self._names = {name.replace("\\", "/").lower(): name for name in self._archive.namelist()}
        self._relationships: dict[str, dict[str, Relationship]] = {}
        main = next(
            (
                item.target
                for item in self.relationships("").values()
                if item.type == "officeDocument" and not item.external
            ),
            "word/document.xml",
        )
        self.main = main if self.has(main) else "word/document.xml"
        """Name of the part with the text."""
        if not self.has(self.main):
            raise UnsupportedFileError("文件里没有 Word 的正文", DAMAGED_HINT)

    def has(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name.lower() in self._names

    def names(self) -> list[str]:
        """Return the names of all parts, in small letters."""
        return sorted(self._names)

    def read(self, name: str, max_size: int = MAX_PICTURE_SIZE) -> bytes:
        """Return the bytes of a part; none when there is no such part."""
        member = self._names.get(name.lower())
        return read_member(self._archive, member, max_size) if member is not None else b""

    def parse(self, name: str) -> XmlElement | None:
        """Return a part as a tree; None when there is no such part."""
        try:
            data = self.read(name, MAX_PART_SIZE)
            return parse_tree(data, PREFIXES) if data else None
        except UnsupportedFileError as exc:
            raise UnsupportedFileError(exc.message, exc.hint or DAMAGED_HINT) from exc

    def parse_optional(self, name: str) -> XmlElement | None:
        """Return a part without which the text can be read too; None when it cannot be parsed."""
        try:
            return self.parse(name)
        except UnsupportedFileError:
            return None

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return what a part refers to, by id; `` is the package itself."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def _read_relationships(self, part: str) -> dict[str, Relationship]:
        folder, name = posixpath.split(part)
        root = self.parse_optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        related: dict[str, Relationship] = {}
        for element in root.children if root else ():
            external = element.attributes.get("TargetMode") == "External"
            target = element.attributes.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            related[element.attributes.get("Id", "")] = Relationship(kind, target, external)
        return related

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts of a kind that a part refers to, in their order."""
        items = self.relationships(part).values()
        return sorted({item.target for item in items if item.type == kind and not item.external})


def _old_office_error(data: bytes) -> UnsupportedFileError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnsupportedFileError(
            "文件加了密码，不能读取", "请用 Word 或 WPS 打开，去掉密码，另存以后再导入。"
        )
    return UnsupportedFileError(
        "这是旧格式的 Word 文件，不是 .docx", "请把文件名的结尾改成 .doc，再导入。"
    )


def attribute(element: XmlElement | None, name: str = "w:val") -> str:
    """Return an attribute; empty when there is none, or no element."""
    return element.attributes.get(name, "") if element else ""


def number_attribute(element: XmlElement | None, name: str = "w:val", default: int = 0) -> int:
    """Return a whole number of an attribute; the default for anything else."""
    text = attribute(element, name)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _MAX_DIGITS:
        return default
    return int(text)


_MAX_DIGITS = 9


def is_on(element: XmlElement | None) -> bool:
    """Return whether a property is set: `<w:b/>`, and not `<w:b w:val="0"/>`."""
    return element is not None and attribute(element) not in ("0", "false", "off", "none")


def chosen_version(element: XmlElement) -> XmlElement:
    """Return what today's Word shows of several versions: the first with something in it."""
    for name in ("mc:Choice", "mc:Fallback"):
        for choice in element.find_all(name):
            if choice.children:
                return choice
    return XmlElement("")
