"""OFD files without who made them: the properties go, pictures and attachments are cleaned.

The parts are those of GB/T 33190. What else is in the file stays and is reported.
"""

import zipfile
from collections.abc import Mapping

from site_builder.attachments.sanitize.nested_files import NestedFiles
from site_builder.attachments.sanitize.office_allow_list import GENERIC_AUTHOR
from site_builder.attachments.sanitize.xml_editor import AttributeChanges, edit_xml
from site_builder.attachments.sanitize.zip_archive import repack, summarize
from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.core.safe_zip import read_member
from site_builder.model.lazy_pattern import lazy_pattern

_SIGNATURE_PARTS = lazy_pattern(r"(?:.*/)?Signs?/.+|(?:.*/)?Signatures?\.xml")
_KNOWN_PARTS = lazy_pattern(
    r"OFD\.xml|[^/]+/(?:Document|PublicRes|DocumentRes|Annotations|Attachments|Extensions)\.xml"
    r"|[^/]+/(?:Pages|Tpls|Temps|Templates|Annots|Attachs?|Attachments)/(?:.*/)?"
    r"(?:Content|PageRes|Annotations?|Attachments?|Template)[^/]*\.xml"
    r"|[^/]+/(?:Annots|Tpls|Pages)/[^/]+\.xml"
)
_DROPPED_ELEMENTS = frozenset(
    (
        *("Author", "Creator", "CreatorVersion", "CustomDatas", "Subject", "Keywords", "Cover"),
        *("DocID", "Extension"),
    )
)
_FONT_SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"\1\0\4")


def is_ofd(archive: zipfile.ZipFile) -> bool:
    """Return whether this is an OFD file, by its first part."""
    return "OFD.xml" in archive.namelist()


def sanitize(archive: zipfile.ZipFile, nested: NestedFiles) -> bytes:
    """Return the file without names. Raises LeftoverError where parts are not understood."""
    names = [item for item in archive.namelist() if not item.endswith("/")]
    if any(_SIGNATURE_PARTS.fullmatch(name) for name in names):
        raise UnsupportedFileError("文件有数字签名或电子印章，改动会使签名失效")
    parts: dict[str, bytes] = {}
    leftovers: list[str] = []
    for name in names:
        data = read_member(archive, name)
        try:
            parts[name] = _sanitize_part(name, data, nested)
        except LeftoverError as exc:
            parts[name] = exc.data
            leftovers.append(f"里面的文件 {name}（{exc}）")
        except UnsupportedFileError:
            parts[name] = data
            leftovers.append(f"程序看不懂的部分 {name}")
    sanitized = repack(archive, parts)
    if leftovers:
        raise LeftoverError(sanitized, summarize(leftovers))
    return sanitized


def _sanitize_part(name: str, data: bytes, nested: NestedFiles) -> bytes:
    if _KNOWN_PARTS.fullmatch(name):
        return edit_xml(data, _element_hook, lambda _name, text: text)
    if data.startswith(_FONT_SIGNATURES) or not data:
        return data
    if name.lower().endswith(".xml"):
        raise UnsupportedFileError("程序看不懂")
    return nested.sanitize(name, data)


def _element_hook(name: str, attributes: Mapping[str, str]) -> AttributeChanges | None:
    if name in _DROPPED_ELEMENTS:
        return None
    return {key: GENERIC_AUTHOR for key in attributes if key == "Creator"}
