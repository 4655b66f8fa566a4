"""The list of download formats agrees with the renderers it names."""

import inspect
from importlib import import_module

import pytest

from site_builder.model.download_formats import (
    DEFAULT_DOWNLOADS,
    DOWNLOAD_CHOICES,
    FORMATS,
)

RENDERERS = [
    (view, path, view in item.templates)
    for item in FORMATS
    for view, path in item.renderers.items()
]


@pytest.mark.parametrize(
    ("view", "path", "has_template"), RENDERERS, ids=[path for _, path, _ in RENDERERS]
)
def test_a_renderer_is_a_function_of_its_view(view: str, path: str, *, has_template: bool) -> None:
    module, _, name = path.rpartition(".")
    function = getattr(import_module(f"site_builder.render.{module}"), name)
    parameters = inspect.signature(function, eval_str=True).parameters.values()
    needed = [item for item in parameters if item.default is inspect.Parameter.empty]
    named = [getattr(item.annotation, "__name__", "") for item in needed]
    assert named == [view, "Path"][: 1 + has_template]


def test_an_id_belongs_to_one_format() -> None:
    assert len({item.id for item in FORMATS}) == len(FORMATS)
    assert set(DEFAULT_DOWNLOADS) <= set(DOWNLOAD_CHOICES)
