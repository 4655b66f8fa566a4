"""Long numbers in bytes that nobody here understands, with the words directly before them.

A match is a bonus: the part is reported as not understood all the same.
"""

import re
from collections.abc import Iterator

from site_builder.model.lazy_pattern import lazy_pattern

_SINGLE_BYTE = re.compile(rb"(?<![0-9.])[0-9](?:[ -]?[0-9]){10,18}[Xx]?(?![0-9A-Za-z.])")
_DOUBLE_BYTE = re.compile(
    rb"(?<![0-9.]\0)[0-9]\0(?:(?:[ -]\0)?[0-9]\0){10,18}(?:[Xx]\0)?(?![0-9A-Za-z.]\0)"
)
_CONTEXT_BYTES = 24
_MAX_MATCHES = 200
_LABEL = lazy_pattern(r"[\u4e00-\u9fffA-Za-z0-9 :：（(]*$")


def find_numbers(data: bytes) -> Iterator[str]:
    """Yield numbers of eleven digits or more, written in one byte a character or in two."""
    for pattern, encoding in ((_SINGLE_BYTE, "gb18030"), (_DOUBLE_BYTE, "utf-16-le")):
        for count, match in enumerate(pattern.finditer(data)):
            if count >= _MAX_MATCHES:
                break
            preceding = data[max(0, match.start() - _CONTEXT_BYTES) : match.start()]
            label = _LABEL.search(
                _decode_utf8_tail(preceding)
                if encoding == "gb18030"
                else _decode(preceding, encoding)
            )
            yield (label[0] if label else "") + match[0].decode(encoding)


def _decode_utf8_tail(data: bytes) -> str:
    for skip in range(4):
        try:
            return data[skip:].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return _decode(data, "gb18030")


def _decode(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")
