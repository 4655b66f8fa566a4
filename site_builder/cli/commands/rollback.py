"""`site-builder rollback`: an earlier release online again."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from site_builder.cli import console, targets
from site_builder.cli.program_name import quoted
from site_builder.cli.progress import stage_progress
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.deployment_messages import rolled_back_line
from site_builder.usecases.rollback import RollbackRequest, rollback


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Run `rollback`. Returns 0, or 1 when nothing was changed."""
    standards = load_standards()
    return targets.run_reporting_errors(partial(_rollback, standards), arguments)


def _rollback(standards: Standards, arguments: Namespace) -> int:
    request = RollbackRequest(
        Path(arguments.project), arguments.target, arguments.release or "", arguments.author
    )
    with stage_progress() as progress:
        event, release = rollback(request, standards, targets.reporter(progress))
    console.print_facts(release=event.release, previous=event.previous or None)
    console.print_line(rolled_back_line(event, release))
    console.print_line(
        f"原来公布的是 {event.previous}；要再换回去，运行"
        f" site-builder rollback {quoted(request.target)} {event.previous}"
    )
    return 0
