"""What can be found: the texts of all pages as they show them. Called by `plan.search`."""

import posixpath
from collections.abc import Iterable, Iterator

from site_builder.forms import grid
from site_builder.model.document import (
    Attachment,
    CatalogueDocument,
    CatalogueEntry,
    Correction,
    Prose,
    Report,
    StandalonePage,
)
from site_builder.model.field import Standards
from site_builder.model.figures import Figures
from site_builder.model.form import Form, Header, Table, TableSection, all_leaves
from site_builder.model.opendata import DataIndexView
from site_builder.model.page import Page
from site_builder.model.parts import Property
from site_builder.model.search import SearchDocument
from site_builder.model.site import Site
from site_builder.model.view import (
    AccessibilityView,
    ApplicationFormView,
    SeriesView,
    SiteMapView,
    StandalonePageView,
)
from site_builder.plan import opendata, rows, series
from site_builder.plan.articles import FORM
from site_builder.plan.chrome import contacts
from site_builder.plan.withdrawn import withdrawn

_COLUMNS = ("guide.html", "apply.html")
"""Standing texts that end with the office's contacts; without an author they are nothing else."""
_ACCESS = "accessibility.html"
_MADE = (*_COLUMNS, FORM, series.URL, opendata.PAGE.url, "sitemap.html", _ACCESS)
"""Pages without a text of their own that people look for by name."""
_ELSEWHERE = ("索引号", "名称", "发文字号", "内容概述", "公开方式")
"""Lines of a document's box that have a field of their own, or that nearly all documents share."""
_NO_FACETS = ("", "", "")

Named = (
    AccessibilityView
    | ApplicationFormView
    | StandalonePageView
    | DataIndexView
    | SeriesView
    | SiteMapView
)
Found = tuple[str, int, SearchDocument]
"""Path it is sorted by, year, text."""


def texts(site: Site, fields: Standards, pages: Iterable[Page]) -> Iterator[Found]:
    """Give everything that can be found.

    Filters are fields of the catalogue, so that a filter finds as many texts as the list of the
    same name: what is not in the catalogue has a kind at the most, and only one that no entry has.
    """
    kinds = frozenset(entry.genre for entry in site.entries)
    for document in site.documents:
        source = document.entry.source
        yield source.path, source.year, _document(document, fields)
    for report in site.reports.values():
        source = report.entry.source
        kind = report.entry.genre or _free("年度报告", kinds)
        yield source.path, source.year, _report(report, kind, site.forms[report.form], fields)
    standing = (
        *((one, "栏目") for one in site.pages.values()),
        *((one, "栏目") for one in site.introductions.values()),
        *((one, "制度") for one in site.rules),
    )
    for article, kind in standing:
        more = _reached(site) if article.url in _COLUMNS else ()
        text = _article(article, _free(kind, kinds), more, fields)
        yield article.source.path, article.source.year, text
    written = {one.url for one in site.pages.values()}
    for page in pages:
        if page.url in _MADE and page.url not in written and isinstance(page.view, Named):
            yield page.url, 0, _made(page.url, page.view, _free("栏目", kinds), site)


def _free(kind: str, taken: frozenset[str]) -> str:
    return "" if kind in taken else kind


def _document(document: CatalogueDocument, fields: Standards) -> SearchDocument:
    entry = document.entry
    lines = (
        rows.status_note(document),
        *_words(document.prose),
        *_attached(document.attachments),
        *_corrected(document.corrections),
    )
    return _listed(entry, fields, entry.genre, lines)


def _listed(
    entry: CatalogueEntry,
    fields: Standards,
    kind: str,
    lines: Iterable[str],
    facts: Iterable[Property] = (),
) -> SearchDocument:
    item = fields.disclosure_item(entry.item)
    theme = entry.theme.partition("\\")[0]
    return SearchDocument(
        url=entry.url,
        title=entry.title,
        identifiers=(entry.index_number, entry.document_number),
        body=(entry.summary, *lines),
        properties=_facts((*facts, *rows.catalogue_box(entry, fields))),
        date=rows.iso(entry.published or entry.created),
        facets=(str(entry.year), item.short if item else "", theme, kind, entry.status),
        status=entry.status,
        status_kind=fields.status_kinds.get(entry.status, ""),
    )


def _facts(facts: Iterable[Property]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.label, one.value) for one in facts if one.value and one.label not in _ELSEWHERE
    )


def _report(report: Report, kind: str, form: Form, fields: Standards) -> SearchDocument:
    lines = (
        rows.status_note(report),
        *(() if withdrawn(report) else _parts(report, form)),
        *_attached(report.attachments),
        *_corrected(report.corrections),
    )
    return _listed(report.entry, fields, kind, lines, (Property("报告机关", report.organization),))


def _parts(report: Report, form: Form) -> Iterator[str]:
    """List the words of a report, those of its tables and their figures too."""
    yield from _words(report.opening)
    tables = form.tables_by_part()
    for part in report.parts:
        table = tables.get(part.id)
        yield from (word for word in (part.title or (table and table.title),) if word)
        yield from _words(part.prose)
        if table:
            yield from (band.title for band in table.sections if band.title)
            heads = (*(h for b in table.sections for h in (*b.columns, *b.rows)),)
            # Each label once: they stand in a table, not in sentences.
            yield from dict.fromkeys(label for head in heads for label in _labels(head))
            yield from _figures(table, report.figures)
    yield from _words(report.footnotes)


def _figures(table: Table, figures: Figures) -> Iterator[str]:
    """Write each figure with what it counts. Nobody looks for the zeros, which are most of them."""
    for band in table.sections:
        columns = [(one, _told(band.columns, one)) for one in all_leaves(band.columns)]
        for row in all_leaves(band.rows):
            label = _told(band.rows, row) or _title(band, table)
            for column, other in columns:
                cell = figures.cells.get((table.id, row.path, column.path))
                if cell is not None and figures.number((table.id, row.path, column.path)):
                    yield f"{label}，{other}：{grid.format_cell(cell, column)}"


def _title(band: TableSection, table: Table) -> str:
    return band.title or table.title


def _told(heads: Iterable[Header], leaf: Header) -> str:
    """Give the labels from the first level down to a leaf."""
    for head in heads:
        if leaf.path == head.path:
            return head.label
        if leaf.path.startswith(f"{head.path}."):
            return " ".join(one for one in (head.label, _told(head.children, leaf)) if one)
    return ""


def _labels(head: Header) -> Iterator[str]:
    if head.label:
        yield head.label
    for child in head.children:
        yield from _labels(child)


def _article(
    article: StandalonePage, kind: str, more: Iterable[str], fields: Standards
) -> SearchDocument:
    issuer = "制定机关" if article.source.kind == "rule" else "发布机关"
    facts = (
        Property(issuer, article.issuer),
        Property("发布日期", rows.in_words(article.published)),
        Property("施行日期", rows.in_words(article.effective)),
    )
    return SearchDocument(
        # An introduction stands on its year's page, whose address is its own.
        url=article.url,
        title="首页" if article.source.path == "index.md" else article.title,
        identifiers=(article.document_number,),
        body=(
            article.summary,
            rows.status_note(article),
            *_words(article.prose),
            *more,
            *_attached(article.attachments),
            *_corrected(article.corrections),
        ),
        properties=_facts(facts),
        date=rows.iso(article.published or article.effective),
        facets=(*_NO_FACETS, kind, ""),
        status=article.status,
        status_kind=fields.status_kinds.get(article.status, ""),
    )


def _made(url: str, view: Named, kind: str, site: Site) -> SearchDocument:
    """Take a page that nobody wrote by its name and what it is for."""
    lines = [view.meta.description]
    if isinstance(view, ApplicationFormView):
        lines += view.notes
    if url in (*_COLUMNS, _ACCESS):
        lines += _reached(site)
    return SearchDocument(
        url=url,
        title=view.meta.title,
        identifiers=(),
        body=tuple(lines),
        properties=(),
        date="",
        facets=(*_NO_FACETS, kind, ""),
        status="",
        status_kind="",
    )


def _reached(site: Site) -> tuple[str, ...]:
    """List how the office is reached; few pages say it, so their labels are searched too."""
    return tuple(f"{one.label}：{one.value}" for one in contacts(site.settings) if one.value)


def _words(prose: Prose | None) -> tuple[str, ...]:
    return tuple(prose.text.split("\n")) if prose else ()


def _corrected(corrections: Iterable[Correction]) -> Iterator[str]:
    for one in corrections:
        yield f"更正（{rows.in_words(one.corrected_on)}）：{one.change} {one.reason}"


def _attached(attachments: Iterable[Attachment]) -> Iterator[str]:
    for one in attachments:
        yield f"附件：{one.label}（{posixpath.basename(one.path)}）"
