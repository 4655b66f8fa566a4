"""Runs the rules: over a text, over an attachment, over the whole site."""

from collections.abc import Iterator
from functools import cache

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.rule import Rule, RuleScope
from site_builder.model.rule_context import AttachmentText, RuleContext, SiteContext, TextFile
from site_builder.rules.diagnostic_limit import limit_diagnostics
from site_builder.rules.rule_list import all_rules


@cache
def _rules_about(*scopes: RuleScope) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if rule.scope in scopes)


def check_text(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Run every rule about texts over one text."""
    for rule in _rules_about("text", "content"):
        yield from limit_diagnostics(rule.check(text, context))


def check_file(file: AttachmentText, context: RuleContext) -> Iterator[Diagnostic]:
    """Run every rule about attachments over one attachment."""
    for rule in _rules_about("file", "content"):
        yield from limit_diagnostics(rule.check(file, context))


def check_site(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Run every site rule."""
    for rule in _rules_about("site"):
        yield from rule.check(site_context)
