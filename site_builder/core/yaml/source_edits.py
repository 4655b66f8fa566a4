"""Values of YAML typed anew in its text: no other byte moves, and no comment is lost."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from site_builder.core.errors import ValueProblem
from site_builder.core.yaml.quoted_text import in_quotes, quote, quote_word
from site_builder.core.yaml.source_tree import SourceEntry, SourceNode
from site_builder.model.lazy_pattern import lazy_pattern

Splice = tuple[int, int, str]
"""From, to, and what stands there afterwards."""
DraftItem = Callable[[int | None], str]
"""Given the column an item of a list begins at; None in brackets."""
_INDENTED_COMMENT = lazy_pattern(r"^( +)#", re.MULTILINE)
_LINE_ENDS = lazy_pattern(r"\n+")
_BLOCK_HEADER = lazy_pattern(r"[|>][-+0-9]*([^\r\n]*)")
_COMMENT = lazy_pattern(r"(?:^|\s)#", re.MULTILINE)
BY_HAND = "请用“改整个文件”来改这一项。"


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """Return a text with some stretches replaced. Raises ValueProblem where two overlap."""
    parts, done = [], 0
    for start, end, typed in sorted(splices, key=lambda splice: splice[:2]):
        if start < done:
            raise ValueProblem("两处改动叠在一起", BY_HAND)
        parts += [text[done:start], typed]
        done = end
    return "".join((*parts, text[done:]))


def line_break(text: str) -> str:
    """Return how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def deep_column(text: str) -> int:
    """Return a column right of all comments: to its left, a comment is none of a block's lines."""
    indents = (len(match[1]) for match in _INDENTED_COMMENT.finditer(text))
    return max(indents, default=-1) + 1


def draft_scalar(value: str, column: int, newline: str, deep: int = 0) -> str:
    """Return a value behind the colon of a key that stands in a column, a blank before it.

    Lines of their own begin at `deep` at the least.
    """
    if not value:
        return ""
    if "\n" not in value:
        return f" {quote(value)}"
    return f" {_block_scalar(value, max(column + 2, deep), newline, '')}"


def draft_words(words: Iterable[str]) -> str:
    """Return words behind a colon, in brackets."""
    return f" [{', '.join(map(quote_word, words))}]"


def flow_scalar(value: str, column: int, newline: str) -> str:
    """Return a value as it stands in brackets, over several lines where it has some."""
    if "\n" not in value:
        return quote_word(value)
    indent = " " * (column + 2)
    return _LINE_ENDS.sub(lambda ends: newline * (len(ends[0]) + 1) + indent, in_quotes(value))


def _block_scalar(value: str, column: int, newline: str, rest: str) -> str:
    """Return a text of several lines from a column; `rest` stands behind its mark."""
    lines = (f"{' ' * column}{line}" if line else "" for line in value.split("\n"))
    return newline.join((f"|-{rest}", *lines))


def scalar_splice(text: str, entry: SourceEntry, value: str, *, in_flow: bool) -> Splice:
    """Type the value of a key anew; an empty one leaves the key alone."""
    node, newline = entry.value, line_break(text)
    if in_flow:
        drafted = flow_scalar(value, entry.key_column, newline) if value else "''"
        return _splice(text, node.start, node.end, drafted)
    header = _BLOCK_HEADER.match(text, node.start, node.end)
    rest, end = (header[1], node.end) if header else ("", node.end)
    if not value:
        is_beside = not text[entry.key_end : node.start].strip()
        return entry.key_end if is_beside else node.start, end, rest
    if "\n" not in value:
        return _splice(text, node.start, end, _like(text, node, value) + rest)
    if not header:
        end = line_end(text, node.end)
        rest = text[node.end : end].rstrip("\r\n")
        end = node.end + len(rest)
    column = max(entry.key_column + 2, deep_column(text))
    drafted = _block_scalar(value, column, newline, rest)
    return _splice(text, node.start, end, drafted)


def item_splice(text: str, item: SourceNode, value: str, *, in_flow: bool) -> Splice:
    """Type an item of a list anew."""
    drafted = quote_word(value) if in_flow else _like(text, item, value)
    return _splice(text, item.start, item.end, drafted)


def _like(text: str, node: SourceNode, value: str) -> str:
    """Return a value of one line in the quotes of the one that stands there, where it can be."""
    mark = text[node.start : node.start + 1]
    if node.plain or node.start == node.end or mark not in "'\"":
        return quote(value)
    return f'"{value}"' if mark == '"' and not set('"\\') & set(value) else in_quotes(value)


def _splice(text: str, start: int, end: int, drafted: str) -> Splice:
    """Replace a value; behind a colon or a dash that nothing follows, a space comes first."""
    blank = " " if start == end and drafted and text[start - 1 : start] in (":", "-") else ""
    return start, end, f"{blank}{drafted}"


def value_splice(text: str, entry: SourceEntry, drafted: str) -> Splice:
    """Replace the whole value of a key by one that is drafted."""
    node = entry.value
    return _splice(text, max(entry.key_end, node.start), max(entry.key_end, node.end), drafted)


def entry_splice(text: str, node: SourceNode, key: str, value: str) -> Splice:
    """Add a key behind the last of a mapping that has some."""
    entries = node.entries or ()
    if not entries:
        raise ValueProblem("这一项是空的花括号", BY_HAND)
    last, newline = entries[-1], line_break(text)
    if node.is_flow:
        drafted = flow_scalar(value, last.key_column, newline)
        return last.value.end, last.value.end, f", {key}: {drafted}"
    drafted = draft_scalar(value, last.key_column, newline, deep_column(text))
    return line_splice(text, last.value.end, f"{' ' * last.key_column}{key}:{drafted}")


def line_splice(text: str, at: int, line: str) -> Splice:
    """Add a line below the one a place lies in."""
    end, newline = line_end(text, at), line_break(text)
    is_last = end and text[end - 1] != "\n"
    return end, end, f"{newline}{line}" if is_last else f"{line}{newline}"


def line_end(text: str, at: int) -> int:
    """Return where the line after a place begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def list_splices(
    text: str, entry: SourceEntry, removed: Sequence[int], added: Sequence[tuple[int, DraftItem]]
) -> Iterator[Splice]:
    """Take items out of the list that a key has, and put others in.

    Each of `added` stands behind as many of the items that are there now.
    """
    node = entry.value
    items = node.items or ()
    if not removed and not added:
        return
    if node.is_flow and items:
        yield from _flow_splices(text, node, removed, added)
        return
    if not items:
        yield from _new_block(text, entry, [draft for _, draft in added])
        return
    dashes = [_dash(text, item) for item in items]
    for index in removed:
        yield text.rfind("\n", 0, dashes[index]) + 1, line_end(text, items[index].end), ""
    for count, draft in added:
        column = dashes[0] - (text.rfind("\n", 0, dashes[0]) + 1)
        line = f"{' ' * column}- {draft(column + 2)}"
        if count:
            yield line_splice(text, items[count - 1].end, line)
        else:
            start = dashes[0] - column
            yield start, start, f"{line}{line_break(text)}"


def _dash(text: str, item: SourceNode) -> int:
    """Return where the dash of an item stands: the first letter of its line."""
    at = text.rfind("-", 0, item.start + (item.start == item.end))
    line_start = text.rfind("\n", 0, at) + 1
    between = text[at + 1 : item.start]
    if at < 0 or text[line_start:at].strip() or between.strip():
        raise ValueProblem("这一项的写法和平常不同", BY_HAND)
    return at


def _flow_splices(
    text: str, node: SourceNode, removed: Sequence[int], added: Sequence[tuple[int, DraftItem]]
) -> Iterator[Splice]:
    """Write a list in brackets anew from its own items."""
    items = node.items or ()
    bounds = [node.start, *(place for item in items for place in (item.start, item.end)), node.end]
    gaps = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    if any(_COMMENT.search(gap) for gap in gaps):
        raise ValueProblem("方括号里有注释", BY_HAND)
    drafted: list[str] = []
    for index in range(len(items) + 1):
        drafted += [draft(None) for count, draft in added if count == index]
        if index < len(items) and index not in removed:
            drafted.append(text[items[index].start : items[index].end])
    yield node.start, node.end, f"[{', '.join(drafted)}]"


def _new_block(text: str, entry: SourceEntry, drafts: Sequence[DraftItem]) -> Iterator[Splice]:
    """Write a list below a key that has none."""
    node, column = entry.value, entry.key_column + 2
    if node.end > node.start:
        yield entry.key_end, node.end, ""
    lines = line_break(text).join(f"{' ' * column}- {draft(column + 2)}" for draft in drafts)
    yield line_splice(text, max(node.end, entry.key_end), lines)
