"""Each rule declares the names of its diagnostics: no fewer than it reports, and no more.

The bad cases show what is produced. What they do not show is sought in the source, which only a
test may read: the names diagnostics are built with, in the rule's module and helpers it imports.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from site_builder.model.rule import Rule
from site_builder.rules.registry import codes_of
from site_builder.rules.rule_list import all_rules
from tests.helpers import ROOT, run_cli
from tests.helpers.standards import STANDARDS

NAME = re.compile(r"(?<![\w/.-])[a-z]\d{3}/[a-z][a-z0-9-]*")
CONSTRUCTORS = {"Diagnostic": 0, "DiagnosticTemplate": 0, "Occurrence": 1}
"""What builds a diagnostic, and which of its arguments names it."""
every_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)


def case_codes(rule: Rule) -> set[str]:
    """List the names in the expected words of the rule's bad case."""
    text = (ROOT / "tests" / "rules" / rule.id / "expected.txt").read_text(encoding="utf-8")
    return {name for name in NAME.findall(text) if name.startswith(f"{rule.id}/")}


@cache
def tree(module: str) -> ast.Module:
    path = ROOT / f"{module.replace('.', '/')}.py"
    return ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")


def modules(rule: Rule) -> Iterator[str]:
    """Yield a rule's module, and the helpers in `rules` that it imports."""
    yield rule.check.__module__
    for node in ast.walk(tree(rule.check.__module__)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "site_builder.rules"
        ):
            yield node.module or ""


def words(module: str) -> set[str]:
    """List the words a module holds, without the ids of rules before them."""
    return {
        re.sub(r"^[a-z]\d{3}/", "", node.value)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def plain_names(rule: Rule) -> Iterator[str]:
    """Yield the names that are written out where the rule, or a helper, builds a diagnostic."""
    for node in (node for module in modules(rule) for node in ast.walk(tree(module))):
        called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or called not in CONSTRUCTORS:
            continue
        argument = node.args[CONSTRUCTORS[called]]
        for choice in ast.walk(argument) if isinstance(argument, ast.IfExp) else (argument,):
            if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                yield choice.value.removeprefix(f"{rule.id}/")


@every_rule
def test_what_the_bad_case_shows_is_declared(rule: Rule) -> None:
    assert case_codes(rule) - {*codes_of(rule, STANDARDS)} == set()


@every_rule
def test_what_the_source_names_is_declared(rule: Rule) -> None:
    assert {*plain_names(rule)} - {*rule.codes} == set()


@every_rule
def test_what_is_declared_stands_in_the_case_or_the_source(rule: Rule) -> None:
    assert len(set(rule.codes)) == len(rule.codes)
    hidden = {*codes_of(rule, STANDARDS)} - case_codes(rule)
    written = set().union(*(words(module) for module in modules(rule)))
    assert {name for name in hidden if name.partition("/")[2] not in written} == set()


def test_a_finding_of_a_helper_can_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("", encoding="utf-8")
    for name, is_valid in (("p006/permit", True), ("n001/balance", True), ("c009/document", False)):
        _, output, errors = run_cli("check", "--only", name, "--project", str(tmp_path))
        assert ("没有规则" not in output + errors) is is_valid, name
