"""Headings of a report against the parts of its form: exact, likely, or run into the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_builder.importing.recognition.folded_text import FoldedText
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.labels import Label
from site_builder.model.import_headings import ImportHeadings, PartWords
from site_builder.model.lazy_pattern import lazy_pattern

_YEAR = lazy_pattern(r"^20[0-9]{2}年?度?")
_PAGE_NUMBER = lazy_pattern(r"(?<=[^0-9])[0-9]{1,3}$")
_NUMBER_BEFORE = lazy_pattern(
    r"(?:^|[^（(第])([一二三四五六七八]|(?<![0-9])[1-8])\s*[、.．,，:：]\s*$"
)
_SENTENCE = lazy_pattern("[。；;！!？?]")
_MAX_LENGTH = 45
_NUMBERS_BEFORE = 8
"""Characters before a title that may hold its number."""


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A line that may be the heading of a part."""

    part: str
    is_exact: bool
    """Its words are a title of the part; otherwise they only resemble such titles."""
    label: Label


@dataclass(frozen=True, slots=True)
class InlineHeading:
    """A numbered title within a text."""

    part: str
    start: int
    end: int


class HeadingWords:
    """The titles of a form's parts, with those that reports write for them."""

    def __init__(self, frame: FormFrame, headings: ImportHeadings) -> None:
        self.normalize = frame.normalize
        self.order: Mapping[str, int] = {
            part.id: number for number, part in enumerate(frame.form.parts, 1)
        }
        self._words: Mapping[str, PartWords] = {
            name: words for name, words in headings.parts.items() if name in self.order
        }
        self._titles: dict[str, str] = {}
        for part in frame.form.parts:
            variants = self._words[part.id].titles if part.id in self._words else ()
            for title in (part.title, *variants):
                self._titles.setdefault(self.normalize(title).core, part.id)

    def match(self, text: str) -> HeadingMatch | None:
        """Return the part whose heading a line may be; None for other lines."""
        words = text.strip().rstrip("。：:")
        if not words or len(words) > _MAX_LENGTH or _SENTENCE.search(words):
            return None
        label = self.normalize(words)
        core = _PAGE_NUMBER.sub("", _YEAR.sub("", label.core))
        part = self._titles.get(core)
        if part:
            return HeadingMatch(part, is_exact=True, label=label)
        likely = [name for name, other in self._words.items() if _is_likely(core, other)]
        return HeadingMatch(likely[0], is_exact=False, label=label) if len(likely) == 1 else None

    def find_inline(self, text: str) -> tuple[InlineHeading, ...]:
        """Return the numbered titles within a text, wherever a line would begin with them."""
        matches = self._inline(FoldedText(text, self.normalize))
        result: list[InlineHeading] = []
        for heading in sorted(matches, key=lambda match: (match.start, -match.end)):
            if not result or heading.start >= result[-1].end:
                result.append(heading)
        return tuple(result)

    def _inline(self, text: FoldedText) -> Iterator[InlineHeading]:
        for title, part in self._titles.items():
            for start, end in text.find(title):
                number = _NUMBER_BEFORE.search(text.text[max(0, start - _NUMBERS_BEFORE) : start])
                if number:
                    yield InlineHeading(part, start - len(number.string) + number.start(1), end)


def _is_likely(core: str, words: PartWords) -> bool:
    return all(any(word in core for word in group) for group in words.words) and not any(
        word in core for word in words.without
    )
