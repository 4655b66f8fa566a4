"""How large files are, written next to their links. Called when the files have been made.

A plan cannot know the size of what is still to be made: a download, an attachment without its
author's name. So a build makes the files first and the pages that link to them afterwards,
and a page's key holds the sizes it shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from site_builder.core.text.byte_size import format_size
from site_builder.model.page import Page
from site_builder.model.views.open_data import DataIndexView
from site_builder.model.views.pages import (
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
from site_builder.model.views.parts import Download, LinkItem


def fill_file_sizes(page: Page, sizes: Mapping[str, int]) -> Page:
    """Write sizes (bytes by URL) next to the links of a page that leads to files."""
    stated = {url: format_size(sizes[url]) for url in page.files if url in sizes}
    if not stated:
        return page
    build_view = partial(_filled_view, page.build_view, stated)
    return replace(page, build_view=build_view, causes={**page.causes, "sizes": repr(stated)})


def _filled_view(build_view: Callable[[], View], sizes: Mapping[str, str]) -> View:
    return _fill_view(build_view(), sizes)


def _fill_view(view: View, sizes: Mapping[str, str]) -> View:
    filled = view
    match view:
        case YearView() | CatalogueView() | ApplicationFormView() | SeriesView():
            filled = replace(view, downloads=_fill_downloads(view.downloads, sizes))
        case ReportView() | DocumentView():
            attachments = _fill_downloads(view.attachments, sizes)
            filled = replace(
                view, downloads=_fill_downloads(view.downloads, sizes), attachments=attachments
            )
        case StandalonePageView():
            form = _fill_links(view.form, sizes)
            filled = replace(view, attachments=_fill_downloads(view.attachments, sizes), form=form)
        case DataIndexView():
            datasets = tuple(
                replace(dataset, files=_fill_downloads(dataset.files, sizes))
                for dataset in view.datasets
            )
            filled = replace(
                view, datasets=datasets, machine_readable=_fill_links(view.machine_readable, sizes)
            )
        case SearchView():
            groups = (
                replace(group, items=_fill_links(group.items, sizes)) for group in view.groups
            )
            filled = replace(view, groups=tuple(groups))
    return filled


def _fill_downloads(
    downloads: tuple[Download, ...], sizes: Mapping[str, str]
) -> tuple[Download, ...]:
    return tuple(
        replace(download, size=sizes[download.url]) if download.url in sizes else download
        for download in downloads
    )


def _fill_links(items: tuple[LinkItem, ...], sizes: Mapping[str, str]) -> tuple[LinkItem, ...]:
    return tuple(
        replace(item, note=sizes[item.url]) if item.url in sizes else item for item in items
    )
