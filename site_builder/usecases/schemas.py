"""The JSON Schemas of sources, written where editors of text files find them."""

from pathlib import Path

from site_builder.core.safe_files import write_new, write_whole
from site_builder.model.standards import Standards
from site_builder.standards.json_schemas import schema_texts


def write_schemas(
    folder: Path, standards: Standards, *, only_missing: bool = False
) -> tuple[str, ...]:
    """Write all schemas, or those that are not there. Returns the names written. Raises OSError."""
    written = []
    for name, text in schema_texts(standards).items():
        if not only_missing:
            write_whole(folder / name, text.encode())
            written.append(name)
        elif write_new(folder / name, text.encode()):
            written.append(name)
    return tuple(written)
