"""What earlier builds left in `.build/`: read documents and parts of the search index.

Each file is a pickle, read with an unpickler that knows the model's classes and nothing else, so a
`.build/` folder that came from elsewhere cannot run anything. Any fault means reading afresh.
"""

import hashlib
import io
import os
import pickle
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import site_builder
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.document import Article, CatalogueDocument, Document, Report
from site_builder.model.search import IndexPart, Searched
from site_builder.model.source import Source

if TYPE_CHECKING:
    from site_builder.pipeline.templates import Made

Read = tuple[Document | None, tuple[Diagnostic, ...]]
Kept = dict[str, tuple[str, Read]]
"""Path → digest of all that decided the reading, and what was read."""

_PLAIN = {
    ("datetime", "date"),
    ("decimal", "Decimal"),
}
_FILE = "documents.pickle"
_PARTS = "search"
"""Folder of the parts, each named by the digest of all that decided it."""
_DIGEST = 16
"""Bytes at the start of the file that say what the rest should be."""


Seen = tuple[tuple[Source | None, ...], str]
"""What the files of a document looked like, and the digest of all else that decides."""

FRESH = 2_000_000_000
"""Nanoseconds: a file changed this shortly ago may change again within one tick of its times."""


@dataclass(slots=True)
class Memory:
    """What a process that stays (`serve`) has read: the same files are not even opened again."""

    kept: Kept = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    sizes: dict[str, tuple[str, int]] = field(default_factory=dict)
    """URL of a file that pages lead to → what it was made from, and how large it was."""
    began: int = 0
    """When the files that are being read were listed, in nanoseconds."""
    parts: dict[str, IndexPart] = field(default_factory=dict)
    """Of the search index, by the digest of all that decided each."""
    indexed: "tuple[Searched, Mapping[str, Made]] | None" = None
    """The search index last made, and what it was made from."""

    def keep(self, now: Kept, seen: Mapping[str, Seen]) -> None:
        """Take what was read just now; looks whose times cannot be trusted yet are not kept."""
        trusted = self.began - FRESH
        self.kept = now
        self.seen = {
            path: one
            for path, one in seen.items()
            if now[path][0] and all(max(file.stamp) < trusted for file in one[0] if file)
        }


def load(build: Path) -> Kept:
    """Read what was kept; nothing when it cannot be trusted."""
    found = _load(build / _FILE)
    return found if _whole(found) else {}


def load_part(build: Path, key: str) -> IndexPart | None:
    """Read a part of the index; None when there is none that can be trusted."""
    found = _load(build / _PARTS / key)
    return found if isinstance(found, IndexPart) else None


def save_part(build: Path, key: str, part: IndexPart) -> None:
    """Keep a part of the index. Raises OSError."""
    _save(build / _PARTS / key, part)


def forget_parts(build: Path, but: Iterable[str]) -> None:
    """Remove the parts that the last build did not use. Raises OSError."""
    used = set(but)
    for path in (build / _PARTS).glob("*"):
        if path.name not in used and path.is_file():
            path.unlink()


def _load(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds; the callers look
    try:
        digest, data = _cut(path.read_bytes())
        # A changed byte may well be a readable pickle of other words.
        return _Unpickler(io.BytesIO(data)).load() if digest == _digest(data) else None
    except Exception:  # noqa: BLE001 - a damaged cache may fail in any way, and only costs time
        return None


def _whole(found: object) -> bool:
    """Tell whether this is what `save` was given."""
    if not isinstance(found, dict):
        return False
    for path, entry in found.items():
        match path, entry:
            case str(), (str(), (Article() | CatalogueDocument() | Report() | None, tuple(told))):
                if not all(isinstance(one, Diagnostic) for one in told):
                    return False
            case _:
                return False
    return True


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def _cut(data: bytes) -> tuple[bytes, bytes]:
    return data[:_DIGEST], data[_DIGEST:]


def save(build: Path, kept: Kept) -> None:
    """Keep what was read. Raises OSError."""
    _save(build / _FILE, kept)


def _save(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    data = pickle.dumps(value, protocol=5)
    beside.write_bytes(_digest(data) + data)
    beside.replace(path)


class _Unpickler(pickle.Unpickler):
    """Makes values of the model and a few plain ones; refuses the rest."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's own signature
        ours = module.startswith("site_builder.model.") and "." not in name
        if ours or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            # A module also holds what it imports, and `__builtins__`: that is not the model.
            if getattr(found, "__module__", "") == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


@cache
def program_digest() -> str:
    """Digest the program itself: another version may read and render differently."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    root = Path(site_builder.__file__).parent
    for name, facts in _files(root, (".py", ".yaml", ".json", ".typ")):
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def folder_digest(folder: Path) -> str:
    """Digest the names, sizes and times of a folder's files."""
    digest = hashlib.blake2b(digest_size=16)
    for name, facts in _files(folder, ()):
        digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}".encode())
    return digest.hexdigest()


def _files(folder: Path, endings: tuple[str, ...]) -> Iterable[tuple[str, os.stat_result]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (not endings or path.suffix in endings):
            yield path.relative_to(folder).as_posix(), path.stat()
