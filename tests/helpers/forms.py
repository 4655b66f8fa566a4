"""The statutory forms that every test of forms goes through."""

from site_builder.standards.form_loader import load_forms

IDS = sorted(load_forms())


def tables() -> list[tuple[str, str]]:
    return [(form_id, table.id) for form_id in IDS for table in load_forms()[form_id].tables()]
