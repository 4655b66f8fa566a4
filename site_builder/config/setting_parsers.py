"""What the settings of `config.yaml` may hold, setting by setting."""

import re
from collections.abc import Callable, Mapping

from site_builder.config.banned_terms import read_banned_terms
from site_builder.config.main_colour import (
    MIN_CONTRAST,
    lowest_contrast,
    normalize_colour,
    passing_colour,
)
from site_builder.config.site_links import read_navigation, read_site_links
from site_builder.config.suppressions import read_suppressions
from site_builder.config.targets import read_targets
from site_builder.config.validators import is_host_name
from site_builder.core.errors import ValueProblem
from site_builder.core.text.suggest import did_you_mean
from site_builder.core.yaml.list_punctuation import explain_list_punctuation
from site_builder.core.yaml.nodes import Node
from site_builder.core.yaml.schema import Parser, parse_text
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.download_formats import DEFAULT_DOWNLOADS, DOWNLOAD_CHOICES
from site_builder.model.standards import TargetField

CODE = "settings/value"
MAX_PAGE_SIZE = 500


def special_settings(targets: tuple[TargetField, ...]) -> Mapping[str, tuple[Parser, object]]:
    """Return, by id, the settings that are no line of text: the parser and the default."""
    choice = _choice("是", "否")
    return {
        "government_hosts": (_parse_hosts, ()),
        "external_hosts": (_parse_words, ()),
        "header_links": (_part(read_site_links), ()),
        "footer_links": (_part(read_site_links), ()),
        "navigation": (_part(read_navigation), ()),
        "main_colour": (_parse_colour, ""),
        "suppressions": (_part(read_suppressions), ()),
        "review": (_choice("必须", "不要求"), False),
        "review_levels": (_parse_levels, ("初审", "复审", "终审")),
        "reviewers": (_parse_words, ()),
        "one_level_each": (choice, True),
        "publish_reviewers": (choice, False),
        "banned_terms": (_part(read_banned_terms), ()),
        "index_pattern": (_parse_pattern, ""),
        "public_contacts": (_parse_words, ()),
        "clean_attachments": (choice, True),
        "page_size": (_parse_page_size, 20),
        "downloads": (_parse_downloads, DEFAULT_DOWNLOADS),
        "table_text_annex": (choice, True),
        "document_downloads": (choice, False),
        "targets": (_part(lambda node: read_targets(node, targets)), ()),
    }


def parse_line(node: Node, name: str, diagnostics: list[Diagnostic]) -> str | None:
    """Return a text as one line."""
    text = parse_text(node, name, diagnostics)
    return " ".join(text.split()) if text else None


def _parse_colour(node: Node, name: str, diagnostics: list[Diagnostic]) -> str | None:
    """Return a colour on which the site's text can be read."""
    text = parse_line(node, name, diagnostics)
    if text is None:
        return None
    colour = normalize_colour(text)
    if not colour:
        raise ValueProblem(f"“{text}”不是颜色", "写六位十六进制数，如 8b1a1a，前面不写 #。")
    lowest = lowest_contrast(colour)
    if lowest >= MIN_CONTRAST:
        return colour
    nearest = passing_colour(colour).removeprefix("#")
    # Rounded down: what is not enough must not look as if it were.
    ratio = f"对比度 {int(lowest * 10) / 10}，要 {MIN_CONTRAST:.0f} 以上"
    raise ValueProblem(
        f"主色 {text} 太浅，印在上面的字看不清（{ratio}）",
        f"同样的颜色里最接近、看得清的是 {nearest}，写“主色: {nearest}”。",
    )


def _choice(yes: str, no: str) -> Parser:
    def parse(node: Node, name: str, diagnostics: list[Diagnostic]) -> bool | None:
        text = parse_line(node, name, diagnostics)
        if text not in (yes, no, None):
            message, hint = f"这里不能写“{text}”", f"请写“{yes}”或“{no}”。"
            diagnostics.append(error(CODE, node.key_location, message, hint))
            return None
        return None if text is None else text == yes

    return parse


def _part(read: Callable[[Node], tuple[object, tuple[Diagnostic, ...]]]) -> Parser:
    """Return the parser of a setting with a reader of its own."""

    def parse(node: Node, _name: str, diagnostics: list[Diagnostic]) -> object:
        value, problems = read(node)
        diagnostics.extend(problems)
        return value

    return parse


def _parse_words(node: Node, _name: str, diagnostics: list[Diagnostic]) -> tuple[str, ...] | None:
    """Return a list of words; those that are none are reported and left out."""
    if node.value is None:
        return None
    items = node.items()
    if items is None:
        punctuation_hint = explain_list_punctuation((node.text() or "",))
        hint = f"{punctuation_hint}写成 [甲, 乙] 这样，用半角方括号和逗号。"
        raise ValueProblem("这里应当是列表", hint)
    words: list[str] = []
    for item in items:
        word = (item.text() or "").strip()
        if not word or explain_list_punctuation((word,)):
            hint = explain_list_punctuation((word,)) or "写成 [甲, 乙] 这样，每项是一个词。"
            diagnostics.append(error(CODE, item.location, f"列表里的“{word}”不是一个词", hint))
        else:
            words.append(word)
    return tuple(words)


def _parse_hosts(node: Node, name: str, diagnostics: list[Diagnostic]) -> tuple[str, ...] | None:
    hosts = _parse_words(node, name, diagnostics)
    for host in hosts or ():
        if not is_host_name(host):
            hint = "只写域名，如 www.example.cn，不带 https:// 和斜杠。"
            diagnostics.append(error(CODE, node.location, f"域名“{host}”的样子不对", hint))
    return hosts


def _parse_downloads(
    node: Node, name: str, diagnostics: list[Diagnostic]
) -> tuple[str, ...] | None:
    words = _parse_words(node, name, diagnostics)
    for word in words or ():
        if word not in DOWNLOAD_CHOICES:
            hint = did_you_mean(word, DOWNLOAD_CHOICES)
            diagnostics.append(error(CODE, node.location, f"不能生成“{word}”", hint))
    return None if words is None else tuple(kind for kind in DOWNLOAD_CHOICES if kind in words)


def _parse_levels(node: Node, name: str, diagnostics: list[Diagnostic]) -> tuple[str, ...] | None:
    """Return the levels of review, in order."""
    levels = _parse_words(node, name, diagnostics)
    if node.items() == ():
        raise ValueProblem("“审核级别”是空的", "写成 [初审, 复审, 终审] 这样；不用的请删去。")
    for level in sorted({level for level in levels or () if (levels or ()).count(level) > 1}):
        message = f"审核级别“{level}”写了两次"
        diagnostics.append(error(CODE, node.location, message, "请删去一个。"))
    return tuple(dict.fromkeys(levels or ())) or None


def _parse_page_size(node: Node, name: str, diagnostics: list[Diagnostic]) -> int | None:
    text = parse_line(node, name, diagnostics)
    if text is None:
        return None
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MAX_PAGE_SIZE:
        return int(text)
    raise ValueProblem(f"“目录每页”不能是“{text}”", "请写 1 到 500 的整数。")


def _parse_pattern(node: Node, name: str, diagnostics: list[Diagnostic]) -> str | None:
    pattern = parse_line(node, name, diagnostics)
    try:
        re.compile(pattern or "")
    except re.error as exc:
        hint = f"正则表达式第 {(exc.pos or 0) + 1} 个字符附近有误。"
        raise ValueProblem(f"“索引号格式”写错了：{pattern}", hint) from None
    return pattern
