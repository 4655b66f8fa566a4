"""Lists of simple Markdown: an item is one line; lists within lists have no empty lines."""

from __future__ import annotations

from typing import NamedTuple

from site_builder.content.markdown.simple_inlines import NotSimpleError

_MAX_DEPTH = 4
"""Far below the depth that is reported."""


class Item(NamedTuple):
    """An item of a list."""

    indent: int
    mark: str
    """`-`, or the number with its dot."""
    html: str


def is_same_kind(mark: str, following: str) -> bool:
    """Return whether two items are both numbered, or neither of them."""
    return (mark == "-") == (following == "-")


def continues(mark: str, following: str) -> bool:
    """Return whether an item goes on with the list of one of its kind: the next number does."""
    return mark == "-" or int(following[:-1]) == int(mark[:-1]) + 1


def list_html(items: list[Item], *, is_loose: bool) -> str:
    """Return a list: one with empty lines between its items holds paragraphs."""
    if any(item.indent for item in items):
        if is_loose:
            raise NotSimpleError
        return _nested(items)
    opening, closing = _tags(items[0].mark)
    before, after = ("<li>\n<p>", "</p>\n</li>\n") if is_loose else ("<li>", "</li>\n")
    return (
        f"{opening}{before}{f'{after}{before}'.join(item.html for item in items)}{after}{closing}"
    )


def _tags(mark: str) -> tuple[str, str]:
    if mark == "-":
        return "<ul>\n", "</ul>\n"
    return ("<ol>\n" if mark == "1." else f'<ol start="{mark[:-1]}">\n'), "</ol>\n"


def _is_next(mark: str, following: str) -> bool:
    return is_same_kind(mark, following) and continues(mark, following)


def _nested(items: list[Item]) -> str:
    """Return lists within each other: each begins below the words of the item it belongs to."""
    html: list[str] = []
    open_items: list[Item] = []
    for item in items:
        last = open_items[-1] if open_items else None
        if last is None or item.indent == last.indent + len(last.mark) + 1:
            if last and (item.mark not in ("-", "1.") or len(open_items) == _MAX_DEPTH):
                raise NotSimpleError
            html.append(("\n" if last else "") + _tags(item.mark)[0])
            open_items.append(item)
        else:
            while open_items and open_items[-1].indent > item.indent:
                html.append(f"</li>\n{_tags(open_items.pop().mark)[1]}")
            last = open_items[-1] if open_items else None
            if last is None or last.indent != item.indent or not _is_next(last.mark, item.mark):
                raise NotSimpleError
            html.append("</li>\n")
            open_items[-1] = item
        html.append(f"<li>{item.html}")
    html += [f"</li>\n{_tags(item.mark)[1]}" for item in reversed(open_items)]
    return "".join(html)
