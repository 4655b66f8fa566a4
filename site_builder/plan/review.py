"""What pages tell about review: a mark on what is not signed, names where the office wants them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from site_builder.model.page import Page
from site_builder.model.parts import Fact
from site_builder.model.review import Review
from site_builder.model.settings import Settings
from site_builder.model.view import ArticleView, DocumentView, ReportView, SeriesView
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
        view, review = page.view, by_file.get(page.sources[0] if page.sources else "")
        if review is None or not isinstance(view, ArticleView | DocumentView | ReportView):
            yield page
            continue
        if settings.review_required and (review.missing or review.void):
            view = replace(view, meta=replace(view.meta, draft=True))
        if settings.publish_reviewers and review.signoffs:
            told = "；".join(
                f"{one.level} {one.name}（{in_words(one.day)}）" for one in review.signoffs
            )
            view = replace(view, box=(*view.box, Fact("审签", told)))
        yield replace(page, view=view)
