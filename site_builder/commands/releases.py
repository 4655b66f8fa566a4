"""`site-builder releases`: what stands on a target, and what has been done there."""

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from site_builder import console
from site_builder.commands import targets
from site_builder.model.release import Event
from site_builder.pipeline import deploying


def run(arguments: Namespace) -> int:
    """List the releases. Returns 0, or 1 when the target cannot be read."""
    return targets.told(_releases, arguments)


def _releases(arguments: Namespace) -> int:
    project = Path(arguments.project)
    target = deploying.find_target(project, arguments.target)
    by = deploying.author("")
    work = deploying.job(target, project, by, console.say, console.progress())
    kept, events = deploying.releases(work)
    if arguments.format == "json":
        console.say(_json(kept, events))
        return 0
    if not kept:
        console.say(f"“{target.name}”上还没有发布过。")
    for one in kept:
        mark = "* 正在公布" if one.online else "  可以回退"
        release = one.release
        console.say(
            f"{mark} {release.id}  {release.when}  {release.who}  {len(release.files)} 个文件"
        )
        targets.show_accepted(release)
    if events:
        console.say("\n做过的事：")
    for event in events[-_SOME:]:
        before = f"（原来是 {event.before}）" if event.before else ""
        console.say(f"  {event.when}  {event.who}  {event.action} {event.release}{before}")
    return 0


_SOME = 20


def _json(kept: tuple[deploying.Kept, ...], events: tuple[Event, ...]) -> str:
    """Write it for programs: version 1."""
    found = {
        "version": 1,
        "releases": [
            {
                "id": one.release.id,
                "online": one.online,
                "digest": one.release.digest,
                "who": one.release.who,
                "when": one.release.when,
                "files": len(one.release.files),
                "accepted": [asdict(lack) for lack in one.release.accepted],
            }
            for one in kept
        ],
        "history": [asdict(one) for one in events],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
