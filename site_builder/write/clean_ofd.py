"""OFD files without who made them: the properties go, pictures and attachments are cleaned.

The parts are those of GB/T 33190. What else is in the file stays and is reported.
"""

import re
import zipfile
from collections.abc import Mapping

from site_builder.containers import LeftoverError, UnsupportedFileError, read_member
from site_builder.write.clean_archive import pack, shortened
from site_builder.write.clean_nested import Nested
from site_builder.write.clean_office_rules import AUTHOR
from site_builder.write.clean_office_xml import Changes, edit

_SIGNED = re.compile(r"(?:.*/)?Signs?/.+|(?:.*/)?Signatures?\.xml")
_KNOWN = re.compile(
    r"OFD\.xml|[^/]+/(?:Document|PublicRes|DocumentRes|Annotations|Attachments|Extensions)\.xml"
    r"|[^/]+/(?:Pages|Tpls|Temps|Templates|Annots|Attachs?|Attachments)/(?:.*/)?"
    r"(?:Content|PageRes|Annotations?|Attachments?|Template)[^/]*\.xml"
    r"|[^/]+/(?:Annots|Tpls|Pages)/[^/]+\.xml"
)
_DROPPED = frozenset(
    (
        *("Author", "Creator", "CreatorVersion", "CustomDatas", "Subject", "Keywords", "Cover"),
        *("DocID", "Extension"),
    )
)
_FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"\1\0\4")


def is_ofd(archive: zipfile.ZipFile) -> bool:
    """Tell an OFD file by its first part."""
    return "OFD.xml" in archive.namelist()


def clean(archive: zipfile.ZipFile, nested: Nested) -> bytes:
    """Return the file without names. Raises LeftoverError where parts are not understood."""
    names = [one for one in archive.namelist() if not one.endswith("/")]
    if any(_SIGNED.fullmatch(name) for name in names):
        raise UnsupportedFileError("文件有数字签名或电子印章，改动会使签名失效")
    parts: dict[str, bytes] = {}
    leftovers: list[str] = []
    for name in names:
        data = read_member(archive, name)
        try:
            parts[name] = _part(name, data, nested)
        except LeftoverError as fault:
            parts[name] = fault.data
            leftovers.append(f"里面的文件 {name}（{fault}）")
        except UnsupportedFileError:
            parts[name] = data
            leftovers.append(f"程序看不懂的部分 {name}")
    cleaned = pack(archive, parts)
    if leftovers:
        raise LeftoverError(cleaned, shortened(leftovers))
    return cleaned


def _part(name: str, data: bytes, nested: Nested) -> bytes:
    if _KNOWN.fullmatch(name):
        return edit(data, _hook, lambda _name, text: text)
    if data.startswith(_FONTS) or not data:
        return data
    if name.lower().endswith(".xml"):
        raise UnsupportedFileError("程序看不懂")
    return nested.clean(name, data)


def _hook(name: str, attributes: Mapping[str, str]) -> Changes | None:
    if name in _DROPPED:
        return None
    return {key: AUTHOR for key in attributes if key == "Creator"}
