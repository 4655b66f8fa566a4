"""Files packed in a ZIP archive, as portals have them that allow one attachment only."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from site_builder.attachments.content_types import extensions_of
from site_builder.attachments.sanitize.zip_archive import file_name
from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_zip import open_archive, read_member
from site_builder.importing.readers.formats import is_importable

_MAX_FILES = 20
"""That are read; a report is one, with its tables a few."""
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz")


def is_packed(data: bytes) -> bool:
    """Return whether a file is an archive of files, and no document that is packed itself."""
    try:
        return extensions_of(data) == ("zip",)
    except UnsupportedFileError:
        return False


def unpack(data: bytes) -> Iterator[tuple[str, bytes | str]]:
    """Yield the files that a report may be, by name: their bytes, or why there are none.

    Raises UnsupportedFileError where the archive itself cannot be read.
    """
    archive = open_archive(data)
    names = {info.filename: file_name(info) for info in archive.infolist() if not info.is_dir()}
    importable = [name for name, label in names.items() if is_importable(label)]
    for name in importable[:_MAX_FILES]:
        # The folders of whoever packed it are not a part of its name.
        label = PurePosixPath(names[name].replace("\\", "/")).name
        try:
            yield label, read_member(archive, name)
        except UnsupportedFileError as exc:
            yield label, exc.message
    packed = [label for label in names.values() if label.lower().endswith(_ARCHIVES)]
    yield from ((label, "压缩包里的压缩包没有打开") for label in packed)
    if len(importable) > _MAX_FILES:
        yield names[importable[_MAX_FILES]], f"压缩包里文件太多，只读了 {_MAX_FILES} 个"
    if not importable and not packed:
        yield "", "压缩包里没有可以读的文件"
