"""Exactly what each kind of page shows, nothing more. `plan` makes views; `render` shows them."""

from dataclasses import dataclass

from site_builder.model.field import FormGroup
from site_builder.model.html import Html
from site_builder.model.opendata import CsvColumnsView, DataCatalogueView, DataIndexView
from site_builder.model.parts import (
    BriefFigure,
    CorrectionView,
    Download,
    EntryRow,
    Fact,
    Item,
    Meta,
    PartView,
    ReportCard,
    TableView,
    TocItem,
)
from site_builder.model.series import SeriesCarry, SeriesReport, SeriesSection
from site_builder.model.settings import Fonts
from site_builder.model.wechat import WechatView


@dataclass(frozen=True, slots=True)
class HomeView:
    """`index.html`."""

    meta: Meta
    intro: Html
    report: ReportCard | None
    brief: tuple[BriefFigure, ...]
    years: tuple[Item, ...]
    columns: tuple[Item, ...]
    entries: tuple[EntryRow, ...]
    total: int
    """Entries in the whole catalogue."""


@dataclass(frozen=True, slots=True)
class YearView:
    """`<year>/index.html`."""

    meta: Meta
    year: int
    intro: Html
    report: ReportCard | None
    brief: tuple[BriefFigure, ...]
    downloads: tuple[Download, ...]
    entries: tuple[EntryRow, ...]
    previous: Item | None
    next: Item | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """`<year>/report.html`."""

    meta: Meta
    year: int
    title: str
    box: tuple[Fact, ...]
    status: str
    status_kind: str
    status_note: str
    """Sentence about repeal or withdrawal; empty while valid."""
    toc: tuple[TocItem, ...]
    opening: Html
    parts: tuple[PartView, ...]
    footnotes: Html
    form_title: str
    form_number: str
    downloads: tuple[Download, ...]
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    notes: tuple[str, ...]
    """Arithmetic of the signed report that does not hold and is printed as signed."""
    year_section: Item
    previous: Item | None
    next: Item | None


@dataclass(frozen=True, slots=True)
class ReportListView:
    """`reports/index.html`: 政府信息公开年报."""

    meta: Meta
    description: str
    reports: tuple[ReportCard, ...]
    missing: tuple[int, ...]
    """Years between the first and the last report that have none."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A standing text: the guide, 依申请公开, a rule, any other page."""

    meta: Meta
    title: str
    box: tuple[Fact, ...]
    status: str
    status_kind: str
    status_note: str
    """Sentence about repeal or withdrawal; empty while valid."""
    toc: tuple[TocItem, ...]
    html: Html
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    form: tuple[Item, ...]
    """Links to the application form; only on 依申请公开."""
    contacts: tuple[Fact, ...]
    """The office's contacts; on the guide and 依申请公开."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list of rules."""

    title: str
    url: str
    document_number: str
    issuer: str
    effective: str
    summary: str
    status: str
    status_kind: str


@dataclass(frozen=True, slots=True)
class RuleListView:
    """`rules/index.html`: 政府信息公开制度."""

    meta: Meta
    description: str
    intro: Html
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """One way of narrowing the catalogue."""

    label: str
    items: tuple[Item, ...]
    """`note` holds the number of entries."""


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """A page of 法定主动公开内容: the whole list or one narrowing of it."""

    meta: Meta
    title: str
    description: str
    choices: tuple[Choices, ...]
    search: str
    """The search page with this narrowing as its filter, to be narrowed further."""
    entries: tuple[EntryRow, ...]
    total: int
    number: int
    """This page, from 1."""
    pages: tuple[Item, ...]
    """Links to the list's pages; one entry when all fits on one."""
    previous: Item | None
    next: Item | None
    downloads: tuple[Download, ...]
    """On the whole list only."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """`<year>/documents/<name>.html`: 公文页."""

    meta: Meta
    title: str
    box: tuple[Fact, ...]
    status: str
    status_kind: str
    status_note: str
    """Sentence about repeal or withdrawal; empty while valid."""
    toc: tuple[TocItem, ...]
    html: Html
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    year_section: Item


@dataclass(frozen=True, slots=True)
class ApplicationFormView:
    """`apply-form.html`: the printable application form."""

    meta: Meta
    title: str
    groups: tuple[FormGroup, ...]
    notes: tuple[str, ...]
    back: Item
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A group of the site map."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class SiteMapView:
    """`sitemap.html`."""

    meta: Meta
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to filter what was found."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """`search.html`: 检索. The lists are what it offers without scripts."""

    meta: Meta
    filters: tuple[Filter, ...]
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class AccessibilityView:
    """`accessibility.html`: the accessibility statement."""

    meta: Meta
    contacts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """`404.html`. A server answers it under any address, so links start from the site's address."""

    meta: Meta
    base: str
    """Absolute address of the site's root; empty when unknown."""


@dataclass(frozen=True, slots=True)
class OutsideView:
    """`outside/<digest>.html`: the notice before a link leaves government sites."""

    meta: Meta
    address: str
    host: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of the Atom feed."""

    id: str
    title: str
    url: str
    summary: str
    updated: str
    published: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """`atom.xml`."""

    id: str
    title: str
    author: str
    address: str
    updated: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """`sitemap.xml`: addresses with the day of the last change, where known."""

    urls: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """`robots.txt`."""

    sitemap: str
    """Full address; empty when the site's address is not known."""


@dataclass(frozen=True, slots=True)
class CatalogueDataView:
    """`catalogue.json` and `catalogue.csv`."""

    site: str
    address: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure with everything that says what it is."""

    table: str
    table_title: str
    band: str
    band_title: str
    row: str
    row_labels: tuple[str, ...]
    column: str
    column_labels: tuple[str, ...]
    value: str
    """Decimal digits, signed; empty when there is no number."""
    unit: str
    state: str
    """`number`, `blank` or `not-applicable`."""


@dataclass(frozen=True, slots=True)
class FiguresDataView:
    """`<year>/figures.json` and `<year>/figures.csv`."""

    title: str
    year: int
    body: str
    form: str
    form_number: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class FiguresBookView:
    """`<year>/figures.xlsx`: the statutory tables as on paper."""

    title: str
    body: str
    form_title: str
    form_number: str
    tables: tuple[tuple[str, TableView], ...]
    """Title of the part and its table."""
    remarks: tuple[str, ...]
    """What must be said with the numbers: that nobody has signed them, that sums do not hold."""


@dataclass(frozen=True, slots=True)
class PaperView:
    """`<year>/report.docx` and `<year>/report.pdf`: the whole report as on paper."""

    title: str
    body: str
    year: int
    day: str
    """Day the file is dated, 2021-01-28: of its publication or last correction, never today."""
    facts: tuple[Fact, ...]
    opening: Html
    parts: tuple[PartView, ...]
    footnotes: Html
    remarks: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]
    attachments: tuple[str, ...]
    address: str
    """Absolute address of the report's page; empty when the site's is not known."""
    outside: tuple[tuple[str, str], ...]
    """Pages that warn of an outside link, from the site's root, and the address behind each."""
    fonts: Fonts


@dataclass(frozen=True, slots=True)
class SeriesView:
    """`reports/figures.html`: 历年统计数据."""

    meta: Meta
    lead: str
    remarks: tuple[str, ...]
    """What must be known before comparing: years without a report, one report only."""
    reports: tuple[Item, ...]
    toc: tuple[TocItem, ...]
    sections: tuple[SeriesSection, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class SeriesFigure:
    """A figure of one year, or a place that the form of that year does not have."""

    year: int
    cell: FigureCell
    """Its state may also be `absent`."""
    change: str
    """The difference to the year before; empty where there is none."""


@dataclass(frozen=True, slots=True)
class SeriesDataView:
    """`series.json` and `series.csv`."""

    site: str
    address: str
    reports: tuple[SeriesReport, ...]
    missing: tuple[int, ...]
    """Years between the first and the last report that have none."""
    figures: tuple[SeriesFigure, ...]
    carried: tuple[SeriesCarry, ...]


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A published JSON Schema."""

    name: str


View = (
    HomeView
    | YearView
    | ReportView
    | ReportListView
    | ArticleView
    | RuleListView
    | CatalogueView
    | DocumentView
    | ApplicationFormView
    | SiteMapView
    | SearchView
    | AccessibilityView
    | NotFoundView
    | OutsideView
    | FeedView
    | SitemapView
    | RobotsView
    | CatalogueDataView
    | FiguresDataView
    | FiguresBookView
    | PaperView
    | SeriesView
    | SeriesDataView
    | DataIndexView
    | DataCatalogueView
    | CsvColumnsView
    | WechatView
    | SchemaView
)
