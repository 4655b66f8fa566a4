"""A report signed in another form, or with headings of its own, is published as it was signed."""

import json
import re

import lxml.html
import pytest

from tests.helpers import Project, ProjectFactory, run_cli
from tests.properties.small_site import as_text, figures, report, small_site

REPORT = "content/2021/report.md"
FIGURES = "content/2021/figures.yaml"
FIRST, SECOND, THIRD = (
    "## 一、总体情况",
    "## 二、主动公开政府信息情况",
    "## 三、收到和处理政府信息公开申请情况",
)
FOUR, FIVE = "## 四、政府信息公开行政复议、行政诉讼情况", "## 五、存在的主要问题及改进情况"


@pytest.fixture
def site(make_project: ProjectFactory) -> Project:
    project = make_project(as_text(small_site(1)))
    project.edit(REPORT, report(2021))
    project.edit(FIGURES, figures(2021))
    return project


def ids(site: Project) -> list[str]:
    """List the errors by the names under which they could be accepted."""
    stdout = run_cli("check", "--project", str(site.path), "--format", "json")[1]
    diagnostics = json.loads(stdout)["findings"]
    return [
        diagnostic["id"]
        for diagnostic in diagnostics
        if diagnostic["severity"] == "error" and not diagnostic["accepted"]
    ]


def suppress(site: Project, problems: list[str]) -> None:
    items = "".join(f"  - {{问题: '{problem_id}', 理由: 印发时如此}}\n" for problem_id in problems)
    site.edit(REPORT, site.read(REPORT).replace("---\n", f"---\n接受:\n{items}", 1))


def headings(page: str) -> list[str]:
    tree = lxml.html.fromstring(page)
    return [
        element.text_content() for element in tree.xpath("//section[@class='document__part']/h2")
    ]


SIGNED = {
    "misprint": (SECOND, "## 二、主动公开政府政府情况", "二、主动公开政府政府情况"),
    "of its own": (f"{FIVE}\n", f"## 五、平台建设\n\n一体化。\n\n{FIVE}\n", "五、平台建设"),
    "loosely": (FIVE, "## 五、不足和整改", "五、不足和整改"),
    "without numeral": (FOUR, "## 行政复议和行政诉讼", "行政复议和行政诉讼"),
}


@pytest.mark.parametrize("case", SIGNED)
def test_a_heading_stays_as_it_was_signed(site: Project, case: str) -> None:
    form, signed, heading = SIGNED[case]
    site.edit(REPORT, site.read(REPORT).replace(form, signed))
    assert ids(site) == [f"report/heading:{heading}"]
    suppress(site, ids(site))
    page = site.build().files["2021/report.html"].decode()
    assert heading in headings(page)
    assert len(re.findall('class="statutory-table"', page)) == 3
    assert f"“{heading}”不是表式的标题。原报告如此，照原样公布。说明：印发时如此" in page


def test_missing_twice_and_out_of_order(site: Project) -> None:
    text = site.read(REPORT).replace(f"{THIRD}\n", "").replace(FIRST, "## ※").replace(SECOND, FIRST)
    text = text.replace("## ※", SECOND).replace(FIRST, f"{FIRST}\n\n没有。\n")
    text += f"\n{FIVE}\n\n再说一遍。\n"
    site.edit(REPORT, text)
    assert sorted(ids(site)) == [
        "report/heading:两次 五、存在的主要问题及改进情况",
        "report/heading:次序 一、总体情况",
        "report/heading:缺少 三、收到和处理政府信息公开申请情况",
    ]
    suppress(site, ids(site))
    outcome = site.build()
    page = outcome.files["2021/report.html"].decode()
    assert headings(page)[:2] == [SECOND[3:], FIRST[3:]]
    assert (headings(page).count(FIVE[3:]), THIRD[3:] in headings(page)) == (2, False)
    assert page.index('id="requests"') > page.index(FIRST[3:])
    assert page.count('class="statutory-table"') == 3
    assert "已接受 3 处" in outcome.output


def test_a_part_that_says_nothing(site: Project) -> None:
    site.edit(REPORT, site.read(REPORT).replace("2021 年的总体情况。", ""))
    assert ids(site) == ["report/empty:一、总体情况"]
    suppress(site, ids(site))
    assert ids(site) == []


def test_another_form_is_published_in_its_own_rows(site: Project) -> None:
    site.edit(FIGURES, figures(2020))
    assert ids(site) == ["figures/form"]
    suppress(site, ["figures/form"])
    outcome = site.build()
    assert outcome.exit_code == 0, outcome.output
    page, data = (
        outcome.files[f"2021/{name}"].decode() for name in ("report.html", "figures.json")
    )
    message = "签发的报告用的是 2019 年表式，不是 2021 年表式，照原样公布。说明：印发时如此"
    assert message in page
    assert "本年新制作数量" in page
    assert json.loads(data)["form"] == "annual-report-2019"
    assert json.loads(data)["notes"] == [message]
    assert "本年新制作数量" in outcome.files["reports/figures.html"].decode()


def test_rows_of_the_years_form_under_another_name_are_one_error(site: Project) -> None:
    site.edit(FIGURES, figures(2021).replace("表式: 2021", "表式: 2019"))
    assert ids(site) == ["figures/form"]


@pytest.mark.parametrize("name", ["2020", "~"])
def test_a_form_nobody_knows_is_never_accepted(site: Project, name: str) -> None:
    site.edit(FIGURES, figures(2021).replace("表式: 2021", f"表式: {name}"))
    before = site.read("config.yaml")
    for problem in ("figures/form", "figures/form:unknown"):
        words = f"接受:\n  - {{问题: '{problem}', 理由: 如此, 文件: '{FIGURES}'}}\n"
        site.edit("config.yaml", before + words)
        assert ids(site) == ["figures/form:unknown"]


def test_what_was_mended_is_accepted_no_longer(site: Project) -> None:
    suppress(site, ["figures/form", "report/heading:缺少 一、总体情况"])
    out = run_cli("check", "--all", "--project", str(site.path))[1]
    assert out.count("accept/unused") == 2
