"""The line of an author's file that a finding is about, with a caret under the place.

Called by `console`. What may be somebody's is never repeated: lines with a finding about personal
data are not shown at all, and long numbers of other lines are masked.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.place import Place

_PRIVATE = re.compile(r"p\d{3}/")
_LONG_NUMBER = re.compile(
    r"(?<![0-9０-９])[0-9０-９]{3,}(?:[ \u3000－-]?[0-9０-９]{3,})*[ -]?[0-9０-９]{0,4}[XxＸｘ]?"
)
_DIGITS = 11
"""A mobile number has so many; a date has eight."""
_COLUMNS = 76
"""What a line may take of a console's width."""
_LEAD = 48
"""How much of a long line is shown before the place."""
_CUT = "..."
_NEAR = 4 * _COLUMNS
"""Characters on either side of a place that are looked at: a line may have a million, and as many
findings as are listed."""


class Lines:
    """Shows lines of a project's files; each file is read once, and only when it is needed."""

    def __init__(self, project: Path, findings: Iterable[Diagnostic]) -> None:
        self._project = project
        self._hidden = {
            (one.place.file, one.place.line) for one in findings if _PRIVATE.match(one.rule)
        }
        self._files: dict[str, list[str]] = {}
        self._masked: dict[tuple[str, int], str] = {}
        self._ambiguous = _is_chinese_console()

    def show(self, place: Place) -> tuple[str, ...]:
        """Return the line of a place and the caret below it; nothing where it may not be shown."""
        if not place.line or (place.file, place.line) in self._hidden:
            return ()
        key = (place.file, place.line)
        if key not in self._masked:
            self._masked[key] = self._line(*key)
        line = self._masked[key]
        return excerpt(line, place, ambiguous=self._ambiguous) if line else ()

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


def _mask(number: re.Match[str]) -> str:
    """Put an asterisk for each character: places behind it stay where they are."""
    if sum(one.isdigit() for one in number[0]) < _DIGITS:
        return number[0]
    return "".join("＊" if unicodedata.east_asian_width(one) in "FW" else "*" for one in number[0])


def excerpt(line: str, place: Place, *, ambiguous: bool = False) -> tuple[str, ...]:
    """Return a line, cut around a column, and a line with a caret under it, if there is one."""
    at = min(max(place.column - 1, 0), len(line))
    before = _tidy(line[max(at - _NEAR, 0) : at])
    after = _tidy(line[at : at + _NEAR])
    start = f"  {place.line} | "
    if at > _NEAR or _width(before, ambiguous=ambiguous) > _LEAD:
        before = before[-_LEAD:]
        width = _width(before, ambiguous=ambiguous)
        while width > _LEAD - len(_CUT):
            width -= _width(before[0], ambiguous=ambiguous)
            before = before[1:]
        before = _CUT + before
    left = _COLUMNS - _width(start + before, ambiguous=ambiguous)
    shown = after
    if len(line) - at > _NEAR or _width(after, ambiguous=ambiguous) > left:
        shown = shown[:_COLUMNS]
        width = _width(shown, ambiguous=ambiguous)
        while width > left - len(_CUT):
            width -= _width(shown[-1], ambiguous=ambiguous)
            shown = shown[:-1]
        shown += _CUT
    text = f"{start}{before}{shown}".rstrip()
    if not place.column:
        return (text,)
    bar = " " * (len(start) - 2) + "| "
    return text, bar + " " * _width(before, ambiguous=ambiguous) + "^"


def _tidy(text: str) -> str:
    """Show tabs as spaces, and nothing that would move the cursor or turn the text around."""
    return "".join(
        "    " if one == "\t" else "?" if unicodedata.category(one) in ("Cc", "Cf", "Zl") else one
        for one in text
    )


def _width(text: str, *, ambiguous: bool) -> int:
    """Count the columns that a text takes on a console."""
    wide = "FWA" if ambiguous else "FW"
    return sum(
        0
        if unicodedata.category(one) in ("Mn", "Me")
        else 1 + (unicodedata.east_asian_width(one) in wide)
        for one in text
    )


def _is_chinese_console() -> bool:
    """Tell whether quotes and dashes take two columns, as on a Windows console set to Chinese."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    return encoding in ("gbk", "cp936", "gb2312", "gb18030")
