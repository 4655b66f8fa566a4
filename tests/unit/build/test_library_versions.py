"""Whatever library shapes the output is in the keys: another version makes its outputs anew."""

import ast
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

from site_builder.build import library_versions
from site_builder.build import manifest as manifests
from site_builder.build.text_cache import load_text_cache
from site_builder.core.installed_versions import installed_versions
from tests.helpers import ROOT, Project

SHAPING = ("content", "attachments", "rules", "pages", "render", "search", "standards", "model")


def _imported() -> set[str]:
    """List the third-party packages that the stages import, and what these need themselves."""
    package = ROOT / "site_builder"
    files = [
        *package.glob("*.py"),
        *(f for name in SHAPING for f in (package / name).rglob("*.py")),
    ]
    names = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    tops = {name.partition(".")[0] for name in names} - {"site_builder", *sys.stdlib_module_names}
    distributions = packages_distributions()
    return {dist for top in tops - {"tqdm"} for dist in distributions[top]}  # tqdm draws the bar


def test_every_library_that_shapes_the_output_is_listed() -> None:
    listed = {name.lower() for name in library_versions.ALL}
    imported = _imported()
    assert len(imported) > 8
    assert {name for name in imported if name.lower() not in listed} == set()
    for name in library_versions.ALL:
        distribution(name)  # spelt as it is installed


@pytest.fixture
def metadata_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in front of the installed packages, where another version can be announced."""
    folder = tmp_path / "announced"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    yield folder
    installed_versions.cache_clear()


def keys(site: Project) -> dict[str, str]:
    last = manifests.load_manifest(manifests.manifest_path(site.path / ".build", site.output))
    texts, attachments = (
        load_text_cache(site.path / ".build" / name) for name in ("texts", "attachments")
    )
    return {
        **{url: last.shared[record.renderer] for url, record in last.records.items()},
        **dict.fromkeys(texts.entries, texts.fingerprint),
        **{f"file:{path}": attachments.fingerprint for path in attachments.entries},
    }


PAGES = (".html", ".xml", "robots.txt")
SET_BY_TYPST = (".pdf", "/share.png")
DOWNLOADS = (*SET_BY_TYPST, ".docx", ".xlsx", ".jsonld", ".schema.json")
AFFECTED_OUTPUTS = {
    **dict.fromkeys(library_versions.PAGES, PAGES),
    **dict.fromkeys(library_versions.READING, (".md", "file:", *PAGES, *DOWNLOADS)),
    "pypdf": (
        "file:",
        "/files/",
    ),
    "pikepdf": ("file:", "/files/", *SET_BY_TYPST),
    "lxml": ("file:", "/files/", *SET_BY_TYPST, ".docx"),
    "typst": SET_BY_TYPST,
    "pylopdf-fonts-zh-cn": SET_BY_TYPST,
    "python-docx": (".docx",),
    "XlsxWriter": (".xlsx",),
    "chinesecalendar": (),  # a rule of the whole site counts with it, at each build
}


@pytest.mark.slow
def test_another_version_makes_anew_what_it_shapes(tmp_path: Path, metadata_root: Path) -> None:
    site = Project(tmp_path / "site")
    shutil.copytree(ROOT / "tests" / "bad" / "base", site.path)
    site.edit("config.yaml", site.read("config.yaml").replace("[csv, json]", "[pdf, docx, xlsx]"))
    assert site.build().exit_code == 0
    for name in library_versions.ALL:
        before = keys(site)
        metadata_folder = metadata_root / f"{name.replace('-', '_')}-99.0.dist-info"
        metadata_folder.mkdir()
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 99.0\n"
        (metadata_folder / "METADATA").write_text(text, encoding="utf-8")
        installed_versions.cache_clear()
        assert site.build().exit_code == 0
        changed = {url for url, key in keys(site).items() if before[url] != key}
        ends = AFFECTED_OUTPUTS[name]
        expected = {url for url in before if any(end in url for end in ends)}
        assert changed == expected, name
        assert expected or name in library_versions.RULES, name
