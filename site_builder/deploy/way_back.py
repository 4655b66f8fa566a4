"""Which release to go back to, and a history that can be believed for it. Called by `engine`."""

from site_builder.deploy.host import DeployError, Host
from site_builder.deploy.state import State, history, remember
from site_builder.model.release import Action, DeploymentEvent, Release


def complete_history(host: Host, state: State) -> None:
    """Add the line that a deployment did not come to write: it was cut off after the switch."""
    lines = history(host)
    last = lines[-1].release if lines else ""
    one = state.online
    if one is None or state.pending or one.id == last:
        return
    seen = any(event.release == one.id for event in lines)
    action = Action.ROLLBACK if seen else Action.DEPLOY
    event = DeploymentEvent(
        action, one.id, last, one.digest, one.author, one.created_at, 0, 0, 0, len(one.files)
    )
    remember(host, event)


def named(state: State, wanted: str) -> Release:
    """Find the release that is asked for."""
    found = next((one for one in state.kept if one.id == wanted), None)
    if found is None:
        names = "、".join(one.id for one in state.kept)
        raise DeployError(f"目标上没有版本 {wanted}。现有：{names or '（没有）'}。")
    if state.online and wanted == state.online.id and not state.pending:
        raise DeployError(f"正在公布的就是 {wanted}，没有改动。")
    return found


def before(host: Host, state: State) -> Release:
    """Find what was online when the release that is online now was deployed.

    Going back twice goes back two steps: only deployments count, not the way back itself.
    """
    kept = {one.id: one for one in state.kept}
    deployed_over = {
        event.release: event.previous for event in history(host) if event.action is Action.DEPLOY
    }
    if state.online and state.pending:
        return state.online
    wanted = deployed_over.get(state.online.id, "") if state.online else ""
    passed = {state.online.id if state.online else "", ""}
    while wanted not in kept and wanted not in passed:
        passed.add(wanted)
        wanted = deployed_over.get(wanted, "")
    if wanted in passed:
        raise DeployError("没有更早的版本可以回退。")
    return kept[wanted]
