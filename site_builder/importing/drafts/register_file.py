"""A register of bodies as an office writes it by hand."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from site_builder.importing.drafts.yaml_text import quote_value
from site_builder.model.standards import Field

EntryValue: TypeAlias = "str | list[EntryValue] | dict[str, EntryValue]"
_HEAD = "# 机构名录：每个机构一项，最上一级不写“上级”；说明见文档。\n机构:\n"


def draft_register(
    entries: Mapping[str, Mapping[str, EntryValue]], fields: Sequence[Field]
) -> tuple[bytes, Mapping[int, str]]:
    """Return the file, and the code of the entry that begins on each line."""
    lines = _HEAD.splitlines()
    places: dict[int, str] = {}
    for code, entry in entries.items():
        places[len(lines) + 1] = code
        mark = "- "
        for each in fields:
            if entry.get(each.id):
                lines.append(f"  {mark}{each.label}: {_value(entry[each.id])}")
                mark = "  "
    return ("\n".join(lines) + "\n").encode("utf-8", "replace"), places


def _value(value: EntryValue) -> str:
    return quote_value(value) if isinstance(value, str) else _flow(value)


def _flow(value: EntryValue) -> str:
    """Write a value in brackets: there a comma or a bracket ends a word that is not quoted."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return "{" + ", ".join(f"{key}: {_flow(child)}" for key, child in value.items()) + "}"
