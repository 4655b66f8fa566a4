"""What comes due on a site: the yearly report, and documents that were made and not published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from site_builder.model.document import CatalogueEntry
from site_builder.model.form import form_for, reports_for_government
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards
from site_builder.standards.workdays import nth_workday_after

_WORKDAYS = 20
"""《政府信息公开条例》第二十六条."""
_NOTICE = 60
"""Days before the report is due on which it is first listed."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something the law wants by a day."""

    what: str
    due: date
    days_left: int
    """Negative when the day has passed."""
    path: str
    """Source that is to be completed, from the project folder; empty where there is none yet."""

    @property
    def is_late(self) -> bool:
        """Return whether the day has passed."""
        return self.days_left < 0


def due_items(
    site: Site, sources: tuple[Source, ...], standards: Standards, today: date
) -> tuple[DueItem, ...]:
    """Return what comes due, the most urgent first."""
    items = (*_report(site, sources, today), *_documents(site, standards, today))
    return tuple(sorted(items, key=lambda item: (item.due, item.path)))


def _report(site: Site, sources: tuple[Source, ...], today: date) -> Iterator[DueItem]:
    year = today.year - 1
    form = form_for(year, site.forms)
    if form is None:
        return
    due = form.due(year, government=reports_for_government(site.settings.organization))
    days_left = (due - today).days
    report = site.reports.get(year)
    is_started = any(
        source.kind in ("report", "figures") and source.year == year for source in sources
    )
    if (report and report.published) or days_left > _NOTICE:
        return
    what = f"{year} 年度报告要公布" + ("，还没有写好" if is_started else "，还没有建")
    yield DueItem(what, due, days_left, f"content/{year}/report.md" if is_started else "")


def _documents(site: Site, standards: Standards, today: date) -> Iterator[DueItem]:
    for entry in site.entries:
        if _is_waiting(entry):
            assert entry.created  # noqa: S101 - it waits since that day
            due = nth_workday_after(entry.created, _WORKDAYS, standards.work_calendar)
            path = entry.source.display_path
            what = f"“{entry.title or path}”要在生成以后 {_WORKDAYS} 个工作日内公开"
            yield DueItem(what, due, (due - today).days, path)


def _is_waiting(entry: CatalogueEntry) -> bool:
    is_document = entry.source.kind == "document"
    is_open = entry.openness in ("", "主动公开")
    return bool(is_document and is_open and entry.created and not entry.published)
