"""What the program publishes it imports again: the same figures, and the same text."""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from site_builder.model.figures import Cell, CellKey, MissingValue
from site_builder.model.form import Form
from site_builder.model.imported import ImportedReport
from site_builder.model.original import TextBlock
from tests.helpers import Project, ProjectFactory, run_cli
from tests.helpers.sample_files import picture
from tests.helpers.standards import STANDARDS
from tests.importing.recognized import recognize
from tests.importing.sample_report import consistent_cells
from tests.properties.report_arithmetic import figures_yaml

FILES = ("report.html", "report.docx", "report.pdf", "figures.xlsx", "figures.csv", "figures.json")
WITH_TEXT = ("report.html", "report.docx")
YEARS = {"annual-report-2019": 2020, "annual-report-2021": 2024}
LINK = "[清单](https://example.test/a)"
WORDS = (
    *("全年公开信息", "依申请公开", "办理时限", "“一网通办”", "《条例》第二十条", "3 件", "12.5%"),
    *("（一）", "**重点领域**的", "示范园区", "2024年", LINK, "、", "；"),
)
CONFIG = """--- config.yaml
站点:
  名称: 示范园区信息公开
  机关: 示范园区
  网址: https://gk.example.test/
下载: [pdf, docx, xlsx, csv, json]
--- content/index.md
---
---

首页。
"""


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> list[int]:
    count = request.config.getoption("--fuzz") or 1
    first = request.config.getoption("--fuzz-seed")
    return [first + number for number in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("form_id", YEARS)
def test_what_is_published_is_imported_again(
    form_id: str, seeds: list[int], make_project: ProjectFactory
) -> None:
    form = STANDARDS.forms[form_id]
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        cells = _with_missing_values(consistent_cells(form, chance), chance)
        texts = {part.id: _paragraphs(chance) for part in form.parts if not part.table}
        site = _publish(make_project, form, cells, texts)
        for name in FILES:
            report = _import(site.output / str(YEARS[form_id]) / name)
            different = {
                key: (cell.value, cell.reading, cells[key])
                for key, cell in report.cells.items()
                if cell.value != cells[key]
            }
            assert different == {}, f"seed {seed}: {name}"
            if name in WITH_TEXT:
                assert _texts(report) == _plain(texts), f"seed {seed}: {name}"


def _with_missing_values(cells: dict[CellKey, Cell], chance: random.Random) -> dict[CellKey, Cell]:
    """Leave some cells blank or not applicable: they come back as what they are, no zero."""
    for key in chance.sample(sorted(cells), 5):
        cells[key] = chance.choice((MissingValue.BLANK, MissingValue.NOT_APPLICABLE))
    return cells


def _paragraphs(chance: random.Random) -> list[str]:
    return [
        "本年" + "".join(chance.choices(WORDS, k=chance.randint(3, 20))) + "。"
        for _ in range(chance.randint(1, 4))
    ]


def _publish(
    make_project: ProjectFactory,
    form: Form,
    cells: Mapping[CellKey, Cell],
    texts: Mapping[str, list[str]],
) -> Project:
    year = YEARS[form.id]
    parts = [f"## {part.title}\n\n" + "\n\n".join(texts.get(part.id, ())) for part in form.parts]
    facts = f"索引号: SF-{year}-00001\n发布日期: {year + 1}-01-20\n"
    head = f"---\n标题: 示范园区{year}年政府信息公开工作年度报告\n{facts}---\n\n"
    site = make_project(CONFIG)
    site.edit(f"content/{year}/report.md", head + "\n\n".join(parts) + "\n")
    site.edit(f"content/{year}/figures.yaml", figures_yaml(form, cells))
    if "files/chart.png" in "".join(map("".join, texts.values())):
        site.edit(f"content/{year}/files/chart.png", picture("PNG"))
    outcome = site.build(today=f"{year + 1}-01-20")
    assert outcome.exit_code == 0, outcome.output
    return site


def _import(path: Path) -> ImportedReport:
    recognition = recognize(path.name, path.read_bytes())
    (report,) = recognition.reports
    return report


def _texts(report: ImportedReport) -> dict[str, list[str]]:
    """Return the words of each part that has any, a paragraph each."""
    texts: dict[str, list[str]] = {}
    for part in report.parts:
        for block in part.blocks:
            assert isinstance(block, TextBlock)
            texts.setdefault(part.part, []).append("".join(block.text.split()))
    return texts


def _plain(texts: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return paragraphs as they are read: without the marks of emphasis and links."""
    return {part: list(map(_words, paragraphs)) for part, paragraphs in texts.items()}


def _words(text: str) -> str:
    return "".join(text.replace("**", "").replace(LINK, "清单").split())


ILLUSTRATED = """本年公开12条。

![各年的件数：3、5、7件。](files/chart.png)

表：各渠道的条数
| 渠道 | 条数 |
| --- | --- |
| 网站 | 12 |

| 问题 | 结果 |
| --- | --- |
| 字太小 | 改好 |
"""


def test_pictures_and_tables_of_a_word_file_come_back(make_project: ProjectFactory) -> None:
    form = STANDARDS.forms["annual-report-2021"]
    texts = {part.id: [ILLUSTRATED] for part in form.parts[:1]}
    texts |= {part.id: ["没有。"] for part in form.parts[1:] if not part.table}
    cells = consistent_cells(form, random.Random(1))  # noqa: S311 - a repeatable choice, no secret
    site = _publish(make_project, form, cells, texts)
    other = make_project(CONFIG)
    word = str(site.output / "2024/report.docx")
    exit_code, output, _ = run_cli("import", word, "--project", str(other.path))
    assert exit_code == 0, output
    body = other.read("content/2024/report.md")
    (name,) = re.findall(r"!\[各年的件数：3、5、7件。\]\((files/\S+\.png)\)", body)
    assert (other.path / "content/2024" / name).read_bytes() == picture("PNG")
    assert body.count("各渠道的条数") == 1
    assert "表：各渠道的条数\n| 渠道 | 条数 |" in body
    assert "\n\n| 问题 | 结果 |" in body
    assert not re.search("索引号：|表式：|网址：|文字版|「缺」", body), body
