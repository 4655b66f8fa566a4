"""JSON Schemas of what an office writes, generated from the standards: for editors of text files.

They know the usual spelling alone: what `check` accepts besides (full-width digits, say) they may
refuse, and what only the whole of a project shows they cannot know.
"""

import json
from collections.abc import Mapping

from site_builder.model.standards import Standards
from site_builder.standards.json_schemas.bodies import bodies_schema
from site_builder.standards.json_schemas.figures import figures_schema
from site_builder.standards.json_schemas.front_matter import front_matter_schema
from site_builder.standards.json_schemas.settings import settings_schema
from site_builder.standards.json_schemas.values import JsonSchema

SCHEMA_FOLDER = ".schemas"
"""In a project's folder, so that a path from a source stays true wherever the project goes."""
SETTINGS_SCHEMA = "config.json"


def figures_schema_name(form_key: str) -> str:
    """Return the name of the schema of a form's `figures.yaml`."""
    return f"figures-{form_key}.json"


def schema_texts(standards: Standards) -> Mapping[str, str]:
    """Return all schemas as text, by the names of their files."""
    described = "写在文件开头的两行 --- 之间。"
    schemas: dict[str, JsonSchema] = {
        SETTINGS_SCHEMA: settings_schema(standards),
        "bodies.json": bodies_schema(standards),
        "document.json": front_matter_schema(
            "年度报告和公开文件的说明", described, standards.document_fields, standards
        ),
        "page.json": front_matter_schema(
            "指南、制度等网页的说明", described, standards.standalone_page_fields, standards
        ),
        "introduction.json": front_matter_schema(
            "首页和年度说明的说明", described, standards.introduction_fields, standards
        ),
    }
    for form in standards.forms.values():
        schemas[figures_schema_name(form.key)] = figures_schema(form)
    return {
        name: json.dumps(
            {"$schema": "http://json-schema.org/draft-07/schema#", **schema},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
        for name, schema in schemas.items()
    }


def modeline(path: str, name: str) -> str:
    """Return the line that tells an editor the schema of a source, by its path in the project."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{SCHEMA_FOLDER}/{name}"
