"""Exactly what each kind of page shows, nothing more. `pages` builds views; `render` shows them."""

from dataclasses import dataclass

from site_builder.model.html import Html
from site_builder.model.series import SeriesSection
from site_builder.model.standards import FormGroup
from site_builder.model.views.downloads import FileView
from site_builder.model.views.open_data import CsvColumnsView, DataCatalogueView, DataIndexView
from site_builder.model.views.page_meta import PageMeta
from site_builder.model.views.parts import (
    CorrectionView,
    Download,
    EntryRow,
    KeyFigureView,
    LinkItem,
    Property,
    Related,
    ReportCard,
    StatusView,
    TocItem,
)
from site_builder.model.views.report_part import PartView
from site_builder.model.views.rollup import RollupView
from site_builder.model.views.wechat import WechatView


@dataclass(frozen=True, slots=True)
class HomeView:
    """`index.html`."""

    meta: PageMeta
    intro: Html
    report: ReportCard | None
    key_figures: tuple[KeyFigureView, ...]
    years: tuple[LinkItem, ...]
    channels: tuple[LinkItem, ...]
    entries: tuple[EntryRow, ...]
    total: int
    """Entries in the whole catalogue."""


@dataclass(frozen=True, slots=True)
class YearView:
    """`<year>/index.html`."""

    meta: PageMeta
    year: int
    intro: Html
    report: ReportCard | None
    key_figures: tuple[KeyFigureView, ...]
    downloads: tuple[Download, ...]
    entries: tuple[EntryRow, ...]
    """The newest: as many as a page of the catalogue's lists shows."""
    total: int
    full_list: LinkItem | None
    """The year's list in the catalogue, where there are more."""
    previous: LinkItem | None
    next: LinkItem | None


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What the page of any document begins with."""

    title: str
    properties: tuple[Property, ...]
    status: StatusView
    toc: tuple[TocItem, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """`<year>/report.html`."""

    meta: PageMeta
    year: int
    head: DocumentHead
    opening: Html
    parts: tuple[PartView, ...]
    footnotes: Html
    form_title: str
    form_number: str
    downloads: tuple[Download, ...]
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    related: Related
    notices: tuple[str, ...]
    """Arithmetic of the signed report that does not hold and is printed as signed."""
    year_section: LinkItem
    previous: LinkItem | None
    next: LinkItem | None


@dataclass(frozen=True, slots=True)
class ReportListView:
    """`reports/index.html`: 政府信息公开年报."""

    meta: PageMeta
    description: str
    reports: tuple[ReportCard, ...]
    missing: tuple[int, ...]
    """Years between the first and the last report that have none."""


@dataclass(frozen=True, slots=True)
class StandalonePageView:
    """A standing text: the guide, 依申请公开, a rule, any other page."""

    meta: PageMeta
    head: DocumentHead
    html: Html
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    form: tuple[LinkItem, ...]
    """Links to the application form; only on 依申请公开."""
    contacts: tuple[Property, ...]
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
    status: StatusView


@dataclass(frozen=True, slots=True)
class RuleListView:
    """`rules/index.html`: 政府信息公开制度."""

    meta: PageMeta
    description: str
    intro: Html
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One way of narrowing the catalogue."""

    label: str
    items: tuple[LinkItem, ...]
    """`note` holds the number of entries."""


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """A page of 法定主动公开内容: the whole list or one narrowing of it."""

    meta: PageMeta
    title: str
    description: str
    filter_groups: tuple[FilterGroup, ...]
    """On a list's first page only: repeated on hundreds, they are most of a list's bytes."""
    choices: LinkItem | None
    """On the other pages: leads to the choices on the first."""
    search: str
    """The search page with this narrowing as its filter, to be narrowed further; may be empty."""
    entries: tuple[EntryRow, ...]
    total: int
    page_number: int
    """This page, from 1."""
    page_count: int
    pages: tuple[LinkItem, ...]
    """Links to the first page, the last and those near this one."""
    previous: LinkItem | None
    next: LinkItem | None
    downloads: tuple[Download, ...]
    """On the whole list only."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """`<year>/documents/<name>.html`: 公文页."""

    meta: PageMeta
    head: DocumentHead
    html: Html
    downloads: tuple[Download, ...]
    attachments: tuple[Download, ...]
    corrections: tuple[CorrectionView, ...]
    related: Related
    year_section: LinkItem


@dataclass(frozen=True, slots=True)
class ApplicationFormView:
    """`apply-form.html`: the printable application form."""

    meta: PageMeta
    title: str
    groups: tuple[FormGroup, ...]
    notes: tuple[str, ...]
    back: LinkItem
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """A group of the site map."""

    label: str
    items: tuple[LinkItem, ...]


@dataclass(frozen=True, slots=True)
class SiteMapView:
    """`sitemap.html`."""

    meta: PageMeta
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A way to filter what was found."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """`search.html`: 检索. The lists are what it offers without scripts."""

    meta: PageMeta
    filters: tuple[Filter, ...]
    groups: tuple[LinkGroup, ...]


@dataclass(frozen=True, slots=True)
class AccessibilityView:
    """`accessibility.html`: the accessibility statement."""

    meta: PageMeta
    contacts: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """`404.html`. A server answers it under any address, so links start from the host's root."""

    meta: PageMeta
    root: str
    """Path of the site on its host, with a slash at both ends."""


@dataclass(frozen=True, slots=True)
class ExternalNoticeView:
    """`outside/<digest>.html`: the notice before a link leaves government sites."""

    meta: PageMeta
    address: str
    host: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """`reports/figures.html`: 历年统计数据."""

    meta: PageMeta
    lead: str
    notices: tuple[str, ...]
    """What must be known before comparing: years without a report, one report only."""
    reports: tuple[LinkItem, ...]
    toc: tuple[TocItem, ...]
    sections: tuple[SeriesSection, ...]
    downloads: tuple[Download, ...]


View = (
    HomeView
    | YearView
    | ReportView
    | ReportListView
    | StandalonePageView
    | RuleListView
    | CatalogueView
    | DocumentView
    | ApplicationFormView
    | SiteMapView
    | SearchView
    | AccessibilityView
    | NotFoundView
    | ExternalNoticeView
    | SeriesView
    | RollupView
    | DataIndexView
    | DataCatalogueView
    | CsvColumnsView
    | WechatView
    | FileView
)
