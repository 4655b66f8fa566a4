"""The house's own rules: what templates may do, how large code grows, what is never committed."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.helpers import ROOT, format_list

TEMPLATES = ROOT / "templates"
PACKAGE = ROOT / "site_builder"
FILTERS = {"join", "length", "escape", "forceescape"}
ARITHMETIC = (
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Pow,
    nodes.Neg,
)
LOADERS = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
UNESCAPED = (nodes.MarkSafe, nodes.MarkSafeIfAutoescape, nodes.ScopedEvalContextModifier)
LINES_OF_FILE = 300
LINES_OF_FUNCTION = 40

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
"""What may be longer than the house likes, and why."""

# Words that hosts of registries and their mirrors are named by; no list of such hosts stands here.
HOST_OF_A_REGISTRY = re.compile(
    r"(?:[\w-]+\.)*[\w-]*(?:registry|mirror|artifactory|nexus|pypi|npm|yarnpkg|pythonhosted|tuna)"
    r"[\w-]*(?:\.[\w-]+)*\.(?:org|com|cn|io|net|dev)\b|\b(?:deb|security)\.debian\.",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w.~$}*-])/(?:root|home|work|Users)/[\w.]|\b[A-Z]:\\(?:Users|home)", re.IGNORECASE
)
LOCK_FILES = {
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
}


def templates() -> list[str]:
    return sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))


def test_there_are_templates() -> None:
    assert len(templates()) > 10


@pytest.mark.parametrize("name", templates())
def test_template_lays_out_and_nothing_else(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    tree = Environment(autoescape=True).parse(source, name)
    problems = [f"{name}:{line}: {what}" for line, what in _misuses(tree)]
    if not name.startswith("components/"):
        problems += [
            f"{name}:{line}: <table> outside components/"
            for line, text in enumerate(source.splitlines(), 1)
            if "<table" in text.lower()
        ]
    assert not problems, format_list(problems)


def _misuses(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Find what a template of this house must not do."""
    for named in tree.find_all(nodes.Filter):
        if named.name not in FILTERS:
            yield named.lineno, f"filter {named.name}"
    for sum_ in tree.find_all(ARITHMETIC):
        yield sum_.lineno, f"arithmetic: {type(sum_).__name__}"
    for loader in tree.find_all(LOADERS):
        assert isinstance(loader, LOADERS)
        if not isinstance(loader.template, nodes.Const):
            yield loader.lineno, "a template by computed name"
    for switch in tree.find_all(UNESCAPED):
        yield switch.lineno, "autoescape switched off or HTML marked safe"


def test_the_template_rules_find_each_misuse() -> None:
    environment = Environment(autoescape=True)
    for source in (
        "{{ a|safe }}",
        "{{ a|sort }}",
        "{% filter upper %}a{% endfilter %}",
        "{{ a + 1 }}",
        "{{ -a }}",
        "{{ a % 2 }}",
        "{% include a %}",
        "{% include [a, 'b'] %}",
        "{% import a ~ '.html' as b %}",
        "{% extends a %}",
        "{% autoescape false %}{{ a }}{% endautoescape %}",
    ):
        assert list(_misuses(environment.parse(source))), source
    right = (
        "{% extends 'a' %}{% from 'b' import c %}{{ a|length }}{% if a > 1 %}{{ c(a) }}{% endif %}"
    )
    assert not list(_misuses(environment.parse(right)))


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def code() -> list[Path]:
    """List the program and its tests: what has to be read."""
    others = (path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))
    return [*modules(), *sorted(others)]


def test_no_file_is_too_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in code()
    }
    long = {name: lines for name, lines in lengths.items() if lines > LINES_OF_FILE}
    assert lengths
    assert {name: n for name, n in long.items() if name not in LONG_FILES} == {}
    assert LONG_FILES.keys() <= long.keys(), "an exception that is no longer needed"


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT).as_posix()}:{function.name}": lines
        for path in code()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and function.end_lineno is not None
        and (lines := function.end_lineno - function.lineno + 1) > LINES_OF_FUNCTION
    }
    assert {name: n for name, n in long.items() if name not in LONG_FUNCTIONS} == {}
    assert LONG_FUNCTIONS.keys() <= long.keys(), "an exception that is no longer needed"


@cache
def committed() -> tuple[Path, ...]:
    """List what is committed, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def test_no_lock_files() -> None:
    assert [path.name for path in committed() if path.name in LOCK_FILES] == []


def test_no_registry_hosts_and_no_machine_paths() -> None:
    problems: list[str] = []
    for path in committed():
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode(errors="replace").splitlines(), 1):
            where = f"{path.relative_to(ROOT)}:{number}"
            problems += [f"{where}: {m[0]}" for m in HOST_OF_A_REGISTRY.finditer(line)]
            problems += [f"{where}: {m[0]}" for m in MACHINE_PATH.finditer(line)]
    assert committed()
    assert not problems, format_list(problems)


SILENCED = re.compile(r"#\s*(?:noqa|type: ignore|pragma: no cover)\b(.*)")
UNFORMATTED = re.compile(r"#\s*fmt: (?:skip|off)\b")


def _has_reason(line: str) -> bool:
    """Return whether a reason follows a dash or a second `#`, or stands before `fmt: skip`."""
    silenced, unformatted = SILENCED.search(line), UNFORMATTED.search(line)
    if unformatted:
        return bool(re.search(r"# \w.*$", line[: unformatted.start()].rstrip()))
    return not silenced or bool(re.search(r"(?: - |# )(?!as above)\w", silenced[1]))


def test_whatever_is_silenced_has_a_reason_beside_it() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for folder in ("site_builder", "tests", "benchmarks", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if not _has_reason(line)
    ]
    assert not bare, format_list(bare)


HELP = ("-m", "site_builder", "--help")
STARTUP_PACKAGES = {"cli"}
"""What the help needs, before any command is named."""
HEAVY = {"jinja2", "yaml", "markdown_it", "livereload", "tqdm", "asyncio"}


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def test_help_imports_nothing_heavy() -> None:
    completed = _python("-X", "importtime", *HELP)
    assert completed.returncode == 0, completed.stderr
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in completed.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "site_builder" in imported
    assert imported & HEAVY == set()


def test_help_loads_no_stage() -> None:
    program = "import sys, runpy\ntry: runpy.run_module('site_builder', run_name='__main__')\n"
    program += "except SystemExit: pass\nprint(*[m for m in sys.modules if 'site_builder.' in m])"
    loaded = _python("-c", program).stdout.splitlines()[-1].split()
    assert {name.split(".")[1] for name in loaded} == STARTUP_PACKAGES
