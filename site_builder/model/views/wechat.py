"""A report as an article for a WeChat official account."""

from dataclasses import dataclass

from site_builder.model.html import Html
from site_builder.model.views.parts import CorrectionView, Property


@dataclass(frozen=True, slots=True)
class WechatHeader:
    """A header cell of a narrow table."""

    label: str
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class WechatRow:
    """A row of a narrow table."""

    label: str
    """Empty when the row has none."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WechatTable:
    """A piece of a statutory table that fits a telephone."""

    caption: str
    """What the form prints above the block; empty for nothing."""
    header: tuple[tuple[WechatHeader, ...], ...]
    rows: tuple[WechatRow, ...]
    stub: str
    """What heads the row labels; empty when the only row has none."""


@dataclass(frozen=True, slots=True)
class WechatPart:
    """A part of the report as an article."""

    title: str
    html: Html
    tables: tuple[WechatTable, ...]


@dataclass(frozen=True, slots=True)
class WechatView:
    """`wechat/<year>-report.html`: the report as an article for an official account."""

    title: str
    status_note: str
    """Sentence about repeal; empty while the report holds."""
    summary: str
    """What the account's list shows below the title."""
    opening: Html
    parts: tuple[WechatPart, ...]
    footnotes: Html
    corrections: tuple[CorrectionView, ...]
    notices: tuple[str, ...]
    attachments: tuple[str, ...]
    properties: tuple[Property, ...]
    form: str
    address: str
    """Of the report's page; empty when unknown."""
    pictures: tuple[str, ...]
    """Files that somebody has to put in manually."""
