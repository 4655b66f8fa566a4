"""`Site` → `Plan`: every page and every copy of one build, and what is wrong between them."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from site_builder.addresses import host_of
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Attachment, CatalogueDocument, Document, StandalonePage
from site_builder.model.field import Standards
from site_builder.model.page import Page, Plan, StaticFile
from site_builder.model.parts import AssetUrls
from site_builder.model.place import Location
from site_builder.model.review import ReviewStatus
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.nearest import closest_match
from site_builder.plan import (
    articles,
    catalogue,
    downloads,
    feeds,
    narrowing,
    opendata,
    reports,
    rows,
    search,
    series,
    standing,
)
from site_builder.plan.chrome import chrome, outgoing
from site_builder.plan.explained import Explanations, Unusable
from site_builder.plan.meta import MetaMaker
from site_builder.plan.review import reviewed
from site_builder.plan.withdrawn import emptied, proses, withheld
from site_builder.urls import YEAR, casefold_url, external_notice_url, page_url, resolve_link


@dataclass(frozen=True, slots=True)
class Told:
    """What checking has to say on the pages themselves."""

    notes: Mapping[int, tuple[str, ...]]
    """Year → notes about arithmetic that is published as signed."""
    reviews: tuple[ReviewStatus, ...]
    unusable: frozenset[Unusable] = frozenset()
    """What the scan could not use: links to it are not dead, but early."""


def plan(
    site: Site,
    fields: Standards,
    looks: AssetUrls,
    sources: Iterable[Source],
    told: Told,
) -> tuple[Plan, tuple[Diagnostic, ...]]:
    """Plan a site. Returns the plan and the findings about links, attachments and addresses.

    `sources` are all that the scan found: a link to a text that could not be read is not dead.
    """
    unpublished, cleaned = withheld(_all_documents(site)), site.settings.clean_attachments
    site = emptied(site)
    pages = _pages(site, fields, told)
    copies = tuple(
        StaticFile(path, source, cleaned)
        for path, source in site.files.items()
        if path not in unpublished
    )
    planned = Plan(
        chrome(site.settings, fields, site.years, looks),
        tuple(sorted(reviewed(pages, told.reviews, site.settings), key=lambda page: page.url)),
        copies,
        search.searched(site, fields, pages),
    )
    urls = {page.url: page.url for page in planned.pages}
    urls |= {copy.url: copy.url for copy in copies}
    urls |= {page_url(one.path): one.path for one in sources if one.path.endswith(".md")}
    found = (*_shared_urls(planned), *_links(_all_documents(site), site, urls, told.unusable))
    return planned, (*found, *_picture(site))


def _pages(site: Site, fields: Standards, told: Told) -> list[Page]:
    """Plan every page."""
    meta = MetaMaker(site.settings, fields)
    entries = tuple(rows.entry_row(entry, fields, site.related) for entry in site.entries)
    lists, choices = narrowing.lists(entries, fields)
    pages = [
        standing.home_page(site, fields, meta, entries),
        *standing.year_pages(site, fields, meta, entries),
        *reports.report_pages(site, fields, meta, told.notes),
        *series.series_pages(site, meta),
        *articles.article_pages(site, fields, meta),
        *standing.form_pages(site, fields, meta),
        *catalogue.catalogue_pages(lists, choices, site, meta),
        *catalogue.document_pages(site, fields, meta),
        search.search_page(site, fields, meta, choices),
        *standing.other_pages(site, fields, meta),
        *_outside_pages(_all_documents(site), site, meta),
        *feeds.feed_pages(site),
        *opendata.data_pages(site, meta),
        *downloads.catalogue_files(site, entries),
    ]
    pages.append(feeds.sitemap_page(site, (page.url for page in pages)))
    return pages


def pages_of(document: Document, site: Site, fields: Standards, told: Told) -> tuple[Page, ...]:
    """Plan the pages of one document that was just read again, the rest of the site as it was.

    For a preview, which cannot wait for a whole plan. Lists that show the document are no part.
    """
    meta = MetaMaker(site.settings, fields)
    if isinstance(document, CatalogueDocument):
        alone = emptied(replace(site, documents=(document,)))
        pages = catalogue.document_pages(alone, fields, meta)
    elif isinstance(document, StandalonePage):
        one = {document.source.path: document} if document.source.kind == "page" else {}
        rules = (document,) if document.source.kind == "rule" else ()
        pages = articles.article_pages(emptied(replace(site, pages=one, rules=rules)), fields, meta)
    else:
        year = document.year
        reported = emptied(replace(site, reports={**site.reports, year: document}))
        pages = reports.report_page(reported.reports[year], reported, fields, meta, told.notes)
    source = document.source if isinstance(document, StandalonePage) else document.entry.source
    own = (page for page in pages if source.display_path in page.sources)
    return tuple(reviewed(own, told.reviews, site.settings))


def _all_documents(site: Site) -> tuple[Document, ...]:
    return (
        *site.pages.values(),
        *site.introductions.values(),
        *site.rules,
        *site.reports.values(),
        *site.documents,
    )


def _outside_pages(documents: Iterable[Document], site: Site, meta: MetaMaker) -> list[Page]:
    addresses = {
        link.target
        for document in documents
        for prose in proses(document)
        for link in prose.links
        if link.is_external
    }
    addresses |= {link.url for link in outgoing(site.settings) if link.notice_url}
    return [
        standing.outside_page(external_notice_url(address), address, host_of(address), meta)
        for address in sorted(addresses)
    ]


def _shared_urls(planned: Plan) -> list[Diagnostic]:
    """Find two sources with one URL, also where only upper and lower case tell them apart."""
    taken: dict[str, tuple[str, str]] = {}
    findings = []
    outputs = [(page.url, page.sources[0] if page.sources else "") for page in planned.pages]
    outputs += [(copy.url, copy.source.display_path) for copy in planned.static_files]
    # What an author wrote comes last, so that the finding stands in a file that can be renamed.
    for url, source in sorted(outputs, key=lambda one: (one[1] != "", one)):
        other = taken.setdefault(casefold_url(url), (url, source))
        if other != (url, source):
            whose = f"与 {other[1]} " if other[1] else "与自动生成的页面"
            message = f"{whose}的网址相同：{url}"
            hint = "请改文件名。网址不分大小写，只差大小写也不行。"
            findings.append(error("plan/url", Location(source or other[1]), message, hint))
    return findings


class _Guess:
    """Finds what was meant by a dead address; a thousand of them have one cause, not a thousand."""

    def __init__(self) -> None:
        self.left = 20

    def like(self, url: str, known: Iterable[str]) -> str:
        """Find the same name in another folder of the year, or a like name in the same folder."""
        self.left -= 1
        if self.left < 0:
            return ""
        folder, name = posixpath.split(url)
        listed = tuple(known)
        top = url.partition("/")[0]
        named = [one for one in listed if posixpath.basename(one) == name]
        named = [one for one in named if one.partition("/")[0] == top or not YEAR.fullmatch(top)]
        if named:
            return closest_match(url, named) or named[0]
        beside = {
            posixpath.basename(one): one for one in listed if posixpath.dirname(one) == folder
        }
        stems = {posixpath.splitext(one)[0]: one for one in beside}
        close = closest_match(posixpath.splitext(name)[0], stems)
        return beside[stems[close]] if close else ""


def _links(
    documents: Iterable[Document],
    site: Site,
    urls: Mapping[str, str],
    unusable: frozenset[Unusable],
) -> Iterable[Diagnostic]:
    """Find dead inside links, dead anchors and missing attachments.

    `urls` gives for each URL the path that authors write: a text's own, below `content/`.
    """
    anchors: dict[str, set[str]] = {}
    listed = tuple(documents)
    for document in listed:
        ids = {heading.id for prose in proses(document) for heading in prose.headings}
        if not isinstance(document, StandalonePage | CatalogueDocument):
            ids |= {part.id for part in document.parts}
        anchors[_url(document)] = ids
    guess, lost = _Guess(), Explanations(unusable, (*urls.values(), *site.files))
    for document in listed:
        for attachment in document.attachments:
            if attachment.path not in site.files and not lost.explain(attachment.path):
                yield _missing_file(attachment, _path(document), site.files, guess)
        for prose in proses(document):
            for link in prose.links:
                if not link.is_external:
                    found = _dead(link.target, _path(document), urls, anchors, (guess, lost))
                    if found:
                        message = f"链接“{link.target}”{found[0]}"
                        yield error("plan/link", link.location, message, found[1])


def _url(document: Document) -> str:
    return document.url if isinstance(document, StandalonePage) else document.entry.url


def _path(document: Document) -> str:
    source = document.source if isinstance(document, StandalonePage) else document.entry.source
    return source.path


def _dead(
    target: str,
    path: str,
    urls: Mapping[str, str],
    anchors: Mapping[str, set[str]],
    cures: tuple[_Guess, Explanations],
) -> tuple[str, str] | None:
    """Judge one inside link. Returns what is wrong and the cure, or None."""
    where, _, anchor = target.partition("#")
    where = where.partition("?")[0]
    url = page_url(path) if not where else resolve_link(where, path)
    if where.endswith(".md") and url is not None:
        url = page_url(url)
    if url is None:
        return "指到了 content 外面", "请把文件放进 files 文件夹，再链接到它。"
    guess, lost = cures
    if url not in urls and lost.explain(url):
        return None
    if url not in urls:
        close = guess.like(url, urls)
        written = _from(path, urls[close]) if close else ""
        hint = f"是不是“{written}”？地址从本文件所在的文件夹算起。" if close else ""
        return "没有对应的文件", hint or "请核对文件名；地址从本文件所在的文件夹算起。"
    if anchor and url in anchors and anchor not in anchors[url]:
        return f"指向的页面里没有“#{anchor}”", "请核对目标页目录里的链接，或去掉 # 后面的部分。"
    return None


def _picture(site: Site) -> Iterable[Diagnostic]:
    """Find a mark whose picture is not there."""
    path = site.settings.site_badge_picture
    if path and path not in site.files:
        message = f"没有“党政机关标识图片”写的文件 content/{path}"
        place = site.settings.locations["site_badge_picture"]
        yield error("plan/attachment", place, message, "请把标识的图片放进去，或者改正文件名。")


def _missing_file(
    attachment: Attachment, path: str, files: Mapping[str, object], guess: _Guess
) -> Diagnostic:
    close = guess.like(attachment.path, files)
    hint = f"是不是“{_from(path, close)}”？" if close else "请把附件放进这一年的 files 文件夹。"
    message = f"没有附件“{_from(path, attachment.path)}”"
    return error("plan/attachment", attachment.location, message, hint)


def _from(path: str, target: str) -> str:
    """Write an address as an author writes it in a file: from that file's folder."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")
