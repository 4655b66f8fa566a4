"""What an office should know of templates of its own: ours has changed, or no page uses a file."""

import jinja2

from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match
from site_builder.model.diagnostic import Diagnostic, warning
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.render.environment import has_computed_reference, referenced_templates
from site_builder.render.own_templates import OwnTemplate, own_templates
from site_builder.render.template_folder import Templates, default_templates

_JOINED = lazy_pattern(r"components/[^/]+/[^/]+\.(?:css|yaml)")
"""What is taken up by its place: styles of components, and their examples."""
_SUFFIXES = (".html", ".xml")


def own_template_warnings(templates: Templates) -> list[Diagnostic]:
    """Find own templates that ours have changed behind, and files that no page uses."""
    own = tuple(own_templates(templates))
    diagnostics = [_behind_warning(template) for template in own if template.is_behind]
    added = [template for template in own if not template.current]
    used = _used_names(templates, own) if added else frozenset()
    diagnostics += [
        _unused_warning(templates, template)
        for template in added
        if used is not None and template.name not in used and not _JOINED.fullmatch(template.name)
    ]
    return diagnostics


def _behind_warning(template: OwnTemplate) -> Diagnostic:
    message = "自带的这个模板后来改过，这里的还是照以前的改的"
    hint = (
        f"请运行 site-builder new template {template.name}，它写明自带的在哪里；对照着改好以后，"
        f"把第一行的摘要改成 {template.current}。"
    )
    return warning("render/behind", Location(f"templates/{template.name}", 1), message, hint)


def _unused_warning(templates: Templates, template: OwnTemplate) -> Diagnostic:
    ours = default_templates()
    names = [name for name in templates.names("**/*") if (ours / name).is_file()]
    match = closest_match(template.name, names, HIGH_CONFIDENCE)
    hint = f"是不是“{match}”？" if match else "自带的模板里没有这个名字；不用的请删去。"
    location = Location(f"templates/{template.name}")
    return warning("render/unused", location, "没有网页用到这个文件", hint)


def _used_names(templates: Templates, own: tuple[OwnTemplate, ...]) -> frozenset[str] | None:
    """Return what own templates refer to; None where they compute it, or cannot be read."""
    names: set[str] = set()
    for template in own:
        if not template.name.endswith(_SUFFIXES):
            continue
        try:
            if has_computed_reference(templates, template.name):
                return None
            names.update(referenced_templates(templates, template.name))
        except (OSError, UnicodeDecodeError, RecursionError, jinja2.TemplateError):
            # What is wrong with it is an error of its own.
            return None
    return frozenset(names)
