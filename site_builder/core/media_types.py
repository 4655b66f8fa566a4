"""Types of files by their ending: as servers send them, and as open data states them.

The table is our own because the types that Python knows differ from one machine to the next.
"""

from collections.abc import Mapping

from site_builder.model.download_formats import FORMATS

DEFAULT_TYPE = "application/octet-stream"
"""Type of a file with an unknown ending."""

_OFFICE = "application/vnd.openxmlformats-officedocument"

TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "wps": "application/wps-office.wps",
    "et": "application/wps-office.et",
    "dps": "application/wps-office.dps",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    **{item.id: item.media_type for item in FORMATS},
}
"""By ending, in small letters; the types of files to take away stand in the list of formats."""

ACTIVE = ("xml", "svg")
"""Endings of files that browsers open as pages of their own, and whose scripts they would run."""


def is_active(url: str) -> bool:
    """Return whether a file that somebody else may have written could run a script."""
    return url.rpartition(".")[2].lower() in ACTIVE


def content_type_header(url: str) -> str:
    """Return the type of a file, by its ending."""
    name, _, extension = url.rpartition("/")[2].rpartition(".")
    return TYPES.get(extension.lower(), DEFAULT_TYPE) if name else DEFAULT_TYPE


def media_type(url: str) -> str:
    """Return the type of a file without its encoding."""
    return content_type_header(url).partition(";")[0]
