"""Views of open data: its page, its catalogue in DCAT, and what the columns of each CSV are."""

import posixpath
import re
from collections.abc import Iterator
from functools import partial

from site_builder.model.page import Page
from site_builder.model.settings import Settings
from site_builder.model.views.open_data import (
    CsvColumnsView,
    DataCatalogueView,
    DataIndexView,
    DatasetView,
)
from site_builder.model.views.parts import LinkItem
from site_builder.pages import downloads, reports
from site_builder.pages.layout import licence_link
from site_builder.pages.page_context import ListContext
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.series import series_page

PAGE = LinkItem("开放数据", "data/index.html")
_CATALOGUE = "data/catalog.jsonld"
_DESCRIPTION = "政府信息公开的统计数据和公开目录：有哪些文件、使用条件和读法。"


def data_pages(context: ListContext) -> Iterator[Page]:
    """Plan the page of open data and what describes the data to programs."""
    settings, meta = context.site.settings, context.meta
    datasets = tuple(dataset for dataset in _datasets(context) if dataset.files)
    causes = {"datasets": repr(datasets)}
    links = _machine_readable_links(settings)
    files = (
        *(file.url for dataset in datasets for file in dataset.files),
        *(link.url for link in links),
    )
    build_page = partial(_data_index, datasets, settings, meta)
    yield Page(PAGE.url, "pages/data.html", build_page, causes, files=files)
    yield Page(_CATALOGUE, "jsonld", partial(_data_catalogue, datasets, settings), causes)
    for dataset in datasets:
        if dataset.columns:
            build_columns = partial(_csv_columns, dataset, settings)
            yield Page(dataset.columns, "json", build_columns, {"datasets": repr(dataset)})


def _data_index(
    datasets: tuple[DatasetView, ...], settings: Settings, meta: PageMetaBuilder
) -> DataIndexView:
    json_ld = (meta.json_ld_builder(PAGE.url).data_catalogue(datasets),)
    return DataIndexView(
        meta=meta.page(PAGE.url, PAGE.label, _DESCRIPTION, json_ld=json_ld),
        licence=settings.licence,
        licence_link=licence_link(settings),
        datasets=datasets,
        machine_readable=_machine_readable_links(settings),
    )


def _data_catalogue(datasets: tuple[DatasetView, ...], settings: Settings) -> DataCatalogueView:
    return DataCatalogueView(
        title=f"{settings.name}：{PAGE.label}",
        url=_CATALOGUE,
        address=settings.address,
        publisher=settings.organization,
        contact=_contact(settings),
        licence=settings.licence,
        licence_url=settings.licence_url,
        modified=max((dataset.modified for dataset in datasets), default=""),
        datasets=datasets,
    )


def _datasets(context: ListContext) -> Iterator[DatasetView]:
    site, settings, entries = context.site, context.site.settings, context.catalogue.entries
    yield DatasetView(
        id="catalogue",
        title=f"{settings.organization}法定主动公开内容目录",
        description=f"主动公开的全部政府信息的目录，共{len(entries)}条，含索引号、名称、"
        "内容概述、生成日期、有效性、更正等项。",
        page_url="catalogue/index.html",
        start="",
        end="",
        issued="",
        modified=max((entry.modified for entry in entries), default=""),
        files=downloads.catalogue_downloads(site),
        schema=downloads.schema_url(settings, "catalogue"),
        columns=downloads.columns_url(settings, "catalogue"),
    )
    series_dataset = series_page.dataset(site)
    if series_dataset:
        yield series_dataset
    for report in site.reports.values():
        yield reports.dataset(report, site)


def _csv_columns(dataset: DatasetView, settings: Settings) -> CsvColumnsView:
    return CsvColumnsView(
        file=posixpath.basename(dataset.columns.removesuffix("-metadata.json")),
        kind=dataset.id.partition("-")[0],
        title=dataset.title,
        description=dataset.description,
        publisher=settings.organization,
        licence=settings.licence,
        licence_url=settings.licence_url,
        modified=dataset.modified,
    )


def _machine_readable_links(settings: Settings) -> tuple[LinkItem, ...]:
    schemas = (
        LinkItem(f"{label}的 JSON Schema", f"schemas/{name}.schema.json")
        for name, label in downloads.schemas(settings).items()
    )
    return (
        LinkItem("数据目录（DCAT，JSON-LD）", _CATALOGUE),
        LinkItem("更新订阅（Atom）", "atom.xml"),
        LinkItem("站点地图（XML）", "sitemap.xml"),
        *schemas,
    )


def _contact(settings: Settings) -> tuple[tuple[str, str], ...]:
    contact = settings.contact
    properties = (
        ("vcard:fn", contact.office),
        ("vcard:hasTelephone", _telephone_uri(contact.phone)),
        ("vcard:hasEmail", f"mailto:{contact.email}" if contact.email else ""),
    )
    return tuple((name, value) for name, value in properties if value)


def _telephone_uri(text: str) -> str:
    """Write one telephone number as an address; anything else stays words."""
    return f"tel:{text}" if re.fullmatch(r"\+?[0-9][0-9-]*", text) else text
