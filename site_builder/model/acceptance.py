"""An office's word that a finding is known and stays: by the finding's id, with a reason."""

from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.place import Place


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One accepted finding."""

    problem: str
    """Id of the finding, `rule/name:subject`."""
    reason: str
    file: str
    """The file it is in, where it is accepted elsewhere (in config.yaml); else empty."""
    place: Place


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that was accepted, with the reason."""

    finding: Diagnostic
    reason: str
