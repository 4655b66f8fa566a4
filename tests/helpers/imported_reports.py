"""Imported reports built from figures and blocks, for tests of what is written from them."""

from collections.abc import Mapping, Sequence

from site_builder.model.figures import Cell, CellKey
from site_builder.model.form import Form
from site_builder.model.imported import ImportedCell, ImportedPart, ImportedReport
from site_builder.model.original import Block, Origin, TextBlock

ORIGIN = Origin("旧报告.docx", page=2, table=1, row=3, column=4)


def text_block(
    text: str, markdown: str | None = None, kind: str = "paragraph", level: int = 0
) -> TextBlock:
    """Build a block; without Markdown of its own its words hold no marks."""
    kinds = {"heading": "heading", "list-item": "list-item", "quote": "quote"}
    return TextBlock(
        kinds.get(kind, "paragraph"),  # type: ignore[arg-type]  # one of the four
        text,
        text if markdown is None else markdown,
        Origin("旧报告.docx"),
        level,
    )


def imported_report(
    form: Form,
    cells: Mapping[CellKey, Cell | None],
    *,
    changes: Mapping[CellKey, ImportedCell] | None = None,
    parts: Mapping[str, Sequence[Block]] | None = None,
    headings: Mapping[str, str] | None = None,
) -> ImportedReport:
    """Build a report with these cells, read as they are, and this text."""
    imported = {
        key: ImportedCell(key, section.id, cells.get(key), "read", ORIGIN)
        for table in form.tables()
        for section, row, column in table.cells()
        for key in [(table.id, row.path, column.path)]
    }
    year = form.first_year
    return ImportedReport(
        file="旧报告.docx",
        form=form.id,
        year=year,
        year_reason="标题",
        body="示范园区管理委员会",
        title=f"示范园区管理委员会{year}年政府信息公开工作年度报告",
        published=f"{year + 1}-01-20",
        preamble=(),
        parts=tuple(
            ImportedPart(
                part.id,
                (headings or {}).get(part.id, part.title),
                None,
                tuple((parts or {}).get(part.id, ())),
            )
            for part in form.parts
        ),
        cells=imported | dict(changes or {}),
        left_over=(),
        omissions=(),
        diagnostics=(),
    )
