"""The statutory forms that every test of forms goes through."""

from tests.helpers.standards import STANDARDS

IDS = sorted(STANDARDS.forms)


def tables() -> list[tuple[str, str]]:
    return [(form_id, table.id) for form_id in IDS for table in STANDARDS.forms[form_id].tables()]
