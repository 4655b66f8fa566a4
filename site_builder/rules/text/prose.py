"""What the rules about wording share: a file's prose as one string, matches as diagnostics.

Code, addresses and footnote marks are blanked out of the prose, so that they are not taken for
words; every character retains its offset.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.replacement import Replacement
from site_builder.model.rule_context import MarkupElement, TextFile, TextSpan

HAN = "一-鿿〇"
"""For character classes: a Chinese character."""
TITLES = ("名称", "标题")
"""Labels of fields that hold a title."""

ADDED_CHARACTERS = frozenset(" ]“”〓\n")
"""What stands in prose for markup and quotations that are taken out, and between its lines."""
_NOT_PROSE = ("文件", "索引号")
_CORRECTIONS = "更正"
_CORRECTION_PREFILTER = lazy_pattern("[为成是作误]")
_FENCE = ("```", "~~~")
_CODE = lazy_pattern(r"(`{1,8})[^`\n]+\1")
_MARKUP = lazy_pattern(r"\]\((?:[^)\]\n]|\](?!\())*\)|\[\^(?:[^\]\[\n]|\[(?!\^))*\]:?")
"""Neither goes past where another begins: many of them without an end would take for ever."""
_QUOTED_MISTAKE = lazy_pattern(
    r"[“「『\"](?P<wrong>[^“”「」『』\"\n]{1,60})[”」』\"](?=\s*(?:一?[处项词字]?(?:应)?(?:更正|修正|修改|改正|订正|改)[为成]"
    r"|应当?[为是作]|系?误[为作写]|有误|是?笔误))"
)
"""What a correction quotes as wrong."""
_RULER = lazy_pattern(r"^[ :|-]+$", re.MULTILINE)
_BLOCK = lazy_pattern(r"\s*(?:[-*+>#|:]|\d+[.)]\s)")
_MARKS = lazy_pattern(r"[*|\]\[#`]+|(?<=[^A-Za-z,;])\s+|\s+$")
_EXCERPT_REACH = 80
"""Characters read for a few of them without markup: a link's address may stand between."""


@dataclass(frozen=True, slots=True, eq=False)
class ProseText:
    """The prose of one file: a line for each line of Markdown and for each field."""

    text: str
    spans: tuple[TextSpan, ...]
    starts: tuple[int, ...]
    """Offset of each passage in the text."""

    def index(self, offset: int) -> int:
        """Find the passage of a character."""
        return bisect_right(self.starts, offset) - 1

    def location_at(self, offset: int) -> Location:
        """Return the place of a character."""
        index = self.index(offset)
        return self.spans[index].location_at(offset - self.starts[index])

    def paragraph(self, offset: int) -> int:
        """Return the number of a character's paragraph."""
        return _paragraphs(self)[self.index(offset)]

    def excerpt(self, start: int, end: int, reach: int = 4) -> str:
        """Quote a stretch with a few characters on either side, without markup."""
        before = self.text[max(0, start - _EXCERPT_REACH) : start].rpartition("\n")[2].lstrip(" ->")
        after = self.text[end : end + _EXCERPT_REACH].partition("\n")[0]
        words = _MARKS.sub("", self.text[start:end])
        return _MARKS.sub("", before)[-reach:] * bool(reach) + words + _MARKS.sub("", after)[:reach]


@lru_cache(maxsize=1)
def extract_prose(file: TextFile) -> ProseText:
    """Collect the prose of a file. Cached for the next rule, which reads the same file."""
    prose_spans = tuple(_prose_spans(file.spans))
    text = "\n".join([span.text for span in prose_spans])
    lengths = [len(span.text) + 1 for span in prose_spans]
    starts = tuple(accumulate(lengths[:-1], initial=0)) if lengths else ()
    if "`" in text:
        text = _CODE.sub(lambda match: " " * len(match[0]), text)
    if "]" in text:
        text = _MARKUP.sub(lambda match: "]" * len(match[0]), text)
    if "--" in text:
        text = _RULER.sub(lambda match: " " * len(match[0]), text)
    if _CORRECTION_PREFILTER.search(text):
        text = _QUOTED_MISTAKE.sub(lambda match: "“" + "〓" * len(match["wrong"]) + "”", text)
    return ProseText(text, prose_spans, starts)


@lru_cache(maxsize=1)
def _paragraphs(prose: ProseText) -> tuple[int, ...]:
    """Return the number of the paragraph that each passage belongs to."""
    paragraphs: list[int] = []
    number = last = 0
    for span in prose.spans:
        line = span.location.line
        joined = span.kind == "body" and line == last + 1 and not _BLOCK.match(span.text)
        number += not joined
        paragraphs.append(number)
        last = line if span.kind == "body" else 0
    return tuple(paragraphs)


def _prose_spans(spans: tuple[TextSpan, ...]) -> Iterator[TextSpan]:
    fenced = False
    for span in spans:
        if span.kind == "body":
            if span.location.line <= 1:
                return  # no front matter: the reader reports it, and these lines are not prose yet
            if span.text.lstrip().startswith(_FENCE):
                fenced = not fenced
            elif not fenced:
                yield span
        elif span.kind == "field" and not (
            span.label.endswith(_NOT_PROSE) or span.label.startswith(_CORRECTIONS)
        ):
            yield span


def locate_element(text: TextFile, element: MarkupElement) -> Location:
    """Return the place of a link or image, with the column where its words can be found."""
    start = "![" if element.kind == "image" else "["
    for span in text.spans:
        if span.kind == "body" and span.location.line == element.location.line:
            at = span.text.find(f"{start}{element.text}]")
            return span.location_at(at) if at >= 0 else element.location
    return element.location


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of something wrong. Those of one kind and subject are reported together."""

    offset: int
    kind: str
    """Name of the diagnostic below its rule."""
    subject: str
    message: str
    hint: str
    actual: str = ""
    expected: str = ""
    severity: Severity = Severity.WARNING
    fix: tuple[str, str] | None = None
    """What stands there and what should stand there, where that is certain."""


def to_diagnostics(
    rule_id: str, basis: str, occurrences: Iterable[Occurrence], prose: ProseText
) -> Iterator[Diagnostic]:
    """Build one diagnostic of all matches of a kind and subject: at the first, naming others."""
    groups: dict[tuple[str, str], list[Occurrence]] = {}
    for occurrence in occurrences:
        groups.setdefault((occurrence.kind, occurrence.subject), []).append(occurrence)
    for group in groups.values():
        first = group[0]
        yield Diagnostic(
            f"{rule_id}/{first.kind}",
            first.severity,
            prose.location_at(first.offset),
            first.message
            + other_occurrences([prose.location_at(occurrence.offset) for occurrence in group]),
            first.hint,
            basis=basis,
            subject=first.subject,
            actual=first.actual,
            expected=first.expected,
            replacements=_replacements(group, prose),
        )


def _replacements(group: list[Occurrence], prose: ProseText) -> tuple[Replacement, ...]:
    """Return what fixes each occurrence; nothing where one of them is to be judged by a person.

    In prose, markup is blanked out: what does not stand there letter by letter is left alone.
    """
    replacements: list[Replacement] = []
    for occurrence in group:
        index = prose.index(occurrence.offset)
        start = occurrence.offset - prose.starts[index]
        if not occurrence.fix or not prose.spans[index].text.startswith(occurrence.fix[0], start):
            return ()
        location = prose.location_at(occurrence.offset)
        replacements.append(Replacement(location, *occurrence.fix))
    return tuple(replacements)


def other_occurrences(locations: list[Location]) -> str:
    """Return how many there are, and on which lines the rest stand."""
    if len(locations) == 1:
        return ""
    lines = sorted({location.line for location in locations} - {locations[0].line})
    if not lines:
        return f"（共 {len(locations)} 处）"
    line_numbers = "、".join(str(line) for line in lines[:_MAX_LINES])
    rest = "等" if len(lines) > _MAX_LINES else ""
    return f"（共 {len(locations)} 处，另见第 {line_numbers} 行{rest}）"


_MAX_LINES = 6
