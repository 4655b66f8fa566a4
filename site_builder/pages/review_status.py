"""What pages show of reviews: a mark on what is not signed, names where the office enables them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from site_builder.model.page import Page
from site_builder.model.review import ReviewStatus
from site_builder.model.settings import Settings
from site_builder.model.views.downloads import PrintDocumentView, WorkbookView
from site_builder.model.views.pages import (
    DocumentView,
    ReportView,
    SeriesView,
    StandalonePageView,
    View,
)
from site_builder.model.views.parts import Property
from site_builder.pages.dates import format_date_zh
from site_builder.pages.series.series_page import SERIES_RENDERER


def apply_review_status(
    pages: Iterable[Page], reviews: Iterable[ReviewStatus], settings: Settings
) -> Iterator[Page]:
    """Mark the pages of documents that are not signed at every level; name the signers if asked."""
    by_file = {review.source.display_path: review for review in reviews}
    for page in pages:
        if page.renderer == SERIES_RENDERER:
            yield _mark_series(page, by_file, settings)
            continue
        review = by_file.get(page.sources[0] if page.sources else "")
        if review:
            build_view = partial(_annotated_view, page.build_view, review, settings)
            causes = {**page.causes, "review": repr(review)}
            yield replace(page, build_view=build_view, causes=causes)
        else:
            yield page


def _mark_series(page: Page, by_file: Mapping[str, ReviewStatus], settings: Settings) -> Page:
    """Mark the page of all reports' figures where one of them is not signed."""
    reviews = [by_file[file] for file in page.sources if file in by_file]
    if not settings.review_required or not any(not review.is_complete for review in reviews):
        return page
    build_view = partial(_draft_series, page.build_view)
    return replace(page, build_view=build_view, causes={**page.causes, "review": "draft"})


def _draft_series(build_view: Callable[[], View]) -> View:
    view = build_view()
    assert isinstance(view, SeriesView)  # noqa: S101 - the renderer shows no other
    return replace(view, meta=replace(view.meta, draft=True))


def _annotated_view(
    build_view: Callable[[], View], review: ReviewStatus, settings: Settings
) -> View:
    return _annotate_view(build_view(), review, settings)


def _annotate_view(view: View, review: ReviewStatus, settings: Settings) -> View:
    draft = settings.review_required and not review.is_complete
    signers = "；".join(
        f"{signoff.level} {signoff.name}（{format_date_zh(signoff.signed_on)}）"
        for signoff in review.signoffs
    )
    names_signers = settings.publish_reviewers and not review.open_remarks
    properties = (Property("审签", signers),) if names_signers and signers else ()
    match view:
        case StandalonePageView() | DocumentView() | ReportView():
            head = replace(view.head, properties=view.head.properties + properties)
            view = replace(view, head=head)
            return replace(view, meta=replace(view.meta, draft=True)) if draft else view
        case PrintDocumentView():
            view = replace(view, properties=view.properties + properties)
            return replace(view, notices=(_DRAFT_NOTICE, *view.notices)) if draft else view
        case WorkbookView() if draft:
            return replace(view, notices=(_DRAFT_NOTICE, *view.notices))
    return view


_DRAFT_NOTICE = "未审：本件没有经过各级审核，只供内部查看，不得公开。"
"""Files leave the site, so the file itself must inform those who get one."""
