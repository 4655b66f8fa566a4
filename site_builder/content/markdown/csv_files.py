"""The CSV files that a text takes tables from: which it names, and what they hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.content.markdown.table_captions import TABLE_FENCE
from site_builder.core.urls import resolve_link

# Only where a run of such signs begins: tried at each of them, a long one would take for ever.
_CSV = re.compile(rb"(?<![A-Za-z0-9_./%-])[A-Za-z0-9_./%-]+\.csv", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The CSV files that a text may take tables from."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    """Path below `content/` → bytes, of those the text names."""
    names: tuple[str, ...] = ()
    """All there are, when one that is named does not exist: one may be meant."""


def csv_files_named_in(data: bytes, path: str) -> tuple[str, ...]:
    """Return the CSV files, below `content/`, that a text may take tables from."""
    if TABLE_FENCE.encode() not in data:
        return ()
    targets = dict.fromkeys(match.decode("ascii") for match in _CSV.findall(data))
    resolved = (resolve_link(target, path) for target in targets)
    return tuple(dict.fromkeys(resolved_path for resolved_path in resolved if resolved_path))
