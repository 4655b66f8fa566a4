"""The program's own HTML of a text → blocks and runs, as files that are not web pages need them.

`content.markdown.prose` wrote the HTML, so it holds known elements only; whatever else may come
is read as the text in it. Needs lxml, of the extras `docx` and `pdf`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from urllib.parse import unquote

from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

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
    PictureBlock,
    Runs,
    TableBlock,
    TableBlockCell,
    TextRun,
)
from site_builder.render.print_pictures import PrintPicture

_BLOCK_TAGS = frozenset("p ul ol blockquote pre table hr dl div section h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905 - a list of them is a screen long

LinkResolver = Callable[[str], str]
"""Gives the absolute address behind a link of a page; empty when it has none outside the page."""


def html_to_blocks(
    html: Html, resolve: LinkResolver, pictures: Mapping[str, PrintPicture], top: int = 1
) -> tuple[Block, ...]:
    """Read a text. Its headings are numbered down from `top`, the level they stand below."""
    reader = _BlockReader(resolve, pictures, top)
    return tuple(reader.blocks(_parse(html)))


def read_footnotes(html: Html, resolve: LinkResolver) -> Footnotes:
    """Read the footnotes of a text by their ids."""
    reader = _BlockReader(resolve, {}, 1)
    return {
        item.get("id"): tuple(reader.blocks(item))
        for item in _parse(html).iter("li")
        if item.get("id", "").startswith("fn")
    }


def _parse(html: Html) -> HtmlElement:
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    return fragment_fromstring(str(html), create_parent="div", parser=parser)


def _nodes(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield what stands in an element in order: words and elements."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _picture_address(node: HtmlElement | str) -> str:
    """Return the address of a picture as its author typed it; empty for anything else."""
    if isinstance(node, str) or node.tag != "img":
        return ""
    return unquote(node.get("src", ""))


def _is_block(node: HtmlElement | str) -> bool:
    return not isinstance(node, str) and node.tag in _BLOCK_TAGS


class _BlockReader:
    """Reads elements as blocks and runs."""

    def __init__(
        self, resolve: LinkResolver, pictures: Mapping[str, PrintPicture], top: int
    ) -> None:
        self.resolve, self.level, self.min_level = resolve, top, top + 1
        self.pictures = pictures
        self.style = TextRun("")
        """The initial style of words here: the language and direction of the elements around."""

    def blocks(self, parent: HtmlElement) -> Iterator[Block]:
        """Yield the blocks in an element; words between them are paragraphs."""
        for is_block, nodes in groupby(_nodes(parent), _is_block):
            if is_block:
                for child in nodes:
                    yield from self.block(child)
            elif runs := _join_runs(self.runs(nodes, self.style)):
                yield Paragraph(runs)

    def block(self, element: HtmlElement) -> Iterator[Block]:
        """Yield the contents of one block element, in its language and direction."""
        outer, self.style = self.style, _with_direction(element, self.style)
        yield from self._read_block(element)
        self.style = outer

    def _read_block(self, element: HtmlElement) -> Iterator[Block]:
        name = element.tag
        if name == "p":
            yield from self.paragraph(element)
        elif name[0] == "h" and name[1:].isdecimal():
            # No level is skipped: readers of a file find headings by their levels.
            self.level = min(max(int(name[1]) - 1, self.min_level), self.level + 1)
            yield HeadingBlock(self.level, _join_runs(self.runs(_nodes(element), self.style)))
        elif name in ("ul", "ol"):
            start = element.get("start", "1")
            items = tuple(tuple(self.block(item)) for item in element.iterchildren("li"))
            yield ListBlock(name == "ol", int(start) if start.isdecimal() else 1, items)
        elif name == "blockquote":
            yield BlockQuote(tuple(self.blocks(element)))
        elif name == "pre":
            yield CodeBlock(element.text_content().rstrip("\n"))
        elif name == "table":
            yield self.table(element)
        elif name == "dl":
            yield from self.definition_list(element)
        elif name == "hr":
            yield HorizontalRule()
        elif element.get("class") == "footnotes":
            return  # `notes` reads them; files have them at the foot of the page
        else:
            yield from self.blocks(element)

    def paragraph(self, element: HtmlElement) -> Iterator[Block]:
        """Yield a paragraph; pictures of which it is nothing but a row stand by themselves."""
        nodes = [node for node in _nodes(element) if not isinstance(node, str) or node.strip()]
        pictures = [self.pictures.get(_picture_address(node)) for node in nodes]
        if not nodes or None in pictures:
            yield Paragraph(_join_runs(self.runs(_nodes(element), self.style)))
            return
        for node, picture in zip(nodes, pictures, strict=True):
            if picture is not None and not isinstance(node, str):
                runs = tuple(self.runs((node,), self.style))
                yield PictureBlock(picture, node.get("alt", ""), runs)

    def table(self, table: HtmlElement) -> TableBlock:
        """Read a table."""
        element = table.find("caption")
        nodes = () if element is None else _nodes(element)
        caption = _join_runs(self.runs(nodes, self.style))
        return TableBlock(caption, tuple(self.cells(table)), len(table.findall("thead/tr")))

    def cells(self, table: HtmlElement) -> Iterator[TableBlockCell]:
        """Yield the cells of a table, each where the browser would put it."""
        occupied: set[tuple[int, int]] = set()
        for row, line in enumerate(table.iter("tr")):
            column = 0
            for cell in line:
                while (row, column) in occupied:
                    column += 1
                high, wide = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
                occupied |= {(row + y, column + x) for y in range(high) for x in range(wide)}
                align = cell.get("class", "").removeprefix("align-")
                runs = _join_runs(self.runs(_nodes(cell), _with_direction(cell, self.style)))
                scope = cell.get("scope", "")
                yield TableBlockCell(row, column, high, wide, scope, align, runs)

    def definition_list(self, element: HtmlElement) -> Iterator[Block]:
        """Read a list of terms: each term in bold, what it means set in."""
        for child in element:
            if child.tag == "dt":
                style = replace(_with_direction(child, self.style), strong=True)
                yield Paragraph(_join_runs(self.runs(_nodes(child), style)))
            else:
                yield BlockQuote(tuple(self.block(child)))

    def runs(self, nodes: Iterable[HtmlElement | str], style: TextRun) -> Iterator[TextRun]:
        """Yield the words of inline elements with their style."""
        is_break = False
        for child in nodes:
            after_break, is_break = is_break, False
            if isinstance(child, str):
                # The line end behind a `<br />` is that of the file.
                text = child.removeprefix("\n") if after_break else child
                yield replace(style, text=" ".join(text.split("\n")))
            elif child.tag == "br":
                is_break = True
                yield replace(style, text="\n")
            elif child.tag == "img":
                alt = child.get("alt", "")
                source = child.get("src", "")
                link = self.resolve(source) or style.link
                # Without an address of the site the name of the file is what leads to it.
                text = f"［图：{alt}］" if link else f"［图：{alt}，文件 {source}］"
                yield replace(style, text=text, link=link)
            elif child.get("class") == "footnote-ref":
                (reference,) = child.iter("a")
                yield TextRun("", note=reference.get("href", "").removeprefix("#"))
            elif child.get("class") != "footnote-backref":
                yield from self.runs(_nodes(child), self.styled(child, style))

    def styled(self, element: HtmlElement, style: TextRun) -> TextRun:
        """Return the style of an inline element's contents."""
        match element.tag:
            case "strong":
                return replace(style, strong=True)
            case "code":
                return replace(style, code=True)
            case "a":
                return replace(style, link=self.resolve(element.get("href", "")))
        return style


def _with_direction(element: HtmlElement, style: TextRun) -> TextRun:
    """Return the style of an element's words by its own language and direction."""
    direction = element.get("dir", "")
    rtl = style.rtl if not direction else direction == "rtl"
    if direction == "auto":
        rtl = is_right_to_left(element.text_content())
    return replace(style, lang=element.get("lang", style.lang), rtl=rtl)


def _join_runs(runs: Iterator[TextRun]) -> Runs:
    """Join runs of one style and drop the white space around a block."""
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
