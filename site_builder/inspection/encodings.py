"""Bytes of a page → characters, and whether what the site declares is true."""

from dataclasses import dataclass

from site_builder.core.text.encodings import ENCODINGS
from site_builder.model.lazy_pattern import lazy_pattern

_META = lazy_pattern(r"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w-]{2,20})""")
_XML = lazy_pattern(r"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w-]{2,20})""")
_HEADER = lazy_pattern(r"charset\s*=\s*[\"']?([\w-]{2,20})")
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """The characters of a page."""

    text: str
    encoding: str
    declared: str
    """As a browser takes it: from the server, or from the page; empty when neither says."""
    is_wrong: bool
    """A browser that believes what is declared shows wrong characters."""
    is_ascii: bool


def decode_page(data: bytes, content_type: str) -> DecodedPage:
    """Decode a page by the server's word, by its own, or by what its bytes are."""
    head = data[:_HEAD].decode("ascii", "replace").lower()
    match = _HEADER.search(content_type.lower()) or _META.search(head) or _XML.search(head)
    declared = match[1] if match else ""
    if data.startswith(b"\xef\xbb\xbf"):
        declared = declared or "utf-8"
    name = ENCODINGS.get(declared, "")
    for encoding in dict.fromkeys(filter(None, (name, "utf-8", "gb18030"))):
        text = _decode(data, encoding)
        if text is not None:
            return DecodedPage(
                text, encoding, declared, bool(declared) and encoding != name, data.isascii()
            )
    text = data.decode(name or "utf-8", "replace").replace("\0", "")
    return DecodedPage(text, name or "utf-8", declared, bool(declared), is_ascii=False)


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding).removeprefix("\ufeff").replace("\0", "")
    except UnicodeDecodeError:
        return None
