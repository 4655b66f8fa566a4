"""A whole page → `Original`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from site_builder.core.errors import UnsupportedFileError
from site_builder.importing.readers.markup.article import find_article
from site_builder.importing.readers.markup.cells import TableReader
from site_builder.importing.readers.markup.flow import Flow, FlowResult, FlowSettings
from site_builder.importing.readers.markup.furniture import (
    omit_furniture,
    omit_hidden,
    omit_outside,
    omit_own_parts,
)
from site_builder.importing.readers.markup.info_boxes import take_info_boxes
from site_builder.importing.readers.markup.notes import PageNotes, take_notes
from site_builder.importing.readers.markup.page_fields import complete_fields, read_page_fields
from site_builder.importing.readers.markup.tables import data_tables
from site_builder.importing.readers.markup.tree import classes_of, parse_markup, tag_of
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.original import (
    Block,
    Footnote,
    Omission,
    Origin,
    Original,
    OriginalPicture,
    OriginalTable,
    TextBlock,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from site_builder.importing.readers.markup.pictures import OpenSibling

_MIN_TEXT = 40
"""Characters that a page with an article has; a shell says “loading” at most."""
_SAVE_HINT = "请用浏览器打开原网页，等正文显示出来，再另存为“网页，全部”，导入存下来的 .html 文件。"
_PAGES = lazy_pattern(r"上一页.*下一页|共\s*[2-9][0-9]?\s*页")
_MAX_PAGER = 120
_OUTSIDE_SENTENCE = 40
_ATTACHMENT = lazy_pattern(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)(?:$|[?#])")


def read_markup(
    file: str,
    text: str,
    diagnostics: tuple[Diagnostic, ...] = (),
    open_sibling: OpenSibling | None = None,
) -> Original:
    """Read a page. Raises UnsupportedFileError when it holds no text, or is out of bounds."""
    root = parse_markup(text)
    body = next(root.iter("body"), root)
    fields = read_page_fields(root, text)
    shell = _shell_error(body)
    omissions, hidden = omit_hidden(root, file)
    is_own = _is_own(body)
    omissions += omit_own_parts(body, file) if is_own else []
    notes = take_notes(body)
    article = find_article(body, data_tables(body))
    outside = omit_outside(body, article, file)
    title, outside = _take_title(outside, article, fields.title, file)
    tables = data_tables(article)
    omissions += [*outside, *omit_furniture(article, tables, file)]
    settings = FlowSettings(file, tables, notes.calls, fields.base, open_sibling, is_own)
    reader = TableReader(settings)
    flow = Flow(settings).read(article)
    boxes = take_info_boxes(reader.expand(flow))
    blocks = [*title, *boxes.blocks, *_footnotes(notes, settings, reader)]
    omissions += [*boxes.omissions, *_struck_omissions(flow)]
    if _is_empty(blocks):
        raise shell
    warnings = [] if is_own else _omission_warnings(file, outside, omissions)
    warnings += _link_warnings(file, reader)
    fields = complete_fields(fields, omissions)
    return Original(
        file,
        tuple(blocks),
        fields.title,
        fields.body or boxes.body,
        fields.published or boxes.published,
        tuple(omissions),
        (*diagnostics, *hidden, *reader.diagnostics, *warnings),
    )


def _is_own(body: Element) -> bool:
    """Return whether this program built the page."""
    return any(
        "document__body" in classes_of(node) and "document" in classes_of(parent)
        for node in body.iter("div")
        if (parent := node.getparent()) is not None
    )


def _shell_error(body: Element) -> UnsupportedFileError:
    """Build the error for a page without text, by what it has instead."""
    tags = {tag_of(node) for node in body.iter()}
    for link in body.iter("a"):
        if _ATTACHMENT.search((link.get("href") or "").lower()):
            name = " ".join("".join(link.itertext()).split())[:40] or link.get("href") or ""
            return UnsupportedFileError(
                f"网页里没有正文，报告在附件“{name}”里", "请打开网页下载这个附件，再导入附件。"
            )
    if tags & {"iframe", "frame"}:
        return UnsupportedFileError(
            "这个网页自己没有正文，正文在它嵌入的另一个网页里",
            "请在浏览器里用右键点正文，选“在新窗口打开框架”，另存打开的网页，再导入。",
        )
    if tags & {"script", "noscript"}:
        return UnsupportedFileError(
            "这个网页只有一个空壳，正文要靠脚本载入，没有存在文件里", _SAVE_HINT
        )
    return UnsupportedFileError("网页里没有正文", _SAVE_HINT)


def _take_title(
    omissions: list[Omission], article: Element, title: str, file: str
) -> tuple[list[Block], list[Omission]]:
    """Return a heading above the article that repeats the page's title, and the other omissions."""
    compact = "".join(title.split())
    if not compact or compact in "".join("".join(article.itertext()).split()):
        return [], omissions
    for number, omission in enumerate(omissions):
        if "".join(omission.text.split()) == compact:
            origin = replace(omission.origin, file=file)
            heading = TextBlock("heading", omission.text, omission.text, origin, 1)
            return [heading], [*omissions[:number], *omissions[number + 1 :]]
    return [], omissions


def _footnotes(notes: PageNotes, settings: FlowSettings, reader: TableReader) -> list[Footnote]:
    footnotes: list[Footnote] = []
    for label, element in notes.texts.items():
        origin = Origin(settings.file, line=element.sourceline)
        flow = Flow(replace(settings, in_cell=True, tables=frozenset())).read(element)
        lines = [block for block in reader.expand(flow) if isinstance(block, TextBlock)]
        text = " ".join(line.text for line in lines)
        markdown = " ".join(line.markdown for line in lines)
        footnotes.append(Footnote(label, text, markdown, origin))
    return footnotes


def _struck_omissions(flow: FlowResult) -> list[Omission]:
    return [Omission(words, "加了删除线的文字", origin) for words, origin in flow.struck]


def _is_empty(blocks: list[Block]) -> bool:
    """Return whether a page has hardly a word, and no table or picture."""
    length = sum(len(block.text) for block in blocks if isinstance(block, TextBlock))
    others = any(isinstance(block, OriginalTable | OriginalPicture) for block in blocks)
    return length < _MIN_TEXT and not others


def _omission_warnings(
    file: str, outside: list[Omission], omissions: list[Omission]
) -> list[Diagnostic]:
    warnings = _page_warnings(file, omissions)
    sentences = [o for o in outside if "。" in o.text and len(o.text) >= _OUTSIDE_SENTENCE]
    if sentences:
        line = sentences[0].origin.line or 0
        message = f"网页上正文以外还有 {len(sentences)} 处成句的文字，没有当作报告的内容"
        hint = f"第一处是“{sentences[0].text[:30]}…”。属于报告的，请补进正文。"
        warnings.append(warning("import/outside", Location(file, line), message, hint))
    return warnings


def _link_warnings(file: str, reader: TableReader) -> list[Diagnostic]:
    if not reader.local_links:
        return []
    message = f"有 {reader.local_links} 处链接只在原网站里有效，只留下了文字"
    hint = "要保留链接的，请在正文里补上完整的网址。"
    return [warning("import/link", Location(file), message, hint)]


def _page_warnings(file: str, omissions: list[Omission]) -> list[Diagnostic]:
    """Report that an article goes on on other pages."""
    for omission in omissions:
        if _PAGES.search(omission.text) and len(omission.text) <= _MAX_PAGER:
            message = f"网页上有“{omission.text[:30]}”，正文可能分成几页，这个文件里只有其中一页"
            hint = "请核对是否完整；分页的，请在网页上选“全文”再另存，或者把各页都另存后合并。"
            location = Location(file, omission.origin.line or 0)
            return [warning("import/pages", location, message, hint)]
    return []
