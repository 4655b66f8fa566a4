"""What comes due: the report by its day, documents within twenty working days."""

from datetime import date

import pytest

from site_builder.build.cache import MemoryCache
from site_builder.build.options import Options
from site_builder.usecases.due_dates import DueItem, due_items
from site_builder.usecases.preview_snapshot import load_snapshot
from tests.helpers import Project, ProjectFactory
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text, document, figures, report, small_site


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(2)))


def due(site: Project, today: date) -> tuple[DueItem, ...]:
    options = Options(site.path, site.path / "drafts", today, drafts=True, jobs=1)
    snapshot = load_snapshot(options, STANDARDS, MemoryCache())
    assert snapshot.checked_site
    return due_items(snapshot.checked_site.site, snapshot.sources, STANDARDS, today)


@pytest.mark.parametrize(
    ("organization", "day"),
    [("测试园区", date(2023, 1, 31)), ("测试县人民政府", date(2023, 3, 31))],
)
def test_the_report_of_last_year(site: Project, organization: str, day: date) -> None:
    site.edit(
        "config.yaml", site.read("config.yaml").replace("机关: 测试园区", f"机关: {organization}")
    )
    (item,) = due(site, date(2023, 2, 10))
    assert (item.due, item.days_left, item.path) == (day, (day - date(2023, 2, 10)).days, "")
    assert item.is_late == (organization == "测试园区")
    assert due(site, date(2022, 11, 1)) == ()
    site.edit("content/2022/report.md", "---\n标题: 年报\n---\n")
    assert due(site, date(2023, 2, 10))[0].path == "content/2022/report.md"
    site.edit("content/2022/report.md", report(2022))
    site.edit("content/2022/figures.yaml", figures(2022))
    assert due(site, date(2023, 2, 10)) == ()


def test_documents_within_twenty_working_days(site: Project) -> None:
    path = "content/2021/documents/d0001.md"
    site.edit(path, document(2021, 1).replace("发布日期: 2021-04-02\n", ""))
    items = [item for item in due(site, date(2021, 3, 15)) if item.path == path]
    # From 2 March; Tomb-Sweeping Day, Monday 5 April, comes later.
    assert [(item.due, item.is_late) for item in items] == [(date(2021, 3, 30), False)]
    items = [item for item in due(site, date(2021, 4, 1)) if item.path == path]
    assert [(item.days_left, item.is_late) for item in items] == [(-2, True)]
    site.edit(path, site.read(path).replace("有效性", "公开方式: 依申请公开\n有效性"))
    assert not [item for item in due(site, date(2021, 4, 1)) if item.path == path]
