"""答复期限是20个工作日。

查什么：
    依申请公开页面有没有写明20个工作日；依申请公开页面和公开指南里，有没有把15个工作日写成答复或者
    延长的期限。征求第三方和其他机关意见的15个工作日仍然有效，不算。
依据：
    《政府信息公开条例》第三十三条：自收到申请之日起20个工作日内予以答复，延长最长不超过20个工作日。
    修订以前是15个工作日。
错误示例：
    自收到申请之日起15个工作日内答复。
怎么改：
    改成20个工作日；本机关承诺提前答复的，写明这是承诺，并写明法定期限是20个工作日。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.rule_context import RuleContext, TextFile
from site_builder.rules.text.front_matter_fields import UniqueSubjects
from site_builder.rules.text.sentences import split_sentences

_PAGES = ("apply.md", "guide.md")
_BASIS = (
    "《政府信息公开条例》第三十三条：不能当场答复的，应当自收到申请之日起20个工作日内予以答复；"
    "延长的期限最长不得超过20个工作日。"
)
_OLD = lazy_pattern(r"(?:15|１５|十五)\s*个?\s*工作日")
_CURRENT = lazy_pattern(r"(?:20|２０|二十)\s*个?\s*工作日")
_ANSWER = lazy_pattern(r"答复|回复|办结|办理|延长|延期")
_OPINION = lazy_pattern(r"第三方|意见|其他机关|相关行政机关|承诺|提前|原来|修订前|以前|不再|改为")


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    if text.source.path not in _PAGES:
        return
    subjects = UniqueSubjects()
    is_stated = False
    for sentence in split_sentences(text):
        is_stated = is_stated or bool(_CURRENT.search(sentence.text))
        if (
            _OLD.search(sentence.text)
            and _ANSWER.search(sentence.text)
            and not _OPINION.search(sentence.text)
        ):
            yield Diagnostic(
                "s006/old",
                Severity.WARNING,
                sentence.location,
                f"把15个工作日写成了答复期限：“{sentence.text[:40]}”",
                "请改成20个工作日。",
                basis=_BASIS,
                subject=subjects.unique("15个工作日"),
                actual="15个工作日",
                expected="20个工作日",
            )
    if text.source.path == "apply.md" and not is_stated:
        yield Diagnostic(
            "s006/missing",
            Severity.WARNING,
            Location(text.source.display_path, 1),
            "没有写答复期限（20个工作日）",
            "请写明：自收到申请之日起20个工作日内答复；需要延长的，最长不超过20个工作日。",
            basis=_BASIS,
            subject="20个工作日",
            expected="20个工作日",
        )
