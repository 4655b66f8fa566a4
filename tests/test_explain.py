"""`check --explain` answers for every id that any part of the program can report."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.model.verification import FindingKind
from site_builder.rules import registry, source_diagnostics
from site_builder.rules.rule_list import all_rules
from tests.helpers import ROOT, run_cli

PACKAGE = ROOT / "site_builder"
PARTS = ("查什么：", "依据：", "错误示例：", "怎么改：")
STAGES = (
    "accept|bodies|document|figures|file|forms|import|inspect|plan|prose|render|report|scan|settings|sign"
    "|write|yaml"
)
_ID = re.compile(rf"(?:{STAGES}|[a-z]+\d{{3}})/[a-z][a-z0-9-]*")
_MAKERS = ("error", "warning", "Diagnostic", "refuse")


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def _first(node: ast.Call) -> ast.expr | None:
    named = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
    return node.args[0] if node.args else next(iter(named), None)


def ids_in_code() -> Iterator[str]:
    """List the ids in the code: whole ones, and those of families like f"figures/{rule}"."""
    yield from (f"verify/{kind.value}" for kind in FindingKind)
    for _, tree in _trees():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        yield from _whole_ids(tree)
        for first in (_first(call) for call in calls if _called(call) in _MAKERS):
            # A stage that is new, and so not among those above.
            if isinstance(first, ast.Constant) and re.fullmatch(r"[a-z0-9]+/\S+", str(first.value)):
                yield str(first.value)
        for first in (_first(call) for call in calls if _called(call) == "HealthCheck"):
            if isinstance(first, ast.Constant):
                yield f"doctor/{first.value!s}"
        for family in (f for call in calls if (f := _family(call))):
            # The words put into the braces are what the module's `add_error` is called with.
            yield f"{family}*"
            for call in calls:
                first = _first(call)
                if (
                    _called(call) in ("add_error", "_add_error")
                    and isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                ):
                    yield f"{family}{first.value}"


def _whole_ids(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _ID.fullmatch(node.value)
        ):
            yield node.value


def _family(call: ast.Call) -> str:
    """Return the fixed beginning of an id made on the spot."""
    first = _first(call)
    if _called(call) not in _MAKERS or not isinstance(first, ast.JoinedStr):
        return ""
    head = first.values[0]
    text = head.value if isinstance(head, ast.Constant) else ""
    return text if isinstance(text, str) and text.endswith("/") else ""


IDS = sorted(set(ids_in_code()))
COMPLETE_IDS = [name for name in IDS if not name.endswith("*")]


def test_the_walk_finds_ids() -> None:
    assert {"yaml/alias", "figures/row", "document/unknown", "accept/unused"} <= set(COMPLETE_IDS)
    assert len(COMPLETE_IDS) > 40


@pytest.mark.parametrize("name", COMPLETE_IDS)
def test_each_id_is_explained(name: str) -> None:
    text = registry.explain(name)
    assert [part for part in PARTS if part not in text] == [], f"{name} is not documented"


def test_each_family_is_a_rule_or_a_stage_whose_words_are_found() -> None:
    numbers = {rule.id for rule in all_rules()}
    for name in (pattern.removesuffix("/*") for pattern in IDS if pattern.endswith("/*")):
        assert name in numbers or any(pattern.startswith(f"{name}/") for pattern in COMPLETE_IDS), (
            name
        )


def test_each_documented_id_can_be_said() -> None:
    assert sorted(set(source_diagnostics.documented_codes()) - set(COMPLETE_IDS)) == []


def test_explanations_have_words_under_each_part() -> None:
    for name in (
        *(rule.id for rule in all_rules()),
        *source_diagnostics.documented_codes(),
    ):
        exit_code, output, _ = run_cli("check", "--explain", name)
        assert exit_code == 0
        for part in PARTS:
            after = output.partition(part)[2].strip()
            assert after, f"{name}: nothing under {part}"
            assert not after.startswith(PARTS), f"{name}: nothing under {part}"


def test_an_unknown_id_gets_the_nearest() -> None:
    exit_code, output, _ = run_cli("check", "--explain", "figures/rows")
    assert exit_code == 2
    assert "figures/row" in output
