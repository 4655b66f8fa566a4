"""`Site` → `Plan`: every page and every copy of one build, and what is wrong between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from site_builder.core.urls import casefold_url, external_notice_url, page_url
from site_builder.core.web_addresses import host_of
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Document, DocumentRecord, Report, StandalonePage
from site_builder.model.location import Location
from site_builder.model.page import Page, Plan, StaticFile
from site_builder.model.review import ReviewStatus
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.model.views.parts import AssetUrls
from site_builder.pages import (
    catalogue,
    feeds,
    reports,
    search,
    standalone,
    static_pages,
)
from site_builder.pages.layout import build_layout, external_links
from site_builder.pages.link_checks import check_frame, check_links
from site_builder.pages.list_pages import list_pages, lists_of
from site_builder.pages.page_context import (
    ListContext,
    LoadDocument,
    PageContext,
    page_context,
)
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.redaction import redact_site, withheld_files
from site_builder.pages.review_status import apply_review_status
from site_builder.pages.series import series_page
from site_builder.pages.share_picture import share_picture_pages
from site_builder.pages.unusable_paths import UnusablePath


@dataclass(frozen=True, slots=True)
class PageAnnotations:
    """What pages themselves show of the checks."""

    notices: Mapping[int, tuple[str, ...]]
    """Year → notes about arithmetic that is published as signed."""
    reviews: tuple[ReviewStatus, ...]
    unusable_paths: frozenset[UnusablePath] = frozenset()
    """What the scan could not use: links to it are not dead, but early."""


def plan_pages(  # noqa: PLR0913 - a site, and what each of its pages needs besides
    site: Site,
    standards: Standards,
    assets: AssetUrls,
    sources: Iterable[Source],
    annotations: PageAnnotations,
    *,
    load_document: LoadDocument,
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Plan a site. Returns the plan and the diagnostics about links, attachments and addresses.

    `sources` are all that the scan found: a link to a text that could not be read is not dead.
    """
    withheld, sanitize = withheld_files(site.all_documents()), site.settings.clean_attachments
    site = redact_site(site)
    context, lists = page_context(site, standards, load_document), lists_of(site, standards)
    pages = _pages(context, lists, annotations)
    static_files = tuple(
        StaticFile(path, source, sanitize)
        for path, source in site.files.items()
        if path not in withheld
    )
    plan = Plan(
        site.settings,
        site.years,
        build_layout(site.settings, standards, site.years, assets),
        lists.catalogue,
        _in_order(apply_review_status(pages, annotations.reviews, site.settings)),
        static_files,
        search.search_corpus(context, pages),
    )
    urls = _addresses(plan, sources)
    diagnostics = (
        *_shared_urls(plan),
        *check_links(site.all_documents(), site, urls, annotations.unusable_paths),
        *check_frame(site, urls),
    )
    return plan, diagnostics


def _addresses(plan: Plan, sources: Iterable[Source]) -> dict[str, str]:
    """Return what links may lead to: files by their address, texts by that of their page."""
    outputs: tuple[Page | StaticFile, ...] = (*plan.pages, *plan.static_files)
    texts = (source.path for source in sources if source.path.endswith(".md"))
    return {output.url: output.url for output in outputs} | {page_url(path): path for path in texts}


def _in_order(pages: Iterable[Page]) -> tuple[Page, ...]:
    return tuple(sorted(pages, key=lambda page: page.url))


def _pages(context: PageContext, lists: ListContext, annotations: PageAnnotations) -> list[Page]:
    """Plan every page. Without the columns of the standards, what was written and no more."""
    site, standards, meta = context.site, context.standards, context.meta
    pages = [
        *list_pages(lists),
        *standalone.standalone_pages(site, standards, meta),
        *static_pages.fixed_pages(site, standards, meta),
        *share_picture_pages(site.settings),
        *_external_notice_pages(site.all_documents(), site, meta),
    ]
    if standards.channels:
        pages += reports.report_pages(site, standards, meta, annotations.notices)
        pages += series_page.series_pages(site, meta)
        pages += static_pages.form_pages(site, standards, meta)
        pages += catalogue.document_pages(context)
    pages.append(feeds.sitemap_page(site, lists.catalogue, (page.url for page in pages)))
    return pages


def pages_of(
    document: Document,
    site: Site,
    standards: Standards,
    annotations: PageAnnotations,
    *,
    load_document: LoadDocument,
) -> tuple[Page, ...]:
    """Plan the pages of one document that was just read again, the rest of the site as it was.

    For a preview, which cannot wait for a whole plan. Lists that show the document are no part.
    """
    meta = PageMetaBuilder(site.settings, standards)
    if isinstance(document, DocumentRecord):
        redacted_site = redact_site(replace(site, documents=(document,)))
        pages = catalogue.document_pages(page_context(redacted_site, standards, load_document))
    elif isinstance(document, StandalonePage):
        standalone_pages = (
            {document.source.path: document} if document.source.kind == "page" else {}
        )
        rules = (document,) if document.source.kind == "rule" else ()
        pages = standalone.standalone_pages(
            redact_site(replace(site, pages=standalone_pages, rules=rules)), standards, meta
        )
    elif isinstance(document, Report):
        year = document.year
        redacted_site = redact_site(replace(site, reports={**site.reports, year: document}))
        pages = reports.report_page(
            redacted_site.reports[year], redacted_site, standards, meta, annotations.notices
        )
    else:
        return ()
    document_pages = (page for page in pages if document.source.display_path in page.sources)
    return tuple(apply_review_status(document_pages, annotations.reviews, site.settings))


def _external_notice_pages(
    documents: Iterable[Document], site: Site, meta: PageMetaBuilder
) -> list[Page]:
    addresses = {
        link.target for document in documents for link in document.links if link.is_external
    }
    addresses |= {link.url for link in external_links(site.settings) if link.notice_url}
    return [
        static_pages.external_notice_page(
            external_notice_url(address), address, host_of(address), meta
        )
        for address in sorted(addresses)
    ]


def _shared_urls(plan: Plan) -> list[Diagnostic]:
    """Find two sources with one URL, also where only upper and lower case distinguish them."""
    outputs_by_url: dict[str, tuple[str, str]] = {}
    diagnostics = []
    outputs = [(page.url, page.sources[0] if page.sources else "") for page in plan.pages]
    outputs += [
        (static_file.url, static_file.source.display_path) for static_file in plan.static_files
    ]
    urls = {url for url, _ in outputs}
    if len({url.lower() for url in urls}) == len(outputs) and all(map(str.isascii, urls)):
        return []
    # What an author wrote comes last, so that the diagnostic stands in a file that can be renamed.
    for url, source in sorted(outputs, key=lambda output: (output[1] != "", output)):
        other = outputs_by_url.setdefault(casefold_url(url), (url, source))
        if other != (url, source):
            other_name = f"与 {other[1]} " if other[1] else "与自动生成的页面"
            message = f"{other_name}的网址相同：{url}"
            hint = "请改文件名。网址不分大小写，只差大小写也不行。"
            diagnostics.append(error("plan/url", Location(source or other[1]), message, hint))
    return diagnostics
