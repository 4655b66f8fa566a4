"""The lines that may stand below a line of `figures.yaml`: the headers of one level of a form."""

from site_builder.core.text.suggest import normalize_label, strip_numbering
from site_builder.core.yaml.schema import Schema, SchemaField
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.form import Header
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location

_COLON = lazy_pattern("[:：]")
_CODE = "figures/row"


def header_schema(headers: tuple[Header, ...], parent_label: str, axis: str) -> Schema:
    """Return the schema of rows or columns: by their keys, or by their labels on paper."""
    by_path = {header.path: header for header in headers}
    fields = tuple(
        SchemaField(path, header.key, aliases=(strip_numbering(header.label),), required=True)
        for path, header in by_path.items()
    )
    names = {normalize_label(name) for entry in fields for name in (entry.name, *entry.aliases)}

    def fold(key: str) -> str:
        label = normalize_label(key)
        return label if label in names else strip_numbering(key)

    def missing(absent: SchemaField, location: Location) -> Diagnostic:
        label = by_path[absent.id].label
        form_label = f"，即表上的“{label}”" if label != absent.name else ""
        message = f"“{parent_label}”下缺少{axis}“{absent.name}”{form_label}"
        hint = "请补上；没有发生的填 0，原报告空着的填 缺。"
        return error(_CODE, location, message, hint)

    def unknown(key: str) -> tuple[str, str]:
        colon = _COLON.search(key)
        hint = f"“{colon[0]}”请改成半角冒号加空格“: ”。" if colon else ""
        return f"“{parent_label}”下没有{axis}“{key}”", hint

    return Schema(_CODE, fields, missing, unknown, fold=fold)
