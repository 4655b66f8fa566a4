"""The file or folder that a mistyped path most likely means."""

from pathlib import Path

from site_builder.core.text.suggest import HIGH_CONFIDENCE, closest_match

_MAX_NAMES = 1_000
"""A folder with more is no place where people remember names."""


def nearest_path(path: str, *starts: str | Path) -> str:
    """Return an existing path most like one that is not there, from one of some folders.

    Empty where nothing is like it: a wrong guess is worse than none.
    """
    if not path or "\0" in path:
        return ""
    for start in starts:
        match = _nearest(Path(start), Path(path))
        if match is not None:
            return match.as_posix()
    return ""


def _nearest(start: Path, path: Path) -> Path | None:
    """Return the path with each part that is not there put right; None where one cannot be."""
    corrected = Path(path.anchor)
    for part in path.relative_to(path.anchor).parts:
        if part == ".." or _exists(start / corrected / part):
            corrected /= part
            continue
        name = closest_match(part, _names(start / corrected), HIGH_CONFIDENCE)
        if not name:
            return None
        corrected /= name
    return None if _is_same(corrected, path) else corrected


def _is_same(path: Path, other: Path) -> bool:
    return path.parts == other.parts


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long
        return False


def _names(folder: Path) -> list[str]:
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return []
    return [name for name in names if not name.startswith(".")] if len(names) <= _MAX_NAMES else []
