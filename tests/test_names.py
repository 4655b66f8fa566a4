"""Names: each class once, modules are nouns, no private English; docstrings in the usual words."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from pathlib import Path

from tests.helpers import ROOT, format_list

PACKAGE = ROOT / "site_builder"
_WORDS = (
    "one found tell told teller kept made said beside besides fault seen desk lost gone cure slip "
    "slips ending stamp decisive hands strange stranger strangers heard hears who when wanted "
    "known shown there standing looks look spot thing dress"
)
PRIVATE_ENGLISH = frozenset(_WORDS.split())
"""Words that do not describe what a name holds: the trade has one for each of them."""
NOUNS_IN_ING = {
    "importing": "the package of `site-builder import`, which is no name Python allows",
    "hashing": "the usual word for digests of bytes",
    "staging": "the area where output waits; the word of every deployment tool",
    "wording": "a noun; the family of rules on words",
    "w004_wording": "the same",
}
_OPENINGS = (
    "a all an any both each every how its many no nothing only so some that the these this those "
    "what when where which who why bring come give go hear have let make name say tell"
)
UNUSUAL_OPENINGS = frozenset(_OPENINGS.split())
"""What a docstring does not begin with: it returns, reads, builds, writes, checks, reports."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def test_no_public_class_has_the_name_of_another() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(_place(path, node.lineno))
    assert places
    twice = [f"{name}: {' '.join(where)}" for name, where in places.items() if len(where) > 1]
    assert not twice, format_list(twice)


def test_modules_are_places_not_activities() -> None:
    names = {path.parent.name if path.stem == "__init__" else path.stem for path in modules()}
    activities = {name for name in names if name.endswith("ing")}
    assert activities - NOUNS_IN_ING.keys() == set()
    assert NOUNS_IN_ING.keys() <= activities, "an exception that is no longer needed"


def _private_words(source: str) -> list[tuple[int, str]]:
    return [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.NAME and token.string.strip("_").casefold() in PRIVATE_ENGLISH
    ]


def test_names_are_words_of_the_trade() -> None:
    problems = [
        f"{_place(path, line)}: {word}"
        for folder in (PACKAGE, ROOT / "tests")
        for path in sorted(folder.rglob("*.py"))
        for line, word in _private_words(path.read_text(encoding="utf-8"))
    ]
    assert not problems, format_list(problems)


def test_private_words_are_seen_in_code_and_not_in_texts() -> None:
    source = 'for one in entries:\n    _FOUND = self.told\n    print("told", one_more)  # one\n'
    assert _private_words(source) == [(1, "one"), (2, "_FOUND"), (2, "told")]


def _opening_problem(docstring: str) -> str:
    match = re.match(r"[A-Za-z]+", docstring)
    word = match[0] if match else ""
    if not word[:1].isupper():
        return "begins with no verb"
    return f"begins with “{word}”" if word.casefold() in UNUSUAL_OPENINGS else ""


def test_docstrings_of_functions_begin_with_a_verb_that_is_usual() -> None:
    problems = [
        f"{_place(path, node.lineno)}: {node.name} {problem}"
        for path in modules()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (docstring := ast.get_docstring(node))
        and (problem := _opening_problem(docstring))
    ]
    assert not problems, format_list(problems)


def test_an_unusual_opening_is_seen() -> None:
    openings = ("Tell whether", "The cells of", "Give a name", "“a” stays", "Return whether")
    assert [bool(_opening_problem(text)) for text in openings] == [True, True, True, True, False]


def test_each_package_says_in_one_sentence_what_it_is_for() -> None:
    openings = {path: ast.get_docstring(_tree(path)) for path in PACKAGE.rglob("__init__.py")}
    assert openings
    problems = [
        _place(path, 1)
        for path, docstring in openings.items()
        if not docstring or not re.fullmatch(r"[A-Z`].*[.?]", docstring.splitlines()[0])
    ]
    assert not problems, format_list(problems)
