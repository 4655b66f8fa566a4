"""HTML as a tree: parsed within bounds, and what of it a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.core.errors import UnsupportedFileError
from site_builder.model.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_MAX_ELEMENTS = 100_000
_LONG_TAG, _MAX_ATTRIBUTES = 5_000, 1_000
_MAX_TAGS = 250_000
"""Before the page is parsed: its tree takes a hundred times the memory of a tag."""
_HINT = "请用浏览器打开网页，只选中报告正文，复制到 Word 或 WPS 里，另存为 .docx，再导入。"
_SILENT_NAMES = (
    "script style noscript template head title meta link base xml object embed applet iframe frame "
    "frameset noframes audio video canvas svg map datalist rp"
)
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre search section summary table tbody td tfoot th thead tr ul"
)
SILENT = frozenset(_SILENT_NAMES.split())
"""Elements whose text no page shows, or not as text."""
CONTROLS = frozenset(("button",))
BLOCKS = frozenset(_BLOCK_NAMES.split())
_HIDDEN = lazy_pattern(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:left|text-indent)\s*:\s*-[0-9]{4,}px"
)
_SHOWN_STYLE = lazy_pattern(r"display\s*:\s*(?!none)[a-z]")
_NO_SIZE = lazy_pattern(r"font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$|!)")
_MAX_SHEET = 300_000
_SIMPLE_SELECTOR = lazy_pattern(r"([.#])([\w-]+)")


def parse_markup(text: str) -> Element:
    """Parse a page or a piece of one. Raises UnsupportedFileError when it is nested too deeply."""
    from lxml import etree  # noqa: PLC0415 - of the extra `import`

    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    if text.count("<") > _MAX_TAGS:
        raise UnsupportedFileError(f"网页的标记超过 {_MAX_TAGS} 个", _HINT)
    if any(map(_has_many_attributes, text.split("<"))):
        raise UnsupportedFileError("网页里有一个标记长得不合理", _HINT)
    data = _CONTROL.sub("\ufffd", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        raise UnsupportedFileError("网页里没有内容", _HINT) from exc
    if root is None:
        raise UnsupportedFileError("网页里没有内容", _HINT)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnsupportedFileError("网页的标记一层套一层，层数太多", _HINT)
    for number, _ in enumerate(root.iter()):
        if number > _MAX_ELEMENTS:
            raise UnsupportedFileError(f"网页的标记超过 {_MAX_ELEMENTS} 个", _HINT)
    return root


_CONTROL = lazy_pattern("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def _has_many_attributes(piece: str) -> bool:
    """Return whether a tag has so many attributes that comparing their names takes for ever."""
    if len(piece) < _LONG_TAG:
        return False
    return (
        piece.count("=") > _MAX_ATTRIBUTES or len(piece.partition(">")[0].split()) > _MAX_ATTRIBUTES
    )


def tag_of(element: Element) -> str:
    """Return the name of an element in lower case; of Word's own ones with their prefix."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def style_of(element: Element) -> str:
    """Return the value of its attribute `style` in lower case."""
    return (element.get("style") or "").lower()


def classes_of(element: Element) -> frozenset[str]:
    """Return the names in its attribute `class`."""
    return frozenset((element.get("class") or "").split())


def is_block(element: Element) -> bool:
    """Return whether an element begins and ends lines of its own."""
    style = style_of(element)
    if "display" in style and is_block_style(style):
        return True
    return tag_of(element) in BLOCKS


def is_block_style(style: str) -> bool:
    """Return whether a style makes a block of any element."""
    return bool(_DISPLAY_BLOCK.search(style))


_DISPLAY_BLOCK = lazy_pattern(r"display\s*:\s*(?:block|flex|grid|list-item)")


def hidden_selectors(root: Element) -> frozenset[str]:
    """Return `.class` and `#id` that the page's own style sheets hide, of simple rules alone."""
    hidden: set[str] = set()
    for sheet in root.iter("style"):
        if (sheet.get("media") or "all").strip().lower() not in ("all", "screen", ""):
            continue
        for rule in _without_media((sheet.text or "")[:_MAX_SHEET]).split("}"):
            names, _, style = rule.partition("{")
            if _HIDDEN.search(style.lower()):
                selectors = (selector.strip() for selector in names.split(","))
                hidden.update(
                    selector for selector in selectors if _SIMPLE_SELECTOR.fullmatch(selector)
                )
    return frozenset(hidden)


def _without_media(sheet: str) -> str:
    """Return a style sheet without what holds under conditions: print, small screens."""
    pieces: list[str] = []
    depth = start = 0
    at_rule = False
    for match in _BRACE.finditer(sheet):
        if match[0] == "@media":
            if not depth:
                pieces.append(sheet[start : match.start()])
                at_rule = True
        elif match[0] == "{":
            depth += 1
        else:
            depth = max(0, depth - 1)
            if not depth and at_rule:
                start, at_rule = match.end(), False
    return "".join((*pieces, "" if at_rule else sheet[start:]))


_BRACE = lazy_pattern(r"@media|[{}]")


def is_hidden(element: Element, selectors: frozenset[str]) -> bool:
    """Return whether a page does not show an element, as far as the file itself says so."""
    style = style_of(element)
    if element.get("hidden") is not None or _HIDDEN.search(style):
        return True
    if _NO_SIZE.search(style):
        # Pages set it around blocks to close the gaps between them; these have a size again.
        return not any("font-size" in style_of(inner) for inner in element.iterdescendants())
    if not selectors or _SHOWN_STYLE.search(style):
        return False
    return f"#{element.get('id')}" in selectors or any(
        f".{name}" in selectors for name in classes_of(element)
    )


def walk(element: Element) -> Iterator[tuple[str, Element]]:
    """Yield `start` and `end` of an element and all below, whatever its depth."""
    from lxml import etree  # noqa: PLC0415 - of the extra `import`

    yield from etree.iterwalk(element, events=("start", "end"))
