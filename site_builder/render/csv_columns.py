"""`CsvColumnsView` → CSV on the Web metadata, which tells programs what each column holds."""

import json
from dataclasses import dataclass
from types import MappingProxyType

from site_builder.model.opendata import CsvColumnsView
from site_builder.model.view import View
from site_builder.render.columns import CATALOGUE, FIGURES, SERIES, Column

_ESCAPED = (
    "文字如果以 = + - @、它们的全角形式、制表符或者换行开头，前面加了一个单引号，"
    "以免电子表格软件把它当作公式。数值没有加。"
)


@dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[Column, ...]
    key: tuple[str, ...]


_TABLES = MappingProxyType(
    {
        "series": _Table(SERIES, ("year", "place")),
        "figures": _Table(FIGURES, ("table", "band", "row", "column")),
        "catalogue": _Table(CATALOGUE, ("url",)),
    }
)


def csv_columns(view: View) -> bytes:
    """Describe the columns of a CSV file."""
    assert isinstance(view, CsvColumnsView)  # noqa: S101 - the plan pairs views and renderers
    table = _TABLES[view.kind]
    made = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-CN"}],
        "url": view.file,
        "dc:title": view.title,
        "dc:description": f"{view.description}{_ESCAPED}",
        "dc:publisher": view.publisher,
        **({"dc:license": {"@id": view.licence_url}} if view.licence_url else {}),
        **({"dc:rights": view.licence} if view.licence else {}),
        **(
            {"dc:modified": {"@value": view.modified, "@type": "xsd:date"}} if view.modified else {}
        ),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_column(one) for one in table.columns],
            "primaryKey": list(table.key),
        },
    }
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _column(one: Column) -> dict[str, object]:
    kind: object = one.type
    if one.words:
        kind = {"base": "string", "format": "|".join(one.words)}
    return {
        "name": one.id,
        "titles": one.label,
        "dc:description": one.says,
        "datatype": kind,
        "required": one.required,
        **({"separator": one.separator} if one.separator else {}),
    }
