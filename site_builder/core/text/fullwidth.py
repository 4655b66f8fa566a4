"""Full-width digits and signs as people's input methods leave them, and nothing else.

Unicode's own folding (NFKC) also turns ① and ² into digits: a footnote mark beside a number would
silently become part of it.
"""

_HALFWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALFWIDTH |= {0x3000: 0x20, 0x2212: 0x2D}


def to_halfwidth(text: str) -> str:
    """Return full-width ASCII its usual width; the true minus sign becomes a hyphen."""
    return text.translate(_HALFWIDTH)
