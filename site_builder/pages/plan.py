"""`Site` → `Plan`: every page and every copy of one build, and what is wrong between them."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from site_builder.core.text.suggest import closest_match
from site_builder.core.urls import YEAR, casefold_url, external_notice_url, page_url, resolve_link
from site_builder.core.web_addresses import host_of
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Attachment, CatalogueDocument, Document, StandalonePage
from site_builder.model.location import Location
from site_builder.model.page import Page, Plan, StaticFile
from site_builder.model.review import ReviewStatus
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.model.views.parts import AssetUrls
from site_builder.pages import (
    catalogue,
    downloads,
    feeds,
    open_data,
    reports,
    search,
    standalone,
    static_pages,
    taxonomies,
    view_parts,
)
from site_builder.pages.layout import build_layout, external_links
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.redaction import prose_parts, redact_site, withheld_files
from site_builder.pages.review_status import apply_review_status
from site_builder.pages.series import series_page
from site_builder.pages.unusable_paths import UnusablePath, UnusablePaths


@dataclass(frozen=True, slots=True)
class PageAnnotations:
    """What checking has to say on the pages themselves."""

    notices: Mapping[int, tuple[str, ...]]
    """Year → notes about arithmetic that is published as signed."""
    reviews: tuple[ReviewStatus, ...]
    unusable_paths: frozenset[UnusablePath] = frozenset()
    """What the scan could not use: links to it are not dead, but early."""


def plan_pages(
    site: Site,
    standards: Standards,
    assets: AssetUrls,
    sources: Iterable[Source],
    annotations: PageAnnotations,
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Plan a site. Returns the plan and the findings about links, attachments and addresses.

    `sources` are all that the scan found: a link to a text that could not be read is not dead.
    """
    withheld, sanitize = withheld_files(_all_documents(site)), site.settings.clean_attachments
    site = redact_site(site)
    pages = _pages(site, standards, annotations)
    static_files = tuple(
        StaticFile(path, source, sanitize)
        for path, source in site.files.items()
        if path not in withheld
    )
    plan = Plan(
        build_layout(site.settings, standards, site.years, assets),
        tuple(
            sorted(
                apply_review_status(pages, annotations.reviews, site.settings),
                key=lambda page: page.url,
            )
        ),
        static_files,
        search.search_corpus(site, standards, pages),
    )
    urls = {page.url: page.url for page in plan.pages}
    urls |= {static_file.url: static_file.url for static_file in static_files}
    urls |= {
        page_url(source.path): source.path for source in sources if source.path.endswith(".md")
    }
    diagnostics = (
        *_shared_urls(plan),
        *_check_links(_all_documents(site), site, urls, annotations.unusable_paths),
    )
    return plan, (*diagnostics, *_check_badge_picture(site))


def _pages(site: Site, standards: Standards, annotations: PageAnnotations) -> list[Page]:
    """Plan every page."""
    meta = PageMetaBuilder(site.settings, standards)
    entries = tuple(view_parts.entry_row(entry, standards, site.related) for entry in site.entries)
    listings, filter_groups = taxonomies.build_listings(entries, standards)
    pages = [
        static_pages.home_page(site, standards, meta, entries),
        *static_pages.year_pages(site, standards, meta, entries),
        *reports.report_pages(site, standards, meta, annotations.notices),
        *series_page.series_pages(site, meta),
        *standalone.standalone_pages(site, standards, meta),
        *static_pages.form_pages(site, standards, meta),
        *catalogue.catalogue_pages(listings, filter_groups, site, meta),
        *catalogue.document_pages(site, standards, meta),
        search.search_page(site, standards, meta, filter_groups),
        *static_pages.fixed_pages(site, standards, meta),
        *_external_notice_pages(_all_documents(site), site, meta),
        *feeds.feed_pages(site),
        *open_data.data_pages(site, meta),
        *downloads.catalogue_files(site, entries),
    ]
    pages.append(feeds.sitemap_page(site, (page.url for page in pages)))
    return pages


def pages_of(
    document: Document, site: Site, standards: Standards, annotations: PageAnnotations
) -> tuple[Page, ...]:
    """Plan the pages of one document that was just read again, the rest of the site as it was.

    For a preview, which cannot wait for a whole plan. Lists that show the document are no part.
    """
    meta = PageMetaBuilder(site.settings, standards)
    if isinstance(document, CatalogueDocument):
        redacted_site = redact_site(replace(site, documents=(document,)))
        pages = catalogue.document_pages(redacted_site, standards, meta)
    elif isinstance(document, StandalonePage):
        standalone_pages = (
            {document.source.path: document} if document.source.kind == "page" else {}
        )
        rules = (document,) if document.source.kind == "rule" else ()
        pages = standalone.standalone_pages(
            redact_site(replace(site, pages=standalone_pages, rules=rules)), standards, meta
        )
    else:
        year = document.year
        redacted_site = redact_site(replace(site, reports={**site.reports, year: document}))
        pages = reports.report_page(
            redacted_site.reports[year], redacted_site, standards, meta, annotations.notices
        )
    source = document.source if isinstance(document, StandalonePage) else document.entry.source
    document_pages = (page for page in pages if source.display_path in page.sources)
    return tuple(apply_review_status(document_pages, annotations.reviews, site.settings))


def _all_documents(site: Site) -> tuple[Document, ...]:
    return (
        *site.pages.values(),
        *site.introductions.values(),
        *site.rules,
        *site.reports.values(),
        *site.documents,
    )


def _external_notice_pages(
    documents: Iterable[Document], site: Site, meta: PageMetaBuilder
) -> list[Page]:
    addresses = {
        link.target
        for document in documents
        for prose in prose_parts(document)
        for link in prose.links
        if link.is_external
    }
    addresses |= {link.url for link in external_links(site.settings) if link.notice_url}
    return [
        static_pages.external_notice_page(
            external_notice_url(address), address, host_of(address), meta
        )
        for address in sorted(addresses)
    ]


def _shared_urls(plan: Plan) -> list[Diagnostic]:
    """Find two sources with one URL, also where only upper and lower case tell them apart."""
    outputs_by_url: dict[str, tuple[str, str]] = {}
    diagnostics = []
    outputs = [(page.url, page.sources[0] if page.sources else "") for page in plan.pages]
    outputs += [
        (static_file.url, static_file.source.display_path) for static_file in plan.static_files
    ]
    # What an author wrote comes last, so that the finding stands in a file that can be renamed.
    for url, source in sorted(outputs, key=lambda output: (output[1] != "", output)):
        other = outputs_by_url.setdefault(casefold_url(url), (url, source))
        if other != (url, source):
            other_name = f"与 {other[1]} " if other[1] else "与自动生成的页面"
            message = f"{other_name}的网址相同：{url}"
            hint = "请改文件名。网址不分大小写，只差大小写也不行。"
            diagnostics.append(error("plan/url", Location(source or other[1]), message, hint))
    return diagnostics


class _LinkSuggester:
    """Finds what was meant by a dead address; a thousand of them have one cause, not a thousand."""

    def __init__(self) -> None:
        self.remaining = 20

    def suggest(self, url: str, candidates: Iterable[str]) -> str:
        """Find the same name in another folder of the year, or a like name in the same folder."""
        self.remaining -= 1
        if self.remaining < 0:
            return ""
        folder, name = posixpath.split(url)
        listed = tuple(candidates)
        top = url.partition("/")[0]
        same_name = [candidate for candidate in listed if posixpath.basename(candidate) == name]
        same_name = [
            candidate
            for candidate in same_name
            if candidate.partition("/")[0] == top or not YEAR.fullmatch(top)
        ]
        if same_name:
            return closest_match(url, same_name) or same_name[0]
        siblings = {
            posixpath.basename(candidate): candidate
            for candidate in listed
            if posixpath.dirname(candidate) == folder
        }
        stems = {posixpath.splitext(candidate)[0]: candidate for candidate in siblings}
        close = closest_match(posixpath.splitext(name)[0], stems)
        return siblings[stems[close]] if close else ""


def _check_links(
    documents: Iterable[Document],
    site: Site,
    urls: Mapping[str, str],
    unusable: frozenset[UnusablePath],
) -> Iterable[Diagnostic]:
    """Find dead inside links, dead anchors and missing attachments.

    `urls` gives for each URL the path that authors write: a text's own, below `content/`.
    """
    anchors: dict[str, set[str]] = {}
    listed = tuple(documents)
    for document in listed:
        ids = {heading.id for prose in prose_parts(document) for heading in prose.headings}
        if not isinstance(document, StandalonePage | CatalogueDocument):
            ids |= {part.id for part in document.parts}
        anchors[_url(document)] = ids
    suggester, unusable_paths = (
        _LinkSuggester(),
        UnusablePaths(unusable, (*urls.values(), *site.files)),
    )
    for document in listed:
        for attachment in document.attachments:
            if attachment.path not in site.files and not unusable_paths.explains(attachment.path):
                yield _missing_file_error(attachment, _path(document), site.files, suggester)
        for prose in prose_parts(document):
            for link in prose.links:
                if not link.is_external:
                    problem = _check_link(
                        link.target, _path(document), urls, anchors, (suggester, unusable_paths)
                    )
                    if problem:
                        message = f"链接“{link.target}”{problem[0]}"
                        yield error("plan/link", link.location, message, problem[1])


def _url(document: Document) -> str:
    return document.url if isinstance(document, StandalonePage) else document.entry.url


def _path(document: Document) -> str:
    source = document.source if isinstance(document, StandalonePage) else document.entry.source
    return source.path


def _check_link(
    target: str,
    path: str,
    urls: Mapping[str, str],
    anchors: Mapping[str, set[str]],
    hint_sources: tuple[_LinkSuggester, UnusablePaths],
) -> tuple[str, str] | None:
    """Check one inside link. Returns what is wrong and the cure, or None."""
    target_path, _, anchor = target.partition("#")
    target_path = target_path.partition("?")[0]
    url = page_url(path) if not target_path else resolve_link(target_path, path)
    if target_path.endswith(".md") and url is not None:
        url = page_url(url)
    if url is None:
        return "指到了 content 外面", "请把文件放进 files 文件夹，再链接到它。"
    suggester, unusable_paths = hint_sources
    if url not in urls and unusable_paths.explains(url):
        return None
    if url not in urls:
        close = suggester.suggest(url, urls)
        suggested_path = _relative_path(path, urls[close]) if close else ""
        hint = f"是不是“{suggested_path}”？地址从本文件所在的文件夹算起。" if close else ""
        return "没有对应的文件", hint or "请核对文件名；地址从本文件所在的文件夹算起。"
    if anchor and url in anchors and anchor not in anchors[url]:
        return f"指向的页面里没有“#{anchor}”", "请核对目标页目录里的链接，或去掉 # 后面的部分。"
    return None


def _check_badge_picture(site: Site) -> Iterable[Diagnostic]:
    """Find a mark whose picture is not there."""
    path = site.settings.site_badge_picture
    if path and path not in site.files:
        message = f"没有“党政机关标识图片”写的文件 content/{path}"
        location = site.settings.locations["site_badge_picture"]
        yield error("plan/attachment", location, message, "请把标识的图片放进去，或者改正文件名。")


def _missing_file_error(
    attachment: Attachment, path: str, files: Mapping[str, object], suggester: _LinkSuggester
) -> Diagnostic:
    close = suggester.suggest(attachment.path, files)
    hint = (
        f"是不是“{_relative_path(path, close)}”？"
        if close
        else "请把附件放进这一年的 files 文件夹。"
    )
    message = f"没有附件“{_relative_path(path, attachment.path)}”"
    return error("plan/attachment", attachment.location, message, hint)


def _relative_path(path: str, target: str) -> str:
    """Write an address as an author writes it in a file: from that file's folder."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")
