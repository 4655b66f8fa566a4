"""Sources → what was read of them: the beginning of a build, a check and a preview."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.build.attachment_checks import check_attachments
from site_builder.build.context import BuildContext
from site_builder.build.documents import read_texts
from site_builder.build.project_settings import read_project_settings
from site_builder.build.readings import Readings
from site_builder.content.scan import scan
from site_builder.model.rule_context import RuleContext
from site_builder.model.settings import Settings
from site_builder.model.source import SourceFile


@dataclass(frozen=True, slots=True)
class SiteReadings:
    """What was read of a site, and how; records and diagnostics are brought to hand when needed."""

    sources: Sequence[SourceFile]
    settings: Settings | None
    """None when there are none to read."""
    texts: Readings
    attachments: Readings | None
    """None without settings: rules would only guess."""


def scan_sources(context: BuildContext) -> list[SourceFile]:
    """Return the files under `content/`; what is wrong with them goes to the context."""
    context.scanned_at_ns, listing = time.time_ns(), {}
    if context.inputs:
        # The folder was looked at just now. Processes that are started later need not know it.
        context.scanned_at_ns, listing = context.inputs.started_ns, context.inputs.content
        context.inputs = context.inputs._replace(content={})
    sources, diagnostics = scan(context.content, context.standards.formats, listing)
    context.diagnostics.extend(diagnostics)
    return sources


def read_site(context: BuildContext, sources: Sequence[SourceFile]) -> SiteReadings:
    """Read the settings, and what changed of texts and attachments since the last build."""
    settings, diagnostics = read_project_settings(context.options.project, context.standards)
    context.diagnostics.extend(diagnostics)
    texts = read_texts(context, sources, settings)
    if settings is None:
        return SiteReadings(sources, None, texts, None)
    rule_context = RuleContext(settings, context.standards)
    attachments = check_attachments(context, sources, rule_context, texts.reader.fingerprint)
    return SiteReadings(sources, settings, texts, attachments)
