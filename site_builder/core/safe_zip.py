"""ZIP archives read within bounds, whatever the bytes are. For the stage `attachments`."""

import io
import zipfile

from site_builder.core.errors import UnsupportedFileError

MAX_MEMBERS = 5_000
MAX_MEMBER_SIZE = 100_000_000
MAX_TOTAL_SIZE = 300_000_000
MAX_RATIO = 300
"""Unpacked size over packed size; texts of offices reach 30, bombs 1000."""
_RATIO_EXEMPT_SIZE = 1_000_000
"""Below this the ratio means nothing."""
_ENCRYPTED_FLAG = 1


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a ZIP archive whose sizes are within bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as exc:  # a damaged archive may fail in any way
        raise UnsupportedFileError("文件损坏，打不开") from exc
    members = archive.infolist()
    names = [info.filename for info in members]
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise UnsupportedFileError("压缩包里的文件太多或重名")
    if sum(info.file_size for info in members) > MAX_TOTAL_SIZE:
        raise UnsupportedFileError("解压后太大")
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in members):
        raise UnsupportedFileError("文件加了密码")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, max_size: int = MAX_MEMBER_SIZE) -> bytes:
    """Unpack one member, never more of it than its bounds allow."""
    info = archive.getinfo(name)
    size = min(max_size, info.file_size)
    if info.file_size > max_size or (
        size > _RATIO_EXEMPT_SIZE and info.file_size > MAX_RATIO * max(1, info.compress_size)
    ):
        raise UnsupportedFileError("解压后太大")
    try:
        with archive.open(info) as stream:
            data = stream.read(max_size + 1)
    except Exception as exc:  # so may a damaged member
        raise UnsupportedFileError("文件损坏，打不开") from exc
    if len(data) > max_size:
        raise UnsupportedFileError("解压后太大")
    return data
