"""The line of an author's file that a diagnostic is about, with a caret under the place.

What may be somebody's is never repeated: lines with a diagnostic about personal data are not shown
at all, and long numbers of other lines are masked.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from site_builder.cli.display_width import display_width
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_PERSONAL_DATA_CODE = lazy_pattern(r"p\d{3}/")
_LONG_NUMBER = lazy_pattern(
    r"(?<![0-9０-９])[0-9０-９]{3,}(?:[ \u3000－-]?[0-9０-９]{3,})*[ -]?[0-9０-９]{0,4}[XxＸｘ]?"
)
_MIN_DIGITS_TO_MASK = 11
"""A mobile number has so many; a date has eight."""
_MAX_WIDTH = 76
"""What a line may take of a console's width."""
_MAX_WIDTH_BEFORE = 48
"""How much of a long line is shown before the place."""
_ELLIPSIS = "..."
_NEAR = 4 * _MAX_WIDTH
"""Characters on either side of a place that are read: a line may have a million, and as many
diagnostics as are listed."""


class SourceExcerpts:
    """Shows lines of a project's files; each file is read once, and only when it is needed."""

    def __init__(self, project: Path, diagnostics: Iterable[Diagnostic]) -> None:
        self._project = project
        self._hidden = {
            (diagnostic.location.file, diagnostic.location.line)
            for diagnostic in diagnostics
            if _PERSONAL_DATA_CODE.match(diagnostic.code)
        }
        self._files: dict[str, list[str]] = {}
        self._masked: dict[tuple[str, int], str] = {}
        self._ambiguous = _is_chinese_console()

    def lines_at(self, location: Location) -> tuple[str, ...]:
        """Return the line of a place and the caret below it; nothing where it may not be shown."""
        if not location.line or (location.file, location.line) in self._hidden:
            return ()
        key = (location.file, location.line)
        if key not in self._masked:
            self._masked[key] = self._line(*key)
        line = self._masked[key]
        return excerpt(line, location, ambiguous=self._ambiguous) if line else ()

    def _line(self, file: str, number: int) -> str:
        """Return a line as it may be shown; nothing for an empty one."""
        if file not in self._files:
            self._files[file] = self._read(file)
        lines = self._files[file]
        if number > len(lines) or not lines[number - 1].strip():
            return ""
        line = lines[number - 1]
        return line if file.endswith("figures.yaml") else _LONG_NUMBER.sub(_mask, line)

    def _read(self, file: str) -> list[str]:
        path = self._project / file
        try:
            text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
        except (OSError, UnicodeDecodeError):
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _mask(match: re.Match[str]) -> str:
    """Put an asterisk for each character: places behind it stay where they are."""
    if sum(character.isdigit() for character in match[0]) < _MIN_DIGITS_TO_MASK:
        return match[0]
    return "".join(
        "＊" if unicodedata.east_asian_width(character) in "FW" else "*" for character in match[0]
    )


def excerpt(line: str, location: Location, *, ambiguous: bool = False) -> tuple[str, ...]:
    """Return a line, cut around a column, and a line with a caret under it, if there is one."""
    offset = min(max(location.column - 1, 0), len(line))
    before = _sanitize(line[max(offset - _NEAR, 0) : offset])
    after = _sanitize(line[offset : offset + _NEAR])
    start = f"  {location.line} | "
    if offset > _NEAR or display_width(before, ambiguous=ambiguous) > _MAX_WIDTH_BEFORE:
        before = before[-_MAX_WIDTH_BEFORE:]
        width = display_width(before, ambiguous=ambiguous)
        while width > _MAX_WIDTH_BEFORE - len(_ELLIPSIS):
            width -= display_width(before[0], ambiguous=ambiguous)
            before = before[1:]
        before = _ELLIPSIS + before
    available = _MAX_WIDTH - display_width(start + before, ambiguous=ambiguous)
    visible = after
    if len(line) - offset > _NEAR or display_width(after, ambiguous=ambiguous) > available:
        visible = visible[:_MAX_WIDTH]
        width = display_width(visible, ambiguous=ambiguous)
        while width > available - len(_ELLIPSIS):
            width -= display_width(visible[-1], ambiguous=ambiguous)
            visible = visible[:-1]
        visible += _ELLIPSIS
    text = f"{start}{before}{visible}".rstrip()
    if not location.column:
        return (text,)
    caret_prefix = " " * (len(start) - 2) + "| "
    return text, caret_prefix + " " * display_width(before, ambiguous=ambiguous) + "^"


def _sanitize(text: str) -> str:
    """Show tabs as spaces, and nothing that would move the cursor or turn the text around."""
    return "".join(
        "    "
        if character == "\t"
        else "?"
        if unicodedata.category(character) in ("Cc", "Cf", "Zl")
        else character
        for character in text
    )


def _is_chinese_console() -> bool:
    """Return whether quotes and dashes take two columns, as on a Windows console set to Chinese."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    return encoding in ("gbk", "cp936", "gb2312", "gb18030")
