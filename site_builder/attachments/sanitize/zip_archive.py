"""ZIP archives: the files in them cleaned one by one, and packed without times, users or comments.

Office files are archives as well and are packed here. What cannot be cleaned stays and is named.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from site_builder.attachments.sanitize.nested_files import NestedFiles
from site_builder.core.errors import LeftoverError, UnsupportedFileError
from site_builder.core.file_names import ARCHIVED_SYSTEM_FILES
from site_builder.core.safe_zip import read_member
from site_builder.model.lazy_pattern import lazy_pattern

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UTF8_FLAG = 0x800
"""Flag of a name in UTF-8."""
_SYSTEM_FILES = lazy_pattern(ARCHIVED_SYSTEM_FILES, re.IGNORECASE)
_HOME_FOLDER = lazy_pattern(
    r"(?:^|[\\/])(?:Users|home|Documents and Settings)[\\/][^\\/]+[\\/]", re.IGNORECASE
)
"""Folders that are called after the one who works there."""
_MAX_LISTED = 5


def sanitize(archive: zipfile.ZipFile, nested: NestedFiles) -> bytes:
    """Return the archive with its files cleaned. Raises LeftoverError naming those that are not."""
    parts: dict[str, bytes] = {}
    leftovers: list[str] = []
    for info in archive.infolist():
        name = file_name(info)
        if _SYSTEM_FILES.fullmatch(name):
            continue
        if _HOME_FOLDER.search(name):
            leftovers.append(f"{name}（路径里可能有用户名）")
        content = b"" if info.is_dir() else read_member(archive, info.filename)
        try:
            parts[info.filename] = nested.sanitize(name, content) if content else content
        except LeftoverError as exc:
            parts[info.filename] = exc.data
            leftovers.append(f"{name}（{exc}）")
        except UnsupportedFileError as exc:
            parts[info.filename] = content
            leftovers.append(f"{name}（{exc}）")
    packed = repack(archive, parts)
    if leftovers:
        raise LeftoverError(packed, summarize(leftovers))
    return packed


def summarize(leftovers: list[str]) -> Iterator[str]:
    """Yield the first few, and how many there are in all."""
    yield from leftovers[:_MAX_LISTED]
    if len(leftovers) > _MAX_LISTED:
        yield f"等共 {len(leftovers)} 处"


def file_name(info: zipfile.ZipInfo) -> str:
    """Return a file's name as its packer meant it: Windows wrote GBK and did not mark it."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def repack(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """Pack parts of an archive, in their order, with nothing besides them, and verify it."""
    packed = io.BytesIO()
    infos = [info for info in archive.infolist() if info.filename in parts]
    names = [file_name(info) for info in infos]
    if len(set(names)) != len(names):
        raise UnsupportedFileError("压缩包里的文件重名")
    with zipfile.ZipFile(packed, "w") as out:
        for info, name in zip(infos, names, strict=True):
            new_info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            stored = info.compress_type == zipfile.ZIP_STORED
            new_info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new_info.create_system = 0
            out.writestr(new_info, parts[info.filename])
    with zipfile.ZipFile(packed) as repacked:
        same_names = repacked.namelist() == names
        if not same_names or any(
            read_member(repacked, name) != parts[info.filename]
            for name, info in zip(names, infos, strict=True)
        ):
            raise UnsupportedFileError("清理后的文件与原文件不一致")
    return packed.getvalue()
