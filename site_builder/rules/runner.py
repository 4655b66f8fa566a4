"""Runs the rules: over a text, over an attachment, over the whole site."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TypeVar

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.rule import Rule, RuleScope
from site_builder.model.rule_context import AttachmentText, RuleContext, SiteContext, TextFile
from site_builder.rules.anchors import AnchorPlaces, find_anchors
from site_builder.rules.diagnostic_limit import limit_diagnostics
from site_builder.rules.personal_numbers.passages import with_joined_passages
from site_builder.rules.rule_list import all_rules

_Content = TypeVar("_Content", bound=TextFile | AttachmentText)


def check_text(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Run the rules about texts over one text, each that may find something in it."""
    content = with_joined_passages(text)
    places = find_anchors(content.spans, text.elements, context)
    for rule, anchors in _rules_about("text", "content"):
        if (anchors and anchors.isdisjoint(places)) or (
            rule.kinds and text.source.kind not in rule.kinds
        ):
            continue
        narrowed = _narrowed(rule, anchors, content if rule.scope == "content" else text, places)
        yield from limit_diagnostics(rule.check(narrowed, context))


def check_file(file: AttachmentText, context: RuleContext) -> Iterator[Diagnostic]:
    """Run the rules about attachments over one attachment."""
    content = with_joined_passages(file)
    places = find_anchors(content.spans, (), context)
    for rule, anchors in _rules_about("file", "content"):
        if not anchors or not anchors.isdisjoint(places):
            narrowed = _narrowed(
                rule, anchors, content if rule.scope == "content" else file, places
            )
            yield from limit_diagnostics(rule.check(narrowed, context))


def check_site(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Run every site rule."""
    for rule, _ in _rules_about("site"):
        yield from rule.check(site_context)


@cache
def _rules_about(*scopes: RuleScope) -> tuple[tuple[Rule, frozenset[str]], ...]:
    return tuple((rule, frozenset(rule.anchors)) for rule in all_rules() if rule.scope in scopes)


def _narrowed(
    rule: Rule, anchors: frozenset[str], content: _Content, places: AnchorPlaces
) -> _Content:
    """Return what a rule looks at: only the passages with an anchor of it, if that is enough."""
    if not rule.judges_passages:
        return content
    spans = content.spans
    numbers = {
        at
        for anchor, numbers_of_anchor in places.items()
        if anchor in anchors
        for at in numbers_of_anchor
    }
    passages = tuple(spans[at] for at in sorted(numbers) if at < len(spans))
    return replace(content, spans=passages)
