"""The libraries that shape what a build writes, by what they shape.

Their versions are part of the keys under which readings and outputs are cached, so that a build
after an upgrade makes anew what the new version may make differently.
"""

import os
import sys
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

import yaml

from site_builder.model.download_formats import FORMATS

READING = ("markdown-it-py", "mdurl", "mdit-py-plugins", "PyYAML")
PAGES = ("Jinja2", "MarkupSafe", "zxing-cpp")
RULES = ("chinesecalendar",)
ATTACHMENTS = ("pypdf", "pikepdf", "lxml")
DOWNLOADS: Mapping[str, tuple[str, ...]] = {
    item.id: item.libraries.distributions for item in FORMATS if item.libraries
}
"""Format of a file to take away → what builds it."""

_METADATA = ".dist-info"
ALL = tuple(dict.fromkeys((*READING, *PAGES, *RULES, *ATTACHMENTS, *sum(DOWNLOADS.values(), ()))))


def versions(names: Iterable[str]) -> str:
    """Return libraries with their versions; one that is not installed has none."""
    return " ".join(f"{name}={_version(name)}" for name in names)


def _version(name: str) -> str:
    installed = _installed_versions().get(_normalize(name))
    if installed:
        return installed
    # Installed in another way, or not at all: asking takes longer than all the rest here.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - loads 40 modules

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def _installed_versions() -> Mapping[str, str]:
    """Return what is installed, by normalized name, as the folders of its metadata are named."""
    versions_by_name: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                name, _, version_text = entry.name.removesuffix(_METADATA).partition("-")
                if entry.name.endswith(_METADATA) and version_text:
                    versions_by_name.setdefault(_normalize(name), version_text)
    return versions_by_name


def _normalize(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def runtime_version() -> str:
    """Return Python's own version, and those of C libraries that are upgraded without it."""
    return f"{sys.version} zlib={zlib.ZLIB_RUNTIME_VERSION} libyaml={yaml.__with_libyaml__}"
