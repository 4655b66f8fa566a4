"""Footnotes of a Word document: a part of its own that python-docx does not know."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from site_builder.render.docx_package import node
from site_builder.render.prose_tree import Notes, Run, Runs, flat

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Footnotes:
    """Numbers footnotes as they are called and keeps what they say."""

    def __init__(
        self,
        document: Any,  # noqa: ANN401 - python-docx has no types
        notes: Notes,
        runs: Callable[[Runs, Any], Iterable[Any]],
    ) -> None:
        self.document, self.notes, self.runs = document, notes, runs
        self.numbers: dict[str, int] = {}

    def call(self, name: str) -> Any:  # noqa: ANN401 - lxml's
        """Make the mark of a footnote; called again, it names the number of the first call."""
        look = node("w:rPr", node("w:rStyle", val="footnotereference"))
        if name in self.numbers:
            again = node("w:t")
            again.text = str(self.numbers[name])
            return node("w:r", look, again)
        self.numbers[name] = len(self.numbers) + 1
        return node("w:r", look, node("w:footnoteReference", id=self.numbers[name]))

    def write(self) -> None:
        """Write the part, when anything was called."""
        if not self.numbers:
            return
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, b"", package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
            line = node("w:p", node("w:r", node(f"w:{kind}")))
            root.append(node("w:footnote", line, type=kind, id=number))
        for name, number in self.numbers.items():
            root.append(node("w:footnote", *self._lines(name, part), id=number))
        part._blob = etree.tostring(  # noqa: SLF001 - python-docx knows no footnotes
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        marks = (node("w:footnote", id=-1), node("w:footnote", id=0))
        settings = self.document.settings.element
        settings.insert_element_before(node("w:footnotePr", *marks), *_AFTER)

    def _lines(self, name: str, part: Part) -> Iterator[Any]:
        mark: list[Any] = [
            node("w:r", node("w:rPr", node("w:rStyle", val="footnotereference")),
                 node("w:footnoteRef")),
        ]  # fmt: skip
        for runs in flat(self.notes.get(name, ())):
            style = node("w:pPr", node("w:pStyle", val="footnotetext"))
            yield node("w:p", style, *mark, *self.runs((Run(" "), *runs), part))
            mark = []


_AFTER = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:themeFontLang",
          "w:clrSchemeMapping", "w:decimalSymbol", "w:listSeparator")  # fmt: skip
"""What the schema wants behind `footnotePr`."""
