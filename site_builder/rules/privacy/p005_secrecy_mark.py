"""密级标志和内部文件字样。

查什么：
    正文、数据和附件里有没有密级标志（绝密★、机密★、秘密★，单独成行的“密级：机密”“秘密”“机密·5年”，
    错误）；有没有单独写出的“内部资料”“注意保存”“仅供内部使用”“不得公开”“此件不公开”“此件依申请公开”
    等字样（提醒）。密级标志写在句子里、前后都有话的，一行里有几种密级的，或者前面写明是标注、填写、举例
    的，像是在说明怎样标注，作提醒；写在一行末尾、没有说明的，加了引号也是错误。表格、列表里单独的“秘密”
    两个字，文件里不止一处的，作提醒。法规正文里“不得公开”之类的句子不算。
依据：
    《政府信息公开条例》第十四条（国家秘密不予公开）、第十七条（公开前依照保密法审查）；《保守国家秘密法》。
错误示例：
    机密★10年
怎么改：
    立即停止发布，报告保密工作机构；已经解密或本来可以公开的，换用正式公开的文本。只是说明怎样标注的，
    写成完整的句子（应当标注“秘密★5年”字样），就只作提醒，可以接受；错误不能接受。
"""

from collections.abc import Iterator
from dataclasses import replace

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import AttachmentText, RuleContext, TextSpan
from site_builder.rules.personal_numbers.numbers import (
    CheckedContent,
    DiagnosticTemplate,
    Reporter,
)
from site_builder.rules.privacy.anchor_words import SECRECY
from site_builder.rules.privacy.secrecy_marks import (
    STARRED,
    StandaloneMark,
    find_standalone_mark,
    is_mention,
    normalize_grade,
)

_ANY = lazy_pattern("|".join(SECRECY))
_INNER = lazy_pattern(
    r"(?:本|此|该)?(?:文件|资料|材料|件|表|稿)?(?:为|是|系|属|属于)?"
    r"(内部资料|内部文件|内部材料|内部使用|内部传阅|内部参考|内部刊物|内部掌握|内部事项|注意保存|注意保密|"
    r"仅供内部(?:使用|参考|掌握|传阅|工作使用|交流)?|仅限内部(?:使用|传阅)?|(?:请勿|不得|严禁|禁止)(?:对外)?"
    r"(?:公开|外传|扩散|传播|转发|翻印|复印)|不予公开件|工作秘密|未经(?:批准|许可)不得(?:公开|外传|扩散))"
)
_WITHHELD = lazy_pattern(
    r"[本此](?:文件|资料|材料|件|文|表|稿|通知)的?(?:不(?:予|宜|可|能|对外|向社会)?公开|依申请公开|暂不公开|免予公开)"
)
"""What the office that issued a document decided about it."""
_CHOSEN = lazy_pattern(
    r"[\s*#>_（(【-]*(?:信息)?公开(?:属性|方式|形式|类型|类别|选项|性质)[:：][ \u3000*]*"
    r"(不予公开|不公开|依申请公开|免予公开)[\s*_）)】。]*"
)
_CUTS = lazy_pattern(r"[，。；、：！,.;:!\s\u3000()（）【】\[\]〔〕《》“”*#|>_—-]+")
_ROW = lazy_pattern(r"[\s|]*(?:(?P<label>密\s?级|秘密等级|保密级别)[\s|]*)?\|(?P<cell>[^|]+)[\s|]*")
"""A row that holds nothing but a mark, or the word 密级 and a mark."""
_MAX_PIECES = 4
_TOP = 10
"""Paragraphs of an attachment among which its own mark is printed; below are tables and lists."""
_BASIS = "《政府信息公开条例》第十四条、第十七条；《保守国家秘密法》。"
_MARK = DiagnosticTemplate(
    "secrecy-mark",
    "密级标志“{}★”",
    "请立即停止发布并报告保密工作机构；可以公开的，换用正式公开的文本。只是说明怎样标注的，请写成句子，"
    "如：应当标注“{}★5年”字样。",
    severity=Severity.ERROR,
    basis=_BASIS,
)
_QUOTED = DiagnosticTemplate(
    "quoted-mark",
    "像是在说明的“{}★”",
    "这里像是在说明怎样标注密级。是不是文件本身的密级标志？是的，请立即停止发布；不是的，可以接受。",
    basis=_BASIS,
)
_BARE = replace(_MARK, message="密级标志“{}”")
_LIKELY = DiagnosticTemplate(
    "maybe-mark",
    "单独写着的“{}”",
    "是不是文件的密级标志？是的，请立即停止发布；不是的，可以接受。",
    basis=_BASIS,
)
_INNER_MARK = DiagnosticTemplate(
    "inner-mark",
    "“{}”字样",
    "请核实能不能公开：可以公开的，删去这个字样，或换用正式公开的文本。",
    basis=_BASIS,
)


def check(content: CheckedContent, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text or an attachment."""
    reporter = Reporter("p005")
    candidates = [
        (index, span)
        for index, span in enumerate(content.spans)
        if _ANY.search(span.text) and not span.is_page_address
    ]
    several = _lists_several_grades(content, candidates)
    bare: list[tuple[TextSpan, StandaloneMark, bool]] = []
    for index, span in candidates:
        graded = "密" in span.text
        starred = list(STARRED.finditer(span.text)) if graded else []
        for match in starred:
            grade = normalize_grade(match["grade"])
            is_listed = several and _is_listed(content, span, index)
            template = _QUOTED if is_listed or is_mention(span.text, match) else _MARK
            yield reporter.report(span, match.start(), grade, grade, template)
        if starred or span.kind not in ("body", "field"):
            continue
        mark = find_standalone_mark(span.text, span.label) if graded else None
        if mark and mark.is_labelled:
            yield reporter.report(span, mark.start, mark.grade, mark.grade, _BARE)
        elif mark:
            bare.append((span, mark, _is_printed(content, span, mark, index)))
        else:
            yield from _check_uncertain(reporter, span)
    for span, mark, printed in bare:
        # A document bears its mark once: several of them are a list or a table.
        template = _BARE if printed and len(bare) == 1 else _LIKELY
        yield reporter.report(span, mark.start, mark.grade, mark.grade, template)


def _lists_several_grades(content: CheckedContent, candidates: list[tuple[int, TextSpan]]) -> bool:
    """Return whether tables and lists hold marks of unlike grades: they speak of marks."""
    listed = (
        span.text
        for index, span in candidates
        if "密" in span.text and _is_listed(content, span, index)
    )
    grades = {
        normalize_grade(match["grade"]) for text in listed for match in STARRED.finditer(text)
    }
    return len(grades) > 1


def _is_listed(content: CheckedContent, span: TextSpan, index: int) -> bool:
    """Return whether a passage is a row of a table, or may be a cell of one."""
    return index > _TOP if isinstance(content, AttachmentText) else "|" in span.text


def _check_uncertain(reporter: Reporter, span: TextSpan) -> Iterator[Diagnostic]:
    """Ask about cells that may hold a mark, and about other words of such a kind."""
    row = _ROW.fullmatch(span.text) if "|" in span.text else None
    mark = find_standalone_mark(row["cell"], row["label"]) if row else None
    if row and mark:
        start = row.start("cell") + mark.start
        yield reporter.report(span, start, mark.grade, mark.grade, _LIKELY)
    for start, phrase in _marks(span.text):
        yield reporter.report(span, start, phrase, phrase, _INNER_MARK)


def _is_printed(content: CheckedContent, span: TextSpan, mark: StandaloneMark, index: int) -> bool:
    """Return whether a grade alone stands where a document's own mark is printed."""
    if isinstance(content, AttachmentText):
        return mark.is_plain and index <= _TOP and not span.label.startswith("工作表")
    return mark.is_plain and span.kind == "body"


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """Yield marks that stand by themselves: sentences that speak of such things do not count."""
    chosen = _CHOSEN.fullmatch(text) if ":" in text or "：" in text else None
    if chosen:
        yield chosen.start(1), chosen[1]
        return
    pieces = [piece for piece in _CUTS.split(text) if piece]
    if len(pieces) > _MAX_PIECES:
        return
    position = 0
    for piece in pieces:
        position = text.index(piece, position)
        match, withheld = _INNER.fullmatch(piece), _WITHHELD.fullmatch(piece)
        if match or withheld:
            yield position, match[1] if match else piece
        position += len(piece)
