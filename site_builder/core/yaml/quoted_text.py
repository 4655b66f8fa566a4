"""Texts as YAML reads them back: plain where that is safe, else in single quotes."""

from site_builder.core.yaml.errors import UNICODE_LINE_BREAKS
from site_builder.model.lazy_pattern import lazy_pattern

_FIRST = "[0-9A-Za-z\u3400-\u9fff（《“〔]"
_PLAIN = lazy_pattern(rf"{_FIRST}(?:[^\x00-\x1f\x7f-\x9f#:\ufeff]|(?<! )#|:(?=[^ ]))*")
_WORD = lazy_pattern(rf"{_FIRST}[^\x00-\x20\x7f-\x9f,\[\]{{}}#:'\"\ufeff]*")
_NULLS = frozenset(("null", "Null", "NULL"))


def quote(text: str) -> str:
    """Return a value of one line as it stands behind a colon or a dash."""
    is_plain = _PLAIN.fullmatch(text) and not text.endswith((":", " ")) and text not in _NULLS
    return text if is_plain else in_quotes(text)


def quote_word(word: str) -> str:
    """Return a value of one line as it stands in brackets."""
    is_plain = _WORD.fullmatch(word) and word not in _NULLS
    return word if is_plain else in_quotes(word)


def in_quotes(text: str) -> str:
    """Return a value of one line in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def clean_lines(text: str) -> str:
    """Return a text with the line ends and without the outer blanks that reading leaves."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(UNICODE_LINE_BREAKS)
    return "\n".join(line.strip(" \t") for line in lines.split("\n")).strip()
