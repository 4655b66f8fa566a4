"""Whose an output folder is, and which of its files are ours: only those are written or removed.

Called by `build` and `writing`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Location
from site_builder.model.settings import Settings
from site_builder.pipeline.run import Run
from site_builder.safe_files import digest, read_below
from site_builder.write import output as outputs


def site_name(body: str, name: str) -> str:
    """Name a site as its list of files does: by its body and its name, which are public anyway."""
    return f"{body} {name}"


def another_site(run: Run, settings: Settings | None) -> list[Diagnostic]:
    """Find that the output folder belongs to another project."""
    listed = run.listed
    if not listed.whole or listed.digest in run.last.lists:
        return []
    ours = settings is not None and listed.site == " ".join(
        site_name(settings.organization, settings.name).split()
    )
    inside = run.options.output.resolve().is_relative_to(run.options.project.resolve())
    # A lost `.build/` locks nobody out of the project's own folder.
    if ours and inside:
        return []
    copy = "（名称相同，但不是这个项目文件夹生成的）" if ours else ""
    message = f"输出文件夹是另一个项目的，里面是“{listed.site}”的网站{copy}"
    hint = (
        "没有写入或删除任何文件。请用 --output 换一个文件夹；"
        "确实要归这个项目使用的，先把这个文件夹整个删去或者移走，再生成一次。"
    )
    return [error("write/owner", Location(run.output_name), message, hint)]


def owned(run: Run) -> set[str]:
    """List the files of the output folder that earlier builds wrote."""
    return {*run.last.records, *run.last.unsettled, *_listed(run)}


def _listed(run: Run) -> Mapping[str, str]:
    """Return what the list names, where it can be believed: a changed list claims nothing."""
    trusted = run.listed.whole or not run.listed.site
    return run.listed.files if trusted else {}


def strangers(run: Run, urls: Iterable[str]) -> list[str]:
    """Find files that we are about to remove and that do not hold what we wrote there."""
    return [url for url in urls if not _is_ours(run, url)]


def _is_ours(run: Run, url: str) -> bool:
    record = run.last.records.get(url)
    known = {*run.last.unsettled.get(url, ()), _listed(run).get(url, "")}
    known |= {record.digest} if record else set()
    output: Path = run.options.output
    try:
        return digest(read_below(output, url)) in known
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return (output / url).is_dir() and not (output / url).is_symlink()


def unsettled(run: Run, coming: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Tell what may still stand in the files' places should this process be killed."""
    found = {url: set(digests) for url, digests in run.last.unsettled.items()}
    for url, record in run.last.records.items():
        found.setdefault(url, set()).add(record.digest)
    for url, body in coming:
        if url in found and found[url] == {body}:
            del found[url]
    return {url: tuple(sorted(digests)) for url, digests in sorted(found.items())}


def foreign(run: Run, urls: list[str]) -> list[Diagnostic]:
    """Say that files are in the way that are not ours."""
    return [outputs.foreign(run.output_name, urls)] if urls else []
