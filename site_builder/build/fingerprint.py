"""The fingerprint of a build: how all stood that it was made from, and how it left its output.

While both stand so, there is nothing to build, and this module is all that such a build loads.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from site_builder.build.cache_file import read_verified, write_verified
from site_builder.build.common_folder import settings_files, template_folders
from site_builder.build.options import Options, Result
from site_builder.build.output_scan import scan_output
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.core.folder_state import Listing, file_state, folder_state
from site_builder.core.hashing import digest, short_digest
from site_builder.core.program_files import program_files
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.suppression import SuppressedDiagnostic

RACY_MTIME_WINDOW_NS = 2_000_000_000
"""Nanoseconds: a file changed this shortly ago may change again within one tick of its times."""
_METADATA = (".dist-info", ".egg-info")


class InputState(NamedTuple):
    """How all stood that decides a build, before any of it was read."""

    digest: str
    is_settled: bool
    """No file is so new that it could change once more and keep its times."""
    started_ns: int
    """When the look began, in nanoseconds."""
    content: Listing
    """What lies in `content/`, folder by folder."""


def input_state(options: Options, standards_digest: str) -> InputState:
    """Look at everything that decides a build, without opening any of it.

    `standards_digest` is of standards other than the program's own, if there are any.
    """
    started = time.time_ns()
    project = options.project
    templates = tuple(map(str, template_folders(project)))
    listing: Listing = {}
    content, newest_content = folder_state(str(project / "content"), listing=listing)
    frames = [folder_state(folder, follow_links=True) for folder in templates]
    frame = ["\0".join(state) for state, _ in frames]
    newest_template = max(at for _, at in frames)
    settings = [file_state(str(path)) for path in settings_files(project)]
    config, newest_config = "\n".join(state for state, _ in settings), max(at for _, at in settings)
    # These are compared with what is published.
    is_unpublished = options.drafts or options.wechat
    published = file_state(f"{project}/public/catalogue.json")[0] if is_unpublished else ""
    request = (options.today.isoformat(), options.drafts, options.wechat, templates, published)
    lists = (content, frame, program_files(), _installed_packages())
    parts = (config, repr(request), standards_digest, sys.version, *map("\n".join, lists))
    everything = "\0\0".join(parts)
    newest = max(newest_content, newest_template, newest_config)
    return InputState(
        digest(everything.encode("utf-8", "surrogatepass")),
        newest < started - RACY_MTIME_WINDOW_NS,
        started,
        listing,
    )


def _installed_packages() -> list[str]:
    """Return the names of what is installed, with versions, as their folders have them."""
    names: list[str] = []
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder) as entries:
            names += [entry.name for entry in entries if entry.name.endswith(_METADATA)]
    return sorted(names)


def fingerprint_path(options: Options) -> Path:
    """Return where the fingerprint of one output folder lies; a project may build into several."""
    output = str(options.output.resolve())
    name = short_digest(output.encode("utf-8", "surrogatepass"), 6)
    return options.project / ".build" / f"fingerprint-{name}.json"


def unchanged_result(options: Options, inputs: InputState) -> Result | None:
    """Return the result of the last build where nothing changed since, or None."""
    if options.clean or options.thorough or options.explain or not inputs.is_settled:
        return None
    head, _, packed = (read_verified(fingerprint_path(options)) or b"").partition(b"\n")
    if head.decode("ascii", "replace") != _head(inputs, _current_output(options)):
        return None
    result, fonts = _unpack(packed) or (None, ())
    return result if all(file_state(path)[0] == state for path, state in fonts) else None


def save_fingerprint(
    options: Options,
    inputs: InputState,
    result: Result,
    output_digest: str,
    fonts: tuple[tuple[str, str], ...],
) -> None:
    """Leave for the next build how this one left everything. Raises OSError.

    `fonts`: files of the system, each with the state it is used in.
    """
    path = fingerprint_path(options)
    if not inputs.is_settled:
        path.unlink(missing_ok=True)
        return
    facts = (result.diagnostics, result.pages, result.files, result.suppressed)
    packed = dumps(_RESULT, (*facts, fonts))
    data = _head(inputs, output_digest).encode() + b"\n" + packed
    write_verified(path, data)


def _current_output(options: Options) -> str:
    scan = scan_output(os.fspath(options.output))
    # What a killed build left there is for the next one to remove.
    return "" if scan.has_stage else scan.digest()


def _head(inputs: InputState, output_digest: str) -> str:
    return f"{inputs.digest} {output_digest}"


def _unpack(packed: bytes) -> tuple[Result, tuple[tuple[str, str], ...]] | None:
    try:
        diagnostics, pages, files, suppressed, fonts = loads(_RESULT, packed)
    except (ValueError, TypeError, RecursionError):
        return None
    return Result(diagnostics, pages, files, suppressed=suppressed), fonts


_RESULT = codec_of(
    tuple[
        tuple[Diagnostic, ...],
        int,
        int,
        tuple[SuppressedDiagnostic, ...],
        tuple[tuple[str, str], ...],
    ]
)
