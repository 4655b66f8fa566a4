"""Files of plain text, web pages and data: what programs add goes, names in the data are reported.

A text file is nothing but its words, so it stays as it is.
"""

import base64
import binascii
import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping

from site_builder.attachments.sanitize.images import sanitize_image
from site_builder.attachments.sanitize.xml_editor import (
    AttributeChanges,
    edit_xml,
    strip_local_paths,
)
from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern

_AUTHOR_KEYS = frozenset(
    (
        *("author", "authors", "creator", "creators", "lastmodifiedby", "modifiedby", "createdby"),
        *("contributor", "editor", "editedby", "username", "lastauthor", "initialcreator"),
        *("generator", "computer", "computername", "hostname", "filepath", "sourcefile", "comment"),
        *(
            "作者",
            "创建者",
            "修改者",
            "最后修改者",
            "制作人",
            "经办人",
            "录入人",
            "操作员",
            "用户名",
        ),
    )
)
"""What data calls those who made it, in small letters without `_` and `-` between words."""
_PROPERTY_ELEMENTS = frozenset(
    ("DocumentProperties", "CustomDocumentProperties", "docVars", "rsids")
)
_BASE64 = lazy_pattern(r"[A-Za-z0-9+/\s]{400,}={0,2}\s*")
_TEXT_SUFFIXES = frozenset(("txt", "text", "csv", "tsv", "md", "log", ""))
_HTML_SUFFIXES = frozenset(("html", "htm", "xhtml", "shtml"))
_JSON_SUFFIXES = frozenset(("json", "geojson", "jsonld"))


def find_sanitizer(data: bytes, suffix: str) -> Callable[[bytes], bytes] | None:
    """Return what cleans a file of text, by its first words and its ending; None for others."""
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in _HTML_SUFFIXES or re.match(rb"<!doctype html|<html", head):
        return _sanitize_html
    if suffix == "xml" or head.startswith(b"<?xml"):
        return _sanitize_xml
    if suffix in _JSON_SUFFIXES:
        return _sanitize_json
    return _check_text if suffix in _TEXT_SUFFIXES else None


def decode(data: bytes) -> tuple[str, str]:
    """Return a text with its encoding. Raises RefusedError for what is none."""
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\0-\x08\x0e-\x1a]", text):
            return text, encoding
    raise UnsupportedFileError("文字的编码认不出来")


def _check_text(data: bytes) -> bytes:
    """Report remarks before the data of a table; all else is for the reader."""
    text, _ = decode(data)
    if re.match(r"\ufeff?[#;%]\s*\w+.*[:：=]", text):
        raise LeftoverError(data, ["开头的说明行"])
    return data


def _sanitize_json(data: bytes) -> bytes:
    text, _ = decode(data)
    try:
        parsed = json.loads(text.removeprefix("\ufeff"))
    except ValueError as exc:
        raise UnsupportedFileError("不是完整的 JSON") from exc
    if leftovers := sorted(set(_json_leftovers(parsed))):
        raise LeftoverError(data, leftovers)
    return data


def _json_leftovers(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            yield from (f"“{key}”的内容" for key in item if _is_author_key(key))
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, str) and strip_local_paths(item) != item:
            yield "电脑里的文件位置"


def _is_author_key(word: str) -> bool:
    return word.lower() in _AUTHOR_KEYS or re.sub(r"[_\-:. ]", "", word.lower()) in _AUTHOR_KEYS


def _sanitize_xml(data: bytes) -> bytes:
    """Remove comments and the properties of office programs; report names in the data."""
    leftovers: set[str] = set()

    def element_hook(name: str, attributes: Mapping[str, str]) -> AttributeChanges | None:
        if name in _PROPERTY_ELEMENTS or (name == "meta" and not attributes):
            return None
        for word in (name, *(key.rpartition(":")[2] for key in attributes)):
            if _is_author_key(word):
                leftovers.add(f"“{word}”的内容")
        return {}

    def text_hook(_name: str, text: str) -> str:
        if _BASE64.fullmatch(text):
            leftovers.add("里面的文件（Base64）")
        if strip_local_paths(text) != text:
            leftovers.add("电脑里的文件位置")
        return text

    sanitized = edit_xml(data, element_hook, text_hook, None)
    if leftovers:
        raise LeftoverError(sanitized, sorted(leftovers))
    return sanitized


_TOKEN = lazy_pattern(
    r"<!--.*?(?:-->|$)|<xml\b.*?</xml\s*>|<(script|style)\b.*?</\1\s*>"
    r"|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<|[^<]+",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = lazy_pattern(r"\s+([^\s=\"'<>/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_KEPT_META = re.compile(
    r"(?i)charset\s*=|name\s*=\s*[\"']?(?:viewport|renderer)\b"
    r"|http-equiv\s*=\s*[\"']?(?:content-type|content-language|x-ua-compatible|refresh)"
)
"""Entries of a page's head that browsers need."""
_KEPT_LINKS = lazy_pattern(r"(?i)rel\s*=\s*[\"']?[\w ]*(?:stylesheet|icon)")
_DATA_URL = lazy_pattern(r"(data:image/[\w.+-]+;base64,)([\w+/=\s]+)")


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HTML_ATTRIBUTES = _word_set(
    "abbr accept accept-charset action align alink alt aria-label axis background bgcolor border "
    "bordercolor cellpadding cellspacing char charoff charset checked cite class classid clear "
    "codebase codetype color cols colspan compact content controls coords data datetime dir "
    "disabled download enctype face for frame frameborder headers height hidden high href hreflang "
    "hspace http-equiv id ismap itemprop label lang language link list loop low marginheight "
    "marginwidth max maxlength media method min multiple muted name noresize noshade nowrap open "
    "optimum pattern placeholder poster preload readonly rel required rev reversed role rows "
    "rowspan rules scheme scope scrolling selected shape size sizes span src srcset standby start "
    "step style summary tabindex target text title type usemap valign value valuetype version "
    "vlink vspace width wrap xml:lang xmlns aria-hidden aria-labelledby aria-describedby viewbox "
    "d fill stroke stroke-width points x y x1 y1 x2 y2 cx cy r rx ry transform link-style"
)


def _sanitize_html(data: bytes) -> bytes:
    """Remove of a web page comments, properties and what Word writes for itself."""
    text, encoding = decode(data)
    sanitizer = _HtmlSanitizer()
    sanitized = "".join(sanitizer.sanitize_token(match[0]) for match in _TOKEN.finditer(text))
    encoded = sanitized.encode(encoding)
    if sanitizer.leftovers:
        raise LeftoverError(encoded, sorted(sanitizer.leftovers))
    return encoded


class _HtmlSanitizer:
    """A web page written again, token by token."""

    def __init__(self) -> None:
        self.leftovers: set[str] = set()

    def sanitize_token(self, token: str) -> str:
        """Return a token as it is to be written; empty where it goes."""
        head = token[:8].lower()
        if head.startswith(("<!--", "<xml", "<?")):
            return ""
        if head.startswith("<script"):
            self.leftovers.add("脚本")
            return token
        if head.startswith("<style"):
            return re.sub(r"/\*.*?\*/|<!--|-->", "", token, flags=re.DOTALL)
        if (head.startswith("<meta") and not _KEPT_META.search(token)) or (
            head.startswith("<link") and not _KEPT_LINKS.search(token)
        ):
            return ""
        return (
            _ATTRIBUTE.sub(self._sanitize_attribute, token)
            if head[:1] == "<" and "=" in token
            else token
        )

    def _sanitize_attribute(self, match: re.Match[str]) -> str:
        name = match[1].lower()
        if name.startswith(("data-", "xmlns:", "v:", "o:", "w:", "x:")):
            return ""
        if name not in _HTML_ATTRIBUTES and not name.startswith("on"):
            self.leftovers.add(f"不认识的属性 {match[1][:20]}")
        if name.startswith("on"):
            self.leftovers.add("脚本")
        return strip_local_paths(_DATA_URL.sub(self._sanitize_data_url, match[0]))

    def _sanitize_data_url(self, match: re.Match[str]) -> str:
        try:
            raw = base64.b64decode("".join(match[2].split()), validate=True)
            return match[1] + base64.b64encode(sanitize_image(raw)).decode()
        except (binascii.Error, UnsupportedFileError):
            self.leftovers.add("读不了的图片")
            return match[0]
