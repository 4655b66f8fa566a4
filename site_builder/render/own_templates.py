"""Templates of an office's own that were made from ours, and whether ours has changed since.

The first line of a copy records the digest of what it was made from; `new template` writes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_builder.core.file_names import IGNORED_NAMES
from site_builder.core.hashing import short_digest
from site_builder.render.template_folder import Templates, default_templates

_DIGEST_SIZE = 6
_ORIGIN = "由自带的模板改成，摘要 "
_ORIGIN_LINE = re.compile(rf"^[^\n]*{_ORIGIN}([0-9a-f]{{{2 * _DIGEST_SIZE}}})[^\n]*\n")
_COMMENTS = {
    ".html": ("{# ", " #}"),
    ".xml": ("{# ", " #}"),
    ".css": ("/* ", " */"),
    ".js": ("/* ", " */"),
    ".svg": ("<!-- ", " -->"),
}
"""How a comment is written, by the end of a file's name. Other files take none."""


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A file that lies over ours."""

    name: str
    path: Path
    origin: str
    """The digest of what it was made from; empty where it is not recorded."""
    current: str
    """The digest of ours as it is now; empty where we have none of this name."""

    @property
    def is_behind(self) -> bool:
        """Return whether ours has changed since."""
        return bool(self.origin and self.current) and self.origin != self.current


def template_origin(name: str) -> str:
    """Return the digest of the template of this name that comes with the program."""
    return short_digest(_normalized(default_templates() / name), _DIGEST_SIZE)


def marked_copy(name: str) -> bytes:
    """Return the template of this name with a first line that records what it was made from."""
    data = _normalized(default_templates() / name)
    if Path(name).suffix not in _COMMENTS:
        return data
    start, end = _COMMENTS[Path(name).suffix]
    return f"{start}{_ORIGIN}{template_origin(name)}{end}\n".encode() + data


def own_templates(templates: Templates) -> Iterator[OwnTemplate]:
    """Yield the files that lie over ours, in the order of their names."""
    default = default_templates()
    if all(folder.is_relative_to(default) for folder in templates.folders):
        return
    for name in templates.names("**/*"):
        path = templates.path(name)
        if path.is_relative_to(default) or not path.is_file() or _is_ignored(name):
            continue
        is_ours = (default / name).is_file()
        yield OwnTemplate(name, path, _origin(path), template_origin(name) if is_ours else "")


def _is_ignored(name: str) -> bool:
    return any(part.startswith((*IGNORED_NAMES, "__pycache__")) for part in name.split("/"))


def _origin(path: Path) -> str:
    if path.suffix not in _COMMENTS:
        return ""
    match = _ORIGIN_LINE.match(path.read_bytes()[:_MAX_LINE].decode(errors="replace"))
    return match[1] if match else ""


def _normalized(path: Path) -> bytes:
    data = path.read_bytes()
    # A checkout on Windows may have other ends of lines than the wheel.
    return data.replace(b"\r\n", b"\n") if path.suffix in _COMMENTS else data


_MAX_LINE = 400
"""Bytes of a file in which its first line ends."""
