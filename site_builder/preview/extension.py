"""What stands on top of the preview: answers of its own, beside those for the site's pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tornado.routing import Rule

from site_builder.preview.connections import BODY_BYTES
from site_builder.preview.handlers import ResponseSource
from site_builder.preview.state import PreviewState


@dataclass(frozen=True, slots=True)
class Extension:
    """Routes that come before the preview's, and what they need of it."""

    routes: Callable[[ResponseSource, Callable[[], PreviewState]], Sequence[Rule]]
    """Given who answers, and what returns the state of the site now."""
    start_page: str
    """Where it begins, without the leading slash."""
    max_body_bytes: int
    makes_sites: bool = False
    """It has a page for an empty folder, so there need be no site yet."""
    on_start: Callable[[str], object] = str
    """Receives the address of the start page once it answers."""


NO_EXTENSION = Extension(lambda _source, _state: (), "", BODY_BYTES)
