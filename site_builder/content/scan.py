"""What lies under `content/`, and what each file is for."""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from site_builder.content import path_errors
from site_builder.core.ignored_files import IGNORED_NAMES
from site_builder.core.urls import ASCII_NAME, YEAR
from site_builder.core.yaml.nodes import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.location import Location
from site_builder.model.source import SourceFile, SourceKind

MAX_TEXT = 1_000_000
"""Bytes; a longer text is no office's document, and Markdown takes a second a megabyte."""

_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Devices to Windows, whatever follows the dot."""


def scan(content: Path, formats: Collection[str]) -> tuple[list[SourceFile], list[Diagnostic]]:
    """Return the sources below `content/`, sorted by path, and a diagnostic for anything else."""
    sources: list[SourceFile] = []
    diagnostics: list[Diagnostic] = []
    if content.is_symlink():
        hint = "content 要是项目里真正的文件夹：请删去链接，把文件夹本身复制进来。"
        message = "content 是一个符号链接（快捷方式），可能指到项目外面"
        return [], [error("scan/link", Location("content"), message, hint)]
    if not content.is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        return [], [error("scan/content", Location("content"), "没有 content 文件夹", hint)]
    for path, entry in _walk(content, "", diagnostics):
        kind = _classify(path, formats)
        name = path.rsplit("/", 1)[-1]
        if kind is None:
            diagnostics.append(path_errors.unknown_file_error(path, formats))
        elif not _is_valid_name(name):
            diagnostics.append(path_errors.invalid_name_error(path, folder=False))
        elif name.casefold().endswith(".md.md"):
            diagnostics.append(path_errors.doubled_extension_error(path))
        else:
            sources.append(_build_source(path, kind, entry))
    diagnostics.extend(_oversized_error(source) for source in sources if _is_oversized(source))
    sources.sort(key=lambda source: source.path)
    return sources, diagnostics


def _walk(
    folder: Path, prefix: str, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as iterator:
            entries = sorted(iterator, key=lambda entry: entry.name)
    except OSError as exc:
        diagnostics.append(unreadable_file_error(f"content/{prefix}".rstrip("/"), exc, "文件夹"))
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.name.startswith(IGNORED_NAMES):
            continue
        if entry.is_symlink():
            diagnostics.append(_symlink_error(f"content/{path}"))
        elif entry.is_dir(follow_symlinks=False):
            if not _is_valid_name(entry.name):
                diagnostics.append(path_errors.invalid_name_error(path, folder=True))
            elif not _is_known_folder(path):
                if _contains_files(folder / entry.name):
                    siblings = {
                        sibling.name for sibling in entries if sibling.is_dir(follow_symlinks=False)
                    }
                    diagnostics.append(path_errors.unknown_folder_error(path, siblings))
            else:
                yield from _walk(folder / entry.name, f"{path}/", diagnostics)
        elif _is_regular_file(entry, path, diagnostics):
            yield path, entry


def _is_regular_file(entry: os.DirEntry[str], path: str, diagnostics: list[Diagnostic]) -> bool:
    """Return whether this is a file; something else is reported, a file removed since is not."""
    try:
        is_regular = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False
    except OSError as exc:
        diagnostics.append(unreadable_file_error(f"content/{path}", exc))
        return False
    if not is_regular:
        diagnostics.append(
            error("scan/kind", Location(f"content/{path}"), "这不是普通文件", "请移走。")
        )
    return is_regular


def _is_known_folder(path: str) -> bool:
    top, _, rest = path.partition("/")
    if top == "files" or not rest:
        return top in ("files", "rules") or bool(YEAR.fullmatch(top))
    return bool(YEAR.fullmatch(top)) and (rest == "documents" or rest.split("/")[0] == "files")


def _contains_files(folder: Path) -> bool:
    return any(
        not name.startswith(IGNORED_NAMES) for _, _, names in os.walk(folder) for name in names
    )


def _symlink_error(path: str) -> Diagnostic:
    message = "这是一个符号链接（快捷方式），可能指到 content 外面"
    return error("scan/link", Location(path), message, "请把文件本身复制进来，删去链接。")


def _is_valid_name(name: str) -> bool:
    """Return whether a name works as an address and on every office's computer."""
    return bool(ASCII_NAME.fullmatch(name)) and not _is_reserved_on_windows(name)


def _is_reserved_on_windows(name: str) -> bool:
    stem = name.partition(".")[0].casefold()
    return stem in _RESERVED or ".." in name or name.endswith(".")


def _build_source(path: str, kind: SourceKind, entry: os.DirEntry[str]) -> SourceFile:
    status = entry.stat(follow_symlinks=False)
    top = path.partition("/")[0]
    year = int(top) if YEAR.fullmatch(top) else 0
    return SourceFile(path, kind, year, status.st_size, (status.st_mtime_ns, status.st_ctime_ns))


def _classify(path: str, formats: Collection[str]) -> SourceKind | None:
    parts = path.split("/")
    name, folder = parts[-1], parts[:-1]
    is_markdown = name.endswith(".md")
    top = folder[0] if folder else ""
    if name.endswith(".sign.yaml"):
        return "signoff"
    if not folder:
        return "page" if is_markdown else None
    if folder == ["rules"]:
        return "rule" if is_markdown else None
    if "files" in (top, folder[1] if len(folder) > 1 and YEAR.fullmatch(top) else ""):
        is_allowed = "." in name and name.rsplit(".", 1)[1].lower() in formats
        return "file" if is_allowed else None
    if YEAR.fullmatch(top):
        return _classify_in_year(folder[1:], name, is_markdown=is_markdown)
    return None


def _classify_in_year(folder: list[str], name: str, *, is_markdown: bool) -> SourceKind | None:
    if folder == ["documents"]:
        return "document" if is_markdown else None
    kinds: dict[str, SourceKind] = {
        "index.md": "year",
        "report.md": "report",
        "figures.yaml": "figures",
    }
    return kinds.get(name) if not folder else None


def _is_oversized(source: SourceFile) -> bool:
    return source.kind not in ("file", "signoff") and source.size > MAX_TEXT


def _oversized_error(source: SourceFile) -> Diagnostic:
    size = source.size / 1_000_000
    hint = "长篇材料请做成附件放进 files 文件夹，正文写摘要。"
    message = f"文件有 {size:.1f} MB，超过 {MAX_TEXT // 1_000_000} MB"
    return error("scan/size", Location(source.display_path), message, hint)
