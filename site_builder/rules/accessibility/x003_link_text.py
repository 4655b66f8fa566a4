"""链接的文字。

查什么：
    链接有没有文字；文字是不是只有“点击这里”“更多”“下载”；是不是一长串网址；同一个文件里相同的文字
    是不是指向不同的地方。
依据：
    《无障碍环境建设法》第三十二条；GB/T 37668—2019（链接的目的）。读屏软件可以只念链接的文字。
错误示例：
    办事指南请[点击这里](guide.md)。
怎么改：
    链接的文字写明打开的是什么，如：请看[办事指南](guide.md)。
"""

from collections.abc import Iterator
from posixpath import normpath
from urllib.parse import unquote

from site_builder.model.diagnostic import Diagnostic, Severity
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.rule_context import MarkupElement, RuleContext, TextFile
from site_builder.rules.text.prose import locate_element

_BASIS = "《无障碍环境建设法》第三十二条；GB/T 37668—2019"
_VAGUE = lazy_pattern(
    "(?:请?点击?(?:此处?|这里|我)?|点击(?:查看|下载|进入|打开|链接)|这里|此处|这儿|这个|更多(?:内容)?"
    "|(?:查看|了解)更多|详情|详细|详见|查看(?:详情|全文)?|打开|进入|此?链接|网址|地址|(?:附件)?下载|全文"
    "|here|more|readmore|link|download|click(?:here)?)"
)
_MAX_LENGTH = 40


def check(text: TextFile, _context: RuleContext) -> Iterator[Diagnostic]:
    """Check a text."""
    links = [link for link in text.elements if link.kind == "link"]
    for link in links:
        yield from _check_link(text, link)
    yield from _ambiguous(links)


def _check_link(text: TextFile, link: MarkupElement) -> Iterator[Diagnostic]:
    words = link.text.strip()
    bare = "".join(mark for mark in words if mark.isalnum()).lower()
    target = unquote(link.target)
    if not words:
        yield Diagnostic(
            "x003/empty",
            Severity.ERROR,
            locate_element(text, link),
            f"指向“{target}”的链接没有文字",
            "请在 [ ] 里写明打开的是什么，或删去这个链接。",
            basis=_BASIS,
            subject=target,
        )
    elif _VAGUE.fullmatch(bare):
        yield Diagnostic(
            "x003/vague",
            Severity.WARNING,
            locate_element(text, link),
            f"链接的文字只有“{words}”，没有写明打开的是什么（{target}）",
            "请把所指文件或网页的名称写进链接的文字。",
            basis=_BASIS,
            subject=target,
            actual=words,
        )
    elif len(words) > _MAX_LENGTH and words.startswith(("http://", "https://", "www.")):
        yield Diagnostic(
            "x003/address",
            Severity.WARNING,
            locate_element(text, link),
            f"链接的文字是一长串网址：{words[:_MAX_LENGTH]}…",
            "请写成 [网页的名称](网址)。",
            basis=_BASIS,
            subject=target,
        )


def _ambiguous(links: list[MarkupElement]) -> Iterator[Diagnostic]:
    first: dict[str, MarkupElement] = {}
    reported: set[str] = set()
    for link in links:
        words = link.text.strip()
        other = first.setdefault(words, link)
        if words and words not in reported and _target(link) != _target(other):
            reported.add(words)
            yield Diagnostic(
                "x003/same-words",
                Severity.WARNING,
                link.location,
                f"两个链接的文字都是“{words}”，却指向不同的地方："
                f"{unquote(other.target)}（第 {other.location.line} 行）和 {unquote(link.target)}",
                "请让文字各不相同，如写上年度或文件名称；指错了的请改正。",
                basis=_BASIS,
                subject=words,
            )


def _target(link: MarkupElement) -> str:
    target = unquote(link.target)
    return target if ":" in target else normpath(target)
