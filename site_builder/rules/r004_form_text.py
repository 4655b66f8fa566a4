"""表式和模板里的说明文字没有删去。

查什么：
    正文、标题和概述里有没有表式、模板留下的说明文字（“该部分以表格形式报告”“（具体网址）”“（文字
    描述）”“〔待填〕”“此处填写”），或者还没有填的“××年”“XX件”。文件里隐去姓名的“张××”不算。
依据：
    国办公开办函〔2021〕30号：年度报告的内容要真实、完整；公布以前要审查（《政府信息公开条例》
    第十七条）。
错误示例：
    全年新收政府信息公开申请××件。
怎么改：
    填上实际的内容；不需要的说明文字删去。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Desk, Passage, SourceText
from site_builder.model.rule import TextRule
from site_builder.rules.sentences import numbered

_OPEN, _CLOSE = r"[〔【\[（(<〈《]\s*", r"\s*[〕】\]）)>〉》]"
_ANYWHERE = re.compile(rf"{_OPEN}待填写?{_CLOSE}|^\s*此处(?:填写|填入|插入|粘贴)(?!申请人|您|本人)")
_OF_FORMS = re.compile(
    r"该部分以表格形式报告(?:[。，,.]?\s*表格如下[:：]?)?|(?<!^)此处(?:填写|填入|插入|粘贴)"
    rf"|{_OPEN}(?:具体网址|文字描述|此处为表格|单位名称|机关名称|请填写|填写内容){_CLOSE}"
)
_BLANKS = (
    r"(?<![A-Za-zＸｘ0-9\-–/×✕*○〇◯_＿一二三四五六七八九十])"
    r"(?:[XxＸｘ×✕]{2,}|[○〇◯]{2,}(?![一二三四五六七八九])|[_＿]{2,})"
)
_UNITS = r"(?:[年月日件条次份个人项宗起期场篇元局委区县市镇]|万元|单位|街道|网站|网址)"
_UNFILLED = re.compile(rf"{_BLANKS}\s*{_UNITS}")
_BLANK = re.compile(rf"{_BLANKS}(?![A-Za-z0-9\-–/])")
_BASIS = "《政府信息公开条例》第十七条：公布以前应当审查。"


def _find(text: SourceText, _desk: Desk) -> Iterator[Diagnostic]:
    yield from numbered(_all(text))


def _all(text: SourceText) -> Iterator[Diagnostic]:
    for passage in text.passages:
        if passage.kind in ("field", "body"):
            yield from _each(passage, "form-text", _ANYWHERE)
            if text.source.kind == "report":
                yield from _each(passage, "form-text", _OF_FORMS)
                yield from _each(passage, "unfilled", _UNFILLED)
                yield from _doubtful(passage)


_MASKED = re.compile(r"[\u4e00-\u9fff](?:[XxＸｘ×✕]{2})$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范石廖贾韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)


def _is_kept_back(text: str, found: re.Match[str]) -> bool:
    """Tell whether the blank is a masked name, or marks that only make words bold."""
    blank = re.match("[XxＸｘ×✕_＿]+", found[0])
    if not blank:
        return False
    at, end = found.start(), found.start() + blank.end()
    if set(blank[0]) == {"_"} and blank.end() == len("__"):
        bold = re.search(r"__[^_\s][^_]*$", text[:at]) or re.match(r"[^_\s][^_]*__", text[end:])
        return bool(bold)
    named = _MASKED.search(text[max(0, at - 1) : end])
    return bool(named) and text[at - 1] in _SURNAMES


def _each(passage: Passage, name: str, pattern: re.Pattern[str]) -> Iterator[Diagnostic]:
    for found in pattern.finditer(passage.text):
        if name == "unfilled" and _is_kept_back(passage.text, found):
            continue
        words = found[0].strip()
        told = "还没有填" if name == "unfilled" else "是模板的说明文字，没有删去"
        yield Diagnostic(
            f"r004/{name}",
            Severity.ERROR,
            passage.at(found.start()),
            f"“{words}”{told}",
            "请填上实际的内容；不需要的说明文字请删去。",
            basis=_BASIS,
            subject=words,
        )


def _doubtful(passage: Passage) -> Iterator[Diagnostic]:
    """Ask about blanks that may also stand for a name that is kept back."""
    for found in _BLANK.finditer(passage.text):
        kept = _is_kept_back(passage.text, found)
        if not kept and not _UNFILLED.match(passage.text, found.start()):
            yield Diagnostic(
                "r004/blank",
                Severity.WARNING,
                passage.at(found.start()),
                f"这里的“{found[0]}”是不是没有填的空？",
                "没有填的，请填上实际的内容；有意隐去的，不用改。",
                basis=_BASIS,
                subject=found[0],
            )


RULE = TextRule("r004", "表式和模板里的说明文字没有删去", _find)
