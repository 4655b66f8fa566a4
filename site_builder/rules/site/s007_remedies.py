"""不服怎么办要写全。

查什么：
    依申请公开页面有没有写行政复议、行政诉讼；有没有写明对不予公开不服的，应当先申请行政复议。
依据：
    《政府信息公开条例》第五十一条；《行政复议法》（2023年修订，2024年1月1日起施行）第二十三条：
    申请政府信息公开，行政机关不予公开的，应当先申请行政复议，行政机关应当告知。
错误示例：
    对答复不服的，可以依法申请行政复议或者提起行政诉讼。（没有复议前置一句）
怎么改：
    加一句：对不予公开的答复不服的，应当先申请行政复议；对行政复议决定不服的，可以再依法提起行政诉讼。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.sentences import split_sentences

_ARTICLE_51 = (
    "《政府信息公开条例》第五十一条：认为侵犯其合法权益的，可以投诉、举报，也可以依法申请行政复议或者"
    "提起行政诉讼。"
)
_ARTICLE_23 = (
    "《行政复议法》第二十三条：申请政府信息公开，行政机关不予公开的，应当先申请行政复议；行政机关作出"
    "行政行为时应当告知。"
)
_REVIEW = lazy_pattern(r"复议")
_SUIT = lazy_pattern(r"诉讼|起诉|人民法院")
_FIRST = lazy_pattern(
    r"先.{0,12}复议|复议.{0,4}(?:前置|在先)|复议(?:后|以后|之后).{0,20}(?:诉讼|起诉)"
)


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    if text.source.path != "apply.md":
        return
    texts = [sentence.text for sentence in split_sentences(text)]
    location = Location(text.source.display_path, 1)
    for words, pattern in (("行政复议", _REVIEW), ("行政诉讼", _SUIT)):
        if not any(pattern.search(sentence) for sentence in texts):
            yield Diagnostic(
                "s007/missing",
                Severity.WARNING,
                location,
                f"没有告诉申请人可以申请或者提起{words}",
                "请写明救济渠道：投诉、举报，行政复议，行政诉讼。",
                basis=_ARTICLE_51,
                subject=words,
            )
    if not any(_FIRST.search(sentence) for sentence in texts):
        yield Diagnostic(
            "s007/first",
            Severity.WARNING,
            location,
            "没有写明对不予公开不服的，应当先申请行政复议",
            "请加一句：对不予公开的答复不服的，应当先申请行政复议；对行政复议决定不服的，可以再依法提起"
            "行政诉讼。",
            basis=_ARTICLE_23,
            subject="复议前置",
        )
