"""The index of all documents. Lists are made from it; no page's template ever sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from site_builder.model.document import (
    CatalogueEntry,
    Document,
    DocumentRecord,
    Report,
    StandalonePage,
)
from site_builder.model.form import Form
from site_builder.model.settings import Settings
from site_builder.model.source import SourceFile
from site_builder.model.views.parts import Related


@dataclass(frozen=True, slots=True)
class TextDigests:
    """The two digests by which pages know that a text is as it was."""

    content: str
    """Of the bytes it is read from, those of its figures and tables too."""
    record: str
    """Of what the rest of the site knows of it; where that is all of it, as `content`."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that was read, in stable order."""

    settings: Settings
    forms: Mapping[str, Form]
    years: tuple[int, ...]
    """Newest first."""
    reports: Mapping[int, Report]
    introductions: Mapping[int, StandalonePage]
    documents: tuple[DocumentRecord, ...]
    """By path."""
    entries: tuple[CatalogueEntry, ...]
    """Reports and documents, newest published first."""
    rules: tuple[StandalonePage, ...]
    pages: Mapping[str, StandalonePage]
    """Standing pages by path below `content/`."""
    files: Mapping[str, SourceFile]
    """Attachments by path below `content/`."""
    related: Mapping[str, Related]
    """URL of a catalogue entry → policies and interpretations; nothing for most."""
    digests: Mapping[str, TextDigests]
    """Path of a text below `content/` → what decides its page, and its lines in lists."""

    def all_documents(self) -> tuple[Document, ...]:
        """Return all texts: standing ones, introductions, rules, then the rest."""
        return (
            *self.pages.values(),
            *self.introductions.values(),
            *self.rules,
            *self.reports.values(),
            *self.documents,
        )
