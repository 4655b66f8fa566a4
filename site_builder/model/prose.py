"""A text as it was read and rendered, with its headings and links."""

from collections.abc import Iterable
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


def links_in(texts: Iterable[Prose]) -> tuple[Link, ...]:
    """Return the links and images of some texts, in order."""
    return tuple(link for prose in texts for link in prose.links)


def anchors_in(texts: Iterable[Prose]) -> tuple[str, ...]:
    """Return the ids of the headings of some texts, in order."""
    return tuple(heading.id for prose in texts for heading in prose.headings)
