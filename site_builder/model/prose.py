"""A text as it was read and rendered, with its headings and links."""

from dataclasses import dataclass

from site_builder.model.html import Html
from site_builder.model.location import Location


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image found in a text."""

    target: str
    """As written for links inside; the full address for links outside."""
    location: Location
    is_external: bool
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, for tables of contents."""

    level: int
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text, rendered."""

    html: Html
    text: str
    """The words alone, for feeds and checks."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
