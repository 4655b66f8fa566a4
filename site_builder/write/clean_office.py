"""Word, Excel, PowerPoint and OpenDocument files without the names of who worked on them.

The file is rebuilt from the parts that are understood; parts for programs are left out, pictures
and embedded files are cleaned in turn. Comments and revisions stay, by an author without a name.
What is not understood stays as well, and is reported.
"""

import posixpath
import re
import struct
import zipfile
from collections.abc import Mapping
from functools import partial

from site_builder.containers import LeftoverError, UnsupportedFileError, read_member
from site_builder.write import clean_office_rules as rules
from site_builder.write import clean_pictures, clean_texts
from site_builder.write.clean_archive import pack, shortened
from site_builder.write.clean_nested import Nested, ending_of
from site_builder.write.clean_office_metafile import clean_metafile
from site_builder.write.clean_office_xml import Changes, Hook, edit, has_place, local, unplaced

_BLANK: Mapping[str, bytes] = {
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "word/people.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}
"""Parts that hold nothing but who worked on the file, or what programs keep about it: as empty."""
_MAIN = frozenset(("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"))
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_SIGNED = re.compile(r"_xmlsignatures/.*|META-INF/.*signatures\.xml")


def is_office(archive: zipfile.ZipFile) -> bool:
    """Tell office files from other archives by their parts."""
    names = archive.namelist()
    if "mimetype" in names:
        return read_member(archive, "mimetype").startswith(_OPEN_DOCUMENT)
    return "[Content_Types].xml" in names or not _MAIN.isdisjoint(names)


def clean(archive: zipfile.ZipFile, nested: Nested) -> bytes:
    """Return the file without names. Raises LeftoverError where parts are not understood."""
    names = archive.namelist()
    if any(_SIGNED.fullmatch(name) for name in names):
        raise UnsupportedFileError("文件有数字签名，改动会使签名失效")
    leftovers: list[str] = []
    parts: dict[str, bytes] = {}
    for name in names:
        if not name.endswith("/") and not rules.DROPPED.fullmatch(_owner(name)):
            parts[name] = _part(name, read_member(archive, name), nested, leftovers)
    cleaned = pack(archive, parts)
    if leftovers:
        raise LeftoverError(cleaned, shortened(list(dict.fromkeys(leftovers))))
    return cleaned


def _owner(name: str) -> str:
    """Return the part a file of relationships belongs to; any other name as it is."""
    folder, base = posixpath.split(name)
    if folder.rpartition("/")[2] == "_rels" and base != ".rels":
        return posixpath.join(folder.rpartition("/")[0], base.removesuffix(".rels"))
    return name


def _part(name: str, data: bytes, nested: Nested, leftovers: list[str]) -> bytes:
    """Clean one part; what is not understood stays and is noted."""
    unseen = next((what for what, parts in rules.UNSEEN.items() if parts.fullmatch(name)), "")
    if unseen:
        leftovers.append(unseen)
    if rules.KNOWN.fullmatch(name):
        return _BLANK[name] if name in _BLANK else _known(name, data, leftovers)
    if unseen or not data:
        return data
    if _is_text(name, data):
        leftovers.append(f"程序看不懂的部分 {name}")
        return data
    try:
        return clean_metafile(data) or nested.clean(name, data)
    except LeftoverError as fault:
        leftovers.append(f"里面的文件 {name}（{fault}）")
        return fault.data
    except (UnsupportedFileError, struct.error, IndexError):
        leftovers.append(f"程序看不懂的部分 {name}")
        return data


def _is_text(name: str, data: bytes) -> bool:
    """Parts of text are for programs: that they can be read says nothing of what they hold."""
    return not clean_pictures.cleaner(data) and bool(clean_texts.cleaner(data, ending_of(name)))


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
    cleaned = edit(data, hook, rules.words(name, data))
    formulas = _FORMULA.findall(cleaned) if name.startswith("xl/") else []
    if any(has_place(one.decode("utf-8", "replace")) for one in formulas):
        leftovers.append(f"公式里的文件位置（{name}）")
    return cleaned


_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|definedName|formula\d?)[ >][^<]*\[[^<]*<")


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
