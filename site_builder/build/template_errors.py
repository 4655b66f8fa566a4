"""What can be wrong with templates that an office has edited, as diagnostics with a place."""

import os
from pathlib import Path

import jinja2

from site_builder.build.context import BuildContext
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.download_formats import FORMATS_BY_ID
from site_builder.model.location import Location
from site_builder.model.page import Plan
from site_builder.render.environment import template_digest
from site_builder.render.template_folder import Templates

_HINT = "请改正模板，或者删去这个文件，改用自带的模板。"


def template_errors(context: BuildContext, planned: Plan) -> list[Diagnostic]:
    """Find templates that are not there, or are not templates."""
    diagnostics = []
    for name in sorted({page.renderer for page in planned.pages} - FORMATS_BY_ID.keys()):
        try:
            template_digest(context.templates, name)
        except OSError as exc:
            diagnostics.append(unreadable_template_error(exc, context.templates, name))
        except (jinja2.TemplateError, UnicodeDecodeError, RecursionError) as exc:
            diagnostics.append(template_error(exc, name))
    # A component that is wrong is wrong for each page that has it.
    return list(dict.fromkeys(diagnostics))


def unreadable_template_error(exc: OSError, templates: Templates, name: str) -> Diagnostic:
    """Report a file of the templates that cannot be read."""
    path = Path(exc.filename) if exc.filename else templates.path(name)
    template_path = next(
        (
            path.relative_to(folder).as_posix()
            for folder in templates.folders
            if path.is_relative_to(folder)
        ),
        name,
    )
    reason = "没有这个文件" if isinstance(exc, FileNotFoundError) else "打不开这个文件"
    hint = "请补上它，或者删去用到它的自己的模板，改用自带的模板。"
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
