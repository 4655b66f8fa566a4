"""ZIP archives: the files in them cleaned one by one, and packed without times, users or comments.

Office files are archives as well and are packed here. What cannot be cleaned stays and is named.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from site_builder.containers import LeftoverError, UnsupportedFileError, read_member
from site_builder.write.clean_nested import Nested

_DAY = (1980, 1, 1, 0, 0, 0)
_UNICODE = 0x800
"""Flag of a name in UTF-8."""
_OF_SYSTEMS = re.compile(
    r"(?:.*/)?(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE
)
"""What computers put into archives for themselves."""
_HOME = re.compile(
    r"(?:^|[\\/])(?:Users|home|Documents and Settings)[\\/][^\\/]+[\\/]", re.IGNORECASE
)
"""Folders that are called after the one who works there."""
_FEW = 5


def clean(archive: zipfile.ZipFile, nested: Nested) -> bytes:
    """Return the archive with its files cleaned. Raises LeftoverError naming those that are not."""
    parts: dict[str, bytes] = {}
    leftovers: list[str] = []
    for info in archive.infolist():
        name = file_name(info)
        if _OF_SYSTEMS.fullmatch(name):
            continue
        if _HOME.search(name):
            leftovers.append(f"{name}（路径里可能有用户名）")
        content = b"" if info.is_dir() else read_member(archive, info.filename)
        try:
            parts[info.filename] = nested.clean(name, content) if content else content
        except LeftoverError as fault:
            parts[info.filename] = fault.data
            leftovers.append(f"{name}（{fault}）")
        except UnsupportedFileError as fault:
            parts[info.filename] = content
            leftovers.append(f"{name}（{fault}）")
    packed = pack(archive, parts)
    if leftovers:
        raise LeftoverError(packed, shortened(leftovers))
    return packed


def shortened(leftovers: list[str]) -> Iterator[str]:
    """List the first few, and say how many there are."""
    yield from leftovers[:_FEW]
    if len(leftovers) > _FEW:
        yield f"等共 {len(leftovers)} 处"


def file_name(info: zipfile.ZipInfo) -> str:
    """Return a file's name as its packer meant it: Windows wrote GBK and did not say so."""
    if info.flag_bits & _UNICODE:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def pack(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """Pack parts of an archive, in their order, with nothing beside them, and prove it."""
    packed = io.BytesIO()
    infos = [one for one in archive.infolist() if one.filename in parts]
    names = [file_name(one) for one in infos]
    if len(set(names)) != len(names):
        raise UnsupportedFileError("压缩包里的文件重名")
    with zipfile.ZipFile(packed, "w") as out:
        for info, name in zip(infos, names, strict=True):
            fresh = zipfile.ZipInfo(name, _DAY)
            stored = info.compress_type == zipfile.ZIP_STORED
            fresh.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            fresh.create_system = 0
            out.writestr(fresh, parts[info.filename])
    with zipfile.ZipFile(packed) as after:
        same = after.namelist() == names
        if not same or any(
            read_member(after, name) != parts[info.filename]
            for name, info in zip(names, infos, strict=True)
        ):
            raise UnsupportedFileError("清理后的文件与原文件不一致")
    return packed.getvalue()
