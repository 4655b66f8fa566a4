"""The index of all documents. Lists are made from it; no page's template ever sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.model.document import (
    CatalogueDocument,
    CatalogueEntry,
    Document,
    Report,
    StandalonePage,
)
from site_builder.model.form import Form
from site_builder.model.settings import Settings
from site_builder.model.source import Source
from site_builder.model.views.parts import Related


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that was read, in stable order."""

    settings: Settings
    forms: Mapping[str, Form]
    years: tuple[int, ...]
    """Newest first."""
    reports: Mapping[int, Report]
    introductions: Mapping[int, StandalonePage]
    documents: tuple[CatalogueDocument, ...]
    """By path."""
    entries: tuple[CatalogueEntry, ...]
    """Reports and documents, newest published first."""
    rules: tuple[StandalonePage, ...]
    pages: Mapping[str, StandalonePage]
    """Standing pages by path below `content/`."""
    files: Mapping[str, Source]
    """Attachments by path below `content/`."""
    related: Mapping[str, Related]
    """URL of a catalogue entry → policies and interpretations; nothing for most."""

    def all_documents(self) -> tuple[Document, ...]:
        """Return all that was read whole: standing texts, introductions, rules, then the rest."""
        return (
            *self.pages.values(),
            *self.introductions.values(),
            *self.rules,
            *self.reports.values(),
            *self.documents,
        )
