"""密级标志和内部文件字样。

查什么：
    正文、数据和附件里有没有密级标志（绝密★、机密★、秘密★，错误）；有没有单独写出的“内部资料”“注意保存”
    “仅供内部使用”“不得公开”等字样（提醒）。密级标志加了引号，引号后面句子还没有完，或者是写完整的
    “标注为……。”一类的句子，像是在说明怎样标注，作提醒；写在一行末尾的，加了引号也是错误。法规正文
    里“不得公开”之类的句子不算。
依据：
    《政府信息公开条例》第十四条（国家秘密不予公开）、第十七条（公开前依照保密法审查）；《保守国家秘密法》。
错误示例：
    机密★10年
怎么改：
    立即停止发布，报告保密工作机构；已经解密或本来可以公开的，换用正式公开的文本。确实是说明怎样标注
    的，提醒可以接受；错误不能接受。
"""

import re
from collections.abc import Iterator

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.inspection import Desk
from site_builder.model.rule import WordsRule
from site_builder.rules._personal import Kind, Teller, Words, passages

_ANY = re.compile("密|内部|保存|公开|外传|扩散|传播|转发|翻印|复印")
_GAP = r"[ \u3000]{0,3}"
_SECRET = re.compile(
    rf"(?P<grade>绝{_GAP}密|机{_GAP}密|秘{_GAP}密){_GAP}"
    r"(?:[★☆✭✮⭐＊]|\\?\*(?= ?(?:[0-9０-９一二三四五六七八九十]|长期)))"
)
"""An asterisk without a term only makes words bold."""
_ALONE = re.compile(rf"(?:(?:密级|秘密等级)[:：]?{_GAP})?(绝{_GAP}密|机{_GAP}密|秘{_GAP}密)")
_INNER = re.compile(
    r"(?:本|此|该)?(?:文件|资料|材料|件|表|稿)?(?:为|是|系|属|属于)?"
    r"(内部资料|内部文件|内部材料|内部使用|内部传阅|内部参考|内部刊物|内部掌握|内部事项|注意保存|注意保密|"
    r"仅供内部(?:使用|参考|掌握|传阅|工作使用|交流)?|仅限内部(?:使用|传阅)?|(?:请勿|不得|严禁|禁止)(?:对外)?"
    r"(?:公开|外传|扩散|传播|转发|翻印|复印)|不予公开件|工作秘密|未经(?:批准|许可)不得(?:公开|外传|扩散))"
)
_CUTS = re.compile(r"[，。；、：！,.;:!\s\u3000()（）【】\[\]〔〕《》“”*#|>_—-]+")
_FEW = 4
_BASIS = "《政府信息公开条例》第十四条、第十七条；《保守国家秘密法》。"
_MARK = Kind(
    "secrecy-mark",
    "密级标志“{}★”",
    "请立即停止发布并报告保密工作机构；可以公开的，换用正式公开的文本。",
    severity=Severity.ERROR,
    basis=_BASIS,
)
_QUOTED = Kind(
    "quoted-mark",
    "引用的“{}★”",
    "这里像是在说明怎样标注密级。是不是文件本身的密级标志？是的，请立即停止发布；不是的，可以接受。",
    basis=_BASIS,
)
_OPENED = re.compile(r"[“「『‘\"][^“「『‘”」』’\"]*$")
_CLOSED = re.compile(r"[^“「『‘\"]*[”」』’\"](?P<rest>[^。；！？]*)(?P<stop>[。；！？]?)")
_TAUGHT = re.compile(r"(?:标[注明示记]|[注写]明|写作|写成|表示|表述)[为成是作]?[:：]?$")
"""Words before a quoted mark that tell how to mark a document."""
_WORDS = Kind(
    "inner-mark",
    "“{}”字样",
    "请核实能不能公开：可以公开的，删去这个字样，或换用正式公开的文本。",
    basis=_BASIS,
)


def _find(words: Words, _desk: Desk) -> Iterator[Diagnostic]:
    teller = Teller("p005")
    for passage in passages(words):
        if not _ANY.search(passage.text):
            continue
        marked = False
        for found in _SECRET.finditer(passage.text):
            marked = True
            grade = re.sub(_GAP, "", found["grade"])
            yield teller.tell(passage, found.start(), grade, grade, _kind(passage.text, found))
        if passage.kind in ("body", "field") and not marked:
            for start, mark in _marks(passage.text):
                yield teller.tell(passage, start, mark, mark, _WORDS)


def _kind(text: str, found: re.Match[str]) -> Kind:
    """Tell a mark that a sentence quotes from one that marks the document."""
    opened = _OPENED.search(text, 0, found.start())
    closed = _CLOSED.match(text, found.end())
    if not opened or not closed:
        return _MARK
    lead = text[: opened.start()]
    if opened[0].startswith('"') and lead.count('"') % 2:
        return _MARK
    taught = _TAUGHT.search(lead) or _SECRET.search(lead)
    goes_on = re.search("[一-鿿]{2}", closed["rest"]) or (closed["stop"] and taught)
    return _QUOTED if goes_on and re.search("[一-鿿]{4}", lead) else _MARK


def _marks(text: str) -> Iterator[tuple[int, str]]:
    """List marks that stand by themselves: sentences that speak of such things do not count."""
    pieces = [one for one in _CUTS.split(text) if one]
    if len(pieces) > _FEW:
        return
    spot = 0
    for piece in pieces:
        spot = text.index(piece, spot)
        found = _INNER.fullmatch(piece) or (_ALONE.fullmatch(piece) if len(pieces) == 1 else None)
        if found:
            yield spot, re.sub(_GAP, "", found[1])
        spot += len(piece)


RULE = WordsRule("p005", "密级标志和内部文件字样", _find)
