"""The facts of all rules, as their families list them."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from site_builder.model.rule import Rule

_FAMILIES = (
    "accessibility",
    "annual_report",
    "catalogue",
    "privacy",
    "review",
    "site",
    "wording",
)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the facts of every rule, by id."""
    families = (import_module(f"site_builder.rules.{name}") for name in _FAMILIES)
    rules: Iterable[Rule] = (rule for family in families for rule in family.RULES)
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def rules_by_id() -> Mapping[str, Rule]:
    """Return the facts of every rule by its id."""
    return {rule.id: rule for rule in all_rules()}
