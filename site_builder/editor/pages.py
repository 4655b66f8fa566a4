"""The editor's templates, styles and scripts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from site_builder.core.hashing import short_digest
from site_builder.editor.session import Session
from site_builder.render.environment import environment
from site_builder.render.template_folder import Templates

Arguments = Mapping[str, str]
Page = Callable[[Session, str, Arguments], str]
"""Given what follows the page's own name in the address, and the query; returns the HTML."""
Request = Mapping[str, Any]
Answer = Mapping[str, Any]
Action = Callable[[Session, Request], Answer]
"""Takes and returns JSON. What is no such request raises ValueError, KeyError or TypeError; what
cannot be done, one of `core.errors`."""
_FOLDER = Path(__file__).parent / "templates"
_TEMPLATES = Templates(_FOLDER, "")


def render(session: Session, template: str, **variables: object) -> str:
    """Return a page of the editor."""
    checked_site = session.state().snapshot.checked_site
    site = checked_site.site.settings.name if checked_site else ""
    # A page that stays open while the program is started again saves into no other project.
    project = short_digest(str(session.project.resolve()).encode(), 12)
    return render_template(template, site=site, token=session.token, project=project, **variables)


def render_template(template: str, **variables: object) -> str:
    """Return what one of the editor's templates makes of some variables."""
    return environment(_TEMPLATES).get_template(template).render(variables)


def static_file(name: str) -> bytes | None:
    """Return one of the editor's own files; None where there is none. `name` is no path."""
    file = _FOLDER / name
    return file.read_bytes() if file.is_file() else None
