"""Words inside the elements of an XML part. Called by the readers of office files."""

from collections.abc import Callable, Mapping

from site_builder.containers import parse_xml, xml_parser


def local(name: str) -> str:
    """Give a name without its namespace."""
    return name.rpartition(" ")[2]


class Elements:
    """Hears XML and tells the words inside each element of one name."""

    def __init__(self, block: str, words: str, tell: Callable[[str], None]) -> None:
        self.block, self.inner, self.tell = block, words, tell
        self.pieces: list[str] = []
        self.skipped = 0
        self.depth = 0

    def read(self, data: bytes) -> None:
        """Hear a whole part."""
        parser = xml_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._heard
        parse_xml(parser, data)

    def _start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self.skipped += local(name) == "rPh"
        self.depth += local(name) == self.inner
        if local(name) == self.block:
            self.pieces = []

    def _end(self, name: str) -> None:
        self.skipped -= local(name) == "rPh"
        self.depth -= local(name) == self.inner
        if local(name) == self.block:
            self.tell("".join(self.pieces))

    def _heard(self, text: str) -> None:
        if self.depth and not self.skipped:
            self.pieces.append(text)
