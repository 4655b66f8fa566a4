"""What has been read of one attachment so far. Filled by the readers of each format."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from site_builder.core.errors import UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import TextSpan

SIGNIFICANT_TEXT = lazy_pattern(r"[\u3400-\u9fff]|@|(?:\d[\W_]*){7}")
"""Chinese, an address or a long number: what may be about somebody."""
NUMBER_REMAINDER = lazy_pattern(r"\d{1,17}[Xx]?|[Xx]")
"""What may end a number that a line break has cut."""
MAX_CHARACTERS = 4_000_000
"""Characters of one file that are checked."""
MAX_SPANS = 400_000
"""Lines, cells or paragraphs of one file that are checked."""
_MAX_PEOPLE = 1_000
"""Names of one file; no diagnostic lists more than a few."""
_MAX_SPAN_LENGTH = 4_000
"""Characters of one passage: a check of neighbours stays linear however long a line is."""
_OVERLAP = 80
"""Characters that two pieces share, so that nothing is cut where they meet."""
MAX_SECONDS = 20.0
TIMEOUT_MESSAGE = f"{MAX_SECONDS:.0f} 秒内没有读完，只检查了前面的部分"
MAX_DEPTH = 4
"""Files within files within files."""
MAX_EMBEDDED_FILES = 300


class TooLongError(UnsupportedFileError):
    """The bounds of the whole file are reached, not those of one within it."""


@dataclass(slots=True)
class ExtractionResult:
    """What has been read of one file so far."""

    file: str
    deadline: float
    """When to stop, on the clock of `time.monotonic`."""
    spans: list[TextSpan] = field(default_factory=list)
    personal_metadata: list[tuple[str, str]] = field(default_factory=list)
    character_count: int = 0
    _known_people: set[tuple[str, str]] = field(default_factory=set)
    signed: bool = False
    unreadable_reasons: list[str] = field(default_factory=list)
    """Parts that were not understood, each with the reason."""
    not_cleanable: bool = False
    """No cleaned copy can be made."""
    label_prefix: str = ""
    """The file inside this one that is being read, as labels begin."""
    choose_reader: Callable[[str, bytes], Callable[[bytes, "ExtractionResult"], None]] | None = None
    """Chooses how the bytes of a file inside are read."""
    depth: int = 0
    embedded_count: int = 0
    """Files inside that have been read, at any depth."""

    def add_unreadable(self, reason: str) -> None:
        """Note a part that is not understood."""
        self.unreadable_reasons.append(self.label_prefix + reason)

    def read_embedded(self, label: str, name: str, data: bytes) -> None:
        """Read a file that lies inside, as one by itself would be; what is not read is noted."""
        self.embedded_count += 1
        if (
            self.depth >= MAX_DEPTH
            or self.embedded_count > MAX_EMBEDDED_FILES
            or self.choose_reader is None
        ):
            self.add_unreadable(f"{label}没有检查到")
            return
        saved_state = self.label_prefix, self.signed, self.not_cleanable, self.file
        self.label_prefix, self.depth = f"{self.label_prefix}{label}：", self.depth + 1
        try:
            self.choose_reader(name, data)(data, self)
        except TooLongError:
            raise
        except UnsupportedFileError as exc:
            self.add_unreadable(str(exc))
        except Exception:  # noqa: BLE001 - foreign bytes may break a library in any way
            self.add_unreadable("文件损坏，打不开")
        self.label_prefix, self.signed, self.not_cleanable, self.file = saved_state
        self.depth -= 1

    def add_text(self, label: str, text: str, line: int = 0, column: int = 1) -> None:
        """Add words, with what an author calls the place, or with the line."""
        if line and self.label_prefix:
            label, line = label or f"第 {line} 行", 0
        if text.strip():
            self.character_count += len(text)
            if self.character_count > MAX_CHARACTERS or len(self.spans) >= MAX_SPANS:
                raise TooLongError(self._limit_message(label, line))
            for start, piece in _split_long_text(text):
                location = Location(self.file, line, column + start if line else 0)
                self.spans.append(TextSpan("body", self.label_prefix + label, piece, location))
        self.check_deadline()

    def _limit_message(self, label: str, line: int) -> str:
        """Return what is not checked, because there is too much before it."""
        start_label = (
            f"第 {line} 行" if line else f"“{self.label_prefix}{label}”" if label else "这里"
        )
        if self.character_count > MAX_CHARACTERS:
            return f"文字太多，只检查了前 {MAX_CHARACTERS} 字，从{start_label}起没有检查"
        return f"行、格或段太多，只检查了前 {MAX_SPANS} 个，从{start_label}起没有检查"

    def check_deadline(self) -> None:
        """Stop when time is up."""
        if time.monotonic() > self.deadline:
            raise TooLongError(TIMEOUT_MESSAGE)

    def add_person(self, label: str, value: str) -> None:
        """Add a piece of personal metadata; names of programs are nobody's."""
        value = " ".join(value.replace("\0", " ").split())
        # A diagnostic repeats who made a file, but no number or address that stands there.
        value = _NUMBER.sub(lambda match: "*" * (len(match[0]) - 2) + match[0][-2:], value)
        value = _EMAIL_USER.sub(lambda match: f"{match[1]}***", value)
        label = f"{label}（里面的附件）" if self.label_prefix else label
        if len(self._known_people) != len(self.personal_metadata):
            self._known_people = set(self.personal_metadata)
        is_known = (label, value) in self._known_people or value.lower() in _GENERIC_AUTHORS
        if not is_known and len(self.personal_metadata) < _MAX_PEOPLE:
            self.personal_metadata.append((label, value))
            self._known_people.add((label, value))


def _split_long_text(text: str) -> Iterator[tuple[int, str]]:
    """Cut what no line is as long as. Pieces overlap: a match in both is the same."""
    start = 0
    while len(text) - start > _MAX_SPAN_LENGTH:
        end = start + _MAX_SPAN_LENGTH
        while end > start + _MAX_SPAN_LENGTH // 2 and (
            text[end - 1].isascii() or text[end].isascii()
        ):
            end -= 1
        if end == start + _MAX_SPAN_LENGTH // 2:  # nothing but figures and letters
            end = start + _MAX_SPAN_LENGTH
        yield start, text[start:end]
        start = end - _OVERLAP
    yield start, text[start:]


_NUMBER = lazy_pattern(r"\d[\d -]{3,}[\dXx]")
_EMAIL_USER = lazy_pattern(r"([\w.+-])[\w.+-]*(?=@\w)")
_GENERIC_AUTHORS = frozenset(
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
