"""An office's acceptance of a known diagnostic: by the diagnostic's id, with a reason."""

from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.location import Location


@dataclass(frozen=True, slots=True)
class Suppression:
    """One accepted diagnostic."""

    diagnostic_id: str
    """Id of the diagnostic, `rule/name:subject`."""
    reason: str
    file: str
    """The file it is in, where it is accepted elsewhere (in config.yaml); else empty."""
    location: Location


@dataclass(frozen=True, slots=True)
class SuppressedDiagnostic:
    """A diagnostic that was accepted, with the reason."""

    diagnostic: Diagnostic
    reason: str
