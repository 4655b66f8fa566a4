"""What cmd does with a batch file, as far as `start.bat` goes: it runs where there is no cmd.

A block in parentheses is read as a whole, and so are the variables in it; `if errorlevel 1` holds
for any code from 1. Programs are run for real, their paths as POSIX has them.
"""

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NOT_FOUND = 9009
"""What cmd leaves when there is no such program."""
_WORD = re.compile(r'(?:"[^"]*"|[^\s"])+')
_OUTSIDE_QUOTES = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'


class _ExitError(Exception):
    """`exit /b`."""


@dataclass
class Batch:
    """A batch file that runs."""

    file: Path
    arguments: Sequence[str]
    programs: Path
    """The folder that `PATH` names."""
    run_program: Callable[[list[str], Path], int]
    printed: list[str] = field(default_factory=list)
    ran: list[list[str]] = field(default_factory=list)
    """Words of each program, the first the name it was called by."""
    pauses: int = 0
    _variables: dict[str, str] = field(default_factory=dict)
    _folder: Path = Path()
    _code: int = 0

    def run(self) -> int:
        """Run it to its end. Returns its exit code."""
        lines = self.file.read_bytes().decode("utf-8").split("\r\n")
        try:
            for statement in _statements(iter(lines)):
                self._run_statement(self._expand(statement).split("\n"))
        except _ExitError as exc:
            return int(str(exc))
        return self._code

    def _expand(self, text: str) -> str:
        text = text.replace("%~dp0", f"{self.file.parent}\\")
        text = text.replace("%~1", self.arguments[0] if self.arguments else "")
        return re.sub("%([A-Z]+)%", lambda match: self._variables.get(match[1], ""), text)

    def _run_statement(self, lines: list[str]) -> None:
        """Run a line, or a block with what stands before it."""
        if len(lines) == 1:
            self._run_line(lines[0].strip())
        elif self._holds(lines[0].strip().removesuffix("(").strip()):
            for statement in _statements(iter(lines[1:-1])):
                self._run_statement(statement.split("\n"))

    def _holds(self, condition: str) -> bool:
        if match := re.fullmatch(r"if errorlevel (\d+)", condition):
            return self._code >= int(match[1])
        match = re.fullmatch(r"if not defined (\w+)", condition)
        assert match, condition
        return not self._variables.get(match[1])

    def _run_line(self, line: str) -> None:
        if match := re.match(r"(if not defined \w+) ", line):
            if not self._holds(match[1]):
                return
            line = line[match.end() :]
        for at, command in enumerate(re.split(rf"&&{_OUTSIDE_QUOTES}", line)):
            if at and self._code:
                return
            self._run_command(re.sub(rf"2?>nul{_OUTSIDE_QUOTES}", "", command).strip())

    def _run_command(self, command: str) -> None:
        name, _, rest = command.partition(" ")
        if name in ("rem", "setlocal", "chcp", "@echo", ""):
            return
        if name == "echo":
            self.printed.append(rest)
        elif name == "pause":
            self.pauses += 1
        elif name == "set":
            key, _, value = rest.strip('"').partition("=")
            self._variables[key] = value
            self._code = 0
        elif name == "exit":
            raise _ExitError(rest.removeprefix("/b "))
        else:
            self._code = self._run_words([word.replace('"', "") for word in _WORD.findall(command)])

    def _run_words(self, words: list[str]) -> int:
        paths = [self._folder / word.replace("\\", "/") for word in words]
        if words[0] == "cd":
            self._folder = Path(words[2].rstrip("\\"))
            return 0 if self._folder.is_dir() else 1
        if words[0] == "fc":
            same = all(path.is_file() for path in paths[2:])
            return 0 if same and paths[2].read_bytes() == paths[3].read_bytes() else 1
        if words[0] == "copy":
            paths[3].write_bytes(paths[2].read_bytes())
            return 0
        if words[0] == "del":
            paths[1].unlink()
            return 0
        program = words[0].replace("\\Scripts\\python.exe", "/bin/python")
        path = self._folder / program if "/" in program else self.programs / program
        if not path.is_file():
            return NOT_FOUND
        self.ran.append([program, *words[1:]])
        return self.run_program([str(path), *words[1:]], self._folder)


def run_quietly(words: list[str], folder: Path) -> int:
    """Run a program to its end."""
    return subprocess.run(words, cwd=folder, check=False, capture_output=True).returncode


def _statements(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines, and blocks as a whole."""
    for line in lines:
        block = [line]
        depth = _depth(line)
        while depth:
            block.append(next(lines))
            depth += _depth(block[-1])
        yield "\n".join(block)


def _depth(line: str) -> int:
    words = line.strip()
    return 1 if words.startswith("if ") and words.endswith("(") else -1 if words == ")" else 0
