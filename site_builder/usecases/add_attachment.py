"""A file put beside a text: under a safe name, never over another, and what is known of it said.

The bytes stay as they were given: names of authors are removed from what is published, so the
office keeps its original, and a signature holds.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from site_builder.attachments.content_types import extensions_of
from site_builder.attachments.extract.attachment_text import read_attachment
from site_builder.attachments.sanitize.sanitizer import sanitize
from site_builder.content.path_errors import conversion_hint
from site_builder.core.errors import UnsupportedFileError, UsageError
from site_builder.core.hashing import digest
from site_builder.core.office_file_types import extension_of, is_picture
from site_builder.core.safe_files import has_symlink, read_below, write_new
from site_builder.core.text.ascii_slug import DEVICES, ascii_slug
from site_builder.core.text.markdown_escapes import clean_words
from site_builder.core.urls import YEAR
from site_builder.model.rule_context import AttachmentText
from site_builder.model.source import Source
from site_builder.model.standards import Standards

MAX_ATTACHMENT_BYTES = 28_000_000
"""As much as a request of the editor may hold."""
_MAX_LISTED = 5
_MAX_LENGTH = 40


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file from outside the project."""

    name: str
    """As it was called there; any words."""
    data: bytes


@dataclass(frozen=True, slots=True)
class AddedAttachment:
    """A file that lies in the project now."""

    path: str
    """From the project folder."""
    address: str
    """From the text."""
    title: str
    """What it was called, without its extension."""
    is_picture: bool
    is_reused: bool
    """The same bytes lay there already."""
    notes: tuple[str, ...]
    """What will be removed of it, and what cannot be; sentences for who added it."""


def add_attachment(
    project: Path, standards: Standards, text: str, file: OfferedFile, *, cleaned: bool
) -> AddedAttachment:
    """Put a file where the text at `text`, a path from the project, can link to it.

    `cleaned`: names of authors are removed when the site is built. Raises UsageError for a file
    that cannot be published, and OSError; then nothing is written.
    """
    data = file.data
    title, extension = _checked_file(file.name, data, standards)
    parts = text.split("/")
    folder = f"{parts[1]}/files" if YEAR.fullmatch(parts[1]) else "files"
    if has_symlink(project, ["content", *folder.split("/")]):
        raise UsageError(f"content/{folder} 是符号链接（快捷方式），不能放文件")
    path = _same_file(project, folder, extension, data)
    is_reused = bool(path)
    if not path:
        path = _write(project, folder, title, extension, data)
    source = Source(path, "file", int(parts[1]) if folder != "files" else 0)
    return AddedAttachment(
        f"content/{path}",
        posixpath.relpath(path, posixpath.dirname("/".join(parts[1:])) or "."),
        title,
        is_picture(path),
        is_reused,
        tuple(_notes(source, data, cleaned=cleaned)),
    )


def _checked_file(name: str, data: bytes, standards: Standards) -> tuple[str, str]:
    """Return what a file is called and what it is. Raises UsageError for what cannot be put up."""
    base = clean_words(name).replace("\\", "/").rpartition("/")[2].strip()
    typed = extension_of(base)
    title = " ".join((base.rpartition(".")[0] if typed else base).split()) or "附件"
    if len(data) > MAX_ATTACHMENT_BYTES:
        size, limit = len(data) / 1_000_000, MAX_ATTACHMENT_BYTES // 1_000_000
        raise UsageError(
            f"“{base}”有 {size:.0f} MB，超过 {limit} MB",
            "请压缩图片或拆成几个文件；一定要放的，请自己复制到 files 文件夹。",
        )
    try:
        extensions = extensions_of(data)
    except UnsupportedFileError as exc:
        raise UsageError(f"“{base}”没有放进来：{exc.message}", exc.hint) from exc
    if typed in extensions and typed in standards.formats:
        return title, typed
    if typed and typed not in standards.formats:
        raise UsageError(
            f"“{base}”没有放进来：不能公开这种类型的附件",
            conversion_hint(base, standards.formats),
        )
    actual = next((each for each in extensions if each in standards.formats), "")
    if not actual and extensions:
        hint = conversion_hint(f"x.{extensions[0]}", standards.formats)
        message = f"“{base}”没有放进来：它其实是 {extensions[0].upper()} 文件，不能公开这种类型"
        raise UsageError(message, hint)
    if not actual:
        message = f"“{base}”没有放进来：认不出里面是什么，可能没有下载完整，或者改过扩展名"
        raise UsageError(message, "请在原来的软件里打开它，另存一份再放。")
    return title, actual


def _same_file(project: Path, folder: str, extension: str, data: bytes) -> str:
    """Return the path, below `content/`, of a file that holds these bytes; empty for none."""
    content, expected = project / "content", digest(data)
    place = content / folder
    for file in sorted(place.iterdir()) if place.is_dir() else ():
        is_candidate = extension_of(file.name) == extension and not file.is_symlink()
        if is_candidate and file.is_file() and file.stat().st_size == len(data):
            path = f"{folder}/{file.name}"
            if digest(read_below(content, path)) == expected:
                return path
    return ""


def _write(project: Path, folder: str, title: str, extension: str, data: bytes) -> str:
    place = project / "content" / folder
    taken = {file.name.casefold() for file in place.iterdir()} if place.is_dir() else set[str]()
    for name in _names(title, extension):
        if name not in taken and write_new(place / name, data):
            return f"{folder}/{name}"
    raise AssertionError  # the names have no end


def _names(title: str, extension: str) -> Iterator[str]:
    fallback = "picture" if is_picture(f"x.{extension}") else "file"
    slug = ascii_slug(title) or fallback
    if DEVICES.fullmatch(slug):
        slug = f"{fallback}-{slug}"
    yield f"{slug}.{extension}"
    yield from (f"{slug}-{number}.{extension}" for number in count(2))


def _notes(source: Source, data: bytes, *, cleaned: bool) -> Iterator[str]:
    text = read_attachment(source, data)
    people = _people(text)
    if not cleaned:
        if people:
            yield f"文件里有{people}，会随文件公布（config.yaml 写了“清理附件: 否”）。"
    else:
        copy, reason = sanitize(source.path, data)
        if reason and copy == data:
            consequence = f"；文件里的{people}会随文件公布" if people else ""
            yield f"公布时不能清除作者信息：{reason}{consequence}。"
        elif people:
            yield f"公布时自动清除：{people}。这里的原件不变。"
        if reason and copy != data:
            yield f"公布时清除作者信息以后，文件里{reason}，请看一看可不可以公开。"
    if text.unreadable_reason:
        yield f"里面的文字没有检查到：{text.unreadable_reason}。请由人看一遍。"


def _people(text: AttachmentText) -> str:
    entries = [*dict.fromkeys(text.personal_metadata)]
    listed = "、".join(
        f"{label}“{value[:_MAX_LENGTH]}”" if value else label
        for label, value in entries[:_MAX_LISTED]
    )
    return f"{listed}等 {len(entries)} 项" if len(entries) > _MAX_LISTED else listed
