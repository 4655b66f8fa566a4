"""Our own HTML of a text → blocks and runs, as files that are not web pages need them.

`read.prose` made the HTML, so it is well formed and holds known elements only; whatever else may
come is read as the text in it. Called by `paper`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from site_builder.model.html import Html
from site_builder.render.prose_tree import (
    Block,
    Code,
    Grid,
    GridCell,
    Heading,
    Listing,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
)
from site_builder.scripts import is_right_to_left


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    children: list["_Element | str"] = field(default_factory=list)


class _Parser(HTMLParser):
    """Makes a tree of elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Element("root", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and any(one.name == tag for one in self.open[1:]):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


_VOID = frozenset(("br", "hr", "img"))
_BLOCKS = frozenset("p ul ol blockquote pre table hr dl div section h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905 - a list of them is a screen long

Resolve = Callable[[str], str]
"""Gives the absolute address behind a link of a page; empty when it has none outside the page."""


def blocks(html: Html, resolve: Resolve, top: int = 1) -> tuple[Block, ...]:
    """Read a text. Its headings are numbered down from `top`, the level they stand below."""
    reader = _Reader(resolve, top)
    return tuple(reader.blocks(_parse(html)))


def notes(html: Html, resolve: Resolve) -> Notes:
    """Read the footnotes of a text by their ids."""
    reader = _Reader(resolve, 1)
    return {
        one.attributes["id"]: tuple(reader.blocks(one))
        for one in _all(_parse(html), "li")
        if one.attributes.get("id", "").startswith("fn")
    }


def _parse(html: Html) -> _Element:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.open[0]


def _all(element: _Element, name: str) -> Iterator[_Element]:
    for child in element.children:
        if isinstance(child, _Element):
            if child.name == name:
                yield child
            else:
                yield from _all(child, name)


class _Reader:
    """Reads elements as blocks and runs."""

    def __init__(self, resolve: Resolve, top: int) -> None:
        self.resolve, self.level, self.first = resolve, top, top + 1
        self.look = Run("")
        """How words begin to look here: the language and direction of the elements around."""

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Yield the blocks in an element; words between them are paragraphs."""
        loose: list[_Element | str] = []
        for child in [*parent.children, _Element("hr", {"class": "end"})]:
            if isinstance(child, str) or child.name not in _BLOCKS:
                loose.append(child)
                continue
            runs = _trimmed(self.runs(loose, self.look))
            loose = []
            if runs:
                yield Paragraph(runs)
            if child.attributes.get("class") != "end":
                yield from self.block(child)

    def block(self, element: _Element) -> Iterator[Block]:
        """Yield what one block element says, in its language and direction."""
        outer, self.look = self.look, _turned(element, self.look)
        yield from self._block(element)
        self.look = outer

    def _block(self, element: _Element) -> Iterator[Block]:
        name = element.name
        if name == "p":
            yield Paragraph(_trimmed(self.runs(element.children, self.look)))
        elif name[0] == "h" and name[1:].isdecimal():
            # No level is skipped: readers of a file find headings by their levels.
            self.level = min(max(int(name[1]) - 1, self.first), self.level + 1)
            yield Heading(self.level, _trimmed(self.runs(element.children, self.look)))
        elif name in ("ul", "ol"):
            start = element.attributes.get("start", "1")
            items = tuple(tuple(self.block(item)) for item in _all(element, "li"))
            yield Listing(name == "ol", int(start) if start.isdecimal() else 1, items)
        elif name == "blockquote":
            yield Quote(tuple(self.blocks(element)))
        elif name == "pre":
            yield Code("".join(_texts(element)).rstrip("\n"))
        elif name == "table":
            yield self.grid(element)
        elif name == "dl":
            yield from self.terms(element)
        elif name == "hr":
            yield Rule()
        elif element.attributes.get("class") == "footnotes":
            return  # `notes` reads them; files have them at the foot of the page
        else:
            yield from self.blocks(element)

    def grid(self, table: _Element) -> Grid:
        """Read a table."""
        caption = next(
            (_trimmed(self.runs(one.children, self.look)) for one in _all(table, "caption")), ()
        )
        header = sum(1 for head in _all(table, "thead") for _ in _all(head, "tr"))
        return Grid(caption, tuple(self.cells(table)), header)

    def cells(self, table: _Element) -> Iterator[GridCell]:
        """Yield the cells of a table, each where the browser would put it."""
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(_all(table, "tr")):
            column = 0
            for cell in line.children:
                if isinstance(cell, str):
                    continue
                while (row, column) in taken:
                    column += 1
                attributes = cell.attributes
                high = int(attributes.get("rowspan", "1"))
                wide = int(attributes.get("colspan", "1"))
                taken |= {(row + y, column + x) for y in range(high) for x in range(wide)}
                align = attributes.get("class", "").removeprefix("align-")
                runs = _trimmed(self.runs(cell.children, _turned(cell, self.look)))
                scope = attributes.get("scope", "")
                yield GridCell(row, column, high, wide, scope, align, runs)

    def terms(self, element: _Element) -> Iterator[Block]:
        """Read a list of terms: each term in bold, what it means set in."""
        for child in element.children:
            if isinstance(child, _Element) and child.name == "dt":
                yield Paragraph(
                    _trimmed(
                        self.runs(child.children, replace(_turned(child, self.look), strong=True))
                    )
                )
            elif isinstance(child, _Element):
                yield Quote(tuple(self.block(child)))

    def runs(self, children: list[_Element | str], look: Run) -> Iterator[Run]:
        """Yield the words of inline elements with their look."""
        broken = False
        for child in children:
            after, broken = broken, False
            if isinstance(child, str):
                # The line end behind a `<br />` is that of the file.
                words = child.removeprefix("\n") if after else child
                yield replace(look, text=" ".join(words.split("\n")))
            elif child.name == "br":
                broken = True
                yield replace(look, text="\n")
            elif child.name == "img":
                alt = child.attributes.get("alt", "")
                source = child.attributes.get("src", "")
                link = self.resolve(source) or look.link
                # Without an address of the site the name of the file is what leads to it.
                words = f"［图：{alt}］" if link else f"［图：{alt}，文件 {source}］"
                yield replace(look, text=words, link=link)
            elif child.attributes.get("class") == "footnote-ref":
                (call,) = _all(child, "a")
                yield Run("", note=call.attributes.get("href", "").removeprefix("#"))
            elif child.attributes.get("class") != "footnote-backref":
                yield from self.runs(child.children, self.looked(child, look))

    def looked(self, element: _Element, look: Run) -> Run:
        """Give the look of what stands in an inline element."""
        match element.name:
            case "strong":
                return replace(look, strong=True)
            case "code":
                return replace(look, code=True)
            case "a":
                return replace(look, link=self.resolve(element.attributes.get("href", "")))
        return look


def _turned(element: _Element, look: Run) -> Run:
    """Give the look of an element's words by its own language and direction."""
    way = element.attributes.get("dir", "")
    rtl = look.rtl if not way else way == "rtl"
    if way == "auto":
        rtl = is_right_to_left("".join(_texts(element)))
    return replace(look, lang=element.attributes.get("lang", look.lang), rtl=rtl)


def _texts(element: _Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def _trimmed(runs: Iterator[Run]) -> Runs:
    """Join runs of one look and drop the white space around a block."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        mixed = last is None or "\n" in (run.text, last.text) or run.note or last.note
        if last is not None and not mixed and replace(run, text="") == replace(last, text=""):
            joined[-1] = replace(last, text=last.text + run.text)
        elif run.text or run.note:
            joined.append(run)
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" "))
    return tuple(run for run in joined if run.text or run.note)
