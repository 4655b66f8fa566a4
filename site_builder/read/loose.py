"""Long numbers in bytes that nobody here understands, with the words directly before them.

What is found this way is a gift: the part is told as not understood all the same.
"""

import re
from collections.abc import Iterator

_PLAIN = re.compile(rb"(?<![0-9.])[0-9](?:[ -]?[0-9]){10,18}[Xx]?(?![0-9A-Za-z.])")
_WIDE = re.compile(
    rb"(?<![0-9.]\0)[0-9]\0(?:(?:[ -]\0)?[0-9]\0){10,18}(?:[Xx]\0)?(?![0-9A-Za-z.]\0)"
)
_BEFORE = 24
_MOST = 200
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9 :：（(]*$")


def numbers(data: bytes) -> Iterator[str]:
    """Yield numbers of eleven digits or more, written in one byte a character or in two."""
    for pattern, encoding in ((_PLAIN, "gb18030"), (_WIDE, "utf-16-le")):
        for count, match in enumerate(pattern.finditer(data)):
            if count >= _MOST:
                break
            before = data[max(0, match.start() - _BEFORE) : match.start()]
            told = _WORDS.search(
                _utf8(before) if encoding == "gb18030" else _text(before, encoding)
            )
            yield (told[0] if told else "") + match[0].decode(encoding)


def _utf8(data: bytes) -> str:
    for skip in range(4):
        try:
            return data[skip:].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return _text(data, "gb18030")


def _text(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")
