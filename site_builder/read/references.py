"""`解读:` and `政策文件:` — other documents, named by file. Called by `read.front_matter`."""

from site_builder.located import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document import Reference
from site_builder.read.lists import list_slip
from site_builder.urls import resolve_link

_HINT = "写从本文件算起的地址，如 tongzhi-jiedu.md 或 ../../2021/documents/tongzhi-jiedu.md。"


def read_references(
    node: Node, path: str, label: str
) -> tuple[tuple[Reference, ...], tuple[Diagnostic, ...]]:
    """Read one file or a list of them, as they are named in the file at `path`."""
    items = node.items()
    if items is None:
        items = (node,)
    references: list[Reference] = []
    findings: list[Diagnostic] = []
    for item in items:
        written = (item.text() or "").strip()
        target = resolve_link(written, path)
        if not written.isascii() or not written.endswith(".md") or target is None:
            message = f"“{label}”里的“{written}”不是文件的地址"
            slip = list_slip((written,)) and "几个文件请分行写，每行以“- ”开头。"
            findings.append(error("document/reference", item.location, message, f"{slip}{_HINT}"))
        elif target not in [one.path for one in references]:
            references.append(Reference(target, item.location))
    return tuple(references), tuple(findings)
