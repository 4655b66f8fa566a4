"""What lies under `content/`, and what each file is for. Called by the pipeline, before reading."""

import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from site_builder.located import unopened
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.place import Place
from site_builder.model.source import Kind, Source
from site_builder.nearest import nearest
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
        return [], [error("scan/link", Place("content"), message, hint)]
    if not content.is_dir():
        hint = "请在项目文件夹里运行，或用 --project 指明项目文件夹。"
        return [], [error("scan/content", Place("content"), "没有 content 文件夹", hint)]
    for path, entry in _walk(content, "", findings):
        kind = _kind(path, formats)
        name = path.rsplit("/", 1)[-1]
        if kind is None:
            findings.append(_no_use(path, formats))
        elif not _is_name(name):
            findings.append(_bad_name(path))
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
        findings.append(unopened(f"content/{below}".rstrip("/"), fault, "文件夹"))
        return
    for entry in entries:
        path = below + entry.name
        if entry.name.startswith(_CRUMBS):
            continue
        if entry.is_symlink():
            findings.append(_link(f"content/{path}"))
        elif entry.is_dir(follow_symlinks=False):
            if not _is_name(entry.name):
                findings.append(_bad_name(path))
            else:
                yield from _walk(folder / entry.name, f"{path}/", findings)
        elif stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            yield path, entry
        else:
            findings.append(
                error("scan/kind", Place(f"content/{path}"), "这不是普通文件", "请移走。")
            )


def _link(path: str) -> Diagnostic:
    message = "这是一个符号链接（快捷方式），可能指到 content 外面"
    return error("scan/link", Place(path), message, "请把文件本身复制进来，删去链接。")


def _is_name(name: str) -> bool:
    """Tell whether a name works as an address and on every office's computer."""
    return bool(ASCII_NAME.fullmatch(name)) and not _not_on_windows(name)


def _not_on_windows(name: str) -> bool:
    stem = name.partition(".")[0].casefold()
    return stem in _RESERVED or ".." in name or name.endswith(".")


def _source(path: str, kind: Kind, entry: os.DirEntry[str]) -> Source:
    facts = entry.stat(follow_symlinks=False)
    first = path.partition("/")[0]
    year = int(first) if YEAR.fullmatch(first) else 0
    return Source(path, kind, year, facts.st_size, (facts.st_mtime_ns, facts.st_ctime_ns))


def _kind(path: str, formats: Collection[str]) -> Kind | None:
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


def _kind_in_year(folder: list[str], name: str, *, text: bool) -> Kind | None:
    if folder == ["documents"]:
        return "document" if text else None
    kinds: dict[str, Kind] = {"index.md": "year", "report.md": "report", "figures.yaml": "figures"}
    return kinds.get(name) if not folder else None


def _over(source: Source) -> bool:
    return source.kind not in ("file", "signoff") and source.size > MAX_TEXT


def _too_long(source: Source) -> Diagnostic:
    size = source.size / 1_000_000
    hint = "长篇材料请做成附件放进 files 文件夹，正文写摘要。"
    message = f"文件有 {size:.1f} MB，超过 {MAX_TEXT // 1_000_000} MB"
    return error("scan/size", Place(source.file), message, hint)


_NAMED_YEAR = re.compile("([0-9]{4}) *年")
_IN_YEAR = "年份文件夹里放 report.md、figures.yaml、index.md，公开文件放 documents，附件放 files。"


def _bad_name(path: str) -> Diagnostic:
    name = path.rpartition("/")[2]
    if ASCII_NAME.fullmatch(name):
        hint = "请换一个名字：不用 con、prn、aux、nul、com1、lpt1，不连写两个点，不以点结尾。"
        message = f"文件名或文件夹名“{name}”在 Windows 上不能用"
        return error("scan/name", Place(f"content/{path}"), message, hint)
    hint = "请改成英文字母、数字、- 和 _（如 2021-tongzhi.md）；标题写在文件里，不受影响。"
    year = _NAMED_YEAR.match(path)
    if year and path == name:
        hint = f"年份文件夹只写四位数字，请改名为“{year[1]}”。"
    elif YEAR.fullmatch(path.partition("/")[0]) and path.count("/") == 1 and "." not in name:
        hint = f"{_IN_YEAR}请照此改名。"
    return error(
        "scan/name", Place(f"content/{path}"), "文件名或文件夹名有中文、空格或特殊符号", hint
    )


def _no_use(path: str, formats: Collection[str]) -> Diagnostic:
    place = Place(f"content/{path}")
    folder, _, name = path.rpartition("/")
    top, _, rest = folder.partition("/")
    if top == "files" or rest.split("/")[0] == "files":
        hint = f"可以公开的附件类型：{'、'.join(sorted(formats))}。"
        return error("scan/format", place, "不能公开这种类型的附件", hint)
    if folder == top and YEAR.fullmatch(top):
        close = nearest(name, ("index.md", "report.md", "figures.yaml"))
        hint = f"是不是“{close}”？" if close else ""
        hint += _IN_YEAR
    elif YEAR.fullmatch(top):
        meant = nearest(rest.partition("/")[0], ("documents", "files"))
        hint = f"文件夹名是不是“{meant}”？{_IN_YEAR}" if meant else _IN_YEAR
    else:
        hint = (
            "网页放在 content 下（.md），制度放 rules，年报和公开文件放年份文件夹（如 2020），"
            "附件放 files。"
        )
    return error("scan/place", place, "不知道这个文件做什么用", hint)
