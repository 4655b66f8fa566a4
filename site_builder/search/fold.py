"""One form for what reads the same: how text is searched. `fold.js` does the same to a query.

Width, letter case, the style of brackets, quotes and dashes and all blanks are nothing to a
reader who searches for a document number, so they are nothing here.

Title marks are brackets here: 〔2022〕 is also typed as 〈2022〉 and <2022>. Quotes are another
family: who searches for “公开” does not search for (公开).
"""

import re
import unicodedata

_BLANKS = (
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x61C, 0x61C), (0x1680, 0x1680), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x2064), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
)  # fmt: skip
"""Blanks and signs without a shape, as ranges; the same numbers stand in fold.js."""
_OPENING, _CLOSING = "[{〔【〖〘〚❲<‹«〈《⟨⟪", "]}〕】〗〙〛❳>›»〉》⟩⟫"
_QUOTES = "「」『』“”„‟〝〞〟"
_APOSTROPHES = "‘’‚‛ʼ"
_DASHES = "‐‑‒–—―−"

_REPLACEMENTS = (
    dict.fromkeys((code for low, high in _BLANKS for code in range(low, high + 1)), "")
    | dict.fromkeys(map(ord, _OPENING), "(")
    | dict.fromkeys(map(ord, _CLOSING), ")")
    | dict.fromkeys(map(ord, _QUOTES), '"')
    | dict.fromkeys(map(ord, _APOSTROPHES), "'")
    | dict.fromkeys(map(ord, _DASHES), "-")
    # lower() writes a sigma otherwise at a word's end; a substring has no word's end.
    | {ord("ς"): "σ"}
)
_TABLE = str.maketrans(_REPLACEMENTS)

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?:年(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])日)?"
    r"|([-/.])(1[0-2]|0?[1-9])(?!\d)(?:\4(3[01]|[12]\d|0?[1-9])(?!\d))?)"
)
"""A day or a month; `dateInWords` of fold.js reads the same forms."""


def fold(text: str) -> str:
    """Fold a text without line breaks."""
    # In this order: NFKC makes capitals (㎒ is MHz) and blanks.
    return unicodedata.normalize("NFKC", text).lower().translate(_TABLE)


def date_variants(folded: str) -> list[str]:
    """Write each day and each month of a folded text as the search queries them.

    2021.3.5 gives 2021年3月5日 and 2022-03 gives 2022年3月, where the text does not have it anyway.
    """
    variants: set[str] = set()
    for match in _DATE.finditer(folded):
        month, day = match[2] or match[5], match[3] or match[6]
        variants.add(f"{match[1]}年{int(month)}月" + (f"{int(day)}日" if day else ""))
    return sorted(variant for variant in variants if variant not in folded)
