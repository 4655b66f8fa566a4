"""`import-headings.yaml` → `ImportHeadings`."""

from typing import Any

from site_builder.model.frozendict import frozendict
from site_builder.model.import_headings import ImportHeadings, PartWords


def read_import_headings(raw: dict[str, Any]) -> ImportHeadings:
    """Return the words of the file."""
    return ImportHeadings(
        parts=frozendict({name: _part_words(part) for name, part in raw["parts"].items()}),
        preamble=tuple(raw["preamble"]),
        last_part=tuple(raw["last_part"]),
        appendix=tuple(raw["appendix"]),
        furniture=tuple(raw["furniture"]),
        furniture_starts=tuple(raw["furniture_starts"]),
    )


def _part_words(raw: dict[str, Any]) -> PartWords:
    return PartWords(
        titles=tuple(raw["titles"]),
        words=tuple(map(tuple, raw["words"])),
        without=tuple(raw["without"]),
    )
