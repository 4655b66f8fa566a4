"""How large files are, written beside their links. Called when the files have been made.

A plan cannot know the size of what is still to be made: a download, an attachment without its
author's name. So the pipeline makes the files first and the pages that link to them afterwards,
and a page's key holds the sizes it shows.
"""

from collections.abc import Mapping
from dataclasses import replace

from site_builder.model.opendata import DataIndexView
from site_builder.model.page import Page
from site_builder.model.parts import Download, Item
from site_builder.model.view import (
    ApplicationFormView,
    ArticleView,
    CatalogueView,
    DocumentView,
    ReportView,
    SearchView,
    SeriesView,
    View,
    YearView,
)

_KILO = 1024


def with_sizes(page: Page, sizes: Mapping[str, int]) -> Page:
    """Write sizes (bytes by URL) beside the links of a page that leads to files."""
    return replace(page, view=_sized(page.view, sizes))


def files_of(view: View) -> frozenset[str]:
    """List the files that a page tells the size of, by URL."""
    match view:
        case YearView() | CatalogueView() | ApplicationFormView() | SeriesView():
            return frozenset(one.url for one in view.downloads)
        case ReportView():
            return frozenset(one.url for one in (*view.downloads, *view.attachments))
        case DocumentView():
            return frozenset(one.url for one in view.attachments)
        case ArticleView():
            return frozenset(
                (*(one.url for one in view.attachments), *(one.url for one in view.form))
            )
        case DataIndexView():
            files = (file.url for one in view.datasets for file in one.files)
            return frozenset((*files, *(one.url for one in view.machine)))
        case SearchView():
            return frozenset(item.url for group in view.groups for item in group.items)
    return frozenset()


def _sized(view: View, sizes: Mapping[str, int]) -> View:
    match view:
        case YearView() | CatalogueView() | ApplicationFormView() | SeriesView():
            return replace(view, downloads=_told(view.downloads, sizes))
        case ReportView():
            view = replace(view, downloads=_told(view.downloads, sizes))
            return replace(view, attachments=_told(view.attachments, sizes))
        case DocumentView():
            return replace(view, attachments=_told(view.attachments, sizes))
        case ArticleView():
            form = _all_noted(view.form, sizes)
            return replace(view, attachments=_told(view.attachments, sizes), form=form)
        case DataIndexView():
            sets = tuple(replace(one, files=_told(one.files, sizes)) for one in view.datasets)
            return replace(view, datasets=sets, machine=_all_noted(view.machine, sizes))
        case SearchView():
            groups = (replace(g, items=_all_noted(g.items, sizes)) for g in view.groups)
            return replace(view, groups=tuple(groups))
    return view


def _told(files: tuple[Download, ...], sizes: Mapping[str, int]) -> tuple[Download, ...]:
    return tuple(
        replace(one, size=size_in_words(sizes[one.url])) if one.url in sizes else one
        for one in files
    )


def _all_noted(items: tuple[Item, ...], sizes: Mapping[str, int]) -> tuple[Item, ...]:
    return tuple(
        replace(one, note=size_in_words(sizes[one.url])) if one.url in sizes else one
        for one in items
    )


def size_in_words(size: int) -> str:
    """Write a file size as people read it."""
    if size < _KILO:
        return f"{size} 字节"
    if size < _KILO * _KILO:
        return f"{size / _KILO:.0f} KB"
    return f"{size / _KILO / _KILO:.1f} MB"
