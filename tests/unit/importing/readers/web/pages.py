"""Pages of made-up portals, and what a reading of them is compared by."""

from collections.abc import Callable

from site_builder.importing.readers import web_page
from site_builder.model.original import Original, OriginalTable, TextBlock

PROSE = (
    "<p>　　2024年，示范园区管理委员会认真贯彻《中华人民共和国政府信息公开条例》。</p>"
    "<p>　　全年主动公开信息214条，办理申请31件，没有被申请行政复议，也没有被提起行政诉讼。</p>"
)
REPORT = "示范园区管理委员会2024年政府信息公开工作年度报告"


def page(body: str, head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    ).encode()


def read(
    body: str, head: str = "", open_sibling: Callable[[str], bytes | None] | None = None
) -> Original:
    return web_page.read("a.html", page(body, head), open_sibling=open_sibling)


def read_table(table: str) -> OriginalTable:
    """Return the only table of a page."""
    (result,) = read(f"<div id=zoom>{PROSE}{table}</div>").tables()
    return result


def grid(table: OriginalTable) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells
    ]


def texts(original: Original) -> list[str]:
    return [block.text for block in original.blocks if isinstance(block, TextBlock)]


def reasons(original: Original) -> list[str]:
    return [omission.reason for omission in original.omissions]
