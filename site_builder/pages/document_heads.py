"""What the page of any document begins with: what people look for first, and what is folded."""

from collections.abc import Iterable
from dataclasses import replace

from site_builder.model.standards import Standards
from site_builder.model.status import Status
from site_builder.model.views.pages import DocumentHead
from site_builder.model.views.parts import Property, TocItem
from site_builder.pages import view_parts

KEY_LABELS = ("发布日期", "发文字号", "发文机关", "制定机关", "发布机关", "施行日期")
"""What people look for first."""
VALID = "valid"
"""The kind of a status that no mark is shown for: most documents are in force."""


def document_head(
    title: str,
    properties: Iterable[Property],
    status: Status,
    toc: tuple[TocItem, ...],
    standards: Standards,
) -> DocumentHead:
    """Build the head of a page; its box repeats neither the heading nor the mark above it."""
    view = view_parts.status_view(status, standards)
    redundant = [("名称", title)]
    if view.label and view.kind != VALID:
        redundant.append(("有效性", view.label))
    fields = (prop for prop in properties if (prop.label, prop.value) not in redundant)
    return DocumentHead(
        title, tuple(replace(prop, is_key=prop.label in KEY_LABELS) for prop in fields), view, toc
    )


def with_sections(toc: tuple[TocItem, ...], **sections: object) -> tuple[TocItem, ...]:
    """Add to a page's contents what follows its text, and the files; nothing where it has none."""
    labels = {"attachments": "附件", "corrections": "更正记录", "downloads": "下载"}
    ids = {"corrections": "corrections-heading"}
    extra = (
        TocItem(2, ids.get(name, name), label)
        for name, label in labels.items()
        if sections.get(name)
    )
    return (*toc, *extra) if toc else ()
