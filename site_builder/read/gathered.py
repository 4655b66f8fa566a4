"""What has been read of one attachment so far. Filled by the readers beside `read.attachments`."""

import time
from dataclasses import dataclass, field

from site_builder.containers import RefusedError
from site_builder.model.inspection import Passage
from site_builder.model.place import Place

MAX_WORDS = 10_000_000
"""Characters of one file that are looked at."""
SECONDS = 20.0
INNER = "里面还有附件，没有检查到"
LATE = f"{SECONDS:.0f} 秒内没有读完，只检查了前面的部分"


@dataclass(slots=True)
class Gathered:
    """What has been read of one file so far."""

    file: str
    until: float
    """When to stop, on the clock of `time.monotonic`."""
    passages: list[Passage] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    characters: int = 0
    signed: bool = False
    unread: str = ""
    kept: bool = False
    """No cleaned copy can be made."""
    inside: str = ""
    """The file inside this one that is being read, as labels begin."""

    def say(self, label: str, text: str, line: int = 0, column: int = 1) -> None:
        """Add words, with what an author calls the spot, or with the line."""
        if text.strip():
            self.characters += len(text)
            if self.characters > MAX_WORDS:
                raise RefusedError("文字太多，只检查了前面的部分")
            place = Place(self.file, line, column if line else 0)
            self.passages.append(Passage("body", self.inside + label, text, place))
        self.in_time()

    def in_time(self) -> None:
        """Stop when time is up."""
        if time.monotonic() > self.until:
            raise RefusedError(LATE)

    def name(self, what: str, value: str) -> None:
        """Add a piece of personal metadata; names of programs are nobody's."""
        value = " ".join(value.replace("\0", " ").split())
        what = f"{what}（里面的附件）" if self.inside else what
        if (what, value) not in self.people and value.lower() not in _NOBODY:
            self.people.append((what, value))


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
