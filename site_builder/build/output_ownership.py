"""Who owns an output folder, and which files a build wrote: only those are written or removed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from site_builder.build import staging as outputs
from site_builder.build.context import BuildContext
from site_builder.build.file_list import EMPTY_FILE_LIST, FileList, read_file_list
from site_builder.build.output_scan import OutputScan
from site_builder.core.hashing import digest
from site_builder.core.safe_files import read_below
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location
from site_builder.model.settings import Settings


def site_name(organization: str, name: str) -> str:
    """Return the name of a site in its list of files: its body and its own name, public anyway."""
    return f"{organization} {name}"


def current_file_list(context: BuildContext, scan: OutputScan) -> FileList:
    """Return the list in the output folder.

    One that the manifest vouches for is not read: its files are those of the manifest.
    """
    if scan.file_list_digest in context.previous_manifest.lists[-1:]:
        return replace(EMPTY_FILE_LIST, digest=scan.file_list_digest)
    return read_file_list(context.options.output)


def check_output(context: BuildContext, settings: Settings | None, scan: OutputScan) -> None:
    """Report whatever stands in the output folder and is not this project's."""
    context.file_list = current_file_list(context, scan)
    context.diagnostics += foreign_site_errors(context, settings)
    foreign_urls = scan.foreign_files(known_outputs(context))
    context.diagnostics += foreign_file_errors(context, foreign_urls)


def foreign_site_errors(context: BuildContext, settings: Settings | None) -> list[Diagnostic]:
    """Report that the output folder belongs to another project."""
    file_list = context.file_list
    if not file_list.is_intact or file_list.digest in context.previous_manifest.lists:
        return []
    same_name = settings is not None and file_list.site == " ".join(
        site_name(settings.organization, settings.name).split()
    )
    inside_project = context.options.output.resolve().is_relative_to(
        context.options.project.resolve()
    )
    # A lost `.build/` locks nobody out of the project's own folder.
    if same_name and inside_project:
        return []
    note = "（名称相同，但不是这个项目文件夹生成的）" if same_name else ""
    message = f"输出文件夹是另一个项目的，里面是“{file_list.site}”的网站{note}"
    hint = (
        "没有写入或删除任何文件。请用 --output 换一个文件夹；"
        "确实要归这个项目使用的，先把这个文件夹整个删去或者移走，再生成一次。"
    )
    return [error("write/owner", Location(context.output_name), message, hint)]


def known_outputs(context: BuildContext) -> set[str]:
    """Return the files of the output folder that earlier builds wrote."""
    return {
        *context.previous_manifest.records,
        *context.previous_manifest.unsettled,
        *_trusted_digests(context),
    }


def _trusted_digests(context: BuildContext) -> Mapping[str, str]:
    """Return what the list names, where it can be believed: a changed list claims nothing."""
    trusted = context.file_list.is_intact or not context.file_list.site
    return context.file_list.files if trusted else {}


def modified_files(context: BuildContext, urls: Iterable[str]) -> list[str]:
    """Find files that are about to be removed and do not hold what a build wrote there."""
    return [url for url in urls if not _is_unmodified(context, url)]


def _is_unmodified(context: BuildContext, url: str) -> bool:
    record = context.previous_manifest.records.get(url)
    known_digests = {
        *context.previous_manifest.unsettled.get(url, ()),
        _trusted_digests(context).get(url, ""),
    }
    known_digests |= {record.digest} if record else set()
    output: Path = context.options.output
    try:
        return digest(read_below(output, url)) in known_digests
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return (output / url).is_dir() and not (output / url).is_symlink()


def possible_digests(
    context: BuildContext, new_digests: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return what may still stand in the files' places should this process be killed."""
    unsettled, new = context.previous_manifest.unsettled, dict(new_digests)
    digests_by_url = {url: set(digests) for url, digests in unsettled.items()}
    for url, record in context.previous_manifest.records.items():
        # What is to be there stands there already, most of the time.
        if url in unsettled or new.get(url) != record.digest:
            digests_by_url.setdefault(url, set()).add(record.digest)
    return {url: tuple(sorted(digests)) for url, digests in sorted(digests_by_url.items())}


def foreign_file_errors(context: BuildContext, urls: list[str]) -> list[Diagnostic]:
    """Report that files are in the way that no build wrote."""
    return [outputs.foreign_files_error(context.output_name, urls)] if urls else []
