"""What reads the same, as data: the one table that both halves of the search go by.

`index.json` hands it to the browser, so the two cannot differ. A width, a letter's case and what
Unicode calls compatible (NFKC) come on top of it, on both sides.
"""

from itertools import chain

_BLANK = (
    (0x00, 0x20),
    (0x7F, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
)
_MARKS = (
    "!\"'(),-./:;<>?[\\]`{|}~"
    "¡«·»¿ʹʺʻʼʽ·‐‑‒–—―‖‘’‚‛“”„‟•‣․‥…‧‹›‼‽‾⁁⁃⁄⁅⁆⁇⁈⁉⁎−∕∖∙∶⋅─━│┃⦁⸱⸺⸻"
    "❛❜❝❞′″‴ˉ¦⎯╌╍⋯⌜⌝⌞⌟⸢⸣⸤⸥〃\u2800●■□▪▫◆◇▲△▼▽►▶◀◄★☆✦❖➢➤"
    "、。〈〉《》「」『』【】〔〕〖〗〘〙〚〛〜〝〞〟〰゠・⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦗⦘⸨⸩﴾﴿"
)
"""Stops, quotes, brackets, dashes: they order what is read and are no part of what is looked for.
What changes the meaning is none of them: % ‰ ° + = × ÷ * # & @ _ $ § № ※."""
_INVISIBLE = (
    (0xAD, 0xAD),
    (0x300, 0x301),
    (0x304, 0x304),
    (0x308, 0x308),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x206F),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
)
_LOOKALIKES = {"ς": "σ", "○": "〇", "◯": "〇"}
"""A sigma at a word's end; the circles typed for the zero of 二〇二一. 零 and 0 look otherwise."""

MARK = "\x01"
"""Stands for a mark of which the search need not know more."""
DASH, SLASH, POINT, COMMA = "-", "/", ".", ","
"""The marks that can stand within a date or a number."""


def _characters(*ranges: tuple[int, int]) -> str:
    return "".join(map(chr, chain.from_iterable(range(low, high + 1) for low, high in ranges)))


_DASHES, _SLASHES = "-‐‑‒–—―−", "/∕⁄"
READS_AS: dict[str, str] = (
    dict.fromkeys(_characters(*_BLANK) + _MARKS, MARK)
    | dict.fromkeys(_characters(*_INVISIBLE), "")
    | dict.fromkeys(_DASHES, DASH)
    | dict.fromkeys(_SLASHES, SLASH)
    | {mark: mark for mark in (POINT, COMMA)}
    | _LOOKALIKES
)
"""Character → what it is read as, after NFKC and in small letters."""


def folding_table() -> dict[str, str]:
    """Return the table for the browser: what is read as each reading."""
    table: dict[str, str] = {}
    for character, reading in READS_AS.items():
        if character != reading:
            table[reading] = table.get(reading, "") + character
    return table
