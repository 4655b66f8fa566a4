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
from site_builder.pipeline.run import Run
from site_builder.render import assets
from site_builder.render.downloads import DOWNLOADS
from site_builder.render.environment import closure_digest

_HINT = "请改正模板，或删去项目里的 templates 文件夹，改用自带的模板。"


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is ready to be staged."""

    url: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Dress:
    """What pages load: all of them the stylesheet, the icon and two scripts, one the search."""

    style: Made
    icon: Made
    modes: Made
    search: Made
    read_aloud: Made
    pointer: Made
    hand: Made

    @property
    def made(self) -> dict[str, Made]:
        """Give the files by address."""
        files = (self.style, self.icon, self.modes, self.search, self.read_aloud)
        return {one.url: one for one in (*files, self.pointer, self.hand)}

    @property
    def looks(self) -> AssetUrls:
        """Give the addresses."""
        files = (self.style, self.icon, self.modes, self.search, self.read_aloud)
        return AssetUrls(*(one.url for one in files))


def dress(run: Run) -> Dress:
    """Make the stylesheet, the icon and the scripts."""
    wanted = (
        *(assets.stylesheet, assets.icon, assets.modes, assets.search),
        *(assets.read_aloud, assets.arrow, assets.hand),
    )
    return Dress(*(_made(run, make) for make in wanted))


def _made(run: Run, make: Callable[[Path], tuple[str, bytes]]) -> Made:
    """Make one; an empty one, and a finding, when a part of it cannot be read."""
    try:
        return Made(*make(run.templates))
    except OSError as gone:
        run.findings.append(_unreadable(gone, run.templates, "assets"))
        return Made(f"assets/{make.__name__}", b"")


def unreadable(run: Run, planned: Plan) -> list[Diagnostic]:
    """Find templates that are not there, or are not templates."""
    found = []
    for name in sorted({page.renderer for page in planned.pages} - DOWNLOADS.keys()):
        try:
            closure_digest(run.templates, name)
        except OSError as gone:
            found.append(_unreadable(gone, run.templates, name))
        except (jinja2.TemplateError, UnicodeDecodeError, RecursionError) as one:
            found.append(fault(one, name))
    return found


def _unreadable(gone: OSError, folder: Path, name: str) -> Diagnostic:
    path = Path(gone.filename) if gone.filename else folder / name
    place = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else name
    reason = "没有这个文件" if isinstance(gone, FileNotFoundError) else "打不开这个文件"
    hint = "请从自带的模板里把它补上，或删去项目里的 templates 文件夹，改用自带的模板。"
    return error("render/template", Location(f"templates/{place}"), reason, hint)


def fault(one: Exception, template: str) -> Diagnostic:
    """Find the template's line that failed."""
    name, line = template, 0
    if isinstance(one, jinja2.TemplateSyntaxError):
        name, line = one.name or template, one.lineno
    trace = one.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        parts = file.replace(os.sep, "/").rpartition("templates/")
        if parts[1] and not file.endswith(".py"):
            name = parts[2]
            line = trace.tb_lineno
        trace = trace.tb_next
    kind = next((words for known, words in _KINDS if isinstance(one, known)), "模板出错")
    if isinstance(one, jinja2.TemplateNotFound):
        message = f"没有这个模板文件（{one.name}）"
        return error("render/template", Location(f"templates/{name}", line), message, _HINT)
    return error("render/template", Location(f"templates/{name}", line), f"{kind}（{one}）", _HINT)


_KINDS = (
    (jinja2.UndefinedError, "模板里用了没有的名字"),
    (jinja2.TemplateSyntaxError, "模板的写法不对"),
    (RecursionError, "模板互相引用，没有尽头"),
    (UnicodeDecodeError, "模板不是 UTF-8 编码"),
)
