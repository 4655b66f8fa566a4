"""Standards are a value: other ones may be passed, and decide what is read and reused."""

from dataclasses import replace

import pytest

from site_builder.model.frozendict import frozendict
from site_builder.standards.form_loader import parse_form
from tests.helpers import Project, ProjectFactory, run_cli
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import as_text, small_site

_, FORM_ERRORS = parse_form(b"id: annual-report-2030\n", "site_builder/standards/forms/new.yaml")
BROKEN = replace(STANDARDS, form_errors=FORM_ERRORS)
COMMANDS = {
    "build": (),
    "check": ("content/guide.md",),
    "sign": ("content/2020/report.md", "--level", "初审", "--by", "张三"),
    "new": ("report", "2022"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_form_is_reported_at_its_place(command: str, make_project: ProjectFactory) -> None:
    site = make_project(as_text(small_site()))
    words = (command, *COMMANDS[command], "--project", str(site.path))
    exit_code, output, _ = run_cli(*words, standards=BROKEN)
    assert exit_code == 1
    assert "site_builder/standards/forms/new.yaml:1:1 错误 forms/file" in output
    assert not site.output.exists()


def test_another_form_is_read_anew(make_project: ProjectFactory) -> None:
    project = make_project(as_text(small_site()))
    before = project.build().files
    form = next(form for form in STANDARDS.forms.values() if form.applies_to(2020))
    part = replace(form.parts[0], title=f"{form.parts[0].title}（新）")
    changed = replace(form, parts=(part, *form.parts[1:]), digest="another")
    forms = frozendict({**STANDARDS.forms, form.id: changed})
    other = Project(project.path, replace(STANDARDS, forms=forms))
    outcome = other.check()
    assert "（新）" in outcome.output
    assert project.build().files == before
