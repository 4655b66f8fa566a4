"""Identifiers of tags, which programs or people chose: numbered anew wherever they are used.

The headers of a table's cells are found by them, so none may go.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

_TAG = frozenset(
    ("/Type", "/S", "/P", "/ID", "/Ref", "/Pg", "/K", "/A", "/C", "/R", "/Lang", "/Alt", "/E")
) | {"/ActualText", "/NS", "/AF", "/PhoneticAlphabet", "/Phoneme"}


def renumber(pdf: Pdf) -> None:
    """Give every tag that has an identifier a number, and leave out unknown entries of tags."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    elements = structure(root)
    numbers: dict[bytes, String] = {}
    named: list[Object] = []
    for one in elements[1:]:
        if one.get("/Type") in (None, Name.StructElem):
            for key in [key for key in one.keys() if key not in _TAG]:  # noqa: SIM118 - no dict
                del one[key]
        old = one.get("/ID")
        if isinstance(old, String):
            fresh = numbers.setdefault(bytes(old), String(f"tag{len(numbers):07d}"))
            named += [fresh, one]
            one["/ID"] = fresh
    _headers(pdf, numbers)
    if "/IDTree" in root:
        root["/IDTree"] = pdf.make_indirect(Dictionary(Names=Array(named)))


def _headers(pdf: Pdf, numbers: dict[bytes, String]) -> None:
    """Mend what refers to tags by their identifiers."""
    if not numbers:
        return
    for one in attributes(pdf):
        headers = one.get("/Headers")
        if isinstance(headers, Array):
            one["/Headers"] = Array(
                numbers.get(bytes(old), old) if isinstance(old, String) else old for old in headers
            )


def attributes(pdf: Pdf) -> list[Object]:
    """List the attributes of all tags, each once."""
    found: list[Object] = []
    seen: set[tuple[int, int]] = set()
    root = pdf.Root["/StructTreeRoot"]
    classes = root.get("/ClassMap")
    tops = [classes[key] for key in classes.keys()] if isinstance(classes, Dictionary) else []  # noqa: SIM118 - no dict
    tops += [one["/A"] for one in structure(root) if "/A" in one]
    for top in tops:
        for one in list(top) if isinstance(top, Array) else [top]:
            if isinstance(one, Dictionary) and not (one.is_indirect and one.objgen in seen):
                seen.add(one.objgen)
                found.append(one)
    return found


def structure(root: Object) -> list[Object]:
    """List the tree of tags from its root on, in reading order, each object once."""
    found: list[Object] = []
    seen: set[tuple[int, int]] = set()
    todo: list[Object] = [root]
    while todo:
        one = todo.pop()
        if isinstance(one, Array):
            todo.extend(reversed(list(one)))
        if not isinstance(one, pikepdf.Dictionary) or (one.is_indirect and one.objgen in seen):
            continue
        seen.add(one.objgen)
        found.append(one)
        if "/K" in one:
            todo.append(one["/K"])
    return found
