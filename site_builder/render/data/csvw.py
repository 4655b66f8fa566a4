"""`CsvColumnsView` → CSV on the Web metadata, which describes each column to programs."""

import json
from dataclasses import dataclass
from types import MappingProxyType

from site_builder.model.views.open_data import CsvColumnsView
from site_builder.render.data.columns import (
    CATALOGUE_COLUMNS,
    FIGURES_COLUMNS,
    SERIES_COLUMNS,
    CsvColumn,
)

_ESCAPING_NOTE = (
    "文字如果以 = + - @、它们的全角形式、制表符或者换行开头，前面加了一个单引号，"
    "以免电子表格软件把它当作公式。数值没有加。"
)


@dataclass(frozen=True, slots=True)
class _CsvTable:
    columns: tuple[CsvColumn, ...]
    primary_key: tuple[str, ...]


_TABLES = MappingProxyType(
    {
        "series": _CsvTable(SERIES_COLUMNS, ("year", "place")),
        "figures": _CsvTable(FIGURES_COLUMNS, ("table", "band", "row", "column")),
        "catalogue": _CsvTable(CATALOGUE_COLUMNS, ("url",)),
    }
)


def csvw_metadata(view: CsvColumnsView) -> bytes:
    """Describe the columns of a CSV file."""
    table = _TABLES[view.kind]
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-CN"}],
        "url": view.file,
        "dc:title": view.title,
        "dc:description": f"{view.description}{_ESCAPING_NOTE}",
        "dc:publisher": view.publisher,
        **({"dc:license": {"@id": view.licence_url}} if view.licence_url else {}),
        **({"dc:rights": view.licence} if view.licence else {}),
        **(
            {"dc:modified": {"@value": view.modified, "@type": "xsd:date"}} if view.modified else {}
        ),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_column_metadata(column) for column in table.columns],
            "primaryKey": list(table.primary_key),
        },
    }
    return (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()


def _column_metadata(column: CsvColumn) -> dict[str, object]:
    datatype: object = column.type
    if column.enum:
        datatype = {"base": "string", "format": "|".join(column.enum)}
    return {
        "name": column.id,
        "titles": column.label,
        "dc:description": column.description,
        "datatype": datatype,
        "required": column.required,
        **({"separator": column.separator} if column.separator else {}),
    }
