"""A report or document as a Word file, laid out by GB/T 9704. Needs extra `docx`; reproducible."""

from site_builder.model.files import PrintDocumentView
from site_builder.model.parts import TableView
from site_builder.model.view import View
from site_builder.render.docx_package import new_document, node, saved
from site_builder.render.docx_prose import Prose
from site_builder.render.docx_styles import set_styles
from site_builder.render.docx_table import write_table
from site_builder.render.paper import paper
from site_builder.render.prose_tree import Run


def report_docx(view: View) -> bytes:
    """Make the file: title, remarks, the parts with their tables, footnotes, small print."""
    assert isinstance(view, PrintDocumentView)  # noqa: S101 - the plan pairs views and renderers
    made = paper(view)
    document = new_document(view.title)
    set_styles(document, view.fonts)
    prose = Prose(document, made.notes)
    lines = [Run(text) for line in made.title for text in (line, "\n")]
    prose.append(prose.paragraph(tuple(lines[:-1]), "Title"))
    for remark in made.remarks:
        line = node("w:pBdr", *(node(f"w:{side}", val="single", sz=4, space=4, color="808080")
                                for side in ("top", "left", "bottom", "right")))  # fmt: skip
        prose.append(prose.paragraph((Run(remark),), "SmallPrint", [line]))
    for block in made.body:
        if isinstance(block, TableView):
            write_table(prose, block)
        else:
            prose.block(block, 0)
    prose.line("", "SmallPrint")
    for fact in made.facts:
        prose.line(fact, "SmallPrint")
    if made.annex:
        first = len(document.paragraphs)
        prose.blocks(made.annex)
        document.paragraphs[first].paragraph_format.page_break_before = True
    prose.notes.write()
    return saved(document)
