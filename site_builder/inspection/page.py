"""Bytes of a page → its words, links and tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from site_builder.inspection.data_lists import DataList, LinkedText, read_data, read_scripts
from site_builder.inspection.encodings import DecodedPage, decode_page
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
        *("tbody", "td", "th", "tr", "ul"),
    )
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "textarea", "select"))
_AROUND = frozenset(("nav", "header", "footer", "aside"))
_AROUND_NAMES = lazy_pattern(
    r"(?:^|[\s_-])(?:nav|menu|foot|footer|top|header|crumb|crumbs|breadcrumb|location|position"
    r"|copyright|banner|sidebar|share)(?:$|[\s_-])"
)
_MAX_LINKS = 5_000
_MAX_ROW_CELLS = 40
_MAX_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page, as the checks see it."""

    title: str
    heading: str
    lines: tuple[str, ...]
    """Words of the text itself, without menus and footers."""
    links: tuple[LinkedText, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    """Words of the cells of each row of each table."""
    pairs: tuple[tuple[str, str], ...]
    """Labels and values of lists and tables that describe something."""
    decoded: DecodedPage
    data: DataList
    """Lists that are written as data for scripts."""
    description: str = ""
    """As the page describes itself to programs."""
    is_markup: bool = True
    scripts: int = 0
    refresh: str = ""
    """Address that the page itself goes on to."""

    @property
    def text(self) -> str:
        """Return all words, without breaks between them."""
        return "".join("".join(line.split()) for line in self.lines)


def read_page(data: bytes, headers: Mapping[str, str]) -> WebPage:
    """Read a page, or a list of entries as JSON or XML."""
    decoded = decode_page(data, headers.get("content-type", ""))
    data_list = read_data(decoded.text)
    if data_list is not None:
        return WebPage("", "", (), data_list.links, (), (), decoded, data_list, is_markup=False)
    root = _parse(decoded.text)
    if root is None:
        return WebPage("", "", (), (), (), (), decoded, DataList())
    scripts = ["".join(script.itertext()) for script in root.iter("script")]
    lists = read_scripts(scripts)
    links = (*_links(root), *lists.links)
    title = root.find(".//title")
    heading = next(iter(root.iter("h1")), None)
    tables = tuple(_tables(root))
    return WebPage(
        _words("" if title is None else "".join(title.itertext())),
        _words("" if heading is None else "".join(heading.itertext())),
        tuple(_lines(root)),
        links[:_MAX_LINKS],
        tables,
        (
            *_pairs(root),
            *(pair for table in tables for row in table for pair in pairwise((*row, ""))),
        ),
        decoded,
        lists,
        description=_description(root),
        scripts=len(scripts),
        refresh=_refresh(root),
    )


def _parse(text: str) -> HtmlElement | None:
    from lxml import etree  # noqa: PLC0415 - costs start-up, and only pages need it
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415 - the same

    try:
        return document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def _links(root: HtmlElement) -> Iterator[LinkedText]:
    base = root.find(".//base")
    start = "" if base is None else (base.get("href") or "")
    for element in root.iter("a", "area", "frame", "iframe"):
        address = element.get("href") or element.get("src") or ""
        words = _words("".join(element.itertext())) or _words(element.get("title") or "")
        # Lists shorten long names in the words, and give them whole in the title.
        whole = _words(element.get("title") or "")
        yield LinkedText(address, whole if len(whole) > len(words) else words, start)


def _refresh(root: HtmlElement) -> str:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            _, _, address = (meta.get("content") or "").partition("=")
            return address.strip(" '\"")
    return ""


def _description(root: HtmlElement) -> str:
    names = ((meta.get("name") or "", meta.get("content") or "") for meta in root.iter("meta"))
    return next((_words(text) for name, text in names if name.lower() == "description"), "")


def _pairs(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the terms of description lists, each with what is said of it."""
    label = ""
    for element in islice(root.iter("dt", "dd"), _MAX_LINKS):
        words = _words("".join(element.itertext()))
        if element.tag == "dt":
            label = words
        elif label:
            yield label, words


def _tables(root: HtmlElement) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the words of each table, without those of tables inside it: they are tables, too."""
    for table in root.iter("table"):
        yield tuple(
            tuple(_own_words(cell) for cell in islice(row.iterchildren("td", "th"), _MAX_ROW_CELLS))
            for row in islice(_own_rows(table), _MAX_ROWS)
        )


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    from lxml.etree import iterwalk  # noqa: PLC0415 - costs start-up, and only pages need it

    walk = iterwalk(table, events=("start",), tag=("tr", "table"))
    for _, element in walk:
        if element.tag == "tr":
            yield element
        elif element is not table:
            walk.skip_subtree()


def _own_words(cell: HtmlElement) -> str:
    from lxml.etree import iterwalk  # noqa: PLC0415 - the same

    pieces = []
    walk = iterwalk(cell, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "start" and element.tag == "table":
            walk.skip_subtree()
        elif event == "start":
            pieces.append(element.text or "")
        elif element is not cell:
            pieces.append(element.tail or "")
    return _words("".join(pieces))


def _lines(root: HtmlElement) -> Iterator[str]:
    """Yield the words of a page, block by block."""
    pieces: list[str] = []
    hidden = 0
    from lxml.etree import iterwalk  # noqa: PLC0415 - costs start-up, and only pages need it

    for event, element in iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        is_hidden = not tag or tag in _UNSEEN or _is_around(element, tag)
        if event == "start":
            hidden += is_hidden
        if tag in _BLOCKS and pieces:
            yield from _joined(pieces)
            pieces = []
        if event == "start" and not hidden:
            pieces.append(element.text or "")
        elif event == "end":
            hidden -= is_hidden
            if not hidden:
                pieces.append(element.tail or "")
    yield from _joined(pieces)


def _is_around(element: HtmlElement, tag: str) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return tag in _AROUND or bool(tag not in ("body", "html") and _AROUND_NAMES.search(names))


def _joined(pieces: list[str]) -> Iterator[str]:
    words = _words("".join(pieces))
    if words:
        yield words


def _words(text: str) -> str:
    return " ".join(text.split())
