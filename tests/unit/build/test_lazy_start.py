"""A build loads what its work needs: with nothing to do next to nothing, for one text its path."""

import pytest

from tests.helpers import Project, ProjectFactory
from tests.properties.small_site import CONFIG, as_text, small_site
from tests.test_start_up import measure

PATH = "content/2020/documents/d0000.md"
BUILD = (
    "import sys; sys.dont_write_bytecode, sys.pycache_prefix = False, {!r}; "
    "from site_builder.build import fingerprint; fingerprint.RACY_MTIME_WINDOW_NS = 1; "
    "from site_builder.cli.main import main; "
    "main(['build', '--quiet', '--today', '2026-11-28', '--project', {!r}])"
)
NOT_WITH_NOTHING_TO_DO = {"jinja2", "markdown_it", "site_builder.build.site_update"}
NOT_FOR_ONE_TEXT = {
    "chinese_calendar",
    "concurrent.futures",
    "html.parser",
    "importlib.metadata",
    "lxml",
    "markdown_it",
    "multiprocessing",
    "pikepdf",
    "pypdf",
    "typst",
}
NOT_OURS_FOR_ONE_TEXT = (
    "attachments.",
    "build.whole_site",
    "content.figures",
    "deploy.",
    "pages.plan",
    "pages.series",
    "render.inline_css",
)


@pytest.fixture
def built(make_project: ProjectFactory) -> Project:
    """A small site that was just built."""
    site = make_project(as_text(small_site(12) | {"config.yaml": CONFIG}))
    _measure(site)
    return site


def _measure(site: Project) -> tuple[list[str], list[list[str]], set[str]]:
    return measure(BUILD.format(str(site.path.parent / "bytecode"), str(site.path)))


def test_with_nothing_to_do_only_the_fingerprint_is_read(built: Project) -> None:
    own, patterns, modules = _measure(built)
    assert len(own) <= 69, own
    assert len(patterns) <= 10, patterns
    assert len(modules) <= 201, sorted(modules)
    assert not NOT_WITH_NOTHING_TO_DO & modules


def test_for_one_text_only_its_own_path_is_loaded(built: Project) -> None:
    built.edit(PATH, built.read(PATH) + "\n又一段。\n")
    own, patterns, modules = _measure(built)
    assert len(own) <= 255, own
    assert len(patterns) <= 75, patterns
    assert len(modules) <= 446, sorted(modules)
    assert not NOT_FOR_ONE_TEXT & modules
    names = (name.removeprefix("site_builder.") for name in own)
    assert not [name for name in names if name.startswith(NOT_OURS_FOR_ONE_TEXT)]
