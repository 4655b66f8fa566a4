"""The file for a leader: a text under review in one HTML file that needs nothing beside it."""

from site_builder.editor.pages import Arguments, render_template, static_file
from site_builder.editor.plain_hints import plainly
from site_builder.editor.session import Session
from site_builder.model.standards import Standards
from site_builder.render.standalone_copy import standalone_styles
from site_builder.usecases.preview_snapshot import SiteSnapshot
from site_builder.usecases.review_copy import review_copy
from site_builder.usecases.text_review import review_state


def review_file(snapshot: SiteSnapshot, standards: Standards, path: str) -> str:
    """Return the file. Raises UsageError for what cannot be shown, and OSError."""
    copy = review_copy(snapshot, standards, path)
    own_styles = (static_file(name) or b"" for name in ("editor.css", "review.css"))
    return render_template(
        "review_file.html",
        copy=copy,
        review=copy.review,
        state=review_state(copy.review.status, len(copy.review.record.open_remarks)),
        findings=plainly(copy.findings),
        styles=copy.styles,
        own_styles=standalone_styles(b"\n".join(own_styles)),
    )


def review_file_page(session: Session, _rest: str, arguments: Arguments) -> str:
    """Return the file of the text that the query names."""
    return review_file(session.state().snapshot, session.standards, arguments.get("path", ""))
