"""Views of the figures over the years: the page, and the whole series as data.

It sets the reports of this site side by side, in the order of the forms. It compares, it does not
rank. Without a report there is none of it; templates link to it next to a report only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from site_builder.core.text.download_names import download_name
from site_builder.model.document import Report
from site_builder.model.figures import CellKey
from site_builder.model.form import SeriesDefinition
from site_builder.model.page import Page
from site_builder.model.series import CarryOverCheck, SeriesReport, SeriesSection
from site_builder.model.site import Site
from site_builder.model.views.downloads import FigureCell, SeriesDataView, SeriesFigure
from site_builder.model.views.open_data import DatasetView
from site_builder.model.views.pages import SeriesView
from site_builder.model.views.parts import Download, LinkItem, TocItem
from site_builder.pages import downloads
from site_builder.pages.causes import texts_cause
from site_builder.pages.dates import last_modified_iso
from site_builder.pages.page_meta import PageMetaBuilder
from site_builder.pages.series.carry_over import carry_over_checks, carry_over_tables
from site_builder.pages.series.report_series import (
    ReportSeries,
    build_report_series,
    change,
    standing_reports,
)
from site_builder.pages.series.series_tables import figures_table, series_charts
from site_builder.standards import alignment

TITLE = "历年统计数据"
URL = "reports/figures.html"
SERIES_RENDERER = "pages/figures.html"
_LEAD = (
    "这里把{}年度报告的统计表逐项按年份并列，写明比上年增减多少、与上年报告是否衔接。"
    "只作对照，不作排名；数字以各年报告为准。"
)


def series_pages(site: Site, meta: PageMetaBuilder) -> Iterator[Page]:
    """Plan the page and the data."""
    if not site.reports:
        return
    series = build_report_series(site)
    causes = {"reports": texts_cause(site.reports.values(), site)}
    sources = tuple(report.entry.source.display_path for report in series.reports.values())
    files = tuple(file.url for file in _files(site, series.reports))
    build_view = partial(_page, site, series, meta)
    yield Page(URL, SERIES_RENDERER, build_view, causes, sources, files)
    if series.reports:
        build_data = partial(_data, site, series)
        yield from downloads.file_pages(
            SeriesDataView, build_data, site, "series", causes=causes, sources=sources
        )


def _page(site: Site, series: ReportSeries, meta: PageMetaBuilder) -> SeriesView:
    checks = tuple(carry_over_checks(series))
    sections = tuple(_sections(series, checks))
    span = "至".join(dict.fromkeys(f"{year}年" for year in _first_and_last(series.reports)))
    description = (
        f"{site.settings.organization}{span}政府信息公开工作年度报告的统计数据，逐项按年份对照。"
    )
    return SeriesView(
        meta=meta.page(
            URL, TITLE, description, breadcrumbs=(meta.breadcrumb("reports"),), channel_id="reports"
        ),
        lead=_LEAD.format(span) if len(series.reports) > 1 else "",
        notices=tuple(_notices(series)),
        reports=tuple(
            LinkItem(f"{year}年年度报告", report.entry.url, series.form(year).document_number)
            for year, report in series.reports.items()
        ),
        toc=(
            *(TocItem(2, section.id, section.title) for section in sections),
            *((TocItem(2, "reports", "各年报告"),) if series.reports else ()),
        ),
        sections=sections,
        downloads=_files(site, series.reports),
    )


def _files(site: Site, reports: Mapping[int, Report]) -> tuple[Download, ...]:
    if not reports:
        return ()
    name = download_name(site.settings.organization, f"政府信息公开{TITLE}")
    return downloads.offered_files(SeriesDataView, site, TITLE, "series", name)


def dataset(site: Site) -> DatasetView | None:
    """Describe the whole series as a set of data; None without a report that stands."""
    reports, settings = standing_reports(site), site.settings
    if not reports:
        return None
    first, last = _first_and_last(reports)
    # What was withdrawn left the data on its day.
    entries = [report.entry for report in site.reports.values()]
    return DatasetView(
        id="series",
        title=f"{settings.organization}{TITLE}",
        description="各年度报告统计表的全部数据，一年一格一条，写明比上年增减和是否与上年衔接。",
        page_url=URL,
        start=f"{first}-01-01",
        end=f"{last}-12-31",
        issued="",
        modified=last_modified_iso(entries),
        files=_files(site, reports),
        schema=downloads.schema_url(settings, "series"),
        columns=downloads.columns_url(settings, "series"),
    )


def _first_and_last(reports: Mapping[int, Report]) -> tuple[int, ...]:
    """Return the first year and the last; nothing when no report stands."""
    years = tuple(reports)
    return (*years[:1], *years[-1:])


def _notices(series: ReportSeries) -> Iterator[str]:
    if series.withdrawn:
        years = _join_years(series.withdrawn)
        yield f"{years}的年度报告已经撤回，这里不再列出它的数据，也不作比较。"
    if len(series.reports) == 1:
        year_text = f"{_first_and_last(series.reports)[0]}年"
        yield f"目前只有{year_text}一份年度报告，还没有可以对照的年份；下面列出这一年的数据。"
    if series.missing:
        yield f"{_join_years(series.missing)}的年度报告尚未收录，前后两年不相连，不作比较。"
    organizations = dict.fromkeys(report.organization for report in series.reports.values())
    if len(organizations) > 1:
        yield f"各年报告机关不同（{'、'.join(organizations)}），比较时请留意职责范围有没有变化。"
    if len(series.forms) > 1:
        numbers = "、".join(form.document_number for form in reversed(tuple(series.forms.values())))
        yield (
            f"各年报告使用的表式不同（{numbers}）：一种表式没有的项目，那些年份写“无此项”，不是零。"
        )


def _join_years(years: Iterable[int]) -> str:
    return "、".join(f"{year}年" for year in years)


def _sections(series: ReportSeries, checks: tuple[CarryOverCheck, ...]) -> Iterator[SeriesSection]:
    checked_tables: set[str] = set()
    for definition in alignment.comparable_series(tuple(series.forms.values())):
        # Two series may show one table: whether it continues the year before is stated once.
        carry_over = (
            ()
            if definition.table in checked_tables
            else carry_over_tables(definition.table, checks, series)
        )
        checked_tables.add(definition.table)
        yield SeriesSection(
            id=definition.id,
            title=definition.title,
            charts=tuple(series_charts(definition, series)),
            tables=(figures_table(definition, series), *carry_over),
        )


def _data(site: Site, series: ReportSeries) -> SeriesDataView:
    return SeriesDataView(
        site=site.settings.name,
        address=site.settings.address,
        reports=tuple(
            SeriesReport(
                year=year,
                title=report.entry.title,
                body=report.organization,
                form=report.form,
                form_number=series.form(year).document_number,
                url=report.entry.url,
            )
            for year, report in series.reports.items()
        ),
        missing=series.missing,
        withdrawn=series.withdrawn,
        figures=tuple(_figures(series)),
        carry_over_checks=tuple(carry_over_checks(series)),
    )


def _figures(series: ReportSeries) -> Iterator[SeriesFigure]:
    """Yield every figure of every year, and every place that a year's form does not have."""
    forms = tuple(series.forms.values())
    cells_by_form = {report.form: series.figures[year] for year, report in series.reports.items()}
    absent_cells: dict[CellKey, FigureCell] = {}
    for table in dict.fromkeys(table.id for form in forms for table in form.tables()):
        definition = SeriesDefinition(table, "", table, "", "", ())
        for row in alignment.walk(alignment.aligned_rows(definition, forms)):
            for form, (key, _) in row.cells.items():
                absent = replace(cells_by_form[form][key], value="", unit="", state="absent")
                absent_cells.setdefault(key, absent)
    for year in series.reports:
        current, previous = series.figures[year], series.figures.get(year - 1, {})
        for key, absent_cell in absent_cells.items():
            difference = change(current.get(key), previous.get(key))
            yield SeriesFigure(
                year, current.get(key, absent_cell), "" if difference is None else f"{difference:f}"
            )
