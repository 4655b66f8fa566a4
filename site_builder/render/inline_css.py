"""A page with a style sheet → an article whose every element carries its own style.

The editor of WeChat official accounts drops style sheets, classes, ids and links. So inside
`<article>` each rule of `<style media="all">` is written into the elements it means, and what the
editor would drop is taken out before it can do harm: a link becomes its words and its address.
The rules are few and simple on purpose: `tag`, `.class`, `tag.class`, `tag[name=value]`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.render.article_tables import narrow_tables

_STYLE_SHEET = lazy_pattern(r'<style media="all">(.*?)</style>\n?', re.DOTALL)
_ARTICLE = lazy_pattern(r"<article>(.*?)</article>", re.DOTALL)
_RULE = lazy_pattern(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = lazy_pattern(r"([a-z0-9]+)?(?:\.([\w-]+))?(?:\[(\w+)=(\w+)\])?")

_RENAMED_TAGS = {"div": "section", "article": "section", "dl": "section", "dt": "p", "dd": "p"}
_UNWRAPPED_TAGS = {"a", "thead", "caption", "time"}
"""Elements of which only what is in them stays."""
_VOID_TAGS = {"br", "hr", "img"}
_KEPT_ATTRIBUTES = {"colspan", "rowspan", "scope", "start", "lang", "dir"}
_EXTERNAL_NOTE = "（外部链接）"
"""What a page of the site adds to such a link; here the address shows it."""


@dataclass(frozen=True, slots=True)
class _CssRule:
    tag: str
    class_name: str
    attribute: str
    value: str
    style: str

    def matches(self, tag: str, attributes: dict[str, str]) -> bool:
        return (
            self.tag in ("", tag)
            and (not self.class_name or self.class_name in attributes.get("class", "").split())
            and (not self.attribute or attributes.get(self.attribute) == self.value)
        )


def inline_css(page: bytes) -> bytes:
    """Write the styles of a page's article into its elements."""
    text = page.decode()
    rules = tuple(rule for sheet in _STYLE_SHEET.findall(text) for rule in _parse_rules(sheet))
    text = _STYLE_SHEET.sub("", text)
    return _ARTICLE.sub(lambda match: _inline_article(match[1], rules), text).encode()


def _parse_rules(sheet: str) -> Iterable[_CssRule]:
    without_comments = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for selectors, body in _RULE.findall(without_comments):
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match is None:
                raise ValueError(f"article.css: {selector.strip()}")
            tag, name, attribute, value = (part or "" for part in match.groups())
            yield _CssRule(tag, name, attribute, value, " ".join(body.split()).rstrip(";"))


def _inline_article(html: str, rules: tuple[_CssRule, ...]) -> str:
    writer = _InlineWriter(rules)
    writer.feed(narrow_tables(html))
    writer.close()
    return f"<article>{''.join(writer.out)}</article>"


@dataclass(slots=True)
class _OpenElement:
    """An element that has not been closed."""

    tag: str
    output_tag: str
    """Under which name it was written; empty when it was not."""
    href: str = ""
    start: int = 0
    """Where its words begin."""


@dataclass
class _InlineWriter(HTMLParser):
    rules: tuple[_CssRule, ...]
    out: list[str] = field(default_factory=list)
    open_elements: list[_OpenElement] = field(default_factory=list)
    hidden_depth: int = 0
    """Depth inside an element of which nothing stays."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        names = attributes.get("class", "").split()
        if self.hidden_depth or "visually-hidden" in names or "footnote-backref" in names:
            self.hidden_depth += tag not in _VOID_TAGS
            return
        if tag == "img":
            alt = attributes.get("alt", "")
            self.out.append(
                f"<em{self.style_attribute('em', {'class': 'picture'})}>[图：{escape(alt)}]</em>"
            )
            return
        output_tag = "" if tag in _UNWRAPPED_TAGS else _RENAMED_TAGS.get(tag, tag)
        if output_tag:
            kept_attributes = "".join(
                f' {name}="{escape(value)}"'
                for name, value in attributes.items()
                if name in _KEPT_ATTRIBUTES
            )
            self.out.append(
                f"<{output_tag}{kept_attributes}{self.style_attribute(tag, attributes)}>"
            )
        if tag not in _VOID_TAGS:
            href = attributes.get("href", "") if tag == "a" else ""
            self.open_elements.append(_OpenElement(tag, output_tag, href, len(self.out)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def style_attribute(self, tag: str, attributes: dict[str, str]) -> str:
        styles = [rule.style for rule in self.rules if rule.matches(tag, attributes)]
        return f' style="{escape("; ".join(styles))}"' if styles else ""

    def handle_endtag(self, tag: str) -> None:
        if self.hidden_depth:
            self.hidden_depth -= 1
            return
        element = self.open_elements.pop()
        assert element.tag == tag, f"{tag} closes {element.tag}"  # noqa: S101 - our own markup is whole
        if element.href.startswith(("http:", "https:")):
            text = "".join(self.out[element.start :]).removesuffix(_EXTERNAL_NOTE)
            address = "" if escape(element.href) in text else f"（{escape(element.href)}）"
            self.out[element.start :] = [text, address]
        if element.output_tag:
            self.out.append(f"</{element.output_tag}>")

    def handle_data(self, data: str) -> None:
        if not self.hidden_depth:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")
