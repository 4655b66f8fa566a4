"""Texts as their review stands now, for the pages that show them."""

from collections.abc import Mapping
from contextlib import suppress

from site_builder.core.errors import SiteBuilderError, UsageError
from site_builder.editor.session import Session
from site_builder.model.document import Document
from site_builder.model.settings import Settings
from site_builder.usecases.review_copy import load_text_review
from site_builder.usecases.text_review import PlacedRemark, TextReview


def documents_by_path(session: Session) -> Mapping[str, Document]:
    """Return all texts that were understood, by their path below `content/`."""
    checked_site = session.state().snapshot.checked_site
    documents = checked_site.site.all_documents() if checked_site else ()
    return {document.source.path: document for document in documents}


def review_settings(session: Session) -> Settings:
    """Return the settings as they were read last. Raises UsageError without any."""
    checked_site = session.state().snapshot.checked_site
    if checked_site is None:
        raise UsageError("config.yaml 读不懂，不能审核", "请先改正设置。")
    return checked_site.site.settings


def load_review(session: Session, path: str) -> TextReview:
    """Return a text's review as it stands now. Raises UsageError and OSError."""
    return load_text_review(session.state().snapshot, session.standards, path)


def open_remarks(session: Session, path: str) -> Mapping[str, object]:
    """Return what `open_remarks.html` shows of a text; nothing where it cannot be reviewed."""
    remarks: tuple[PlacedRemark, ...] = ()
    with suppress(SiteBuilderError, OSError):
        remarks = load_review(session, path).remarks
    return {
        "open_remarks": tuple(placed for placed in remarks if placed.remark.is_open),
        "review_path": path.replace("figures.yaml", "report.md"),
    }
