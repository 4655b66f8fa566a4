"""What pages tell about review: a mark on what is not signed, names where the office wants them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.model.files import PrintDocumentView, WorkbookView
from site_builder.model.page import Page
from site_builder.model.parts import Property
from site_builder.model.review import ReviewStatus
from site_builder.model.settings import Settings
from site_builder.model.view import DocumentView, ReportView, SeriesView, StandalonePageView, View
from site_builder.plan.rows import in_words


def reviewed(
    pages: Iterable[Page], reviews: Iterable[ReviewStatus], settings: Settings
) -> Iterator[Page]:
    """Mark the pages of documents that are not signed at every level; name the signers if asked."""
    by_file = {one.source.display_path: one for one in reviews}
    for page in pages:
        if isinstance(page.view, SeriesView):
            # It shows figures of all reports: one that is not signed marks the page.
            shown = [by_file[file] for file in page.sources if file in by_file]
            draft = settings.review_required and any(one.missing or one.stale for one in shown)
            yield replace(page, view=replace(page.view, meta=replace(page.view.meta, draft=draft)))
            continue
        review = by_file.get(page.sources[0] if page.sources else "")
        yield replace(page, view=_told(page.view, review, settings)) if review else page


def _told(view: View, review: ReviewStatus, settings: Settings) -> View:
    draft = settings.review_required and bool(review.missing or review.stale)
    signed = "；".join(
        f"{one.level} {one.name}（{in_words(one.signed_on)}）" for one in review.signoffs
    )
    facts = (Property("审签", signed),) if settings.publish_reviewers and signed else ()
    match view:
        case StandalonePageView() | DocumentView() | ReportView():
            view = replace(view, properties=view.properties + facts)
            return replace(view, meta=replace(view.meta, draft=True)) if draft else view
        case PrintDocumentView():
            view = replace(view, properties=view.properties + facts)
            return replace(view, notices=(_DRAFT, *view.notices)) if draft else view
        case WorkbookView() if draft:
            return replace(view, notices=(_DRAFT, *view.notices))
    return view


_DRAFT = "未审：本件没有经过各级审核，只供内部查看，不得公开。"
"""Files leave the site, so those who get one must be told in the file itself."""
