"""The files that a new site begins with: settings with a comment for each, the standing pages."""

from collections.abc import Iterator
from pathlib import Path

from site_builder.model.standards import Standards
from site_builder.standards.json_schemas import (
    SCHEMA_FOLDER,
    SETTINGS_SCHEMA,
    modeline,
    schema_texts,
)

_FOLDER = Path(__file__).parent / "data" / "new-site"
_NAME, _ORGANIZATION = "〔名称〕", "〔机关〕"


def new_site_files(
    name: str, organization: str, year: int, standards: Standards
) -> Iterator[tuple[str, str]]:
    """Yield path from the project folder and text of each file; the settings come last."""
    for schema, text in schema_texts(standards).items():
        yield f"{SCHEMA_FOLDER}/{schema}", text
    for file, path in (
        ("index.md", "content/index.md"),
        ("guide.md", "content/guide.md"),
        ("apply.md", "content/apply.md"),
        # 条例第二十条 asks for it first, and without any document there is no site to build.
        ("organization.md", f"content/{year}/documents/organization.md"),
        ("config.yaml", "config.yaml"),
    ):
        text = (_FOLDER / file).read_text(encoding="utf-8")
        if path == "config.yaml":
            text = f"{modeline(path, SETTINGS_SCHEMA)}\n{text}"
        yield path, text.replace(_NAME, name).replace(_ORGANIZATION, organization)
