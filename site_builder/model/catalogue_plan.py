"""What an import of a catalogue's sheet is going to do, before anything is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value of a document that becomes another."""

    label: str
    old: str
    """Empty: the document has no such value."""
    new: str
    """Empty: it is taken out."""


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A document to write."""

    path: str
    """Below `content/`."""
    row: str
    """Where its row stands in the sheet, in words."""
    title: str
    data: bytes
    """The whole file as it is to be."""
    base_digest: str
    """Of the file as it was read; empty for a new one."""
    changes: tuple[FieldChange, ...]
    """None for a new document."""
    reason: str = ""
    """Why it must be confirmed, in Chinese; empty when it need not."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot become a document."""

    row: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CataloguePlan:
    """What each row of a sheet comes to."""

    created: tuple[PlannedDocument, ...]
    changed: tuple[PlannedDocument, ...]
    unchanged: int
    rejected: tuple[RejectedRow, ...]
    unconfirmed: tuple[PlannedDocument, ...]
    """Changes that are made only when asked for once more: the document changed meanwhile."""
    faults: tuple[str, ...]
    """What is wrong with the sheet as a whole: nothing of it is imported."""
    notes: tuple[str, ...]
    """What a person should know of how it was read."""

    @property
    def is_clear(self) -> bool:
        """Return whether every row can be followed as it stands."""
        return not (self.rejected or self.unconfirmed or self.faults)


@dataclass(frozen=True, slots=True)
class CatalogueImport:
    """What came of importing a sheet."""

    file: str
    plan: CataloguePlan
    written: tuple[str, ...]
    """Paths from the project."""
    backups: tuple[str, ...] = ()
    """Where the documents as they were before are now."""
    failure: str = ""
    """Why nothing was written though it was to be, in Chinese; empty for no such reason."""

    @property
    def failed(self) -> bool:
        """Return whether any row is left over."""
        return bool(self.failure) or not self.plan.is_clear
