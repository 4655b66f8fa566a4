"""The fonts of PDF files: those that come with the extra `pdf`, or what the system has.

Bundled fonts come first, and then the system's are not even looked at: the same text gives the
same bytes on every machine. Called by `report_pdf`, and by the pipeline before anything is made.
"""

from dataclasses import astuple
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from site_builder.model.settings import Fonts

_BUNDLE = "pylopdf_fonts_zh_cn"
_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"
_SYSTEM = {_SERIF: "Noto Serif CJK SC", _SANS: "Noto Sans CJK SC"}
_BESIDES = ("DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern Math")
"""Come with typst: letters and signs of other languages."""


def bundle() -> Path | None:
    """Find the folder of the fonts that come with the extra."""
    found = find_spec(_BUNDLE)
    return Path(found.origin).parent if found and found.origin else None


def only_bundled(fonts: Fonts) -> bool:
    """Tell whether the system's fonts are not needed."""
    return bundle() is not None and not any(astuple(fonts))


@cache
def _families(folder: Path | None) -> dict[str, tuple[str, ...]]:
    """List what the system and the bundle have: family → files."""
    import typst  # noqa: PLC0415 - an extra

    found: dict[str, set[str]] = {}
    for one in typst.Fonts(font_paths=[folder] if folder else []).fonts():
        found.setdefault(one.family, set()).add(str(one.path or ""))
    return {family: tuple(sorted(paths)) for family, paths in found.items()}


def _has(family: str, fonts: Fonts) -> bool:
    return only_bundled(fonts) or family in _families(bundle())


def _usual(family: str, fonts: Fonts) -> str:
    """Choose between a bundled family and its twin of the system."""
    return family if bundle() is not None or _has(family, fonts) else _SYSTEM[family]


def faces(fonts: Fonts) -> dict[str, list[str]]:
    """Give each of the four faces its families, in the order in which they are asked."""
    serif, sans = _usual(_SERIF, fonts), _usual(_SANS, fonts)
    chosen = {
        "title": (fonts.title, serif),
        "body": (fonts.body, serif),
        "hei": (fonts.hei, sans),
        "kai": (fonts.kai, serif),
    }
    # A character that one face lacks may be in another that the office has chosen.
    rest = (fonts.body, fonts.title, fonts.hei, fonts.kai)
    return {
        face: [*dict.fromkeys(one for one in (*first, *rest, serif, sans, *_BESIDES) if one)]
        for face, first in chosen.items()
    }


def lacking(fonts: Fonts) -> tuple[str, ...]:
    """Name the families that are not to be had."""
    if only_bundled(fonts):
        return ()
    wanted = (*astuple(fonts), _usual(_SERIF, fonts), _usual(_SANS, fonts))
    return tuple(dict.fromkeys(one for one in wanted if one and not _has(one, fonts)))


def known() -> tuple[str, ...]:
    """List all families there are."""
    return tuple(_families(bundle()))


def files(fonts: Fonts) -> tuple[str, ...]:
    """List the system's font files that decide how a PDF looks."""
    if only_bundled(fonts):
        return ()
    wanted = {family for face in faces(fonts).values() for family in face}
    found = _families(bundle())
    return tuple(sorted({path for family in wanted for path in found.get(family, ()) if path}))
