"""docs/writing.md is right: each of its examples comes out as it states.

What is printed is read from the blocks that Word and PDF files are made of.
"""

import re
from collections.abc import Iterable, Iterator

import pytest

from site_builder.render import html_to_blocks
from site_builder.render.blocks import (
    Block,
    BlockQuote,
    CodeBlock,
    HorizontalRule,
    ListBlock,
    Runs,
    TableBlock,
)
from tests.helpers import ROOT
from tests.unit.content.prose_helpers import read

_EXAMPLE = re.compile(r"^```写\n(.*?)\n```\n\n```印\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
EXAMPLES = _EXAMPLE.findall((ROOT / "docs" / "writing.md").read_text(encoding="utf-8"))


def render_text(markdown: str) -> list[str]:
    """List the lines of a text as the page of rules writes them, and what is found in it."""
    prose, text = read(markdown, "index.md")
    notes = html_to_blocks.read_footnotes(prose.html, str)
    order = {name: number for number, name in enumerate(notes, 1)}
    body = prose.html.partition('<hr class="footnotes-sep"')[0]
    lines = [*_lines(html_to_blocks.html_to_blocks(type(prose.html)(body), str, {}), order)]
    lines += [f"[{order[name]}] {''.join(_lines(note, order))}" for name, note in notes.items()]
    return lines + [
        f"{diagnostic.severity}：{diagnostic.message.partition('（这个')[0]}"
        for diagnostic in text.diagnostics
    ]


def _lines(blocks: Iterable[Block], notes: dict[str, int]) -> Iterator[str]:
    for block in blocks:
        match block:
            case HorizontalRule():
                yield "————"
            case CodeBlock(text):
                yield from text.split("\n")
            case BlockQuote(inner):
                yield from (f"｜{line}" for line in _lines(inner, notes))
            case TableBlock():
                yield from (
                    " │ ".join(_words(cell.runs, notes) for cell in row) for row in block.rows()
                )
            case ListBlock():
                for number, item in enumerate(block.items, block.start):
                    mark = f"{number}." if block.ordered else "•"
                    yield from (f"{mark} {line}" for line in _lines(item, notes))
            case _:
                # A line break of its own, as against that of a cell.
                yield from _words(block.runs, notes).split("／")


def _words(runs: Runs, notes: dict[str, int]) -> str:
    words = (f"[{notes[run.note]}]" if run.note else run.text for run in runs)
    return "".join(words).replace("\n", "／").strip()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize(("typed", "expected"), EXAMPLES, ids=lambda text: text[:8])
def test_an_example_comes_out_as_the_page_says(typed: str, expected: str) -> None:
    assert render_text(typed) == expected.split("\n")
