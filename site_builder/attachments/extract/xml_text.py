"""Words inside the elements of an XML part."""

from collections.abc import Callable, Mapping

from site_builder.core.safe_xml import parse_xml, xml_parser


def local_name(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


class ElementTextParser:
    """Parses XML and passes on the words inside each element of one name."""

    def __init__(
        self, block_element: str, text_element: str, on_element: Callable[[str], None]
    ) -> None:
        self.block_element, self.text_element, self.on_element = (
            block_element,
            text_element,
            on_element,
        )
        self.pieces: list[str] = []
        self.skipped = 0
        self.depth = 0

    def read(self, data: bytes) -> None:
        """Read a whole part."""
        parser = xml_parser()
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        parse_xml(parser, data)

    def _on_start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self.skipped += local_name(name) == "rPh"
        self.depth += local_name(name) == self.text_element
        if local_name(name) == self.block_element:
            self.pieces = []

    def _on_end(self, name: str) -> None:
        self.skipped -= local_name(name) == "rPh"
        self.depth -= local_name(name) == self.text_element
        if local_name(name) == self.block_element:
            self.on_element("".join(self.pieces))

    def _on_text(self, text: str) -> None:
        if self.depth and not self.skipped:
            self.pieces.append(text)
