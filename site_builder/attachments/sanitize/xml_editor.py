"""XML parts of office files, edited tag by tag: whatever is not named stays byte for byte.

Elements and attributes of namespaces that no office format knows go: they are written by programs
for themselves. The edited text is proved by expat, which did not write it: the same words in the
same elements.
"""

import codecs
import re
from collections.abc import Callable, Mapping

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser
from site_builder.model.lazy_pattern import lazy_pattern

AttributeChanges = Mapping[str, str | None]
"""New values of attributes by their qualified names; None removes one."""
ElementHook = Callable[[str, Mapping[str, str]], AttributeChanges | None]
"""Local name of an element and its attributes → what to change; None drops the element."""
TextHook = Callable[[str, str], str]
"""Local name of an element and a text in it → the text to write; twice is once."""

_TOKEN = lazy_pattern(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.DOTALL
)
_ATTRIBUTE = lazy_pattern(r"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_NAME = lazy_pattern(r"</?([^\s/>]+)")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)")
_LOCAL_PATH = lazy_pattern(
    r"(?:file:/+|(?<!\w)[A-Za-z]:[\\/]|\\\\\w|(?<![\w.%])/(?:Users|home)/)"
    r"[^\"<>|]*?(?=&quot;|[\"<>|]|$)"
)
"""A place on somebody's computer, which is named after its user more often than not."""
_KNOWN_NAMESPACES = lazy_pattern(
    r"https?://(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.oclc\.org/ooxml"
    r"|www\.w3\.org|purl\.org/dc|www\.wps\.cn|openoffice\.org|docs\.oasis-open\.org"
    r"|www\.ofdspec\.org)(?:/.*)?"
    r"|urn:(?:schemas-microsoft-com|oasis|org:documentfoundation|schemas-openxmlformats-org):.*|"
)
"""Namespaces of office formats."""
_KEPT_INSTRUCTIONS = ("<?xml-stylesheet ", "<?mso-application ")
"""What browsers and Windows read to know how to show a file."""
NO_PREFIXES: frozenset[str] = frozenset()
ForeignPrefixes = frozenset[str] | None
"""Prefixes of other namespaces; None where all namespaces are welcome."""


def local_name(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def strip_local_paths(value: str) -> str:
    """Return a value in which places on a computer are the bare names of files."""
    return _LOCAL_PATH.sub(
        lambda match: re.split(r"[\\/]|%5[Cc]|%2[Ff]", match[0].rstrip("\\/"))[-1], value
    )


def has_local_path(value: str) -> bool:
    """Return whether a text names a place on somebody's computer."""
    return bool(_LOCAL_PATH.search(value))


def edit_xml(
    data: bytes, hook: ElementHook, text_hook: TextHook, foreign: ForeignPrefixes = NO_PREFIXES
) -> bytes:
    """Return an edited part. Raises RefusedError when it is no XML, or for a DTD."""
    text, encoding, bom = _decode(data)
    parse_xml(xml_parser(), data)
    editor = _XmlEditor(hook, text_hook, foreign)
    token_length = 0
    for match in _TOKEN.finditer(text):
        token_length += len(match[0])
        editor.token(match[0])
    if token_length != len(text):
        raise UnsupportedFileError("文件损坏，打不开")
    edited = bom + "".join(editor.out).encode(encoding)
    if edited != data and _xml_content(data, hook, text_hook, foreign) != _xml_content(
        edited, hook, text_hook, foreign
    ):
        raise UnsupportedFileError("清理后的文件与原文件不一致")
    return edited


class _XmlEditor:
    """The part written again, token by token."""

    def __init__(self, hook: ElementHook, text_hook: TextHook, foreign: ForeignPrefixes) -> None:
        self.hook = hook
        self.text_hook = text_hook
        self.out: list[str] = []
        self.open_elements: list[str] = []
        self.foreign = [foreign]
        """Of each element that is open, and of the whole part."""
        self.skip_depth = 0
        """How deep inside an element that goes."""

    def token(self, token: str) -> None:
        """Write one token, or leave it out. Comments and instructions to programs go."""
        if token.startswith(("<!--", "<?")):
            if token.startswith("<?xml ") or (
                self.foreign[0] is None and token.startswith(_KEPT_INSTRUCTIONS)
            ):
                self.out.append(token)
        elif token[0] != "<" or token.startswith("<!"):
            if not self.skip_depth:
                self.out.append(
                    self.text_hook(self.open_elements[-1] if self.open_elements else "", token)
                )
        elif token.startswith("</"):
            if not self.skip_depth:
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
            attributes = {
                attribute[1]: attribute[2][1:-1] for attribute in _ATTRIBUTE.finditer(token)
            }
            foreign = _foreign_prefixes(foreign, attributes)
        self.open_elements.append(local_name(name))
        self.foreign.append(foreign)
        changes = None
        if not self.skip_depth:
            changes = _element_changes(
                self.hook, name, attributes, foreign, root=len(self.open_elements) == 1
            )
        if changes is None:
            self.skip_depth += 1
        else:
            self.out.append(_edit_tag(token, changes) if attributes else token)
        if token.endswith("/>"):
            self._close()

    def _close(self) -> None:
        self.open_elements.pop()
        self.foreign.pop()
        self.skip_depth = max(0, self.skip_depth - 1)


def _foreign_prefixes(outer: ForeignPrefixes, attributes: Mapping[str, str]) -> ForeignPrefixes:
    """Return the prefixes of namespaces that no office format knows, within one element."""
    if outer is None:
        return None
    declared = {key[6:]: value for key, value in attributes.items() if key.startswith("xmlns:")}
    if not declared:
        return outer
    unknown = {
        prefix
        for prefix, namespace in declared.items()
        if not _KNOWN_NAMESPACES.fullmatch(namespace)
    }
    return (outer - declared.keys()) | unknown


def _element_changes(
    hook: ElementHook,
    name: str,
    attributes: Mapping[str, str],
    foreign: ForeignPrefixes,
    *,
    root: bool,
) -> AttributeChanges | None:
    """Return what to change of an element; None when it goes. The root stays."""
    changes = hook(local_name(name), attributes)
    if foreign:
        is_foreign = name.partition(":")[0] in foreign and ":" in name
        required = next(
            (attributes[key] for key in attributes if local_name(key) == "Requires"), ""
        )
        if is_foreign or not foreign.isdisjoint(required.split()):
            changes = None
        if changes is not None:
            changes = {**_remove_foreign(attributes, foreign), **changes}
    return {} if changes is None and root else changes


def _remove_foreign(
    attributes: Mapping[str, str], foreign: frozenset[str]
) -> dict[str, str | None]:
    """Remove the attributes of foreign namespaces, and what declares these."""
    changes: dict[str, str | None] = {}
    for key, value in attributes.items():
        prefix, _, rest = key.partition(":")
        if rest and (prefix in foreign or (prefix == "xmlns" and rest in foreign)):
            changes[key] = None
        elif local_name(key) == "Ignorable":
            changes[key] = " ".join(name for name in value.split() if name not in foreign)
    return changes


def _edit_tag(token: str, changes: AttributeChanges) -> str:
    def replace_attribute(match: re.Match[str]) -> str:
        value = changes.get(match[1], match[2][1:-1])
        if value is None:
            return ""
        if match[1] not in changes:
            stripped = value if match[1].startswith("xmlns") else strip_local_paths(value)
            return match[0] if stripped == value else match[0].replace(value, stripped)
        return f' {match[1]}="{value}"'

    return _ATTRIBUTE.sub(replace_attribute, token)


def _decode(data: bytes) -> tuple[str, str, bytes]:
    """Return the text, its encoding, and the mark that stands before it."""
    boms = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"))
    for bom, encoding in (*boms, (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding), encoding, bom
    match = _ENCODING.match(data)
    encoding = match[1].decode() if match else "utf-8"
    try:
        return data.decode(encoding), encoding, b""
    except (LookupError, UnicodeError) as exc:
        raise UnsupportedFileError("文件损坏，打不开") from exc


def _xml_content(
    data: bytes, hook: ElementHook, text_hook: TextHook, outer: ForeignPrefixes
) -> str:
    """Return the elements and words of a part, but for those that are to go."""
    content: list[str] = []
    open_elements: list[str] = []
    foreign = [outer]
    texts: list[str] = []
    skip_depth = 0

    def flush() -> None:
        if texts and not skip_depth:
            content.append(text_hook(open_elements[-1], "".join(texts)))
        texts.clear()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal skip_depth
        flush()
        open_elements.append(local_name(name))
        foreign.append(_foreign_prefixes(foreign[-1], attributes))
        root = len(open_elements) == 1
        if skip_depth or _element_changes(hook, name, attributes, foreign[-1], root=root) is None:
            skip_depth += 1
        else:
            content.append(f"<{name}>")

    def end(_name: str) -> None:
        nonlocal skip_depth
        flush()
        open_elements.pop()
        foreign.pop()
        skip_depth = max(0, skip_depth - 1)

    parser = xml_parser(namespaces=False)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = texts.append
    parse_xml(parser, data)
    return "".join(content)
