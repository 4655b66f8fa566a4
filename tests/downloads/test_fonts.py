"""Fonts of the system: PDF files are made again when one of these is another."""

import time
from datetime import date
from pathlib import Path

import pytest

from site_builder.build import fingerprint, optional_dependencies, readings
from site_builder.build.options import Options, Result
from site_builder.model.standards_loader import loader_of
from site_builder.render.pdf import fonts
from site_builder.usecases.build import build
from tests.helpers import Project, ProjectFactory
from tests.helpers.standards import STANDARDS
from tests.properties.small_site import CONFIG, as_text, small_site

_WINDOW_NS = 10_000_000
_PATH = "content/2020/documents/d0000.md"


def _font(family: str) -> bytes:
    """Return a font of the extra under another name of the same length."""
    folder = fonts.bundled_folder()
    assert folder
    data = (folder / "NotoSansSC-Regular.otf").read_bytes()
    for encoding in ("utf-16-be", "ascii"):
        data = data.replace("Noto Sans SC".encode(encoding), family.encode(encoding))
    return data


def _run(site: Project) -> Result:
    time.sleep(3 * _WINDOW_NS / 1e9)
    # A program looks at the fonts of its system once.
    optional_dependencies._font_files.cache_clear()  # noqa: SLF001 - another process asks again
    fonts._font_files_by_family.cache_clear()  # noqa: SLF001 - another process asks again
    result = build(Options(site.path, site.output, date(2026, 11, 28)), loader_of(STANDARDS))
    assert not result.failed, result.diagnostics
    return result


@pytest.mark.slow
def test_another_font_file_makes_pdf_files_again(
    make_project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    monkeypatch.setattr(readings, "RACY_MTIME_WINDOW_NS", _WINDOW_NS)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    font = tmp_path / "fonts" / "own.otf"
    font.parent.mkdir()
    font.write_bytes(_font("Noto Sans XX"))
    fonts._font_files_by_family.cache_clear()  # noqa: SLF001 - another process asks again
    if "Noto Sans XX" not in fonts.available_families():
        pytest.skip("fonts of a user are not looked for here")
    config = CONFIG.replace("docx, xlsx, csv, json", "pdf")
    config += "公文下载: 是\n字体: {标题: Noto Sans XX}\n"
    site = make_project(as_text(small_site(documents=2) | {"config.yaml": config}))
    _run(site)
    count = len(list(site.output.rglob("*.pdf")))
    assert count > 2
    assert _run(site).work.rendered == 0
    font.write_bytes(font.read_bytes() + b"\0\0\0\0")
    assert _run(site).work.rendered >= count
    font.write_bytes(font.read_bytes() + b"\0\0\0\0")
    site.edit(_PATH, site.read(_PATH) + "\n又一段。\n")
    assert _run(site).work.rendered > count + 1
    assert _run(site).work.rendered == 0
