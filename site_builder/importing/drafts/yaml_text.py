"""Values and comments of YAML: what was read stays one value, a comment stays one line."""

from site_builder.core.text.markdown_escapes import clean_words
from site_builder.model.lazy_pattern import lazy_pattern

_PLAIN = lazy_pattern(r"[0-9A-Za-z\u4e00-\u9fff（《“](?:[^\x00-\x1f#:]|(?<! )#|:(?=[^ ]))*")


def quote_value(value: str) -> str:
    """Return a value of one line, in quotes where YAML would read it as something else."""
    words = " ".join(clean_words(value).split())
    if _PLAIN.fullmatch(words) and not words.endswith(":"):
        return words
    return "'" + words.replace("'", "''") + "'"


def comment_line(words: str) -> str:
    """Return a comment."""
    return f"# {' '.join(clean_words(words).split())}"
