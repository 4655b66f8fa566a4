"""PDF files with one mark each under names that no standard knows."""
# ruff: noqa: ANN401 - pikepdf takes whatever can be written into a PDF

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.helpers.marked_pdf import Change, at, saved
from tests.helpers.marked_pictures import MARK

M = MARK.decode()


def _private(*path: str, value: Any = None) -> Change:
    return at(*path, "/PrivateNote", value=String(M) if value is None else value)


def outline(document: Pdf) -> None:
    root = document.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    item = Dictionary(Title=String("a"), Parent=root, PrivateNote=String(M))
    root.First = root.Last = document.make_indirect(item)
    document.Root.Outlines = root


def private_stream(document: Pdf) -> None:
    document.pages[0].obj.Resources.Font.F1.PrivateData = document.make_stream(MARK)


def _privates() -> dict[str, Change]:
    return {
        "私有 偏好": _private("/ViewerPreferences"),
        "私有 标签树": _private("/StructTreeRoot"),
        "私有 表单": _private("/AcroForm"),
        "私有 图层": _private("/OCProperties", "/D"),
        "私有 页码": _private("/PageLabels"),
        "私有 资源": _private("page", "/Resources"),
        "私有 状态": _private("page", "/Resources", "/ExtGState", "/G0"),
        "私有 组": _private("page", "/Group"),
        "私有 列表": _private("page", "/Resources", value=Array([String(M)])),
        "私有 层层": _private("page", "/Group", value=Dictionary(A=Dictionary(B=String(M)))),
        "私有 书签": outline,
        "私有 流": private_stream,
        "私有 画图注释": lambda document: document.pages[0].contents_add(b"% " + MARK + b"\n"),
        "私有 画图属性": lambda document: document.pages[0].contents_add(
            b"/Span <</Author (" + MARK + b")>> BDC EMC\n"
        ),
    }


def marked() -> Iterator[tuple[str, bytes]]:
    """Yield each with its name, whose first word is its ending."""
    for name, change in _privates().items():
        yield f"pdf {name}", saved(change)
