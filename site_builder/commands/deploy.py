"""`site-builder deploy`: the site onto a target."""

from argparse import Namespace
from pathlib import Path

from site_builder import console
from site_builder.commands import targets
from site_builder.commands.days import today
from site_builder.deploy.connect import where
from site_builder.excerpt import Lines
from site_builder.model.diagnostic import Severity
from site_builder.model.release import Difference, Release
from site_builder.model.target import Kind
from site_builder.pipeline import Options, build, deploying
from site_builder.pipeline.publication import as_published


def run(arguments: Namespace) -> int:
    """Deploy. Returns 0, 1 when nothing was put online, 2 for wrong usage."""
    if arguments.built is not None and not arguments.built.strip():
        console.complain(
            "--built 后面没有写文件夹。请写生成好的网站所在的文件夹，如 --built public"
        )
        return 2
    return targets.told(_deploy, arguments)


def _deploy(arguments: Namespace) -> int:
    project = Path(arguments.project)
    target = deploying.find_target(project, arguments.target)
    output = Path(arguments.built) if arguments.built is not None else project / "public"
    if arguments.built is None and not _built(arguments, project, output):
        console.say("有错误，没有发布；网上的网站没有改动。")
        return 1
    with deploying.undisturbed(project):
        by = deploying.author(arguments.by)
        release = deploying.offer(project, output, by, console.progress())
        targets.show_accepted(release)
        work = deploying.job(target, project, by, console.say, console.progress())
        again = arguments.again
        one = deploying.Deployment(work, target, project, output, release, again=again)
        deliver = _hand_over if target.kind is Kind.ARCHIVE else _put_online
        return deliver(one, rehearsal=arguments.dry_run)


def _built(arguments: Namespace, project: Path, output: Path) -> bool:
    """Build the site; nothing with an error or an unsigned document goes online."""
    options = Options(project, output, today(arguments.today), progress=console.progress())
    result = build(options)
    findings = as_published(result.findings)
    console.show(findings, len(result.accepted), Lines(project, findings), grouped=True)
    lacking = sum(one.severity is Severity.ERROR for one in findings)
    if lacking and not result.failed:
        console.say(
            f"网站已经生成，但是缺少依法应当公布的内容 {lacking} 处。请逐处补上；确实没有的，"
            "在“接受”里写明编号和理由。"
        )
    return not lacking


def _put_online(one: deploying.Deployment, *, rehearsal: bool) -> int:
    target, release = one.target, one.release
    plan = deploying.prospect(one)
    console.say(
        f"发布到“{target.name}”（{target.kind}，{plan.transfer}）：{where(target, one.project)}"
    )
    console.say(f"方式：{plan.layout}")
    if plan.broken:
        console.say("上一次更新中断过，这一次会补完。")
    if plan.online:
        console.say(f"现在公布的是 {plan.online.id}（{plan.online.who}，{plan.online.when}）。")
    _show(plan.change, plan.online, release, every=rehearsal)
    if rehearsal:
        console.say("这是预演，没有改动任何东西。")
        return 0
    event = deploying.put_online(one)
    if event is None:
        console.say("网上的就是这一版，没有什么要改。")
        return 0
    console.say(f"已经公布 {release.id}，共 {event.files} 个文件。")
    if event.before:
        console.say(f"要退回上一版，运行 site-builder rollback {target.name}")
    return 0


def _hand_over(one: deploying.Deployment, *, rehearsal: bool) -> int:
    files = one.release.files
    size = targets.size(sum(facts.size for facts in files.values()))
    console.say(f"打包 {len(files)} 个文件（{size}）到 {where(one.target, one.project)}。")
    if rehearsal:
        console.say("这是预演，没有写任何文件。")
        return 0
    console.say(f"请把 {deploying.hand_over(one)} 交给平台管理单位。")
    return 0


_SOME = 10


def _show(change: Difference, online: Release | None, release: Release, *, every: bool) -> None:
    """Print what will change: all of it in a rehearsal, otherwise the beginning."""
    before = online.files if online else {}
    parts = (
        ("新增", "+", change.added, release.files),
        ("修改", "~", change.changed, release.files),
        ("删除", "-", change.removed, before),
    )
    counts = "，".join(f"{name} {len(urls)} 个" for name, _, urls, _ in parts)
    sent = sum(release.files[url].size for url in (*change.added, *change.changed))
    same = len(release.files) - len(change.added) - len(change.changed)
    console.say(f"{counts}，不变 {same} 个；要传 {targets.size(sent)}。")
    for _, sign, urls, files in parts:
        shown = urls if every else urls[:_SOME]
        for url in shown:
            console.say(f"  {sign} {url}  {targets.size(files[url].size)}")
        if len(shown) < len(urls):
            console.say(f"  {sign} ……还有 {len(urls) - len(shown)} 个（--dry-run 列出全部）")
