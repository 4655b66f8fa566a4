"""All rules, as their families list them, and what is known of them and of their diagnostics.

A family's package lists the facts of its rules; the module of a rule is imported when it first
runs. Text and file rules run where a file is read, site rules once all is assembled.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.model.rule import Rule
from site_builder.rules import source_diagnostics
from site_builder.rules.rule_list import all_rules, rules_by_id

if TYPE_CHECKING:
    from site_builder.model.diagnostic import Diagnostic
    from site_builder.model.figures import Figures
    from site_builder.model.form import Form
    from site_builder.model.rule_context import (
        AttachmentText,
        RuleContext,
        SiteContext,
        TextFile,
    )
    from site_builder.model.standards import Standards


def check_text(text: "TextFile", context: "RuleContext") -> Iterator["Diagnostic"]:
    """Run the rules about texts over one text."""
    from site_builder.rules import runner  # noqa: PLC0415 - facts are asked for without it

    return runner.check_text(text, context)


def check_file(file: "AttachmentText", context: "RuleContext") -> Iterator["Diagnostic"]:
    """Run the rules about attachments over one attachment."""
    from site_builder.rules import runner  # noqa: PLC0415 - facts are asked for without it

    return runner.check_file(file, context)


def check_known_figures(form: "Form", figures: "Figures") -> Iterator["Diagnostic"]:
    """Run the arithmetic over the figures of a report of which some cells could not be read."""
    from site_builder.rules.annual_report import n001_arithmetic  # noqa: PLC0415 - few reports need it

    return n001_arithmetic.check_known_figures(form, figures)


def check_site(site_context: "SiteContext") -> Iterator["Diagnostic"]:
    """Run every site rule."""
    from site_builder.rules import runner  # noqa: PLC0415 - facts are asked for without it

    return runner.check_site(site_context)


def is_suppressible(diagnostic: "Diagnostic") -> bool:
    """Return whether a diagnostic may be accepted: warnings of rules, and how a report was signed.

    What is wrong with a signed report itself — its numbers, its form, its headings — is published
    as it was signed. Whatever prevents reading a file can never be accepted.
    """
    if diagnostic.id == _OTHER_FORM or diagnostic.code in _HEADING_CODES:
        return True
    is_warning = diagnostic.severity == _WARNING
    rule = _rule_of(diagnostic.code)
    if rule is None:
        return is_warning and diagnostic.code in source_diagnostics.acceptable_warnings()
    return rule.suppressible != "none" and (is_warning or rule.suppressible == "all")


_WARNING = "提醒"
"""The value of `Severity.WARNING`, without importing diagnostics."""


def is_suppressible_code(code: str) -> bool:
    """Return whether findings of a kind that reading finds may be let stand."""
    acceptable = source_diagnostics.acceptable_warnings()
    return code in (_OTHER_FORM, *_HEADING_CODES, *acceptable)


_OTHER_FORM = "figures/form"
"""The form of another year. An unknown one has another id: it means nothing for the cells."""
_HEADING_CODES = ("report/heading", "report/empty")


def is_required_to_publish(diagnostic: "Diagnostic") -> bool:
    """Return whether a diagnostic is about what the law requires: `deploy` takes it as an error."""
    return diagnostic.code in codes_required_to_publish()


@cache
def codes_required_to_publish() -> tuple[str, ...]:
    """Return the names of all diagnostics that `deploy` takes as errors."""
    rule_codes = (code for rule in all_rules() for code in _required_codes(rule))
    return (*rule_codes, *source_diagnostics.required_to_publish())


def _required_codes(rule: Rule) -> tuple[str, ...]:
    return tuple(f"{rule.id}/{name}" for name in rule.required_to_publish)


def codes_of(rule: Rule, standards: "Standards") -> tuple[str, ...]:
    """Return the names of all diagnostics of a rule, `id/name`, in alphabetical order."""
    names = rule.codes + (_identity_names(standards) if rule.has_identity_codes else ())
    return tuple(f"{rule.id}/{name}" for name in sorted(names))


def _identity_names(standards: "Standards") -> tuple[str, ...]:
    return tuple(
        {
            identity.id: None
            for form in standards.forms.values()
            for table in form.tables()
            for section in table.sections
            for identity in section.identities
        }
    )


def select(diagnostics: Iterable["Diagnostic"], selectors: Iterable[str]) -> Iterator["Diagnostic"]:
    """Select the diagnostics of some rules, named by id, by id and name, or by the whole of it."""
    requested = tuple(selectors)
    for diagnostic in diagnostics:
        if not requested or any(
            name in (diagnostic.code, diagnostic.id) or diagnostic.code.startswith(f"{name}/")
            for name in requested
        ):
            yield diagnostic


def _rule_of(name: str) -> Rule | None:
    """Return the rule that an id, or the name of a diagnostic, belongs to."""
    return rules_by_id().get(name.partition(":")[0].partition("/")[0])


def is_valid_code(name: str, standards: "Standards") -> bool:
    """Return whether diagnostics can have this name: a rule's id, with its name or without."""
    code = name.partition(":")[0]
    rule = _rule_of(code)
    if rule is None:
        return bool(source_diagnostics.explain(code))
    return code == rule.id or code in codes_of(rule, standards)


def title(name: str) -> str:
    """Return the title of a rule or of a diagnostic of reading; empty for an unknown one."""
    rule = _rule_of(name)
    if rule is not None:
        return rule.title
    return source_diagnostics.explain(name).partition("\n")[0].partition("  ")[2]


def explain(name: str) -> str:
    """Return the documentation of a rule, named by id or by id and diagnostic; empty for none."""
    rule = _rule_of(name)
    if rule is None:
        return source_diagnostics.explain(name.partition(":")[0])
    stops = "、".join(_required_codes(rule))
    note = source_diagnostics.PUBLISHING.format(stops) if stops else ""
    return f"{rule.id}  {documentation(rule).strip()}{note}"


def documentation(rule: Rule) -> str:
    """Read a rule's documentation, under the four heads, without importing its module."""
    family, _, name = rule.module.removeprefix("site_builder.rules.").partition(".")
    source = Path(__file__).with_name(family).joinpath(f"{name}.py").read_text(encoding="utf-8")
    return source.split('"""')[1]


def suggest_code(name: str, standards: "Standards") -> str:
    """Return the hint for a mistyped rule: the one that was meant, or the few most like it."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a mistyped name needs it

    from site_builder.core.text.suggest import closest_match  # noqa: PLC0415 - likewise

    code = name.partition(":")[0]
    rule = _rule_of(code)
    rule_codes = codes_of(rule, standards) if rule else ()
    all_codes = (*(rule.id for rule in all_rules()), *source_diagnostics.documented_codes())
    close = closest_match(code, rule_codes or all_codes)
    if close:
        return f"是不是“{close}”？"
    candidates = (rule.id, *rule_codes) if rule else all_codes
    suggestions = sorted(
        candidates, key=lambda candidate: -SequenceMatcher(None, candidate, code).ratio()
    )[:_MAX_SUGGESTIONS]
    return f"相近的有：{'、'.join(suggestions)}。"


_MAX_SUGGESTIONS = 4
