"""Every component of the templates with its examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import jinja2
import yaml
from jinja2 import nodes

from site_builder.model.html import Html
from site_builder.render.environment import environment
from site_builder.render.template_folder import Templates


@dataclass(frozen=True, slots=True)
class ComponentExample:
    """One use of a component."""

    name: str
    html: Html
    error: str = ""
    """Why it cannot be shown; empty when it can."""


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its description."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    examples: tuple[ComponentExample, ...]
    error: str = ""


def load_components(templates: Templates, only: str = "") -> Iterator[Component]:
    """Show every component of some templates, or one by its name; a broken one states why."""
    for path in map(templates.path, templates.names("components/*/*.yaml")):
        name = path.stem
        if only not in ("", name):
            continue
        try:
            description = yaml.safe_load(path.read_text(encoding="utf-8"))
            parameters = tuple((key, str(text)) for key, text in description["parameters"].items())
            examples = tuple(
                _load_example(templates, name, example) for example in description["examples"]
            )
        except Exception as exc:  # noqa: BLE001 - somebody is editing it right now
            yield Component(name, (), (), f"{name}.yaml：{exc}")
        else:
            yield Component(name, parameters, examples)


def _load_example(
    templates: Templates, name: str, description: Mapping[str, Any]
) -> ComponentExample:
    try:
        return ComponentExample(
            description["name"], Html(render_example(templates, name, description["arguments"]))
        )
    except Exception as exc:  # noqa: BLE001 - somebody is editing it right now
        line_text = f"第 {exc.lineno} 行" if isinstance(exc, jinja2.TemplateSyntaxError) else ""
        return ComponentExample(
            str(description.get("name", "")), Html(""), f"{name}.html{line_text}：{exc}"
        )


def render_example(templates: Templates, name: str, arguments: Mapping[str, object]) -> str:
    """Render as a page would: the macro imported by its literal name, every value escaped."""
    macro_name = find_macro(templates, name).name
    call = f"{macro_name}({', '.join(f'{argument}={argument}' for argument in arguments)})"
    source = f'{{% from "components/{name}/{name}.html" import {macro_name} %}}{{{{ {call} }}}}'
    views = {key: _as_view(value) for key, value in arguments.items()}
    return environment(templates).from_string(source).render(**views)


def find_macro(templates: Templates, name: str) -> nodes.Macro:
    """Find the one macro of a component."""
    source = templates.path(f"components/{name}/{name}.html").read_text(encoding="utf-8")
    (macro,) = environment(templates).parse(source).find_all(nodes.Macro)
    return macro


def _as_view(value: object) -> object:
    """Return examples the shape of views, whose parts are attributes and nothing else."""
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _as_view(child) for key, child in value.items()})
    if isinstance(value, list):
        return tuple(_as_view(child) for child in value)
    return value
