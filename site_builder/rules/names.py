"""What the findings of each rule are called, by the rule's own source. For `check --only`."""

import ast
import inspect
import re
import sys
from functools import cache

from site_builder.fields.load import load_standards
from site_builder.forms.load import load_forms
from site_builder.model.rule import Rule

_TAIL = re.compile("[a-z][a-z0-9-]*")


def can_say(rule: Rule, name: str) -> bool:
    """Tell whether a rule can make a finding of this name, `id/name`."""
    head, _, tail = name.partition("/")
    if head != rule.id or not _TAIL.fullmatch(tail):
        return False
    whole, bare, made = _said(rule.check.__module__, rule.id)
    return tail in whole | bare or (made and tail in _of_data())


def names(rule: Rule) -> tuple[str, ...]:
    """List the ids that a rule's source tells best, for hints."""
    whole, bare, _ = _said(rule.check.__module__, rule.id)
    return tuple(f"{rule.id}/{word}" for word in sorted(whole or bare))


@cache
def _of_data() -> frozenset[str]:
    """List the names that rules take from the forms' identities and from the columns."""
    identities = (
        identity.id
        for form in load_forms().values()
        for table in form.tables()
        for band in table.sections
        for identity in band.identities
    )
    return frozenset((*identities, *(column.id for column in load_standards().channels)))


@cache
def _said(module: str, number: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """Give the words with the number, those without, and whether names are made on the spot."""
    whole: set[str] = set()
    bare: set[str] = set()
    made = False
    for node in ast.walk(ast.parse(inspect.getsource(sys.modules[module]))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            made = made or node.value == f"{number}/"
            word = node.value.removeprefix(f"{number}/")
            if _TAIL.fullmatch(word) and word != number:
                (bare if word == node.value else whole).add(word)
    return frozenset(whole), frozenset(bare), made
