r"""Lines of Markdown that begin with words: whatever a line may begin with as a mark is escaped."""

from site_builder.core.text.markdown_escapes import code_character
from site_builder.model.lazy_pattern import lazy_pattern

_SPACES = " \t\u3000"
_SIGN = lazy_pattern(r"#|[->][ \t]|--[-:| \t]*$")
_NUMBER = lazy_pattern(r"([1-9][0-9]{0,2})\.(?=[ \t])")
_WRITTEN_ESCAPE = lazy_pattern(
    r"([0-9]{1,9})\\[.)](?=[ \t]|$)|\\(?:#|[->+*](?=[ \t]|$)|[->+](?=[0-9=>+-]))"
)
_COLON = lazy_pattern(r":(?=[ \t:]|$)")
_DELIMITERS = lazy_pattern(r"[-|:][-:| \t]+$")


def escape_line(line: str) -> str:
    r"""Return a line whose words are safe as Markdown, safe at its start too; blanks are trimmed.

    `# 甲` becomes `\# 甲`, `1. 甲` `1\. 甲`; where no `\` helps, the sign becomes code.
    """
    words = line.strip(_SPACES)
    written = _WRITTEN_ESCAPE.match(words)
    if written:
        return code_character(words, len(written[1] or ""))
    if words.startswith("#") and r"\*\*" in words:
        # After another `\` in the same word, stars would be taken for a part of a path.
        return code_character(words, 0)
    if _SIGN.match(words):
        return f"\\{words}"
    number = _NUMBER.match(words)
    if number:
        return f"{number[1]}\\{words[number.end(1) :]}"
    if _COLON.match(words) or _DELIMITERS.match(words):
        return code_character(words, 0)
    return words


def draft_paragraph(markdown: str, indent: str = "") -> str:
    """Return the lines of a paragraph: each ends where it did; empty when it has no words."""
    lines = [escape_line(line) for line in markdown.split("\n")]
    return f"  \n{indent}".join(line for line in lines if line)


def draft_quotation(markdown: str) -> str:
    """Return the lines of a quotation; empty when it has no words."""
    lines = [escape_line(line) for line in markdown.split("\n")]
    inner = [code_character(line, 0) if line.startswith(">") else line for line in lines]
    return "  \n".join(f"> {line}" for line in inner if line)


def draft_line(markdown: str) -> str:
    """Return words that have to stand in one line."""
    return " ".join(line.strip(_SPACES) for line in markdown.split("\n") if line.strip(_SPACES))
