"""XML parts of office files, edited tag by tag: whatever is not named stays byte for byte.

The edited text is proved by expat, which did not write it: the same words in the same elements.
"""

import codecs
import re
from collections.abc import Callable, Collection, Mapping

from site_builder.containers import RefusedError, parse_xml, xml_parser

Changes = Mapping[str, str | None]
"""New values of attributes by their qualified names; None removes one."""
Hook = Callable[[str, Mapping[str, str]], Changes | None]
"""Local name of an element and its attributes → what to change; None drops the element."""

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.DOTALL
)
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_NAME = re.compile(r"</?([^\s/>]+)")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)")
_CUT = re.compile(
    r"(?:file:/+|(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\\w|/Users/|/home/)[^\"<>|]*?(?=&quot;|[\"<>|]|$)"
)
"""A place on somebody's computer, which is named after its user more often than not."""


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def unplaced(value: str) -> str:
    """Return a value in which places on a computer are the bare names of files."""
    return _CUT.sub(lambda hit: re.split(r"[\\/]|%5[Cc]|%2[Ff]", hit[0].rstrip("\\/"))[-1], value)


def has_place(value: str) -> bool:
    """Tell whether a text names a place on somebody's computer."""
    return bool(_CUT.search(value))


def edit(  # noqa: C901, PLR0912 - one branch for each kind of token
    data: bytes, hook: Hook, words: Mapping[str, str], places: Collection[str] = ()
) -> tuple[bytes, set[str]]:
    """Edit a part; return it with the names of the elements that were dropped.

    `words` replaces the text of elements, `places` names those whose text loses its folders.
    """
    text, encoding, mark = _decoded(data)
    parse_xml(xml_parser(), data)
    out: list[str] = []
    inside: list[str] = []
    dropped: set[str] = set()
    skipped = 0
    whole = 0
    for hit in _TOKEN.finditer(text):
        token = hit[0]
        whole += len(token)
        if token.startswith(("<!--", "<?")):
            if token.startswith("<?xml "):
                out.append(token)
            continue
        closing, single = token.startswith("</"), token.endswith("/>")
        if token[0] != "<" or token.startswith("<!"):
            if not skipped:
                out.append(_text(token, inside[-1] if inside else "", words, places))
        elif closing:
            if not skipped:
                out.append(token)
            skipped = max(0, skipped - 1)
            inside.pop()
        else:
            name = local(_NAME.match(token)[1])  # type: ignore[index]
            edited = None if skipped else _tag(token, name, hook, root=not inside)
            if edited is None:
                dropped.add(name)
                skipped += not single
            else:
                out.append(edited)
            if not single:
                inside.append(name)
    edited_bytes = mark + "".join(out).encode(encoding)
    if whole != len(text):
        raise RefusedError("文件损坏，打不开")
    if edited_bytes != data:
        _prove(data, edited_bytes, hook, words, places)
    return edited_bytes, dropped


def _text(token: str, name: str, words: Mapping[str, str], places: Collection[str]) -> str:
    if name in words:
        return words[name] if token.strip() else token
    return unplaced(token) if name in places else token


def _tag(token: str, name: str, hook: Hook, *, root: bool) -> str | None:
    if "=" not in token and hook(name, {}) is not None:
        return token
    attributes = {hit[1]: hit[2][1:-1] for hit in _ATTRIBUTE.finditer(token)}
    changes = hook(name, attributes)
    if changes is None and not root:
        return None
    wanted = changes or {}

    def changed(hit: re.Match[str]) -> str:
        value = wanted.get(hit[1], hit[2][1:-1])
        if value is None:
            return ""
        if hit[1] not in wanted:
            clean = value if hit[1].startswith("xmlns") else unplaced(value)
            return hit[0] if clean == value else hit[0].replace(value, clean)
        return f' {hit[1]}="{value}"'

    return _ATTRIBUTE.sub(changed, token)


def _decoded(data: bytes) -> tuple[str, str, bytes]:
    """Return the text, its encoding, and the mark that stands before it."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"))
    for mark, encoding in (*marks, (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding), encoding, mark
    hit = _ENCODING.match(data)
    encoding = hit[1].decode() if hit else "utf-8"
    try:
        return data.decode(encoding), encoding, b""
    except (LookupError, UnicodeError) as fault:
        raise RefusedError("文件损坏，打不开") from fault


def _prove(
    before: bytes, after: bytes, hook: Hook, words: Mapping[str, str], places: Collection[str]
) -> None:
    """Raise unless both hold the same elements and words, but for those that were to go."""
    loose = frozenset((*words, *places))
    if _content(before, hook, loose) != _content(after, hook, loose):
        raise RefusedError("清理后的文件与原文件不一致")


def _content(data: bytes, hook: Hook, loose: Collection[str]) -> str:
    found: list[str] = []
    inside: list[str] = []
    skipped = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal skipped
        inside.append(local(name))
        root = len(inside) == 1
        if skipped or (hook(local(name), attributes) is None and not root):
            skipped += 1
        else:
            found.append(f"<{name}>")

    def end(_name: str) -> None:
        nonlocal skipped
        inside.pop()
        skipped = max(0, skipped - 1)

    def words(text: str) -> None:
        if not skipped and inside[-1] not in loose:
            found.append(text)

    parser = xml_parser(namespaces=False)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = words
    parse_xml(parser, data)
    return "".join(found)
