"""Pictures that stand in texts, for the files that hold them."""

from collections.abc import Mapping

from site_builder.core.urls import resolve_link
from site_builder.model.document import Document
from site_builder.model.frozendict import frozendict
from site_builder.model.page import StaticFile
from site_builder.model.site import Site

NO_PICTURES: Mapping[str, StaticFile] = frozendict({})


def text_pictures(document: Document, site: Site) -> Mapping[str, StaticFile]:
    """Return the pictures in a document's texts, by their address there."""
    sanitize, pictures = site.settings.clean_attachments, {}
    for link in document.links:
        path = resolve_link(link.target, document.source.path) if link.is_image else None
        if path is not None and path in site.files:
            pictures[link.target] = StaticFile(path, site.files[path], sanitize)
    return frozendict(pictures) if pictures else NO_PICTURES
