"""What lies under `content/`, and what each file is for. Called by the pipeline, before reading."""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from site_builder.located import unreadable_file_error
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Location
from site_builder.model.source import Source, SourceKind
from site_builder.read import misplaced
from site_builder.urls import ASCII_NAME, YEAR

MAX_TEXT = 1_000_000
"""Bytes; a longer text is no office's document, and Markdown takes a second a megabyte."""

_CRUMBS = ("~$", ".", "Thumbs.db", "desktop.ini")
"""What Word, Windows and macOS leave lying about; nobody means to publish it."""
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Devices to Windows, whatever follows the dot."""


def scan(content: Path, formats: Collection[str]) -> tuple[list[Source], list[Diagnostic]]:
    """List the sources below `content/`, sorted by path, with a finding for whatever is none."""
    sources: list[Source] = []
    findings: list[Diagnostic] = []
    if content.is_symlink():
        hint = "content 要是项目里真正的文件夹：请删去链接，把文件夹本身复制进来。"
        message = "content 是一个符号链接（快捷方式），可能指到项目外面"
        return [], [error("scan/link", Location("content"), message, hint)]
    if not content.is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        return [], [error("scan/content", Location("content"), "没有 content 文件夹", hint)]
    for path, entry in _walk(content, "", findings):
        kind = _kind(path, formats)
        name = path.rsplit("/", 1)[-1]
        if kind is None:
            findings.append(misplaced.no_use(path, formats))
        elif not _is_name(name):
            findings.append(misplaced.bad_name(path, folder=False))
        elif name.casefold().endswith(".md.md"):
            findings.append(misplaced.doubled_ending(path))
        else:
            sources.append(_source(path, kind, entry))
    findings.extend(_too_long(source) for source in sources if _over(source))
    sources.sort(key=lambda source: source.path)
    return sources, findings


def _walk(
    folder: Path, below: str, findings: list[Diagnostic]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as fault:
        findings.append(unreadable_file_error(f"content/{below}".rstrip("/"), fault, "文件夹"))
        return
    for entry in entries:
        path = below + entry.name
        if entry.name.startswith(_CRUMBS):
            continue
        if entry.is_symlink():
            findings.append(_link(f"content/{path}"))
        elif entry.is_dir(follow_symlinks=False):
            if not _is_name(entry.name):
                findings.append(misplaced.bad_name(path, folder=True))
            elif not _is_known_folder(path):
                if _holds_a_file(folder / entry.name):
                    beside = {one.name for one in entries if one.is_dir(follow_symlinks=False)}
                    findings.append(misplaced.unknown_folder(path, beside))
            else:
                yield from _walk(folder / entry.name, f"{path}/", findings)
        elif _is_plain(entry, path, findings):
            yield path, entry


def _is_plain(entry: os.DirEntry[str], path: str, findings: list[Diagnostic]) -> bool:
    """Tell whether this is a file; what is something else is told, what has gone is not."""
    try:
        plain = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False
    except OSError as fault:
        findings.append(unreadable_file_error(f"content/{path}", fault))
        return False
    if not plain:
        findings.append(
            error("scan/kind", Location(f"content/{path}"), "这不是普通文件", "请移走。")
        )
    return plain


def _is_known_folder(path: str) -> bool:
    top, _, rest = path.partition("/")
    if top == "files" or not rest:
        return top in ("files", "rules") or bool(YEAR.fullmatch(top))
    return bool(YEAR.fullmatch(top)) and (rest == "documents" or rest.split("/")[0] == "files")


def _holds_a_file(folder: Path) -> bool:
    return any(not name.startswith(_CRUMBS) for _, _, names in os.walk(folder) for name in names)


def _link(path: str) -> Diagnostic:
    message = "这是一个符号链接（快捷方式），可能指到 content 外面"
    return error("scan/link", Location(path), message, "请把文件本身复制进来，删去链接。")


def _is_name(name: str) -> bool:
    """Tell whether a name works as an address and on every office's computer."""
    return bool(ASCII_NAME.fullmatch(name)) and not _not_on_windows(name)


def _not_on_windows(name: str) -> bool:
    stem = name.partition(".")[0].casefold()
    return stem in _RESERVED or ".." in name or name.endswith(".")


def _source(path: str, kind: SourceKind, entry: os.DirEntry[str]) -> Source:
    facts = entry.stat(follow_symlinks=False)
    first = path.partition("/")[0]
    year = int(first) if YEAR.fullmatch(first) else 0
    return Source(path, kind, year, facts.st_size, (facts.st_mtime_ns, facts.st_ctime_ns))


def _kind(path: str, formats: Collection[str]) -> SourceKind | None:
    parts = path.split("/")
    name, folder = parts[-1], parts[:-1]
    text = name.endswith(".md")
    top = folder[0] if folder else ""
    if name.endswith(".sign.yaml"):
        return "signoff"
    if not folder:
        return "page" if text else None
    if folder == ["rules"]:
        return "rule" if text else None
    if "files" in (top, folder[1] if len(folder) > 1 and YEAR.fullmatch(top) else ""):
        known = "." in name and name.rsplit(".", 1)[1].lower() in formats
        return "file" if known else None
    if YEAR.fullmatch(top):
        return _kind_in_year(folder[1:], name, text=text)
    return None


def _kind_in_year(folder: list[str], name: str, *, text: bool) -> SourceKind | None:
    if folder == ["documents"]:
        return "document" if text else None
    kinds: dict[str, SourceKind] = {
        "index.md": "year",
        "report.md": "report",
        "figures.yaml": "figures",
    }
    return kinds.get(name) if not folder else None


def _over(source: Source) -> bool:
    return source.kind not in ("file", "signoff") and source.size > MAX_TEXT


def _too_long(source: Source) -> Diagnostic:
    size = source.size / 1_000_000
    hint = "长篇材料请做成附件放进 files 文件夹，正文写摘要。"
    message = f"文件有 {size:.1f} MB，超过 {MAX_TEXT // 1_000_000} MB"
    return error("scan/size", Location(source.display_path), message, hint)
