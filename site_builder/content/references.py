"""`解读:` and `政策文件:` — other documents, named by file."""

from site_builder.core.urls import resolve_link
from site_builder.core.yaml.list_punctuation import explain_list_punctuation
from site_builder.core.yaml.nodes import Node
from site_builder.model.diagnostic import Diagnostic, error
from site_builder.model.document_fields import Reference

_HINT = "写从本文件算起的地址，如 tongzhi-jiedu.md 或 ../../2021/documents/tongzhi-jiedu.md。"


def read_references(
    node: Node, path: str, label: str
) -> tuple[tuple[Reference, ...], tuple[Diagnostic, ...]]:
    """Read one file or a list of them, as they are named in the file at `path`."""
    items = node.items()
    if items is None:
        items = (node,)
    references: list[Reference] = []
    diagnostics: list[Diagnostic] = []
    for item in items:
        typed = (item.text() or "").strip()
        target = resolve_link(typed, path)
        if not typed.isascii() or not typed.endswith(".md") or target is None:
            message = f"“{label}”里的“{typed}”不是文件的地址"
            several_hint = (
                explain_list_punctuation((typed,)) and "几个文件请分行写，每行以“- ”开头。"
            )
            diagnostics.append(
                error("document/reference", item.location, message, f"{several_hint}{_HINT}")
            )
        elif target not in [reference.path for reference in references]:
            references.append(Reference(target, item.location))
    return tuple(references), tuple(diagnostics)
