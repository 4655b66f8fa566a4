"""A tree → blocks in reading order: one walk, whatever the depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.lines import Line, LineKind, cell_line, text_blocks
from site_builder.importing.readers.markup.lists import ListState, item_prefix
from site_builder.importing.readers.markup.note_calls import is_note_call
from site_builder.importing.readers.markup.pictures import OpenSibling, read_picture
from site_builder.importing.readers.markup.runs import Run, lowered, raised, safe_address
from site_builder.importing.readers.markup.tree import is_block, style_of, tag_of
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.original import Origin

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from site_builder.model.diagnostic import Diagnostic
    from site_builder.model.original import Block

_BOLD = lazy_pattern(r"(?:^|[;\s])font-weight\s*:\s*(?:bold|[6-9]00)")
_NOT_BOLD = lazy_pattern(r"(?:^|[;\s])font-weight\s*:\s*(?:normal|[1-4]00)")
_STRUCK = lazy_pattern(r"text-decoration[\w-]*\s*:[^;]*line-through")
_CENTERED = lazy_pattern(r"text-align\s*:\s*center")
_BULLET_STYLE = lazy_pattern(r"font-family\s*:[^;]*(?:wingdings|symbol)|mso-list\s*:\s*ignore")
_BULLETS = lazy_pattern(r"\s*[lnpuqvØ§·•●○■□◆▪►\uf06c\uf06e\uf0b7\uf0d8-]\s*")
"""What Word's fonts of signs show as dots, squares and arrows before an item."""
_TYPED = frozenset(("text", "number", "tel", "date"))
_VERBATIM = lazy_pattern(r"white-space\s*:\s*(?:pre|break-spaces)")
_RAISED = lazy_pattern(r"vertical-align\s*:\s*(super|sub)\b")
_BOLD_TAGS = frozenset(("b", "strong"))
_STRUCK_TAGS = frozenset(("s", "strike", "del"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(frozen=True, slots=True)
class FlowSettings:
    """What reading a page needs besides its elements."""

    file: str
    tables: frozenset[Element]
    """Those that hold data."""
    notes: Mapping[Element, str]
    """Calls of footnotes."""
    base: str = ""
    """Address of the page."""
    open_sibling: OpenSibling | None = None
    is_own: bool = False
    """A page that this program built: its bold words are no headings."""
    in_cell: bool = False
    """Below a cell of a table: there are lines, no headings or lists."""


@dataclass(slots=True)
class FlowResult:
    """Blocks, and data tables at their places as elements: they are read next."""

    blocks: list[Block | Element] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    struck: list[tuple[str, Origin]] = field(default_factory=list)
    local_links: int = 0


@dataclass(slots=True)
class _Style:
    is_bold: bool = False
    is_struck: bool = False
    is_verbatim: bool = False
    link: str = ""
    shift: int = 0
    """1 for superscript, -1 for subscript."""


class Flow:
    """Collects the words of elements into lines, and lines into blocks."""

    def __init__(self, settings: FlowSettings) -> None:
        self.settings = settings
        self.result = FlowResult()
        self.runs: list[Run] = []
        self.styles = [_Style()]
        self.kinds: list[LineKind] = [LineKind()]
        self.lists = ListState()
        self.source_line: int | None = None
        self.pending_prefix = ""

    def read(self, root: Element) -> FlowResult:
        """Read all below an element, its own text included."""
        from lxml import etree  # noqa: PLC0415 - of the extra `import`

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
                if element is not root:
                    self._add_text(element.tail, element.getparent())
            elif element is not root and self._is_whole(element):
                walker.skip_subtree()
                self.styles.append(self.styles[-1])
                self.kinds.append(self.kinds[-1])
            else:
                self._enter(element)
                self._add_text(element.text, element)
        self.flush()
        return self.result

    def _is_whole(self, element: Element) -> bool:
        """Take a data table or the call of a note as a whole; return whether it was one."""
        if tag_of(element) == "option":
            return True
        if element in self.settings.tables:
            self.flush()
            self.result.blocks.append(element)
            return True
        if element in self.settings.notes:
            self.runs.append(Run("note", self.settings.notes[element]))
            return True
        return False

    def _enter(self, element: Element) -> None:
        tag = tag_of(element)
        if is_block(element):
            self.flush()
        style = self._style(element, tag)
        self.styles.append(style)
        self.kinds.append(self._kind(element, tag))
        if tag == "br":
            self.runs.append(Run("break", ""))
        elif tag == "img":
            self._add_picture(element)
        elif tag == "select":
            self._append(_selected(element), style, element)
        elif tag == "input" and (element.get("type") or "text").lower() in _TYPED:
            self._append(element.get("value"), style, element)
        elif tag in ("ol", "ul"):
            self.lists.open(element, tag)
        elif tag == "li":
            self.pending_prefix = item_prefix(self.lists, element)

    def _leave(self, element: Element) -> None:
        tag = tag_of(element)
        if is_block(element):
            self.flush()
        if tag in ("ol", "ul"):
            self.lists.close()
        self.styles.pop()
        self.kinds.pop()

    def _style(self, element: Element, tag: str) -> _Style:
        outer, style = self.styles[-1], style_of(element)
        bold = outer.is_bold or tag in _BOLD_TAGS
        if style and _BOLD.search(style):
            bold = True
        elif style and _NOT_BOLD.search(style):
            bold = False
        link = outer.link
        if tag == "a":
            link = self._link(element)
        shift = _shift(element, tag, style) or outer.shift
        if self.settings.in_cell and is_note_call(element, tag):
            shift = 1
        return _Style(
            bold,
            outer.is_struck or tag in _STRUCK_TAGS or bool(style and _STRUCK.search(style)),
            outer.is_verbatim or tag == "pre" or bool(style and _VERBATIM.search(style)),
            link,
            shift,
        )

    def _link(self, element: Element) -> str:
        href = element.get("href") or ""
        address = safe_address(href, self.settings.base)
        is_local = not address and href and not href.lstrip().startswith(("#", "javascript:"))
        self.result.local_links += bool(is_local)
        return address

    def _kind(self, element: Element, tag: str) -> LineKind:
        outer = self.kinds[-1]
        level = _HEADINGS.get(tag, outer.level if tag not in ("td", "th") else 0)
        centered = outer.is_centered
        if is_block(element):
            style = style_of(element)
            align = (element.get("align") or "").lower()
            if align or "text-align" in style:
                centered = align == "center" or bool(_CENTERED.search(style))
            centered = centered or tag == "center"
        in_item = tag == "li" or (outer.in_item and tag not in ("td", "th"))
        is_quote = outer.is_quote or tag == "blockquote"
        return LineKind(level, centered, in_item, is_quote)

    def _add_text(self, text: str | None, element: Element | None) -> None:
        if text and element is not None:
            self._append(text, self.styles[-1], element)

    def _append(self, text: str | None, style: _Style, element: Element) -> None:
        if not text:
            return
        if self.source_line is None and text.strip():
            self.source_line = element.sourceline
        if _BULLETS.fullmatch(text) and _BULLET_STYLE.search(style_of(element)):
            text = " "
        if style.shift:
            text = raised(text) if style.shift > 0 else lowered(text)
        flags = (style.is_bold, style.link, style.is_struck, style.is_verbatim)
        if not style.is_verbatim:
            self.runs.append(Run("text", text, *flags))
            return
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self.runs.append(Run("break", ""))
            self.runs.append(Run("text", line, *flags))

    def _add_picture(self, element: Element) -> None:
        origin = Origin(self.settings.file, line=element.sourceline)
        reading = read_picture(element, origin, self.settings.open_sibling)
        if reading.picture is not None:
            self.flush()
            self.result.blocks.append(reading.picture)
        if reading.diagnostic is not None:
            self.result.diagnostics.append(reading.diagnostic)

    def flush(self) -> None:
        """Build blocks of the words since the last one."""
        runs, self.runs = self.runs, []
        origin = Origin(self.settings.file, line=self.source_line)
        self.source_line = None
        if not any(run.text.strip() for run in runs):
            return
        kind = self.kinds[-1]
        if self.settings.in_cell and self.lists.is_counted and kind.in_item:
            # In a cell there are no lists: the number is a word.
            self.pending_prefix = self.pending_prefix or self.lists.take_number()
        line = Line(
            runs, kind, origin, self.pending_prefix, self.lists.depth, self.lists.is_counted
        )
        blocks = (
            [cell_line(line)]
            if self.settings.in_cell
            else text_blocks(line, is_own=self.settings.is_own)
        )
        if blocks:
            self.pending_prefix = ""
        self.result.blocks.extend(blocks)
        struck = "".join(run.text for run in runs if run.is_struck).strip()
        if struck:
            self.result.struck.append((struck, origin))


def _shift(element: Element, tag: str, style: str) -> int:
    """Return 1 for raised words, -1 for lowered ones, 0 where an element says neither."""
    match = _RAISED.search(style) if style and not is_block(element) else None
    return {"sup": 1, "super": 1, "sub": -1}.get(match[1] if match else tag, 0)


def _selected(element: Element) -> str:
    """Return what a list to choose from shows: the chosen option, or the first."""
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    return "".join((chosen or options)[0].itertext()) if options else ""
