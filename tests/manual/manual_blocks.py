"""What the chapters of the manual show: commands, and what the program answers to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.helpers import ROOT

SOURCES = ROOT / "docs" / "manual"
CHAPTERS = sorted((SOURCES / "content").rglob("*.md"))
_BLOCK = re.compile(r"^(`{3,})[^`\n]*\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`(site-builder [^`]+)`(?!`)")
_ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    """A command, with the answer that the manual shows for it."""

    command: str
    answer: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the answer has to be: `…` on a line of its own is any lines, else any words."""
        parts = [
            r"(?:.*\n)*?" if line == _ANYTHING else _any_words(line) + r"\n" for line in self.answer
        ]
        return re.compile("".join(parts))


def _any_words(line: str) -> str:
    return ".*".join(map(re.escape, line.split(_ANYTHING)))


def blocks_of(path: Path) -> list[str]:
    """Return what stands between fences in a chapter."""
    return [match[2] for match in _BLOCK.finditer(path.read_text(encoding="utf-8"))]


def steps_of(path: Path) -> Iterator[Step]:
    """Yield what is typed in a chapter, in order."""
    for block in blocks_of(path):
        if block.startswith("$ "):
            for step in block[2:].split("\n$ "):
                command, *answer = step.splitlines()
                yield Step(command, tuple(answer))


def other_commands_of(path: Path) -> list[str]:
    """Return commands that are named without an answer, in the text or a block."""
    lines = [
        part.strip()
        for block in blocks_of(path)
        if not block.startswith("$ ")
        for line in block.splitlines()
        if line.startswith("site-builder ")
        for part in line.split("&&")
    ]
    return lines + _INLINE.findall(path.read_text(encoding="utf-8"))
