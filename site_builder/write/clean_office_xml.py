"""XML parts of office files, edited tag by tag: whatever is not named stays byte for byte.

Elements and attributes of namespaces that no office format knows go: they are written by programs
for themselves. The edited text is proved by expat, which did not write it: the same words in the
same elements.
"""

import codecs
import re
from collections.abc import Callable, Mapping

from site_builder.containers import UnsupportedFileError, parse_xml, xml_parser

Changes = Mapping[str, str | None]
"""New values of attributes by their qualified names; None removes one."""
Hook = Callable[[str, Mapping[str, str]], Changes | None]
"""Local name of an element and its attributes → what to change; None drops the element."""
Words = Callable[[str, str], str]
"""Local name of an element and a text in it → the text to write; twice is once."""

_TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.DOTALL
)
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_NAME = re.compile(r"</?([^\s/>]+)")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)")
_CUT = re.compile(
    r"(?:file:/+|(?<!\w)[A-Za-z]:[\\/]|\\\\\w|(?<![\w.%])/(?:Users|home)/)"
    r"[^\"<>|]*?(?=&quot;|[\"<>|]|$)"
)
"""A place on somebody's computer, which is named after its user more often than not."""
_SPACES = re.compile(
    r"https?://(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.oclc\.org/ooxml"
    r"|www\.w3\.org|purl\.org/dc|www\.wps\.cn|openoffice\.org|docs\.oasis-open\.org"
    r"|www\.ofdspec\.org)(?:/.*)?"
    r"|urn:(?:schemas-microsoft-com|oasis|org:documentfoundation|schemas-openxmlformats-org):.*|"
)
"""Namespaces of office formats."""
_INSTRUCTIONS = ("<?xml-stylesheet ", "<?mso-application ")
"""What tells browsers and Windows how to show a file."""
NONE: frozenset[str] = frozenset()
Foreign = frozenset[str] | None
"""Prefixes of other namespaces; None where all namespaces are welcome."""


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def unplaced(value: str) -> str:
    """Return a value in which places on a computer are the bare names of files."""
    return _CUT.sub(lambda hit: re.split(r"[\\/]|%5[Cc]|%2[Ff]", hit[0].rstrip("\\/"))[-1], value)


def has_place(value: str) -> bool:
    """Tell whether a text names a place on somebody's computer."""
    return bool(_CUT.search(value))


def edit(data: bytes, hook: Hook, words: Words, foreign: Foreign = NONE) -> bytes:
    """Return an edited part. Raises RefusedError when it is no XML, or for a DTD."""
    text, encoding, mark = _decoded(data)
    parse_xml(xml_parser(), data)
    work = _Editor(hook, words, foreign)
    whole = 0
    for hit in _TOKEN.finditer(text):
        whole += len(hit[0])
        work.token(hit[0])
    if whole != len(text):
        raise UnsupportedFileError("文件损坏，打不开")
    edited = mark + "".join(work.out).encode(encoding)
    if edited != data and _content(data, hook, words, foreign) != _content(
        edited, hook, words, foreign
    ):
        raise UnsupportedFileError("清理后的文件与原文件不一致")
    return edited


class _Editor:
    """The part written again, token by token."""

    def __init__(self, hook: Hook, words: Words, foreign: Foreign) -> None:
        self.hook = hook
        self.words = words
        self.out: list[str] = []
        self.inside: list[str] = []
        self.foreign = [foreign]
        """Of each element that is open, and of the whole part."""
        self.skipped = 0
        """How deep inside an element that goes."""

    def token(self, token: str) -> None:
        """Write one token, or leave it out. Comments and instructions to programs go."""
        if token.startswith(("<!--", "<?")):
            if token.startswith("<?xml ") or (
                self.foreign[0] is None and token.startswith(_INSTRUCTIONS)
            ):
                self.out.append(token)
        elif token[0] != "<" or token.startswith("<!"):
            if not self.skipped:
                self.out.append(self.words(self.inside[-1] if self.inside else "", token))
        elif token.startswith("</"):
            if not self.skipped:
                self.out.append(token)
            self._close()
        else:
            self._open(token)

    def _open(self, token: str) -> None:
        match = _NAME.match(token)
        name = match[1] if match else ""
        foreign = self.foreign[-1]
        attributes: Mapping[str, str] = {}
        if "=" in token:
            attributes = {hit[1]: hit[2][1:-1] for hit in _ATTRIBUTE.finditer(token)}
            foreign = _foreign(foreign, attributes)
        self.inside.append(local(name))
        self.foreign.append(foreign)
        changes = None
        if not self.skipped:
            changes = _changes(self.hook, name, attributes, foreign, root=len(self.inside) == 1)
        if changes is None:
            self.skipped += 1
        else:
            self.out.append(_tag(token, changes) if attributes else token)
        if token.endswith("/>"):
            self._close()

    def _close(self) -> None:
        self.inside.pop()
        self.foreign.pop()
        self.skipped = max(0, self.skipped - 1)


def _foreign(outer: Foreign, attributes: Mapping[str, str]) -> Foreign:
    """Return the prefixes of namespaces that no office format knows, within one element."""
    if outer is None:
        return None
    declared = {key[6:]: value for key, value in attributes.items() if key.startswith("xmlns:")}
    if not declared:
        return outer
    strange = {one for one, space in declared.items() if not _SPACES.fullmatch(space)}
    return (outer - declared.keys()) | strange


def _changes(
    hook: Hook, name: str, attributes: Mapping[str, str], foreign: Foreign, *, root: bool
) -> Changes | None:
    """Tell what to change of an element; None when it goes. The root stays."""
    changes = hook(local(name), attributes)
    if foreign:
        strange = name.partition(":")[0] in foreign and ":" in name
        needed = next((attributes[key] for key in attributes if local(key) == "Requires"), "")
        if strange or not foreign.isdisjoint(needed.split()):
            changes = None
        if changes is not None:
            changes = {**_without(attributes, foreign), **changes}
    return {} if changes is None and root else changes


def _without(attributes: Mapping[str, str], foreign: frozenset[str]) -> dict[str, str | None]:
    """Remove the attributes of foreign namespaces, and what declares these."""
    found: dict[str, str | None] = {}
    for key, value in attributes.items():
        prefix, _, rest = key.partition(":")
        if rest and (prefix in foreign or (prefix == "xmlns" and rest in foreign)):
            found[key] = None
        elif local(key) == "Ignorable":
            found[key] = " ".join(one for one in value.split() if one not in foreign)
    return found


def _tag(token: str, changes: Changes) -> str:
    def changed(hit: re.Match[str]) -> str:
        value = changes.get(hit[1], hit[2][1:-1])
        if value is None:
            return ""
        if hit[1] not in changes:
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
        raise UnsupportedFileError("文件损坏，打不开") from fault


def _content(data: bytes, hook: Hook, words: Words, outer: Foreign) -> str:
    """Return the elements and words of a part, but for those that are to go."""
    found: list[str] = []
    inside: list[str] = []
    foreign = [outer]
    pieces: list[str] = []
    skipped = 0

    def flush() -> None:
        if pieces and not skipped:
            found.append(words(inside[-1], "".join(pieces)))
        pieces.clear()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal skipped
        flush()
        inside.append(local(name))
        foreign.append(_foreign(foreign[-1], attributes))
        root = len(inside) == 1
        if skipped or _changes(hook, name, attributes, foreign[-1], root=root) is None:
            skipped += 1
        else:
            found.append(f"<{name}>")

    def end(_name: str) -> None:
        nonlocal skipped
        flush()
        inside.pop()
        foreign.pop()
        skipped = max(0, skipped - 1)

    parser = xml_parser(namespaces=False)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = pieces.append
    parse_xml(parser, data)
    return "".join(found)
