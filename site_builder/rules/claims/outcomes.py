"""How reviews and suits ended, as a narrative has it: 维持25件、纠正5件.

The words of table four's columns count what the text spoke of last: 行政复议, 未经复议直接起诉,
复议后起诉, or suits of both kinds.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.rules.claims.context import OTHER_TIME, REFERENCE_PERIODS
from site_builder.rules.claims.numerals import NUMBER, parse_number
from site_builder.rules.claims.rare_patterns import Statement

_SUBJECTS = lazy_pattern(
    r"(?P<direct>未经(?:行政)?复议(?:直接)?(?:向(?:人民)?法院)?(?:提起)?(?:行政)?"
    r"(?:起诉|诉讼)|直接(?:起诉|提起(?:行政)?诉讼))"
    r"|(?P<after>复议后(?:又|再)?(?:向(?:人民)?法院)?(?:提起)?(?:行政)?(?:起诉|诉讼))"
    r"|(?P<review>(?:行政)?复议(?!机关|决定|法|委员会))"
    r"|(?P<suit>(?<!民事)(?<!刑事)(?:行政)?(?:诉讼|应诉)(?!法))"
)
_OUTCOMES = {
    "upheld": r"(?:结果)?(?:予以|被|均|获|得到|为)?维持(?:原(?:具体)?行政行为|原决定|原答复)?",
    "corrected": r"(?:结果)?(?:予以|被|均)?(?:纠正|纠错)",
    "other": r"其[他它]结果",
    "pending": r"(?:年[末底])?(?:尚未|未|尚待)(?:审结|审理完毕|结案|办结)|正在审理(?:中)?",
}
_FILLER = r"(?:的|有|为|是|共|各|了|[\s:：*])*"
_UNIT = r"\s*[件宗起例](?!以|左右|余)"
_COMPILED = tuple(
    (name, lazy_pattern(rf"(?:{words}){_FILLER}(?P<n>{NUMBER}){_UNIT}"))
    for name, words in _OUTCOMES.items()
) + tuple(
    (
        name,
        lazy_pattern(
            rf"(?P<n>{NUMBER}){_UNIT}(?:案件)?(?:均|都|全部|的)?(?:{words})"
            rf"(?=\s*(?:$|[，,、；。（）()]))"
        ),
    )
    for name, words in _OUTCOMES.items()
)
_ALL = tuple(
    (
        name,
        lazy_pattern(
            rf"(?P<n>{NUMBER}){_UNIT}[，,](?:结果)?(?:均|都|全部|皆)(?:是|为)?(?:{words})"
        ),
    )
    for name, words in _OUTCOMES.items()
)
_OF_ALL = frozenset(pattern.pattern for _, pattern in _ALL)
_NONE = tuple(
    (
        name,
        lazy_pattern(
            rf"(?:没有|无|未有?)(?:案件|发生|出现)?(?:{words})(?:的)?(?:情况|情形|案件|件)"
        ),
    )
    for name, words in _OUTCOMES.items()
    if name in ("upheld", "corrected", "other")
)
_OTHER_CASES = lazy_pattern(
    r"(?:审理|办理|受理|代理)[^，,；]{0,6}(?:复议|诉讼)|[一二]审|再审|全[省市国]"
)


def find_outcomes(text: str, before: str, year: int) -> Iterator[Statement]:
    """Find the outcomes that a sentence states; `before` is the earlier text of its paragraph."""
    time = REFERENCE_PERIODS.sub("", text)
    if OTHER_TIME.search(time) or any(
        int(year_text) != year for year_text in re.findall(r"(20\d\d)年", text)
    ):
        return
    is_certain = bool(re.search("信息公开|依申请", before + text)) and not _OTHER_CASES.search(text)
    matches: dict[int, tuple[str, re.Match[str]]] = {}
    for name, pattern in (*_COMPILED, *_ALL, *_NONE):
        for match in pattern.finditer(text):
            position = match.start("n") if "n" in pattern.groupindex else match.start()
            matches.setdefault(position, (name, match))
    for _, (name, match) in sorted(matches.items()):
        earlier = text[: match.start()]
        subject = _subject(earlier) or _subject(before)
        # 复议7件，诉讼9件，均获维持: what is stated of all is stated of both.
        several = match.re.pattern in _OF_ALL and len(_SUBJECTS.findall(earlier)) > 1
        if subject and not several:
            number = parse_number(match["n"]) if "n" in match.re.groupindex else Decimal(0)
            kind = f"{subject}-{name}"
            yield Statement(kind, number, match.start(), match.end(), is_certain and bool(number))


def _subject(text: str) -> str:
    """Return what was spoken of last; nothing where two things were spoken of at once."""
    mentions = list(_SUBJECTS.finditer(text))
    if not mentions:
        return ""
    last = mentions[-1]
    if len(mentions) > 1 and re.fullmatch(
        r"(?:案件|申请)?(?:和|、|及|与|或|以及)(?:提起)?", text[mentions[-2].end() : last.start()]
    ):
        return ""
    return {"direct": "direct", "after": "after-review", "review": "review", "suit": "suit"}[
        last.lastgroup or "suit"
    ]
