"""形近的特殊字符。

查什么：
    看上去像汉字、其实不是的字符（康熙部首、部首补充、兼容汉字）；看不见的字符（零宽空格、改变文字
    方向的控制字符）；私用区字符；乱码留下的 �；全角英文字母。阿拉伯字母、蒙古文等文字的
    写法、排列要用的（U+200C、U+200D、U+200E、U+200F、U+180E 等，在这些字母旁边的），不查。
依据：
    《政府信息公开条例》第二十四条（平台应当具备检索功能）：含有这些字符的词检索不到，也不能朗读。
    它们多半是从 PDF 里复制来的。
错误示例：
    ⼯作部署（第一个字是康熙部首 U+2F2F，不是“工”）。
怎么改：
    删去后用输入法重新输入；提示里写明了应当是哪一个字。
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize

from site_builder.core.text.unicode_scripts import is_needed_by_script
from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.location import Location
from site_builder.model.replacement import Replacement
from site_builder.model.rule_context import RuleContext, TextFile, TextSpan
from site_builder.rules.text.anchor_shapes import CONFUSABLE
from site_builder.rules.text.prose import other_occurrences

_BASIS = "《政府信息公开条例》第二十四条（平台应当具备检索功能）"
_UNIFIED = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
"""Ordinary characters that stand among the compatibility ideographs."""
_CONFUSABLE = lazy_pattern(f"[{CONFUSABLE}](?<![Ａ-Ｚａ-ｚ])|[Ａ-Ｚａ-ｚ]+")
_WIDE = "wide"
_MEANINGLESS = ("\u00ad", "\u200b", "\u2060", "\ufeff")
"""Invisible and without any effect on what is read: they can be deleted."""
_INVISIBLE = {
    "\u00ad": "软连字符",
    "\u061c": "阿拉伯字母标记",
    "\u180e": "蒙古文元音分隔符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u200e": "从左到右标记",
    "\u200f": "从右到左标记",
    "\u2028": "行分隔符",
    "\u2029": "段分隔符",
    "\u2060": "零宽不换行",
    "\ufeff": "字节顺序标记",
}


def check(text: TextFile, context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    matches: dict[str, list[tuple[TextSpan, re.Match[str]]]] = {}
    for span in text.spans:
        if span.kind in ("field", "body") and not span.text.isascii():
            for match in _CONFUSABLE.finditer(span.text):
                if match[0] not in _UNIFIED and not is_needed_by_script(span.text, match.start()):
                    kind = _WIDE if match[0] >= "Ａ" and match[0][0] <= "ｚ" else match[0]
                    matches.setdefault(kind, []).append((span, match))
    for kind, group in matches.items():
        span, first = group[0]
        offset = first.start()
        locations = [span.location_at(match.start()) for span, match in group]
        excerpt = _CONFUSABLE.sub("□", span.text[max(0, offset - 4) : offset + 5])
        if kind == _WIDE:
            yield replace(
                _wide_letters(first[0], locations),
                replacements=tuple(
                    Replacement(at, match[0], normalize("NFKC", match[0]))
                    for at, (_, match) in zip(locations, group, strict=True)
                ),
            )
        else:
            diagnostic = _confusable(
                kind, excerpt, locations, context.standards.characters.radicals.get(kind)
            )
            is_certain = diagnostic.expected or kind in _MEANINGLESS
            fixes = (Replacement(at, kind, diagnostic.expected) for at in locations)
            yield replace(diagnostic, replacements=tuple(fixes) if is_certain else ())


def _wide_letters(actual: str, locations: list[Location]) -> Diagnostic:
    expected = normalize("NFKC", actual)
    return Diagnostic(
        "w005/wide-letters",
        Severity.WARNING,
        locations[0],
        f"用了全角字母“{actual}”{other_occurrences(locations)}",
        f"请改为半角的“{expected}”。",
        actual=actual,
        expected=expected,
    )


def _confusable(
    character: str, excerpt: str, locations: list[Location], radical: str | None
) -> Diagnostic:
    code = f"U+{ord(character):04X}"
    expected = radical or normalize("NFKC", character)
    if expected == character or character in _INVISIBLE or not expected.strip():
        expected = ""
    if expected:
        message = f"“{character}”（{code}）看上去像“{expected}”，其实是另一个字符：“{excerpt}”"
        hint = f"请删去后重新输入“{expected}”；不改的话，检索不到这个词。"
    elif character == "\ufffd":
        message = f"有乱码（{code}，□ 处）：“{excerpt}”"
        hint = "原来的字已经丢失，请对照原件重新输入。"
    elif "\ue000" <= character <= "\uf8ff" or character >= "\U000f0000":
        message = f"有私用区字符（{code}，□ 处）：“{excerpt}”"
        hint = "这个字符只在个别字体里能显示，请对照原件重新输入。"
    elif "\u2e80" <= character <= "\u2eff":
        message = f"“{character}”（{code}）是偏旁，不是字：“{excerpt}”"
        hint = "请对照原件重新输入。"
    else:
        turns = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
        name = _INVISIBLE.get(character, "改变文字方向的控制字符" if turns else "控制字符")
        message = f"有看不见的字符（{code} {name}，□ 处）：“{excerpt}”"
        hint = "请删去这个字符；最简单的办法是把前后几个字删去重新输入。"
    return Diagnostic(
        "w005/character",
        Severity.ERROR,
        locations[0],
        message + other_occurrences(locations),
        hint,
        basis=_BASIS,
        subject=code,
        actual=character if expected else code,
        expected=expected,
    )
