"""A text as it is edited: the fields of its front matter, and the Markdown below them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from site_builder.content.front_matter_fences import lacks_front_matter, split_verbatim
from site_builder.content.scan import kind_of
from site_builder.core.yaml.source_edits import line_break
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.standards import Field, Standards

_LINE_END = lazy_pattern(r"(\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class TextParts:
    """A file with front matter, letter by letter."""

    before: str
    """The first fence."""
    yaml: str
    fence: str
    """The second one."""
    body: str

    @property
    def first_line(self) -> int:
        """Return the line of the file on which the body begins."""
        return f"{self.before}{self.yaml}{self.fence}".count("\n") + 1

    def with_body(self, typed: str) -> "TextParts":
        """Return the file with another body, typed with plain line ends."""
        parts = replace(self, body=keep_line_ends(self.body, typed, line_break(self.before)))
        if parts.body and not parts.fence.endswith("\n"):
            return replace(parts, fence=f"{parts.fence}{line_break(self.before)}")
        return parts

    def __str__(self) -> str:
        return f"{self.before}{self.yaml}{self.fence}{self.body}"


def split_text(text: str) -> TextParts | None:
    """Take a text apart; None when it has no front matter."""
    parts = split_verbatim(text)
    if parts is None:
        return None
    before, yaml, after = parts
    end = after.find("\n") + 1 or len(after)
    return TextParts(before, yaml, after[:end], after[end:])


def with_front_matter(text: str) -> str:
    """Return a text with an empty front matter where it has none."""
    plain = text.removeprefix("\ufeff")
    if not lacks_front_matter(plain_line_ends(plain)):
        return text
    fence = f"---{line_break(plain)}"
    return f"{text[: len(text) - len(plain)]}{fence}{fence}{plain}"


def plain_line_ends(text: str) -> str:
    """Return a text as a browser holds it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def keep_line_ends(old: str, typed: str, newline: str) -> str:
    """Return what was typed with the line ends of the lines that were there before.

    New lines end with `newline`.
    """
    typed = plain_line_ends(typed)
    if plain_line_ends(old) == typed:
        return old
    before, after = _verbatim_lines(old), typed.split("\n")
    plain = [line.rstrip("\r\n") for line in before]
    start, end = _common(plain, after), _common(plain[::-1], after[::-1])
    end = min(end, min(len(plain), len(after)) - start)
    changed = [f"{line}{newline}" for line in after[start : len(after) - end]]
    lines = [*before[:start], *changed, *before[len(before) - end :]]
    if lines:
        lines[-1] = lines[-1].rstrip("\r\n")
    result = "".join(
        line if index == len(lines) - 1 or line.endswith(("\n", "\r")) else f"{line}{newline}"
        for index, line in enumerate(lines)
    )
    # A lone carriage return before an empty line would become one line end with it.
    return result if plain_line_ends(result) == typed else typed.replace("\n", newline)


def _verbatim_lines(text: str) -> list[str]:
    """Return the lines with their own ends; the last has none."""
    pieces = _LINE_END.split(text)
    return [*map("".join, zip(pieces[::2], pieces[1::2], strict=False)), pieces[-1]]


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(first), len(second)))


def fields_of(path: str, standards: Standards) -> tuple[Field, ...]:
    """Return the fields of a text below `content/`; none for what is no text."""
    kind = kind_of(path, standards.formats)
    if kind == "year" or path == "index.md":
        return standards.introduction_fields
    if kind in ("page", "rule"):
        return standards.standalone_page_fields
    return standards.document_fields if kind in ("document", "report") else ()
