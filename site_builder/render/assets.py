"""What every page loads: the stylesheet, joined to one file, the reading modes' script, the icon.

Each is named by its contents, so a browser may cache it for ever.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from site_builder.config.main_colour import BUILT_IN_COLOUR
from site_builder.core.hashing import short_digest
from site_builder.render.template_folder import Templates


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of an office's own, by the names of the properties in `assets/tokens.css`."""

    light: Mapping[str, str]
    dark: Mapping[str, str]


NO_COLOURS = Colours({}, {})
_SEARCH_SCRIPTS = ("fold", "postings", "index", "lookup", "documents", "marks", "state", "page")
"""The parts of the script, in their order."""

POINTER_IMAGES = ("pointer", "hand")
"""The pictures that the style sheet names, in the same folder."""

_STRING = rb""" "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | url\([^)"']*\) """
_SPACES = rb"(?: \s | /\* .*? (?:\*/|\Z) )+"
_SPACE = re.compile(b"(" + _STRING + b") |" + _SPACES, re.DOTALL | re.VERBOSE)


def stylesheet(templates: Templates, colours: Colours = NO_COLOURS) -> tuple[str, bytes]:
    """Join the style parts of some templates. Returns the URL and the bytes.

    `colours` are an office's own, by the name of the property that they take the place of.
    """
    parts = [
        "assets/tokens.css",
        "assets/base.css",
        *templates.names("components/*/*.css"),
        "assets/elder.css",
        "assets/contrast.css",
        "assets/print.css",
    ]
    data = _tightened(b"\n".join(_styled(templates, part, colours) for part in parts))
    for name in POINTER_IMAGES:
        # The style sheet lies in the same folder as the pictures it names.
        url, _ = pointer_image(templates, name)
        data = data.replace(f'url("{name}.svg")'.encode(), f'url("{Path(url).name}")'.encode())
    return _content_addressed("site", "css", data)


def reading_modes_script(templates: Templates) -> tuple[str, bytes]:
    """Read the script of the reading modes of some templates. Returns the URL and the bytes."""
    return _content_addressed("modes", "js", _read(templates.path("assets/modes.js")))


def pointer_image(templates: Templates, name: str) -> tuple[str, bytes]:
    """Read a picture of the large pointer. Returns the URL and the bytes."""
    return _content_addressed(name, "svg", _read(templates.path(f"assets/{name}.svg")))


def arrow_pointer(templates: Templates) -> tuple[str, bytes]:
    """Read the large pointer. Returns the URL and the bytes."""
    return pointer_image(templates, "pointer")


def hand_pointer(templates: Templates) -> tuple[str, bytes]:
    """Read the large pointer over links. Returns the URL and the bytes."""
    return pointer_image(templates, "hand")


def read_aloud_script(templates: Templates) -> tuple[str, bytes]:
    """Read the script that reads a page aloud. Returns the URL and the bytes."""
    return _content_addressed("read-aloud", "js", _read(templates.path("assets/read-aloud.js")))


def icon_file(templates: Templates, colours: Colours = NO_COLOURS) -> tuple[str, bytes]:
    """Read the icon of some templates, in an office's colour. Returns the URL and the bytes."""
    data = _read(templates.path("assets/icon.svg"))
    brand = colours.light.get("brand", BUILT_IN_COLOUR)
    return _content_addressed("icon", "svg", data.replace(BUILT_IN_COLOUR.encode(), brand.encode()))


def share_picture(templates: Templates) -> tuple[str, bytes]:
    """Read what pages are shared with that have no picture. Returns the URL and the bytes."""
    data = templates.path("assets/share.png").read_bytes()
    return _content_addressed("share", "png", data)


def search_script(templates: Templates) -> tuple[str, bytes]:
    """Join the script of the search page. Returns the URL and the bytes."""
    parts = (templates.path("assets/search") / f"{name}.js" for name in _SEARCH_SCRIPTS)
    # One function around all parts: what they name stays theirs.
    data = b"\n".join((b'(() => {\n"use strict";', *(_read(part) for part in parts), b"})();\n"))
    return _content_addressed("search", "js", data)


def _tightened(style: bytes) -> bytes:
    """Return a style sheet without comments and indentation, a quarter of what readers fetched."""
    # A comment also separates: white space of some kind stays.
    return _SPACE.sub(lambda match: match[1] or (b"\n" if b"\n" in match[0] else b" "), style)


def _styled(templates: Templates, part: str, colours: Colours) -> bytes:
    data = _read(templates.path(part))
    if part != "assets/tokens.css" or not colours.light:
        return data
    # Behind our own tokens, before the modes that have colours of their own.
    rules = (
        f":root {{ {_declarations(colours.light)} }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_declarations(colours.dark)} }} }}",
    )
    return b"\n".join((data, *(rule.encode() for rule in rules), b""))


def _declarations(values: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


def _read(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _content_addressed(name: str, extension: str, data: bytes) -> tuple[str, bytes]:
    return f"assets/{name}.{short_digest(data, 4)}.{extension}", data
