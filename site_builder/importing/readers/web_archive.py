"""Whole pages that browsers save as one file (`.mhtml`, `.mht`)."""

from __future__ import annotations

import email
import re
from email import policy
from email.errors import MessageError
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.text.byte_size import format_size
from site_builder.importing.readers import web_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model.original import Original

_MAX_BYTES = 48_000_000
_MAX_PARTS = 5_000
_MAX_HEAD = 5_000
"""Bytes of a line of a head; the library's time grows with its square."""
_CONTENT_TYPE = re.compile(rb"(?im)^content-type:")
_END_OF_HEAD = re.compile(rb"\n(?![ \t])")
_HINT = "请用浏览器打开原网页，另存为“网页，全部”，导入存下来的 .html 文件。"


def read(file: str, data: bytes) -> Original:
    """Read the page in a web archive, with its pictures.

    Raises UnsupportedFileError for what is no archive, is out of bounds, or holds no page.
    """
    if len(data) > _MAX_BYTES:
        message = f"文件有 {format_size(len(data))}，超过 {format_size(_MAX_BYTES)}"
        raise UnsupportedFileError(message, _HINT)
    if any(map(_is_long_head, _CONTENT_TYPE.finditer(data))):
        raise UnsupportedFileError("文件损坏，打不开", _HINT)
    parts = list(_parts(data))
    page = _main_page(parts)
    if page is None:
        raise UnsupportedFileError("这个文件里没有网页", _HINT)
    address = _location(page)
    siblings: dict[str, Message] = {}
    for part in parts:
        for name in (_location(part), _content_id(part)):
            if name:
                siblings.setdefault(name, part)

    def open_sibling(source: str) -> bytes | None:
        for name in (source, _joined(address, source), unquote(source)):
            if name in siblings:
                return _payload(siblings[name])
        return None

    charset = page.get_content_charset("") if page["content-type"] else ""
    return web_page.read(file, _payload(page), open_sibling=open_sibling, charset=charset)


def _is_long_head(match: re.Match[bytes]) -> bool:
    end = _END_OF_HEAD.search(match.string, match.end())
    return (end.start() if end else len(match.string)) - match.start() > _MAX_HEAD


def _parts(data: bytes) -> Iterator[Message]:
    try:
        # Its newer policy parses each head in full, which takes for ever on hostile ones.
        message = email.message_from_bytes(data, policy=policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > _MAX_PARTS:
                raise UnsupportedFileError(f"文件里的部分超过 {_MAX_PARTS} 个", _HINT)
            if not part.is_multipart():
                yield part
    # The library raises all of these for damaged heads.
    except (MessageError, ValueError, LookupError, IndexError, RecursionError) as exc:
        raise UnsupportedFileError("文件损坏，打不开", _HINT) from exc


def _main_page(parts: list[Message]) -> Message | None:
    """Return the first page; frames and advertisements come behind it."""
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    return next(iter(pages), None)


def _header(part: Message, name: str) -> str:
    try:
        return "".join(str(part[name] or "").split())
    except (ValueError, LookupError, IndexError, MessageError):
        return ""


def _location(part: Message) -> str:
    return _header(part, "content-location")


def _content_id(part: Message) -> str:
    name = _header(part, "content-id").strip("<>")
    return f"cid:{name}" if name else ""


def _joined(address: str, source: str) -> str:
    try:
        return urljoin(address, source)
    except ValueError:
        return source


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
