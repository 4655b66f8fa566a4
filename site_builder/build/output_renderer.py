"""One task of a plan → the bytes of its file, or why there is none."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from site_builder.build import optional_dependencies, template_errors
from site_builder.core.errors import ChangedError, RenderError, TemplateError
from site_builder.core.hashing import digest
from site_builder.core.safe_files import read_below
from site_builder.core.yaml.nodes import changed_meanwhile, unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.download_formats import FORMATS_BY_ID
from site_builder.model.location import Location
from site_builder.model.page import OutputFile, Page, StaticFile
from site_builder.model.views.downloads import CatalogueDataView, PrintDocumentView
from site_builder.model.views.pages import View
from site_builder.model.views.parts import Layout
from site_builder.model.views.rollup import TableDataView
from site_builder.model.views.wechat import WechatView
from site_builder.render.download_renderers import render_download
from site_builder.render.environment import render_page
from site_builder.render.template_folder import Templates

Task = Page | StaticFile | OutputFile
RenderResult = tuple[bytes | None, Diagnostic | None]
"""The bytes, and what is to be reported about them."""

SANITIZE_CODE = "write/clean"


class LineStore(Protocol):
    """Lines of one file as earlier builds wrote them, each by what decided them."""

    def lines(self, cause: str, write: Callable[[], bytes]) -> bytes:
        """Return the lines that a cause decides, written now if they are not at hand."""

    def finish(self, data: bytes | None) -> None:
        """Leave for the next build what it needs of the file; None where it was not made."""


def is_download(page: Page) -> bool:
    """Return whether a page of the plan is a file to take away, which needs no template."""
    return page.renderer in FORMATS_BY_ID


def render_output(
    content: Path,
    templates: Templates,
    layout: Layout,
    task: Task,
    line_store: Callable[[Page, View], LineStore | None] | None = None,
) -> RenderResult:
    """Build the bytes of one file. An edited template may fail: a diagnostic.

    `line_store` finds what earlier builds wrote of a file that is long.
    """
    if isinstance(task, StaticFile):
        return read_static_file(content, task)
    if isinstance(task, OutputFile):
        return task.data, None
    return _render(content.parent, templates, layout, task, line_store)


def _render(
    project: Path,
    templates: Templates,
    layout: Layout,
    task: Page,
    line_store: Callable[[Page, View], LineStore | None] | None,
) -> RenderResult:
    try:
        view = task.view
        store = line_store(task, view) if line_store else None
        if store and isinstance(view, CatalogueDataView | TableDataView):
            # What it lists is looked up while it is written.
            result = _render_download(project, templates, task, replace(view, reuse=store.lines))
            store.finish(result[0])
            return result
    except ChangedError as exc:
        return None, changed_meanwhile(f"content/{exc.path}")
    except OSError as exc:
        return None, unreadable_file_error(task.sources[0] if task.sources else "content", exc)
    if is_download(task):
        if task.pictures and isinstance(view, PrintDocumentView):
            view = replace(view, pictures=_read_pictures(project / "content", task))
        return _render_download(project, templates, task, view)
    try:
        page = render_page(templates, task.renderer, view, layout, task.url)
        return (_with_own_styles(page) if isinstance(view, WechatView) else page), None
    except Exception as exc:  # noqa: BLE001 - an office's template may fail in any way
        return None, template_errors.template_error(exc, task.renderer)


def _read_pictures(content: Path, page: Page) -> dict[str, bytes]:
    """Read the pictures of a text as they are published; what is wrong with them is told there."""
    read = {name: read_static_file(content, file)[0] for name, file in page.pictures.items()}
    return {name: data for name, data in read.items() if data is not None}


def _with_own_styles(article: bytes) -> bytes:
    from site_builder.render.inline_css import inline_css  # noqa: PLC0415 - no page of a site has any

    return inline_css(article)


def _render_download(project: Path, templates: Templates, page: Page, view: View) -> RenderResult:
    try:
        return render_download(templates, page.renderer, view), None
    except TemplateError as exc:
        location = Location(f"templates/{exc.template}")
        return None, error("render/template", location, exc.message, exc.hint)
    except RenderError as exc:
        location = _find_words(project, page, exc.search_terms)
        return None, error("render/unprintable", location, exc.message, exc.hint)
    except ImportError as exc:
        return None, optional_dependencies.broken_extra_error(
            page.renderer, f"{type(exc).__name__}: {exc}", downloads_location(project)
        )


def downloads_location(project: Path) -> Location:
    """Find where the downloads are chosen."""
    return _find_in_files(project, ("config.yaml",), ("下载",)) or Location("config.yaml")


def _find_words(project: Path, page: Page, words: tuple[str, ...]) -> Location:
    """Find where some words stand in the sources of a page; its first source when nowhere."""
    location = _find_in_files(project, (*page.sources, "config.yaml"), words)
    return location or Location(page.sources[0] if page.sources else "config.yaml")


def _find_in_files(project: Path, names: Iterable[str], words: tuple[str, ...]) -> Location | None:
    for name in names:
        path = project / name
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            offset = min((line.find(word) for word in words if word in line), default=-1)
            if offset >= 0:
                return Location(name, number, offset + 1)
    return None


def read_static_file(
    content: Path, static_file: StaticFile, expected_digest: str = ""
) -> RenderResult:
    """Read a file that is published as it is, without the names of who made it where asked so."""
    source, diagnostic = static_file.source, None
    try:
        data = read_below(content, source.path)
    except OSError as exc:
        return None, unreadable_file_error(source.display_path, exc)
    if expected_digest and digest(data) != expected_digest:
        return None, changed_meanwhile(source.display_path)
    if static_file.sanitize:
        from site_builder.attachments.sanitize.sanitizer import (  # noqa: PLC0415 - 20 modules that
            sanitize,  # only an attachment that is cleaned needs
        )

        original = data
        data, reason = sanitize(source.path, original)
        if reason:
            if data == original:
                message = f"没有清除作者信息，照原样公布：{reason}"
                hint = "请在原来的软件里删除作者信息后重新放入，或换一种格式。"
            else:
                message = f"已清除作者信息，但文件里{reason}"
                hint = "请看一看这些内容可不可以公开；不可以的，在原来的软件里删去后重新放入。"
            diagnostic = warning(SANITIZE_CODE, Location(source.display_path), message, hint)
    return data, diagnostic
