"""What the law requires of a site that goes online, as `deploy` and `check --deploy` judge it.

A build warns of what is missing, so that work can go on; what goes online must have it, or the
office's reason why not.
"""

from collections.abc import Iterable
from dataclasses import replace

from site_builder import rules
from site_builder.model.acceptance import SuppressedDiagnostic
from site_builder.model.diagnostic import Diagnostic, Severity, sort_diagnostics
from site_builder.model.release import Requirement


def as_published(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings with those errors that stop a site from going online."""
    return sort_diagnostics(
        replace(one, severity=Severity.ERROR) if rules.is_required_to_publish(one) else one
        for one in findings
    )


def requirements(
    findings: Iterable[Diagnostic], accepted: Iterable[SuppressedDiagnostic]
) -> tuple[Requirement, ...]:
    """Return what the law requires and the site does not have, with the reasons that were given."""
    reasons = {one.diagnostic: one.reason for one in accepted}
    return tuple(
        Requirement(one.location.file, one.id, one.message, reasons.get(one, ""))
        for one in sort_diagnostics((*findings, *reasons))
        if rules.is_required_to_publish(one)
    )
