"""Words of RTF files, those too that no page shows."""

import re

from site_builder.attachments.extract.extraction import ExtractionResult
from site_builder.model.lazy_pattern import lazy_pattern

_TOKEN = lazy_pattern(
    r"\\u(?P<code>-?\d{1,6}) ?(?:\\'[0-9A-Fa-f]{2}|\?)?|(?P<bytes>(?:\\'[0-9A-Fa-f]{2})+)"
    r"|\\(?P<word>[a-z]+)-?\d* ?|\\(?P<sign>[^a-z])|(?P<text>[^\\{}\r\n]+)|[{}\r\n]+|\\$",
)
_LINE_BREAK_WORDS = frozenset(
    ("par", "line", "page", "sect", "row", "cell", "nestcell", "footnote", "info")
)
_HEX = lazy_pattern(r"[0-9A-Fa-f]{40,}")
_SPACES = {"~": " ", "_": "-", "-": "", "\n": "\n", "\r": "\n"}
_EMBEDDED_OBJECTS = frozenset(("objdata", "objocx", "datastore", "bin"))


def read(data: bytes, result: ExtractionResult) -> None:
    """Record the words of every group; embedded objects are named."""
    pieces: list[str] = []
    for token in _TOKEN.finditer(data.decode("latin-1")):
        pieces.append(_token_text(token))
        if token["word"] in _EMBEDDED_OBJECTS:
            result.add_unreadable("里面有嵌入的对象，没有检查到")
    text = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for line in text.splitlines():
        result.add_text("", _HEX.sub("", line))


def _token_text(token: re.Match[str]) -> str:
    if token["code"]:
        return chr(int(token["code"]) % 0x10000)
    if token["bytes"]:
        return bytes.fromhex(token["bytes"].replace("\\'", "")).decode("gb18030", "replace")
    if token["word"]:
        return "\n" if token["word"] in _LINE_BREAK_WORDS else " " if token["word"] == "tab" else ""
    if token["sign"]:
        return _SPACES.get(token["sign"], token["sign"] if token["sign"] in "{}\\" else "")
    return (token["text"] or "").encode("latin-1").decode("gb18030", "replace")
