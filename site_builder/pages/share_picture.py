"""The picture that pages are shared with, where an office's name can be drawn."""

from collections.abc import Iterator

from site_builder.config.main_colour import BUILT_IN_COLOUR
from site_builder.model.download_formats import formats_of
from site_builder.model.page import Page
from site_builder.model.settings import Settings
from site_builder.model.views.downloads import SharePictureView

SHARE_PICTURE_URL = "assets/share.png"
"""It stays: those who shared a page name the picture."""


def share_picture_pages(settings: Settings) -> Iterator[Page]:
    """Plan the picture; none where no link is absolute, or nothing that draws was asked for."""
    if not has_own_picture(settings):
        return
    organization = settings.organization if settings.organization != settings.name else ""
    view = SharePictureView(
        settings.name, organization, settings.main_colour or BUILT_IN_COLOUR, settings.fonts
    )
    (drawing,) = formats_of(SharePictureView, settings.downloads)
    yield Page(SHARE_PICTURE_URL, drawing.id, lambda: view, {"view": repr(view)})


def has_own_picture(settings: Settings) -> bool:
    """Return whether the picture has the office's name."""
    return bool(settings.address and formats_of(SharePictureView, settings.downloads))
