"""The blank files of a new report."""

import pytest

from site_builder.model.form import Form
from site_builder.standards.blank_files import blank_report
from tests.helpers.standards import STANDARDS


@pytest.mark.parametrize("form", STANDARDS.forms.values(), ids=STANDARDS.forms)
def test_what_every_report_states_is_filled_in_and_nothing_else(form: Form) -> None:
    front_matter = blank_report(form, STANDARDS.document_fields).split("---\n")[1]
    values = dict(line.split(":") for line in front_matter.splitlines())
    filled = {key: value.strip() for key, value in values.items() if value.strip()}
    assert filled == {"公开事项": "其他法定信息", "主题分类": "综合政务\\政务公开"}
    assert filled["公开事项"] in {item.short for item in STANDARDS.disclosure_items}
    theme, _, child = filled["主题分类"].partition("\\")
    assert child in {theme.label: theme.children for theme in STANDARDS.themes}[theme]
