"""A built site → a target: what would change, putting it online, going back.

Called by the commands `deploy`, `rollback` and `releases`.
"""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from site_builder.deploy import engine
from site_builder.deploy.archive import pack
from site_builder.deploy.connect import connect
from site_builder.deploy.host import DeployError, Host, UnknownTargetError
from site_builder.deploy.places import place_of
from site_builder.deploy.release import Author, compare, gather, make_release, to_json
from site_builder.deploy.signature import sign
from site_builder.deploy.state import Layout, history, look
from site_builder.fields.load import load_standards
from site_builder.model.diagnostic import Severity
from site_builder.model.release import DeploymentEvent, Release, ReleaseDiff, Requirement
from site_builder.model.settings import Settings
from site_builder.model.target import Target
from site_builder.nearest import did_you_mean
from site_builder.pipeline.lock import BusyError, only_one
from site_builder.read.settings import read_settings
from site_builder.write import manifest as manifests
from site_builder.write import output as outputs
from site_builder.write.file_list import NAME, read_files

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Deployment:
    """One release on its way to one target."""

    work: engine.Job
    target: Target
    project: Path
    output: Path
    release: Release
    again: bool
    """Upload everything, whatever stands on the target."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What deploying would do, before anything is done."""

    layout: Layout
    transfer: str
    online: Release | None
    broken: bool
    """An earlier deployment was cut off half-way; this one completes it."""
    change: ReleaseDiff


@dataclass(frozen=True, slots=True)
class Kept:
    """One release that stands on a target."""

    release: Release
    online: bool


def author(name: str) -> Author:
    """Say who deploys: the name given, or the account of this machine. And when: now."""
    return Author(name or _account(), datetime.now(UTC))


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "未知"


def find_target(project: Path, name: str) -> Target:
    """Find a target of config.yaml. Raises DeployError for wrong settings or an unknown name."""
    settings = settings_of(project)
    names = [one.name for one in settings.targets]
    if not names:
        raise DeployError("config.yaml 里没有“部署”。请照 README 的“部署”写上目标。")
    if name not in names:
        raise UnknownTargetError(f"config.yaml 的“部署”里没有“{name}”。{did_you_mean(name, names)}")
    return settings.targets[names.index(name)]


def settings_of(project: Path) -> Settings:
    """Read the settings. Raises DeployError for wrong ones."""
    config = project / "config.yaml"
    data = config.read_bytes() if config.is_file() else None
    settings, found = read_settings(data, load_standards().settings)
    wrong = [one for one in found if one.severity is Severity.ERROR]
    if settings is None or wrong:
        first = wrong[0]
        raise DeployError(f"{first.location} {first.message}。{first.hint}")
    return settings


def offer(project: Path, output: Path, by: Author, told: Told) -> Release:
    """Take a built site as a release. Raises DeployError for one that may not go online."""
    listed = read_files(output)
    if not listed.files and not listed.drafts:
        raise DeployError(f"{output} 里没有生成好的网站。请先运行 site-builder build。")
    if listed.drafts:
        raise DeployError(
            f"{output} 里是未审的网站或者公众号文章，不能发布。请审签后运行 site-builder build。"
        )
    if not listed.whole:
        raise DeployError(
            f"{output} 里的文件清单（{NAME}）被改动过或者损坏，不知道网站是否完整。请重新生成网站。"
        )
    records = manifests.load(manifests.manifest_path(project / ".build", output)).records
    if records and {url: one.digest for url, one in records.items()} != listed.files:
        raise DeployError(f"{output} 里的文件清单（{NAME}）和生成的记录不同。请重新生成网站。")
    accepted = _requirements(output, listed.requirements)
    # By their digests, not by size and time: these stay the same when somebody wants them to.
    files = gather(output, listed.files, lambda done: told("核对", done, len(listed.files)))
    return make_release(files, by, accepted)


def _requirements(output: Path, lacking: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """List what the law wants and an office lets stand. Raises DeployError for what nobody does."""
    unmet = [one for one in lacking if not one.reason]
    if unmet:
        listed = "".join(f"\n  {one.message}（{one.file}，{one.diagnostic_id}）" for one in unmet)
        raise DeployError(
            f"{output} 里的网站缺少依法应当公布的内容 {len(unmet)} 处，不能发布：{listed}\n"
            "请补上后重新生成；确实没有的，在“接受”里写明编号和理由。"
        )
    return lacking


@contextmanager
def undisturbed(project: Path) -> Iterator[None]:
    """Keep builds away while their output is read."""
    try:
        with only_one(project / ".build"):
            yield
    except BusyError:
        raise DeployError("另一个生成正在进行，请等它结束再试。") from None


def prospect(one: Deployment) -> Prospect:
    """Find out what deploying a release would change. Writes nothing on the target."""

    def ask(host: Host) -> Prospect:
        state = look(host)
        change = compare(state.online.files if state.online else {}, one.release.files)
        broken = state.pending is not None
        return Prospect(state.layout, host.transfer, state.online, broken, change)

    return engine.on_host(one.work, ask)


def job(
    target: Target, project: Path, by: Author, say: Callable[[str], None], progress: Told
) -> engine.Job:
    """Put together what is asked of a target."""
    return engine.Job(
        connect=lambda: connect(target, project),
        author=by,
        keep=target.keep,
        sign=lambda data: (
            sign(place_of(project, target.signing_key, "签名密钥"), data)
            if target.signing_key
            else b""
        ),
        say=say,
        progress=progress,
    )


def put_online(one: Deployment) -> DeploymentEvent | None:
    """Deploy a release, and keep a copy of its record here. None when it is online already."""
    event = engine.deploy(one.work, one.release, one.output, again=one.again)
    if event:
        try:
            _keep_copy(one)
        except OSError as fault:
            told = (
                f"网站已经换好；发布记录没有存进项目的 releases 文件夹：{outputs.reason(fault)}。"
            )
            one.work.say(told)
    return event


def hand_over(one: Deployment) -> Path:
    """Write a release as an archive. Returns its path."""
    folder = place_of(one.project, one.target.folder, "目录")
    total = len(one.release.files)

    def told(done: int) -> None:
        one.work.progress("打包", done, total)

    path = pack(one.release, one.output, folder, one.target.format, told)
    _keep_copy(one)
    return path


def _keep_copy(one: Deployment) -> None:
    """Keep a release's record where whoever tampers with the target does not come."""
    folder = one.project / "releases" / one.target.name
    folder.mkdir(parents=True, exist_ok=True)
    data = to_json(one.release)
    for name, content in (
        (f"{one.release.id}.json.sig", one.work.sign(data)),
        (f"{one.release.id}.json", data),
    ):
        if content:
            beside = folder / f"{name}.new"
            beside.write_bytes(content)
            beside.replace(folder / name)


def releases(work: engine.Job) -> tuple[tuple[Kept, ...], tuple[DeploymentEvent, ...]]:
    """List the releases of a target, oldest first, and what has been done there."""

    def ask(host: Host) -> tuple[tuple[Kept, ...], tuple[DeploymentEvent, ...]]:
        state = look(host)
        online = state.online.id if state.online else ""
        return tuple(Kept(one, one.id == online) for one in state.kept), history(host)

    return engine.on_host(work, ask)
