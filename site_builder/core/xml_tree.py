"""XML read into a tree, within bounds: no DTD, no entity, no more elements or depth than asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from site_builder.core.errors import UnsupportedFileError
from site_builder.core.safe_xml import parse_xml, xml_parser

MAX_ELEMENTS = 400_000
MAX_DEPTH = 200


@dataclass(slots=True)
class XmlElement:
    """An element; names of known namespaces are `prefix:name`, others `namespace name`."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["XmlElement"] = field(default_factory=list)
    text: str = ""
    """All characters directly inside it, joined."""

    def find(self, *path: str) -> "XmlElement | None":
        """Return the first element at a path of names; None without it."""
        element: XmlElement | None = self
        for name in path:
            if element is None:
                return None
            element = next((child for child in element.children if child.name == name), None)
        return element

    def find_all(self, name: str) -> Iterator["XmlElement"]:
        """Yield the children of a name."""
        return (child for child in self.children if child.name == name)

    def descendants(self, *names: str) -> Iterator["XmlElement"]:
        """Yield all elements of these names inside it, in document order."""
        pending = self.children[::-1]
        while pending:
            element = pending.pop()
            if element.name in names:
                yield element
            pending += element.children[::-1]


def parse_tree(
    data: bytes,
    prefixes: Mapping[str, str],
    max_elements: int = MAX_ELEMENTS,
    max_depth: int = MAX_DEPTH,
) -> XmlElement:
    """Parse a whole file; `prefixes` maps namespaces to the prefixes that names get.

    Raises UnsupportedFileError when it is no XML, has a DTD, or goes beyond its bounds.
    """
    builder = _TreeBuilder(prefixes, max_elements, max_depth)
    parser = xml_parser()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.add_text
    parse_xml(parser, data)
    return builder.root.children[0]


class _TreeBuilder:
    """Builds the tree from what the parser reports."""

    def __init__(self, prefixes: Mapping[str, str], max_elements: int, max_depth: int) -> None:
        self.root = XmlElement("")
        self._prefixes = prefixes
        self._names: dict[str, str] = {}
        self._remaining, self._max_depth = max_elements, max_depth
        self._stack = [self.root]
        self._characters: list[list[str]] = [[]]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._remaining -= 1
        if self._remaining < 0 or len(self._stack) > self._max_depth:
            raise UnsupportedFileError("文件的内容太多或者嵌套太深，不能读取")
        names = self._names
        element = XmlElement(
            names.get(name) or self._short(name),
            {names.get(key) or self._short(key): value for key, value in attributes.items()},
        )
        self._stack[-1].children.append(element)
        self._stack.append(element)
        self._characters.append([])

    def end(self, _name: str) -> None:
        self._stack.pop().text = "".join(self._characters.pop())

    def add_text(self, text: str) -> None:
        self._characters[-1].append(text)

    def _short(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        prefix = self._prefixes.get(namespace)
        self._names[name] = f"{prefix}:{local}" if prefix else name
        return self._names[name]
