"""Word, Excel and PowerPoint files without the names in their properties.

Every other part is carried over as it is; comments and revisions belong to the text and stay.
"""

import io
import re
import zipfile
from collections.abc import Mapping

from site_builder.containers import (
    KeptError,
    RefusedError,
    member,
    open_archive,
    parse_xml,
    xml_parser,
)

_NAMES: Mapping[str, frozenset[str]] = {
    "docProps/core.xml": frozenset(("creator", "lastModifiedBy")),
    "docProps/app.xml": frozenset(("Company", "Manager")),
}
_BLANK: Mapping[str, bytes] = {
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "word/people.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}
"""Parts that hold nothing but who worked on the file, or what programs keep about it: as empty."""
_WORKBOOK = "xl/workbook.xml"
_SAVED_IN = re.compile(rb"<(?:[\w.-]+:)?absPath\b[^<>]*(?:/>|>\s*</(?:[\w.-]+:)?absPath\s*>)")
"""The folder in which a workbook was saved: often the name of a person's account."""
_MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_SIGNED = re.compile(r"_xmlsignatures/.*")
_DAY = (1980, 1, 1, 0, 0, 0)


def clean(data: bytes) -> bytes:
    """Empty the names; the original bytes where there are none."""
    archive = open_archive(data)
    names = archive.namelist()
    if not any(one in names for one in _MAIN):
        raise KeptError("这种格式不能清理")
    if any(_SIGNED.fullmatch(name) for name in names):
        raise KeptError("文件有数字签名，改动会使签名失效")
    emptied = {
        name: _emptied(member(archive, name), wanted)
        for name, wanted in _NAMES.items()
        if name in names
    }
    emptied |= {name: blank for name, blank in _BLANK.items() if name in names}
    if _WORKBOOK in names:
        emptied[_WORKBOOK] = _unplaced(member(archive, _WORKBOOK))
    if all(member(archive, name) == content for name, content in emptied.items()):
        return data
    cleaned = _rewritten(archive, emptied)
    _compare(archive, open_archive(cleaned), emptied)
    return cleaned


def _emptied(data: bytes, wanted: frozenset[str]) -> bytes:
    """Cut the words out of some elements, leaving every other byte."""
    parser = xml_parser()
    cuts: list[tuple[int, int]] = []
    inside: list[str] = []
    begun = -1

    def words(_text: str) -> None:
        nonlocal begun
        if inside[-1:] and inside[-1] in wanted and begun < 0:
            begun = parser.CurrentByteIndex

    def end(_name: str) -> None:
        nonlocal begun
        if inside.pop() in wanted and begun >= 0:
            cuts.append((begun, parser.CurrentByteIndex))
            begun = -1

    parser.buffer_text = False
    parser.StartElementHandler = lambda name, _: inside.append(name.rpartition(" ")[2])
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    parse_xml(parser, data)
    for start, stop in reversed(cuts):
        data = data[:start] + data[stop:]
    return data


def _unplaced(data: bytes) -> bytes:
    """Cut out where a workbook was saved, and prove that nothing else went."""
    if "absPath" not in _elements(data):
        return data
    cut = _SAVED_IN.sub(b"", data)
    left = [name for name in _elements(data) if name != "absPath"]
    if _elements(cut) != left:
        raise RefusedError("清除不了文件的保存位置")
    return cut


def _elements(data: bytes) -> list[str]:
    found: list[str] = []
    parser = xml_parser()
    parser.StartElementHandler = lambda name, _: found.append(name.rpartition(" ")[2])
    parse_xml(parser, data)
    return found


def _rewritten(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """Pack all parts again, in their order, with no times."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for info in archive.infolist():
            fresh = zipfile.ZipInfo(info.filename, _DAY)
            stored = info.compress_type == zipfile.ZIP_STORED
            fresh.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            fresh.create_system = 0
            content = changed.get(info.filename)
            out.writestr(fresh, member(archive, info.filename) if content is None else content)
    return packed.getvalue()


def _compare(before: zipfile.ZipFile, after: zipfile.ZipFile, changed: Mapping[str, bytes]) -> None:
    """Prove that nothing but the names differs."""
    same = before.namelist() == after.namelist() and all(
        member(after, name) == changed.get(name, member(before, name)) for name in before.namelist()
    )
    for name, wanted in _NAMES.items():
        if name in changed:
            same = same and _emptied(member(after, name), wanted) == changed[name]
    if not same:
        raise RefusedError("清理后的文件与原文件不一致")
