"""Templates: what they refer to, what is rendered once, and that nothing of it shows."""

from collections.abc import Mapping
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta
from markupsafe import Markup

from site_builder.model.html import Html
from site_builder.render.environment import (
    environment,
    referenced_templates,
    template_digest,
)
from site_builder.render.template_engine import escape
from site_builder.render.template_folder import Templates, default_templates

OURS = Templates(default_templates(), "")
NAMES = sorted(
    path.relative_to(OURS.folder).as_posix()
    for pattern in ("*.html", "*.xml")
    for path in OURS.folder.rglob(pattern)
)


def write(folder: Path, files: Mapping[str, str]) -> Templates:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Templates(folder, str(len(files)))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_template_refers_to_is_seen_without_parsing_it(name: str) -> None:
    tree = environment(OURS).parse((OURS.folder / name).read_text(encoding="utf-8"))
    parsed = tuple(meta.find_referenced_templates(tree))
    assert referenced_templates(OURS, name) == parsed


def test_a_template_of_a_project_is_parsed(tmp_path: Path) -> None:
    templates = write(
        tmp_path,
        {
            "a.html": "{% include 'b' ~ '.html' %}{# {% include 'c.html' %} #}"
            "{% include ['d.html'] %}"
        },
    )
    with pytest.raises(FileNotFoundError, match=r"d\.html"):
        template_digest(templates, "a.html")
    (tmp_path / "d.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(jinja2.TemplateSyntaxError):
        template_digest(templates, "a.html")


def test_what_is_escaped_is_escaped_once() -> None:
    text = "<&\"'>"
    assert escape(text) == Markup.escape(text)
    for markup in (Markup("<b>"), Html("<b>")):
        assert escape(markup) == "<b>"
    assert [escape(value) for value in (3, None)] == ["3", "None"]


COUNTING = {
    "once.html": "{% set cached = 2 %}{% macro once(value, by) %}{{ count(value) }}{% endmacro %}",
    "each.html": "{% macro each(value, by) %}{{ count(value) }}{% endmacro %}",
    "page.html": (
        '{% from "once.html" import once %}{% from "each.html" import each %}'
        "{{ once(value, 1) }}{{ once(value, by=1) }}{{ each(value, 1) }}"
    ),
}


def count_calls(templates: Templates, value: object) -> tuple[int, str]:
    calls: list[object] = []

    def count(value: object) -> object:
        calls.append(value)
        return value

    jinja_environment = environment(templates)
    jinja_environment.globals["count"] = count
    page = jinja_environment.get_template("page.html")
    texts = {page.render(value=value) for _ in range(5)}
    (text,) = texts
    return len(calls), text


def test_a_component_that_asks_for_it_is_rendered_once(tmp_path: Path) -> None:
    templates = write(tmp_path, COUNTING)
    # Once for each way of saying the same, and each time for the other component.
    assert count_calls(templates, "<") == (2 + 5, "&lt;" * 3)


def test_arguments_that_are_no_key_are_rendered_each_time(tmp_path: Path) -> None:
    templates = write(tmp_path, COUNTING)
    assert count_calls(templates, ["甲"]) == (15, "[&#39;甲&#39;]" * 3)


def test_what_a_kept_component_raises_comes_through(tmp_path: Path) -> None:
    templates = write(tmp_path, COUNTING)
    page = environment(templates).get_template("page.html")
    environment(templates).globals["count"] = len
    with pytest.raises(TypeError, match="int"):
        page.render(value=3)
    with pytest.raises(jinja2.UndefinedError, match="value"):
        page.render()


def test_calls_give_what_jinja2_gives(tmp_path: Path) -> None:
    files = {
        "base.html": "{% from 'box.html' import box %}{% block main %}{% endblock %}{{ box('<') }}",
        "box.html": "{% macro box(text, mark='!') %}<b>{{ text }}{{ mark }}</b>"
        "{% endmacro %}{% macro frame(text) %}<p>{{ caller(text) }}</p>{% endmacro %}",
        "page.html": "{% extends 'base.html' %}{% from 'box.html' import box, frame %}"
        "{% block main %}{% for word in words recursive %}"
        "{{ box(word, mark=loop.cycle('&', '?')) }}"
        "{% call(text) frame(*[word]) %}{{ text }}{{ loop.index }}{% endcall %}{% endfor %}"
        "{{ super() }}{{ fill(words[0]) }}{% endblock %}",
    }
    templates = write(tmp_path, files)
    plain = jinja2.Environment(loader=jinja2.DictLoader(files), autoescape=True)
    data = {"words": ["甲<", Markup("<i>")], "fill": lambda word: Markup("<p>{}</p>").format(word)}
    ours = environment(templates).get_template("page.html").render(data)
    assert ours == plain.get_template("page.html").render(data)
    assert "甲&lt;&amp;" in ours
