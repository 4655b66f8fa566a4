"""What every page loads: the stylesheet, joined to one file, the reading modes' script, the icon.

Each is named by its contents, so a browser may keep it for ever.
"""

import hashlib
from pathlib import Path

_SEARCH = ("fold", "index", "marks", "state", "page")
"""The parts of the script, in their order."""

POINTERS = ("pointer", "hand")
"""The pictures that the style sheet names, in the same folder."""


def stylesheet(folder: Path) -> tuple[str, bytes]:
    """Join the style parts of a templates folder. Returns the URL and the bytes."""
    parts = [
        folder / "assets" / "tokens.css",
        folder / "assets" / "base.css",
        *sorted((folder / "components").glob("*/*.css")),
        folder / "assets" / "elder.css",
        folder / "assets" / "contrast.css",
        folder / "assets" / "print.css",
    ]
    data = b"\n".join(_read(part) for part in parts)
    for name in POINTERS:
        # The style sheet lies in the same folder as the pictures it names.
        url, _ = pointer(folder, name)
        data = data.replace(f'url("{name}.svg")'.encode(), f'url("{Path(url).name}")'.encode())
    return _named("site", "css", data)


def modes(folder: Path) -> tuple[str, bytes]:
    """Read the script of the reading modes of a templates folder. Returns the URL and the bytes."""
    return _named("modes", "js", _read(folder / "assets" / "modes.js"))


def pointer(folder: Path, name: str) -> tuple[str, bytes]:
    """Read a picture of the large pointer. Returns the URL and the bytes."""
    return _named(name, "svg", _read(folder / "assets" / f"{name}.svg"))


def arrow(folder: Path) -> tuple[str, bytes]:
    """Read the large pointer. Returns the URL and the bytes."""
    return pointer(folder, "pointer")


def hand(folder: Path) -> tuple[str, bytes]:
    """Read the large pointer over links. Returns the URL and the bytes."""
    return pointer(folder, "hand")


def read_aloud(folder: Path) -> tuple[str, bytes]:
    """Read the script that reads a page aloud. Returns the URL and the bytes."""
    return _named("read-aloud", "js", _read(folder / "assets" / "read-aloud.js"))


def icon(folder: Path) -> tuple[str, bytes]:
    """Read the icon of a templates folder. Returns the URL and the bytes."""
    return _named("icon", "svg", _read(folder / "assets" / "icon.svg"))


def search(folder: Path) -> tuple[str, bytes]:
    """Join the script of the search page. Returns the URL and the bytes."""
    parts = (folder / "assets" / "search" / f"{name}.js" for name in _SEARCH)
    # One function around all parts: what they name stays theirs.
    data = b"\n".join((b'(() => {\n"use strict";', *(_read(part) for part in parts), b"})();\n"))
    return _named("search", "js", data)


def _read(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _named(name: str, ending: str, data: bytes) -> tuple[str, bytes]:
    digest = hashlib.blake2b(data, digest_size=4).hexdigest()
    return f"assets/{name}.{digest}.{ending}", data
