"""The text of a report, cut at the headings of its parts; what is none of it is listed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from site_builder.importing.recognition.form_words import FormWords
from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.furniture import Furniture, omit
from site_builder.importing.recognition.headings import HeadingWords
from site_builder.importing.recognition.part_starts import find_part_starts
from site_builder.model.form import Form
from site_builder.model.import_headings import ImportHeadings
from site_builder.model.imported import ImportedPart
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Block, Omission, OriginalTable, TextBlock

_FIGURE = lazy_pattern(
    r"[\s0-9０-９.,，、+/／—–-]*[0-9０-９/／—–-]\s*(?:[（(][增减加少]+[）)]|[万亿]*元)?\s*"
)
"""A line of figures of a table that was not understood."""
_COUNTED = lazy_pattern(r"[0-9０-９]\s*[件条宗起]")
_CONTENTS = lazy_pattern(r"\s*目\s*[录錄次]\s*")
_SUBHEADING = lazy_pattern(r"\s*[（(][一二三四五六七八九十1-9][）)]|\s*[1一][、.．]")
_TITLE_BLOCKS, _TITLE_LINES = 12, 4
"""Blocks at the start in which the title is sought, and lines that it may be broken into."""
_EDGE = 15
"""Blocks at either end of a file that may be the page's own."""
_MIN_CONTENTS, _MIN_PARTS = 3, 3
_MAX_PREAMBLE = 500
"""Characters of a paragraph that only introduces; a longer one holds more."""
_MAX_APPENDIX = 60
"""Characters of a line that begins an appendix."""


@dataclass(frozen=True, slots=True)
class PartSplit:
    """The blocks of a report by the parts of its form."""

    preamble: tuple[Block, ...]
    parts: tuple[ImportedPart, ...]
    """In the form's order, without the statutory tables and their words."""
    left_over: tuple[Block, ...]
    omissions: tuple[Omission, ...]


def split_parts(
    blocks: Sequence[Block],
    frame: FormFrame,
    headings: ImportHeadings,
    *,
    title: str = "",
    statutory: Collection[Block] = (),
) -> PartSplit:
    """Cut a report at its headings.

    `statutory` are the blocks whose figures were read: tables, and texts that were one. They are in
    no part; neither are the words of the form around them, which are listed as omissions.
    """
    return _PartSplitter(frame, headings, statutory).split(blocks, title)


class _PartSplitter:
    def __init__(
        self, frame: FormFrame, headings: ImportHeadings, statutory: Collection[Block]
    ) -> None:
        self.form: Form = frame.form
        self.headings = headings
        self.words = HeadingWords(frame, headings)
        self.form_words = FormWords(frame)
        self.furniture = Furniture(frame.form, headings, frame.normalize)
        self.statutory = frozenset(map(id, statutory))
        self.omissions: list[Omission] = []
        self.left_over: list[Block] = []

    def split(self, blocks: Sequence[Block], title: str) -> PartSplit:
        body = [*self._without_furniture([*_without_title(blocks, title)])]
        places = [index for index, block in enumerate(body) if id(block) in self.statutory]
        starts = find_part_starts(body, self.words, self.form_words, places)
        first = starts[0].index if starts else len(body)
        sections = {
            start.part: body[start.index : end]
            for start, end in zip(
                starts,
                [*(start.index for start in starts[1:]), *([len(body)] if starts else [])],
                strict=True,
            )
        }
        titles = {start.part: body[start.index] for start in starts if start.has_heading}
        for part in titles:
            del sections[part][0]
        preamble = self._without_contents(body[:first])
        preamble = self._find_overview(preamble, sections)
        self._find_last_parts(sections)
        self._cut_appendix(sections)
        return PartSplit(
            preamble=tuple(preamble),
            parts=tuple(
                _part(part.id, titles.get(part.id), self._content(part.id, sections))
                for part in self.form.parts
            ),
            left_over=tuple(self.left_over),
            omissions=tuple(self.omissions),
        )

    def _without_furniture(self, blocks: Sequence[Block]) -> Iterator[Block]:
        for index, block in enumerate(blocks):
            if not isinstance(block, TextBlock) or id(block) in self.statutory:
                yield block
                continue
            is_edge = min(index, len(blocks) - 1 - index) < _EDGE
            reason = self.furniture.reason_to_omit(block.text, is_edge=is_edge)
            if reason:
                self.omissions.append(Omission(block.text, reason, block.origin))
                continue
            for piece in self.furniture.trim(block) if is_edge else (block,):
                if isinstance(piece, Omission):
                    self.omissions.append(piece)
                else:
                    yield piece

    def _without_contents(self, blocks: Sequence[Block]) -> list[Block]:
        """Take a list of contents out of the text before the first part."""
        listed = [
            block
            for block in blocks
            if isinstance(block, TextBlock)
            and (match := self.words.match(block.text))
            and match.is_exact
        ]
        if len(listed) < _MIN_CONTENTS:
            return [*blocks]
        titles = [b for b in blocks if isinstance(b, TextBlock) and _CONTENTS.fullmatch(b.text)]
        self.omissions += omit((*titles, *listed), "目录")
        return [block for block in blocks if block not in (*titles, *listed)]

    def _find_overview(
        self, preamble: Sequence[Block], sections: dict[str, list[Block]]
    ) -> list[Block]:
        """Return the text before the first part; without its heading the first begins behind it."""
        first = self.form.parts[0].id
        if first in sections or not sections:
            return [*preamble]
        texts = [block.text if isinstance(block, TextBlock) else "" for block in preamble]
        introductions = [
            index
            for index, text in enumerate(texts)
            if len(text) <= _MAX_PREAMBLE and any(word in text for word in self.headings.preamble)
        ]
        subheadings = [index for index, text in enumerate(texts) if _SUBHEADING.match(text)]
        start = introductions[-1] + 1 if introductions else 0
        if subheadings:
            start = min(start, subheadings[0])
            if not introductions:
                start = subheadings[0]
        sections[first] = [*preamble[start:]]
        return [*preamble[:start]]

    def _find_last_parts(self, sections: dict[str, list[Block]]) -> None:
        """Find the text of the parts behind the tables whose headings are lost."""
        if len(self.form.parts) < _MIN_PARTS:
            return
        problems, other = (part.id for part in self.form.parts[-2:])
        above = [part.id for part in self.form.parts if part.table and part.id in sections]
        if problems not in sections and above:
            section = sections[above[-1]]
            last = max(
                (index for index, block in enumerate(section) if self._is_statutory(block)),
                default=len(section),
            )
            sections[problems] = section[last + 1 :]
            del section[last + 1 :]
        if other not in sections and sections.get(problems):
            section = sections[problems]
            start = next((n for n, block in enumerate(section) if self._is_last(block)), None)
            if start is not None:
                sections[other] = section[start:]
                del section[start:]

    def _is_statutory(self, block: Block) -> bool:
        return id(block) in self.statutory or bool(self.form_words.part_of(block))

    def _is_last(self, block: Block) -> bool:
        return isinstance(block, TextBlock) and any(
            word in block.text for word in self.headings.last_part
        )

    def _cut_appendix(self, sections: dict[str, list[Block]]) -> None:
        """Take what stands behind the report out of its last part."""
        last = next((part.id for part in reversed(self.form.parts) if sections.get(part.id)), "")
        for index, block in enumerate(sections.get(last, ())):
            is_start = (
                isinstance(block, TextBlock)
                and len(block.text) <= _MAX_APPENDIX
                and block.text.strip().startswith(self.headings.appendix)
            )
            if index and is_start:
                self.left_over += sections[last][index:]
                del sections[last][index:]
                return

    def _content(self, part: str, sections: dict[str, list[Block]]) -> Iterator[Block]:
        """Yield the text of a part without its statutory table and that table's words."""
        for block in sections.get(part, ()):
            if id(block) in self.statutory:
                continue
            if not self.form_words.has_table(part):
                yield block
            elif isinstance(block, OriginalTable):
                if self._is_empty_table(block):
                    self.left_over.append(block)
                else:
                    yield block
            elif not isinstance(block, TextBlock):
                yield block
            elif self.form_words.is_label_of(block.text, part):
                self.omissions.append(Omission(block.text, "统计表的文字", block.origin))
            elif _FIGURE.fullmatch(block.text) or (
                self.form_words.part_of(block) and not _COUNTED.search(block.text)
            ):
                self.left_over.append(block)
            else:
                yield block

    def _is_empty_table(self, table: OriginalTable) -> bool:
        """Return whether a table that holds no row of the form has nothing else to say."""
        return all(
            self.form_words.is_label(text) or not any(sign.isalnum() for sign in text)
            for text in (cell.text for cell in table.cells)
        )


def _part(part: str, heading: Block | None, content: Iterator[Block]) -> ImportedPart:
    is_text = isinstance(heading, TextBlock)
    return ImportedPart(
        part,
        heading.text if isinstance(heading, TextBlock) else "",
        heading.origin if is_text and heading else None,
        tuple(content),
    )


def _without_title(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """Yield the blocks without the title at their start, in one line or broken over several."""
    words = "".join(title.split())
    dropped: set[int] = set()
    for first in range(min(len(blocks), _TITLE_BLOCKS)):
        lines = ""
        for last, block in enumerate(blocks[first : first + _TITLE_LINES], first):
            lines += "".join(block.text.split()) if isinstance(block, TextBlock) else "\n"
            if lines == words:
                dropped.update(range(first, last + 1))
    yield from (block for index, block in enumerate(blocks) if index not in dropped)
