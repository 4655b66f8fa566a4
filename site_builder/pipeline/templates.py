"""What can be wrong with templates that an office has edited, as findings with a place.

Called by `build` before anything is made, and by `writing` when a page cannot be rendered.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jinja2

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.page import Plan
from site_builder.model.parts import AssetUrls
from site_builder.model.place import Location
from site_builder.pipeline.run import BuildContext
from site_builder.render import assets
from site_builder.render.downloads import FORMATS
from site_builder.render.environment import template_digest

_HINT = "请改正模板，或删去项目里的 templates 文件夹，改用自带的模板。"


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that is ready to be staged."""

    url: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """What pages load: all of them the stylesheet, the icon and two scripts, one the search."""

    style: OutputFile
    icon: OutputFile
    modes: OutputFile
    search: OutputFile
    read_aloud: OutputFile
    pointer: OutputFile
    hand: OutputFile

    @property
    def files(self) -> dict[str, OutputFile]:
        """Give the files by address."""
        files = (self.style, self.icon, self.modes, self.search, self.read_aloud)
        return {file.url: file for file in (*files, self.pointer, self.hand)}

    @property
    def urls(self) -> AssetUrls:
        """Give the addresses."""
        files = (self.style, self.icon, self.modes, self.search, self.read_aloud)
        return AssetUrls(*(file.url for file in files))


def build_assets(context: BuildContext) -> Assets:
    """Make the stylesheet, the icon and the scripts."""
    makers = (
        *(assets.stylesheet, assets.icon_file, assets.reading_modes_script, assets.search_script),
        *(assets.read_aloud_script, assets.arrow_pointer, assets.hand_pointer),
    )
    return Assets(*(_build_asset(context, make) for make in makers))


def _build_asset(context: BuildContext, make: Callable[[Path], tuple[str, bytes]]) -> OutputFile:
    """Make one; an empty one, and a finding, when a part of it cannot be read."""
    try:
        return OutputFile(*make(context.templates))
    except OSError as exc:
        context.diagnostics.append(_unreadable_error(exc, context.templates, "assets"))
        return OutputFile(f"assets/{make.__name__}", b"")


def template_errors(context: BuildContext, planned: Plan) -> list[Diagnostic]:
    """Find templates that are not there, or are not templates."""
    diagnostics = []
    for name in sorted({page.renderer for page in planned.pages} - FORMATS.keys()):
        try:
            template_digest(context.templates, name)
        except OSError as exc:
            diagnostics.append(_unreadable_error(exc, context.templates, name))
        except (jinja2.TemplateError, UnicodeDecodeError, RecursionError) as exc:
            diagnostics.append(template_error(exc, name))
    return diagnostics


def _unreadable_error(exc: OSError, folder: Path, name: str) -> Diagnostic:
    path = Path(exc.filename) if exc.filename else folder / name
    template_path = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else name
    reason = "没有这个文件" if isinstance(exc, FileNotFoundError) else "打不开这个文件"
    hint = "请从自带的模板里把它补上，或删去项目里的 templates 文件夹，改用自带的模板。"
    return error("render/template", Location(f"templates/{template_path}"), reason, hint)


def template_error(exc: Exception, template: str) -> Diagnostic:
    """Find the template's line that failed."""
    name, line = template, 0
    if isinstance(exc, jinja2.TemplateSyntaxError):
        name, line = exc.name or template, exc.lineno
    trace = exc.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        parts = file.replace(os.sep, "/").rpartition("templates/")
        if parts[1] and not file.endswith(".py"):
            name = parts[2]
            line = trace.tb_lineno
        trace = trace.tb_next
    summary = next((text for exc_type, text in _MESSAGES if isinstance(exc, exc_type)), "模板出错")
    if isinstance(exc, jinja2.TemplateNotFound):
        message = f"没有这个模板文件（{exc.name}）"
        return error("render/template", Location(f"templates/{name}", line), message, _HINT)
    return error(
        "render/template", Location(f"templates/{name}", line), f"{summary}（{exc}）", _HINT
    )


_MESSAGES = (
    (jinja2.UndefinedError, "模板里用了没有的名字"),
    (jinja2.TemplateSyntaxError, "模板的写法不对"),
    (RecursionError, "模板互相引用，没有尽头"),
    (UnicodeDecodeError, "模板不是 UTF-8 编码"),
)
