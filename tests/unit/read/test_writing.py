"""docs/writing.md keeps its word: each of its examples comes out as it says.

What is printed is read from the blocks that Word and PDF files are made of.
"""

import re
from collections.abc import Iterable, Iterator

import pytest

from site_builder.render import prose_html
from site_builder.render.prose_tree import (
    Block,
    Code,
    Grid,
    Listing,
    Quote,
    Rule,
    Runs,
)
from tests.tools import ROOT
from tests.unit.read.proses import read

_EXAMPLE = re.compile(r"^```写\n(.*?)\n```\n\n```印\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
EXAMPLES = _EXAMPLE.findall((ROOT / "docs" / "writing.md").read_text(encoding="utf-8"))


def printed(markdown: str) -> list[str]:
    """List the lines of a text as the page of rules writes them, and what is found in it."""
    made, text = read(markdown, "index.md")
    notes = prose_html.notes(made.html, str)
    order = {name: number for number, name in enumerate(notes, 1)}
    body = made.html.partition('<hr class="footnotes-sep"')[0]
    lines = [*_lines(prose_html.blocks(type(made.html)(body), str), order)]
    lines += [f"[{order[name]}] {''.join(_lines(said, order))}" for name, said in notes.items()]
    return lines + [
        f"{one.severity}：{one.message.partition('（这个')[0]}" for one in text.findings
    ]


def _lines(blocks: Iterable[Block], notes: dict[str, int]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Rule():
                yield "————"
            case Code(text):
                yield from text.split("\n")
            case Quote(inner):
                yield from (f"｜{line}" for line in _lines(inner, notes))
            case Grid():
                yield from (
                    " │ ".join(_words(cell.runs, notes) for cell in row) for row in block.rows()
                )
            case Listing():
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


@pytest.mark.parametrize(("typed", "wanted"), EXAMPLES, ids=lambda text: text[:8])
def test_an_example_comes_out_as_the_page_says(typed: str, wanted: str) -> None:
    assert printed(typed) == wanted.split("\n")
