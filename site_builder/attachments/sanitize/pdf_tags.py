"""Identifiers of tags, which programs or people chose: numbered anew wherever they are used.

The headers of a table's cells are found by them, so none may go.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

_TAG_KEYS = frozenset(
    ("/Type", "/S", "/P", "/ID", "/Ref", "/Pg", "/K", "/A", "/C", "/R", "/Lang", "/Alt", "/E")
) | {"/ActualText", "/NS", "/AF", "/PhoneticAlphabet", "/Phoneme"}


def renumber_tags(pdf: Pdf) -> None:
    """Number every tag that has an identifier, and leave out unknown entries of tags."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    elements = structure_elements(root)
    numbers: dict[bytes, String] = {}
    id_tree_entries: list[Object] = []
    for element in elements[1:]:
        if element.get("/Type") in (None, Name.StructElem):
            for key in [key for key in element.keys() if key not in _TAG_KEYS]:  # noqa: SIM118 - no dict
                del element[key]
        old = element.get("/ID")
        if isinstance(old, String):
            new_id = numbers.setdefault(bytes(old), String(f"tag{len(numbers):07d}"))
            id_tree_entries += [new_id, element]
            element["/ID"] = new_id
    _update_header_ids(pdf, numbers)
    if "/IDTree" in root:
        root["/IDTree"] = pdf.make_indirect(Dictionary(Names=Array(id_tree_entries)))


def _update_header_ids(pdf: Pdf, numbers: dict[bytes, String]) -> None:
    """Repair what refers to tags by their identifiers."""
    if not numbers:
        return
    for attribute in tag_attributes(pdf):
        headers = attribute.get("/Headers")
        if isinstance(headers, Array):
            attribute["/Headers"] = Array(
                numbers.get(bytes(old), old) if isinstance(old, String) else old for old in headers
            )


def tag_attributes(pdf: Pdf) -> list[Object]:
    """Return the attributes of all tags, each once."""
    result: list[Object] = []
    visited: set[tuple[int, int]] = set()
    root = pdf.Root["/StructTreeRoot"]
    classes = root.get("/ClassMap")
    roots = [classes[key] for key in classes.keys()] if isinstance(classes, Dictionary) else []  # noqa: SIM118 - no dict
    roots += [item["/A"] for item in structure_elements(root) if "/A" in item]
    for entry in roots:
        for item in list(entry) if isinstance(entry, Array) else [entry]:
            if isinstance(item, Dictionary) and not (item.is_indirect and item.objgen in visited):
                visited.add(item.objgen)
                result.append(item)
    return result


def structure_elements(root: Object) -> list[Object]:
    """Return the tree of tags from its root on, in reading order, each object once."""
    elements: list[Object] = []
    visited: set[tuple[int, int]] = set()
    pending: list[Object] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, Array):
            pending.extend(reversed(list(item)))
        if not isinstance(item, pikepdf.Dictionary) or (
            item.is_indirect and item.objgen in visited
        ):
            continue
        visited.add(item.objgen)
        elements.append(item)
        if "/K" in item:
            pending.append(item["/K"])
    return elements
