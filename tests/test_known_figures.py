"""While a cell is not confirmed, the sums that can be judged without it are judged all the same."""

import pytest

from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import as_text, figures, small_site

FIGURES = "content/2021/figures.yaml"
WRONG = {("requests", "new", "applicant.natural"): "1"}
OTHER = ("remedies", "value", "review.upheld")
TODAY = "2022-01-25"


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    return make_project(as_text(small_site(1)))


@pytest.mark.parametrize("unread", ["待核", "两件"])
def test_sums_without_the_cell_are_judged(site: Project, unread: str) -> None:
    site.edit(FIGURES, figures(2021, WRONG))
    sums = [line for line in site.check(today=TODAY).output.splitlines() if " n001/" in line]
    assert len(sums) > 1
    site.edit(FIGURES, figures(2021, WRONG | {OTHER: unread}))
    assert unread in site.read(FIGURES)
    output = site.check(today=TODAY).output
    assert [line for line in output.splitlines() if " n001/" in line] == sums
    assert "还没有核对" in output or unread in output


def test_sums_with_the_cell_are_not(site: Project) -> None:
    site.edit(FIGURES, figures(2021, {("requests", "new", "applicant.natural"): "待核"}))
    assert " n001/" not in site.check(today=TODAY).output


def test_what_is_accepted_is_not_told(site: Project) -> None:
    site.edit(FIGURES, figures(2021, WRONG))
    ids = [
        line.strip().removeprefix("编号：")
        for line in site.check(today=TODAY).output.splitlines()
        if "编号：n001/" in line
    ]
    assert ids
    accepted = "接受:\n" + "".join(f'  - {{问题: "{each}", 理由: 原报告如此}}\n' for each in ids)
    site.edit(FIGURES, figures(2021, WRONG | {OTHER: "待核"}) + accepted)
    output = site.check(today=TODAY).output
    assert "还没有核对" in output
    assert " n001/" not in output
