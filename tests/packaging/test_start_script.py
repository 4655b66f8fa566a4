"""`start.bat`, as far as it can be tested without Windows: its bytes, its shape, its commands."""

import re
import subprocess
import sys

import pytest

from site_builder.cli.arguments import build_parser
from site_builder.model.extras import EXTRAS
from tests.helpers import ROOT
from tests.unit.model.test_extras import PROJECT

DATA = (ROOT / "start.bat").read_bytes()
LINES = DATA.decode("utf-8").split("\r\n")
PYTHON = r'".venv\Scripts\python.exe"'


def commands(prefix: str) -> list[list[str]]:
    """Return the words that follow a prefix on each line that has it."""
    return [
        [word.strip('"') for word in re.findall(r'"[^"]*"|[^\s>]+', line.partition(prefix)[2])]
        for line in LINES
        if prefix in line and not line.lstrip().startswith(("echo", "rem"))
    ]


def test_cmd_can_read_it() -> None:
    assert not DATA.startswith(b"\xef\xbb\xbf")
    assert DATA.endswith(b"\r\n")
    assert b"\n" not in DATA.replace(b"\r\n", b"")
    first_chinese = next(at for at, line in enumerate(LINES) if not line.isascii())
    assert LINES.index("chcp 65001 >nul") < first_chinese
    assert not [line for line in LINES if re.match(r"\s*(?::|goto|call)", line)]


def test_line_ends_stay_wherever_it_is_checked_out() -> None:
    words = ["git", "check-attr", "eol", "text", "--", "start.bat"]
    output = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert output.splitlines() == ["start.bat: eol: crlf", "start.bat: text: set"]


def test_blocks_are_closed_and_texts_break_none() -> None:
    depth = 0
    for line in LINES:
        words = line.strip()
        if words.startswith("rem"):
            continue
        if words.startswith("echo "):
            assert not re.search(r"[()&|<>^%!\"]", words), words
            continue
        bare = re.sub(r'"[^"]*"', "", words)
        depth += bare.count("(") - bare.count(")")
        assert depth >= 0
    assert depth == 0


def test_each_failure_says_what_to_do_and_waits() -> None:
    text = "\n".join(LINES)
    exits = [match.start() for match in re.finditer(r"exit /b 1", text)]
    assert len(exits) == 5
    for at in exits:
        *_, message, pause = text[:at].strip().splitlines()[-2:]
        assert pause.strip() == "pause"
        assert re.search("echo .*[一-鿿]", message)
    assert LINES[-2:] == ["pause", ""]


def test_what_it_runs_are_commands_of_the_program() -> None:
    listed = commands(f"{PYTHON} -m site_builder ")
    assert [words[0] for words in listed] == ["--version", "edit", "doctor"]
    for words in listed[1:]:
        arguments = build_parser().parse_args(words)
        assert arguments.project == "%PROJECT%"


def test_what_it_installs_are_extras_of_the_program() -> None:
    (words,) = commands(f"{PYTHON} -m pip install ")
    words = ["install", *words]
    assert words[:3] == ["install", "--disable-pip-version-check", "-e"]
    extras = words[3].removeprefix(".[").removesuffix("]").split(",")
    assert set(extras) <= EXTRAS.keys()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'pip install -e ".[{",".join(extras)}]"' in readme, "as the README has it"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"pip install -q -e '.[{','.join(extras)}]'" in makefile, "and make"


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 14)])
def test_it_asks_for_the_python_that_the_program_needs(version: tuple[int, int]) -> None:
    programs = {match[1] for line in LINES if (match := re.search(r'-c "([^"]+)"', line))}
    (program,) = programs
    code = program.replace("sys.version_info", repr(version))
    completed = subprocess.run([sys.executable, "-c", code], check=False)
    needed = PROJECT["requires-python"] == ">=3.11"
    assert (needed, completed.returncode == 0) == (True, version >= (3, 11))
