"""The pieces that views are made of: links, facts, rows, table cells. Templates show them.

Addresses in views are paths from the site's root (`2020/report.html`); a template writes
`{{ root }}{{ url }}`, where `root` leads from the page to the site's root.
"""

from dataclasses import dataclass

from site_builder.model.form import LabelWidths


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A link with the text next to it."""

    label: str
    url: str
    note: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a text; a link where it has an address."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """A policy and what explains it, linked both ways. `note` of an item: no longer in force."""

    interpretations: tuple[LinkItem, ...] = ()
    policies: tuple[LinkItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A line of a document box. An empty value that the law wants shows as 待补充."""

    label: str
    value: str
    missing: bool = False
    parts: tuple[TextPart, ...] = ()
    """The value in pieces, where some of it is a link; empty where none is."""
    is_key: bool = False
    """People look for it first: it stands above the fold of a document's box."""


@dataclass(frozen=True, slots=True)
class TocItem:
    """A line of a table of contents."""

    level: int
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away."""

    label: str
    url: str
    format: str
    """As people call it: PDF, CSV …"""
    size: str = ""
    """As people read it: 12 KB. Written in when the file has been made (`pages.file_sizes`)."""
    file_name: str = ""
    """What a browser saves it as; empty for the last part of its address."""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A visible correction."""

    date: str
    """As data has it: 2022-02-15."""
    date_text: str
    """The day as a text has it."""
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class ExternalLink:
    """A link of the frame to another site."""

    label: str
    url: str
    """Absolute address."""
    notice_url: str
    """The notice shown before one leaves government sites; empty when the other is one."""
    picture: str = ""
    """Path of the picture that stands for the label; empty for none."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation."""

    id: str
    label: str
    url: str
    external: ExternalLink | None = None
    """What it leads to instead, on another site."""


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What an office adds to the header of all pages."""

    links: tuple[ExternalLink, ...] = ()
    emblem: str = ""
    """Path of the picture before the name; empty for none."""
    picture: str = ""
    """Path of the picture across the header; empty for none."""


@dataclass(frozen=True, slots=True)
class AssetUrls:
    """Addresses of what pages load; the script `modes` remembers how a reader wants to read."""

    stylesheet: str
    icon: str
    modes: str
    search: str
    read_aloud: str
    share: str
    """The picture that a page is passed on with."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What all pages share: settings and the scan decide it, never the contents of documents."""

    name: str
    domain: str
    """Host name shown next to the name; empty when unknown."""
    organization: str
    notice: str
    parent_site: ExternalLink | None
    navigation: tuple[NavItem, ...]
    years: tuple[LinkItem, ...]
    footer: tuple[Property, ...]
    """Marks and contacts, in the order of 政府网站发展指引."""
    footer_links: tuple[ExternalLink, ...]
    """党政机关网站标识, 找错, 公安备案."""
    icp_url: str
    style: HouseStyle
    licence: str
    """How the site's information may be used; empty when not stated."""
    address: str
    """Absolute address of the site's root; empty when unknown."""
    feed: str
    assets: AssetUrls

    def __hash__(self) -> int:
        """Return a number from few fields: every page looks its header and footer up by it."""
        return hash((self.name, self.assets.stylesheet))


@dataclass(frozen=True, slots=True)
class StatusView:
    """Whether a document still holds."""

    label: str = ""
    """有效, 已修改, 废止 …; empty where nothing is written."""
    kind: str = ""
    """`valid`, `changed`, `ended` or empty; decides the mark's style."""
    date: str = ""
    """Day on which it ended, as data has it."""
    date_label: str = ""
    """What that day is called: 废止日期, 失效日期 or 撤回日期."""
    reason: str = ""
    """Why it no longer holds, in the office's words."""
    sentence: str = ""
    """All of this in the words of the page; empty while it holds."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the catalogue."""

    title: str
    url: str
    index_number: str
    summary: str
    created: str
    published: str
    issuer: str
    document_number: str
    item: str
    item_url: str
    theme: str
    genre: str
    status: StatusView
    corrected: str
    """Day of the newest correction."""
    corrections: tuple[CorrectionView, ...]
    """Newest first."""
    openness: str
    responsible: str
    keywords: tuple[str, ...]
    interpretations: tuple[str, ...]
    policies: tuple[str, ...]
    """Addresses of what explains it, and of what it explains."""
    year: int


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report in a list."""

    year: int
    title: str
    url: str
    organization: str
    published: str
    """Empty: shown as 待补充."""
    form_title: str
    form_number: str
    status: StatusView


@dataclass(frozen=True, slots=True)
class KeyFigureView:
    """A figure of a year in brief."""

    label: str
    value: str
    state: str
    """`number`, `blank` or `not-applicable`."""


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell of a statutory table."""

    id: str
    label: str
    rowspan: int
    colspan: int
    scope: str
    """`col`, `row` or `rowgroup`."""
    headers: str
    """Ids of the header cells above it in its tree."""
    vertical: bool
    """Printed top to bottom, as on paper."""


@dataclass(frozen=True, slots=True)
class DataCell:
    """A data cell of a statutory table."""

    id: str
    """What a link to the figure names."""
    text: str
    value: str
    """Its number in plain decimal digits; empty when it has none."""
    state: str
    """`number`, `blank` or `not-applicable`."""
    headers: str
    """Ids of all its header cells, columns' first."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a statutory table."""

    header_cells: tuple[HeaderCell, ...]
    cells: tuple[DataCell, ...]


@dataclass(frozen=True, slots=True)
class TableSectionView:
    """One `<table>`: a section of a statutory table."""

    id: str
    caption: str
    note: str
    corner: str
    """Text of the corner cell; empty when the section has no row headers."""
    corner_rowspan: int
    corner_colspan: int
    header: tuple[tuple[HeaderCell, ...], ...]
    rows: tuple[TableRow, ...]
    columns: int
    """Number of data columns."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A statutory table."""

    id: str
    title: str
    sections: tuple[TableSectionView, ...]
    label_widths: LabelWidths
