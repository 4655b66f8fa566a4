"""Plan → output folder: what changed is rendered and staged, then all of it moves into place."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic, error, has_errors, in_order
from site_builder.model.manifest import Manifest, Record
from site_builder.model.page import Copy, Page, Plan
from site_builder.model.parts import Chrome
from site_builder.model.place import Place
from site_builder.model.source import Source
from site_builder.pipeline import reuse, templates, workers
from site_builder.pipeline.run import Result, Run, found, made
from site_builder.pipeline.templates import Made
from site_builder.render.downloads import DOWNLOADS
from site_builder.render.environment import closure_digest, render
from site_builder.write import manifest as manifests
from site_builder.write import output as outputs

Task = Page | Copy | Made


def write(run: Run, planned: Plan, style: Made, fingerprint: str) -> Result:
    """Bring the output folder to what was planned. Raises OSError with the output as it was."""
    output, last = run.options.output, run.last.records
    if run.options.clean:
        last = {}
    keys, tasks = _keys(run, planned, style)
    changed = outputs.differing(output, keys, last)
    removed = sorted(run.last.records.keys() - keys.keys())
    outputs.open_stage(output)
    try:
        work = partial(_make, run, planned.chrome, keys)
        told = partial(run.told, "生成", len(changed))
        results = workers.each(work, [tasks[url] for url in changed], run.jobs, told)
        run.findings.extend(one for one in results if isinstance(one, Diagnostic))
        if has_errors(run.findings):
            return found(run)
        fresh = {
            url: one for url, one in zip(changed, results, strict=True) if isinstance(one, Record)
        }
        # Early cut-off: other inputs, same bytes, file untouched — nothing to move.
        same = [url for url, one in fresh.items() if _unchanged(output, url, one, last)]
        records = {url: last[url] for url in keys if url not in fresh}
        records |= {url: replace(last[url], key=fresh[url].key) for url in same}
        moved = {url: one for url, one in fresh.items() if url not in records}
        # Should this process be killed while it moves files, the next one must know they are ours.
        intent = Manifest("", {**run.last.records, **records, **moved}, (), ())
        manifests.save(run.manifest_path, intent)
        outputs.commit(output, sorted(moved), removed)
    finally:
        outputs.close_stage(output)
    done = {**records, **moved}
    final = Manifest(fingerprint, done, in_order(run.findings), run.accepted)
    manifests.save(run.manifest_path, final)
    return made(run, done, len(moved), len(removed))


def _unchanged(output: Path, url: str, fresh: Record, last: Mapping[str, Record]) -> bool:
    old = last.get(url)
    return old is not None and old.digest == fresh.digest and outputs.intact(output, url, old)


def _keys(run: Run, planned: Plan, style: Made) -> tuple[dict[str, str], dict[str, Task]]:
    """Give each output its key: a digest of all that its renderer receives."""
    program = reuse.program_digest()
    chrome = outputs.digest(repr(planned.chrome).encode())
    tasks: dict[str, Task] = {style.url: style}
    keys = {style.url: outputs.digest(style.data)}
    for page in planned.pages:
        tasks[page.url] = page
        template = (
            "" if page.renderer in DOWNLOADS else closure_digest(run.templates, page.renderer)
        )
        known = f"{program}{chrome}{template}{page.renderer}{page.view!r}"
        keys[page.url] = hashlib.blake2b(known.encode(), digest_size=16).hexdigest()
    for copy in planned.copies:
        tasks[copy.url] = copy
        keys[copy.url] = f"{copy.source.size}-{copy.source.stamp[0]}-{copy.source.stamp[1]}"
    return keys, tasks


def _make(run: Run, chrome: Chrome, keys: dict[str, str], task: Task) -> Record | Diagnostic:
    """Make one file and stage it. A template an office has edited may fail; that is a finding."""
    if isinstance(task, Copy):
        return _copy(run, task.source, keys[task.url])
    if isinstance(task, Made):
        data = task.data
    elif task.renderer in DOWNLOADS:
        data = DOWNLOADS[task.renderer](task.view)
    else:
        try:
            data = render(run.templates, task.renderer, task.view, chrome, task.url)
        except Exception as fault:  # noqa: BLE001 - an office's template may fail in any way
            return templates.fault(fault, task.renderer)
    return outputs.stage(run.options.output, task.url, data, keys[task.url])


def _copy(run: Run, source: Source, key: str) -> Record | Diagnostic:
    try:
        data = (run.content / source.path).read_bytes()
    except OSError as fault:
        reason = fault.strerror or "原因不明"
        return error("scan/read", Place(source.file), f"打不开这个文件：{reason}")
    return outputs.stage(run.options.output, source.path, data, key)
