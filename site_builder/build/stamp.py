"""The stamp of a build: how everything stood that it was made from, and how it left its output.

While both stand so, there is nothing to build, and this module is all that such a build loads.
"""

import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from site_builder.build.cache_file import read_cache, write_cache
from site_builder.build.options import Options, Result
from site_builder.build.output_scan import scan_output
from site_builder.core.codec import codec_of, dumps, loads
from site_builder.core.folder_state import folder_state
from site_builder.core.hashing import digest, short_digest
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.suppression import SuppressedDiagnostic

RACY_MTIME_WINDOW_NS = 2_000_000_000
"""Nanoseconds: a file changed this shortly ago may change again within one tick of its times."""
_PROGRAM_SUFFIXES = (".py", ".yaml", ".json", ".typ")
_METADATA = (".dist-info", ".egg-info")
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class InputState(NamedTuple):
    """How all stood that decides a build, before any of it was read."""

    digest: str
    is_settled: bool
    """No file is so new that it could change once more and keep its times."""


def input_state(options: Options, standards_digest: str) -> InputState:
    """Look at everything that decides a build, without opening any of it.

    `standards_digest` is of standards other than the program's own, if there are any.
    """
    started = time.time_ns()
    project = os.fspath(options.project)
    own = f"{project}/templates"
    templates = own if os.path.isdir(own) else default_templates_folder()
    content, newest_content = folder_state(f"{project}/content")
    frame, newest_template = folder_state(templates)
    program, _ = folder_state(_PACKAGE, _PROGRAM_SUFFIXES)
    config, newest_config = _file_state(f"{project}/config.yaml")
    request = (
        options.today.isoformat(),
        options.drafts,
        options.wechat,
        templates,
        standards_digest,
    )
    parts = ("\n".join(content), "\n".join(frame), "\n".join(program), config, repr(request))
    everything = "\0\0".join((*parts, sys.version, *_installed()))
    newest = max(newest_content, newest_template, newest_config)
    return InputState(
        digest(everything.encode("utf-8", "surrogatepass")),
        newest < started - RACY_MTIME_WINDOW_NS,
    )


def default_templates_folder() -> str:
    """Find the templates that come with the program.

    An installed wheel carries them inside the package; in a checkout they are next to it.
    """
    installed = os.path.join(_PACKAGE, "_templates")
    return installed if os.path.isdir(installed) else os.path.join(_PACKAGE, "..", "templates")


def _file_state(path: str) -> tuple[str, int]:
    try:
        status = os.stat(path)
    except OSError:
        return "", 0
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return f"{status.st_size} {times}", max(times)


def _installed() -> list[str]:
    """Return the names of what is installed, with versions, as their folders have them."""
    names: list[str] = []
    for folder in sys.path:
        try:
            names += [name for name in os.listdir(folder) if name.endswith(_METADATA)]
        except OSError:
            continue
    return sorted(names)


def stamp_path(options: Options) -> str:
    """Return the name of the stamp of one output folder; a project may build into several."""
    output = os.path.realpath(options.output)
    name = short_digest(output.encode("utf-8", "surrogatepass"), 6)
    return f"{os.fspath(options.project)}/.build/stamp-{name}.json"


def unchanged_result(options: Options, inputs: InputState) -> Result | None:
    """Return the result of the last build where nothing changed since, or None."""
    if options.clean or options.thorough or not inputs.is_settled:
        return None
    stated, _, data = _read_file(stamp_path(options)).partition(b"\n")
    # A changed byte may well be a stamp of other words.
    if stated.decode("ascii", "replace") != digest(data):
        return None
    head, _, packed = data.partition(b"\n")
    if head.decode("ascii", "replace") != _head(inputs, _current_output(options)):
        return None
    return _unpack(packed)


def save_stamp(options: Options, inputs: InputState, result: Result, output_digest: str) -> None:
    """Leave for the next build how this one left everything. Raises OSError."""
    path = Path(stamp_path(options))
    if not inputs.is_settled:
        path.unlink(missing_ok=True)
        return
    packed = dumps(_RESULT, (result.diagnostics, result.pages, result.files, result.suppressed))
    data = _head(inputs, output_digest).encode() + b"\n" + packed
    write_cache(path, digest(data).encode() + b"\n" + data)


def _current_output(options: Options) -> str:
    scan = scan_output(os.fspath(options.output))
    # What a killed build left there is for the next one to remove.
    return "" if scan.has_stage else scan.digest()


def _head(inputs: InputState, output_digest: str) -> str:
    return f"{inputs.digest} {output_digest}"


def _unpack(packed: bytes) -> Result | None:
    try:
        diagnostics, pages, files, suppressed = loads(_RESULT, packed)
    except (ValueError, TypeError, RecursionError):
        return None
    return Result(diagnostics, pages, files, suppressed=suppressed)


def _read_file(path: str) -> bytes:
    try:
        return read_cache(Path(path))
    except OSError:
        return b""


_RESULT = codec_of(tuple[tuple[Diagnostic, ...], int, int, tuple[SuppressedDiagnostic, ...]])
