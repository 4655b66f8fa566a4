"""What a page shows around its article: taken out of the tree, and listed with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from site_builder.importing.readers.markup.furniture_words import furniture_reason
from site_builder.importing.readers.markup.notes import remove_element
from site_builder.importing.readers.markup.tree import (
    CONTROLS,
    SILENT,
    classes_of,
    hidden_selectors,
    is_block,
    is_hidden,
    tag_of,
    walk,
)
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import Omission, Origin

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FRAMES = {"nav": "网页的导航", "footer": "网页的页脚", "aside": "网页的边栏"}
_NAMED = lazy_pattern(
    r"(?:^|[-_ ])(?:(?P<share>share\w*|bdshare\w*|bshare\w*|social-share|fenxiang)"
    r"|(?P<print>print|dayin|toolbar|tools?|fontsize|font-size|zihao)"
    r"|(?P<nav>breadcrumbs?|crumbs?|position|location|nav|navbar|menu|sidebar|dqwz)"
    r"|(?P<foot>footer|copyright|bottom-info)"
    r"|(?P<code>qrcode|qr-code|ewm|erweima)"
    r"|(?P<pages>pager|pagination|prev-?next|related|xgwz|xglj))(?:$|[-_ ])",
)
_NAMED_REASONS = {
    "share": "分享按钮",
    "print": "打印、字号等按钮",
    "nav": "网页的导航",
    "foot": "网页的页脚",
    "code": "二维码",
    "pages": "上一篇、下一篇、相关链接",
}
_CONTAINERS = frozenset(["div", "ul", "ol", "dl", "section", "header", "table", "form", "span"])
"""What portals put around navigation; a paragraph of links may be a sentence."""
_NUMBERED = lazy_pattern(r"[（(]?[一二三四五六七八九十]{1,3}[、）)]")
_MAX_FURNITURE = 400
_SENTENCE = 30
_MIN_FIGURES = 4
_LINK_SHARE = 0.8
_MIN_LINKS = 3
_ATTACHMENT = lazy_pattern(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)(?:$|[?#])")
_OUTSIDE = "在正文以外"
_EXTERNAL_NOTE = "（外部链接）"
OWN_PARTS = {
    "table-reading": "表格的文字读法，与表格重复",
    "row-list": "表格在手机上的写法，与表格重复",
    "statutory-table__legend": "表格下面的图例",
    "document__form": "表式的名称",
    "document__jump": "到别处的链接",
    "document-facts": "网页上方的信息栏",
    "fact-box": "网页上方的信息栏",
    "contents": "本页目录",
    "attachments": "附件清单",
    "downloads": "下载清单",
    "related": "相关链接",
    "corrections": "更正记录",
    "more": "到别处的链接",
    "neighbours": "上一年、下一年",
    "document-state": "文件的状态",
    "callout": "关于报告的说明",
    "page-address": "本页的网址",
}
"""Classes that only pages of this program have, around the text of a report."""


def text_of(element: Element) -> str:
    """Return the words of an element, blocks apart by a space."""
    pieces: list[str] = []
    for event, inner in walk(element):
        if event == "start":
            if is_block(inner):
                pieces.append(" ")
            if tag_of(inner) not in SILENT and inner.text:
                pieces.append(inner.text)
        elif inner is not element and inner.tail:
            pieces.append(inner.tail)
    return " ".join("".join(pieces).split())


def omit(elements: Iterable[Element], reason: str, file: str) -> Iterator[Omission]:
    """Take elements out of the tree; yield what words they had."""
    for element in elements:
        text = text_of(element)
        line = element.sourceline
        remove_element(element)
        if text:
            yield Omission(text, reason, Origin(file, line=line))


def outermost(root: Element, elements: Iterable[Element]) -> list[Element]:
    """Return those of some elements that stand in none of the others, never the root itself."""
    chosen = set(elements)
    result: list[Element] = []
    depth = 0
    for event, element in walk(root):
        if element not in chosen or element is root:
            continue
        if event == "start":
            if not depth:
                result.append(element)
            depth += 1
        else:
            depth -= 1
    return result


def remove_silent(root: Element) -> None:
    """Take out scripts, styles and all else that is no text."""
    for element in outermost(root, [node for node in root.iter() if tag_of(node) in SILENT]):
        remove_element(element)


def omit_hidden(root: Element, file: str) -> tuple[list[Omission], list[Diagnostic]]:
    """Take out what the page hides, and buttons; report tables of figures among it."""
    selectors = hidden_selectors(root)
    remove_silent(root)
    hidden = _hidden_elements(root, selectors)
    if selectors and 2 * sum(map(_length, hidden)) > _length(root):
        # A style sheet that hides most of the page waits for a script that shows it.
        hidden = _hidden_elements(root, frozenset())
    diagnostics = [
        _hidden_table(file, element.sourceline or 0) for element in hidden if _has_figures(element)
    ]
    omissions = [*omit(hidden, "网页上不显示", file)]
    controls = [node for node in root.iter() if tag_of(node) in CONTROLS]
    omissions += omit(outermost(root, controls), "按钮", file)
    return omissions, diagnostics[:1]


def _hidden_elements(root: Element, selectors: frozenset[str]) -> list[Element]:
    hidden = [
        node
        for node in root.iter()
        # WeChat hides its article until a script has run.
        if is_hidden(node, selectors) and node.get("id") != "js_content"
    ]
    return outermost(root, hidden)


def _length(element: Element) -> int:
    return sum(len("".join(text.split())) for text in element.itertext())


def _has_figures(element: Element) -> bool:
    cells = ["".join(cell.itertext()).strip() for cell in element.iter("td")]
    return sum(map(str.isdecimal, cells)) >= _MIN_FIGURES


def _hidden_table(file: str, line: int) -> Diagnostic:
    message = "网页里有一个表格是隐藏的，没有读入"
    hint = "要点一下才显示的，请在浏览器里先点开，再另存网页；确实不公开的，不用管。"
    return warning("import/hidden", Location(file, line), message, hint)


def omit_own_parts(root: Element, file: str) -> list[Omission]:
    """Take out what our own pages put around the text of a report."""
    omissions: list[Omission] = []
    for name, reason in OWN_PARTS.items():
        nodes = [node for node in root.iter() if name in classes_of(node)]
        omissions += omit(outermost(root, nodes), reason, file)
    for link in root.iter("a"):
        # Builds put it behind each link that leaves the site; it is nobody's text.
        if "outside" in classes_of(link) and link.text:
            link.text = link.text.removesuffix(_EXTERNAL_NOTE)
    return omissions


def omit_outside(body: Element, article: Element, file: str) -> list[Omission]:
    """Take out all that stands outside the article."""
    omissions: list[Omission] = []
    current = article
    while current is not body:
        parent = current.getparent()
        if parent is None:
            break
        siblings = [element for element in parent if element is not current]
        for element in siblings:
            reason = _reason(element, text_of(element), is_late=False) or _OUTSIDE
            omissions += omit([element], reason, file)
        loose = " ".join(" ".join((parent.text or "", current.tail or "")).split())
        parent.text = current.tail = None
        if loose:
            omissions.append(Omission(loose, _OUTSIDE, Origin(file, line=parent.sourceline)))
        current = parent
    return omissions


def omit_furniture(article: Element, tables: frozenset[Element], file: str) -> list[Omission]:
    """Take out of the article what is no part of its text; data tables stay whole."""
    reasons: dict[Element, str] = {}
    sizes = _sizes(article)
    inside = is_late = False
    for event, element in walk(article):
        if element in tables:
            inside = event == "start"
        if event == "end" or inside or element is article or not is_block(element):
            continue
        text, elements = sizes[element]
        if (
            0 < text <= _MAX_FURNITURE
            and elements <= _MAX_FURNITURE
            and not _holds(element, tables)
        ):
            words = text_of(element)
            is_late = is_late or (len(words) >= _SENTENCE and "。" in words)
            reason = _reason(element, words, is_late=is_late)
            if reason:
                reasons[element] = reason
    omissions: list[Omission] = []
    for element in outermost(article, reasons):
        omissions += omit([element], reasons[element], file)
    return omissions


def _holds(element: Element, tables: frozenset[Element]) -> bool:
    return any(table in tables for table in element.iter("table"))


def _sizes(root: Element) -> dict[Element, tuple[int, int]]:
    """Return for each element its characters and how many elements it holds."""
    sizes: dict[Element, tuple[int, int]] = {}
    stack: list[list[int]] = []
    for event, element in walk(root):
        if event == "start":
            stack.append([len("".join((element.text or "").split())), 1])
            continue
        text, elements = stack.pop()
        sizes[element] = text, elements
        if stack:
            stack[-1][0] += text + len("".join((element.tail or "").split()))
            stack[-1][1] += elements
    return sizes


def _reason(element: Element, text: str, *, is_late: bool) -> str:
    tag = tag_of(element)
    if not text or tag in _FRAMES:
        return _FRAMES.get(tag, "") if text else ""
    if len(text) > _MAX_FURNITURE:
        return ""
    reason = furniture_reason(text, is_late=is_late)
    if reason or "。" in text or tag not in _CONTAINERS or _NUMBERED.match(text):
        return reason
    return _reason_by_name(element, text)


def _reason_by_name(element: Element, text: str) -> str:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    match = _NAMED.search(names)
    if match and match.lastgroup:
        return _NAMED_REASONS[match.lastgroup]
    return "一组链接" if _is_link_list(element, text) else ""


def _is_link_list(element: Element, text: str) -> bool:
    links = list(element.iter("a"))
    if len(links) < _MIN_LINKS or "附件" in text:
        return False
    if any(_ATTACHMENT.search((link.get("href") or "").lower()) for link in links):
        return False
    length = sum(len("".join("".join(link.itertext()).split())) for link in links)
    return length >= _LINK_SHARE * len("".join(text.split()))
