"""What the rules about wording share: a file's prose as one string, and slips told as findings.

Code, addresses and footnote marks are blanked out of the prose, so that they are not taken for
words; every character keeps its offset.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import MarkupElement, TextFile, TextSpan
from site_builder.model.place import Location

HAN = "一-鿿〇"
"""For character classes: a Chinese character."""
TITLES = ("名称", "标题")
"""Labels of fields that hold a title."""

_NOT_PROSE = ("文件", "索引号")
_CORRECTIONS = "更正"
_MENDS = re.compile("[为成是作误]")
_FENCE = ("```", "~~~")
_CODE = re.compile(r"(`{1,8})[^`\n]+\1")
_MARKUP = re.compile(r"\]\((?:[^)\]\n]|\](?!\())*\)|\[\^(?:[^\]\[\n]|\[(?!\^))*\]:?")
"""Neither goes past where another begins: many of them without an end would take for ever."""
_MENDED = re.compile(
    r"[“「『\"](?P<wrong>[^“”「」『』\"\n]{1,60})[”」』\"](?=\s*(?:一?[处项词字]?(?:应)?(?:更正|修正|修改|改正|订正|改)[为成]"
    r"|应当?[为是作]|系?误[为作写]|有误|是?笔误))"
)
"""What a correction quotes as wrong."""
_RULER = re.compile(r"^[ :|-]+$", re.MULTILINE)
_BLOCK = re.compile(r"\s*(?:[-*+>#|:]|\d+[.)]\s)")
_MARKS = re.compile(r"[*|\]\[#`]+|(?<=[^A-Za-z,;])\s+|\s+$")
_FAR = 80
"""Characters looked at for a few of them without markup: a link's address may stand between."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of one file: a line for each line of Markdown and for each field."""

    text: str
    passages: tuple[TextSpan, ...]
    starts: tuple[int, ...]
    """Offset of each passage in the text."""
    paragraphs: tuple[int, ...]
    """Number of the paragraph each passage belongs to."""

    def index(self, offset: int) -> int:
        """Find the passage of a character."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> Location:
        """Give the place of a character."""
        index = self.index(offset)
        return self.passages[index].location_at(offset - self.starts[index])

    def paragraph(self, offset: int) -> int:
        """Give the number of a character's paragraph."""
        return self.paragraphs[self.index(offset)]

    def around(self, start: int, end: int, reach: int = 4) -> str:
        """Quote a stretch with a few characters on either side, without markup."""
        before = self.text[max(0, start - _FAR) : start].rpartition("\n")[2].lstrip(" ->")
        after = self.text[end : end + _FAR].partition("\n")[0]
        words = _MARKS.sub("", self.text[start:end])
        return _MARKS.sub("", before)[-reach:] * bool(reach) + words + _MARKS.sub("", after)[:reach]


def prose(text: TextFile) -> Prose:
    """Gather the prose of a file. Kept for the next rule, which looks at the same file."""
    return _prose(text.spans)


@lru_cache(maxsize=1)
def _prose(passages: tuple[TextSpan, ...]) -> Prose:
    kept = tuple(_kept(passages))
    starts: list[int] = []
    paragraphs: list[int] = []
    offset = number = last = 0
    for passage in kept:
        starts.append(offset)
        offset += len(passage.text) + 1
        line = passage.location.line
        joined = passage.kind == "body" and line == last + 1 and not _BLOCK.match(passage.text)
        number += not joined
        paragraphs.append(number)
        last = line if passage.kind == "body" else 0
    words = "\n".join(passage.text for passage in kept)
    if "`" in words:
        words = _CODE.sub(lambda found: " " * len(found[0]), words)
    if "]" in words:
        words = _MARKUP.sub(lambda found: "]" * len(found[0]), words)
    if "--" in words:
        words = _RULER.sub(lambda found: " " * len(found[0]), words)
    if _MENDS.search(words):
        words = _MENDED.sub(lambda found: "“" + "〓" * len(found["wrong"]) + "”", words)
    return Prose(words, kept, tuple(starts), tuple(paragraphs))


def _kept(passages: tuple[TextSpan, ...]) -> Iterator[TextSpan]:
    fenced = False
    for passage in passages:
        if passage.kind == "body":
            if passage.location.line <= 1:
                return  # no front matter: the reader says so, and these lines are not prose yet
            if passage.text.lstrip().startswith(_FENCE):
                fenced = not fenced
            elif not fenced:
                yield passage
        elif passage.kind == "field" and not (
            passage.label.endswith(_NOT_PROSE) or passage.label.startswith(_CORRECTIONS)
        ):
            yield passage


def exact(text: TextFile, one: MarkupElement) -> Location:
    """Give the place of a link or image with its column, where its words are found on its line."""
    start = "![" if one.kind == "image" else "["
    for passage in text.spans:
        if passage.kind == "body" and passage.location.line == one.location.line:
            at = passage.text.find(f"{start}{one.text}]")
            return passage.location_at(at) if at >= 0 else one.location
    return one.location


@dataclass(frozen=True, slots=True)
class Slip:
    """One occurrence of something wrong. Those of one kind and subject are told together."""

    offset: int
    kind: str
    """Name of the finding below its rule."""
    subject: str
    message: str
    hint: str
    stated: str = ""
    expected: str = ""
    severity: Severity = Severity.WARNING


def told(rule: str, basis: str, slips: Iterable[Slip], words: Prose) -> Iterator[Diagnostic]:
    """Make one finding of all slips of a kind and subject: at the first, naming the others."""
    found: dict[tuple[str, str], list[Slip]] = {}
    for slip in slips:
        found.setdefault((slip.kind, slip.subject), []).append(slip)
    for group in found.values():
        first = group[0]
        yield Diagnostic(
            f"{rule}/{first.kind}",
            first.severity,
            words.place(first.offset),
            first.message + more([words.place(slip.offset) for slip in group]),
            first.hint,
            basis=basis,
            subject=first.subject,
            actual=first.stated,
            expected=first.expected,
        )


def more(places: list[Location]) -> str:
    """Say how many there are, and on which lines the rest stand."""
    if len(places) == 1:
        return ""
    lines = sorted({place.line for place in places} - {places[0].line})
    if not lines:
        return f"（共 {len(places)} 处）"
    listed = "、".join(str(line) for line in lines[:_MOST])
    rest = "等" if len(lines) > _MOST else ""
    return f"（共 {len(places)} 处，另见第 {listed} 行{rest}）"


_MOST = 6
