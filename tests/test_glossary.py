"""Each public class of the model is explained in the glossary, or only shapes what is shown."""

import ast
import re
from collections import Counter
from pathlib import Path

from tests.helpers import ROOT, format_list

MODEL = ROOT / "site_builder" / "model"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| English", "| ---"))
]


def _classes(module: Path) -> list[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]


def _domain_classes() -> set[str]:
    """Return the public classes outside the modules that define views."""
    modules = [path for path in MODEL.rglob("*.py") if "views" not in path.parts]
    return {
        name
        for classes in map(_classes, modules)
        if not any(name.endswith("View") for name in classes)
        for name in classes
        if not name.startswith("_")
    }


def _named_classes() -> list[str]:
    return [name for row in ROWS for name in re.findall(r"`(\w+)`", row[3])]


def test_each_row_is_whole() -> None:
    assert [row for row in ROWS if len(row) != 4 or not row[0] or not row[1] or not row[2]] == []


def test_each_word_stands_once() -> None:
    words = Counter(row[0].casefold() for row in ROWS)
    assert [word for word, count in words.items() if count > 1] == []


def test_each_class_of_the_model_is_explained() -> None:
    missing = _domain_classes() - set(_named_classes())
    assert not missing, format_list(sorted(missing))


def test_each_class_named_is_one_of_the_model() -> None:
    documented = {name for path in MODEL.rglob("*.py") for name in _classes(path)}
    unknown = set(_named_classes()) - documented
    assert not unknown, format_list(sorted(unknown))
