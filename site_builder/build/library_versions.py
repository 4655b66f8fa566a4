"""The libraries that shape what a build writes, by what they shape.

Their versions are part of the keys under which readings and outputs are cached, so that a build
after an upgrade makes anew what the new version may make differently.
"""

import sys
import zlib
from collections.abc import Mapping

import yaml

from site_builder.model.download_formats import FORMATS

READING = ("markdown-it-py", "mdurl", "mdit-py-plugins", "PyYAML")
PAGES = ("Jinja2", "MarkupSafe", "zxing-cpp")
RULES = ("chinesecalendar",)
ATTACHMENTS = ("pypdf", "pikepdf", "lxml")
DOWNLOADS: Mapping[str, tuple[str, ...]] = {
    item.id: tuple(library.distribution for library in item.libraries)
    for item in FORMATS
    if item.libraries
}
"""Format of a file to take away → what builds it."""

ALL = tuple(dict.fromkeys((*READING, *PAGES, *RULES, *ATTACHMENTS, *sum(DOWNLOADS.values(), ()))))


def runtime_version() -> str:
    """Return Python's own version, and those of C libraries that are upgraded without it."""
    return f"{sys.version} zlib={zlib.ZLIB_RUNTIME_VERSION} libyaml={yaml.__with_libyaml__}"
