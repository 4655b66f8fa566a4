"""A packed body, unpacked as it comes: one that breaks off is never taken for the whole.

urllib3 unpacks too, but takes the end of a connection for the end of what was packed.
"""

import zlib
from collections.abc import Callable

_GZIP = 16 + zlib.MAX_WBITS
_BLOCK = 1 << 16


class GzipBody:
    """Reads the members of a gzip stream, whatever pieces it comes in."""

    def __init__(self, read_packed: Callable[[int], bytes]) -> None:
        self._read_packed = read_packed
        self._unpacker = zlib.decompressobj(_GZIP)
        self._packed = b""
        self._members = 0
        self._in_member = False

    def read(self, size: int) -> bytes:
        """Return some bytes, `size` at most, and none at the end.

        Raises zlib.error for what is not packed, EOFError for what breaks off.
        """
        while packed := self._packed or self._read_packed(_BLOCK):
            try:
                data = self._unpacker.decompress(packed, size)
            except zlib.error:
                # What follows a whole member and is none itself is left out, as browsers do.
                if not self._members:
                    raise
                self._packed, self._in_member = b"", False
                return b""
            self._in_member = not self._unpacker.eof
            self._packed = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            if self._unpacker.eof:
                self._members += 1
                self._unpacker = zlib.decompressobj(_GZIP)
            if data:
                return data
        if self._in_member:
            raise EOFError
        return b""
