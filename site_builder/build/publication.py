"""What the law requires of a site that goes online, as `deploy` and `check --deploy` check it.

A build warns of what is missing, so that work can go on; what goes online must have it, or the
office's reason why not.
"""

from collections.abc import Iterable
from dataclasses import replace

from site_builder.model.diagnostic import Diagnostic, Severity, sort_diagnostics
from site_builder.model.release import Requirement
from site_builder.model.suppression import SuppressedDiagnostic
from site_builder.rules import registry


def escalate_requirements(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics with those errors that stop a site from going online."""
    return sort_diagnostics(
        replace(diagnostic, severity=Severity.ERROR)
        if registry.is_required_to_publish(diagnostic)
        else diagnostic
        for diagnostic in diagnostics
    )


def unmet_requirements(
    diagnostics: Iterable[Diagnostic], suppressed: Iterable[SuppressedDiagnostic]
) -> tuple[Requirement, ...]:
    """Return what the law requires and the site does not have, with the reasons that were given."""
    reasons = {entry.diagnostic: entry.reason for entry in suppressed}
    return tuple(
        Requirement(
            diagnostic.location.file, diagnostic.id, diagnostic.message, reasons.get(diagnostic, "")
        )
        for diagnostic in sort_diagnostics((*diagnostics, *reasons))
        if registry.is_required_to_publish(diagnostic)
    )
