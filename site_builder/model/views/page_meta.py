"""What every page states about itself."""

from dataclasses import dataclass

from site_builder.model.html import Html
from site_builder.model.views.parts import LinkItem


@dataclass(frozen=True, slots=True)
class HeadTag:
    """A meta tag: a value under a name of 政府网站发展指引, a property of Open Graph, or both."""

    name: str
    property: str
    content: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What every page states about itself."""

    title: str
    description: str
    tags: tuple[HeadTag, ...]
    """The meta tags of 政府网站发展指引 in order, then what only Open Graph asks for: what is shown
    of the page where somebody passes it on."""
    breadcrumbs: tuple[LinkItem, ...]
    """From the home page to this page; the last is this page."""
    section: str
    """Id of the navigation entry it belongs to; empty for none."""
    canonical: str
    """Full address; empty when the site's address is not known."""
    json_ld: Html
    """JSON-LD of schema.org, safe inside a page."""
    takes_site_picture: bool = False
    """Is passed on with the site's picture: it has none of its own."""
    draft: bool = False
    """Shows a document that has not been signed at every level."""
