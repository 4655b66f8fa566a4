"""Plan → output folder: what changed is rendered and staged, then all of it moves into place."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.located import unopened
from site_builder.model.diagnostic import Diagnostic, has_errors, in_order, warning
from site_builder.model.manifest import Manifest, Record
from site_builder.model.page import Copy, Page, Plan
from site_builder.model.parts import Chrome
from site_builder.model.place import Place
from site_builder.model.wechat import WechatView
from site_builder.pipeline import reuse, templates, workers
from site_builder.pipeline.attachments import installed
from site_builder.pipeline.run import Result, Run, found, made
from site_builder.pipeline.templates import Dress, Made
from site_builder.render.downloads import DOWNLOADS
from site_builder.render.environment import closure_digest, render
from site_builder.render.inlining import inlined
from site_builder.write import manifest as manifests
from site_builder.write import output as outputs
from site_builder.write.clean import clean

Task = Page | Copy | Made
Outcome = tuple[Record | None, Diagnostic | None]
"""The staged file, and what is to be said about it."""

_UNCLEANED = "write/clean"


def write(run: Run, planned: Plan, dress: Dress, fingerprint: str) -> Result:
    """Bring the output folder to what was planned. Raises OSError with the output as it was."""
    output, last = run.options.output, run.last.records
    if run.options.clean:
        last = {}
    keys, tasks = _keys(run, planned, dress)
    changed = outputs.differing(output, keys, last)
    removed = sorted(run.owned() - keys.keys())
    outputs.open_stage(output)
    try:
        work = partial(_make, run, planned.chrome, keys)
        told = partial(run.told, "生成", len(changed))
        results = workers.each(work, [tasks[url] for url in changed], run.jobs, told)
        run.findings.extend(said for _, said in results if said)
        run.findings.extend(_said_before(run, planned, changed))
        if has_errors(run.findings):
            return found(run)
        fresh = {url: one for url, (one, _) in zip(changed, results, strict=True) if one}
        # Early cut-off: other inputs, same bytes, file untouched — nothing to move.
        same = [url for url, one in fresh.items() if _unchanged(output, url, one, last)]
        records = {url: last[url] for url in keys if url not in fresh}
        records |= {url: replace(last[url], key=fresh[url].key) for url in same}
        moved = {url: one for url, one in fresh.items() if url not in records}
        # Should this process be killed while it moves files, the next one must know they are ours.
        intent = Manifest("", {**run.last.records, **records, **moved}, in_order(run.findings), ())
        manifests.save(run.manifest_path, intent)
        outputs.commit(output, sorted(moved), removed)
        # Neither is a site that may be put online.
        unfit = run.options.drafts or run.options.wechat
        outputs.write_list(output, keys, drafts=unfit)
    finally:
        outputs.close_stage(output)
    done = {**records, **moved}
    final = Manifest(fingerprint, done, in_order(run.findings), run.accepted)
    manifests.save(run.manifest_path, final)
    return made(run, done, len(moved), len(removed))


def _unchanged(output: Path, url: str, fresh: Record, last: Mapping[str, Record]) -> bool:
    old = last.get(url)
    return old is not None and old.digest == fresh.digest and outputs.intact(output, url, old)


def _keys(run: Run, planned: Plan, dress: Dress) -> tuple[dict[str, str], dict[str, Task]]:
    """Give each output its key: a digest of all that its renderer receives."""
    program = reuse.program_digest()
    chrome = outputs.digest(repr(planned.chrome).encode())
    cleaner = outputs.digest(f"{program}{installed()}".encode())
    # An article carries its own styles.
    worn = {} if run.options.wechat else dress.made
    tasks: dict[str, Task] = {**worn}
    keys = {url: outputs.digest(one.data) for url, one in worn.items()}
    for page in planned.pages:
        tasks[page.url] = page
        template = (
            "" if page.renderer in DOWNLOADS else closure_digest(run.templates, page.renderer)
        )
        known = f"{program}{chrome}{template}{page.renderer}{page.view!r}"
        keys[page.url] = hashlib.blake2b(known.encode(), digest_size=16).hexdigest()
    for copy in planned.copies:
        tasks[copy.url] = copy
        known = f"{copy.source.size}-{copy.source.stamp[0]}-{copy.source.stamp[1]}"
        keys[copy.url] = f"{known}-{cleaner}" if copy.cleaned else known
    return keys, tasks


def _make(run: Run, chrome: Chrome, keys: dict[str, str], task: Task) -> Outcome:
    """Make one file and stage it."""
    data, said = produce(run.content, run.templates, chrome, task)
    if data is None:
        return None, said
    return outputs.stage(run.options.output, task.url, data, keys[task.url]), said


def produce(
    content: Path, folder: Path, chrome: Chrome, task: Task
) -> tuple[bytes | None, Diagnostic | None]:
    """Make the bytes of one file. A template an office has edited may fail; that is a finding."""
    if isinstance(task, Copy):
        return _copied(content, task)
    if isinstance(task, Made):
        return task.data, None
    if task.renderer in DOWNLOADS:
        return DOWNLOADS[task.renderer](task.view), None
    try:
        page = render(folder, task.renderer, task.view, chrome, task.url)
        return (inlined(page) if isinstance(task.view, WechatView) else page), None
    except Exception as fault:  # noqa: BLE001 - an office's template may fail in any way
        return None, templates.fault(fault, task.renderer)


def _copied(content: Path, copy: Copy) -> tuple[bytes | None, Diagnostic | None]:
    source, said = copy.source, None
    try:
        data = (content / source.path).read_bytes()
    except OSError as fault:
        return None, unopened(source.file, fault)
    if copy.cleaned:
        data, reason = clean(source.path, data)
        if reason:
            message = f"没有清除作者信息，照原样公布：{reason}"
            hint = "请在原来的软件里删除作者信息后重新放入，或换一种格式。"
            said = warning(_UNCLEANED, Place(source.file), message, hint)
    return data, said


def _said_before(run: Run, planned: Plan, changed: list[str]) -> list[Diagnostic]:
    """Repeat what was said about copies that are not made again."""
    again = set(changed)
    there = {copy.source.file for copy in planned.copies if copy.cleaned and copy.url not in again}
    return [one for one in run.last.findings if one.rule == _UNCLEANED and one.place.file in there]
