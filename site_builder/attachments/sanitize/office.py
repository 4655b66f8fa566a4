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

from site_builder.attachments.sanitize import images, text_files
from site_builder.attachments.sanitize import office_allow_list as rules
from site_builder.attachments.sanitize.metafile import sanitize_metafile
from site_builder.attachments.sanitize.nested_files import NestedFiles
from site_builder.attachments.sanitize.xml_editor import (
    AttributeChanges,
    ElementHook,
    edit_xml,
    has_local_path,
    local_name,
    strip_local_paths,
)
from site_builder.attachments.sanitize.zip_archive import repack, summarize
from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.core.office_file_types import extension_of
from site_builder.core.safe_zip import read_member
from site_builder.model.lazy_pattern import lazy_pattern

_BLANK_PARTS: Mapping[str, bytes] = {
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "word/people.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>',
}
"""Parts that hold nothing but who worked on the file, or what programs store about it: as empty."""
_MAIN_PARTS = frozenset(("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"))
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_SIGNATURE_PARTS = lazy_pattern(r"_xmlsignatures/.*|META-INF/.*signatures\.xml")


def is_office(archive: zipfile.ZipFile) -> bool:
    """Return whether this is office files from other archives by their parts."""
    names = archive.namelist()
    if "mimetype" in names:
        return read_member(archive, "mimetype").startswith(_OPEN_DOCUMENT)
    return "[Content_Types].xml" in names or not _MAIN_PARTS.isdisjoint(names)


def sanitize(archive: zipfile.ZipFile, nested: NestedFiles) -> bytes:
    """Return the file without names. Raises LeftoverError where parts are not understood."""
    names = archive.namelist()
    if any(_SIGNATURE_PARTS.fullmatch(name) for name in names):
        raise UnsupportedFileError("文件有数字签名，改动会使签名失效")
    leftovers: list[str] = []
    parts: dict[str, bytes] = {}
    for name in names:
        if not name.endswith("/") and not rules.DROPPED_PARTS.fullmatch(_owning_part(name)):
            parts[name] = _sanitize_part(name, read_member(archive, name), nested, leftovers)
    sanitized = repack(archive, parts)
    if leftovers:
        raise LeftoverError(sanitized, summarize(list(dict.fromkeys(leftovers))))
    return sanitized


def _owning_part(name: str) -> str:
    """Return the part a file of relationships belongs to; any other name as it is."""
    folder, base = posixpath.split(name)
    if folder.rpartition("/")[2] == "_rels" and base != ".rels":
        return posixpath.join(folder.rpartition("/")[0], base.removesuffix(".rels"))
    return name


def _sanitize_part(name: str, data: bytes, nested: NestedFiles, leftovers: list[str]) -> bytes:
    """Sanitize one part; what is not understood stays and is noted."""
    hidden_content = next(
        (description for description, parts in rules.HIDDEN_PARTS.items() if parts.fullmatch(name)),
        "",
    )
    if hidden_content:
        leftovers.append(hidden_content)
    if rules.KNOWN_PARTS.fullmatch(name):
        return (
            _BLANK_PARTS[name]
            if name in _BLANK_PARTS
            else _sanitize_known_part(name, data, leftovers)
        )
    if hidden_content or not data:
        return data
    if _is_text(name, data):
        leftovers.append(f"程序看不懂的部分 {name}")
        return data
    try:
        return sanitize_metafile(data) or nested.sanitize(name, data)
    except LeftoverError as exc:
        leftovers.append(f"里面的文件 {name}（{exc}）")
        return exc.data
    except (UnsupportedFileError, struct.error, IndexError):
        leftovers.append(f"程序看不懂的部分 {name}")
        return data


def _is_text(name: str, data: bytes) -> bool:
    """Return whether a part is for programs: readable or not, its contents are unknown."""
    return not images.find_sanitizer(data) and bool(
        text_files.find_sanitizer(data, extension_of(name))
    )


def _sanitize_known_part(name: str, data: bytes, leftovers: list[str]) -> bytes:
    if not data or name == "mimetype" or name.endswith((".odttf", ".fntdata")):
        return data
    if name.endswith(".rels"):
        hook: ElementHook = partial(_relationship_hook, posixpath.dirname(posixpath.dirname(name)))
    elif name == "[Content_Types].xml":
        hook = _content_type_hook
    elif name == "META-INF/manifest.xml":
        hook = _manifest_hook
    else:
        hook = partial(rules.element_hook, name)
    sanitized = edit_xml(data, hook, rules.make_text_hook(name, data))
    formulas = _FORMULA.findall(sanitized) if name.startswith("xl/") else []
    if any(has_local_path(formula.decode("utf-8", "replace")) for formula in formulas):
        leftovers.append(f"公式里的文件位置（{name}）")
    return sanitized


_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|definedName|formula\d?)[ >][^<]*\[[^<]*<")


def _relationship_hook(
    folder: str, name: str, attributes: Mapping[str, str]
) -> AttributeChanges | None:
    """Drop what leads to a part that goes; leave of outer targets no place on a computer."""
    if name != "Relationship":
        return {}
    target, relationship_type = (
        attributes.get("Target", ""),
        attributes.get("Type", "").rpartition("/")[2],
    )
    if attributes.get("TargetMode") != "External":
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None if rules.DROPPED_PARTS.fullmatch(path) else {}
    if relationship_type in (
        "attachedTemplate",
        "mailMergeSource",
        "mailMergeHeaderSource",
        "recipientData",
    ):
        return None
    stripped = strip_local_paths(target)
    if relationship_type != "hyperlink" or not re.match(r"[a-z]+:", stripped):
        # Neither a link for the reader nor needed: programs show their cached copy of it.
        stripped = (
            re.split(r"[\\/]|%5[Cc]", stripped)[-1]
            if relationship_type != "hyperlink" or ".." in stripped
            else stripped
        )
    return {"Target": re.sub(r"^(https?://)[^/@]*@", r"\1", stripped)}


def _content_type_hook(name: str, attributes: Mapping[str, str]) -> AttributeChanges | None:
    part = attributes.get("PartName", "").lstrip("/")
    return None if name == "Override" and rules.DROPPED_PARTS.fullmatch(part) else {}


def _manifest_hook(_name: str, attributes: Mapping[str, str]) -> AttributeChanges | None:
    path = next((attributes[key] for key in attributes if local_name(key) == "full-path"), "")
    return None if rules.DROPPED_PARTS.fullmatch(path) else {}
