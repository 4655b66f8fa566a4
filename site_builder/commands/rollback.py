"""`site-builder rollback`: an earlier release online again."""

from argparse import Namespace
from pathlib import Path

from site_builder import console
from site_builder.commands import targets
from site_builder.deploy import engine
from site_builder.pipeline import deploying


def run(arguments: Namespace) -> int:
    """Go back. Returns 0, or 1 when nothing was changed."""
    return targets.told(_rollback, arguments)


def _rollback(arguments: Namespace) -> int:
    project = Path(arguments.project)
    target = deploying.find_target(project, arguments.target)
    by = deploying.author(arguments.by)
    work = deploying.job(target, project, by, console.say, console.progress())
    event, release = engine.rollback(work, arguments.release or "")
    console.say(
        f"已经退回 {release.id}（{release.who}，{release.when} 发布），共 {event.files} 个文件。"
    )
    console.say(
        f"原来公布的是 {event.before}；要再换回去，运行"
        f" site-builder rollback {target.name} {event.before}"
    )
    return 0
