"""The input of rules: texts, attachments, or the whole site, and what they may know.

Text rules and file rules see one file each, so their diagnostics are cached with it; what depends
on other files, or on the day, is a site rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from site_builder.model.location import Location
from site_builder.model.review import ReviewStatus
from site_builder.model.settings import Settings
from site_builder.model.site import Site
from site_builder.model.source import Source
from site_builder.model.standards import Standards


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of text on one line of a file, or one value of its front matter."""

    kind: Literal["field", "body", "figures", "name"]
    """A value of the front matter, a line of Markdown, a line of figures.yaml, a file's name."""
    label: str
    """What authors call it: the key of a field; empty for lines."""
    text: str
    """As typed. In Markdown, addresses of links are blanked out so that they are not prose."""
    location: Location
    """Of its first character."""
    is_page_address: bool = False
    """It is the address of a link to a page: what resembles a number may be the page's own."""

    def location_at(self, offset: int) -> Location:
        """Return the place of a character of the text."""
        return Location(
            self.location.file, self.location.line, max(self.location.column, 1) + offset
        )


@dataclass(frozen=True, slots=True)
class MarkupElement:
    """A piece of structure of a Markdown text."""

    kind: Literal["heading", "link", "image", "table", "header"]
    location: Location
    text: str
    """Words of a heading or link, alternative text of an image, header words of a table."""
    target: str = ""
    """Address of a link or image, as typed; for a header cell without a name: which cell it is."""
    level: int = 0
    """Of a heading."""


@dataclass(frozen=True, slots=True, eq=False)
class TextFile:
    """One text file, as rules see it. Compared by identity: rules remember what they read in it."""

    source: Source
    spans: tuple[TextSpan, ...]
    elements: tuple[MarkupElement, ...]
    dates: Mapping[str, date]
    """Dates of the front matter by field id."""


@dataclass(frozen=True, slots=True, eq=False)
class AttachmentText:
    """One attachment, as rules see it. Compared by identity, as texts are."""

    source: Source
    spans: tuple[TextSpan, ...]
    """Its words, with places that name the page, sheet or paragraph in `label`; and its name."""
    personal_metadata: tuple[tuple[str, str], ...]
    """Personal metadata: its name (作者, 最后修改者 …) and its value."""
    signed: bool = False
    """It carries a digital signature, which any change would break."""
    unreadable_reason: str = ""
    """Why its words, or some of them, could not be read; empty when all were."""
    not_cleanable: bool = False
    """No cleaned copy of it is made, because of its form or because it is locked."""
    digest: str = ""
    """The beginning of its bytes' SHA-256: names this very version of the file."""


@dataclass(frozen=True, slots=True, eq=False)
class RuleContext:
    """What every rule may know besides its input. Compared by identity: there is one."""

    settings: Settings
    standards: Standards


@dataclass(frozen=True, slots=True)
class SiteContext:
    """A whole site, as site rules see it."""

    site: Site
    sources: tuple[Source, ...]
    """All files, those too that could not be read."""
    context: RuleContext
    today: date
    reviews: tuple[ReviewStatus, ...]
    """Of every document that must be signed, or has been."""
    drafts: bool
    """Unsigned documents are to be shown, with a mark."""
    published: Mapping[str, str]
    """Index number by URL, as the output folder still holds it from the last publication."""
