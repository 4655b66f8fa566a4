"""Several reports in one file, each from its title to the next."""

from collections.abc import Sequence
from dataclasses import replace

from site_builder.importing.recognition.frames import FormFrame
from site_builder.importing.recognition.headings import HeadingWords
from site_builder.importing.recognition.titles import is_title, year_of
from site_builder.model.import_headings import ImportHeadings
from site_builder.model.original import Block, Original, TextBlock

_MIN_PARTS = 3
"""Headings of parts that make a report of what stands between two titles."""
_TITLE_LINES = 2
"""Lines above the last of a title that may belong to it."""
_MAX_LINE = 40


def split_reports(
    original: Original, frame: FormFrame, headings: ImportHeadings
) -> tuple[Original, ...]:
    """Return the reports of a file, itself when it holds one.

    A title that is printed again, on each page or in a list of contents, begins no report.
    """
    words = HeadingWords(frame, headings)
    starts = [0]
    for index in _title_starts(original.blocks):
        above, below = original.blocks[starts[-1] : index], original.blocks[index:]
        if _has_report(above, words) and _has_report(_until_title(below), words):
            starts.append(index)
    ends = [*starts[1:], len(original.blocks)]
    if len(starts) == 1:
        return (original,)
    return tuple(
        replace(
            original,
            blocks=original.blocks[start:end],
            # What the file states of itself is true of one of them at the most.
            title="",
            published="",
            omissions=original.omissions if not start else (),
            diagnostics=original.diagnostics if not start else (),
        )
        for start, end in zip(starts, ends, strict=True)
    )


def _title_starts(blocks: Sequence[Block]) -> list[int]:
    """Return where titles begin that name another year than the title before."""
    result: list[int] = []
    year: int | None = None
    for index, block in enumerate(blocks):
        if not (isinstance(block, TextBlock) and is_title(block.text)):
            continue
        start = _title_start(blocks, index)
        text = "".join(b.text for b in blocks[start : index + 1] if isinstance(b, TextBlock))
        if (named := year_of(text)) is None or named == year:
            continue
        year = named
        result.append(start)
    return result


def _title_start(blocks: Sequence[Block], last: int) -> int:
    """Return where the title begins that ends on a block: with the year, and the body above it."""
    first = last
    while first > max(0, last - _TITLE_LINES) and _is_title_line(blocks[first - 1]):
        lines = "".join(b.text for b in blocks[first : last + 1] if isinstance(b, TextBlock))
        if year_of(lines) is not None and not lines.strip().startswith("20"):
            break
        first -= 1
    return first


def _is_title_line(block: Block) -> bool:
    return (
        isinstance(block, TextBlock)
        and len(block.text) <= _MAX_LINE
        and not any(sign in block.text for sign in "。：；，")
        and not block.text.rstrip().endswith("日")
    )


def _until_title(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks up to the title of another year."""
    starts = _title_starts(blocks)
    return blocks[: starts[1]] if len(starts) > 1 else blocks


def _has_report(blocks: Sequence[Block], words: HeadingWords) -> bool:
    matches = (words.match(block.text) for block in blocks if isinstance(block, TextBlock))
    parts = {match.part for match in matches if match and match.is_exact}
    return len(parts) >= _MIN_PARTS
