"""Files to take away: finds the renderer that `model.download_formats` names for a view."""

from importlib import import_module
from pathlib import Path

from site_builder.model.download_formats import FORMATS_BY_ID
from site_builder.model.views.pages import View
from site_builder.render.template_folder import Templates


def render_download(templates: Templates, format_id: str, view: View) -> bytes:
    """Build the bytes of a file. Raises RenderError, and ImportError for a library it lacks."""
    module, _, function = FORMATS_BY_ID[format_id].renderers[type(view).__name__].rpartition(".")
    name = FORMATS_BY_ID[format_id].templates.get(type(view).__name__)
    template = templates.path(name) if name else None
    arguments = (view, template) if template else (view,)
    # Imported when it is used: an extra may not be installed, and its libraries load slowly.
    data: bytes = getattr(import_module(f"site_builder.render.{module}"), function)(*arguments)
    return data


def download_templates(templates: Templates, format_id: str) -> tuple[Path, ...]:
    """Find the templates of a format."""
    names = FORMATS_BY_ID[format_id].templates.values()
    return tuple(templates.path(name) for name in names)
