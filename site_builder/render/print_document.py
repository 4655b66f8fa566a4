"""A report as a sequence of blocks, before it becomes a Word or a PDF file.

Both files are made from this, so both state the same in the same order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.core.web_addresses import join_address, split_address
from site_builder.model.transcript import TableText
from site_builder.model.views.downloads import PrintDocumentView
from site_builder.model.views.parts import TableView
from site_builder.render.blocks import Block, Footnotes, HeadingBlock, ListBlock, Paragraph, TextRun
from site_builder.render.html_to_blocks import html_to_blocks, read_footnotes
from site_builder.render.print_pictures import PrintPicture, print_pictures

_ANNEX_NOTE = (
    "本附由前面的统计表自动生成，逐项用文字写出表中的数字，供使用读屏软件等不便看表的读者阅读；"
    "数字以统计表为准。"
)
_TITLE_LINE_LENGTH = 20
"""Characters of the title (2号) that fit on a line of 156 mm."""


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """A report, ready to be laid out."""

    title_lines: tuple[str, ...]
    """Its lines."""
    notices: tuple[str, ...]
    """Stand below the title: what must be known before reading."""
    body: tuple[Block | TableView, ...]
    footnotes: Footnotes
    properties: tuple[str, ...]
    """Stand at the end of the report, in small print."""
    annex: tuple[Block, ...]
    """Begins on a page of its own: it was made from the report and is no part of it."""


def build_print_document(view: PrintDocumentView) -> PrintDocument:
    """Put a report in order."""
    links = _LinkResolver(view.address, dict(view.external_links))
    pictures = print_pictures(view.pictures)
    return PrintDocument(
        title_lines=_title_lines(view.title),
        notices=view.notices,
        body=tuple(_body(view, links, pictures)),
        footnotes=read_footnotes(view.footnotes, links.resolve),
        properties=tuple(f"{item.label}：{item.value}" for item in view.properties),
        annex=tuple(_annex(view.annex)),
    )


def _body(
    view: PrintDocumentView, links: "_LinkResolver", pictures: Mapping[str, PrintPicture]
) -> Iterator[Block | TableView]:
    yield from html_to_blocks(view.opening, links.resolve, pictures, top=0)
    for part in view.parts:
        if part.title:
            yield _heading(part.title)
        yield from html_to_blocks(part.html, links.resolve, pictures)
        if part.table:
            yield part.table
    if view.attachments:
        yield _heading("附件")
        for number, name in enumerate(view.attachments, 1):
            yield Paragraph((TextRun(f"{number}.{name}"),))
    if view.corrections:
        yield _heading("更正记录")
        for correction in view.corrections:
            reason_text = f"（原因：{correction.reason}）" if correction.reason else ""
            yield Paragraph((TextRun(f"{correction.date_text}：{correction.change}{reason_text}"),))


def _annex(tables: Iterable[TableText]) -> Iterator[Block]:
    """Set the statutory tables as text: one paragraph a sentence, names gathered in lists."""
    for number, table in enumerate(tables):
        if number == 0:
            yield _heading("附：统计表文字版")
            yield Paragraph((TextRun(_ANNEX_NOTE),))
        yield _heading(table.title, 2)
        for section in table.sections:
            if section.caption:
                yield _heading(section.caption, 3)
            for line in section.lines:
                label = (TextRun(f"{line.label}：", strong=True),) if line.label else ()
                text = (TextRun(line.text),) if line.text else ()
                yield Paragraph((*label, *text))
                if line.items:
                    items = ((Paragraph((TextRun(item),)),) for item in line.items)
                    yield ListBlock(ordered=False, start=1, items=tuple(items))


def _heading(text: str, level: int = 1) -> HeadingBlock:
    return HeadingBlock(level, (TextRun(text),))


def _title_lines(text: str) -> tuple[str, ...]:
    """Break a long title before its year, so that 政府信息公开工作 stays in one piece."""
    title = " ".join(text.split())
    match = re.fullmatch(r"(.+?)(\d{4}年.+)", title)
    is_long = len(title.encode("gbk", "replace")) > 2 * _TITLE_LINE_LENGTH
    return match.groups() if is_long and match else (title,)


@dataclass(frozen=True, slots=True)
class _LinkResolver:
    """Finds where the links of a page lead when the words stand in a file."""

    address: str
    external_links: Mapping[str, str]

    def resolve(self, target: str) -> str:
        """Return an absolute address; empty for none: then the words stay and the link goes."""
        notice = target.rpartition("../")[2]
        if notice in self.external_links:
            return self.external_links[notice]
        if not target or target.startswith("#"):
            return ""
        if split_address(target).scheme in ("http", "https", "mailto", "tel"):
            return target
        return join_address(self.address, target) if self.address else ""
