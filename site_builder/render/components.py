"""Every component of the templates with its examples. Called by the preview, and by our tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import yaml
from jinja2 import nodes

from site_builder.model.html import Html
from site_builder.render.environment import environment


@dataclass(frozen=True, slots=True)
class Example:
    """One use of a component."""

    name: str
    html: Html
    fault: str = ""
    """Why it cannot be shown; empty when it can."""


@dataclass(frozen=True, slots=True)
class Component:
    """A component with what its description says of it."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    examples: tuple[Example, ...]
    fault: str = ""


def components(folder: Path) -> Iterator[Component]:
    """Show every component of a templates folder; one that is broken says why."""
    for path in sorted((folder / "components").glob("*/*.yaml")):
        name = path.stem
        try:
            described = yaml.safe_load(path.read_text(encoding="utf-8"))
            parameters = tuple((key, str(said)) for key, said in described["parameters"].items())
            examples = tuple(_example(folder, name, one) for one in described["examples"])
        except Exception as fault:  # noqa: BLE001 - somebody is editing it right now
            yield Component(name, (), (), f"{name}.yaml：{fault}")
        else:
            yield Component(name, parameters, examples)


def _example(folder: Path, name: str, described: Mapping[str, Any]) -> Example:
    try:
        return Example(described["name"], Html(rendered(folder, name, described["arguments"])))
    except Exception as fault:  # noqa: BLE001 - the same
        where = f"第 {fault.lineno} 行" if isinstance(fault, jinja2.TemplateSyntaxError) else ""
        return Example(str(described.get("name", "")), Html(""), f"{name}.html{where}：{fault}")


def rendered(folder: Path, name: str, arguments: Mapping[str, object]) -> str:
    """Render as a page would: the macro imported by its literal name, every value escaped."""
    own = macro(folder, name).name
    call = f"{own}({', '.join(f'{one}={one}' for one in arguments)})"
    source = f'{{% from "components/{name}/{name}.html" import {own} %}}{{{{ {call} }}}}'
    views = {key: _as_view(value) for key, value in arguments.items()}
    return environment(folder).from_string(source).render(**views)


def macro(folder: Path, name: str) -> nodes.Macro:
    """Find the one macro of a component."""
    source = (folder / "components" / name / f"{name}.html").read_text(encoding="utf-8")
    (found,) = environment(folder).parse(source).find_all(nodes.Macro)
    return found


def _as_view(value: object) -> object:
    """Give examples the shape of views, whose parts are attributes and nothing else."""
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _as_view(child) for key, child in value.items()})
    if isinstance(value, list):
        return tuple(_as_view(child) for child in value)
    return value
