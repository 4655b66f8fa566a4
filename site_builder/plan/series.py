"""Views of the figures over the years: the page, and the whole series as data.

It sets the reports of this site side by side, in the order of the forms. It compares, it does not
rank. Without a report there is none of it; templates link to it beside a report only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.forms import across
from site_builder.model.figures import CellKey
from site_builder.model.files import FigureCell, SeriesDataView, SeriesFigure
from site_builder.model.form import SeriesDefinition
from site_builder.model.opendata import DatasetView
from site_builder.model.page import Page
from site_builder.model.parts import Download, LinkItem, TocItem
from site_builder.model.series import CarryOverCheck, SeriesReport, SeriesSection
from site_builder.model.site import Site
from site_builder.model.view import SeriesView
from site_builder.plan import rows
from site_builder.plan.comparing import Years, change, years
from site_builder.plan.meta import MetaMaker
from site_builder.plan.series_carried import carried, carried_tables
from site_builder.plan.series_tables import drawn, figures_table

TITLE = "历年统计数据"
URL = "reports/figures.html"
_LEAD = (
    "这里把{}年度报告的统计表逐项按年份并列，写明比上年增减多少、与上年报告是否衔接。"
    "只作对照，不作排名；数字以各年报告为准。"
)
_FORMATS = {"csv": "CSV", "json": "JSON"}


def series_pages(site: Site, meta: MetaMaker) -> Iterator[Page]:
    """Plan the page and the data."""
    if not site.reports:
        return
    found = years(site)
    judged = tuple(carried(found))
    sources = tuple(report.entry.source.display_path for report in found.reports.values())
    yield Page(URL, "pages/figures.html", _page(site, found, judged, meta), sources)
    data = _data(site, found, judged)
    for one in _files(site, found):
        yield Page(one.url, one.url, data, sources)


def _page(
    site: Site, found: Years, judged: tuple[CarryOverCheck, ...], meta: MetaMaker
) -> SeriesView:
    sections = tuple(_sections(found, judged))
    span = "至".join(dict.fromkeys(f"{year}年" for year in _ends(found)))
    description = (
        f"{site.settings.organization}{span}政府信息公开工作年度报告的统计数据，逐项按年份对照。"
    )
    return SeriesView(
        meta=meta.page(URL, TITLE, description, crumbs=(meta.crumb("reports"),), column="reports"),
        lead=_LEAD.format(span) if len(found.reports) > 1 else "",
        notices=tuple(_remarks(found)),
        reports=tuple(
            LinkItem(f"{year}年年度报告", report.entry.url, found.form(year).document_number)
            for year, report in found.reports.items()
        ),
        toc=(
            *(TocItem(2, one.id, one.title) for one in sections),
            *((TocItem(2, "reports", "各年报告"),) if found.reports else ()),
        ),
        sections=sections,
        downloads=_files(site, found),
    )


def _files(site: Site, found: Years) -> tuple[Download, ...]:
    return tuple(
        Download(TITLE, f"series.{kind}", name)
        for kind, name in _FORMATS.items()
        if kind in site.settings.downloads and found.reports
    )


def dataset(site: Site) -> DatasetView | None:
    """Describe the whole series as a set of data; None without a report that stands."""
    found, kinds = years(site), site.settings.downloads
    if not found.reports:
        return None
    first, last = _ends(found)
    # What was withdrawn left the data on its day.
    entries = [one.entry for one in site.reports.values()]
    return DatasetView(
        id="series",
        title=f"{site.settings.organization}{TITLE}",
        description="各年度报告统计表的全部数据，一年一格一条，写明比上年增减和是否与上年衔接。",
        page_url=URL,
        start=f"{first}-01-01",
        end=f"{last}-12-31",
        issued="",
        modified=rows.changed(entries),
        files=_files(site, found),
        schema="schemas/series.schema.json" if "json" in kinds else "",
        columns="series.csv-metadata.json" if "csv" in kinds else "",
    )


def _ends(found: Years) -> tuple[int, ...]:
    """Give the first year and the last; nothing when no report stands."""
    listed = tuple(found.reports)
    return (*listed[:1], *listed[-1:])


def _remarks(found: Years) -> Iterator[str]:
    if found.withdrawn:
        yield f"{_listed(found.withdrawn)}的年度报告已经撤回，这里不再列出它的数据，也不作比较。"
    if len(found.reports) == 1:
        only = f"{_ends(found)[0]}年"
        yield f"目前只有{only}一份年度报告，还没有可以对照的年份；下面列出这一年的数据。"
    if found.missing:
        yield f"{_listed(found.missing)}的年度报告尚未收录，前后两年不相连，不作比较。"
    bodies = dict.fromkeys(report.organization for report in found.reports.values())
    if len(bodies) > 1:
        yield f"各年报告机关不同（{'、'.join(bodies)}），比较时请留意职责范围有没有变化。"
    if len(found.used) > 1:
        numbers = "、".join(form.document_number for form in reversed(tuple(found.used.values())))
        yield (
            f"各年报告使用的表式不同（{numbers}）：一种表式没有的项目，那些年份写“无此项”，不是零。"
        )


def _listed(years: Iterable[int]) -> str:
    return "、".join(f"{year}年" for year in years)


def _sections(found: Years, judged: tuple[CarryOverCheck, ...]) -> Iterator[SeriesSection]:
    told: set[str] = set()
    for strand in across.comparable_series(tuple(found.used.values())):
        # Two strands may show one table: whether it continues the year before is said once.
        carry = () if strand.table in told else carried_tables(strand.table, judged, found)
        told.add(strand.table)
        yield SeriesSection(
            id=strand.id,
            title=strand.title,
            charts=tuple(drawn(strand, found)),
            tables=(figures_table(strand, found), *carry),
        )


def _data(site: Site, found: Years, judged: tuple[CarryOverCheck, ...]) -> SeriesDataView:
    return SeriesDataView(
        site=site.settings.name,
        address=site.settings.address,
        reports=tuple(
            SeriesReport(
                year=year,
                title=report.entry.title,
                body=report.organization,
                form=report.form,
                form_number=found.form(year).document_number,
                url=report.entry.url,
            )
            for year, report in found.reports.items()
        ),
        missing=found.missing,
        withdrawn=found.withdrawn,
        figures=tuple(_figures(found)),
        carry_over_checks=judged,
    )


def _figures(found: Years) -> Iterator[SeriesFigure]:
    """List every figure of every year, and every place that a year's form does not have."""
    forms = tuple(found.used.values())
    shown = {report.form: found.figures[year] for year, report in found.reports.items()}
    places: dict[CellKey, FigureCell] = {}
    for table in dict.fromkeys(table.id for form in forms for table in form.tables()):
        whole = SeriesDefinition(table, "", table, "", "", ())
        for line in across.walk(across.aligned_rows(whole, forms)):
            for form, (key, _) in line.cells.items():
                absent = replace(shown[form][key], value="", unit="", state="absent")
                places.setdefault(key, absent)
    for year in found.reports:
        own, before = found.figures[year], found.figures.get(year - 1, {})
        for key, place in places.items():
            difference = change(own.get(key), before.get(key))
            yield SeriesFigure(
                year, own.get(key, place), "" if difference is None else f"{difference:f}"
            )
