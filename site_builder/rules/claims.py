"""Numbers that a report's narrative states about what the statutory tables hold.

Each claim is a word of the form with a number right after (or before) it, or with a word for none,
in one clause. Whether it is about this report's table is for claim_context.py to judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from site_builder.rules.claim_context import Around
from site_builder.rules.claim_none import statements
from site_builder.rules.claim_outcomes import outcomes
from site_builder.rules.claim_words import TEN_THOUSANDS, heard
from site_builder.rules.numerals import LEVEL, number_of
from site_builder.rules.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the narrative states."""

    kind: str
    number: Decimal
    sentence: Sentence
    start: int
    """Where in the sentence it begins."""
    quoted: str
    doubt: bool
    """It may well be about something else."""


_SHORT = 30


def claims(sentence: Sentence) -> Iterator[Claim]:
    """Find what a sentence states: in the usual ways, then in the rarer ones."""
    text = sentence.text.translate(LEVEL)
    usual = list(_usual(text, sentence))
    yield from usual
    known = {(one.kind, one.number) for one in usual}
    for one, end in _rarer(text, sentence):
        heard = any(one.start <= other.start < end for other in usual)
        if not heard and (one.kind, one.number) not in known:
            yield one


def _usual(text: str, sentence: Sentence) -> Iterator[Claim]:
    for kind, one in sorted(heard(text), key=lambda told: told[1].end()):
        around = Around(text, one, sentence)
        if around.is_meant(kind):
            number = _number(one)
            start, end = around.clause
            quoted = text[start:end].strip() if end - start <= _SHORT else one[0].strip()
            spot = one.start("n") if "n" in one.re.groupindex else one.start()
            yield Claim(kind, number, sentence, spot, quoted, around.is_doubtful(kind))


def _rarer(text: str, sentence: Sentence) -> Iterator[tuple[Claim, int]]:
    """Find what is stated in the rarer ways, each with where its words end."""
    year = int(sentence.passage.location.file.split("/")[1])
    before = sentence.passage.text[: sentence.start].translate(LEVEL)
    found = [(one, one.end) for one in statements(text, year)]
    # An outcome may share its number with what came in: 复议2件，均维持.
    found += [(one, one.start) for one in outcomes(text, before, year)]
    for one, end in found:
        quoted = text[one.start : one.end].strip(" ，,、")
        claim = Claim(one.kind, one.number, sentence, one.start, quoted[:_SHORT], not one.sure)
        yield claim, end


def _number(found: re.Match[str]) -> Decimal:
    """Read the number of a claim, sums of money in the form's unit; none of something is 0."""
    if "n" not in found.re.groupindex:
        return Decimal(0)
    unit = found.groupdict().get("money")
    number = number_of(found["n"])
    return (number * TEN_THOUSANDS[unit]).normalize() if unit else number
