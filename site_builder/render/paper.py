"""A report as a sequence of blocks, before it becomes a Word or a PDF file.

Both files are made from this, so both say the same in the same order.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_builder.addresses import join_address, split_address
from site_builder.model.files import PrintDocumentView
from site_builder.model.parts import TableView
from site_builder.model.transcript import TableText
from site_builder.render.prose_html import blocks, notes
from site_builder.render.prose_tree import Block, Heading, Listing, Notes, Paragraph, Run

_ANNEX = (
    "本附由前面的统计表自动生成，逐项用文字写出表中的数字，供使用读屏软件等不便看表的读者阅读；"
    "数字以统计表为准。"
)
_LINE = 20
"""Characters of the title (2号) that fit on a line of 156 mm."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report, ready to be laid out."""

    title: tuple[str, ...]
    """Its lines."""
    remarks: tuple[str, ...]
    """Stand below the title: what must be known before reading."""
    body: tuple[Block | TableView, ...]
    notes: Notes
    facts: tuple[str, ...]
    """Stand at the end of the report, in small print."""
    annex: tuple[Block, ...]
    """Begins on a page of its own: it was made from the report and is no part of it."""


def paper(view: PrintDocumentView) -> Paper:
    """Put a report in order."""
    links = _Links(view.address, dict(view.external_links))
    return Paper(
        title=_title(view.title),
        remarks=view.notices,
        body=tuple(_body(view, links)),
        notes=notes(view.footnotes, links.resolve),
        facts=tuple(f"{one.label}：{one.value}" for one in view.properties),
        annex=tuple(_annex(view.annex)),
    )


def _body(view: PrintDocumentView, links: "_Links") -> Iterator[Block | TableView]:
    yield from blocks(view.opening, links.resolve, top=0)
    for part in view.parts:
        if part.title:
            yield _heading(part.title)
        yield from blocks(part.html, links.resolve)
        if part.table:
            yield part.table
    if view.attachments:
        yield _heading("附件")
        for number, name in enumerate(view.attachments, 1):
            yield Paragraph((Run(f"{number}.{name}"),))
    if view.corrections:
        yield _heading("更正记录")
        for one in view.corrections:
            why = f"（原因：{one.reason}）" if one.reason else ""
            yield Paragraph((Run(f"{one.date_text}：{one.change}{why}"),))


def _annex(tables: Iterable[TableText]) -> Iterator[Block]:
    """Set the statutory tables as text: one paragraph a sentence, names gathered in lists."""
    for number, table in enumerate(tables):
        if number == 0:
            yield _heading("附：统计表文字版")
            yield Paragraph((Run(_ANNEX),))
        yield _heading(table.title, 2)
        for section in table.sections:
            if section.caption:
                yield _heading(section.caption, 3)
            for line in section.lines:
                label = (Run(f"{line.label}：", strong=True),) if line.label else ()
                text = (Run(line.text),) if line.text else ()
                yield Paragraph((*label, *text))
                if line.items:
                    items = ((Paragraph((Run(one),)),) for one in line.items)
                    yield Listing(ordered=False, start=1, items=tuple(items))


def _heading(text: str, level: int = 1) -> Heading:
    return Heading(level, (Run(text),))


def _title(text: str) -> tuple[str, ...]:
    """Break a long title before its year, so that 政府信息公开工作 stays in one piece."""
    words = " ".join(text.split())
    found = re.fullmatch(r"(.+?)(\d{4}年.+)", words)
    long = len(words.encode("gbk", "replace")) > 2 * _LINE
    return found.groups() if long and found else (words,)


@dataclass(frozen=True, slots=True)
class _Links:
    """Finds where the links of a page lead when the words stand in a file."""

    address: str
    outside: Mapping[str, str]

    def resolve(self, target: str) -> str:
        """Give an absolute address; empty for none: then the words stay and the link goes."""
        notice = target.rpartition("../")[2]
        if notice in self.outside:
            return self.outside[notice]
        if not target or target.startswith("#"):
            return ""
        if split_address(target).scheme in ("http", "https", "mailto", "tel"):
            return target
        return join_address(self.address, target) if self.address else ""
