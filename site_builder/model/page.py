"""One output, and all outputs of a build."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from site_builder.model.catalogue_index import CatalogueIndex
from site_builder.model.frozendict import frozendict
from site_builder.model.search import SearchCorpus
from site_builder.model.settings import Settings
from site_builder.model.source import SourceFile
from site_builder.model.views.pages import View
from site_builder.model.views.parts import Layout


@dataclass(frozen=True, slots=True)
class Page:
    """One file to be made."""

    url: str
    """Path below the output folder."""
    renderer: str
    """A template's name, or the id of a format in `model.download_formats`."""
    build_view: Callable[[], View]
    """Called only for a page that is to be made."""
    causes: Mapping[str, str]
    """All that decides the view besides what whole sites share, by name: digests, mostly.

    An empty one is of something that is not there.
    """
    sources: tuple[str, ...] = ()
    """Files it was made from, as diagnostics quote them."""
    files: tuple[str, ...] = ()
    """Files whose sizes it states, by URL."""
    pictures: Mapping[str, "StaticFile"] = field(default_factory=lambda: frozendict({}), hash=False)
    """What it holds the bytes of, by the address in its text."""

    @property
    def view(self) -> View:
        """Build the view."""
        return self.build_view()


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that is published as it is, or without the names of who made it."""

    url: str
    source: SourceFile
    sanitize: bool = False


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that is ready to be staged."""

    url: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages and copies of one build, and what the pages share."""

    settings: Settings
    years: tuple[int, ...]
    """Sections of the site, newest first."""
    layout: Layout
    catalogue: CatalogueIndex
    """What the lists were planned from; empty where none was."""
    pages: tuple[Page, ...]
    static_files: tuple[StaticFile, ...]
    search_corpus: SearchCorpus
    """What the index of the search is made from."""
