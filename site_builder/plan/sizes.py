"""How large files are, written beside their links. Called when the files have been made.

A plan cannot know the size of what is still to be made: a download, an attachment without its
author's name. So the pipeline makes the files first and the pages that link to them afterwards,
and a page's key holds the sizes it shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from site_builder.model.opendata import DataIndexView
from site_builder.model.page import Page
from site_builder.model.parts import Download, LinkItem
from site_builder.model.view import (
    ApplicationFormView,
    CatalogueView,
    DocumentView,
    ReportView,
    SearchView,
    SeriesView,
    StandalonePageView,
    View,
    YearView,
)

_KILO = 1024


def with_sizes(page: Page, sizes: Mapping[str, int]) -> Page:
    """Write sizes (bytes by URL) beside the links of a page that leads to files."""
    return replace(page, view=_sized(page.view, sizes))


def files_of(view: View) -> frozenset[str]:
    """List the files that a page tells the size of, by URL."""
    return frozenset(one.url for one in _links(view))


def _links(view: View) -> Iterator[Download | LinkItem]:
    match view:
        case YearView() | CatalogueView() | ApplicationFormView() | SeriesView():
            yield from view.downloads
        case ReportView() | DocumentView():
            yield from (*view.downloads, *view.attachments)
        case StandalonePageView():
            yield from view.attachments
            yield from view.form
        case DataIndexView():
            yield from (file for one in view.datasets for file in one.files)
            yield from view.machine_readable
        case SearchView():
            yield from (item for group in view.groups for item in group.items)


def _sized(view: View, sizes: Mapping[str, int]) -> View:
    sized = view
    match view:
        case YearView() | CatalogueView() | ApplicationFormView() | SeriesView():
            sized = replace(view, downloads=_told(view.downloads, sizes))
        case ReportView() | DocumentView():
            attachments = _told(view.attachments, sizes)
            sized = replace(view, downloads=_told(view.downloads, sizes), attachments=attachments)
        case StandalonePageView():
            form = _noted(view.form, sizes)
            sized = replace(view, attachments=_told(view.attachments, sizes), form=form)
        case DataIndexView():
            sets = tuple(replace(one, files=_told(one.files, sizes)) for one in view.datasets)
            sized = replace(
                view, datasets=sets, machine_readable=_noted(view.machine_readable, sizes)
            )
        case SearchView():
            groups = (replace(one, items=_noted(one.items, sizes)) for one in view.groups)
            sized = replace(view, groups=tuple(groups))
    return sized


def _told(files: tuple[Download, ...], sizes: Mapping[str, int]) -> tuple[Download, ...]:
    return tuple(
        replace(one, size=size_in_words(sizes[one.url])) if one.url in sizes else one
        for one in files
    )


def _noted(items: tuple[LinkItem, ...], sizes: Mapping[str, int]) -> tuple[LinkItem, ...]:
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
