"""Full-width digits and signs as people's input methods leave them, and nothing else.

Unicode's own folding (NFKC) also turns ① and ² into digits: a footnote mark next to a number would
silently become part of it.
"""

FULLWIDTH_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Each full-width character of ASCII, and the usual one; a table for `str.translate`."""
FULLWIDTH_DIGITS = {code: FULLWIDTH_ASCII[code] for code in range(0xFF10, 0xFF1A)}
"""The digits alone: for texts whose full-width brackets and commas are right as they are."""
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
"""Chinese digits as years are written with them, one by one: 二〇二一."""

_HALFWIDTH = FULLWIDTH_ASCII | {0x3000: 0x20, 0x2212: 0x2D}


def to_halfwidth(text: str) -> str:
    """Return full-width ASCII its usual width; the true minus sign becomes a hyphen."""
    return text if text.isascii() else text.translate(_HALFWIDTH)
