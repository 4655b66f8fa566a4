"""A place in an imported file, in the words of a person who opens it."""

from site_builder.core.office_file_types import is_spreadsheet
from site_builder.model.original import Origin


def describe_place(origin: Origin | None) -> str:
    """Return where something stands, in Chinese: 第 2 页第 1 张表第 3 行; empty if unknown."""
    if origin is None:
        return ""
    parts = (
        (origin.page, "张工作表" if is_spreadsheet(origin.file) else "页"),
        (origin.table, "张表"),
        (origin.row, "行"),
        (origin.column, "列"),
    )
    place = "".join(f"第 {number} {unit}" for number, unit in parts if number is not None)
    return place or ("" if origin.line is None else f"第 {origin.line} 行")


def file_name(file: str) -> str:
    """Return the name of a file without its folders: where it lies is nobody's business."""
    return file.replace("\\", "/").rpartition("/")[2]
