"""Exactly what each kind of page shows, nothing more. `plan` makes views; `render` shows them."""

from dataclasses import dataclass

from site_builder.model.field import FormGroup
from site_builder.model.files import FileView
from site_builder.model.html import Html
from site_builder.model.opendata import CsvColumnsView, DataCatalogueView, DataIndexView
from site_builder.model.part import PartView
from site_builder.model.parts import (
    BriefFigure,
    CorrectionView,
    Download,
    EntryRow,
    Fact,
    Item,
    Meta,
    Related,
    ReportCard,
    TocItem,
)
from site_builder.model.series import SeriesSection
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
    related: Related
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
    """The search page with this narrowing as its filter, to be narrowed further; may be empty."""
    entries: tuple[EntryRow, ...]
    total: int
    number: int
    """This page, from 1."""
    count: int
    pages: tuple[Item, ...]
    """Links to the first page, the last and those near this one."""
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
    downloads: tuple[Download, ...]
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    related: Related
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
    """`404.html`. A server answers it under any address, so links start from the host's root."""

    meta: Meta
    root: str
    """Path of the site on its host, with a slash at both ends."""


@dataclass(frozen=True, slots=True)
class OutsideView:
    """`outside/<digest>.html`: the notice before a link leaves government sites."""

    meta: Meta
    address: str
    host: str


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
    | SeriesView
    | DataIndexView
    | DataCatalogueView
    | CsvColumnsView
    | WechatView
    | FileView
)
