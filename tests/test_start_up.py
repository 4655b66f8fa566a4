"""What answers at once imports and compiles only what it uses.

Every command waits for its imports, and a pattern takes a millisecond to compile.
"""

import json
import subprocess
import sys

import pytest

from tests.helpers import ROOT

COUNT = """
import json, sys
from re import _compiler

patterns = []
compile_pattern = _compiler.compile

def compile_and_count(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_code.co_filename.endswith("re/__init__.py"):
        frame = frame.f_back
    caller = frame.f_globals["__name__"]
    if caller.startswith("site_builder."):
        patterns.append((caller, str(pattern)))
    return compile_pattern(pattern, flags)

_compiler.compile = compile_and_count
try:
    {statement}
except SystemExit:
    pass
own = sorted(name for name in sys.modules if name.startswith("site_builder."))
print(json.dumps([own, patterns, sorted(sys.modules)]), file=sys.stderr)
"""
LIBRARIES = {"jinja2", "markdown_it", "yaml", "livereload", "tornado", "tqdm", "urllib3", "lxml"}
MAIN = "from site_builder.cli.main import main; main({!r})"


def measure(statement: str) -> tuple[list[str], list[list[str]], set[str]]:
    """Return our modules that a statement imports, the patterns they compile, and all modules."""
    code = COUNT.replace("{statement}", statement)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    own, patterns, modules = json.loads(run.stderr.splitlines()[-1])
    return own, patterns, set(modules)


@pytest.mark.parametrize(
    ("statement", "most_modules", "most_patterns"),
    [
        (MAIN.format(["--help"]), 12, 0),
        (MAIN.format(["build", "--help"]), 12, 0),
        (MAIN.format(["--version"]), 11, 0),
        (MAIN.format(["check", "--explain", "p001"]), 39, 0),
        (MAIN.format(["check", "--explain", "s002"]), 39, 0),
        ("from site_builder.rules import registry, rule_list; rule_list.all_rules()", 16, 0),
    ],
)
def test_what_is_asked_for_is_all_that_is_loaded(
    statement: str, most_modules: int, most_patterns: int
) -> None:
    own, patterns, modules = measure(statement)
    assert len(own) <= most_modules, own
    assert len(patterns) <= most_patterns, patterns
    assert not LIBRARIES & {name.partition(".")[0] for name in modules}
    assert not [name for name in own if "001_" in name]


def test_a_rule_is_imported_when_it_runs() -> None:
    own, _, _ = measure(
        "from site_builder.rules.rule_list import all_rules\n"
        "    next(rule for rule in all_rules() if rule.id == 'x004').check"
    )
    assert [name.rpartition(".")[2] for name in own if "00" in name] == ["x004_table_headers"]
