"""`site-builder releases`: what stands on a target, and what has been done there."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from site_builder.cli import console, targets
from site_builder.cli.progress import stage_progress
from site_builder.model.standards import Standards
from site_builder.model.standards_loader import StandardsLoader
from site_builder.usecases.deployment_messages import waived_lines
from site_builder.usecases.releases import ReleaseList, list_releases


def run(arguments: Namespace, load_standards: StandardsLoader) -> int:
    """Print the releases. Returns 0, or 1 when the target cannot be read."""
    standards = load_standards()
    return targets.run_reporting_errors(partial(_releases, standards), arguments)


def _releases(standards: Standards, arguments: Namespace) -> int:
    with stage_progress() as progress:
        reporter = targets.reporter(progress)
        releases = list_releases(Path(arguments.project), arguments.target, standards, reporter)
    console.print_facts(**_facts(releases))
    if not releases.retained:
        console.print_line(f"“{arguments.target}”上还没有发布过。")
    for entry in releases.retained:
        mark = "* 正在公布" if entry.online else "  可以回退"
        release = entry.release
        console.print_line(
            f"{mark} {release.id}  {release.created_at}  "
            f"{release.author}  {len(release.files)} 个文件"
        )
        for line in waived_lines(release):
            console.print_line(line)
    if releases.events:
        console.print_line("\n做过的事：")
    for event in releases.events[-_MAX_EVENTS:]:
        previous_note = f"（原来是 {event.previous}）" if event.previous else ""
        console.print_line(
            f"  {event.timestamp}  {event.author}  {event.action} {event.release}{previous_note}"
        )
    return 0


_MAX_EVENTS = 20


def _facts(releases: ReleaseList) -> dict[str, object]:
    return {
        "releases": [
            {
                "id": item.release.id,
                "online": item.online,
                "digest": item.release.digest,
                "who": item.release.author,
                "when": item.release.created_at,
                "files": len(item.release.files),
                "accepted": [
                    requirement.to_dict() for requirement in item.release.waived_requirements
                ],
            }
            for item in releases.retained
        ],
        "history": [event.to_dict() for event in releases.events],
    }
