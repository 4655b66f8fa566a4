"""What lies under `content/`, and what each file is for."""

import os
import re
import stat
from collections.abc import Callable, Collection, Mapping
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from site_builder.content import path_errors
from site_builder.core.file_names import IGNORED_NAMES
from site_builder.core.folder_state import Listing
from site_builder.core.urls import ASCII_NAME, YEAR
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.source import REVIEW_RECORDS, SourceFile, SourceKind

MAX_TEXT = 1_000_000
"""Bytes; a longer text is no office's document, and Markdown takes a second a megabyte."""

_VALID_NAME = lazy_pattern(
    r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$))(?!.*\.\.)"
    rf"{ASCII_NAME.pattern}(?<!\.)",
    re.ASCII | re.IGNORECASE,
)
"""Works as an address and on every office's computer: Windows has devices of those names."""
_KINDS_IN_YEAR: Mapping[str, SourceKind] = {
    "index.md": "year",
    "report.md": "report",
    "figures.yaml": "figures",
}


def scan(
    content: Path, formats: Collection[str], listing: Listing | None = None
) -> tuple[list[SourceFile], list[Diagnostic]]:
    """Return the sources below `content/`, sorted by path, and a diagnostic for anything else.

    `listing`: folders that were looked at already.
    """
    sources: list[SourceFile] = []
    diagnostics: list[Diagnostic] = []
    if content.is_symlink():
        hint = "content 要是项目里真正的文件夹：请删去链接，把文件夹本身复制进来。"
        message = "content 是一个符号链接（快捷方式），可能指到项目外面"
        return [], [error("scan/link", Location("content"), message, hint)]
    if not content.is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        return [], [error("scan/content", Location("content"), "没有 content 文件夹", hint)]
    folders = _Folders(os.fspath(content), listing or {})
    _scan_folder(folders, "", formats, sources, diagnostics)
    diagnostics.extend(_oversized_error(source) for source in sources if _is_oversized(source))
    sources.sort(key=attrgetter("path"))
    return sources, diagnostics


class _Folders(NamedTuple):
    content: str
    listing: Listing

    def entries(self, prefix: str) -> list[os.DirEntry[str]]:
        """Return what lies in a folder, by name. Raises OSError."""
        entries = self.listing.get(prefix)
        if entries is None:
            with os.scandir(f"{self.content}/{prefix}") as iterator:
                entries = list(iterator)
        return sorted(entries, key=attrgetter("name"))


def _scan_folder(
    folders: _Folders,
    prefix: str,
    formats: Collection[str],
    sources: list[SourceFile],
    diagnostics: list[Diagnostic],
) -> None:
    """Add what lies in one folder, and below it; `prefix` is its path with a slash behind it."""
    try:
        entries = folders.entries(prefix)
    except OSError as exc:
        diagnostics.append(unreadable_file_error(f"content/{prefix}".rstrip("/"), exc, "文件夹"))
        return
    kind_of, year = _kinds_in(prefix, formats), _year_of(prefix)
    for entry in entries:
        name = entry.name
        path = prefix + name
        if name.startswith(IGNORED_NAMES):
            continue
        if entry.is_symlink():
            diagnostics.append(_symlink_error(f"content/{path}"))
        elif entry.is_dir(follow_symlinks=False):
            if _is_walked(path, entry, entries, diagnostics):
                _scan_folder(folders, f"{path}/", formats, sources, diagnostics)
        elif status := _file_status(entry, path, diagnostics):
            kind = _review_record_kind(name) or kind_of(name)
            if kind is None:
                diagnostics.append(path_errors.unknown_file_error(path, formats))
            elif problem := _name_error(path, name):
                diagnostics.append(problem)
            else:
                times = status.st_mtime_ns, status.st_ctime_ns
                sources.append(SourceFile(path, kind, year, status.st_size, times))


def _is_walked(
    path: str,
    entry: os.DirEntry[str],
    siblings: list[os.DirEntry[str]],
    diagnostics: list[Diagnostic],
) -> bool:
    """Return whether a folder may hold files of a site; one that may not is reported once."""
    if not _VALID_NAME.fullmatch(entry.name):
        diagnostics.append(path_errors.invalid_name_error(path, folder=True))
        return False
    if _is_known_folder(path):
        return True
    if _contains_files(entry.path):
        names = {sibling.name for sibling in siblings if sibling.is_dir(follow_symlinks=False)}
        diagnostics.append(path_errors.unknown_folder_error(path, names))
    return False


def _file_status(
    entry: os.DirEntry[str], path: str, diagnostics: list[Diagnostic]
) -> os.stat_result | None:
    """Return size and times of a file; None for what is none, reported unless it is just gone."""
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as exc:
        diagnostics.append(unreadable_file_error(f"content/{path}", exc))
        return None
    if stat.S_ISREG(status.st_mode):
        return status
    diagnostics.append(
        error("scan/kind", Location(f"content/{path}"), "这不是普通文件", "请移走。")
    )
    return None


def _name_error(path: str, name: str) -> Diagnostic | None:
    if not _VALID_NAME.fullmatch(name):
        return path_errors.invalid_name_error(path, folder=False)
    if name[-6:].casefold() == ".md.md":
        return path_errors.doubled_extension_error(path)
    return None


def _is_known_folder(path: str) -> bool:
    top, _, rest = path.partition("/")
    if top == "files" or not rest:
        return top in ("files", "rules") or bool(YEAR.fullmatch(top))
    return bool(YEAR.fullmatch(top)) and (rest == "documents" or rest.split("/")[0] == "files")


def _contains_files(folder: str) -> bool:
    return any(
        not name.startswith(IGNORED_NAMES) for _, _, names in os.walk(folder) for name in names
    )


def _symlink_error(path: str) -> Diagnostic:
    message = "这是一个符号链接（快捷方式），可能指到 content 外面"
    return error("scan/link", Location(path), message, "请把文件本身复制进来，删去链接。")


def _year_of(prefix: str) -> int:
    """Return the year that files below a folder belong to; 0 for none."""
    top = prefix.partition("/")[0]
    return int(top) if YEAR.fullmatch(top) else 0


def _kinds_in(prefix: str, formats: Collection[str]) -> Callable[[str], SourceKind | None]:
    """Return what tells from its name what a file in a folder is for; None for nothing."""
    top, _, rest = prefix.rstrip("/").partition("/")
    if "files" in (top, rest.partition("/")[0]):
        return lambda name: (
            "file" if "." in name and name.rsplit(".", 1)[1].lower() in formats else None
        )
    if top not in ("", "rules") and not rest:
        return _KINDS_IN_YEAR.get
    kind: SourceKind = "document" if rest else "rule" if top else "page"
    return lambda name: kind if name.endswith(".md") else None


def _review_record_kind(name: str) -> SourceKind | None:
    if name.endswith(".sign.yaml"):
        return "signoff"
    return "remarks" if name.endswith(".remarks.yaml") else None


def kind_of(path: str, formats: Collection[str]) -> SourceKind | None:
    """Return what a file below `content/` is for; None for nothing."""
    prefix, slash, name = path.rpartition("/")
    return _kinds_in(f"{prefix}{slash}", formats)(name)


def _is_oversized(source: SourceFile) -> bool:
    return source.size > MAX_TEXT and source.kind not in ("file", *REVIEW_RECORDS)


def _oversized_error(source: SourceFile) -> Diagnostic:
    size = source.size / 1_000_000
    hint = "长篇材料请做成附件放进 files 文件夹，正文写摘要。"
    message = f"文件有 {size:.1f} MB，超过 {MAX_TEXT // 1_000_000} MB"
    return error("scan/size", Location(source.display_path), message, hint)
