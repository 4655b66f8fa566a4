"""Which release to roll back to, and a history that is reliable for it."""

from site_builder.core.errors import DeployError
from site_builder.deploy.remote import Remote
from site_builder.deploy.target_state import TargetState, append_history, history
from site_builder.model.release import Action, DeploymentEvent, Release


def complete_history(remote: Remote, state: TargetState) -> None:
    """Add the line that a deployment did not come to write: it was interrupted after the switch."""
    lines = history(remote)
    last = lines[-1].release if lines else ""
    release = state.online
    if release is None or state.pending or release.id == last:
        return
    was_deployed = any(event.release == release.id for event in lines)
    action = Action.ROLLBACK if was_deployed else Action.DEPLOY
    event = DeploymentEvent(
        action,
        release.id,
        last,
        release.digest,
        release.author,
        release.created_at,
        0,
        0,
        0,
        len(release.files),
    )
    append_history(remote, event)


def find_release(state: TargetState, release_id: str) -> Release:
    """Find the release that is asked for."""
    release = next((item for item in state.retained if item.id == release_id), None)
    if release is None:
        names = "、".join(item.id for item in state.retained)
        raise DeployError(f"目标上没有版本 {release_id}。现有：{names or '（没有）'}。")
    if state.online and release_id == state.online.id and not state.pending:
        raise DeployError(f"正在公布的就是 {release_id}，没有改动。")
    return release


def previous_release(remote: Remote, state: TargetState) -> Release:
    """Find what was online when the release that is online now was deployed.

    Rolling back twice goes back two steps: only deployments count, not rollbacks themselves.
    """
    releases = {release.id: release for release in state.retained}
    previous_ids = {
        event.release: event.previous for event in history(remote) if event.action is Action.DEPLOY
    }
    if state.online and state.pending:
        return state.online
    release_id = previous_ids.get(state.online.id, "") if state.online else ""
    visited = {state.online.id if state.online else "", ""}
    while release_id not in releases and release_id not in visited:
        visited.add(release_id)
        release_id = previous_ids.get(release_id, "")
    if release_id in visited:
        raise DeployError("没有更早的版本可以回退。")
    return releases[release_id]
