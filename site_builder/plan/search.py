"""What can be found, the page to find it on, and the ways to filter it.

Texts are searched as pages show them.
"""

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator

from site_builder.model.document import (
    Article,
    Attachment,
    CatalogueDocument,
    CatalogueEntry,
    Correction,
    Prose,
    Report,
)
from site_builder.model.field import Fields
from site_builder.model.form import Form, Head
from site_builder.model.page import Page
from site_builder.model.parts import Item
from site_builder.model.search import Facet, Searchable, Searched
from site_builder.model.site import Site
from site_builder.model.view import Choices, Filter, LinkGroup, SearchView
from site_builder.plan import rows
from site_builder.plan.meta import MetaMaker
from site_builder.plan.withdrawn import withdrawn

FILTERS = (
    Filter("year", "年份"),
    Filter("item", "公开事项"),
    Filter("theme", "主题分类"),
    Filter("kind", "体裁"),
    Filter("status", "有效性"),
)
"""The ways to filter, in the order of `Searchable.facets`."""
_GROUP = 512
"""Texts that are indexed together, at most."""
_ELSEWHERE = ("索引号", "名称", "发文字号", "内容概述", "公开方式")
"""Lines of a document's box that have a field of their own, or that nearly all documents share."""


def search_page(site: Site, fields: Fields, meta: MetaMaker, choices: Iterable[Choices]) -> Page:
    """Plan the search page; without scripts it offers the full lists."""
    whole = [
        *(Item(one.label, one.path) for one in fields.columns),
        Item("站点地图（全部栏目、报告和制度）", "sitemap.html"),
    ]
    if "csv" in site.settings.downloads:
        whole.append(Item("公开目录（CSV 文件，可用表格软件查找）", "catalogue.csv"))
    years = {f"{year}年" for year in site.years}
    groups = (
        LinkGroup("全部目录", tuple(whole)),
        *(
            LinkGroup(
                one.label,
                tuple(
                    # A year's bare name leads to the year's own page, in the footer.
                    Item(
                        f"{item.label}目录" if item.label in years else item.label,
                        item.url,
                        f"{item.note} 条",
                    )
                    for item in one.items
                    if item.url
                ),
            )
            for one in choices
        ),
    )
    description = f"检索{site.settings.body}公开的政府信息：全文、发文字号、索引号和日期。"
    view = SearchView(
        meta=meta.page(rows.SEARCH, "检索", description),
        filters=FILTERS,
        groups=tuple(one for one in groups if one.items),
    )
    return Page(rows.SEARCH, "pages/search.html", view, ())


def searched(site: Site, fields: Fields) -> Searched:
    """List everything that can be found, by path, in groups of one year."""
    years: dict[int, list[tuple[str, Searchable]]] = {}
    for path, year, text in _texts(site, fields):
        years.setdefault(year, []).append((path, text))
    groups = []
    for year in sorted(years):
        texts = [text for _, text in sorted(years[year], key=lambda one: one[0])]
        groups += [tuple(texts[at : at + _GROUP]) for at in range(0, len(texts), _GROUP)]
    return Searched(_facets(groups, fields), tuple(groups))


def _texts(site: Site, fields: Fields) -> Iterator[tuple[str, int, Searchable]]:
    for document in site.documents:
        source = document.entry.source
        yield source.path, source.year, _document(document, fields)
    for report in site.reports.values():
        source = report.entry.source
        yield source.path, source.year, _report(report, site.forms[report.form], fields)
    standing = (
        *((one, "栏目") for one in site.pages.values()),
        *((one, "栏目") for one in site.introductions.values()),
        *((one, "制度") for one in site.rules),
    )
    for article, kind in standing:
        yield article.source.path, article.source.year, _article(article, kind, fields)


def _facets(groups: Iterable[Iterable[Searchable]], fields: Fields) -> tuple[Facet, ...]:
    """Offer the values that occur: items, themes and states in their order, kinds by number."""
    seen = [Counter(column) for column in zip(*(t.facets for g in groups for t in g), strict=True)]
    years, items, themes, kinds, states = seen or [Counter[str]() for _ in range(5)]
    known = {field.id: field.values for field in fields.document}
    ordered = (
        sorted(years, reverse=True),
        [one.short for one in fields.items if one.short in items],
        [one.label for one in fields.themes if one.label in themes],
        sorted(kinds, key=lambda kind: (-kinds[kind], kind)),
        [one for one in known["status"] if one in states],
    )
    return tuple(
        Facet(one.id, tuple(value for value in values if value))
        for one, values in zip(FILTERS, ordered, strict=True)
    )


def _document(document: CatalogueDocument, fields: Fields) -> Searchable:
    entry = document.entry
    return _listed(
        entry,
        fields,
        entry.genre,
        (
            rows.status_note(document),
            *_words(document.prose),
            *_facts(entry, fields),
            *_attached(document.attachments),
            *_corrected(document.corrections),
        ),
    )


def _listed(entry: CatalogueEntry, fields: Fields, kind: str, lines: Iterable[str]) -> Searchable:
    item = fields.item(entry.item)
    theme = entry.theme.partition("\\")[0]
    return Searchable(
        url=entry.url,
        title=entry.title,
        numbers=(entry.index_number, entry.document_number),
        lines=(entry.summary, *lines),
        day=rows.iso(entry.published or entry.created),
        facets=(str(entry.year), item.short if item else "", theme, kind, entry.status),
        status=entry.status,
        status_kind=fields.status_kinds.get(entry.status, ""),
    )


def _facts(entry: CatalogueEntry, fields: Fields) -> Iterator[str]:
    """List what the document's box says, without labels: every document has those."""
    for fact in rows.catalogue_box(entry, fields):
        if fact.value and fact.label not in _ELSEWHERE:
            yield fact.value


def _report(report: Report, form: Form, fields: Fields) -> Searchable:
    entry = report.entry
    return _listed(
        entry,
        fields,
        entry.genre or "年度报告",
        (
            rows.status_note(report),
            *(() if withdrawn(report) else _parts(report, form)),
            report.body,
            *_facts(entry, fields),
            *_attached(report.attachments),
            *_corrected(report.corrections),
        ),
    )


def _parts(report: Report, form: Form) -> Iterator[str]:
    """List the words of a report, those of its tables too."""
    yield from _words(report.opening)
    for part in form.parts:
        yield part.title
        yield from _words(report.parts[part.id])
        if part.table:
            yield from (band.title for band in part.table.bands if band.title)
            heads = (*(h for b in part.table.bands for h in (*b.columns, *b.rows)),)
            # Each label once: they stand in a table, not in sentences.
            yield from dict.fromkeys(label for head in heads for label in _labels(head))
    yield from _words(report.footnotes)


def _article(article: Article, kind: str, fields: Fields) -> Searchable:
    source, day = article.source, article.published or article.effective
    return Searchable(
        # An introduction stands on its year's page, whose address is its own.
        url=article.url,
        title="首页" if source.path == "index.md" else article.title,
        numbers=(article.document_number,),
        lines=(
            article.summary,
            rows.status_note(article),
            *_words(article.prose),
            article.issuer,
            rows.in_words(article.published),
            rows.in_words(article.effective),
            *_attached(article.attachments),
            *_corrected(article.corrections),
        ),
        day=rows.iso(day),
        facets=(str(source.year or (day.year if day else "")), "", "", kind, article.status),
        status=article.status,
        status_kind=fields.status_kinds.get(article.status, ""),
    )


def _words(prose: Prose | None) -> tuple[str, ...]:
    return tuple(prose.text.split("\n")) if prose else ()


def _corrected(corrections: Iterable[Correction]) -> Iterator[str]:
    for one in corrections:
        yield f"更正：{one.what} {one.why}"


def _attached(attachments: Iterable[Attachment]) -> Iterator[str]:
    for one in attachments:
        yield f"附件：{one.label}（{posixpath.basename(one.path)}）"


def _labels(head: Head) -> Iterator[str]:
    if head.label:
        yield head.label
    for child in head.children:
        yield from _labels(child)
