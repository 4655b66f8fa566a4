"""Blocks of an original → Markdown: headings, lists, quotations, tables, pictures and footnotes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from site_builder.core.text.markdown_escapes import clean_words, escape_words
from site_builder.importing.drafts.author_tables import draft_table
from site_builder.importing.drafts.markdown_lines import (
    draft_line,
    draft_paragraph,
    draft_quotation,
    escape_line,
)
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import (
    Block,
    Footnote,
    OriginalPicture,
    OriginalTable,
    TextBlock,
)

_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
_CAPTION = lazy_pattern(r"表[ \u3000]?[0-9０-９一二三四五六七八九十]{0,3}[：:]")
_NUMERIC_START = lazy_pattern(r"[-+>=]?\s*[=＝0-9０-９]")
_ENUMERATION = lazy_pattern(
    r"[0-9０-９]{1,3}\s*[.．、)）]|[（(]|[一二三四五六七八九十]+、|[①-⑳●○■□◆▪►√·•]"
)
_REFERENCE = lazy_pattern(r"\[\^([^\]\s]+)\]")
_MARK_IN_DESCRIPTION = lazy_pattern(r"[\[\]`\\]")
_LAST_LEVEL = 6
"""Of headings."""
_MAX_DEPTH = 6
"""Of lists; deeper ones are not printed."""


@dataclass(frozen=True, slots=True)
class DraftPicture:
    """A picture to be written next to the text."""

    path: str
    """From the text: `files/picture-1.png`."""
    data: bytes


@dataclass(slots=True)
class ProseDrafter:
    """Writes blocks as Markdown; pictures are numbered through the whole text."""

    references: frozenset[str]
    """Labels of the footnotes that the text refers to."""
    first_level: int = 3
    """Of headings: within a part of a report."""
    picture_prefix: str = "files/picture"
    """What the paths of pictures begin with, from the text."""
    pictures: list[DraftPicture] = field(default_factory=list)

    def draft(self, blocks: Sequence[Block]) -> str:
        """Return the Markdown of some blocks, without the last line's end."""
        texts = (block for block in blocks if isinstance(block, TextBlock))
        levels = sorted({block.level for block in texts if block.kind == "heading"})
        output: list[str] = []
        previous = ""
        for is_list, group in groupby(blocks, key=_is_list_item):
            members = [*group]
            items = [member for member in members if isinstance(member, TextBlock)]
            for text in [_draft_list(items)] if is_list else self._each(members, levels):
                # A caption holds on to the table below it, across one empty line.
                is_named = previous and _CAPTION.match(previous.rpartition("\n")[2])
                output += [*([""] if is_named else []), text, ""]
                previous = text
        return "\n".join(output).rstrip("\n")

    def _each(self, blocks: Iterable[Block], levels: list[int]) -> Iterator[str]:
        for block in blocks:
            text = self._block(block, levels)
            if text:
                yield text

    def _block(self, block: Block, levels: list[int]) -> str:
        if isinstance(block, OriginalTable):
            return draft_table(block)
        if isinstance(block, OriginalPicture):
            return self._picture(block)
        if isinstance(block, Footnote):
            return self._footnote(block)
        if block.kind == "heading":
            words = draft_line(block.markdown)
            level = min(self.first_level + levels.index(block.level), _LAST_LEVEL)
            return f"{'#' * level} {words}" if words else ""
        if block.kind == "quote" and not _NUMERIC_START.match(block.markdown):
            return draft_quotation(block.markdown)
        return draft_paragraph(block.markdown)

    def _picture(self, picture: OriginalPicture) -> str:
        """Store a picture; without a description `check` asks for it."""
        suffix = _SUFFIXES.get(picture.media_type, "bin")
        path = f"{self.picture_prefix}-{len(self.pictures) + 1}.{suffix}"
        self.pictures.append(DraftPicture(path, picture.data))
        words = " ".join(clean_words(picture.description).split())
        return f"![{'' if _MARK_IN_DESCRIPTION.search(words) else words}]({path})"

    def _footnote(self, note: Footnote) -> str:
        words = escape_line(draft_line(note.markdown))
        if note.label in self.references:
            return f"[^{note.label}]: {words}"
        # Nothing refers to it: as a note it would not be printed.
        return draft_paragraph(f"{escape_words(f'[{note.label}]')} {note.markdown}")


def footnote_references(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the labels of the footnotes that some blocks refer to."""
    return frozenset(label for block in blocks for label in _labels(block))


def _labels(block: Block) -> Iterator[str]:
    if isinstance(block, TextBlock | Footnote):
        yield from (match[1] for match in _REFERENCE.finditer(block.markdown))
    elif isinstance(block, OriginalTable):
        for cell in block.cells:
            yield from (match[1] for match in _REFERENCE.finditer(cell.markdown))


def _draft_list(items: Sequence[TextBlock]) -> str:
    """Return a list; as paragraphs where a bullet before a number would be read as its sign."""
    bullets = [item for item in items if not item.numbered]
    numeric = [bool(_NUMERIC_START.match(item.markdown)) for item in bullets]
    if any(numeric) and (all(numeric) or len(bullets) < len(items)):
        return "\n\n".join(
            draft_paragraph(f"{number}{item.markdown}") for number, item in _numbered(items)
        )
    return "\n".join(_list_lines(items))


def _numbered(items: Iterable[TextBlock]) -> Iterator[tuple[str, TextBlock]]:
    """Yield the items, each with its number and a blank; empty for those that have none."""
    counts: list[int] = []
    for item in items:
        depth = min(item.level, len(counts), _MAX_DEPTH)
        counts = [*counts[: depth + 1], *([0] if depth == len(counts) else [])]
        counts[depth] = counts[depth] + 1 if item.numbered else 0
        yield f"{counts[depth]}. " if item.numbered else "", item


def _list_lines(items: Iterable[TextBlock]) -> Iterator[str]:
    widths: list[int] = []
    for number, item in _numbered(items):
        depth = min(item.level, len(widths), _MAX_DEPTH)
        mark = number or "- "
        indent = " " * sum(widths[:depth])
        widths = [*widths[:depth], len(mark)]
        yield indent + mark + draft_paragraph(item.markdown, indent + " " * len(mark))


def _is_list_item(block: Block) -> bool:
    """Return whether a block is printed with a mark: what brings its number as words is not."""
    return (
        isinstance(block, TextBlock)
        and block.kind == "list-item"
        and bool(block.text.strip())
        and (block.numbered or not _ENUMERATION.match(block.text))
    )
