"""`site-builder verify`: is what is online exactly what was released?"""

from argparse import Namespace
from pathlib import Path

from site_builder.cli import console
from site_builder.cli.program_name import work_on
from site_builder.cli.progress import stage_progress
from site_builder.cli.verification import print_verification
from site_builder.core.errors import DeployError, UnknownTargetError
from site_builder.core.nearest_path import nearest_path
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.verify import VerifyRequest, verify

_SAME, _DIFFERS, _MISUSED, _UNFINISHED = range(4)


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Verify. Returns 0, 1 when something differs, 2 for wrong usage, 3 when it was cut short."""
    standards = load_standards()
    record = Path(arguments.record) if arguments.record else None
    if record and not record.is_file():
        nearest = nearest_path(arguments.record, Path())
        hint = f"是不是“{nearest}”？" if nearest else "请写现有的文件，如 releases/…/….json。"
        console.print_error(f"没有发布记录 {record}。{hint}")
        return _MISUSED
    try:
        with stage_progress(quiet=arguments.quiet) as progress:
            report = verify(
                VerifyRequest(
                    project=Path(arguments.project),
                    target=arguments.target,
                    record=record,
                    links=arguments.links,
                    progress=progress,
                    standards=standards,
                )
            )
    except DeployError as exc:
        console.print_error(str(exc))
        return _MISUSED if isinstance(exc, UnknownTargetError) else _UNFINISHED
    # An address was typed, perhaps: what is to be typed next names the target.
    work_on(arguments.project, arguments.command, report.target)
    print_verification(report, quiet=arguments.quiet)
    # What differs is worse than what could not be checked.
    if not report.matches:
        return _DIFFERS
    return _SAME if report.complete else _UNFINISHED
