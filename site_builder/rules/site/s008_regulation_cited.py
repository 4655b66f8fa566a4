"""引用的是现行的政府信息公开条例。

查什么：
    指南、依申请公开等页面和2019年以后的年报，是否只写“国务院令第492号”（2007年公布），没有写2019年
    修订的“国务院令第711号”。已经公开的旧文件照原样，不查。
依据：
    《政府信息公开条例》2019年4月3日国务院令第711号修订，自2019年5月15日起施行。
错误示例：
    根据《中华人民共和国政府信息公开条例》（国务院令第492号），编制本指南。
怎么改：
    改成“国务院令第711号”，并核对引用的条文序号。
"""

from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import RuleContext, TextFile

_OLD = lazy_pattern(r"第?\s{0,4}(?:492|４９２|四百九十二)\s{0,4}号")
_CURRENT = lazy_pattern(r"711|７１１|七百一十一|2019年(?:4月3日)?修[订正]")
_REVISED = 2019


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    source = text.source
    if source.kind != "page" and not (source.kind == "report" and source.year >= _REVISED):
        return
    spans = [span for span in text.spans if span.kind in ("field", "body")]
    if any(_CURRENT.search(span.text) for span in spans):
        return
    for span in spans:
        match = _OLD.search(span.text)
        if match and "条例" in span.text:
            yield Diagnostic(
                "s008/old",
                Severity.WARNING,
                span.location_at(match.start()),
                "引用的是2007年的条例（国务院令第492号），没有写2019年的修订",
                "请改成“国务院令第711号”，并核对引用的条文序号。",
                basis="《政府信息公开条例》2019年4月3日国务院令第711号修订，自2019年5月15日起施行。",
                subject="492号",
                actual="国务院令第492号",
                expected="国务院令第711号",
            )
            return
