"""An author's table with merged cells in Word and PDF: the same cells, captions and headers."""

import io

import docx
import pikepdf
import pytest

from tests.downloads.figures_site import ALL, figures_text
from tests.downloads.test_structure import W, elements, table_facts
from tests.helpers import Outcome, Project, split_files
from tests.properties.small_site import as_text, report

TABLE = """现将情况报告如下。

表：各渠道条数
```表格
表头行数: 2
行标题列数: 2
合并: A1:B2、C1:D1、A4:A5、C6:D6
分组行: 3

渠道,,件数,
,,文件,指南
一、网上,,,
网站,首页,1.50,007
,栏目,3,"4,000"
合计,件,5,
```
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A report with the table."""
    project = Project(tmp_path_factory.mktemp("tables") / "site")
    sources = {
        "config.yaml": ALL,
        "content/2021/report.md": report(2021, TABLE),
        "content/2021/figures.yaml": figures_text(2021),
    }
    for path, text in split_files(as_text(sources)).items():
        project.edit(path, text)
    outcome = project.build()
    assert outcome.exit_code == 0, outcome.output
    return outcome


def test_word_merges_cells_and_repeats_the_header(outcome: Outcome) -> None:
    document = docx.Document(io.BytesIO(outcome.files["2021/report.docx"]))
    table = document.tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts == [
        ["渠道", "渠道", "件数", "件数"],
        ["渠道", "渠道", "文件", "指南"],
        ["一、网上"] * 4,
        ["网站", "首页", "1.50", "007"],
        ["网站", "栏目", "3", "4,000"],
        ["合计", "件", "5", "5"],
    ]
    repeated = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]  # noqa: SLF001 - python-docx has no accessor
    assert repeated == [True, True, False, False, False, False]
    above = table._tbl.getprevious()  # noqa: SLF001 - python-docx has no accessor
    assert "".join(text.text for text in above.iter(f"{W}t")) == "各渠道条数"
    assert above.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Caption"


def test_a_pdf_says_what_each_cell_heads(outcome: Outcome) -> None:
    with pikepdf.open(io.BytesIO(outcome.files["2021/report.pdf"])) as pdf:
        all_elements = list(elements(pdf.Root.StructTreeRoot.K))
        table = next(element for element in all_elements if element.S == "/Table")
        assert str(table_facts(table).Summary) == "各渠道条数"
        rows = [element for element in elements(table.K) if element.S == "/TR"]
        actual = [[_cell_attributes(cell) for cell in row.K] for row in rows]
    assert actual == [
        [("TH", "Column", 2, 2), ("TH", "Column", 1, 2)],
        [("TH", "Column", 1, 1)] * 2,
        [("TH", "Row", 1, 4)],
        [("TH", "Row", 2, 1), ("TH", "Row", 1, 1), ("TD", "", 1, 1), ("TD", "", 1, 1)],
        [("TH", "Row", 1, 1), ("TD", "", 1, 1), ("TD", "", 1, 1)],
        [("TH", "Row", 1, 1), ("TH", "Row", 1, 1), ("TD", "", 1, 2)],
    ]


def _cell_attributes(cell: pikepdf.Object) -> tuple[str, str, int, int]:
    kind = str(cell.S).removeprefix("/")
    facts = [attributes for attributes in cell.get("/A", []) if attributes.O == "/Table"]
    spans = {
        name: int(attributes[name])
        for attributes in facts
        for name in ("/RowSpan", "/ColSpan")
        if name in attributes
    }
    scopes = [
        str(attributes.Scope).removeprefix("/") for attributes in facts if "/Scope" in attributes
    ]
    return kind, "".join(scopes), spans.get("/RowSpan", 1), spans.get("/ColSpan", 1)
