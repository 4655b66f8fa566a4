"""Footnotes of a Word document: a part of its own that python-docx does not know."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from site_builder.render.blocks import Footnotes, Runs, TextRun, flatten_blocks
from site_builder.render.office.docx.package import make_element

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class FootnoteWriter:
    """Numbers footnotes as they are called and stores their texts."""

    def __init__(
        self,
        document: Any,  # noqa: ANN401 - python-docx has no types
        footnotes: Footnotes,
        build_runs: Callable[[Runs, Any], Iterable[Any]],
    ) -> None:
        self.document, self.footnotes, self.build_runs = document, footnotes, build_runs
        self.numbers: dict[str, int] = {}

    def reference(self, name: str) -> Any:  # noqa: ANN401 - lxml's
        """Build the mark of a footnote; called again, it names the number of the first call."""
        properties = make_element("w:rPr", make_element("w:rStyle", val="footnotereference"))
        if name in self.numbers:
            number_text = make_element("w:t")
            number_text.text = str(self.numbers[name])
            return make_element("w:r", properties, number_text)
        self.numbers[name] = len(self.numbers) + 1
        return make_element(
            "w:r", properties, make_element("w:footnoteReference", id=self.numbers[name])
        )

    def write(self) -> None:
        """Write the part, when anything was called."""
        if not self.numbers:
            return
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, b"", package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        for number, separator_type in ((-1, "separator"), (0, "continuationSeparator")):
            line = make_element("w:p", make_element("w:r", make_element(f"w:{separator_type}")))
            root.append(make_element("w:footnote", line, type=separator_type, id=number))
        for name, number in self.numbers.items():
            root.append(make_element("w:footnote", *self._paragraphs(name, part), id=number))
        part._blob = etree.tostring(  # noqa: SLF001 - python-docx knows no footnotes
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        separators = (make_element("w:footnote", id=-1), make_element("w:footnote", id=0))
        settings = self.document.settings.element
        settings.insert_element_before(
            make_element("w:footnotePr", *separators), *_FOOTNOTE_PR_SUCCESSORS
        )

    def _paragraphs(self, name: str, part: Part) -> Iterator[Any]:
        reference_mark: list[Any] = [
            make_element(
                "w:r",
                make_element("w:rPr", make_element("w:rStyle", val="footnotereference")),
                make_element("w:footnoteRef"),
            ),
        ]
        for runs in flatten_blocks(self.footnotes.get(name, ())):
            style = make_element("w:pPr", make_element("w:pStyle", val="footnotetext"))
            yield make_element(
                "w:p", style, *reference_mark, *self.build_runs((TextRun(" "), *runs), part)
            )
            reference_mark = []


_FOOTNOTE_PR_SUCCESSORS = (
    "w:endnotePr",
    "w:compat",
    "w:docVars",
    "w:rsids",
    "m:mathPr",
    "w:themeFontLang",
    "w:clrSchemeMapping",
    "w:decimalSymbol",
    "w:listSeparator",
)
"""What the schema wants behind `footnotePr`."""
