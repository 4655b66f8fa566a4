"""Copies of files that other sites answered with, below `.build/`: each with the day it came."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.core.hashing import short_digest

_KEPT_HEADERS = ("etag", "last-modified")


@dataclass(frozen=True, slots=True)
class WebCopy:
    """What an address answered."""

    day: date
    """When these bytes came."""
    headers: Mapping[str, str]
    """Those that a later request states, names in small letters."""
    body: bytes


class WebCopies:
    """The copies, in a folder. Raises OSError where the disk refuses to write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, address: str) -> WebCopy | None:
        """Return the copy of an address; None where there is none, or it is damaged."""
        head, _, body = (read_verified(self._path(address)) or b"").partition(b"\n")
        try:
            stated, day, headers = json.loads(head)
            copy = WebCopy(date.fromisoformat(day), headers, body)
        except (ValueError, TypeError):
            return None
        return copy if stated == address else None

    def write(self, address: str, copy: WebCopy) -> None:
        """Keep a copy, in place of the one before."""
        head = json.dumps([address, copy.day.isoformat(), dict(copy.headers)])
        write_verified(self._path(address), head.encode() + b"\n" + copy.body)

    def remove(self, address: str) -> None:
        """Forget what is no longer published."""
        self._path(address).unlink(missing_ok=True)

    def _path(self, address: str) -> Path:
        return self._folder / short_digest(address.encode(), 20)


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of an answer that a later request states."""
    return {name: headers[name] for name in _KEPT_HEADERS if name in headers}
