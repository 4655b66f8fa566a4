"""What is checked on a whole site: one rule, one file, all of them listed here."""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.rule import Rule
from site_builder.model.site import Site
from site_builder.rules import c001_index_number, n001_arithmetic

RULES: tuple[Rule, ...] = (
    n001_arithmetic.RULE,
    c001_index_number.RULE,
)


def check(site: Site) -> Iterator[Diagnostic]:
    """Run every rule over a site."""
    for rule in RULES:
        yield from rule.find(site)
