"""What is wider than the paper: numbers in an author's table, words without an end."""

import io
import re
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path

import lxml.etree
import pytest

from tests.downloads.figures_site import ALL, figures_text
from tests.helpers import Outcome, ProjectFactory, find_program, skip_missing
from tests.properties.small_site import as_text, report

WORDS = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
LEFT, RIGHT = 28 * 72 / 25.4, (210 - 26) * 72 / 25.4
URL = "https://www.example.gov.cn/" + "zwgk/Ab1_Cd2-" * 20 + "?a=b&c=" + "x" * 60
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def build_page(make_project: ProjectFactory, body: str) -> Outcome:
    return make_project(
        as_text(
            {
                "config.yaml": f"{ALL}附统计表文字版: 否\n",
                "content/2021/report.md": report(2021, body),
                "content/2021/figures.yaml": figures_text(2021),
            }
        )
    ).build()


def table(columns: int, number: str) -> str:
    line = f"|{number}" * columns + "|"
    return f"开头。\n\n{'|甲' * columns}|\n{'|--:' * columns}|\n{line}\n{line}\n"


def poppler(data: bytes, folder: Path, *options: str) -> str:
    program = find_program("pdftotext")
    if not program:
        skip_missing("pdftotext", "apt-get install poppler-utils")
    path = folder / "report.pdf"
    path.write_bytes(data)
    completed = subprocess.run([program, *options, str(path), "-"], capture_output=True, check=True)
    return completed.stdout.decode()


def boxes(data: bytes, folder: Path) -> list[tuple[float, float, float, float, str]]:
    return [
        (float(left), float(top), float(right), float(low), words)
        for left, top, right, low, words in WORDS.findall(poppler(data, folder, "-bbox"))
    ]


@pytest.mark.parametrize(
    ("columns", "number"), [(10, "123456.78"), (12, "123456.7"), (5, "12345678901.25"), (3, "71.5")]
)
def test_numbers_of_a_table_stand_beside_each_other(
    columns: int, number: str, make_project: ProjectFactory, tmp_path: Path
) -> None:
    outcome = build_page(make_project, table(columns, number))
    assert outcome.exit_code == 0, outcome.output
    number_boxes = [
        item for item in boxes(outcome.files["2021/report.pdf"], tmp_path) if item[4] == number
    ]
    assert len(number_boxes) == 2 * columns
    assert all(item[0] > LEFT and item[2] < RIGHT for item in number_boxes)
    for item, other in pairwise(number_boxes[:columns]):
        assert item[2] + 1 < other[0], "there is a rule between them"
    with zipfile.ZipFile(io.BytesIO(outcome.files["2021/report.docx"])) as archive:
        body = lxml.etree.fromstring(archive.read("word/document.xml"))
    first = next(body.iter(f"{W}tbl"))
    width = int(next(first.iter(f"{W}gridCol")).get(f"{W}w", "0")) / 20 - 5.7
    sizes = {int(item.get(f"{W}val", "0")) / 2 for item in first.iter(f"{W}sz")} or {10.5}
    assert len(number) * 0.55 * max(sizes) < width


def test_a_table_that_nobody_could_read_is_refused(make_project: ProjectFactory) -> None:
    outcome = build_page(make_project, table(12, "12345678.90"))
    assert outcome.exit_code == 1
    assert re.search(r"content/2021/report\.md:\d+:\d+ 错误 render/unprintable", outcome.output)
    assert "正文里的表有 12 列，印到纸上太窄，“12345678.90”放不下" in outcome.output
    assert "请减少列数、拆成几张表" in outcome.output
    assert outcome.files == {}


@pytest.mark.parametrize("words", [URL, "Ab1_" * 75, "W" * 150, "Ж" * 200])
def test_words_without_an_end_stay_on_the_page_and_whole(
    words: str, make_project: ProjectFactory, tmp_path: Path
) -> None:
    cells = f"\n\n|甲|乙|丙|\n|--|--|--|\n|{words}|1|2|\n\n- 项：{words}\n\n`{words}`\n"
    outcome = build_page(make_project, f"前{words}后{cells}")
    assert outcome.exit_code == 0, outcome.output
    data = outcome.files["2021/report.pdf"]
    for left, _, right, _, box_text in boxes(data, tmp_path):
        assert left > LEFT - 6, box_text  # a bracket's white half may hang out
        assert right < RIGHT + 1, box_text
    text = re.sub("—[0-9]—", "", "".join(poppler(data, tmp_path, "-raw").split()))
    assert text.count(words) == 4
    assert f"前{words}后" in text


def test_a_long_number_in_a_sentence_is_not_cut(
    make_project: ProjectFactory, tmp_path: Path
) -> None:
    number = "1234567890123456789012345"
    outcome = build_page(make_project, f"{'字' * 20}{number}。")
    assert number in [
        box[4].strip("字。") for box in boxes(outcome.files["2021/report.pdf"], tmp_path)
    ]
