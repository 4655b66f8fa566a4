"""What all planners of a rollup share: its places, and a page made of headed parts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from site_builder.core.hashing import short_digest
from site_builder.model.body import Body
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.page import Page
from site_builder.model.settings import Settings
from site_builder.model.standards import Standards
from site_builder.model.views.parts import LinkItem, NavItem, TocItem
from site_builder.model.views.rollup import LinkedCell, RollupSection, RollupView
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.rollup.ledger import Ledger, LedgerEntry

TEMPLATE = "pages/rollup.html"
NAVIGATION = (
    NavItem("home", "首页", "index.html"),
    NavItem("status", "公布情况", "status/index.html"),
    NavItem("sums", "汇总和核对", "sums/index.html"),
    NavItem("rows", "机构对照", "rows/index.html"),
    NavItem("findings", "核对结果", "findings/index.html"),
    NavItem("bodies", "机构", "bodies/index.html"),
    NavItem("data", "数据", "data/index.html"),
)
_PLAIN_CODE = lazy_pattern(r"[0-9A-Z-]{1,40}")
_ORDER_NOTE = "各机构按机构名录的顺序排列，不作排名。"


@dataclass(frozen=True, slots=True)
class RollupContext:
    """What planners of a rollup are given."""

    settings: Settings
    standards: Standards
    ledger: Ledger
    meta: PageMetaBuilder


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says."""

    title: str
    lead: str
    sections: tuple[RollupSection, ...]
    notices: tuple[str, ...] = ()
    section: str = ""
    """Id of its entry of the navigation."""
    breadcrumbs: tuple[LinkItem, ...] = ()


def plan_page(
    context: RollupContext,
    url: str,
    build_text: Callable[[], PageText],
    causes: Mapping[str, str],
    files: Iterable[str] = (),
) -> Page:
    """Plan a page; its text is built only where it is to be made."""

    def build_view() -> RollupView:
        text = build_text()
        meta = context.meta.page(
            url,
            text.title,
            text.lead,
            breadcrumbs=text.breadcrumbs,
            channel_id="home" if url == "index.html" else "",
            section=text.section,
        )
        sections = text.sections
        toc = tuple(TocItem(2, part.id, part.title) for part in sections) if sections[1:] else ()
        return RollupView(meta, text.lead, text.notices, toc, sections)

    return Page(url, TEMPLATE, build_view, causes, files=tuple(files))


def nav_link(section: str) -> LinkItem:
    """Return the breadcrumb of an entry of the navigation."""
    item = next(item for item in NAVIGATION if item.id == section)
    return LinkItem(item.label, item.url)


def order_note() -> str:
    """Return what says that the order of bodies means nothing."""
    return _ORDER_NOTE


def body_url(body: Body) -> str:
    """Return the page of a body."""
    return f"bodies/{body_slug(body)}.html"


def body_slug(body: Body) -> str:
    """Return a body's code as addresses have it: of the signs and the case that all disks keep."""
    plain = _PLAIN_CODE.fullmatch(body.code) and body.code.casefold() != "index"
    return body.code.lower() if plain else f"b-{short_digest(body.code.encode(), 8)}"


def status_url(year: int) -> str:
    """Return the page of a year."""
    return f"{year}/index.html"


def report_address(entry: LedgerEntry, page: str) -> str:
    """Return the full address of a report's page; empty where nobody says where it stands."""
    if "://" in page:
        return page
    return f"{entry.address}{page}" if entry.address and page else ""


def report_cells(entry: LedgerEntry) -> tuple[LinkedCell, ...]:
    """Return when a body published its report, and the report itself, as cells."""
    report = entry.report
    if report is None:
        return LinkedCell("", "", "none"), LinkedCell("没有报告", "", "none")
    address = report_address(entry, report.page)
    note = "" if address else "没有写明网址"
    day = LinkedCell(report.published) if report.published else LinkedCell("不明", "", "doubtful")
    title = report.title or f"{entry.year}年年度报告"
    return day, LinkedCell(title, address, "", note, is_external=bool(address))
