"""Which libraries and programs are installed, and what the program can do with them.

Nothing is imported to find out: a library that is there and broken is reported by what uses it.
"""

import re
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from site_builder.core.installed_versions import version_of
from site_builder.importing.readers.formats import FORMATS as SOURCE_FORMATS
from site_builder.importing.readers.libreoffice import find_libreoffice
from site_builder.model.download_formats import FORMATS as DOWNLOAD_FORMATS
from site_builder.model.extras import (
    EXTRAS,
    PROGRAM,
    Library,
    extra_libraries,
    install_command,
    pip_install,
)
from site_builder.model.target import TARGET_TYPES

LIBREOFFICE = "LibreOffice"
_SIGNER = "ssh-keygen"
_FURTHER_USES = ("attachments", "serve", "cluster")
"""Extras that are of use besides formats and kinds of target."""
_VERSION_PARTS = 3


@dataclass(frozen=True, slots=True)
class LibraryState:
    """A library, and what is installed of it."""

    library: Library
    is_importable: bool
    version: str
    """Empty where it is unknown."""

    @property
    def is_too_old(self) -> bool:
        """Return whether it is older than what serves."""
        return bool(self.version) and _parts(self.version) < _parts(self.library.min_version)

    @property
    def is_usable(self) -> bool:
        """Return whether it is there and new enough."""
        return self.is_importable and not self.is_too_old


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that the program does where its parts are installed."""

    kind: str
    """download, import, deploy or other."""
    id: str
    label: str
    missing: tuple[str, ...] = ()
    """Libraries and programs that it lacks; none where it is possible."""
    extra: str = ""
    """The extra that brings them; empty for programs of others."""


def library_state(library: Library) -> LibraryState:
    """Look for a library, without importing it."""
    is_importable = find_spec(library.module) is not None
    return LibraryState(
        library, is_importable, version_of(library.distribution) if is_importable else ""
    )


def missing_libraries(extra: str, modules: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what an extra lacks here, or of it what certain modules need."""
    return tuple(
        library.distribution
        for library in extra_libraries(extra)
        if not library.is_replaceable
        and (not modules or library.module in modules)
        and not library_state(library).is_usable
    )


def capabilities() -> tuple[Capability, ...]:
    """Return all that depends on what is installed, and on what is not."""
    downloads = [
        Capability("download", item.id, item.label, missing_libraries(item.id), item.id)
        for item in DOWNLOAD_FORMATS
        if item.is_choice
    ]
    sources = [
        Capability(
            "import",
            item.id,
            item.label,
            (
                *(missing_libraries(item.extra, item.libraries) if item.libraries else ()),
                *(() if not item.needs_libreoffice or find_libreoffice() else (LIBREOFFICE,)),
            ),
            item.extra if item.libraries else "",
        )
        for item in SOURCE_FORMATS
    ]
    targets = [
        Capability("deploy", item.module, kind, missing_libraries(item.extra), item.extra)
        for kind, item in TARGET_TYPES.items()
    ]
    others = [
        Capability("other", name, EXTRAS[name].purpose, missing_libraries(name), name)
        for name in _FURTHER_USES
    ]
    lxml = missing_libraries("import", ("lxml",))
    signer = () if shutil.which(_SIGNER) else (_SIGNER,)
    return (
        *downloads,
        *sources,
        _scans(),
        *targets,
        *others,
        Capability("other", "inspect", "检查别的网站", lxml, "import"),
        Capability("other", "release-signature", "给发布记录签名", signer),
    )


def _scans() -> Capability:
    """Return whether scans are read: a PDF with pictures inside takes the libraries of both."""
    reading = missing_libraries("import", ("pdfplumber", "pypdfium2"))
    missing = tuple(dict.fromkeys((*reading, *missing_libraries("ocr"))))
    return Capability("import", "scan", "扫描的 PDF", missing, "import" if reading else "ocr")


def add_command(*extras: str) -> str:
    """Return the command that adds extras to the very Python that runs, however it came there."""
    checkout = Path(__file__).resolve().parents[2]
    if not version_of(PROGRAM) and (checkout / "pyproject.toml").is_file():
        return f'{pip_install()} -e "{checkout}[{",".join(extras)}]"'
    return install_command(*extras)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)[:_VERSION_PARTS]))
