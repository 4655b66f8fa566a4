"""文稿里没有写完的地方。

查什么：
    正文和文件开头的说明里，留着“待补充”“待定”“待填”“暂缺”“TODO”“xxx”“20××年”一类的占位字样。
    加引号说到这些字样的（如显示“待补充”）不算；用“×”隐去姓名、号码的不算；模板说明文字的规则（r004）
    已经指出的地方，不再重复。
依据：
    《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息。
错误示例：
    联系电话：待补充
怎么改：
    补上内容；不知道的说明项整行删去，页面自动显示“待补充”，检查会提醒。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.rules.placeholders.leftovers import find_leftovers, instructions_of
from site_builder.rules.placeholders.unfinished import find_unfinished
from site_builder.rules.text.front_matter_fields import UniqueSubjects, field_of

_VALIDATED_TYPES = ("date", "item", "theme", "choice")
"""Fields whose values are checked when they are read: what is no date has been reported."""
_EXCERPT_LENGTH = 6
"""Characters before the words that name the diagnostic."""


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    subjects = UniqueSubjects()
    report = text.source.kind == "report"
    instructions = instructions_of(context.standards.forms)
    for span in text.spans:
        if span.kind not in ("field", "body"):
            continue
        matches = find_unfinished(span.text)
        field = field_of(span, text, context) if matches else None
        if matches and (field is None or field.type not in _VALIDATED_TYPES):
            leftovers = list(find_leftovers(span.text, report=report, instructions=instructions))
            for start, words in matches:
                # What r004 reports is not reported twice.
                if not any(
                    leftover.start < start + len(words) and start < leftover.end
                    for leftover in leftovers
                ):
                    yield _diagnostic(span, start, words, subjects)


def _diagnostic(span: TextSpan, start: int, words: str, subjects: UniqueSubjects) -> Diagnostic:
    location_label = f"“{span.label}”里" if span.label else "这里"
    before = span.label or span.text[max(0, start - _EXCERPT_LENGTH) : start].strip(" |-*#")
    return Diagnostic(
        "s002/placeholder",
        Severity.WARNING,
        span.location_at(start),
        f"{location_label}还写着“{words}”，没有写完",
        "请补上内容，或者删去这一处。",
        basis="《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息。",
        subject=subjects.unique(f"{before}{words}"),
        actual=words,
    )
