"""Running only the rules whose anchors occur finds what running every rule everywhere finds.

`pytest tests/properties/test_anchors.py --fuzz 20000 --fuzz-seed 2` tries as many generated texts.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from site_builder.config.settings import read_settings
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.digits import _RINGS, plain_digits
from site_builder.model.rule_context import AttachmentText, RuleContext, TextFile
from site_builder.rules import registry
from site_builder.rules.diagnostic_limit import limit_diagnostics
from site_builder.rules.personal_numbers.passages import with_joined_passages
from site_builder.rules.rule_list import all_rules
from site_builder.rules.text.digit_normalization import DIGIT_LIKE
from tests.helpers.hostile_texts import hostile_attachment, hostile_text
from tests.helpers.standards import STANDARDS
from tests.privacy.personal_numbers import CONFIG

USUAL_COUNT = 200


@cache
def rule_context() -> RuleContext:
    settings, _ = read_settings(CONFIG.encode(), STANDARDS)
    assert settings
    return RuleContext(settings, STANDARDS)


def check_everywhere(content: TextFile | AttachmentText) -> Iterator[Diagnostic]:
    """Run every rule of a text or an attachment over all of it, whatever it holds."""
    own_scope = "text" if isinstance(content, TextFile) else "file"
    whole = with_joined_passages(content)
    for rule in all_rules():
        if rule.scope in (own_scope, "content") and (
            not rule.kinds or content.source.kind in rule.kinds
        ):
            checked = whole if rule.scope == "content" else content
            yield from limit_diagnostics(rule.check(checked, rule_context()))


def check_by_anchors(content: TextFile | AttachmentText) -> Iterator[Diagnostic]:
    if isinstance(content, TextFile):
        return registry.check_text(content, rule_context())
    return registry.check_file(content, rule_context())


def test_anchors_lose_nothing(request: pytest.FixtureRequest) -> None:
    chance = Random(request.config.getoption("--fuzz-seed"))  # noqa: S311 - nothing secret
    count = request.config.getoption("--fuzz") or USUAL_COUNT
    diagnostic_count = 0
    for number in range(count):
        content = hostile_text(chance) if number % 4 else hostile_attachment(chance)
        everywhere = list(check_everywhere(content))
        assert list(check_by_anchors(content)) == everywhere, content
        diagnostic_count += len(everywhere)
    assert diagnostic_count > count


def test_whatever_is_read_as_a_digit_is_sought_as_one() -> None:
    digit_like = re.compile(f"[{DIGIT_LIKE}]")
    codes = (code for code in range(0x80, sys.maxunicode) if code in _RINGS or _is_digit(code))
    digits = [chr(code) for code in codes]
    assert len(digits) > 700
    assert all(plain_digits(digit).isdecimal() for digit in digits)
    assert [digit for digit in digits if not digit_like.match(digit)] == []


def _is_digit(code: int) -> bool:
    return unicodedata.digit(chr(code), None) is not None
