"""What is checked: one rule, one file, all of them listed here. README.md is generated from them.

Text and file rules run where a file is read, site rules once all is assembled.
"""

import sys
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from site_builder.core.text.suggest import closest_match
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.rule import ContentRule, FileRule, Rule, SiteRule, TextRule
from site_builder.model.rule_context import AttachmentText, RuleContext, SiteContext, TextFile
from site_builder.model.standards import Standards
from site_builder.rules import codes, read_diagnostics
from site_builder.rules.accessibility import (
    x001_headings,
    x002_image_text,
    x003_link_text,
    x004_table_headers,
)
from site_builder.rules.annual_report import (
    n001_arithmetic,
    n002_rules_row,
    n003_narrative,
    r003_repetition,
    r004_form_text,
    r005_last_year,
    r006_publication_date,
)
from site_builder.rules.catalogue import (
    c001_index_number,
    c002_index_number_changed,
    c003_document_number,
    c004_year_of_number,
    c005_dates,
    c006_inactive_status,
    c007_listed_twice,
    c008_channels,
    c009_freshness,
    c010_assessment,
    c011_policy_links,
)
from site_builder.rules.diagnostic_limit import limit_diagnostics
from site_builder.rules.privacy import (
    p001_identity_number,
    p002_mobile_number,
    p003_bank_card,
    p004_home_address,
    p005_secrecy_mark,
    p006_other_personal,
    p007_attachment_author,
    p008_unreadable_attachment,
)
from site_builder.rules.review import v001_review
from site_builder.rules.site import (
    s001_settings,
    s002_placeholder,
    s003_external_links,
    s004_same_title,
    s005_purpose,
    s006_answer_period,
    s007_remedies,
    s008_regulation_cited,
    s009_official_site,
)
from site_builder.rules.wording import (
    w001_punctuation,
    w002_numbers,
    w003_brackets,
    w004_wording,
    w005_confusables,
    w006_traditional,
    w007_doubled,
    w008_pairs,
)

RULES: tuple[Rule, ...] = (
    n001_arithmetic.RULE,
    n002_rules_row.RULE,
    n003_narrative.RULE,
    r003_repetition.RULE,
    r004_form_text.RULE,
    r005_last_year.RULE,
    r006_publication_date.RULE,
    c001_index_number.RULE,
    c002_index_number_changed.RULE,
    c003_document_number.RULE,
    c004_year_of_number.RULE,
    c005_dates.RULE,
    c006_inactive_status.RULE,
    c007_listed_twice.RULE,
    c008_channels.RULE,
    c009_freshness.RULE,
    c010_assessment.RULE,
    c011_policy_links.RULE,
    v001_review.RULE,
    p001_identity_number.RULE,
    p002_mobile_number.RULE,
    p003_bank_card.RULE,
    p004_home_address.RULE,
    p005_secrecy_mark.RULE,
    p006_other_personal.RULE,
    p007_attachment_author.RULE,
    p008_unreadable_attachment.RULE,
    s001_settings.RULE,
    s002_placeholder.RULE,
    s003_external_links.RULE,
    s004_same_title.RULE,
    s005_purpose.RULE,
    s006_answer_period.RULE,
    s007_remedies.RULE,
    s008_regulation_cited.RULE,
    s009_official_site.RULE,
    w001_punctuation.RULE,
    w002_numbers.RULE,
    w003_brackets.RULE,
    w004_wording.RULE,
    w005_confusables.RULE,
    w006_traditional.RULE,
    w007_doubled.RULE,
    w008_pairs.RULE,
    x001_headings.RULE,
    x002_image_text.RULE,
    x003_link_text.RULE,
    x004_table_headers.RULE,
)


def check_text(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Run every rule about texts over one text."""
    for rule in RULES:
        if isinstance(rule, TextRule | ContentRule):
            yield from limit_diagnostics(rule.check(text, context))


def check_file(file: AttachmentText, context: RuleContext) -> Iterator[Diagnostic]:
    """Run every rule about attachments over one attachment."""
    for rule in RULES:
        if isinstance(rule, FileRule | ContentRule):
            yield from limit_diagnostics(rule.check(file, context))


def check_site(site_context: SiteContext) -> Iterator[Diagnostic]:
    """Run every site rule."""
    for rule in RULES:
        if isinstance(rule, SiteRule):
            yield from rule.check(site_context)


def is_suppressible(diagnostic: Diagnostic) -> bool:
    """Return whether a finding may be accepted: warnings of rules, and how a report was signed.

    What is wrong with a signed report itself — its numbers, its form, its headings — is published
    as it was signed. Whatever keeps a file from being understood is never let stand.
    """
    if diagnostic.id == _OTHER_FORM or diagnostic.code in _HEADING_CODES:
        return True
    number = diagnostic.code.partition("/")[0]
    is_warning = diagnostic.severity is Severity.WARNING
    if diagnostic.code in read_diagnostics.required_to_publish():
        return is_warning
    return number in _IDS and (is_warning or number == n001_arithmetic.RULE.id)


def is_suppressible_code(code: str) -> bool:
    """Return whether errors of a kind that reading finds may be how a report was signed."""
    return code in (_OTHER_FORM, *_HEADING_CODES)


_OTHER_FORM = "figures/form"
"""The form of another year. One that nobody knows has another id: it says nothing of the cells."""
_HEADING_CODES = ("report/heading", "report/empty")


def is_required_to_publish(diagnostic: Diagnostic) -> bool:
    """Return whether a finding is about what the law requires: `deploy` takes it as an error."""
    return diagnostic.code in codes_required_to_publish()


def codes_required_to_publish() -> tuple[str, ...]:
    """Return the names of all findings that `deploy` takes as errors."""
    rule_codes = (code for rule in RULES for code in sorted(rule.required_to_publish))
    return (*rule_codes, *read_diagnostics.required_to_publish())


_IDS = frozenset(rule.id for rule in RULES) - {v001_review.RULE.id}
"""Review is no matter of opinion: what nobody signed cannot be let stand."""


def select(diagnostics: Iterable[Diagnostic], selectors: Iterable[str]) -> Iterator[Diagnostic]:
    """Keep the findings of some rules, named by id, by id and name, or by the whole of it."""
    requested = tuple(selectors)
    for diagnostic in diagnostics:
        if not requested or any(
            name in (diagnostic.code, diagnostic.id) or diagnostic.code.startswith(f"{name}/")
            for name in requested
        ):
            yield diagnostic


def is_known_code(name: str, standards: Standards) -> bool:
    """Return whether there can be findings of this name: a rule's id, with its name or without."""
    code = name.partition(":")[0]
    if "/" not in code:
        return any(rule.id == code for rule in RULES)
    return bool(read_diagnostics.explain(code)) or any(
        codes.has_code(rule, code, standards) for rule in RULES
    )


def title(name: str) -> str:
    """Return the title of a rule or of a diagnostic of reading; empty for an unknown one."""
    number = name.partition("/")[0]
    rule_title = next((rule.title for rule in RULES if rule.id == number), "")
    return rule_title or read_diagnostics.explain(name).partition("\n")[0].partition("  ")[2]


def explain(name: str) -> str:
    """Return the documentation of a rule, named by id or by id and finding; empty for none."""
    number = name.partition("/")[0].partition(":")[0]
    for rule in RULES:
        if rule.id == number:
            text = sys.modules[rule.check.__module__].__doc__ or ""
            stops = "、".join(sorted(rule.required_to_publish))
            note = read_diagnostics.PUBLISHING.format(stops) if stops else ""
            return f"{rule.id}  {text.strip()}{note}"
    return read_diagnostics.explain(name.partition(":")[0])


def suggest_code(name: str) -> str:
    """Return the cure for a mistyped rule: the one that was meant, or the few most like it."""
    code = name.partition(":")[0]
    number = code.partition("/")[0]
    rule_codes = [
        candidate
        for rule in RULES
        if rule.id == number
        for candidate in (number, *codes.list_codes(rule))
    ]
    candidates = rule_codes or [*(rule.id for rule in RULES), *read_diagnostics.documented_codes()]
    close = closest_match(
        code, [candidate for candidate in rule_codes if candidate != number] or candidates
    )
    if close:
        return f"是不是“{close}”？"
    suggestions = sorted(
        candidates, key=lambda candidate: -SequenceMatcher(None, candidate, code).ratio()
    )[:_MAX_SUGGESTIONS]
    return f"相近的有：{'、'.join(suggestions)}。"


_MAX_SUGGESTIONS = 4
