"""What the findings of each rule are called, by the rule's own source. For `check --only`."""

import ast
import inspect
import re
import sys
from functools import cache

from site_builder.model.rule import Rule
from site_builder.model.standards import Standards

_TAIL = re.compile("[a-z][a-z0-9-]*")


def has_code(rule: Rule, name: str, standards: Standards) -> bool:
    """Return whether a rule can make a finding of this name, `id/name`."""
    head, _, tail = name.partition("/")
    if head != rule.id or not _TAIL.fullmatch(tail):
        return False
    full, bare, is_dynamic = _source_codes(rule.check.__module__, rule.id)
    return tail in full | bare or (is_dynamic and tail in _data_codes(standards))


def list_codes(rule: Rule) -> tuple[str, ...]:
    """Return the ids that a rule's source tells best, for hints."""
    full, bare, _ = _source_codes(rule.check.__module__, rule.id)
    return tuple(f"{rule.id}/{word}" for word in sorted(full or bare))


def _data_codes(standards: Standards) -> frozenset[str]:
    """Return the names that rules take from the forms' identities and from the columns."""
    identities = (
        identity.id
        for form in standards.forms.values()
        for table in form.tables()
        for section in table.sections
        for identity in section.identities
    )
    return frozenset((*identities, *(channel.id for channel in standards.channels)))


@cache
def _source_codes(module: str, number: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the words with the number, those without, and whether names are made on the spot."""
    full: set[str] = set()
    bare: set[str] = set()
    is_dynamic = False
    for node in ast.walk(ast.parse(inspect.getsource(sys.modules[module]))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_dynamic = is_dynamic or node.value == f"{number}/"
            word = node.value.removeprefix(f"{number}/")
            if _TAIL.fullmatch(word) and word != number:
                (bare if word == node.value else full).add(word)
    return frozenset(full), frozenset(bare), is_dynamic
