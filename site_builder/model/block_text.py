"""The words of a block of an imported file, without its mark-up."""

from site_builder.model.original import Block, OriginalPicture, OriginalTable


def block_text(block: Block) -> str:
    """Return the words of a block; of a table, a line for each row."""
    if isinstance(block, OriginalPicture):
        return block.description
    if not isinstance(block, OriginalTable):
        return block.text
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
    return "\n".join("\t".join(cells) for cells in rows.values())
