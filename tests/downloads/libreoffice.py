"""LibreOffice, for tests: what it opens and what it makes of it."""

import subprocess
from pathlib import Path

from tests.helpers import find_program, skip_missing


def convert(path: Path, kind: str, folder: Path) -> bytes:
    """Open a file with LibreOffice and save it as another kind; skip or fail without it.

    `kind`: a suffix, and behind a colon the filter with its options where that is not enough.
    """
    office = find_program("soffice", "libreoffice")
    if not office:
        skip_missing("LibreOffice", "run `make test`")
    # A profile of its own: two processes cannot share one.
    profile = (folder / "profile").as_uri()
    completed = subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(path),
        ],
        capture_output=True,
        check=False,
        timeout=200,
    )
    suffix = kind.partition(":")[0]
    converted = folder / path.with_suffix(f".{suffix}").name
    assert converted.is_file(), f"LibreOffice cannot open {path.name}: {completed.stderr.decode()}"
    return converted.read_bytes()
