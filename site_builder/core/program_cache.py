"""What follows from the program's own files alone, kept where Python keeps their bytecode.

It lies in `__pycache__`, and is trusted like what else lies there: whoever can change it can change
the program. Nothing of a project is kept here, and nothing of this in a project's `.build/`.
"""

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from site_builder.core.hashing import digest
from site_builder.core.program_files import PACKAGE


def load_derived(name: str, cause: str) -> bytes | None:
    """Return what was saved for the same cause; None where that is not what stands there."""
    try:
        data = _path(name).read_bytes()
    except OSError:
        return None
    head, _, content = data.partition(b"\n")
    return content if head == _head(cause, content) else None


def save_derived(name: str, cause: str, content: bytes) -> None:
    """Leave something for the next run; where a program may not write, each works it out anew."""
    if sys.dont_write_bytecode:
        return
    path = _path(name)
    tmp_path = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        tmp_path.write_bytes(_head(cause, content) + b"\n" + content)
        tmp_path.replace(path)


def _path(name: str) -> Path:
    return Path(cache_from_source(str(PACKAGE / f"{name}.py"))).with_suffix(".derived")


def _head(cause: str, content: bytes) -> bytes:
    """Return the digest of all that decides the content, and of the content."""
    parts = (sys.version, cause, digest(content))
    return digest("\n".join(parts).encode("utf-8", "surrogatepass")).encode()
