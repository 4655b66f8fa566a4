"""Commands as README, manual and help show them, typed into a shell in a reader's folder."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers import ROOT

RUNS_ON = ("serve", "edit", "manual")
"""Commands that run until they are stopped."""
ELSEWHERE = (
    ("py -3 ", "python3 ", "the launcher of Python for Windows"),
    ("install -e ", "install ", "an index has to be asked for what builds it"),
    (".venv\\Scripts\\activate", ". .venv/bin/activate", "where Windows keeps programs"),
    (".venv\\Scripts\\", ".venv/bin/", "where Windows keeps programs"),
)
"""What cannot run here, what is run in its place, and why."""
_PROGRAM_FILE = f"""#!{sys.executable}
import sys
from site_builder.cli.main import main
if __name__ == "__main__":
    sys.exit(main())
"""
"""As an installation writes it."""
_PYTHON_FILE = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
_PROMPT = "$ "
_BLOCK = re.compile(r"^(`{3,})[^`\n]*\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`((?:\.venv[/\\]\w+[/\\])?site-builder [^`]+)`(?!`)")
_PROGRAM = re.compile(r"site-builder |py -3 |python3 |make |\.venv[/\\]|\. \.venv")
_ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    """A command, with the answer that is shown for it."""

    command: str
    answer: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the answer has to be: `…` on a line of its own is any lines, else any words."""
        parts = [
            r"(?:.*\n)*?" if line == _ANYTHING else _any_words(line) + r"\n" for line in self.answer
        ]
        return re.compile("".join(parts))


def _any_words(line: str) -> str:
    return ".*".join(map(re.escape, line.split(_ANYTHING)))


def blocks_of(path: Path) -> list[str]:
    """Return what stands between fences in a text."""
    return [match[2] for match in _BLOCK.finditer(path.read_text(encoding="utf-8"))]


def holds_commands(block: str) -> bool:
    """Return whether a block is typed; else it is written into a file."""
    return block.startswith(_PROMPT) or bool(_PROGRAM.match(block))


def story_of(path: Path) -> list[Step]:
    """Return what is typed one after the other in the blocks with answers."""
    blocks = (block for block in blocks_of(path) if block.startswith(_PROMPT))
    return [step for block in blocks for step in _steps_in(block)]


def other_blocks_of(path: Path) -> list[list[Step]]:
    """Return what is typed in each block without answers."""
    blocks = filter(holds_commands, blocks_of(path))
    return [list(_steps_in(block)) for block in blocks if not block.startswith(_PROMPT)]


def named_in(path: Path) -> list[Step]:
    """Return the commands in the sentences of a text, each once."""
    return [Step(name) for name in dict.fromkeys(_INLINE.findall(path.read_text("utf-8")))]


def _steps_in(block: str) -> Iterable[Step]:
    if not block.startswith(_PROMPT):
        yield from map(Step, block.splitlines())
        return
    for step in block.removeprefix(_PROMPT).split(f"\n{_PROMPT}"):
        command, *answer = step.splitlines()
        yield Step(command, tuple(answer))


@dataclass
class Terminal:
    """A shell in a folder, where no index of packages is asked and no browser opens."""

    home: Path
    folder: Path = field(init=False)
    """Where it is now: below its home, which is all that commands change."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What this reader types for the words that stand for a reader's own."""

    def __post_init__(self) -> None:
        self.folder = self.home
        self.programs.mkdir(parents=True, exist_ok=True)
        for name, text in (("site-builder", _PROGRAM_FILE), ("python3", _PYTHON_FILE)):
            program = self.programs / name
            program.write_text(text, encoding="utf-8")
            program.chmod(0o755)

    @property
    def programs(self) -> Path:
        """The folder that comes first where programs are looked for."""
        return self.home / ".programs"

    @property
    def program_folder(self) -> Path:
        """The checkout with its environment, where there is one; copies share it."""
        return self.home.parent / "program"

    def copy(self, home: Path) -> "Terminal":
        """Return another shell, at the same place in a copy of all that this one's home holds."""
        shutil.copytree(self.home, home, symlinks=True)
        other = Terminal(home, self.words)
        other.folder = home / self.folder.relative_to(self.home)
        return other

    def type(self, command: str) -> tuple[int, str, str]:
        """Run a command; return its exit code, all its output, and its standard output."""
        line = self._as_typed_here(command)
        words = shlex.split(line, comments=True)
        if words[0] == "cd":
            self.folder /= words[1]
            return 0, "", ""
        if set(words) & set(RUNS_ON) and not {"--output", "--help"} & set(words):
            return self._run_and_stop(f"{line} --port 0")
        completed = subprocess.run(
            ["sh", "-c", line],
            cwd=self._folder_of(line),
            env=self._environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if "-m venv" in line:
            lend_libraries(self._folder_of(line) / ".venv")
        return completed.returncode, completed.stdout + completed.stderr, completed.stdout

    def _folder_of(self, line: str) -> Path:
        """Return where a line is typed: what sets the program up, beside the program."""
        is_set_up = line.startswith("make ") or ".venv" in line
        return self.program_folder if is_set_up and self.program_folder.is_dir() else self.folder

    def _as_typed_here(self, command: str) -> str:
        for windows, here, _ in ELSEWHERE:
            command = command.replace(windows, here)
        return " ".join(self.words.get(word, word) for word in command.split(" "))

    def _environment(self) -> dict[str, str]:
        return {
            # What runs the tests may be make, whose own variables would change what it answers.
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("MAKE", "MFLAGS"))
            },
            "PATH": os.pathsep.join((str(self.programs), os.environ["PATH"])),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "BROWSER": "true %s",
            "PIP_NO_DEPS": "1",
            "PIP_NO_INDEX": "1",
            # The variable says the opposite of its name: pip's own documentation.
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def _run_and_stop(self, line: str) -> tuple[int, str, str]:
        """Run a command until it prints its address, then stop it as Ctrl+C does."""
        process = subprocess.Popen(
            ["sh", "-c", f"exec {line}"],
            cwd=self._folder_of(line),
            env=self._environment(),
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout is not None
        lines = []
        try:
            while (answer := process.stdout.readline()) and "http://127.0.0.1:" not in answer:
                lines.append(answer)
            assert answer, f"{line} ended: {lines}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
        output = "".join((*lines, answer))
        return process.returncode, output, output


def lend_libraries(environment: Path) -> None:
    """Let a fresh environment use the libraries of the one that runs the tests."""
    (packages,) = environment.glob("lib/python*/site-packages")
    # A folder named by such a line is searched last, and its own such files are not read.
    (packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
