"""Files are written whole: never half, never two in one, with nothing left of what failed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from site_builder.core.safe_files import write_whole
from tests.helpers import ROOT

_FULL_DISK = """
import resource, sys
from pathlib import Path
from site_builder.core.safe_files import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    write_whole(Path(sys.argv[1]), bytes(2_000))
except OSError:
    sys.exit(3)
"""


def test_what_does_not_fit_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "figures.yaml"
    file.write_text("before")
    command = [sys.executable, "-c", _FULL_DISK, str(file)]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["figures.yaml"]
    assert file.read_text() == "before"


def test_of_many_that_write_at_once_one_is_there_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    texts = [bytes([number]) * 300_000 for number in range(8)]
    with ThreadPoolExecutor(len(texts)) as executor:
        for future in [executor.submit(write_whole, file, text) for text in texts * 5]:
            future.result()
    assert file.read_bytes() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
