"""YAML as editors of text files read it: by the core schema of YAML 1.2."""

import re
from typing import Any

import yaml


class CoreLoader(yaml.BaseLoader):
    """Makes null, true, numbers of what looks so, and text of all else, dates too."""


def _resolve(tag: str, pattern: str) -> None:
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), None)


_resolve("null", r"^(?:~|null|Null|NULL|)$")
_resolve("bool", r"^(?:true|True|TRUE|false|False|FALSE)$")
_resolve("int", r"^[-+]?[0-9]+$")
_resolve("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")
CoreLoader.add_constructor("tag:yaml.org,2002:null", lambda *_: None)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:bool",
    lambda loader, node: loader.construct_scalar(node).lower() == "true",  # type: ignore[arg-type]  # a scalar, by its tag
)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int",
    lambda loader, node: int(loader.construct_scalar(node)),  # type: ignore[arg-type]  # a scalar, by its tag
)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:float",
    lambda loader, node: float(loader.construct_scalar(node)),  # type: ignore[arg-type]  # a scalar, by its tag
)


def load(text: str) -> Any:  # noqa: ANN401 - whatever the text holds
    """Read a text; keys become text, as in JSON."""
    return _with_text_keys(yaml.load(text, CoreLoader))  # noqa: S506 - a loader of plain values


def _with_text_keys(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _with_text_keys(item) for key, item in value.items()}
    return [_with_text_keys(item) for item in value] if isinstance(value, list) else value
