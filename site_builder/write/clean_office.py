"""Word, Excel, PowerPoint and OpenDocument files without the names of who worked on them.

The file is rebuilt from the parts that are understood; parts for programs are left out, pictures
and embedded files are cleaned in turn. Comments and revisions stay, by an author without a name.
What is not understood stays as well, and is reported.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from functools import partial

from site_builder.containers import (
    KeptError,
    LeftoverError,
    RefusedError,
    member,
    open_archive,
)
from site_builder.write import clean_office_rules as rules
from site_builder.write import clean_pictures
from site_builder.write.clean_office_metafile import clean_metafile
from site_builder.write.clean_office_xml import Changes, Hook, edit, has_place, local, unplaced

_BLANK: Mapping[str, bytes] = {
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "word/people.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}
"""Parts that hold nothing but who worked on the file, or what programs keep about it: as empty."""
_MAIN = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_SIGNED = re.compile(r"_xmlsignatures/.*|META-INF/.*signatures\.xml")
_DAY = (1980, 1, 1, 0, 0, 0)
_DEPTH = 4
"""Files within files; deeper ones are reported."""


def clean(data: bytes, depth: int = 0) -> bytes:
    """Return the file without names; the original bytes where there are none."""
    archive = open_archive(data)
    names = archive.namelist()
    is_open = "mimetype" in names and member(archive, "mimetype").startswith(_OPEN_DOCUMENT)
    if not is_open and not any(one in names for one in _MAIN):
        raise KeptError("这种格式不能清理")
    if any(_SIGNED.fullmatch(name) for name in names):
        raise KeptError("文件有数字签名，改动会使签名失效")
    leftovers: list[str] = []
    parts: dict[str, bytes] = {}
    for name in names:
        if not name.endswith("/") and not rules.DROPPED.fullmatch(_owner(name)):
            parts[name] = _part(name, member(archive, name), depth, leftovers)
    cleaned = data
    if list(parts) != names or any(member(archive, name) != parts[name] for name in parts):
        cleaned = _packed(archive, parts)
        _compare(open_archive(cleaned), parts)
    if leftovers:
        raise LeftoverError(cleaned, leftovers)
    return cleaned


def _owner(name: str) -> str:
    """Return the part a file of relationships belongs to; any other name as it is."""
    folder, base = posixpath.split(name)
    if folder.rpartition("/")[2] == "_rels" and base != ".rels":
        return posixpath.join(folder.rpartition("/")[0], base.removesuffix(".rels"))
    return name


def _part(name: str, data: bytes, depth: int, leftovers: list[str]) -> bytes:
    """Clean one part; what is not understood stays and is noted."""
    if rules.KNOWN.fullmatch(name):
        return _BLANK[name] if name in _BLANK else _known(name, data, leftovers)
    try:
        if data[:2] == b"PK" and depth < _DEPTH:
            return clean(data, depth + 1)
        return clean_metafile(data) or clean_pictures.clean_picture(data)
    except LeftoverError as fault:
        leftovers.append(f"里面的文件 {name} {fault}")
        return fault.data
    except Exception:  # noqa: BLE001 - a stranger's bytes may break a library in any way
        leftovers.append(f"程序看不懂的部分 {name}")
        return data


def _known(name: str, data: bytes, leftovers: list[str]) -> bytes:
    if not data or name == "mimetype" or name.endswith((".odttf", ".fntdata")):
        return data
    if name.endswith(".rels"):
        hook: Hook = partial(_relationship, posixpath.dirname(posixpath.dirname(name)))
    elif name == "[Content_Types].xml":
        hook = _content_type
    elif name == "META-INF/manifest.xml":
        hook = _manifest_entry
    else:
        hook = partial(rules.hook, name)
    cleaned, _ = edit(data, hook, rules.words(name), rules.PLACES)
    formula = re.search(rb"<f[ >][^<]*\[[^<]*</f>", cleaned) if name.startswith("xl/") else None
    if formula and has_place(formula[0].decode("utf-8", "replace")):
        leftovers.append(f"公式里的文件位置（{name}）")
    return cleaned


def _relationship(folder: str, name: str, attributes: Mapping[str, str]) -> Changes | None:
    """Drop what leads to a part that goes; leave of outer targets no place on a computer."""
    if name != "Relationship":
        return {}
    target, kind = attributes.get("Target", ""), attributes.get("Type", "").rpartition("/")[2]
    if attributes.get("TargetMode") != "External":
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None if rules.DROPPED.fullmatch(path) else {}
    if kind in ("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "recipientData"):
        return None
    bare = unplaced(target)
    if kind != "hyperlink" or not re.match(r"[a-z]+:", bare):
        # Neither a link for the reader nor needed: programs show what they keep of it.
        bare = re.split(r"[\\/]|%5[Cc]", bare)[-1] if kind != "hyperlink" or ".." in bare else bare
    return {"Target": re.sub(r"^(https?://)[^/@]*@", r"\1", bare)}


def _content_type(name: str, attributes: Mapping[str, str]) -> Changes | None:
    part = attributes.get("PartName", "").lstrip("/")
    return None if name == "Override" and rules.DROPPED.fullmatch(part) else {}


def _manifest_entry(_name: str, attributes: Mapping[str, str]) -> Changes | None:
    path = next((attributes[key] for key in attributes if local(key) == "full-path"), "")
    return None if rules.DROPPED.fullmatch(path) else {}


def _packed(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """Pack the parts, in their order, with no times."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for info in archive.infolist():
            if info.filename not in parts:
                continue
            fresh = zipfile.ZipInfo(info.filename, _DAY)
            stored = info.compress_type == zipfile.ZIP_STORED
            fresh.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            fresh.create_system = 0
            out.writestr(fresh, parts[info.filename])
    return packed.getvalue()


def _compare(after: zipfile.ZipFile, parts: Mapping[str, bytes]) -> None:
    """Raise unless the archive holds exactly these parts."""
    same = after.namelist() == list(parts)
    if not same or any(member(after, name) != parts[name] for name in parts):
        raise RefusedError("清理后的文件与原文件不一致")
