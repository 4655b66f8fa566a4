"""A report or document as a Word file, laid out by GB/T 9704. Needs extra `docx`; reproducible."""

from site_builder.model.views.downloads import PrintDocumentView
from site_builder.model.views.parts import TableView
from site_builder.render.blocks import TextRun
from site_builder.render.office.docx.body import DocxBody
from site_builder.render.office.docx.package import make_element, new_document, save_reproducibly
from site_builder.render.office.docx.statutory_table import add_statutory_table
from site_builder.render.office.docx.styles import set_styles
from site_builder.render.print_document import build_print_document


def report_docx(view: PrintDocumentView) -> bytes:
    """Build the file: title, remarks, the parts with their tables, footnotes, small print."""
    print_document = build_print_document(view)
    document = new_document(view.title)
    set_styles(document, view.fonts)
    body = DocxBody(document, print_document.footnotes)
    lines = [TextRun(text) for line in print_document.title_lines for text in (line, "\n")]
    body.append(body.build_paragraph(tuple(lines[:-1]), "Title"))
    for notice in print_document.notices:
        line = make_element(
            "w:pBdr",
            *(
                make_element(f"w:{side}", val="single", sz=4, space=4, color="808080")
                for side in ("top", "left", "bottom", "right")
            ),
        )
        body.append(body.build_paragraph((TextRun(notice),), "SmallPrint", [line]))
    for block in print_document.body:
        if isinstance(block, TableView):
            add_statutory_table(body, block)
        else:
            body.add_block(block, 0)
    body.add_line("", "SmallPrint")
    for property_text in print_document.properties:
        body.add_line(property_text, "SmallPrint")
    if print_document.annex:
        first = len(document.paragraphs)
        body.add_blocks(print_document.annex)
        document.paragraphs[first].paragraph_format.page_break_before = True
    body.footnotes.write()
    return save_reproducibly(document)
