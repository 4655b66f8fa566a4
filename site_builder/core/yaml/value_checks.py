"""Words in YAML that are printed otherwise than they were typed, or should not be printed."""

from collections.abc import Iterator, Mapping

from site_builder.core.text.html_tags import COMMENT_HINT, ENTITY, find_tags
from site_builder.core.yaml.errors import trailing_comments
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, error, warning
from site_builder.model.location import Location


def check_values(root: Mapping[str, Node]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the values of YAML: they are printed as they stand."""
    for node in root.values():
        for location, value in _values(node):
            if "://" in value:
                continue  # an address is checked as one
            if "<!--" in value:
                message = "这里的注释 <!-- 会照原样公布"
                yield error("prose/comment", location, message, COMMENT_HINT)
                continue
            codes = [match[0] for match in ENTITY.finditer(value)]
            typed = [tag.text for tag in find_tags(value)] or codes
            if typed:
                message = f"网页的标记 {typed[0][:40]} 会照原样印出来"
                hint = "请删去，只写要印的文字；空格用键盘输入。"
                yield warning("prose/html", location, message, hint)


def check_comments(text: str, file: str) -> Iterator[Diagnostic]:
    """Yield what YAML drops as a comment though it may be words: `示范大道1号 #2楼`."""
    for location, comment in trailing_comments(text, file):
        if comment[1:2].strip("# "):
            message = f"“{comment}”没有读进去：空格后面的 # 到行末算作注释"
            hint = "要印出来的，用单引号把整段文字括起来；是注释的，# 后面空一格。"
            yield warning("yaml/comment", location, message, hint)


def _values(node: Node) -> Iterator[tuple[Location, str]]:
    if isinstance(node.value, str):
        yield node.location, node.value
    elif isinstance(node.value, tuple):
        for item in node.value:
            yield from _values(item)
    elif node.value is not None:
        for child in node.value.values():
            yield from _values(child)
