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

from site_builder.render.article_tables import narrow_tables

_SHEET = re.compile(r'<style media="all">(.*?)</style>\n?', re.DOTALL)
_ARTICLE = re.compile(r"<article>(.*?)</article>", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z0-9]+)?(?:\.([\w-]+))?(?:\[(\w+)=(\w+)\])?")

_RENAMED = {"div": "section", "article": "section", "dl": "section", "dt": "p", "dd": "p"}
_DROPPED = {"a", "thead", "caption", "time"}
"""Elements of which only what is in them stays."""
_VOID = {"br", "hr", "img"}
_KEPT = {"colspan", "rowspan", "scope", "start", "lang", "dir"}
_OUTSIDE = "（外部链接）"
"""What a page of the site adds to such a link; here the address says it."""


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str
    name: str
    attribute: str
    value: str
    style: str

    def means(self, tag: str, attributes: dict[str, str]) -> bool:
        return (
            self.tag in ("", tag)
            and (not self.name or self.name in attributes.get("class", "").split())
            and (not self.attribute or attributes.get(self.attribute) == self.value)
        )


def inlined(page: bytes) -> bytes:
    """Write the styles of a page's article into its elements."""
    text = page.decode()
    rules = tuple(rule for sheet in _SHEET.findall(text) for rule in _rules(sheet))
    text = _SHEET.sub("", text)
    return _ARTICLE.sub(lambda found: _article(found[1], rules), text).encode()


def _rules(sheet: str) -> Iterable[_Rule]:
    bare = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for selectors, body in _RULE.findall(bare):
        for selector in selectors.split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found is None:
                raise ValueError(f"article.css: {selector.strip()}")
            tag, name, attribute, value = (part or "" for part in found.groups())
            yield _Rule(tag, name, attribute, value, " ".join(body.split()).rstrip(";"))


def _article(html: str, rules: tuple[_Rule, ...]) -> str:
    writer = _Writer(rules)
    writer.feed(narrow_tables(html))
    writer.close()
    return f"<article>{''.join(writer.out)}</article>"


@dataclass(slots=True)
class _Open:
    """An element that has not been closed."""

    tag: str
    written: str
    """Under which name it was written; empty when it was not."""
    href: str = ""
    start: int = 0
    """Where its words begin."""


@dataclass
class _Writer(HTMLParser):
    rules: tuple[_Rule, ...]
    out: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    hidden: int = 0
    """Depth inside an element of which nothing stays."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        names = known.get("class", "").split()
        if self.hidden or "visually-hidden" in names or "footnote-backref" in names:
            self.hidden += tag not in _VOID
            return
        if tag == "img":
            alt = known.get("alt", "")
            self.out.append(
                f"<em{self.styled('em', {'class': 'picture'})}>[图：{escape(alt)}]</em>"
            )
            return
        written = "" if tag in _DROPPED else _RENAMED.get(tag, tag)
        if written:
            kept = "".join(
                f' {name}="{escape(value)}"' for name, value in known.items() if name in _KEPT
            )
            self.out.append(f"<{written}{kept}{self.styled(tag, known)}>")
        if tag not in _VOID:
            href = known.get("href", "") if tag == "a" else ""
            self.open.append(_Open(tag, written, href, len(self.out)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def styled(self, tag: str, known: dict[str, str]) -> str:
        styles = [rule.style for rule in self.rules if rule.means(tag, known)]
        return f' style="{escape("; ".join(styles))}"' if styles else ""

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        ended = self.open.pop()
        assert ended.tag == tag, f"{tag} closes {ended.tag}"  # noqa: S101 - our own markup is whole
        if ended.href.startswith(("http:", "https:")):
            words = "".join(self.out[ended.start :]).removesuffix(_OUTSIDE)
            address = "" if escape(ended.href) in words else f"（{escape(ended.href)}）"
            self.out[ended.start :] = [words, address]
        if ended.written:
            self.out.append(f"</{ended.written}>")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")
