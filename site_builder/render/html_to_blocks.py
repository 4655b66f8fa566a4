"""Our own HTML of a text → blocks and runs, as files that are not web pages need them.

`read.prose` made the HTML, so it is well formed and holds known elements only; whatever else may
come is read as the text in it. Called by `paper`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from site_builder.core.text.unicode_scripts import is_right_to_left
from site_builder.model.html import Html
from site_builder.render.blocks import (
    Block,
    BlockQuote,
    CodeBlock,
    Footnotes,
    HeadingBlock,
    HorizontalRule,
    ListBlock,
    Paragraph,
    Runs,
    TableBlock,
    TableBlockCell,
    TextRun,
)


@dataclass(slots=True)
class _HtmlElement:
    name: str
    attributes: dict[str, str]
    children: list["_HtmlElement | str"] = field(default_factory=list)


class _TreeParser(HTMLParser):
    """Makes a tree of elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open_elements = [_HtmlElement("root", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _HtmlElement(tag, {name: value or "" for name, value in attrs})
        self.open_elements[-1].children.append(element)
        if tag not in _VOID_TAGS:
            self.open_elements.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID_TAGS and any(element.name == tag for element in self.open_elements[1:]):
            while self.open_elements.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open_elements[-1].children.append(data)


_VOID_TAGS = frozenset(("br", "hr", "img"))
_BLOCK_TAGS = frozenset("p ul ol blockquote pre table hr dl div section h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905 - a list of them is a screen long

LinkResolver = Callable[[str], str]
"""Gives the absolute address behind a link of a page; empty when it has none outside the page."""


def html_to_blocks(html: Html, resolve: LinkResolver, top: int = 1) -> tuple[Block, ...]:
    """Read a text. Its headings are numbered down from `top`, the level they stand below."""
    reader = _BlockReader(resolve, top)
    return tuple(reader.blocks(_parse(html)))


def read_footnotes(html: Html, resolve: LinkResolver) -> Footnotes:
    """Read the footnotes of a text by their ids."""
    reader = _BlockReader(resolve, 1)
    return {
        item.attributes["id"]: tuple(reader.blocks(item))
        for item in _find_all(_parse(html), "li")
        if item.attributes.get("id", "").startswith("fn")
    }


def _parse(html: Html) -> _HtmlElement:
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    return parser.open_elements[0]


def _find_all(element: _HtmlElement, name: str) -> Iterator[_HtmlElement]:
    for child in element.children:
        if isinstance(child, _HtmlElement):
            if child.name == name:
                yield child
            else:
                yield from _find_all(child, name)


class _BlockReader:
    """Reads elements as blocks and runs."""

    def __init__(self, resolve: LinkResolver, top: int) -> None:
        self.resolve, self.level, self.min_level = resolve, top, top + 1
        self.style = TextRun("")
        """How words begin to look here: the language and direction of the elements around."""

    def blocks(self, parent: _HtmlElement) -> Iterator[Block]:
        """Yield the blocks in an element; words between them are paragraphs."""
        inline_children: list[_HtmlElement | str] = []
        for child in [*parent.children, _HtmlElement("hr", {"class": "end"})]:
            if isinstance(child, str) or child.name not in _BLOCK_TAGS:
                inline_children.append(child)
                continue
            runs = _join_runs(self.runs(inline_children, self.style))
            inline_children = []
            if runs:
                yield Paragraph(runs)
            if child.attributes.get("class") != "end":
                yield from self.block(child)

    def block(self, element: _HtmlElement) -> Iterator[Block]:
        """Yield what one block element says, in its language and direction."""
        outer, self.style = self.style, _with_direction(element, self.style)
        yield from self._read_block(element)
        self.style = outer

    def _read_block(self, element: _HtmlElement) -> Iterator[Block]:
        name = element.name
        if name == "p":
            yield Paragraph(_join_runs(self.runs(element.children, self.style)))
        elif name[0] == "h" and name[1:].isdecimal():
            # No level is skipped: readers of a file find headings by their levels.
            self.level = min(max(int(name[1]) - 1, self.min_level), self.level + 1)
            yield HeadingBlock(self.level, _join_runs(self.runs(element.children, self.style)))
        elif name in ("ul", "ol"):
            start = element.attributes.get("start", "1")
            items = tuple(tuple(self.block(item)) for item in _find_all(element, "li"))
            yield ListBlock(name == "ol", int(start) if start.isdecimal() else 1, items)
        elif name == "blockquote":
            yield BlockQuote(tuple(self.blocks(element)))
        elif name == "pre":
            yield CodeBlock("".join(_texts(element)).rstrip("\n"))
        elif name == "table":
            yield self.table(element)
        elif name == "dl":
            yield from self.definition_list(element)
        elif name == "hr":
            yield HorizontalRule()
        elif element.attributes.get("class") == "footnotes":
            return  # `notes` reads them; files have them at the foot of the page
        else:
            yield from self.blocks(element)

    def table(self, table: _HtmlElement) -> TableBlock:
        """Read a table."""
        caption = next(
            (
                _join_runs(self.runs(element.children, self.style))
                for element in _find_all(table, "caption")
            ),
            (),
        )
        header_rows = sum(
            1 for header in _find_all(table, "thead") for _ in _find_all(header, "tr")
        )
        return TableBlock(caption, tuple(self.cells(table)), header_rows)

    def cells(self, table: _HtmlElement) -> Iterator[TableBlockCell]:
        """Yield the cells of a table, each where the browser would put it."""
        occupied: set[tuple[int, int]] = set()
        for row, line in enumerate(_find_all(table, "tr")):
            column = 0
            for cell in line.children:
                if isinstance(cell, str):
                    continue
                while (row, column) in occupied:
                    column += 1
                attributes = cell.attributes
                high = int(attributes.get("rowspan", "1"))
                wide = int(attributes.get("colspan", "1"))
                occupied |= {(row + y, column + x) for y in range(high) for x in range(wide)}
                align = attributes.get("class", "").removeprefix("align-")
                runs = _join_runs(self.runs(cell.children, _with_direction(cell, self.style)))
                scope = attributes.get("scope", "")
                yield TableBlockCell(row, column, high, wide, scope, align, runs)

    def definition_list(self, element: _HtmlElement) -> Iterator[Block]:
        """Read a list of terms: each term in bold, what it means set in."""
        for child in element.children:
            if isinstance(child, _HtmlElement) and child.name == "dt":
                yield Paragraph(
                    _join_runs(
                        self.runs(
                            child.children, replace(_with_direction(child, self.style), strong=True)
                        )
                    )
                )
            elif isinstance(child, _HtmlElement):
                yield BlockQuote(tuple(self.block(child)))

    def runs(self, children: list[_HtmlElement | str], style: TextRun) -> Iterator[TextRun]:
        """Yield the words of inline elements with their look."""
        is_break = False
        for child in children:
            after_break, is_break = is_break, False
            if isinstance(child, str):
                # The line end behind a `<br />` is that of the file.
                text = child.removeprefix("\n") if after_break else child
                yield replace(style, text=" ".join(text.split("\n")))
            elif child.name == "br":
                is_break = True
                yield replace(style, text="\n")
            elif child.name == "img":
                alt = child.attributes.get("alt", "")
                source = child.attributes.get("src", "")
                link = self.resolve(source) or style.link
                # Without an address of the site the name of the file is what leads to it.
                text = f"［图：{alt}］" if link else f"［图：{alt}，文件 {source}］"
                yield replace(style, text=text, link=link)
            elif child.attributes.get("class") == "footnote-ref":
                (reference,) = _find_all(child, "a")
                yield TextRun("", note=reference.attributes.get("href", "").removeprefix("#"))
            elif child.attributes.get("class") != "footnote-backref":
                yield from self.runs(child.children, self.styled(child, style))

    def styled(self, element: _HtmlElement, style: TextRun) -> TextRun:
        """Return the look of what stands in an inline element."""
        match element.name:
            case "strong":
                return replace(style, strong=True)
            case "code":
                return replace(style, code=True)
            case "a":
                return replace(style, link=self.resolve(element.attributes.get("href", "")))
        return style


def _with_direction(element: _HtmlElement, style: TextRun) -> TextRun:
    """Return the look of an element's words by its own language and direction."""
    direction = element.attributes.get("dir", "")
    rtl = style.rtl if not direction else direction == "rtl"
    if direction == "auto":
        rtl = is_right_to_left("".join(_texts(element)))
    return replace(style, lang=element.attributes.get("lang", style.lang), rtl=rtl)


def _texts(element: _HtmlElement) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def _join_runs(runs: Iterator[TextRun]) -> Runs:
    """Join runs of one look and drop the white space around a block."""
    joined: list[TextRun] = []
    for run in runs:
        last = joined[-1] if joined else None
        separate = last is None or "\n" in (run.text, last.text) or run.note or last.note
        if last is not None and not separate and replace(run, text="") == replace(last, text=""):
            joined[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.note:
            joined.append(run)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(run for run in joined if run.text or run.note)
