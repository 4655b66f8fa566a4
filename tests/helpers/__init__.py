"""What tests share: small projects from one string, built sites, expectation files, real tools."""

import contextlib
import io
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from site_builder.model.standards import Standards

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "sites" / "shifan-park"
"""A small fictional park that keeps every rule."""
SHOWCASE = ROOT / "examples" / "shifan-park"
"""The fictional park that is shown to people, with all that the program can do."""

_FILE_MARK = re.compile(r"^--- (\S[^\n]*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What one run of the command line left behind."""

    exit_code: int
    output: str
    """All its output, both streams in the order they were written."""
    stdout: str
    """Its standard output alone: what another program would read."""
    files: Mapping[str, bytes]
    """The output folder after the run: url → bytes."""

    def text(self, url: str) -> str:
        """Return one output file as text."""
        return self.files[url].decode()


class _Tee(io.StringIO):
    """A stream that is also written to another."""

    def __init__(self, other: io.StringIO) -> None:
        super().__init__()
        self._other = other

    def write(self, text: str) -> int:
        self._other.write(text)
        return super().write(text)


def run_cli(*argv: str, standards: "Standards | None" = None) -> tuple[int, str, str]:
    """Run the real command line in this process; give exit code, both streams, standard output."""
    # The harness's own tests must run while the program is broken.
    from site_builder.cli.main import main  # noqa: PLC0415 - late, see above
    from tests.helpers.standards import STANDARDS  # noqa: PLC0415 - late, see above

    both = io.StringIO()
    stdout, stderr = _Tee(both), _Tee(both)
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            exit_code = main(list(argv), standards or STANDARDS)
        except SystemExit as stop:  # argparse ends the process on a wrong flag
            exit_code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return exit_code, both.getvalue(), stdout.getvalue()


def write_script(path: Path) -> None:
    """Write the command as an installer writes it, for the Python that runs the tests."""
    lines = (
        f"#!{sys.executable}",
        "import sys",
        "from site_builder.cli.main import main",
        "sys.exit(main())",
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o755)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder: path with slashes → bytes; empty when there is none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def split_files(text: str) -> dict[str, str]:
    """Cut `--- path` blocks apart. A bare `---`, as in front matter, is content."""
    head, *rest = _FILE_MARK.split(text)
    if head.strip():
        raise ValueError(f"text before the first `--- path` line: {head.strip()[:40]!r}")
    return dict(zip(rest[::2], rest[1::2], strict=True))


@dataclass(frozen=True)
class Project:
    """A whole small site in a temporary folder."""

    path: Path
    standards: "Standards | None" = None
    """Others than those that come with the program: with one form more, say."""
    output: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "output", self.path / "public")

    def edit(self, path: str, text: str | bytes) -> None:
        """Write one file of the project, made with its folders where it is new."""
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, path: str) -> str:
        """Read one file of the project."""
        return (self.path / path).read_text(encoding="utf-8")

    def remove(self, path: str) -> None:
        """Delete a file or a folder of the project."""
        target = self.path / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()

    def run(self, command: str, **options: object) -> Outcome:
        """Run a command; `clean=True` gives `--clean`, `jobs=2` gives `--jobs 2`."""
        argv = [command, "--project", str(self.path)]
        if command in ("build", "check"):
            # Each diagnostic alone: their lines, and the folded list, have tests of their own.
            argv += ["--brief", "--all"]
        for name, value in options.items():
            flag = "--" + name.replace("_", "-")
            if value is True:
                argv.append(flag)
            elif value is not None and value is not False:
                argv += [flag, str(value)]
        exit_code, output, stdout = run_cli(*argv, standards=self.standards)
        output_option = options.get("output")
        folder = self.path / str(output_option) if output_option is not None else self.output
        return Outcome(exit_code, output, stdout, read_tree(folder))

    def build(self, **options: object) -> Outcome:
        """Build the site."""
        return self.run("build", **options)

    def check(self, **options: object) -> Outcome:
        """Check the site."""
        return self.run("check", **options)


ProjectFactory = Callable[[str], Project]


@dataclass(frozen=True, eq=False)
class Site:
    """A site that tests share, built."""

    name: str
    folder: Path
    """The output folder."""
    outcome: Outcome

    @property
    def pages(self) -> tuple[str, ...]:
        """Addresses of all HTML pages, sorted."""
        return tuple(url for url in self.outcome.files if url.endswith(".html"))


def build_site(name: str, project: Path, into: Path) -> Site:
    """Build a copy of a project, so that nobody's `public/` or `.build/` is touched."""
    copy = Project(into / name)
    copy.path.mkdir(parents=True)
    for part in ("config.yaml", "content", "templates"):
        source = project / part
        if part == "templates" and project == ROOT:
            continue  # these are the package's own: what a project without templates gets
        if source.is_dir():
            shutil.copytree(source, copy.path / part)
        elif source.is_file():
            shutil.copy(source, copy.path / part)
    outcome = copy.build()
    assert outcome.exit_code == 0, f"{name} does not build:\n{outcome.output}"
    return Site(name, copy.output, outcome)


@dataclass(frozen=True)
class Expected:
    """Compares text with an expectation file, or rewrites the file under `pytest --accept`."""

    accept: bool

    def __call__(self, path: Path, actual: str) -> None:
        """Fail with a diff when the file does not hold the text."""
        __tracebackhide__ = True
        if self.accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="\n")
            return
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if actual != expected:
            name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
            hint = f"{name} differs; when the new text is right: pytest --accept"
            assert actual.splitlines() == expected.splitlines(), hint
            pytest.fail(f"{name} differs in line ends only")


def format_list(problems: Iterable[str], limit: int = 40) -> str:
    """Join problems to a text for people: each once, with its number, and not without end."""
    counted = Counter(problems)
    lines = [f"{text}  (×{n})" if n > 1 else text for text, n in counted.most_common(limit)]
    rest = len(counted) - len(lines)
    return "\n".join((*lines, f"… and {rest} more") if rest else lines)


def skip_missing(what: str, hint: str) -> NoReturn:
    """Skip for want of a real tool; under CI that is a failure."""
    __tracebackhide__ = True
    reason = f"{what} is not installed; {hint}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def find_program(*names: str, env: str = "") -> str:
    """Find a program by environment variable or on PATH; empty when it is not there."""
    named = os.environ.get(env, "") if env else ""
    return next((path for name in (named, *names) if name and (path := shutil.which(name))), "")


def find_chromium(*, with_windows: bool = False) -> str:
    """Find Debian's Chromium, or whatever CHROMIUM names; skip or fail without it.

    Its build that draws no window opens a page in a third of the time.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    windowless = () if with_windows else ("chromium-headless-shell",)
    path = find_program(*windowless, *names, env="CHROMIUM")
    return path or skip_missing("Chromium", "run `make test`, or name one: CHROMIUM=/path")


def npm_file(path: str) -> Path:
    """Find a file of a package that `make test` installed from npm; skip or fail without it."""
    for base in (ROOT / ".venv" / "share" / "npm", ROOT):
        file = base / "node_modules" / path
        if file.is_file():
            return file
    skip_missing(path.partition("/")[0], "run `make test`")


def clean_build(project: Project) -> dict[str, bytes]:
    """Build the same sources elsewhere, with nothing cached from earlier."""
    other = Project(project.path.with_name(f"{project.path.name}-clean"), project.standards)
    shutil.rmtree(other.path, ignore_errors=True)
    shutil.copytree(project.path, other.path, ignore=shutil.ignore_patterns("public", ".build"))
    outcome = other.build()
    assert outcome.exit_code == 0, outcome.output
    return dict(outcome.files)
