"""Files within files: cleaned as those outside are, with one bound for all of them together."""

import zipfile
from collections.abc import Callable

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_zip import MAX_TOTAL_SIZE, open_archive

_MAX_DEPTH = 4
_TOO_DEEP_MESSAGE = "文件套文件，套得太深"


class NestedFiles:
    """What is inside one attachment, at any depth."""

    def __init__(self, sanitize: "Callable[[str, bytes, NestedFiles], bytes]") -> None:
        self._sanitize = sanitize
        self._remaining_size = MAX_TOTAL_SIZE
        """Bytes that may still be unpacked."""
        self._depth = 0

    def open(self, data: bytes) -> zipfile.ZipFile:
        """Open an archive; all of them together stay within the bounds of one."""
        archive = open_archive(data)
        self._remaining_size -= sum(info.file_size for info in archive.infolist())
        if self._remaining_size < 0:
            raise UnsupportedFileError("解压后太大")
        return archive

    def sanitize(self, name: str, data: bytes) -> bytes:
        """Sanitize a file of any kind. Raises RefusedError with the reason for any bytes."""
        if self._depth > _MAX_DEPTH:
            raise UnsupportedFileError(_TOO_DEEP_MESSAGE)
        self._depth += 1
        try:
            return self._sanitize(name, data, self)
        except UnsupportedFileError:
            raise
        except (MemoryError, RecursionError) as exc:
            raise UnsupportedFileError("文件太复杂") from exc
        except Exception as exc:  # foreign bytes may break a library in any way
            raise UnsupportedFileError("文件损坏，打不开") from exc
        finally:
            self._depth -= 1
