"""A text under review as a whole: for a leader who has nothing but a browser."""

from dataclasses import dataclass

from site_builder.build.output_renderer import Task
from site_builder.core.errors import UsageError
from site_builder.core.urls import page_url, resolve_link
from site_builder.model.diagnostic import Diagnostic
from site_builder.model.html import Html
from site_builder.model.standards import Standards
from site_builder.render.standalone_copy import standalone_main, standalone_styles
from site_builder.usecases.preview_snapshot import SiteSnapshot, render_task
from site_builder.usecases.text_review import (
    LevelChanges,
    TextReview,
    changes_since,
    find_document,
    review_text,
)


@dataclass(frozen=True, slots=True)
class ReviewCopy:
    """All that a leader reads of a text."""

    review: TextReview
    site: str
    main: Html
    """The page as the public will see it."""
    styles: Html
    changes: tuple[LevelChanges, ...]
    """A level each, in order."""
    findings: tuple[Diagnostic, ...]


def load_text_review(snapshot: SiteSnapshot, standards: Standards, path: str) -> TextReview:
    """Return a text's review as it stands now. Raises UsageError and OSError."""
    if snapshot.checked_site is None:
        raise UsageError("config.yaml 读不懂，不能审核", "请先改正设置。")
    site = snapshot.checked_site.site
    documents = {document.source.path: document for document in site.all_documents()}
    paths = {f"content/{source.path}" for source in snapshot.sources}
    text = path.replace("figures.yaml", "report.md")
    if text in paths and text.removeprefix("content/") not in documents:
        raise UsageError(f"{path} 还有读不懂的地方", "请先照检查结果改正，再审核。")
    document = find_document(documents, path)
    return review_text(snapshot.context.content, document, site.settings, standards)


def text_findings(snapshot: SiteSnapshot, review: TextReview) -> tuple[Diagnostic, ...]:
    """Return what checking says of a text, its figures and its records."""
    path = review.document.source.display_path
    files = {path, path.replace("report.md", "figures.yaml")}
    of_text = (each for each in snapshot.diagnostics if each.location.file in files)
    return (*review.diagnostics, *of_text)


def review_copy(snapshot: SiteSnapshot, standards: Standards, path: str) -> ReviewCopy:
    """Gather a text with its changes, findings, remarks and sign-offs.

    Raises UsageError where the text or its page cannot be shown, and OSError.
    """
    review = load_text_review(snapshot, standards, path)
    assert snapshot.checked_site is not None  # noqa: S101 - without it there is no review
    checked_site = snapshot.checked_site
    url = page_url(review.document.source.path)
    planned: tuple[Task, ...] = (*checked_site.plan.pages, *checked_site.plan.static_files)
    tasks = {task.url: task for task in planned}
    page = render_task(snapshot, tasks[url])[0] if url in tasks else None
    if page is None:
        raise UsageError("这份文稿的网页现在生成不了", "请先按检查的结果改正。")

    def read_picture(address: str) -> bytes | None:
        target = resolve_link(address, url)
        return render_task(snapshot, tasks[target])[0] if target in tasks else None

    settings = checked_site.site.settings
    return ReviewCopy(
        review=review,
        site=settings.name,
        main=standalone_main(page, read_picture),
        styles=standalone_styles(checked_site.assets.style.data),
        changes=tuple(changes_since(review, level, standards) for level in settings.review_levels),
        findings=text_findings(snapshot, review),
    )
