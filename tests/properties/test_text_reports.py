"""Whole reports as plain text: no figure changes, and what is said around the tables stays said."""

from random import Random

import pytest

from site_builder.importing.readers import plain_text
from site_builder.importing.recognition.reports import recognize_reports
from site_builder.model.figures import Amount, Cell
from site_builder.model.imported import ImportedReport
from site_builder.model.original import Block, OriginalTable, TextBlock
from tests.helpers import format_list
from tests.helpers.random_figures import random_figures
from tests.helpers.standards import STANDARDS
from tests.properties.test_run_text import MODES, Flattener

REPORTS = 5
SENTENCES = (
    *("全年主动公开政府信息{n}条。", "（一）主动公开政府信息情况。", "（二）依申请公开情况"),
    *("一、组织领导有力", "二、平台建设规范", "1.加强培训", "表1：公开渠道", "- 重点领域公开"),
    "三、收到申请{n}件，予以公开{n}件、部分公开{n}件、不予公开{n}件。",
    "行政许可{n}件，行政处罚{n}件，行政强制{n}件。",
    "本年新收政府信息公开申请数量{n}件，结转下年度继续办理{n}件。",
    "行政复议{n}件，其中结果维持{n}件、结果纠正{n}件；行政诉讼总计{n}件。",
    *("2022年以来，规章{n}件。", "行政事业性收费{n}万元。", "来源于群众的意见{n}条。"),
    *("承办建议提案{n}件。", "规章 {n} 件，行政规范性文件 {n} 件。", "微信公众号推送{n}条"),
)
HEADING_LOST = 0.08


def sentences(chance: Random, count: int) -> list[str]:
    return [
        chance.choice(SENTENCES).replace("{n}", str(chance.choice((0, 3, 12, 345, 2023))))
        for _ in range(count)
    ]


def words_of(block: Block) -> str:
    if isinstance(block, OriginalTable):
        return "".join(cell.text for cell in block.cells)
    return block.text if isinstance(block, TextBlock) else ""


def everything(report: ImportedReport) -> str:
    blocks = [*report.preamble, *report.left_over, *(b for p in report.parts for b in p.blocks)]
    texts = [*map(words_of, blocks), *(omission.text for omission in report.omissions)]
    return "\n".join([*texts, *(part.heading for part in report.parts)])


def is_same(value: Cell, expected: Cell) -> bool:
    if isinstance(expected, Amount) and isinstance(value, Amount) and not expected.number:
        return not value.number
    return value == expected


@pytest.mark.parametrize("mode", MODES)
def test_no_figure_changes_and_no_sentence_is_lost(mode: str) -> None:
    chance = Random(mode)  # noqa: S311 - reports, the same every time
    wrong: list[str] = []
    for _ in range(REPORTS):
        form = chance.choice([*STANDARDS.forms.values()])
        cells = random_figures(form, chance)
        lines = [f"示范园区{form.first_year}年政府信息公开工作年度报告"]
        narrative: list[str] = []
        for part in form.parts:
            if chance.random() > HEADING_LOST:
                lines.append(part.title)
            before = sentences(chance, chance.choice((0, 0, 1, 2)) if part.table else 2)
            after = sentences(chance, chance.choice((0, 0, 1)))
            table = Flattener(mode, chance).text(part.table, cells) if part.table else ""
            lines += [*before, *filter(None, map(str.strip, table.split("\n"))), *after]
            narrative += before + after
        original = plain_text.read("报告.txt", "\n".join(lines).encode())
        (report,) = recognize_reports(original, STANDARDS).reports
        wrong += [
            f"{key}: {cells[key]} → {cell.value}"
            for key, cell in report.cells.items()
            if cell.value is not None and not is_same(cell.value, cells[key])
        ]
        text = everything(report)
        wrong += [sentence for sentence in narrative if sentence not in text]
    assert not wrong, format_list(wrong[:5])
