"""What an import of a register's sheet is going to do, before anything is written."""

from dataclasses import dataclass

from site_builder.model.catalogue_plan import FieldChange, RejectedRow


@dataclass(frozen=True, slots=True)
class BodyChange:
    """A body of the register of which the sheet says something else."""

    code: str
    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What the rows of a sheet come to."""

    created: tuple[tuple[str, str], ...]
    """Codes and names of bodies that the register does not have."""
    changed: tuple[BodyChange, ...]
    unchanged: int
    untouched: int
    """Bodies of the register that the sheet does not have: they stay."""
    rejected: tuple[RejectedRow, ...]
    faults: tuple[str, ...]
    """What is wrong with the sheet, or the register, as a whole."""
    notes: tuple[str, ...]
    data: bytes
    """The register as it is to be."""
    base: bytes | None
    """The register as it was read; None where there is none."""

    @property
    def is_clear(self) -> bool:
        """Return whether every row can be followed as it stands."""
        return not (self.rejected or self.faults)

    @property
    def has_changes(self) -> bool:
        """Return whether anything is to be written."""
        return bool(self.created or self.changed)
