"""What pages tell about review: a mark on what is not signed, names where the office wants them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.model.files import FiguresBookView, PaperView
from site_builder.model.page import Page
from site_builder.model.parts import Fact
from site_builder.model.review import Review
from site_builder.model.settings import Settings
from site_builder.model.view import ArticleView, DocumentView, ReportView, SeriesView, View
from site_builder.plan.rows import in_words


def reviewed(
    pages: Iterable[Page], reviews: Iterable[Review], settings: Settings
) -> Iterator[Page]:
    """Mark the pages of documents that are not signed at every level; name the signers if asked."""
    by_file = {one.source.file: one for one in reviews}
    for page in pages:
        if isinstance(page.view, SeriesView):
            # It shows figures of all reports: one that is not signed marks the page.
            shown = [by_file[file] for file in page.sources if file in by_file]
            draft = settings.review_required and any(one.missing or one.void for one in shown)
            yield replace(page, view=replace(page.view, meta=replace(page.view.meta, draft=draft)))
            continue
        review = by_file.get(page.sources[0] if page.sources else "")
        yield replace(page, view=_told(page.view, review, settings)) if review else page


def _told(view: View, review: Review, settings: Settings) -> View:
    draft = settings.review_required and bool(review.missing or review.void)
    signed = "；".join(f"{one.level} {one.name}（{in_words(one.day)}）" for one in review.signoffs)
    facts = (Fact("审签", signed),) if settings.publish_reviewers and signed else ()
    match view:
        case ArticleView() | DocumentView() | ReportView():
            view = replace(view, box=view.box + facts)
            return replace(view, meta=replace(view.meta, draft=True)) if draft else view
        case PaperView():
            view = replace(view, facts=view.facts + facts)
            return replace(view, remarks=(_DRAFT, *view.remarks)) if draft else view
        case FiguresBookView() if draft:
            return replace(view, remarks=(_DRAFT, *view.remarks))
    return view


_DRAFT = "未审：本件没有经过各级审核，只供内部查看，不得公开。"
"""Files leave the site, so those who get one must be told in the file itself."""
