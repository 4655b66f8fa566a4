"""What has been read of one attachment so far. Filled by the readers beside `read.attachments`."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from site_builder.containers import UnsupportedFileError
from site_builder.model.inspection import TextSpan
from site_builder.model.place import Location

MAX_WORDS = 4_000_000
"""Characters of one file that are looked at."""
MAX_PASSAGES = 400_000
"""Lines, cells or paragraphs of one file that are looked at."""
_MAX_PEOPLE = 1_000
"""Names of one file; no finding lists more than a few."""
_LONGEST = 4_000
"""Characters of one passage: what looks at neighbours stays linear however long a line is."""
_OVERLAP = 80
"""Characters that two pieces share, so that nothing is cut where they meet."""
SECONDS = 20.0
LATE = f"{SECONDS:.0f} 秒内没有读完，只检查了前面的部分"
MAX_DEPTH = 4
"""Files within files within files."""
MAX_NESTED = 300


class TooLongError(UnsupportedFileError):
    """The bounds of the whole file are reached, not those of one within it."""


@dataclass(slots=True)
class Gathered:
    """What has been read of one file so far."""

    file: str
    until: float
    """When to stop, on the clock of `time.monotonic`."""
    passages: list[TextSpan] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    characters: int = 0
    _known: set[tuple[str, str]] = field(default_factory=set)
    signed: bool = False
    unread: list[str] = field(default_factory=list)
    """Parts that were not understood, each with the reason."""
    kept: bool = False
    """No cleaned copy can be made."""
    inside: str = ""
    """The file inside this one that is being read, as labels begin."""
    reader: Callable[[str, bytes], Callable[[bytes, "Gathered"], None]] | None = None
    """Chooses how the bytes of a file inside are read."""
    depth: int = 0
    nested: int = 0
    """Files inside that have been read, at any depth."""

    def leave(self, reason: str) -> None:
        """Note a part that is not understood."""
        self.unread.append(self.inside + reason)

    def read_inside(self, label: str, name: str, data: bytes) -> None:
        """Read a file that lies inside, as one by itself would be; what is not read is noted."""
        self.nested += 1
        if self.depth >= MAX_DEPTH or self.nested > MAX_NESTED or self.reader is None:
            self.leave(f"{label}没有检查到")
            return
        before = self.inside, self.signed, self.kept, self.file
        self.inside, self.depth = f"{self.inside}{label}：", self.depth + 1
        try:
            self.reader(name, data)(data, self)
        except TooLongError:
            raise
        except UnsupportedFileError as fault:
            self.leave(str(fault))
        except Exception:  # noqa: BLE001 - as for the whole file
            self.leave("文件损坏，打不开")
        self.inside, self.signed, self.kept, self.file = before
        self.depth -= 1

    def say(self, label: str, text: str, line: int = 0, column: int = 1) -> None:
        """Add words, with what an author calls the spot, or with the line."""
        if line and self.inside:
            label, line = label or f"第 {line} 行", 0
        if text.strip():
            self.characters += len(text)
            if self.characters > MAX_WORDS or len(self.passages) >= MAX_PASSAGES:
                raise TooLongError(self._rest(label, line))
            for start, piece in _pieces(text):
                place = Location(self.file, line, column + start if line else 0)
                self.passages.append(TextSpan("body", self.inside + label, piece, place))
        self.in_time()

    def _rest(self, label: str, line: int) -> str:
        """Name what is not looked at, because there is too much before it."""
        spot = f"第 {line} 行" if line else f"“{self.inside}{label}”" if label else "这里"
        if self.characters > MAX_WORDS:
            return f"文字太多，只检查了前 {MAX_WORDS} 字，从{spot}起没有检查"
        return f"行、格或段太多，只检查了前 {MAX_PASSAGES} 个，从{spot}起没有检查"

    def in_time(self) -> None:
        """Stop when time is up."""
        if time.monotonic() > self.until:
            raise TooLongError(LATE)

    def name(self, what: str, value: str) -> None:
        """Add a piece of personal metadata; names of programs are nobody's."""
        value = " ".join(value.replace("\0", " ").split())
        # A finding repeats who made a file, but no number or address that stands there.
        value = _NUMBER.sub(lambda match: "*" * (len(match[0]) - 2) + match[0][-2:], value)
        value = _USER.sub(lambda match: f"{match[1]}***", value)
        what = f"{what}（里面的附件）" if self.inside else what
        if len(self._known) != len(self.people):
            self._known = set(self.people)
        known = (what, value) in self._known or value.lower() in _NOBODY
        if not known and len(self.people) < _MAX_PEOPLE:
            self.people.append((what, value))
            self._known.add((what, value))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut what no line is as long as. Pieces overlap: findings of both are the same findings."""
    start = 0
    while len(text) - start > _LONGEST:
        end = start + _LONGEST
        while end > start + _LONGEST // 2 and (text[end - 1].isascii() or text[end].isascii()):
            end -= 1
        if end == start + _LONGEST // 2:  # nothing but figures and letters
            end = start + _LONGEST
        yield start, text[start:end]
        start = end - _OVERLAP
    yield start, text[start:]


_NUMBER = re.compile(r"\d[\d -]{3,}[\dXx]")
_USER = re.compile(r"([\w.+-])[\w.+-]*(?=@\w)")
_NOBODY = frozenset(
    (
        *("", "-", "python-docx", "openpyxl", "xlsxwriter", "administrator", "admin", "user"),
        *(
            "unknown",
            "microsoft office user",
            "microsoft",
            "windows 用户",
            "微软用户",
            "用户",
            "未知",
        ),
    )
)
