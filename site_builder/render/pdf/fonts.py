"""The fonts of PDF files: those that come with the extra `pdf`, or what the system has.

Bundled fonts come first, and then the system's are not even read: the same text gives the
same bytes on every machine.
"""

from dataclasses import astuple
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from site_builder.model.settings import Fonts

_BUNDLE_PACKAGE = "pylopdf_fonts_zh_cn"
_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"
_SYSTEM_FAMILIES = {_SERIF: "Noto Serif CJK SC", _SANS: "Noto Sans CJK SC"}
_FALLBACKS = ("DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern Math")
"""Come with typst: letters and signs of other languages."""


def bundled_folder() -> Path | None:
    """Find the folder of the fonts that come with the extra."""
    spec = find_spec(_BUNDLE_PACKAGE)
    return Path(spec.origin).parent if spec and spec.origin else None


def only_bundled(fonts: Fonts) -> bool:
    """Return whether the system's fonts are not needed."""
    return bundled_folder() is not None and not any(astuple(fonts))


@lru_cache(maxsize=2)
def _font_files_by_family(folder: Path | None) -> dict[str, tuple[str, ...]]:
    """Return what the system and the bundle have: family → files."""
    import typst  # noqa: PLC0415 - an extra

    paths_by_family: dict[str, set[str]] = {}
    for font in typst.Fonts(font_paths=[folder] if folder else []).fonts():
        paths_by_family.setdefault(font.family, set()).add(str(font.path or ""))
    return {family: tuple(sorted(paths)) for family, paths in paths_by_family.items()}


def _is_available(family: str, fonts: Fonts) -> bool:
    return only_bundled(fonts) or family in _font_files_by_family(bundled_folder())


def _default_family(family: str, fonts: Fonts) -> str:
    """Choose between a bundled family and its twin of the system."""
    return (
        family
        if bundled_folder() is not None or _is_available(family, fonts)
        else _SYSTEM_FAMILIES[family]
    )


def font_faces(fonts: Fonts) -> dict[str, list[str]]:
    """Return the families of each of the four faces, in the order in which they are asked."""
    serif, sans = _default_family(_SERIF, fonts), _default_family(_SANS, fonts)
    chosen = {
        "title": (fonts.title, serif),
        "body": (fonts.body, serif),
        "hei": (fonts.hei, sans),
        "kai": (fonts.kai, serif),
    }
    # A character that one face lacks may be in another that the office has chosen.
    alternatives = (fonts.body, fonts.title, fonts.hei, fonts.kai)
    return {
        face: [
            *dict.fromkeys(
                family for family in (*preferred, *alternatives, serif, sans, *_FALLBACKS) if family
            )
        ]
        for face, preferred in chosen.items()
    }


def missing_families(fonts: Fonts) -> tuple[str, ...]:
    """Return the families that are not installed."""
    if only_bundled(fonts):
        return ()
    required = (*astuple(fonts), _default_family(_SERIF, fonts), _default_family(_SANS, fonts))
    return tuple(
        dict.fromkeys(family for family in required if family and not _is_available(family, fonts))
    )


def available_families() -> tuple[str, ...]:
    """Return all families there are."""
    return tuple(_font_files_by_family(bundled_folder()))


def system_font_files(fonts: Fonts) -> tuple[str, ...]:
    """Return the system's font files that determine how a PDF is set."""
    if only_bundled(fonts):
        return ()
    families = {family for face in font_faces(fonts).values() for family in face}
    paths_by_family = _font_files_by_family(bundled_folder())
    return tuple(
        sorted({path for family in families for path in paths_by_family.get(family, ()) if path})
    )
