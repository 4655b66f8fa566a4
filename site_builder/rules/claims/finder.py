"""Numbers that a report's narrative states about what the statutory tables hold.

Each claim is a word of the form with a number right after (or before) it, or with a word for none,
in one clause. Whether it is about this report's table is for `context` to decide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from site_builder.rules.claims.context import ClaimContext
from site_builder.rules.claims.form_patterns import Patterns
from site_builder.rules.claims.numerals import TO_HALFWIDTH, parse_number
from site_builder.rules.claims.outcomes import find_outcomes
from site_builder.rules.claims.rare_patterns import find_statements
from site_builder.rules.claims.usual_patterns import TEN_THOUSANDS, find_candidates
from site_builder.rules.text.report_sentences import ReportSentence


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the narrative states."""

    kind: str
    number: Decimal
    sentence: ReportSentence
    start: int
    """Where in the sentence it begins."""
    quoted: str
    uncertain: bool
    """It may well be about something else."""


_MAX_QUOTE_LENGTH = 30


def find_claims(sentence: ReportSentence, form_patterns: Patterns = ()) -> Iterator[Claim]:
    """Find what a sentence states: in the usual ways or the form's words, then in rarer ways."""
    text = sentence.text.translate(TO_HALFWIDTH)
    usual = list(_usual(text, sentence, form_patterns))
    yield from usual
    claimed = {(claim.kind, claim.number) for claim in usual}
    for claim, end in _rarer(text, sentence):
        overlaps = any(claim.start <= other.start < end for other in usual)
        if not overlaps and (claim.kind, claim.number) not in claimed:
            yield claim


def _usual(text: str, sentence: ReportSentence, form_patterns: Patterns) -> Iterator[Claim]:
    candidates = find_candidates(text, form_patterns)
    for kind, match in sorted(candidates, key=lambda candidate: candidate[1].end()):
        context = ClaimContext(text, match, sentence)
        if context.is_claim(kind):
            number = _number(match)
            start, end = context.clause
            quoted = (
                text[start:end].strip() if end - start <= _MAX_QUOTE_LENGTH else match[0].strip()
            )
            position = match.start("n") if "n" in match.re.groupindex else match.start()
            yield Claim(kind, number, sentence, position, quoted, context.is_uncertain(kind))


def _rarer(text: str, sentence: ReportSentence) -> Iterator[tuple[Claim, int]]:
    """Find what is stated in the rarer ways, each with where its words end."""
    year = int(sentence.span.location.file.split("/")[1])
    before = sentence.span.text[: sentence.start].translate(TO_HALFWIDTH)
    statements = [(statement, statement.end) for statement in find_statements(text, year)]
    # An outcome may share its number with what came in: 复议2件，均维持.
    statements += [(statement, statement.start) for statement in find_outcomes(text, before, year)]
    for statement, end in statements:
        quoted = text[statement.start : statement.end].strip(" ，,、")
        claim = Claim(
            statement.kind,
            statement.number,
            sentence,
            statement.start,
            quoted[:_MAX_QUOTE_LENGTH],
            not statement.is_certain,
        )
        yield claim, end


def _number(match: re.Match[str]) -> Decimal:
    """Read the number of a claim, sums of money in the form's unit; none of something is 0."""
    if "n" not in match.re.groupindex:
        return Decimal(0)
    unit = match.groupdict().get("money")
    number = parse_number(match["n"])
    return (number * TEN_THOUSANDS[unit]).normalize() if unit else number
