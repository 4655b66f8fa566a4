"""Files to take away: finds the renderer that `model.formats` names for a view."""

from importlib import import_module

from site_builder.model.formats import FORMATS_BY_ID
from site_builder.model.views.pages import View


def render_download(format_id: str, view: View) -> bytes:
    """Build the bytes of a file. Raises RenderError, and ImportError for a library it lacks."""
    module, _, function = FORMATS_BY_ID[format_id].renderers[type(view)].rpartition(".")
    # Imported when it is used: an extra may not be installed, and its libraries load slowly.
    data: bytes = getattr(import_module(f"site_builder.render.{module}"), function)(view)
    return data
