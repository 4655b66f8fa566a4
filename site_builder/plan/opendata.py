"""Views of open data: its page, its catalogue in DCAT, and what the columns of each CSV are."""

import posixpath
import re
from collections.abc import Iterator

from site_builder.model.opendata import (
    CsvColumnsView,
    DataCatalogueView,
    DataIndexView,
    DatasetView,
)
from site_builder.model.page import Page
from site_builder.model.parts import LinkItem
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.plan import downloads, reports, rows, series
from site_builder.plan.chrome import licence_link
from site_builder.plan.meta import MetaMaker

PAGE = LinkItem("开放数据", "data/index.html")
_CATALOGUE = "data/catalog.jsonld"
_DESCRIPTION = "政府信息公开的统计数据和公开目录：有哪些文件、使用条件和读法。"


def data_pages(site: Site, meta: MetaMaker) -> Iterator[Page]:
    """Plan the page of open data and what describes the data to programs."""
    sets = tuple(one for one in _sets(site) if one.files)
    settings = site.settings
    things = (meta.linker(PAGE.url).data_catalogue(sets),)
    page = DataIndexView(
        meta=meta.page(PAGE.url, PAGE.label, _DESCRIPTION, things=things),
        licence=settings.licence,
        licence_link=licence_link(settings),
        datasets=sets,
        machine_readable=_machine(settings),
    )
    yield Page(PAGE.url, "pages/data.html", page, ())
    listed = DataCatalogueView(
        title=f"{settings.name}：{PAGE.label}",
        url=_CATALOGUE,
        address=settings.address,
        publisher=settings.organization,
        contact=_contact(settings),
        licence=settings.licence,
        licence_url=settings.licence_url,
        modified=max((one.modified for one in sets), default=""),
        datasets=sets,
    )
    yield Page(_CATALOGUE, "catalog.jsonld", listed, ())
    for one in sets:
        if one.columns:
            yield Page(one.columns, "csv-metadata.json", _columns(one, settings), ())


def _sets(site: Site) -> Iterator[DatasetView]:
    kinds = site.settings.downloads
    yield DatasetView(
        id="catalogue",
        title=f"{site.settings.organization}法定主动公开内容目录",
        description=f"主动公开的全部政府信息的目录，共{len(site.entries)}条，含索引号、名称、"
        "内容概述、生成日期、有效性、更正等项。",
        page_url="catalogue/index.html",
        start="",
        end="",
        issued="",
        modified=rows.changed(site.entries),
        files=downloads.of_catalogue(site),
        schema="schemas/catalogue.schema.json" if "json" in kinds else "",
        columns="catalogue.csv-metadata.json" if "csv" in kinds else "",
    )
    over_the_years = series.dataset(site)
    if over_the_years:
        yield over_the_years
    for report in site.reports.values():
        yield reports.dataset(report, site)


def _columns(one: DatasetView, settings: Settings) -> CsvColumnsView:
    return CsvColumnsView(
        file=posixpath.basename(one.columns.removesuffix("-metadata.json")),
        kind=one.id.partition("-")[0],
        title=one.title,
        description=one.description,
        publisher=settings.organization,
        licence=settings.licence,
        licence_url=settings.licence_url,
        modified=one.modified,
    )


def _machine(settings: Settings) -> tuple[LinkItem, ...]:
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
    found = (
        ("vcard:fn", contact.office),
        ("vcard:hasTelephone", _phone(contact.phone)),
        ("vcard:hasEmail", f"mailto:{contact.email}" if contact.email else ""),
    )
    return tuple((name, value) for name, value in found if value)


def _phone(text: str) -> str:
    """Write one telephone number as an address; anything else stays words."""
    return f"tel:{text}" if re.fullmatch(r"\+?[0-9][0-9-]*", text) else text
